"""Print a document for a reader at a terminal: its tasks, targets and officials, each with where it stands."""

import sys
from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from duban.contract import Document, SpanPair
from duban.readable import due, kind, names, owners, quantity

WIDTH_OFF_TERMINAL = 116
SHOWN = 48
WIDEST = {"owners": 26, "said by": 18, "scope": 24}  # what is left is the task's or the indicator's


def print_document(document: Document) -> None:
    """Write the tables to standard output; `raw` counts code points of the source."""
    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else WIDTH_OFF_TERMINAL)
    console.print(_headline(document))
    who = names(document)
    deadline = due(document)
    tasks = (
        (t.span, _short(t.text), kind(t), deadline(t), owners(t, who), who.get(t.issued_by or "", ""))
        for t in document.tasks
    )
    _print(console, "tasks", ("task", "kind", "due", "owners", "said by"), tasks)
    targets = ((g.span, g.indicator, g.scope, quantity(g), kind(g), deadline(g)) for g in document.targets)
    _print(console, "targets", ("indicator", "scope", "value", "kind", "due"), targets)
    officials = ((o.span, who[o.id], ", ".join(o.roles)) for o in document.officials)
    _print(console, "officials", ("official", "roles"), officials)
    for warning in document.warnings:
        console.print(Text(f"warning: {warning.message}", style="yellow"))
    console.print()


def _headline(document: Document) -> Text:
    line = Text(document.source.uri or "standard input", style="bold")
    if document.title:
        line.append(f"  {document.title.text}")
    if document.published:
        line.append(f"  {document.published.date} ({document.published.basis})", style="dim")
    return line


def _print(
    console: Console, name: str, columns: tuple[str, ...], rows: Iterable[tuple[SpanPair, *tuple[str | None, ...]]]
) -> None:
    """One table; a column that is empty throughout is left out, and so is a table without rows."""
    spans_and_cells = list(zip(*rows, strict=True))
    if not spans_and_cells:
        return
    spans, *cells = spans_and_cells
    filled = [(column, values) for column, values in zip(columns, cells, strict=True) if any(values)]
    table = Table(title=name, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for column, _ in filled:
        table.add_column(column, overflow="fold", max_width=WIDEST.get(column))
    table.add_column("raw", justify="right", no_wrap=True)
    for row, span in enumerate(spans):
        table.add_row(*(Text(values[row] or "") for _, values in filled), f"{span.raw[0]}–{span.raw[1]}")
    console.print(table)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"
