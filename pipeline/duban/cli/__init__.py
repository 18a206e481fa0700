"""The command line: `duban extract`, `duban evaluate`, `duban normalise`, `duban schema`, `duban version`.

Exit status: 0 all went well; 1 some source failed, the others are done; 2 the command cannot be meant.
Documents go to standard output, everything else to standard error.
"""

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence

from duban.cli.corpora import add_commands as add_corpus_commands
from duban.errors import DubanError
from duban.version import __version__

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    argv = sys.argv[1:] if argv is None else argv
    args = _parser(argv).parse_args(argv)
    try:
        status: int = args.run(args)
        sys.stdout.flush()
    except DubanError as error:
        print(f"duban: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader has gone (duban … | head): nothing is left to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("duban: interrupted", file=sys.stderr)
        return INTERRUPTED
    return status


def _parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="duban", description="Read Chinese policy news into a list of commitments.", allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=f"duban {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_extract(commands)
    _add_evaluate(commands)
    _add_normalise(commands)
    _add_numerals(commands)
    add_corpus_commands(commands, list(argv))
    schema = commands.add_parser("schema", help="print the JSON Schema of a document")
    schema.set_defaults(run=_schema)
    version = commands.add_parser("version", help="print the version")
    version.set_defaults(run=_version)
    return parser


def _add_extract(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("extract", help="extract the commitments of documents")
    command.add_argument("sources", nargs="+", metavar="SOURCE", help="file, folder, glob, or - for standard input")
    command.add_argument(
        "--published", metavar="DATE", help="when the sources were published: 2020-10-09, 2020-10, 2020"
    )
    command.add_argument("--format", choices=("json", "jsonl", "table"), help="what to print (json)")
    command.add_argument("-o", dest="output", metavar="DIR", help="write DIR/<stem>.json for each source")
    command.add_argument(
        "--lexicons", metavar="DIR", help="your own rows over the shipped lexicons (else $DUBAN_LEXICONS)"
    )
    command.add_argument(
        "--ner", metavar="ENGINE:MODEL", help="ask a model about names that the rules cannot settle: hanlp:FOLDER"
    )
    command.set_defaults(run=_extract)


def _add_evaluate(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("evaluate", help="measure extracted documents against gold")
    command.add_argument("gold", metavar="GOLD", help="folder of gold documents")
    command.add_argument("predictions", metavar="PRED", help="folder that duban extract -o wrote")
    command.add_argument("--details", action="store_true", help="list what was missed, extra and wrong")
    command.add_argument("--json", action="store_true", help="print the figures as JSON")
    command.set_defaults(run=_evaluate)


def _add_normalise(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from duban.cli.normalise import add_command

    add_command(commands)


def _add_numerals(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from duban.cli.numerals import add_command

    add_command(commands)


def _extract(args: argparse.Namespace) -> int:
    from duban.cli.extract import run

    return run(args)


def _evaluate(args: argparse.Namespace) -> int:
    from duban.evaluate import evaluate

    report = evaluate(args.gold, args.predictions)
    if args.json:
        extra = {"misses": dict(report.misses)} if args.details else {}
        print(json.dumps(report.to_dict() | extra, ensure_ascii=False, indent=1))
    else:
        sys.stdout.write(report.to_text(details=args.details))
    return 0


def _schema(args: argparse.Namespace) -> int:
    from duban.schema import schema_text

    sys.stdout.write(schema_text())
    return 0


def _version(args: argparse.Namespace) -> int:
    print(f"duban {__version__}")
    return 0
