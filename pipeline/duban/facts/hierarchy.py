"""Say which task heads which: by numbered heads, run-in heads, and the unit that announces a list.

    （一）扎实开展项目攻坚。        heads all up to （二）
    突出重点事项攻坚。制定方案。     a short first sentence heads the rest of its paragraph
    要强化时效意识。一要……二要……    what stands before a list heads the list
    这26项重点工作是：A；B。        so does the unit that announces one

Only tasks and exhortations head others; a bare label passes its place on to the head above it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from duban.facts.readings import EXHORTATION, TASK, Reading
from duban.lexicon import Lexicons
from duban.rules import RuleTable
from duban.segment import Layout, Unit

RUN_IN, LEAD, LIST, ITEM, BODY = 61, 64, 66, 70, 90
LONGEST_RUN_IN = 24


@dataclass(frozen=True, slots=True)
class _Open:
    depth: int
    unit: int
    commits: bool


def find_parents(layout: Layout, readings: Sequence[Reading], lex: Lexicons) -> list[int | None]:
    """For each unit the index of the unit that heads it, or None. Heads are tasks or exhortations."""
    parents: list[int | None] = []
    open_: list[_Open] = []
    heads, shapes = {section.head for section in layout.sections}, lex.rules("shapes")
    for unit, reading in zip(layout.units, readings, strict=True):
        depth = _depth(unit, layout, unit.index in heads, shapes)
        if depth < BODY:
            open_ = [entry for entry in open_ if entry.depth < depth]
        elif _starts_line(unit, layout):
            open_ = [entry for entry in open_ if entry.depth < RUN_IN or entry.depth >= LIST]
        commits = reading.label in {TASK, EXHORTATION}
        above = next((entry.unit for entry in reversed(open_) if entry.commits), None)
        parents.append(above if commits else None)
        if depth < BODY:
            open_.append(_Open(depth, unit.index, commits))
    return parents


def _starts_line(unit: Unit, layout: Layout) -> bool:
    return unit.index == 0 or layout.units[unit.index - 1].line != unit.line


def _depth(unit: Unit, layout: Layout, is_head: bool, shapes: RuleTable) -> int:
    """How deep a unit stands as a head; BODY if it heads nothing."""
    if unit.level >= 7:
        return ITEM
    if is_head or (unit.level and _starts_line(unit, layout)):
        return 10 * (unit.level or 1)
    if shapes.shows("shapes.counts_parts", unit.text):
        return 20
    following = layout.units[unit.index + 1] if unit.index + 1 < len(layout.units) else None
    if following is not None and following.level >= 7 and unit.level == 0:
        return LEAD
    announces = ("：" in unit.text or ":" in unit.text) and unit.text.endswith(("；", "：", ":"))
    if announces:
        return LIST
    goes_on = following is not None and following.line == unit.line
    if _starts_line(unit, layout) and goes_on and unit.text.endswith("。") and len(unit.text) <= LONGEST_RUN_IN:
        return RUN_IN
    return BODY
