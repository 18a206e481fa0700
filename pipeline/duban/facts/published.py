"""Find the day of publication: given, in the page's head, in a dateline or signature, or inferred from the text.

    发布时间：2015-11-02      → 2015-11-02, metadata
    某网1月18日讯 … 2015年全年… → 2016-01-18, dateline
    〔2019〕12号               → 2019, inferred

Inference is careful: a plan's target year (到2020年) dates nothing, and one bare year in a plan is not enough.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, Protocol

from duban.facts.calendar import Day, Setting
from duban.facts.occasions import place
from duban.lexicon import Lexicons
from duban.mentions.points import Point
from duban.mentions.times import TimeMention
from duban.segment.units import Unit

_DOCUMENT_NUMBER_RE = re.compile(r"[〔\[【（(]((?:19|20)\d{2})[〕\]】）)]\s*第?\d{1,4}号")
_MONTHS_RE = re.compile(r"P(\d{1,2})M")
_AHEAD_RE = re.compile(r"[，,]?[^，。；,\n]{0,14}(?:将|应|力争|计划|预计|拟|要|争取|确保)")
_COMPARING = frozenset("比较与同由从")
_YEAR_ENDS = frozenset({"年底", "底", "年末", "末"})
_CONTEXT = 40
_HEAD_UNITS = 12
_HEADS = frozenset({"title", "kicker", "heading", "portal", "lead_in"})


class Labelled(Protocol):
    """What must be known of a unit's reading."""

    @property
    def label(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Published:
    """When a document was published: an EDTF date (day, month or year) and what says so."""

    date: str
    basis: str


class _Dated(NamedTuple):
    mention: TimeMention
    unit: Unit
    label: str


def infer_published(
    text: str,
    units: Sequence[Unit],
    mentions: Sequence[TimeMention],
    given: str | None,
    lex: Lexicons,
    readings: Sequence[Labelled] = (),
) -> Published | None:
    """Return the date of publication, or None if nothing in the document tells its year.

    *readings* sharpen the inference (a year in a report of what was done is past); it works without them.
    """
    if given:
        return Published(given, "given")
    dated = list(_in_units(units, mentions, readings))
    stated = _stated(text, dated, lex)
    for basis in ("metadata", "dateline", "speech"):
        for row, mention in stated:
            point = mention.first
            if row == basis and point and point.year:
                return Published(_edtf(point.year, point), "dateline" if basis == "speech" else basis)
    day = next((mention.first for row, mention in stated if row == "dateline"), None)
    year = _year(dated, day.month if day else None, lex)
    if day and year:
        return Published(_edtf(year, day), "dateline")
    number = _DOCUMENT_NUMBER_RE.search(text, 0, units[min(_HEAD_UNITS, len(units)) - 1].span.end if units else 0)
    if number:
        return Published(number[1], "inferred")
    if year is None:
        return None
    month = _month_left(dated, text) or _month_of_news(dated)
    return Published(f"{year}-{month:02d}" if month else str(year), "inferred")


def _edtf(year: int, point: Point) -> str:
    return f"{year}-{point.month:02d}-{point.day:02d}"


def _in_units(units: Sequence[Unit], mentions: Sequence[TimeMention], readings: Sequence[Labelled]) -> Iterator[_Dated]:
    at = 0
    for mention in mentions:
        while at < len(units) and units[at].span.end <= mention.span.start:
            at += 1
        if at < len(units) and units[at].span.start <= mention.span.start:
            yield _Dated(mention, units[at], readings[at].label if readings else "other")


def _stated(text: str, dated: Sequence[_Dated], lex: Lexicons) -> list[tuple[str, TimeMention]]:
    """The dates that a line of the page declares to be its own."""
    rows = lex.rules("published")
    found = []
    for mention, _, _ in dated:
        point = mention.first
        if mention.form != "point" or point is None or not (point.month and point.day):
            continue
        before = text[max(0, mention.span.start - _CONTEXT) : mention.span.start].rpartition("\n")[2]
        after = text[mention.span.end : mention.span.end + _CONTEXT].partition("\n")[0]
        line = f"{before.strip()}⟪{'full' if point.year else 'day'}⟫{after.strip()}"
        fit = rows.match_whole(line)
        if fit:
            found.append((fit[0].value, mention))
    return found


def _year(dated: Sequence[_Dated], month: int | None, lex: Lexicons) -> int | None:
    """The current year of a text that does not state it, from the years it reports on and plans for."""
    for mention, _, _ in dated:
        if mention.form == "close" and mention.first and mention.first.year:
            return mention.first.year
    told, planned, days = Counter[int](), Counter[int](), set[int]()
    for mention, unit, label in dated:
        point = mention.first
        if point is not None and point.nth and (day := place(point, Setting(Day(None)), lex).first):
            planned[day.year or 0] += 1
        if point is None or point.year is None:
            continue
        if point.day and mention.form in ("point", "range", "since"):
            days.add(point.year)
        if mention.form == "range" or (mention.form == "until" and not (point.part or point.month)):
            continue
        if _looks_ahead(mention, unit, label):
            planned[point.year] += 1
        elif not point.part.endswith(("底", "末")):
            told[point.year] += 1
    return _current_year(told, planned, days, month)


def _looks_ahead(mention: TimeMention, unit: Unit, label: str) -> bool:
    """True if the year is one that is planned for; what is only compared with is past."""
    at = mention.span.start - unit.span.start
    if unit.text[max(0, at - 1) : at] in _COMPARING:
        return False
    if label in ("task", "exhortation") or mention.form in ("until", "before") or unit.role in _HEADS:
        return True
    return bool(_AHEAD_RE.match(unit.text, at + len(mention.surface)))


def _current_year(told: Counter[int], planned: Counter[int], days: set[int], month: int | None) -> int | None:
    often = [year for year, count in told.items() if count > 1]
    past = max(often or told or days, default=None)
    if past is None:
        year, count = max(planned.items(), key=lambda item: item[1], default=(0, 0))
        return year if count > 1 else None
    if past in days:
        return past
    if past + 1 in planned or (month and month <= 3 and past not in planned):
        return past + 1
    return past if past in planned or month else None


def _month_left(dated: Sequence[_Dated], text: str) -> int | None:
    """距离年底还有不到两个月 → 11: the months that are left of the year."""
    for (mention, unit, _), (follower, next_unit, _) in pairwise(dated):
        point, left = mention.first, _MONTHS_RE.fullmatch(follower.length or "")
        ends_year = mention.form == "close" or (point is not None and point.part in _YEAR_ENDS)
        measured = "距" in text[max(unit.span.start, mention.span.start - 4) : mention.span.start]
        if ends_year and left and unit is next_unit and measured:
            months = int(left[1])
            return 13 - months if follower.surface.startswith(("不到", "不足")) else max(1, 12 - months)
    return None


def _month_of_news(dated: Sequence[_Dated]) -> int | None:
    """The month of the first day that the head of the text names without a year."""
    for mention, unit, label in dated:
        point = mention.first
        if unit.index >= _HEAD_UNITS or point is None or not (point.month and point.day) or point.says_year:
            continue
        if mention.form == "range" or (mention.form == "point" and label not in ("task", "exhortation")):
            return point.month
    return None
