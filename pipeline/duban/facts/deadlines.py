"""Decide by when a task is due: by its own words, else by what heads it, else by its campaign.

    2020年12月底前完成验收。                 its own; of several the last
    一、2030年重点工作 … 加快建设管网。        the year of the head
    该项工作于4月底前完成。                   also dates the head and the units it points to
    决定从10月9日起至12月底开展行动 … 抓排查。   the end of the campaign

适时 and 择机 block inheritance, exhortations never inherit, a recurring date binds nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from duban.facts.campaigns import Campaign
from duban.facts.readings import TASK, Reading
from duban.facts.time_roles import Binding, binding_times
from duban.facts.times import Time
from duban.lexicon import Lexicons
from duban.rules import RuleTable
from duban.segment import Layout
from duban.segment.items import item_before

LONGEST_TAIL = 8


@dataclass(frozen=True, slots=True)
class Deadline:
    """The index of the time that binds, and whether it comes from elsewhere than the unit's own words."""

    time: int
    inherited: bool


def find_deadlines(
    layout: Layout,
    readings: Sequence[Reading],
    parents: Sequence[int | None],
    times: Sequence[Time],
    campaigns: Sequence[Campaign],
    lex: Lexicons,
) -> list[Deadline | None]:
    """One deadline, or None, a unit."""
    shapes, of_unit = lex.rules("shapes"), times_by_unit(layout, times)
    own = binding_times(layout.units, times)
    pointed = _pointed_back(layout, own, parents, shapes) | _owner_lines(layout, times, of_unit)
    from_section = _from_sections(layout, readings, times, of_unit, shapes)
    campaign = _campaign_time(campaigns, times)
    open_ended = {unit.index for unit in layout.units if shapes.shows("shapes.open_ended", unit.text)}
    found: list[Deadline | None] = []
    for unit, reading in zip(layout.units, readings, strict=True):
        bound = own[unit.index]
        if bound is not None:
            found.append(Deadline(bound.time, bound.from_sentence))
        elif (
            reading.label != TASK
            or shapes.shows("shapes.blocks_deadline", unit.text)
            or not open_ended.isdisjoint({unit.index, parents[unit.index]})
            or any(times[i].role == "period" and times[i].start and not times[i].end for i in of_unit[unit.index])
        ):
            found.append(None)
        else:
            inherited = next(
                (t for t in (pointed.get(unit.index), from_section[unit.index], campaign) if t is not None), None
            )
            found.append(Deadline(inherited, True) if inherited is not None else None)
    return found


def times_by_unit(layout: Layout, times: Sequence[Time]) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in layout.units]
    at = 0
    for index, time in enumerate(times):
        while at < len(layout.units) - 1 and layout.units[at].span.end <= time.span.start:
            at += 1
        found[at].append(index)
    return found


def _pointed_back(
    layout: Layout, own: Sequence[Binding | None], parents: Sequence[int | None], shapes: RuleTable
) -> dict[int, int]:
    """该项工作于…完成 dates the head and the units beside it that stand before."""
    found: dict[int, int] = {}
    for unit in layout.units:
        bound, parent = own[unit.index], parents[unit.index]
        if bound is None or parent is None or not shapes.shows("shapes.points_back", unit.text):
            continue
        found[parent] = bound.time
        found.update({i: bound.time for i in range(parent + 1, unit.index) if parents[i] == parent})
    return found


def _owner_lines(layout: Layout, times: Sequence[Time], of_unit: Sequence[Sequence[int]]) -> dict[int, int]:
    """完成时限 in the bracket or line that closes an item dates the item."""
    found: dict[int, int] = {}
    for unit in layout.units:
        dated = [i for i in of_unit[unit.index] if times[i].end] if unit.role == "owner" else []
        if dated:
            found.update(dict.fromkeys(item_before(layout, unit), dated[-1]))
    return found


def _from_sections(
    layout: Layout,
    readings: Sequence[Reading],
    times: Sequence[Time],
    of_unit: Sequence[Sequence[int]],
    shapes: RuleTable,
) -> list[int | None]:
    """The bounded year or plan period of the nearest head, or of the stated objectives it holds."""
    of_section: list[int | None] = []
    for section in layout.sections:
        head = layout.units[section.head]
        dated = [i for i in of_unit[head.index] if times[i].role in {"period", "deadline"} and times[i].end]
        if dated and readings[head.index].frame != "review":
            of_section.append(dated[-1])
        elif section.parent is not None:
            of_section.append(of_section[section.parent])
        else:
            of_section.append(of_section[-1] if of_section and section.marker is None else None)
    inherited: list[int | None] = []
    leading: dict[int, int] = {}
    for unit in layout.units:
        stated = shapes.by_id("shapes.dated_objectives").regex.search(unit.text)
        if stated and (
            dated := _times_before(layout.text, unit.span.start + stated.start(), times, of_unit[unit.index], shapes)
        ):
            leading[unit.line] = dated[-1]
        section_time = of_section[unit.section] if unit.section is not None else None
        inherited.append(leading.get(unit.line, section_time))
    return inherited


def _times_before(text: str, at: int, times: Sequence[Time], found: Sequence[int], shapes: RuleTable) -> list[int]:
    """The bounded times before *at*; “十五五”开局之年 only tells what kind of year it is."""
    return [
        i
        for i in found
        if times[i].role in {"period", "deadline"}
        and times[i].end
        and times[i].span.end <= at
        and not shapes.shows("shapes.opening_year", text[times[i].span.end : times[i].span.end + LONGEST_TAIL])
    ]


def _campaign_time(campaigns: Sequence[Campaign], times: Sequence[Time]) -> int | None:
    """The time that gives the end of the first campaign whose end is known."""
    for campaign in campaigns:
        if campaign.end is not None:
            ends = (i for i, t in enumerate(times) if t.end == campaign.end and t.role in {"period", "deadline"})
            return next(ends, None)
    return None
