"""`duban export`, `ledger`, `panel`, `reprints`, `diff`, `audit`: what is made of a corpus once it is there."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from duban.cli.query import add_output_arguments
from duban.store.database import Corpus, check_tables
from duban.store.writing import write_rows


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The arguments of one of them; which one is in the command's name."""
    name = command.prog.rpartition(" ")[2]
    _ARGUMENTS[name](command)
    command.set_defaults(report=name)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    return _RUNS[args.report](args)


def _corpus_argument(command: argparse.ArgumentParser) -> None:
    command.add_argument("corpus", metavar="OUT", help="the folder that duban run made")


def _export_arguments(command: argparse.ArgumentParser) -> None:
    from duban.store.export import EXPORTS

    _corpus_argument(command)
    command.add_argument("--format", choices=tuple(EXPORTS), default="csv", help="(csv, with a byte-order mark)")
    command.add_argument("--tables", metavar="A,B", help="some tables only (all)")
    command.add_argument("--once", action="store_true", help="one of each group of reprints")
    command.add_argument("-o", dest="output", metavar="PATH", help="folder, or file for xlsx and sqlite (OUT/export)")


def _export(args: argparse.Namespace) -> int:
    from duban.store.export import export

    with Corpus(args.corpus, once=args.once) as corpus:
        tables = check_tables(corpus, args.tables.split(",") if args.tables else corpus.tables())
        endings = {"xlsx": ".xlsx", "sqlite": ".sqlite"}
        output = Path(args.output) if args.output else Path(args.corpus, "export" + endings.get(args.format, ""))
        for path in export(corpus, args.format, output, tables):
            print(path.as_posix())
    return 0


def _ledger_arguments(command: argparse.ArgumentParser) -> None:
    _corpus_argument(command)
    command.add_argument("--indicator", required=True, metavar="WORD", help="what is measured: 固定资产投资")
    command.add_argument("--place", metavar="WORD", help="county, city or province")
    add_output_arguments(command)


def _ledger(args: argparse.Namespace) -> int:
    from duban.store.ledger import ledger

    with Corpus(args.corpus, once=args.once) as corpus:
        answer = ledger(corpus, args.indicator, args.place)
    shown = 9 if args.format == "table" else len(answer.columns)
    write_rows(answer.columns[:shown], [row[:shown] for row in answer.rows], args.format, args.output, "ledger")
    return 0


def _panel_arguments(command: argparse.ArgumentParser) -> None:
    _corpus_argument(command)
    command.add_argument("--indicator", required=True, metavar="WORD", help="what is measured: 固定资产投资")
    command.add_argument("--status", choices=("target", "actual"), default="target", help="(target)")
    command.add_argument("--kind", help="level, change, share, …: values of different kinds do not mix")
    command.add_argument("--unit", help="the unit as written or the base unit: %% or CNY")
    add_output_arguments(command)


def _panel(args: argparse.Namespace) -> int:
    from duban.store.ledger import panel

    with Corpus(args.corpus, once=args.once) as corpus:
        answer, several = panel(corpus, args.indicator, status=args.status, kind=args.kind, unit=args.unit)
    write_rows(answer.columns, answer.rows, args.format, args.output, "panel")
    if several:
        print(f"duban: {several} cells had several values; the last published one is shown", file=sys.stderr)
    return 0


def _reprints_arguments(command: argparse.ArgumentParser) -> None:
    _corpus_argument(command)
    command.add_argument(
        "--similarity", type=float, default=0.8, metavar="S", help="from which on a text is a copy (0.8)"
    )


def _reprints(args: argparse.Namespace) -> int:
    from duban.corpus.reprints import find_reprints

    found = find_reprints(Path(args.corpus), args.similarity)
    print(f"{found['documents']} documents, {found['announcements']} announcements; {found['groups']} were copied")
    return 0


def _diff_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("before", metavar="OUT_A")
    command.add_argument("after", metavar="OUT_B")
    command.add_argument("--details", action="store_true", help="every change, not how often each rule made it")
    command.add_argument("--format", choices=("table", "csv", "json", "xlsx"), default="table", help="(table)")
    command.add_argument("-o", dest="output", metavar="FILE", help="write a file instead of standard output")


def _diff(args: argparse.Namespace) -> int:
    from duban.store.diff import Change, compare

    difference = compare(Path(args.before), Path(args.after))
    for name, (old, new) in difference.configuration.items():
        print(f"duban: {name}: {old} → {new}", file=sys.stderr)
    if any(difference.documents):
        only_a, only_b = difference.documents
        print(f"duban: documents only in one of them: {only_a} and {only_b}", file=sys.stderr)
    for rule, state in difference.lexicon.items():
        print(f"duban: {state}: {rule}", file=sys.stderr)
    if args.details:
        write_rows(Change._fields, difference.changes, args.format, args.output, "diff")
    else:
        columns = ("table", "change", "field", "rule_before", "rule_after", "lexicon", "count")
        write_rows(columns, difference.summary(), args.format, args.output, "diff")
    return 0


def _audit_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "corpus", metavar="OUT", help="the folder that duban run made, or the checked file with --score"
    )
    command.add_argument("--table", default="tasks", help="tasks or targets (tasks)")
    command.add_argument("--sample", type=int, default=100, metavar="N", help="how many rows to draw (%(default)d)")
    command.add_argument("--seed", default="1", help="another seed draws other rows")
    command.add_argument("--score", action="store_true", help="turn the checked file into precision")
    command.add_argument("-o", dest="output", metavar="FILE", help="the CSV to be checked (standard output)")


def _audit(args: argparse.Namespace) -> int:
    from duban.store.audit import draw, score

    if not args.score:
        with Corpus(args.corpus) as corpus:
            answer = draw(corpus, args.table, args.sample, args.seed)
        write_rows(answer.columns, answer.rows, "csv", args.output)
        print("duban: write 1 (right) or 0 (wrong) into `correct`, then: duban audit FILE --score", file=sys.stderr)
        return 0
    for precision in score(Path(args.corpus)):
        for stratum in precision.strata:
            print(f"{precision.table}\t{stratum.name}\t{stratum.correct}/{stratum.checked} of {stratum.size}")
        print(*precision.sentences(), sep="\n")
    return 0


_ARGUMENTS: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "export": _export_arguments,
    "ledger": _ledger_arguments,
    "panel": _panel_arguments,
    "reprints": _reprints_arguments,
    "diff": _diff_arguments,
    "audit": _audit_arguments,
}
_RUNS: dict[str, Callable[[argparse.Namespace], int]] = {
    "export": _export,
    "ledger": _ledger,
    "panel": _panel,
    "reprints": _reprints,
    "diff": _diff,
    "audit": _audit,
}
