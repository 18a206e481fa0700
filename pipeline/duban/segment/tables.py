"""Read the rows of a table that was pasted as lines with TABs: which cell stands under which column.

    序号⇥任务⇥牵头单位⇥完成时限
    1⇥新建幼儿园6所⇥市教育局⇥8月底前     → task 新建幼儿园6所, lead 市教育局, deadline 8月底前

The columns are known by their heads (`lexicons/owner_labels.tsv`). An empty cell of owners or of a deadline
belongs to the merged cell above it. A line with fewer cells than the head is no row of it; a line without a TAB ends
the table.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from duban.lexicon import Lexicons
from duban.segment.units import Unit
from duban.spans import Span

FEWEST_COLUMNS = 2
MERGED = frozenset({"lead", "responsible", "implementing", "assisting", "supervising", "deadline"})


class Cell(NamedTuple):
    """What stands in a row under a column; `role` is the column's."""

    role: str
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """`heads` are the units of the column heads, `rows` the cells of each row by the index of its unit."""

    heads: frozenset[int]
    rows: Mapping[int, tuple[Cell, ...]]


def find_tables(units: Sequence[Unit], lex: Lexicons) -> Table:
    """All rows of all tables of the document."""
    roles = {entry.form: entry["role"] for entry in lex.entries("owner_labels")}
    heads: set[int] = set()
    rows: dict[int, tuple[Cell, ...]] = {}
    columns: list[str] | None = None
    above: Sequence[Span] = ()
    for _, group in groupby(units, key=lambda unit: unit.line):
        line = list(group)
        cells = list(_cells(line)) if any("\t" in unit.text for unit in line) else []
        named = [roles.get("".join(text.split()), "") for text, _ in cells]
        if not cells:
            columns = None
        elif sum(bool(role) for role in named) >= FEWEST_COLUMNS:
            columns, above = named, ()
            heads.update(unit.index for unit in line)
        elif columns is not None and len(cells) == len(columns):
            above = _merged(columns, cells, above)
            row = tuple(Cell(role, span) for role, span in zip(columns, above, strict=True) if role)
            rows.update((unit.index, row) for unit in line)
    return Table(frozenset(heads), rows)


def _merged(columns: Sequence[str], cells: Sequence[tuple[str, Span]], above: Sequence[Span]) -> list[Span]:
    """The spans of a row; an empty cell of a column that may be merged is the cell above it."""
    spans = [span for _, span in cells]
    alone = sum(bool(text) for text, _ in cells) < FEWEST_COLUMNS
    if not above or alone:
        return spans
    return [
        up if role in MERGED and not text else span
        for role, (text, span), up in zip(columns, cells, above, strict=True)
    ]


def _cells(line: Sequence[Unit]) -> Iterator[tuple[str, Span]]:
    """The cells of a line; a delimiter inside a cell may have cut it into units, whose gaps were TABs."""
    at = line[0].span.start
    text = ""
    for unit in line:
        text += "\t" * (unit.span.start - at - len(text)) + unit.text
    for cell in text.split("\t"):
        lead = len(cell) - len(cell.lstrip())
        stripped = cell.strip()
        yield stripped, Span(at + lead, at + lead + len(stripped))
        at += len(cell) + 1
