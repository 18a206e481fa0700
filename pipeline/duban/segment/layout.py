"""Say what each unit is on the page: title, heading, byline, caption, body.

A newspaper's page, a notice and a report lay out the same way: what stands before the first full sentence is
head matter, a short line without a full stop is a heading, and some lines (`lexicons/lines.toml`) are known
by their wording. Nothing is dropped: furniture of the page is a unit too, with its role.
"""

import re
from dataclasses import dataclass, replace

from duban.lexicon import Lexicons
from duban.rules import RuleTable
from duban.segment.tables import Table, find_tables
from duban.segment.units import Markers, Unit, cut_units, load_markers
from duban.spans import Span

LONGEST_HEADING = 48
SENTENCE_END_RE = re.compile(r"(?:[。！？；!?;，,、：:…]|[。！？；!?;，,…][”’）)]+)$")
CLAUSE_COMMA_RE = re.compile(r"[，,。；]")
BODY_ROLES = frozenset({"body", "lead_in", "heading", "caption"})
SILENT_ROLES = frozenset({"portal", "byline", "dateline", "docnum", "addressee", "signature", "title", "kicker", "owner", "column_head"})


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


@dataclass(frozen=True, slots=True)
class Layout:
    """The clean text cut into units, with its title and its tree of sections."""

    text: str
    units: tuple[Unit, ...]
    sections: tuple[Section, ...]
    title: Span | None
    tables: Table


def segment(text: str, lex: Lexicons) -> Layout:
    """Cut a clean text into units, name their roles, and build the section tree."""
    markers = lex.cached("markers", load_markers)
    units = _name_roles(text, _raw_units(text, markers), lex.rules("lines"))
    sections = _build_sections(text, units)
    units = _assign_sections(units, sections)
    tables = find_tables(units, lex)
    units = [replace(unit, role=_table_role(unit, tables)) for unit in units]
    title = next((unit.span for unit in units if unit.role == "title"), None)
    return Layout(text, tuple(units), tuple(sections), title, tables)


def _table_role(unit: Unit, tables: Table) -> str:
    if unit.index in tables.heads:
        return "column_head"
    return "row" if unit.index in tables.rows else unit.role


def _raw_units(text: str, markers: Markers) -> list[Unit]:
    units: list[Unit] = []
    line = sentence = at = 0
    for span, closes in cut_units(text, markers):
        line += text.count("\n", at, span.start)
        at = span.start
        body = text[span.start : span.end]
        marker, level = markers.read(body)
        units.append(Unit(len(units), span, body, line, sentence, marker, level, "body"))
        sentence += closes
    return units


def _known_role(unit: Unit, rules: RuleTable) -> str | None:
    found = rules.match_whole(unit.text)
    return found[0].value if found else None


def _name_roles(text: str, units: list[Unit], rules: RuleTable) -> list[Unit]:
    alone = _units_per_line(units)
    named: list[Unit] = []
    body_begun = titled = False
    for unit in units:
        role = _known_role(unit, rules) if len(unit.text) <= 240 else None
        if role is None:
            role = _role_by_shape(unit, alone[unit.line] == 1, body_begun, titled)
        titled = titled or role == "title"
        body_begun = body_begun or role in {"body", "lead_in", "addressee"} or (role == "heading" and unit.marker is not None)
        named.append(replace(unit, role=role))
    return _sign(_entitle(named))


def _entitle(units: list[Unit]) -> list[Unit]:
    """Of the head matter the title is the line that the page repeats (a portal does), else the first."""
    matter = [unit for unit in units if unit.role in {"title", "kicker"}]
    said_again = (u for u in matter if sum(u.text in other.text for other in units[: u.index]) and len(u.text) > 4)
    title = next(said_again, None) or next((u for u in matter if u.role == "title"), None)
    return [
        replace(u, role="title" if u is title else "kicker") if u.role in {"title", "kicker"} and not u.text.startswith("原标题") else u
        for u in units
    ]


def _units_per_line(units: list[Unit]) -> dict[int, int]:
    count: dict[int, int] = {}
    for unit in units:
        count[unit.line] = count.get(unit.line, 0) + 1
    return count


def _role_by_shape(unit: Unit, alone: bool, body_begun: bool, titled: bool) -> str:
    if unit.text.endswith(("：", ":")):
        return "lead_in"
    heading = alone and len(unit.text) <= LONGEST_HEADING and not SENTENCE_END_RE.search(unit.text)
    if not heading:
        return "body"
    if unit.marker in {"——", "--"} and not body_begun:
        return "kicker"
    if unit.marker is not None or body_begun:
        return "heading"
    return "kicker" if titled else "title"


def _sign(units: list[Unit]) -> list[Unit]:
    """A short line just before a closing date is the body that signs."""
    signed = list(units)
    for before, after in zip(units, units[1:], strict=False):
        closes = after.role == "dateline" and after.index > len(units) // 2
        if closes and before.role == "heading" and before.marker is None and not CLAUSE_COMMA_RE.search(before.text):
            signed[before.index] = replace(before, role="signature")
            signed[after.index] = replace(after, role="signature")
    return signed


def _is_head(unit: Unit, units: list[Unit]) -> bool:
    """A heading line, or a marked first sentence with its text running on behind it."""
    if unit.role == "heading":
        return True
    if unit.role not in {"body", "lead_in"} or unit.marker is None or unit.level > 6:
        return False
    first_of_line = unit.index == 0 or units[unit.index - 1].line != unit.line
    return first_of_line and unit.text.endswith("。") and len(unit.text) <= LONGEST_HEADING


def _build_sections(text: str, units: list[Unit]) -> list[Section]:
    heads = [unit for unit in units if _is_head(unit, units)]
    sections: list[Section] = []
    open_: list[Section] = []
    for n, head in enumerate(heads):
        level = head.level or 1
        while open_ and open_[-1].level >= level:
            open_.pop()
        until = next((h.span.start for h in heads[n + 1 :] if (h.level or 1) <= level), len(text))
        end = head.span.start + len(text[head.span.start : until].rstrip())
        parent = open_[-1].index if open_ else None
        heading = head.body.rstrip("。")
        section = Section(len(sections), level, head.marker, heading, head.index, Span(head.span.start, end), parent)
        sections.append(section)
        open_.append(section)
    return sections


def _assign_sections(units: list[Unit], sections: list[Section]) -> list[Unit]:
    assigned, at = [], 0
    current: int | None = None
    for unit in units:
        while at < len(sections) and sections[at].head <= unit.index:
            current = sections[at].index
            at += 1
        assigned.append(replace(unit, section=current))
    return assigned
