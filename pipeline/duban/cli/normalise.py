"""`duban normalise`: pages in, clean text out; on request every change with its rule, reason and certainty."""

import argparse
import difflib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from duban.cli.sources import STANDARD_INPUT, Source, find_sources
from duban.errors import DubanError, UsageError
from duban.lexicon import Lexicons, load_lexicons
from duban.normalise import Edit, NormalisedText, normalise
from duban.normalise.ngrams import Ngrams, learn, load_ngrams

Printer = Callable[[Source, NormalisedText], None]


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Make `duban normalise` known to the command line."""
    command = commands.add_parser("normalise", help="print the clean text of badly scraped pages")
    command.add_argument("sources", nargs="*", metavar="FILE", help="file, folder, glob, or - for standard input (-)")
    how = command.add_mutually_exclusive_group()
    how.add_argument("--explain", action="store_true", help="print every edit: places, rule, certainty, reason")
    how.add_argument("--diff", action="store_true", help="print a unified diff of the source and the clean text")
    how.add_argument("--format", choices=("text", "jsonl"), default="text", help="what to print (text)")
    command.add_argument("--model", metavar="FILE", help="a model made with --learn, which helps to read damage")
    command.add_argument(
        "--learn", metavar="FOLDER", help="count the characters of these texts and write a model to -o"
    )
    command.add_argument("-o", dest="output", metavar="FILE", help="where --learn writes the model (.gz compresses it)")
    command.add_argument("--lexicons", metavar="DIR", help="your own rows over the shipped lexicons")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Normalise every source that *args* names; 0 if all went well, 1 if some source failed."""
    lexicons = load_lexicons(Path(args.lexicons) if args.lexicons else None)
    if args.learn:
        return _learn(args, lexicons)
    if args.output:
        raise UsageError("-o", "is where --learn writes its model", "Redirect the text: duban normalise FILE > OUT.")
    ngrams = load_ngrams(Path(args.model)) if args.model else None
    sources, failures = find_sources(args.sources or [STANDARD_INPUT])
    printer: Printer = _explain if args.explain else _diff if args.diff else _row if args.format == "jsonl" else _text
    failed = len(failures)
    for failure in failures:
        _say(failure)
    for source in sources:
        failed += not _one(source, lexicons, ngrams, printer)
    return 1 if failed else 0


def _one(source: Source, lexicons: Lexicons, ngrams: Ngrams | None, printer: Printer) -> bool:
    try:
        printer(source, normalise(source.read(), lexicons, ngrams))
    except DubanError as error:
        _say(error if error.where == source.name else f"{source.name}: {error}")
        return False
    return True


def _learn(args: argparse.Namespace, lexicons: Lexicons) -> int:
    if not args.output:
        raise UsageError("--learn", "has nowhere to write its model", "Name a file: --learn FOLDER -o model.gz.")
    sources, failures = find_sources([args.learn])
    unread: list[object] = list(failures)

    def texts() -> Iterator[str]:
        for source in sources:
            try:
                yield normalise(source.read(), lexicons).text
            except DubanError as error:
                unread.append(f"{source.name}: {error}")

    ngrams = learn(texts())
    if not ngrams.counts:
        raise UsageError("--learn", f"found no text in {args.learn}", "Name a folder of .txt or .html files.")
    ngrams.save(Path(args.output))
    for failure in unread:
        _say(failure)
    _say(f"duban: {args.output}: {len(ngrams.counts)} sequences from {len(sources)} texts")
    return 1 if unread else 0


def _text(source: Source, page: NormalisedText) -> None:
    sys.stdout.write(page.text if page.text.endswith("\n") or not page.text else page.text + "\n")
    for warning in page.warnings:
        _say(f"duban: {source.name}: {warning.code}: {warning.message}")


def _row(source: Source, page: NormalisedText) -> None:
    row = {
        "source": source.name,
        "encoding": page.encoding,
        "text": page.text,
        "warnings": [warning._asdict() for warning in page.warnings],
        "damaged": page.damaged,
        "edits": [edit._asdict() for edit in page.edits],
    }
    print(json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace").decode())


def _explain(source: Source, page: NormalisedText) -> None:
    print(f"{source.name}  {page.encoding}  {len(page.source)} → {len(page.text)} characters, {len(page.edits)} edits")
    for edit in page.edits:
        print(_line(edit))
    for warning in page.warnings:
        where = f"{warning.raw.start}-{warning.raw.end}" if warning.raw else "-"
        print(f"{where}\twarning\t{warning.code}\t{warning.message}")


def _line(edit: Edit) -> str:
    """One edit: raw and clean place, certainty, rule, what became what, why, and what else it might be."""
    places = f"{edit.raw.start}-{edit.raw.end}\t{edit.clean.start}-{edit.clean.end}"
    others = f" (or {' '.join(edit.alternatives)})" if edit.alternatives else ""
    return f"{places}\t{edit.certainty}\t{edit.rule}\t{edit.before!r} → {edit.after!r}{others}\t{edit.reason}"


def _diff(source: Source, page: NormalisedText) -> None:
    before, after = page.source.splitlines(), page.text.splitlines()
    for line in difflib.unified_diff(before, after, source.name, f"{source.name} (normalised)", lineterm=""):
        print(line)


def _say(line: object) -> None:
    print(line, file=sys.stderr, flush=True)
