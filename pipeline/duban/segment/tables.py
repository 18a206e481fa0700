"""Read the rows of a table that was pasted as lines with TABs: which cell stands under which column.

    序号⇥任务⇥牵头单位⇥完成时限
    1⇥新建幼儿园6所⇥市教育局⇥8月底前     → task 新建幼儿园6所, lead 市教育局, deadline 8月底前

The columns are known by their heads (`lexicons/owner_labels.tsv`). A line with fewer cells than the head is no
row of it; a line without a TAB ends the table.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from duban.lexicon import Lexicons
from duban.segment.units import Unit
from duban.spans import Span

FEWEST_COLUMNS = 2


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
    for unit in units:
        if "\t" not in unit.text:
            columns = None
            continue
        cells = list(_cells(unit))
        named = [roles.get("".join(text.split()), "") for text, _ in cells]
        if sum(bool(role) for role in named) >= FEWEST_COLUMNS:
            columns = named
            heads.add(unit.index)
        elif columns is not None and len(cells) == len(columns):
            rows[unit.index] = tuple(Cell(role, span) for role, (_, span) in zip(columns, cells, strict=True) if role)
    return Table(frozenset(heads), rows)


def _cells(unit: Unit) -> Iterator[tuple[str, Span]]:
    at = unit.span.start
    for cell in unit.text.split("\t"):
        lead = len(cell) - len(cell.lstrip())
        stripped = cell.strip()
        yield stripped, Span(at + lead, at + lead + len(stripped))
        at += len(cell) + 1
