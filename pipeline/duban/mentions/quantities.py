"""Find quantities: 「110万人以上」 → at least 110 万人, 1100000 人.

A quantity is a number, the unit it is stated in and the word that says how the true value stands to it.
The unit is kept as written, its scale with it (万人, 亿元); the canonical value is in base units, exact.
Units are rows of `lexicons/units.tsv`, comparators of `lexicons/comparators.toml`. A date, an ordinal and a
number without a unit are no quantities; whether a quantity is a target belongs to `duban.facts.targets`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from duban.mentions.numerals import Numeral, find_numerals, parse_numeral
from duban.spans import Span

if TYPE_CHECKING:
    from duban.lexicon import Entry, Lexicons
    from duban.rules import Rule

_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "十万": 10**5, "百万": 10**6, "千万": 10**7,
           "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12, "十万亿": 10**13}  # fmt: skip
_ARABIC_RE = re.compile(r"(?P<core>[\d.,， ]+)(?P<open>[余多几]?)(?P<scale>[十百千]?(?:万亿|万|亿)|[十百千]|)[余多几]?")
_CHINESE_RE = re.compile(r"(?P<core>[〇零○一二三四五六七八九十百千两点]+)(?P<open>[余多几]?)(?P<scale>万亿|万|亿|)[余多几]?")
_LINK_RE = re.compile(r"\s?(?:[-—–－~～〜]{1,2}|至|到)\s?")
_BEFORE_RANGE = ("从", "由", "自")
_HUNDREDTHS = {"百": ("%", 100), "千": ("‰", 1000), "万": ("个基点", 10000)}


class Canonical(NamedTuple):
    """A value in base units."""

    value: Decimal
    value_max: Decimal | None
    unit: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity of the text; ``number`` is the span of its numeral or, for a range, of both and what links them.

    ``value`` is None where the text says only an order of magnitude (数百个) and where its digits are damaged.
    ``kind`` is the unit's kind in `lexicons/units.tsv`.
    """

    span: Span
    surface: str
    number: Span
    value: Decimal | None
    value_max: Decimal | None
    unit: str
    comparator: str
    canonical: Canonical | None
    kind: str
    rule: str


class _Measure(NamedTuple):
    """What a numeral and the unit behind it say, before any comparator."""

    value: Decimal | None
    value_max: Decimal | None
    scale: str
    open: bool


class _Units:
    """The unit table, compiled."""

    def __init__(self, lex: Lexicons) -> None:
        self.entries: Mapping[str, Entry] = {entry.form: entry for entry in lex.entries("units")}
        ordered = sorted(self.entries.values(), key=lambda e: (-len(e.form), e.form))
        forms = (re.escape(e.form) + (f"(?![{e['unless']}])" if e["unless"] else "") for e in ordered)
        self.regex = re.compile(rf"\s?({'|'.join(forms)})")


def find_quantities(text: str, lex: Lexicons, damaged: Sequence[Span] = ()) -> list[Quantity]:
    """Return the quantities of *text* from left to right; ``span`` counts code points of *text*.

    ``span`` holds the comparator words beside the number. A numeral that touches a *damaged* stretch, where
    characters were lost, gives a quantity without a value.
    """
    return quantities_from(text, find_numerals(text, lex), lex, damaged)


def quantities_from(text: str, numerals: Sequence[Numeral], lex: Lexicons, damaged: Sequence[Span] = ()) -> list[Quantity]:
    """As `find_quantities`, from numerals that are already found."""
    units = lex.cached("units", _Units)
    before, after = _find_comparators(text, lex)
    found: list[Quantity] = []
    skip = 0
    for index, numeral in enumerate(numerals):
        if index < skip or _is_ordinal(text, numeral):
            continue
        following = numerals[index + 1] if index + 1 < len(numerals) else None
        core = _read_range(text, numeral, following, units) or _read_single(text, numeral, units)
        if core is None:
            continue
        if following is not None and core.number.end >= following.span.end:
            skip = index + 2
        found.append(_finish(text, core, before, after, damaged))
    return found


class _Core(NamedTuple):
    """Number and unit with their places."""

    number: Span
    end: int
    measure: _Measure
    unit: str
    entry: Entry | None


def _is_ordinal(text: str, numeral: Numeral) -> bool:
    return numeral.rule == "numerals.code" or text[numeral.span.start - 1 : numeral.span.start] == "第"


def _measure(numeral: Numeral) -> _Measure:
    """Split 1200多亿 into 1200, open, 亿."""
    match = _ARABIC_RE.fullmatch(numeral.surface) or _CHINESE_RE.fullmatch(numeral.surface)
    if match is None or numeral.value_max is not None or numeral.value is None:
        return _Measure(numeral.value, numeral.value_max, "", numeral.open)
    return _Measure(parse_numeral(match["core"]), None, match["scale"], numeral.open)


def _read_share(numeral: Numeral) -> _Core | None:
    """百分之八十 → 80 %, 三成五 → 3.5 成, 四分之三 → 75 %, 过半 → more than 50 %."""
    kind = numeral.rule.removeprefix("numerals.")
    if numeral.value is None or kind not in ("percent_words", "fraction", "tenths", "half"):
        return None
    unit, times = {"tenths": ("成", 10), "percent_words": _HUNDREDTHS.get(numeral.surface[0], ("%", 100))}.get(kind, ("%", 100))
    value = _plain((numeral.value * times).quantize(Decimal("0.0001")))
    return _Core(numeral.span, numeral.span.end, _Measure(value, None, "", numeral.surface == "过半"), unit, None)


def _read_single(text: str, numeral: Numeral, units: _Units) -> _Core | None:
    if share := _read_share(numeral):
        return share._replace(entry=units.entries.get(share.unit))
    measure = _measure(numeral)
    match = units.regex.match(text, numeral.span.end)
    if match is None:
        if measure.scale[-1:] not in ("万", "亿") or text[numeral.span.end : numeral.span.end + 1] in ("级", "达", "科"):
            return None
        return _Core(numeral.span, numeral.span.end, measure, measure.scale, None)
    entry = units.entries[match[1]]
    if _is_date(measure, entry):
        return None
    return _Core(numeral.span, match.end(), measure, measure.scale + match[1], entry)


def _is_date(measure: _Measure, entry: Entry) -> bool:
    return entry.form == "年" and measure.value is not None and measure.value >= 1000 and not measure.scale


def _read_range(text: str, first: Numeral, second: Numeral | None, units: _Units) -> _Core | None:
    """5%—6%, 10至12个, 8000万—1亿元; a step from one value to another (从5%到6%) is no range."""
    if second is None or second.span.start - first.span.end > 8 or text[: first.span.start].endswith(_BEFORE_RANGE):
        return None
    unit = units.regex.match(text, first.span.end)
    link = _LINK_RE.match(text, unit.end() if unit else first.span.end)
    low, high = _read_single(text, first, units), _read_single(text, second, units)
    if link is None or link.end() != second.span.start or high is None or high.measure.value is None:
        return None
    start = low.measure if low else _measure(first)
    if start.value is None or (low and low.entry and low.entry != high.entry):
        return None
    ratio = Decimal(_SCALES.get(start.scale, 1)) / _SCALES.get(high.measure.scale, 1) if start.scale else Decimal(1)
    value = start.value * ratio
    if value >= high.measure.value:
        return None
    measure = _Measure(value, high.measure.value, high.measure.scale, high.measure.open)
    return high._replace(number=Span(first.span.start, second.span.end), measure=measure)


def _find_comparators(text: str, lex: Lexicons) -> tuple[dict[int, tuple[Rule, Span]], dict[int, tuple[Rule, Span]]]:
    """Comparators before a number by their end, the others by their start."""
    before, after = {}, {}
    for rule, match in lex.rules("comparators").scan(text):
        if rule.value.startswith("before:"):
            before[match.end()] = rule, Span(*match.span())
        else:
            after[match.start()] = rule, Span(*match.span())
    return before, after


def _finish(
    text: str, core: _Core, before: Mapping[int, tuple[Rule, Span]], after: Mapping[int, tuple[Rule, Span]], damaged: Sequence[Span]
) -> Quantity:
    """Put the comparators to a number and its unit."""
    start, end = core.number.start, core.end
    filler = 1 if text[start - 1 : start] in ("了", "为", "到", "至", " ") else 0
    lead = before.get(start) or before.get(start - filler)
    trail = after.get(end)
    comparator, rule, unit = "eq", f"units:{core.entry.form}" if core.entry else "units:scale", core.unit
    if core.measure.value_max is not None:
        comparator = "range"
    if trail and (not trail[0].value.startswith("within:") or (lead and lead[0].id == "comparators.not_above")):
        comparator, rule, end = trail[0].value.partition(":")[2], trail[0].id, trail[1].end
    if core.measure.open:
        comparator, rule = "gt", "comparators.more"
    if lead:
        comparator, rule, start = lead[0].value.partition(":")[2], lead[0].id, lead[1].start
        unit = lead[0].extra.get("unit", unit)
    if trail and trail[0].value == "after:approx" and comparator == "le":
        comparator, rule = "approx", trail[0].id
    if core.measure.value_max is not None and comparator in ("approx", "gt"):
        comparator = "range"
    span = Span(start, end)
    lost = any(d.touches(core.number) for d in damaged)
    value, value_max = (None, None) if lost else core.measure[:2]
    canonical = _canonical(value, value_max, core)
    kind = core.entry["kind"] if core.entry else "count"
    return Quantity(span, text[start:end], core.number, value, value_max, unit, comparator, canonical, kind, rule)


def _canonical(value: Decimal | None, value_max: Decimal | None, core: _Core) -> Canonical | None:
    """In base units, exact unless the factor is a fraction that does not end (亩): then to 28 digits."""
    if value is None:
        return None
    factor = Fraction(core.entry["factor"]) if core.entry else Fraction(1)
    factor *= _SCALES.get(core.measure.scale, 1)
    base = core.entry["base"] if core.entry else "1"
    return Canonical(_times(value, factor), None if value_max is None else _times(value_max, factor), base)


def _times(value: Decimal, factor: Fraction) -> Decimal:
    return _plain(value * factor.numerator / factor.denominator)


def _plain(value: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent: 50, never 5E+1."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
