"""Read one amount: a numeral, or two that are a range, with the unit behind it or the sign before it.

    1200多亿元 → more than 1200 亿元      8000万—1亿元 → 0.8 to 1 亿元      三块五 → 3.5 块      US$12 → 12 美元

Units are rows of `lexicons/units.tsv`, signs and names before the number of `lexicons/unit_prefixes.tsv`. The words
that compare belong to `duban.mentions.comparators`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from duban.mentions.base_units import SCALES, UnitTable, plain
from duban.mentions.numerals import Numeral, parse_numeral
from duban.spans import Span

if TYPE_CHECKING:
    from duban.lexicon import Entry

_ARABIC_RE = re.compile(
    r"(?P<core>(?:-|零下)?[\d.,， ]+)(?P<open>[余多几]?)(?P<scale>[十百千]?(?:万亿|万|亿)|[十百千]|)[余多几]?"
)
_CHINESE_RE = re.compile(
    r"(?P<core>(?:负|零下)?[〇零○一二三四五六七八九十百千两点]*)(?P<open>[余多几]?)(?P<scale>万亿|万|亿|)[余多几]?"
)
_LINK_RE = re.compile(r"\s?(?:[-—–－~～〜]{1,2}|至|到)\s?")
_BETWEEN_RE = re.compile(r"\s?(?:和|与|跟|至|到)\s?")
_BEFORE_RANGE = ("从", "由", "自")
_HUNDREDTHS = {"百": ("%", 100), "千": ("‰", 1000), "万": ("个基点", 10000)}
_INDEX_RE = re.compile(
    r"(?:收入比|比值|倍差|倍率|(?<!各项)指数|系数|容积率)(?:[由从][\d.]{1,6})?(?:缩小|下降|降低|降|提高|提升|上升|升|控制|稳定|保持|达|收窄|不低于|不高于|不超过|不小于|不大于|低于|高于)?(?:到|至|为|在)?\s?$"
)
_POINTS_LIST_RE = re.compile(r"个(?:[、和]\d[\d.]{0,5}个?){0,4}[、和]\d[\d.]{0,5}个百分点")
_LISTED_RE = re.compile(r"(?:[、和]\d[\d.]{0,8}){0,6}[、和]\d[\d.]{0,8}")
_TO_ONE_RE = re.compile(r"\s?[:：]\s?1(?![\d.])")
_ENDS_RE = re.compile(r"[，,。；;、（(）)\s]|以[上下内]|左右|$")
_DATE_MARKS = ("月", "日", "号", "时", "点", "届", "年")
_NO_UNIT = ("级", "达", "科")
_TENTH_RE = re.compile(r"[一二三四五六七八九\d]$")
_NOTHING_FOLLOWS_RE = re.compile(r"(?![\u4e00-\u9fa5\d])|(?=[，。；以左上钱的])")
_FARTHEST = 8


class Measure(NamedTuple):
    """What a numeral and the unit behind it say, before any comparator."""

    value: Decimal | None
    value_max: Decimal | None
    scale: str
    open: bool


class Amount(NamedTuple):
    """Number and unit with their places: ``number`` is the span of the numeral(s), ``end`` where the unit ends."""

    number: Span
    end: int
    measure: Measure
    unit: str
    entry: Entry | None
    start: int


def read_amount(
    text: str, numeral: Numeral, following: Numeral | None, units: UnitTable, bare: bool = False
) -> Amount | None:
    """The amount that begins with *numeral*; None for a number without a unit, unless *bare* ones are wanted.

    *following* is the numeral behind it, for ranges and small change (5%—6%, 三块五); the amount's ``number`` says
    whether it was used.
    """
    between = _read_range(text, numeral, following, units, bare)
    if between is not None:
        return between
    single = _read_single(text, numeral, units, bare)
    return single and _with_small_change(text, single, following, units)


def _measure(numeral: Numeral) -> Measure:
    """Split 1200多亿 into 1200, open, 亿."""
    if numeral.surface.isdecimal():
        return Measure(numeral.value, None, "", False)
    match = _ARABIC_RE.fullmatch(numeral.surface) or _CHINESE_RE.fullmatch(numeral.surface)
    if match is None or numeral.value_max is not None or numeral.value is None:
        return Measure(numeral.value, numeral.value_max, "", numeral.open)
    return Measure(parse_numeral(match["core"]) if match["core"] else Decimal(1), None, match["scale"], numeral.open)


def _read_share(numeral: Numeral, units: UnitTable) -> Amount | None:
    """百分之八十 → 80 %, 三成五 → 3.5 成, 四分之三 → 75 %, 过半 → more than 50 %."""
    kind = numeral.rule.removeprefix("numerals.")
    if numeral.value is None or kind not in ("percent_words", "fraction", "tenths", "half"):
        return None
    unit, times = "%", 100
    if kind == "tenths":
        unit, times = "成", 10
    elif kind == "percent_words":
        unit, times = _HUNDREDTHS[numeral.surface.lstrip("负-零下")[0]]
    measure = Measure(plain(round(numeral.value * times, 12)), None, "", numeral.surface == "过半")
    return Amount(numeral.span, numeral.span.end, measure, unit, units.entries.get(unit), numeral.span.start)


def _read_single(text: str, numeral: Numeral, units: UnitTable, bare: bool = False) -> Amount | None:
    share = _read_share(numeral, units)
    if share is not None:
        return share
    start, end = numeral.span
    found = units.at(text, end)
    if found is None:
        return _without_unit(text, numeral, units, bare)
    measure = _measure(numeral)
    if found.form == "个" and _POINTS_LIST_RE.match(text, end):
        return Amount(numeral.span, found.end, measure, "个百分点", units.entries["个百分点"], start)
    if _is_date(measure, found.entry):
        return _plain_number(numeral) if bare and found.form != "年" else None
    if found.form == "折" and numeral.rule == "numerals.discount" and measure.value is None:
        measure = measure._replace(value=Decimal(".".join(str(parse_numeral(c)) for c in numeral.surface)))
    if measure.value is not None and found.half:
        measure = measure._replace(value=measure.value + Decimal("0.5"))
    amount = Amount(numeral.span, found.end, measure, measure.scale + found.form, found.entry, start)
    if found.entry["kind"] in ("money", "rate") and (sign := units.before(text, start, found.entry["kind"])):
        amount = amount._replace(
            entry=sign.entry if found.form in ("元", "块", "度") else found.entry, start=sign.start
        )
    return amount


def _without_unit(text: str, numeral: Numeral, units: UnitTable, bare: bool) -> Amount | None:
    """US$12, 投资200亿; a bare number only if it is wanted."""
    start, end = numeral.span
    measure = _measure(numeral)
    sign = units.before(text, start, "money")
    if sign is not None:
        return Amount(numeral.span, end, measure, measure.scale + sign.entry.form, sign.entry, sign.start)
    listed = _LISTED_RE.match(text, end) if numeral.rule == "numerals.arabic" and not measure.scale else None
    shared = units.at(text, listed.end()) if listed else None
    if shared and shared.entry["kind"] not in ("duration", "rank") and shared.form != "年":
        return Amount(numeral.span, end, measure, shared.form, shared.entry, start)
    if bare:
        return None if text.startswith(_DATE_MARKS, end) else _plain_number(numeral)
    if numeral.rule == "numerals.arabic" and not measure.scale and _INDEX_RE.search(text, max(0, start - 24), start):
        ratio = _TO_ONE_RE.match(text, end)
        return (
            Amount(numeral.span, ratio.end() if ratio else end, measure, "", None, start)
            if _ENDS_RE.match(text, ratio.end() if ratio else end)
            else None
        )
    if measure.scale[-1:] not in ("万", "亿") or text.startswith(_NO_UNIT, end):
        return None
    return Amount(numeral.span, end, measure, measure.scale, None, start)


def _plain_number(numeral: Numeral) -> Amount | None:
    """A number by itself, its scale counted in: 两百亿 → 20000000000."""
    if numeral.value is None:
        return None
    value = plain(numeral.value)
    top = None if numeral.value_max is None else plain(numeral.value_max)
    measure = Measure(value, top, "", numeral.open)
    return Amount(numeral.span, numeral.span.end, measure, "", None, numeral.span.start)


def _is_date(measure: Measure, entry: Entry) -> bool:
    return entry.form == "年" and measure.value is not None and measure.value >= 1000 and not measure.scale


def _read_range(text: str, first: Numeral, second: Numeral | None, units: UnitTable, bare: bool) -> Amount | None:
    """5%—6%, 10至12个, 8000万—1亿元; a step from one value to another (从5%到6%) is no range."""
    if second is None or second.span.start - first.span.end > _FARTHEST:
        return None
    if not bare and text.endswith(_BEFORE_RANGE, 0, first.span.start):
        return None
    unit = units.at(text, first.span.end)
    gap = unit.end if unit else first.span.end
    link = _LINK_RE.match(text, gap) or _BETWEEN_RE.match(text, gap)
    if not link or link.end() != second.span.start:
        return None
    low, high = _read_single(text, first, units, bare), _read_single(text, second, units, bare)
    if high is None or high.measure.value is None:
        return None
    if not (_LINK_RE.fullmatch(link[0]) or text.startswith(("之间", "间"), high.end)):
        return None
    start = low.measure if low and low.entry else _measure(first) if high.entry or not low else low.measure
    if start.value is None or (low and low.entry and low.entry != high.entry):
        return None
    ratio = Decimal(SCALES.get(start.scale, 1)) / SCALES.get(high.measure.scale, 1) if start.scale else Decimal(1)
    value = start.value * ratio
    if value >= high.measure.value:
        return None
    measure = Measure(value, high.measure.value, high.measure.scale, high.measure.open)
    end = high.end + 2 if bare and text.startswith("之间", high.end) else high.end
    return high._replace(
        number=Span(first.span.start, second.span.end),
        measure=measure,
        start=low.start if low else first.span.start,
        end=end,
    )


def _with_small_change(text: str, amount: Amount, following: Numeral | None, units: UnitTable) -> Amount:
    """三块五, 5元3角, 一米八: a second number that is a smaller part of the first."""
    entry, value = amount.entry, amount.measure.value
    if (
        following is None
        or entry is None
        or value is None
        or following.span.start != amount.end
        or amount.measure.scale
    ):
        return amount
    if not entry["small"] or following.value is None or amount.measure.value_max is not None:
        return amount
    end = following.span.end
    found, part = units.at(text, end), None
    if found and found.form in (parts := _parts(entry)):
        part, end = following.value * parts[found.form].numerator / parts[found.form].denominator, found.end
    elif found is None and "tenth" in entry["small"] and _TENTH_RE.fullmatch(following.surface):
        part = following.value / 10 if _NOTHING_FOLLOWS_RE.match(text, end) else None
    if part is None:
        return amount
    return amount._replace(
        number=Span(amount.number.start, following.span.end),
        end=end,
        measure=amount.measure._replace(value=plain(value + part)),
        entry=units.entries[entry["alone"] or entry.form],
    )


def _parts(entry: Entry) -> Mapping[str, Fraction]:
    """The smaller units of a row of the unit table: 角=1/10 毛=1/10 分=1/100."""
    pairs: Sequence[list[str]] = [piece.split("=") for piece in entry["small"].split() if "=" in piece]
    return {form: Fraction(worth) for form, worth in pairs}
