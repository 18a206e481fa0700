"""Find the solar days of the lunar calendar: 农历2020年八月十五 → 2020-10-01, 腊月 → the last lunar month.

The calendar is a table (`lexicons/lunar_years.tsv`), year by year; what lies outside it has no day.
"""

from datetime import date, timedelta

from duban.facts.calendar import NOWHERE, Day, Stretch, Year, rows_by_form, to_day
from duban.lexicon import Lexicons
from duban.mentions.numerals import parse_numeral

_NAMED = {"正": 1, "冬": 11, "腊": 12}


def place_lunar(month: str, day: int | None, year: Year, lex: Lexicons) -> Stretch:
    """A lunar month (闰四月), or a day of it, in the lunar year that begins in the solar year *year*."""
    row = rows_by_form(lex, "lunar_years").get(str(year.number))
    number = _month_number(month)
    if row is None or number is None:
        return NOWHERE
    lengths = [29 + int(figure) for figure in row["months"]]
    leap = int(row["leap"])
    if month.startswith("闰") and number != leap:
        return NOWHERE
    before = number - 1 + (1 if leap and (number > leap or month.startswith("闰")) else 0)
    first = date(int(row.form), int(row["first"][:2]), int(row["first"][3:])) + timedelta(sum(lengths[:before]))
    if day is None:
        last = first + timedelta(lengths[before] - 1)
        return Stretch(to_day(first), to_day(last), "month", year.offset, year.relative)
    if day > lengths[before]:
        return NOWHERE
    found = to_day(first + timedelta(day - 1))
    return Stretch(found, found, "day", year.offset, year.relative)


def eve(year: Year, lex: Lexicons) -> Stretch:
    """除夕 of a solar year: the day before its 正月初一."""
    first = place_lunar("正月", 1, year, lex)
    day: Day | None = first.first.days_on(-1) if first.first else None
    return Stretch(day, day, "day", year.offset, year.relative) if day else NOWHERE


def _month_number(month: str) -> int | None:
    name = month.removeprefix("闰").removesuffix("月")
    value = _NAMED.get(name) or parse_numeral(name)
    return int(value) if value and value <= 12 else None
