"""Decide by when a target is due: by a time of its own clause, else one that dates its sentence, else as its task.

6月底前开工率达到80%，年内完成投资3亿元。     80% by 30 June, 3亿元 by the end of the year
今年要确保就业6万人，零就业家庭动态清零。      the year stands before both
"""

from collections.abc import Sequence
from typing import Protocol

from duban.facts.clauses import Clause
from duban.facts.deadlines import Deadline, times_by_unit
from duban.facts.readings import Reading
from duban.facts.times import Time
from duban.segment import Layout
from duban.spans import Span

LEFT_BESIDE_TIME = 4


class Placed(Protocol):
    """What must be known of a target."""

    @property
    def span(self) -> Span: ...
    @property
    def unit_index(self) -> int: ...
    @property
    def status(self) -> str: ...


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
    of_unit = times_by_unit(layout, times)
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
