"""Read the words of one point of the calendar: 「明年3月底」 → next year, month 3, its last day.

A point is what a time frame (前, 以来, 从…至…) is put around. It is read by the `point` rows of `lexicons/times.toml`
that also find it, so that finding and reading are one grammar; the groups of a row say which piece is which.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from duban.mentions.numerals import parse_numeral
from duban.rules import RuleTable

_YEAR_DIGITS_RE = re.compile(r"(?:19|20)\d{2}")
_ISO_MARK_RE = re.compile(r"[-/.]")
_NUMERAL_ENDS = "0123456789一二三四五六七八九十"
ROC_BEGAN = 1911
_PLAIN = frozenset({"year", "month", "month_word", "day", "day_word", "part", "plan", "festival", "milestone"})
_THIRDS = {"初": (0, 2), "中": (3, 6), "末": (7, 9), "后": (7, 9)}
CENTURY_TURNS = 50
_CENTURIES = {"上": 20, "本": 21, "下": 22}
_WEEK_RE = re.compile(r"(?:个|一)?(?:周|星期|礼拜)")
_QUARTER_WORD_RE = re.compile(r"(?<=[上下本])(?:一个|个|一)")
_WEEKDAYS = {
    figure: day for day, row in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "日天7"), 1) for figure in row
} | {"末": -1}


@dataclass(frozen=True, slots=True)
class Point:
    """A stretch of the calendar as words name it. What the words leave open is None or empty.

    `year_word`, `month_word`, `day_word` and `week` name it by its distance (`deictics`), `part` a part of the year
    or month (`calendar_parts`), `edge` the first or last day of a quarter; `nth` is the anniversary of a milestone, or
    which weekday of the month; `months` the N of 前N个月, negative for 最后N个月; `weekday` is 1 to 7, or -1 in 周末;
    `decade` holds the first and last year of 80年代 and 21世纪.
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
    edge: str = ""
    quarter_word: str = ""
    weekday: int | None = None
    decade: tuple[int, int] | None = None
    lunar_month: str = ""
    lunar_day: int | None = None
    nth_week: int | None = None

    @property
    def says_year(self) -> bool:
        """True if the words fix the year, by number, by distance or by name."""
        by_word = self.year_word or self.month_word or self.day_word or self.week or self.quarter_word
        return bool(self.year or by_word or self.plan or self.milestone or self.decade)


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
    """Put the named pieces of a match together; what is not in the text is not in *groups*."""
    if "iso" in groups:
        return _read_iso(groups["iso"])
    if "short" in groups:
        month, day = (int(piece) for piece in _ISO_MARK_RE.split(groups["short"]))
        return Point(month=month, day=day)
    if "decade" in groups or "century" in groups:
        third = groups.get("third") or groups.get("thirds", "")
        return Point(decade=read_decade(groups.get("decade") or groups["century"], third))
    point = _read_year_and_day(groups)
    return point if groups.keys() <= _PLAIN else replace(point, **_rest(groups))


def _read_year_and_day(groups: Mapping[str, str]) -> Point:
    """The pieces that nearly every date is made of."""
    year = (groups.get("year") or groups.get("years") or groups.get("lunar_year", "")).removesuffix("的")
    number = _year_number(year)
    return Point(
        year=number,
        year_word="" if number else year,
        month=_number(groups["month"].partition("月")[0]) if "month" in groups else None,
        month_word=groups.get("month_word", ""),
        day=_number(groups["day"][:-1]) if "day" in groups else None,
        day_word=groups.get("day_word", "") or ("今天" if "hour" in groups else ""),
        part=_month_part(groups["part"]) if "part" in groups else "",
        plan=groups.get("plan", ""),
        festival=groups.get("festival", "") or groups.get("festivals", ""),
        milestone=groups.get("milestone", "") or groups.get("founding", ""),
    )


def _rest(groups: Mapping[str, str]) -> dict[str, Any]:
    """The fields that only few rows name."""
    found: dict[str, Any] = {}
    for name in ("of_year", "edge", "bare_edge"):
        if name in groups:
            found["part"], found["edge"] = _split_edge(groups[name])
    if "quarter_word" in groups:
        word, found["edge"] = _split_edge(groups["quarter_word"])
        found["quarter_word"] = _QUARTER_WORD_RE.sub("", word)
    if "weekday" in groups:
        found["weekday"] = _WEEKDAYS[groups["weekday"]]
    if "week" in groups or ("weekday" in groups and "nth" not in groups):
        found["week"] = _WEEK_RE.sub("周", groups.get("week", "本周"))
    for name in ("lunar_month", "lunar_months", "lunar_cn"):
        if name in groups:
            found["lunar_month"] = groups[name]
    if "lunar_day" in groups:
        found["lunar_day"] = _number(groups["lunar_day"].removeprefix("初"))
        found.setdefault("lunar_month", "正月")
    for name, sign in (("first_months", 1), ("heading_months", 1), ("last_months", -1)):
        if name in groups:
            found["months"] = sign * (_number(groups[name]) or 0) or None
    for name, written in (("nth", "years_on"), ("nth", "nth"), ("nth_week", "nth_week")):
        if written in groups:
            found[name] = _number(groups[written])
    for written in ("season", "seasons"):
        if written in groups:
            found["season"] = groups[written]
    return found


def _read_iso(text: str) -> Point:
    pieces = _ISO_MARK_RE.split(text) if _ISO_MARK_RE.search(text) else [text[:4], text[4:6], text[6:]]
    year, month, *day = (int(piece) for piece in pieces)
    return Point(year=year, month=month, day=day[0] if day else None)


def _split_edge(part: str) -> tuple[str, str]:
    """二季度末 → 二季度, 末."""
    if len(part) > 2 and part[-1] in "初末底" and "季度" in part:
        return part[:-1], part[-1]
    return part, ""


def read_decade(text: str, third: str = "") -> tuple[int, int]:
    """20世纪80年代 → (1980, 1989), 21世纪 → (2001, 2100), 80年代 → (1980, 1989), 1990年代 → (1990, 1999)."""
    head, mark, tail = text.rpartition("世纪")
    head = head.removesuffix("个")
    century = _CENTURIES.get(head, 0) if head in _CENTURIES else int(_number(head) or 20) if head else 20
    if mark and not tail:
        first = (century - 1) * 100 + 1
        return {"初": (first, first + 9), "末": (first + 90, first + 99)}.get(third, (first, first + 99))
    number = _number(tail.removesuffix("年代")) or 0
    first = number if number > 100 else (century - 1) * 100 + number
    start, end = _THIRDS.get(third[:1], (0, 9))
    return first + start, first + end


def read_day_of_month(groups: Mapping[str, str]) -> Point:
    """每月25日, 每月底: a day of any month."""
    if "day" in groups:
        return Point(day=_number(groups["day"][:-1]))
    return Point(part=_month_part(groups["at"]))


def read_range(groups: Mapping[str, str], table: RuleTable) -> tuple[Point, Point]:
    """Both ends, where the first may lack the unit that the second has: 1-10月, 3月23—27日, 2013-2017年."""
    if "first_cn" in groups:
        return parse_point(f"{groups['first_cn']}年", table), parse_point(groups["last_cn"], table)
    head, tail = groups["first"], groups["last"]
    if _YEAR_DIGITS_RE.fullmatch(head):
        head += "年"
    elif tail.endswith("日") and head[-1] in _NUMERAL_ENDS:
        head += "日"
    elif head[-1] in _NUMERAL_ENDS and tail[0] in _NUMERAL_ENDS and "-" not in head:
        head = f"{groups.get('year', '')}{head}月"
    return parse_point(head, table), parse_point(tail, table)


def _month_part(part: str) -> str:
    """初, 底 and 末 behind a month are those of the month."""
    part = part.removeprefix("的").replace("第1天", "第一天")
    return f"月{part}" if part in ("初", "底", "末", "最后一天", "第一天") else part


def _number(surface: str) -> int | None:
    if surface == "元":
        return 1
    value = parse_numeral(surface)
    return int(value) if value is not None else None


def _year_number(year: str) -> int | None:
    """2019年 → 2019, 二〇一九年 → 2019, 民国108年 and 108年 → 2019; None for 今年."""
    digits = year.removesuffix("度").removesuffix("年")
    if "民国" in digits:
        count = _number(digits.rpartition("国")[2].replace("元", "一"))
        return count + ROC_BEGAN if count else None
    if len(digits) == 2 and (two := _two_figures(digits)) is not None:
        return two
    value = _number(digits) if digits and digits[0] in "12一二" else None
    return value + ROC_BEGAN if value is not None and value < 200 else value


def _two_figures(digits: str) -> int | None:
    """98 → 1998, 05 → 2005, 九八 → 1998; None for anything else."""
    figures = digits.translate(_FIGURES)
    if not figures.isdigit() or figures[0] not in "0126789":
        return None
    return int(figures) + (2000 if int(figures) < CENTURY_TURNS else 1900)


_FIGURES = str.maketrans("〇零一二三四五六七八九", "00123456789")
