"""The days of festivals, five-year plans, meetings and anniversaries, and the one way to lay any point on the calendar.

    2021年春节 → 2021-02-12
    “十四五”末 → 2025-12-31
    新中国成立60周年 → 2009-10-01

All of them are lexicon rows: `festivals` and `lunar_days`, `plans`, `milestones`. A lunar festival of an unknown year
has no day.
"""

from dataclasses import replace

from duban.facts.calendar import (
    NOWHERE,
    Day,
    Setting,
    Stretch,
    Year,
    month_by_word,
    parse_day,
    place_day_word,
    place_in_month,
    place_in_year,
    place_nth_week,
    place_nth_weekday,
    place_quarter,
    place_week,
    rows_by_form,
    year_of,
)
from duban.facts.moon import eve, place_lunar
from duban.lexicon import Lexicons
from duban.mentions.points import Point

_PLAN_SUFFIXES = ("时期", "期间", "末", "初")
_QUOTES = '“”"'


def place(point: Point, setting: Setting, lex: Lexicons) -> Stretch:
    """The days of *point*; `NOWHERE` if its words fix none (去年冬季) or there is no such day (2月30日)."""
    if point.season:
        return NOWHERE
    if point.plan:
        return _place_plan(point.plan, lex)
    if point.milestone:
        return _place_milestone(point, lex)
    if point.day_word:
        return place_day_word(point.day_word, setting, lex)
    if point.week:
        return place_week(point, setting, lex)
    if point.quarter_word:
        return place_quarter(point, setting, lex)
    if point.decade:
        first, last = point.decade
        return Stretch(Day(first, 1, 1), Day(last, 12, 31), "year")
    if point.month_word:
        year, month = month_by_word(point.month_word, setting, lex)
        return place_in_month(point, year, month, lex)
    return _place_in_year(point, year_of(point, setting, lex), setting, lex)


def _place_in_year(point: Point, year: Year, setting: Setting, lex: Lexicons) -> Stretch:
    """What lies in a year, or in a month of it."""
    if point.festival:
        return _place_festival(point.festival, year, lex)
    if point.lunar_month:
        return place_lunar(point.lunar_month, point.lunar_day, year, lex)
    if point.nth_week:
        return place_nth_week(point, year)
    if point.month and point.nth:
        return place_nth_weekday(point, year, point.month)
    if point.month:
        return place_in_month(point, year, point.month, lex)
    if point.part == "季度末":
        month = setting.month or setting.published.month
        whole = place_in_month(Point(part="月末"), year, month and (month + 2) // 3 * 3, lex)
        return replace(whole, precision="quarter") if month else NOWHERE
    if point.day or point.part.startswith("月"):
        return place_in_month(point, year, setting.month or setting.published.month, lex)
    return place_in_year(point, year, lex)


def holiday(name: str, stretch: Stretch, lex: Lexicons) -> Stretch:
    """The public holiday that begins with the festival: what 国庆期间 covers."""
    row = rows_by_form(lex, "festivals").get(name)
    end = stretch.first.days_on(int(row["days"]) - 1) if row and stretch.first else None
    return replace(stretch, last=end) if end else stretch


def _place_festival(name: str, year: Year, lex: Lexicons) -> Stretch:
    row = rows_by_form(lex, "festivals").get(name)
    if row is None:
        return NOWHERE
    if row["day"] == "eve":
        return eve(year, lex)
    if row["day"].endswith("lunar"):
        return place_lunar(f"{int(row['day'][:2])}月", int(row["day"][3:5]), year, lex)
    if row["day"].endswith("weekday"):
        month, nth, weekday = (int(piece) for piece in row["day"].partition(" ")[0].split("-"))
        return place_nth_weekday(Point(nth=nth, weekday=weekday), year, month)
    moon = rows_by_form(lex, "lunar_days").get(str(year.number))
    fixed = row["day"][0].isdigit()
    text = row["day"] if fixed else moon[row["day"]] if moon else ""
    if not text:
        return NOWHERE
    day = Day(year.number, int(text[:2]), int(text[3:]))
    return Stretch(day, day, "day", year.offset, year.relative)


def _place_plan(text: str, lex: Lexicons) -> Stretch:
    suffix = next((suffix for suffix in _PLAN_SUFFIXES if text.endswith(suffix)), "")
    row = rows_by_form(lex, "plans").get(text.removesuffix(suffix).strip(_QUOTES))
    if row is None:
        return NOWHERE
    first, last = Day(int(row["start"]), 1, 1), Day(int(row["end"]), 12, 31)
    return Stretch(last if suffix == "末" else first, first if suffix == "初" else last, "plan")


def _place_milestone(point: Point, lex: Lexicons) -> Stretch:
    row = rows_by_form(lex, "milestones").get(point.milestone)
    if row is None:
        return NOWHERE
    first, last = parse_day(row["start"]), parse_day(row["end"])
    if point.nth:
        first = last = first.years_on(point.nth)
    return Stretch(first, last, "day")
