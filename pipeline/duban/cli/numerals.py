"""`duban numerals`: every numeral of a document and what it was read as, unread ones first, for an eye to audit."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rich.console import Console

    from duban.contract import Document, Numeral

WIDTH_OFF_TERMINAL = 116
BEFORE, AFTER = 12, 16
AUDITED_FIRST = ("other", "quantity", "count", "name", "ordinal", "scope", "marker", "time", "target")


class Line(NamedTuple):
    """One numeral: what it was read as, with its surroundings, what holds it, the rule and its place in the source."""

    read_as: str
    before: str
    numeral: str
    after: str
    ref: str
    rule: str
    raw: str


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `duban numerals` to the command line."""
    command = commands.add_parser("numerals", help="list every numeral and what it was read as, unread ones first")
    command.add_argument("sources", nargs="+", metavar="SOURCE", help="file, folder, glob, or - for standard input")
    command.add_argument("--only", choices=AUDITED_FIRST, help="only the numerals that were read as this")
    command.add_argument("--format", choices=("table", "tsv"), default="table", help="what to print (table)")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the ledger of every source that *args* names; 0 if all went well, 1 if some source failed."""
    from duban.cli.sources import find_sources
    from duban.errors import DubanError
    from duban.extract import extract

    sources, failures = find_sources(args.sources)
    for failure in failures:
        print(f"duban: {failure}", file=sys.stderr)
    failed = bool(failures)
    for source in sources:
        try:
            document = extract(source.read(), uri=source.uri)
        except DubanError as error:
            print(f"duban: {source.name}: {error}", file=sys.stderr)
            failed = True
            continue
        print_ledger(document, args.only, args.format)
    return 1 if failed else 0


def lines(document: Document, only: str | None = None) -> list[Line]:
    """The numerals of a document, those that most need an eye first, then in text order."""
    rank = {read_as: place for place, read_as in enumerate(AUDITED_FIRST)}
    numerals = [n for n in document.numerals if only in (None, n.read_as)]
    return list(_lines(document, sorted(numerals, key=lambda n: (rank[n.read_as], n.span.clean[0]))))


def _lines(document: Document, numerals: list[Numeral]) -> Iterator[Line]:
    text = document.clean_text
    for numeral in numerals:
        start, end = numeral.span.clean
        before, after = text[max(0, start - BEFORE) : start], text[end : end + AFTER]
        raw = f"{numeral.span.raw[0]}–{numeral.span.raw[1]}"
        yield Line(numeral.read_as, _flat(before), numeral.text, _flat(after), numeral.ref or "", numeral.rule, raw)


def print_ledger(document: Document, only: str | None, form: str) -> None:
    """Write the ledger of one document to standard output."""
    rows = lines(document, only)
    if form == "tsv":
        for row in rows:
            print("\t".join((document.source.uri or "-", *row)))
        return
    from rich.console import Console

    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else WIDTH_OFF_TERMINAL)
    counts = Counter[str](numeral.read_as for numeral in document.numerals)
    said = ", ".join(f"{counts[read_as]} {read_as}" for read_as in AUDITED_FIRST if counts[read_as])
    console.print(
        f"{document.source.uri or 'standard input'}: {len(document.numerals)} numerals: {said or 'none'}", markup=False
    )
    _print_table(console, rows)


def _print_table(console: Console, rows: list[Line]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column, justify in (("as", "left"), ("before", "right"), ("numeral", "left"), ("after", "left")):
        table.add_column(column, justify=justify, no_wrap=column == "numeral")  # type: ignore[arg-type]
    for column in ("of", "rule", "raw"):
        table.add_column(column, no_wrap=column == "raw")
    for row in rows:
        styles = ["bold red" if row.read_as == "other" else "", "dim", "bold", "dim", "", "dim", ""]
        table.add_row(*(Text(cell, style=style) for cell, style in zip(row, styles, strict=True)))
    console.print(table)


def _flat(text: str) -> str:
    return " ".join(text.split())
