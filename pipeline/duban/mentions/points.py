"""Read the words of one point of the calendar: 「明年3月底」 → next year, month 3, its last day.

A point is what a time frame (前, 以来, 从…至…) is put around. It is read by the `point` rows of `lexicons/times.toml`
that also find it, so that finding and reading are one grammar; the groups of a row say which piece is which.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from duban.mentions.numerals import parse_numeral
from duban.rules import RuleTable

_YEAR_DIGITS_RE = re.compile(r"(?:19|20)\d{2}")
_ISO_MARK_RE = re.compile(r"[-/.]")
_NUMERAL_ENDS = "0123456789一二三四五六七八九十"
ROC_BEGAN = 1911


@dataclass(frozen=True, slots=True)
class Point:
    """A stretch of the calendar as words name it. What the words leave open is None or empty.

    `year_word`, `month_word`, `day_word` and `week` name it by its distance (`deictics`), `part` a part of the year
    or month (`calendar_parts`); `nth` is the anniversary of a milestone, `months` the N of 前N个月.
    """

    year: int | None = None
    year_word: str = ""
    month: int | None = None
    month_word: str = ""
    day: int | None = None
    day_word: str = ""
    week: str = ""
    part: str = ""
    season: str = ""
    plan: str = ""
    festival: str = ""
    milestone: str = ""
    nth: int | None = None
    months: int | None = None

    @property
    def says_year(self) -> bool:
        """True if the words fix the year, by number, by distance or by name."""
        by_word = self.year_word or self.month_word or self.day_word or self.week
        return bool(self.year or by_word or self.plan or self.milestone)


def parse_point(surface: str, table: RuleTable) -> Point:
    """Read the words of a point; what none of the rows reads is a festival (国庆 in 国庆前)."""
    year = ""
    for rule in table.rules:
        match = rule.regex.match(surface) if rule.value == "point" else None
        if match and match.end() == len(surface):
            return read_point({name: value for name, value in match.groupdict().items() if value})
        if match and rule.id == "times.year":
            year = match[0]
    return read_point({"year": year, "festival": surface.removeprefix(year)})


def read_point(groups: Mapping[str, str]) -> Point:
    """Put the named pieces of a match together."""
    if "iso" in groups:
        iso = [int(piece) for piece in _ISO_MARK_RE.split(groups["iso"])]
        return Point(year=iso[0], month=iso[1], day=iso[2])
    year = groups.get("year", "")
    number = _year_number(year)
    part = next((groups[name] for name in ("of_year", "edge", "bare_edge") if name in groups), "")
    return Point(
        year=number,
        year_word="" if number else year,
        month=_number(groups["month"].partition("月")[0]) if "month" in groups else None,
        month_word=groups.get("month_word", ""),
        day=_number(groups["day"][:-1]) if "day" in groups else None,
        day_word=groups.get("day_word", ""),
        week=groups.get("week", ""),
        part=part or _month_part(groups.get("part", "")),
        season=groups.get("season", "") or groups.get("seasons", ""),
        plan=groups.get("plan", ""),
        festival=groups.get("festival", ""),
        milestone=groups.get("milestone", "") or groups.get("founding", ""),
        nth=int(groups["years_on"]) if "years_on" in groups else None,
        months=_number(groups["first_months"]) if "first_months" in groups else None,
    )


def read_day_of_month(groups: Mapping[str, str]) -> Point:
    """每月25日, 每月底: a day of any month."""
    if "day" in groups:
        return Point(day=_number(groups["day"][:-1]))
    return Point(part=_month_part(groups["at"]))


def read_range(groups: Mapping[str, str], table: RuleTable) -> tuple[Point, Point]:
    """Both ends, where the first may lack the unit that the second has: 1-10月, 3月23—27日, 2013-2017年."""
    head, tail = groups["first"], groups["last"]
    if _YEAR_DIGITS_RE.fullmatch(head):
        head += "年"
    elif tail.endswith("日") and head[-1] in _NUMERAL_ENDS:
        head += "日"
    elif head[-1] in _NUMERAL_ENDS:
        head = f"{groups.get('year', '')}{head}月"
    return parse_point(head, table), parse_point(tail, table)


def _month_part(part: str) -> str:
    """初, 底 and 末 behind a month are those of the month."""
    return f"月{part}" if part in ("初", "底", "末") else part


def _number(surface: str) -> int | None:
    if surface == "元":
        return 1
    value = parse_numeral(surface)
    return int(value) if value is not None else None


def _year_number(year: str) -> int | None:
    """2019年 → 2019, 二〇一九年 → 2019, 民国108年 and 108年 → 2019; None for 今年."""
    digits = year.removesuffix("度").removesuffix("年")
    if "民国" in digits:
        count = _number(digits.rpartition("国")[2])
        return count + ROC_BEGAN if count else None
    value = _number(digits) if digits and digits[0] in "12一二" else None
    return value + ROC_BEGAN if value is not None and value < 200 else value
