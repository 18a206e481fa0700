"""Lay the points that words name on the calendar: 今年第四季度, anchored in 2020 → 2020-10-01 to 2020-12-31.

A day may have unknown pieces, written XX and XXXX (EDTF, ISO 8601-2). Nothing is guessed: a year that neither the words
nor the anchor give stays unknown, and `offset` keeps how far from it the words are. Parts of years are lexicon rows
(`calendar_parts`, `deictics`); festivals, plans and milestones are in `duban.facts.occasions`.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from duban.lexicon import Entry, Lexicons
from duban.mentions.points import Point

WEEK, WEEKEND = (1, 7), (6, 7)
PRECISIONS = ("day", "month", "quarter", "half", "year", "plan")


class Day(NamedTuple):
    """A calendar day, or what is known of one."""

    year: int | None
    month: int | None = None
    day: int | None = None

    @property
    def edtf(self) -> str:
        """YYYY-MM-DD, with X for what is unknown."""
        year = "XXXX" if self.year is None else f"{self.year:04d}"
        month, day = ("XX" if piece is None else f"{piece:02d}" for piece in (self.month, self.day))
        return f"{year}-{month}-{day}"

    @property
    def date(self) -> date | None:
        """As a date, if all of it is known and there is such a day."""
        try:
            return date(self.year, self.month, self.day) if self.year and self.month and self.day else None
        except ValueError:
            return None

    def years_on(self, count: int) -> "Day":
        """The same day in another year; 29 February becomes the 28th where there is none."""
        if self.year is None:
            return self
        year = self.year + count
        day = min(self.day, last_day(year, self.month)) if self.month and self.day else self.day
        return Day(year, self.month, day)

    def days_on(self, count: int) -> "Day | None":
        """The day *count* days later, also of an unknown year; None if month or day is unknown."""
        if self.month is None or self.day is None:
            return None
        moved = date(self.year or 2001, self.month, min(self.day, last_day(self.year, self.month)))
        moved += timedelta(days=count)
        return Day(moved.year if self.year else None, moved.month, moved.day)


def parse_day(edtf: str | None) -> Day:
    """Read an EDTF date of any precision; nothing is known of the day for None."""
    pieces = [int(piece) if piece.isdigit() else None for piece in edtf.split("-")[:3]] if edtf else []
    return Day(*[*pieces, None, None, None][:3])


def to_day(moment: date) -> Day:
    """A date as a day."""
    return Day(moment.year, moment.month, moment.day)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the first to the last day, both included; None for a side that the words leave open.

    `offset` counts years from the unknown year of the anchor. `relative` says that an anchor was needed.
    """

    first: Day | None
    last: Day | None
    precision: str | None = None
    offset: int = 0
    relative: bool = False

    def years_on(self, count: int) -> "Stretch":
        """The same stretch, *count* years later."""
        first, last = (day.years_on(count) if day else None for day in (self.first, self.last))
        return replace(self, first=first, last=last, offset=self.offset + count, relative=True)


NOWHERE = Stretch(None, None)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a relative expression can lean on: the day of publication, and the year, month and day spoken of."""

    published: Day
    year: int | None = None
    offset: int = 0
    month: int | None = None
    day: Day | None = None

    @property
    def says_year(self) -> bool:
        """True if the text at this place has a year of its own."""
        return self.year is not None or self.offset != 0


class Year(NamedTuple):
    """A year: its number or None, its distance from the anchor's year, and whether an anchor was needed."""

    number: int | None
    offset: int
    relative: bool


def rows_by_form(lex: Lexicons, table: str) -> Mapping[str, Entry]:
    """The rows of a list by their spelling."""
    return lex.cached(f"{table} by form", lambda lexicons: {row.form: row for row in lexicons.entries(table)})


def last_day(year: int | None, month: int) -> int:
    """Days in a month; of an unknown year February has 28."""
    return monthrange(year or 2001, month)[1]


def year_of(point: Point, setting: Setting, lex: Lexicons) -> Year:
    """The year that the words name, or else the one being spoken of, or else that of publication."""
    if point.year:
        return Year(point.year, 0, False)
    word = rows_by_form(lex, "deictics").get(point.year_word)
    from_text = setting.says_year and (word is None or word["base"] == "context")
    base, offset = (setting.year, setting.offset) if from_text else (setting.published.year, 0)
    by = int(word["offset"]) if word else 0
    return Year(None if base is None else base + by, offset + by, True)


def place_in_year(point: Point, year: Year, lex: Lexicons) -> Stretch:
    """A whole year, a named part of it, or its first months (前N个月)."""
    if point.months and point.months < 0:
        return Stretch(
            Day(year.number, 13 + point.months, 1), Day(year.number, 12, 31), "month", year.offset, year.relative
        )
    if point.months:
        end = Day(year.number, point.months, last_day(year.number, point.months))
        return Stretch(Day(year.number, 1, 1), end, "month", year.offset, year.relative)
    row = rows_by_form(lex, "calendar_parts").get(point.part.removeprefix("第"))
    if point.part and row is None:
        return NOWHERE
    start, end_text, precision = (row["start"], row["end"], row["precision"]) if row else ("01-01", "12-31", "year")
    first, last = (Day(year.number, int(text[:2]), int(text[3:])) for text in (start, end_text))
    return at_edge(Stretch(first, last, precision, year.offset, year.relative), point.edge)


def at_edge(whole: Stretch, edge: str) -> Stretch:
    """The first day for 初, the last for 末 and 底, the whole without."""
    if not edge:
        return whole
    return replace(whole, last=whole.first) if edge == "初" else replace(whole, first=whole.last)


def place_in_month(point: Point, year: Year, month: int | None, lex: Lexicons) -> Stretch:
    """A day, a whole month or a part of one; `NOWHERE` for a day that the month does not have (2月30日)."""
    if point.day:
        if month and point.day > last_day(year.number or 2000, month):
            return NOWHERE
        day = Day(year.number, month, point.day)
        return Stretch(day, day, "day", year.offset, year.relative)
    row = rows_by_form(lex, "calendar_parts").get(point.part)
    if point.part and row is None:
        return NOWHERE
    length = last_day(year.number, month) if month else None
    ends = (row["start"], row["end"]) if row else ("01", "last")
    first, last = (Day(year.number, month, length if text == "last" else int(text)) for text in ends)
    return Stretch(first, last, row["precision"] if row else "month", year.offset, year.relative)


def month_by_word(word: str, setting: Setting, lex: Lexicons) -> tuple[Year, int | None]:
    """本月, 上月, 当月: the year and the month, None while the month of the anchor is unknown."""
    row = rows_by_form(lex, "deictics")[word]
    published, by = setting.published, int(row["offset"])
    spoken = row["base"] == "context" and setting.month
    month = setting.month if spoken else published.month
    year = setting.year if spoken and setting.year else published.year
    if month is None:
        return Year(year, 0, True), None
    carry, place = divmod(month - 1 + by, 12)
    return Year(None if year is None else year + carry, carry, True), place + 1


def place_day_word(word: str, setting: Setting, lex: Lexicons) -> Stretch:
    """昨天, 当天: a day by its distance from the day of publication or the day spoken of."""
    row = rows_by_form(lex, "deictics").get(word)
    if row is None:
        return NOWHERE
    base = setting.day if row["base"] == "context" and setting.day else setting.published
    by = int(row["offset"])
    day = to_day(base.date + timedelta(days=by)) if base.date else Day(base.year, base.month, None if by else base.day)
    return Stretch(day, day, "day", 0, True)


def place_week(point: Point, setting: Setting, lex: Lexicons) -> Stretch:
    """本周, 下周一: Monday to Sunday, or a day of it; `NOWHERE` unless the day of publication is known."""
    row, today = rows_by_form(lex, "deictics").get(point.week), setting.published.date
    if row is None or today is None:
        return NOWHERE
    monday = today + timedelta(weeks=int(row["offset"]), days=-today.weekday())
    first, last = (WEEKEND if point.weekday == -1 else (point.weekday, point.weekday)) if point.weekday else WEEK
    return Stretch(to_day(monday + timedelta(first - 1)), to_day(monday + timedelta(last - 1)), "day", 0, True)


def place_quarter(point: Point, setting: Setting, lex: Lexicons) -> Stretch:
    """本季度, 上季度末; `NOWHERE` unless the month of publication is known."""
    row, now = rows_by_form(lex, "deictics").get(point.quarter_word), setting.published
    if row is None or now.year is None or now.month is None:
        return NOWHERE
    years, quarter = divmod((now.month - 1) // 3 + int(row["offset"]), 4)
    year, month = now.year + years, 3 * quarter + 3
    whole = Stretch(Day(year, month - 2, 1), Day(year, month, last_day(year, month)), "quarter", years, True)
    return at_edge(whole, point.edge)


def place_nth_weekday(point: Point, year: Year, month: int) -> Stretch:
    """6月的第二个星期一; `NOWHERE` while the year is unknown and for a fifth that there is not."""
    if year.number is None or point.nth is None or point.weekday is None:
        return NOWHERE
    first = date(year.number, month, 1)
    day = 1 + (point.weekday - 1 - first.weekday()) % 7 + 7 * (point.nth - 1)
    if day > last_day(year.number, month):
        return NOWHERE
    found = Day(year.number, month, day)
    return Stretch(found, found, "day", year.offset, year.relative)


def place_nth_week(point: Point, year: Year) -> Stretch:
    """2020年第20周 by ISO 8601; 6月第一周 from the month's first Monday. `NOWHERE` for a week that there is not."""
    if year.number is None or not point.nth_week:
        return NOWHERE
    if point.month:
        first = date(year.number, point.month, 1)
        monday = first + timedelta(-first.weekday() % 7 + 7 * (point.nth_week - 1))
    else:
        monday = date.fromisocalendar(year.number, 1, 1) + timedelta(7 * (point.nth_week - 1))
    if point.nth_week > 53 or (point.month and monday.month != point.month):
        return NOWHERE
    return Stretch(to_day(monday), to_day(monday + timedelta(6)), "day", year.offset, year.relative)
