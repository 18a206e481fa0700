"""Lay out the clean text: units with their roles, the tree of sections, the title, the tables."""

from dataclasses import dataclass

from duban.lexicon import Lexicons
from duban.segment.roles import name_roles
from duban.segment.sections import Section, build_sections, section_of_units
from duban.segment.tables import Table, find_tables
from duban.segment.units import Markers, Unit, cut_units, load_markers
from duban.spans import Span


@dataclass(frozen=True, slots=True)
class Layout:
    """The clean text cut into units, with its title, its tree of sections and the rows of its tables."""

    text: str
    units: tuple[Unit, ...]
    sections: tuple[Section, ...]
    title: Span | None
    tables: Table


def segment(text: str, lex: Lexicons) -> Layout:
    """Cut a clean text into units, name their roles, and build the section tree."""
    bare = _cut(text, lex.cached("markers", load_markers))
    tables = find_tables(bare, lex)
    roles = name_roles(bare, lex.rules("lines"))
    sections = build_sections(text, bare, roles)
    for index in tables.heads:
        roles[index] = "column_head"
    for index in tables.rows:
        roles[index] = "row"
    homes = section_of_units(bare, sections)
    units = tuple(
        Unit(u.index, u.span, u.text, u.line, u.sentence, u.marker, u.level, roles[u.index], homes[u.index])
        for u in bare
    )
    title = next((unit.span for unit in units if unit.role == "title"), None)
    return Layout(text, units, tuple(sections), title, tables)


def _cut(text: str, markers: Markers) -> list[Unit]:
    """The units, not yet knowing their roles and sections."""
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
