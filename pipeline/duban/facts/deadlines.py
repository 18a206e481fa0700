"""Decide by when a task is due: by its own words, else by what heads it, else by its campaign.

    2020年12月底前完成验收。                 its own; of several the last
    一、2030年重点工作 … 加快建设管网。        the year of the head
    该项工作于4月底前完成。                   also dates the head and the units it points to
    决定从10月9日起至12月底开展行动 … 抓排查。   the end of the campaign

适时 and 择机 block inheritance, exhortations never inherit, a recurring date binds nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from duban.facts.campaigns import Campaign
from duban.facts.clauses import Clause
from duban.facts.hierarchy import item_before
from duban.facts.readings import TASK, Reading
from duban.facts.time_roles import Binding, binding_times
from duban.facts.times import Time
from duban.segment import Layout
from duban.spans import Span

BLOCKS_RE = re.compile(r"适时|择机|另行|条件成熟")
POINTS_BACK_RE = re.compile(r"(?:该项|此项|上述|以上|这项|各项)(?:工作|任务|事项)")
LEFT_BESIDE_TIME = 4
OPENING_YEAR_RE = re.compile(r"(?:的)?(?:开局|首年|第一年|良好开局|收官|起步)")
OPEN_ENDED_RE = re.compile(r"当前和今后|今后一个时期|长期坚持")
OBJECTIVES_RE = re.compile(r"(?:目标|总体要求|安排|部署)\S{0,6}[：:，]|工作\S{0,8}要")


class Placed(Protocol):
    """What must be known of a target."""

    @property
    def span(self) -> Span: ...
    @property
    def unit_index(self) -> int: ...
    @property
    def status(self) -> str: ...


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
) -> list[Deadline | None]:
    """One deadline, or None, a unit."""
    of_unit = _times_by_unit(layout, times)
    own = binding_times(layout.units, times)
    pointed = _pointed_back(layout, own, parents) | _owner_lines(layout, times, of_unit)
    from_section = _from_sections(layout, readings, times, of_unit)
    campaign = _campaign_time(campaigns, times)
    open_ended = {unit.index for unit in layout.units if OPEN_ENDED_RE.search(unit.text)}
    found: list[Deadline | None] = []
    for unit, reading in zip(layout.units, readings, strict=True):
        bound = own[unit.index]
        if bound is not None:
            found.append(Deadline(bound.time, bound.from_sentence))
        elif (
            reading.label != TASK
            or BLOCKS_RE.search(unit.text)
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


def _times_by_unit(layout: Layout, times: Sequence[Time]) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in layout.units]
    at = 0
    for index, time in enumerate(times):
        while at < len(layout.units) - 1 and layout.units[at].span.end <= time.span.start:
            at += 1
        found[at].append(index)
    return found


def _pointed_back(layout: Layout, own: Sequence[Binding | None], parents: Sequence[int | None]) -> dict[int, int]:
    """该项工作于…完成 dates the head and the units beside it that stand before."""
    found: dict[int, int] = {}
    for unit in layout.units:
        bound, parent = own[unit.index], parents[unit.index]
        if bound is None or parent is None or not POINTS_BACK_RE.match(unit.text):
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
    layout: Layout, readings: Sequence[Reading], times: Sequence[Time], of_unit: Sequence[Sequence[int]]
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
        stated = OBJECTIVES_RE.search(unit.text)
        if stated and (
            dated := _times_before(layout.text, unit.span.start + stated.start(), times, of_unit[unit.index])
        ):
            leading[unit.line] = dated[-1]
        section_time = of_section[unit.section] if unit.section is not None else None
        inherited.append(leading.get(unit.line, section_time))
    return inherited


def _times_before(text: str, at: int, times: Sequence[Time], found: Sequence[int]) -> list[int]:
    """The bounded times before *at*; “十五五”开局之年 only tells what kind of year it is."""
    return [
        i
        for i in found
        if times[i].role in {"period", "deadline"}
        and times[i].end
        and times[i].span.end <= at
        and not OPENING_YEAR_RE.match(text, times[i].span.end)
    ]


def _campaign_time(campaigns: Sequence[Campaign], times: Sequence[Time]) -> int | None:
    """The time that gives the end of the first campaign whose end is known."""
    for campaign in campaigns:
        if campaign.end is not None:
            ends = (i for i, t in enumerate(times) if t.end == campaign.end and t.role in {"period", "deadline"})
            return next(ends, None)
    return None


def find_target_deadlines(
    layout: Layout,
    readings: Sequence[Reading],
    targets: Sequence[Placed],
    deadlines: Sequence[Deadline | None],
    times: Sequence[Time],
) -> list[Deadline | None]:
    """One deadline, or None, a target: a time of its own clause or before the unit's first clause, else its task's.

    A reported figure has none. In a row of a table the whole row has one limit.
    """
    of_unit = _times_by_unit(layout, times)
    found: list[Deadline | None] = []
    for target in targets:
        unit, clauses = layout.units[target.unit_index], readings[target.unit_index].clauses
        if target.status != "target":
            found.append(None)
        elif unit.role == "row":
            found.append(deadlines[unit.index])
        else:
            due = _own(_in_clause(of_unit[unit.index], target, clauses, times), times)
            due = _own(_before_clauses(layout.text, of_unit[unit.index], clauses, times), times) if due is None else due
            found.append(Deadline(due, False) if due is not None else _of_task(deadlines[unit.index]))
    return found


def _in_clause(found: Sequence[int], target: Placed, clauses: Sequence[Clause], times: Sequence[Time]) -> list[int]:
    """The times of the clause that the target ends in."""
    home = next((c.span for c in clauses if c.span.end >= target.span.end), target.span)
    return [i for i in found if min(home.start, target.span.start) <= times[i].span.start < home.end]


def _before_clauses(text: str, found: Sequence[int], clauses: Sequence[Clause], times: Sequence[Time]) -> list[int]:
    """The times before the first clause that says something, or in a clause that holds nothing but its time."""
    said = next((n for n, clause in enumerate(clauses) if clause.kind != "adverbial"), 0)
    dating = []
    for number, clause in enumerate(clauses):
        inside = [i for i in found if clause.span.start <= times[i].span.start < clause.span.end]
        opens = inside and not text[clause.span.start : times[inside[0]].span.start].strip(" “（")
        rest = len(clause.text) - sum(times[i].span.end - times[i].span.start for i in inside)
        if inside and (rest <= LEFT_BESIDE_TIME or (opens and number <= said + 1 and not _acted(clauses[:number]))):
            dating += inside
    return dating


def _acted(clauses: Sequence[Clause]) -> bool:
    return any(clause.kind in {"act", "outcome"} for clause in clauses)


def _own(found: Sequence[int], times: Sequence[Time]) -> int | None:
    """The last deadline of some times; without one, the last period that has an end."""
    due = [
        i for i in found if times[i].role == "deadline" and times[i].end and not times[i].form.startswith("recurring")
    ]
    periods = [i for i in found if times[i].role == "period" and times[i].end and times[i].precision != "plan"]
    bound = due or periods
    return bound[-1] if bound else None


def _of_task(deadline: Deadline | None) -> Deadline | None:
    """A target takes over what its task inherits; the task's own time may belong to another clause."""
    return deadline if deadline is None or deadline.inherited else None
