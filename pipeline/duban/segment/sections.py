"""Build the tree of numbered and titled parts: 一、 over （一） over 1., and the heads of newspapers.

A head is a heading line, or a marked first sentence whose text runs on behind it. A part reaches to the next
head of its depth or above.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from duban.segment.roles import LONGEST_HEADING
from duban.segment.units import Unit
from duban.spans import Span

DEEPEST_HEAD = 6


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered or titled part: its head and all that stands under it. `parent` is an index or None."""

    index: int
    level: int
    marker: str | None
    heading: str
    head: int
    span: Span
    parent: int | None


def build_sections(text: str, units: Sequence[Unit], roles: Sequence[str]) -> list[Section]:
    """The parts in text order; a parent stands before its children."""
    heads = [unit for unit in units if _is_head(unit, units, roles)]
    ends = _ends(heads, len(text))
    sections: list[Section] = []
    open_: list[Section] = []
    for head, end in zip(heads, ends, strict=True):
        level = head.level or 1
        while open_ and open_[-1].level >= level:
            open_.pop()
        last = head.span.start + len(text[head.span.start : end].rstrip())
        parent = open_[-1].index if open_ else None
        heading = head.body.rstrip("。")
        section = Section(len(sections), level, head.marker, heading, head.index, Span(head.span.start, last), parent)
        sections.append(section)
        open_.append(section)
    return sections


def section_of_units(units: Sequence[Unit], sections: Sequence[Section]) -> list[int | None]:
    """For each unit the index of the innermost part it stands in."""
    homes: list[int | None] = []
    at, current = 0, None
    for unit in units:
        while at < len(sections) and sections[at].head <= unit.index:
            current = sections[at].index
            at += 1
        homes.append(current)
    return homes


def _is_head(unit: Unit, units: Sequence[Unit], roles: Sequence[str]) -> bool:
    role = roles[unit.index]
    if role == "heading":
        return True
    if role not in {"body", "lead_in"} or unit.marker is None or unit.level > DEEPEST_HEAD:
        return False
    first_of_line = unit.index == 0 or units[unit.index - 1].line != unit.line
    return first_of_line and unit.text.endswith("。") and len(unit.text) <= LONGEST_HEADING


def _ends(heads: Sequence[Unit], length: int) -> list[int]:
    """Where the part of each head ends."""
    ends = [length] * len(heads)
    open_: list[int] = []
    for number, head in enumerate(heads):
        while open_ and (heads[open_[-1]].level or 1) >= (head.level or 1):
            ends[open_.pop()] = head.span.start
        open_.append(number)
    return ends
