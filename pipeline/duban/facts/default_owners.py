"""Owners that a document states once for many tasks.

    （市教育局、市财政局负责，排在第一位的为牵头部门，下同）   → of every such list the first leads
    以下各项均由县水利局落实                              → 县水利局 for the items that name nobody
    县教育局：负责校园安全；做好疏散演练                     → 县教育局 for both clauses

A default ends with its part of the document; what an item says itself goes before it.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from duban.segment import Layout, Unit
from duban.spans import Span

FIRST_LEADS_RE = re.compile(
    r"(?:排在|列在|排|列)(?:第一位?|首位|最前|最前面)的?(?:单位|部门)?(?:为|是|作为)(?:牵头|主办|主责)"
)
FROM_HERE_RE = re.compile(
    r"(?:以下|下列|上述|本部分|以上)[^，。；：]{0,12}?(?:均|都|全部|一律)?由(?P<who>[^，。；：]{2,40}?)(?:负责)?(?P<verb>牵头|落实|负责|组织实施|实施|承担|办理)"
)
ROLE_OF_VERB = {"牵头": "lead", "负责": "responsible", "承担": "responsible"}
HEAD_COLON_RE = re.compile(r"[：:]")
LONGEST_HEAD, MOST_UNITS = 40, 200


class Stated(NamedTuple):
    """A default: where its owners are named, in which role, for which units."""

    owners: Span
    role: str
    units: range
    rule: str


def first_leads(text: str) -> int | None:
    """Where the document says that the first of a list leads; None if it does not."""
    stated = FIRST_LEADS_RE.search(text)
    return stated.start() if stated else None


def find_stated(layout: Layout) -> Iterator[Stated]:
    """The defaults of a document, in text order."""
    for unit in layout.units:
        stated = FROM_HERE_RE.search(unit.text)
        if stated is not None:
            who = Span(unit.span.start + stated.start("who"), unit.span.start + stated.end("who"))
            role = ROLE_OF_VERB.get(stated["verb"], "implementing")
            rule = f"default_owners.{'before' if stated[0].startswith(('上述', '以上')) else 'from_here'}"
            yield Stated(who, role, _reach(layout, unit, rule.endswith("before")), rule)
        else:
            yield from _colon_head(layout, unit)


def _reach(layout: Layout, unit: Unit, backwards: bool) -> range:
    """The units of the same part, behind the statement or before it; without parts, to the end of the document."""
    if backwards:
        first = unit.index
        while first > max(0, unit.index - MOST_UNITS) and layout.units[first - 1].section == unit.section:
            first -= 1
        return range(first, unit.index)
    own = None if unit.section is None else layout.sections[unit.section]
    last = unit.index + 1
    while last < min(len(layout.units), unit.index + MOST_UNITS) and (
        own is None or layout.units[last].span.start < own.span.end
    ):
        last += 1
    return range(unit.index + 1, last)


def _colon_head(layout: Layout, unit: Unit) -> Iterator[Stated]:
    """A body and a colon at the head of an item: it does all that follows on the line."""
    colon = HEAD_COLON_RE.search(unit.body[:LONGEST_HEAD])
    first_of_line = unit.index == 0 or layout.units[unit.index - 1].line != unit.line
    if colon is None or not first_of_line:
        return
    start = unit.span.end - len(unit.body)
    last = unit.index
    while last < len(layout.units) and layout.units[last].line == unit.line:
        last += 1
    yield Stated(
        Span(start, start + colon.start()), "implementing", range(unit.index, last), "default_owners.head_colon"
    )


def owned_by_head(names: Sequence[Span], head: Span, text: str) -> bool:
    """True if the stretch before the colon is nothing but names joined by 、 and 和."""
    rest = text[head.start : head.end]
    for span in sorted(names, reverse=True):
        rest = rest[: span.start - head.start] + rest[span.end - head.start :]
    return bool(names) and not re.sub(r"[、和及与\s]|（.{1,12}）", "", rest)
