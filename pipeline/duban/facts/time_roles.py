"""Say what a time does in its sentence: a limit, the time a task runs in, when something was, or what is compared with.

The verdicts are rows of `lexicons/time_roles.toml`; this module writes the line that they are matched against.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from duban.facts.calendar import Day, Stretch
from duban.lexicon import Lexicons
from duban.mentions.times import TimeMention
from duban.segment.units import Unit
from duban.spans import Span

HEAD_ROLES = frozenset({"title", "kicker", "heading", "portal", "lead_in"})
_CLAUSE_STOP_RE = re.compile(r"[，。；：！？,;:!?\n⟪⟫|]")
_PURPOSE_RE = re.compile(r"^为了?(?!\S{0,12}为)|奠定|打下")
_LONGEST_BEFORE, _LONGEST_AFTER = 24, 28


def role_of(mention: TimeMention, stretch: Stretch, unit: Unit, label: str, published: Day, lex: Lexicons) -> str:
    """The role of a resolved time, by its unit's label and the clause around it."""
    at, until = mention.span.start - unit.span.start, mention.span.end - unit.span.start
    before = _CLAUSE_STOP_RE.split(unit.text[max(0, at - _LONGEST_BEFORE) : at])[-1]
    behind = _CLAUSE_STOP_RE.split(unit.text[until : until + _LONGEST_AFTER])
    after = behind[0] or (behind[1] if len(behind) > 1 else "")
    form = f"length-{mention.side}" if mention.form == "length" else mention.form
    place = "head" if unit.role in HEAD_ROLES else "body"
    known = f"{form} {tense_of(stretch, published)} {stretch.precision or 'none'}"
    line = f"{label}|{place}|{before}⟪{known}⟫{after}"
    found = lex.rules("time_roles").match_whole(line)
    return found[0].value if found else "event"


def tense_of(stretch: Stretch, published: Day) -> str:
    """past, now or future, seen from the day of publication as far as it is known; else unknown."""
    first, last = stretch.first or stretch.last, stretch.last or stretch.first
    if first is None or last is None:
        return "unknown"
    if published.year is None or first.year is None or last.year is None:
        begun = first == last and first[1:] == (1, 1)
        if stretch.offset > 0:
            return "future"
        return "past" if stretch.offset < 0 or begun else "unknown"
    depth = 3 if published.day else 2 if published.month else 1
    now = tuple(published)[:depth]
    start, end = (tuple(piece or 0 for piece in day[:depth]) for day in (first, last))
    if end < now:
        return "past"
    return "future" if start > now else "now"


class Timed(Protocol):
    """What a time must tell to date something."""

    @property
    def span(self) -> Span: ...
    @property
    def role(self) -> str: ...
    @property
    def start(self) -> str | None: ...
    @property
    def end(self) -> str | None: ...
    @property
    def precision(self) -> str | None: ...


class Resolved(Timed, Protocol):
    """What must be known of a time to say what it binds."""

    @property
    def unit(self) -> int: ...
    @property
    def form(self) -> str: ...


class Binding(NamedTuple):
    """The index of the time that a unit is due by, and whether it stands in another unit of its sentence."""

    time: int
    from_sentence: bool


def binding_times(units: Sequence[Unit], times: Sequence[Resolved]) -> list[Binding | None]:
    """By which of its times each unit is due, judged by its sentence alone; heads and campaigns are not looked at.

    Of several deadlines the last binds; without one, a period with an end. A time before the first clause of a
    sentence also dates those of its other units that name no time. Recurring dates, plans inside a clause and what
    a task only serves (为确保全年目标) bind nothing.
    """
    own: dict[int, int] = {}
    rank: dict[int, int] = {}
    opening: dict[int, int] = {}
    dated = {time.unit for time in times if time.start or time.end}
    for index, time in enumerate(times):
        unit = units[time.unit]
        strength = _strength(time, unit)
        if strength and strength >= rank.get(time.unit, 0):
            own[time.unit], rank[time.unit] = index, strength
        first_of_sentence = time.unit == 0 or units[time.unit - 1].sentence != unit.sentence
        if strength and first_of_sentence and _opens(time, unit):
            opening[unit.sentence] = index
    found: list[Binding | None] = []
    for unit in units:
        lent = None if unit.index in dated else opening.get(unit.sentence)
        bound = own.get(unit.index, lent)
        found.append(None if bound is None else Binding(bound, unit.index not in own))
    return found


def _strength(time: Resolved, unit: Unit) -> int:
    """2 for a deadline, 1 for a period that binds, 0 for what binds nothing."""
    if time.end is None or time.form.startswith("recurring") or time.role not in ("deadline", "period"):
        return 0
    if time.role == "deadline":
        return 2
    before = _CLAUSE_STOP_RE.split(unit.text[: time.span.start - unit.span.start])[-1]
    inside_plan = time.precision == "plan" and not _opens(time, unit)
    return 0 if inside_plan or _PURPOSE_RE.search(before) else 1


def _opens(time: Resolved, unit: Unit) -> bool:
    """True if the time stands at the head of its unit, behind the item marker."""
    head = unit.text[: time.span.start - unit.span.start].removeprefix(unit.marker or "")
    return not head.strip(" \u3000“（(、.．")
