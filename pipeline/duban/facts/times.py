"""Anchor time mentions: 「明年3月底前」 in a text of May 2020 → by 2021-03-31.

The anchor is the day of publication, the year of the section or sentence, the time spoken of before, or the campaign.
What none of them gives stays unknown: XXXX with the distance in years. Roles come from `duban.facts.time_roles`.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Protocol

from duban.facts.calendar import NOWHERE, Setting, Stretch, parse_day
from duban.facts.published import Labelled, Published
from duban.facts.time_frames import place_mention
from duban.facts.time_roles import HEAD_ROLES, role_of
from duban.lexicon import Lexicons
from duban.mentions.points import Point
from duban.mentions.times import TimeMention
from duban.segment.units import Unit
from duban.spans import Span

_LEANING = frozenset({"上年", "上年度", "上一年", "上一年度", "当年", "同年", "全年", "次年", "翌年", "下一年度"})
_REPORTED = frozenset({"year", "half", "quarter", "month"})


class Window(Protocol):
    """What must be known of a campaign."""

    @property
    def start(self) -> str | None: ...
    @property
    def end(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Time:
    """A resolved time expression; see "Time" in the contract.

    `start` and `end` are EDTF days or None. `anchor` is "published", "campaign", or the index of the time it leans on.
    `form` is the kind of frame, as in the head of `times.toml`.
    """

    span: Span
    text: str
    role: str
    start: str | None
    end: str | None
    precision: str | None
    year_offset: int | None
    duration: str | None
    basis: str
    anchor: str | int | None
    rule: str
    unit: int
    form: str = "point"

    @property
    def surface(self) -> str:
        """The text under the span."""
        return self.text


class _Spoken(NamedTuple):
    """A year that the text speaks of, its distance from an unknown one, and the index of the time that named it."""

    year: int | None
    offset: int
    time: int


@dataclass(slots=True)
class _Walk:
    """What has been read so far on the way through the document."""

    setting: Setting
    lex: Lexicons
    unit: int = -1
    line: int = -1
    in_unit: _Spoken | None = None
    in_line: _Spoken | None = None
    in_section: _Spoken | None = None
    in_report: _Spoken | None = None
    span_spoken_of: tuple[Stretch, int] | None = None
    span_of_head: tuple[Stretch, int] | None = None
    window: Stretch | None = None
    occasions: dict[str, Stretch] = field(default_factory=dict)


def resolve_times(
    mentions: Sequence[TimeMention],
    text: str,
    units: Sequence[Unit],
    readings: Sequence[Labelled],
    *,
    published: Published | str | None,
    campaigns: Sequence[Window] = (),
    lex: Lexicons,
) -> list[Time]:
    """Return one `Time` per mention that lies in a unit, in text order.

    *published* is the day that relative words count from. *campaigns* give 行动期间 its window; without them the
    window stated first in a directive is taken. Nothing here raises on text.
    """
    anchor = parse_day(published.date if isinstance(published, Published) else published)
    walk = _Walk(Setting(anchor), lex, window=_window(campaigns))
    starts = [unit.span.start for unit in units]
    times: list[Time] = []
    for mention in mentions:
        at = bisect_right(starts, mention.span.start) - 1
        if at < 0 or mention.span.start >= units[at].span.end:
            continue
        unit, label = units[at], readings[at].label
        _enter(walk, unit)
        stretch, source = _resolve(mention, walk, label)
        role = role_of(mention, stretch, unit, label, anchor, lex)
        times.append(_row(mention, stretch, role, source, at))
        _remember(walk, mention, stretch, role, unit, len(times) - 1)
    return times


def _window(campaigns: Sequence[Window]) -> Stretch | None:
    for campaign in campaigns:
        if campaign.start and campaign.end:
            return Stretch(parse_day(campaign.start), parse_day(campaign.end), "month", relative=True)
    return None


def _enter(walk: _Walk, unit: Unit) -> None:
    """Forget what was said in the last unit, or line."""
    if unit.line != walk.line:
        walk.line, walk.in_line, walk.span_spoken_of = unit.line, None, None
    if unit.index != walk.unit:
        walk.unit, walk.in_unit = unit.index, None


def _remember(walk: _Walk, mention: TimeMention, stretch: Stretch, role: str, unit: Unit, index: int) -> None:
    """Keep what later words lean on: the year and day spoken of, the section's year, the campaign's window."""
    first, last, point = stretch.first, stretch.last, mention.first
    if mention.occasion and point and point.month:
        walk.occasions[mention.occasion] = stretch
    if mention.form == "as_of" and last is not None:
        walk.span_spoken_of = stretch, index
    if first is None or last is None or mention.form == "same" or role == "reference":
        return
    if mention.form == "range" and role == "period" and walk.window is None:
        walk.window = stretch
    spoken = _Spoken(first.year, 0 if first.year else stretch.offset, index)
    if unit.role in HEAD_ROLES and stretch.precision == "year" and mention.form == "point":
        walk.in_section = spoken
    if unit.role in HEAD_ROLES and stretch.precision in _REPORTED:
        walk.span_of_head = stretch, index
    if point and _names_year(point) and role != "deadline" and first.year == last.year:
        walk.in_unit = spoken
        if role == "event":
            walk.in_line = walk.in_report = spoken
    if stretch.precision == "day":
        walk.setting = replace(walk.setting, month=last.month, day=last)
    elif stretch.precision == "month":
        walk.setting = replace(walk.setting, month=last.month)
    if role != "deadline" and stretch.precision != "plan":
        walk.span_spoken_of = stretch, index


def _names_year(point: Point) -> bool:
    """True if later words can lean on its year: 2014年, 去年 and 本月; not 上年, which itself leans on another."""
    return point.says_year and not (point.year_word in _LEANING or point.plan or point.milestone)


def _resolve(mention: TimeMention, walk: _Walk, label: str) -> tuple[Stretch, str | int | None]:
    """The days of a mention and what they were resolved from."""
    if mention.form == "same":
        return _same_span(walk)
    if mention.form == "campaign":
        return (replace(walk.window, relative=True), "campaign") if walk.window else (NOWHERE, None)
    spoken = _year_spoken_of(walk, label, mention.first)
    here = (spoken.year, spoken.offset) if spoken else (None, 0)
    setting = replace(walk.setting, year=here[0], offset=here[1])
    if mention.occasion and mention.first and not mention.first.month:
        known = _occasion(mention.occasion, walk)
        if known:
            return known, "published"
    stretch = place_mention(mention, setting, label, walk.lex)
    leans = spoken is not None and mention.first is not None and not mention.first.says_year
    return stretch, spoken.time if spoken and leans else "published"


def _year_spoken_of(walk: _Walk, label: str, point: Point | None) -> _Spoken | None:
    """The year that the place in the text gives to words without one; a task does not take over a past year."""
    spoken, now = walk.in_unit, walk.setting.published.year
    if spoken and not (label == "task" and spoken.year and now and spoken.year < now):
        return spoken
    if walk.in_line and label == "status":
        return walk.in_line
    if walk.in_section is None and label == "status" and point and point.year_word in _LEANING:
        return walk.in_report
    return walk.in_section


def _same_span(walk: _Walk) -> tuple[Stretch, str | int | None]:
    """The span spoken of last in this paragraph, else by the head above it, one year earlier."""
    spoken = walk.span_spoken_of or walk.span_of_head
    if spoken:
        return spoken[0].years_on(-1), spoken[1]
    return NOWHERE, None


def _occasion(name: str, walk: _Walk) -> Stretch | None:
    """今年运动会期间: the month that the document gave the occasion elsewhere, if it did."""
    for known, stretch in walk.occasions.items():
        if known.startswith(name) or name.startswith(known):
            return stretch
    return None


def _row(mention: TimeMention, stretch: Stretch, role: str, source: str | int | None, unit: int) -> Time:
    first, last = (day.edtf if day else None for day in (stretch.first, stretch.last))
    sides = f"{first}{last}"
    basis = "unresolved" if "X" in sides or not (first or last) else "relative" if stretch.relative else "explicit"
    return Time(
        span=mention.span,
        text=mention.surface,
        role=role,
        start=first,
        end=last,
        precision=stretch.precision if first or last else None,
        year_offset=stretch.offset if "XXXX" in sides else None,
        duration=f"P{mention.years[1] - mention.years[0] + 1}{mention.form[0].upper()}"
        if mention.years
        else mention.length,
        basis=basis,
        anchor=source if basis == "relative" else None,
        rule=mention.rule,
        unit=unit,
        form=mention.form,
    )
