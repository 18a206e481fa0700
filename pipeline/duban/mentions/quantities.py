"""Find quantities: 「110万人以上」 → at least 110 万人, 1100000 人.

A quantity is a number, the unit it is stated in and the word that says how the true value stands to it.
The unit is kept as written, its scale with it (万人, 亿元); the canonical value is in base units, exact.
Units are rows of `lexicons/units.tsv`, comparators of `lexicons/comparators.toml`. A date, an ordinal and a
number without a unit are no quantities; whether a quantity is a target belongs to `duban.facts.targets`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from duban.mentions.base_units import SCALES, Canonical, UnitTable, in_base_units, plain
from duban.mentions.numerals import Numeral, find_numerals, parse_numeral
from duban.spans import Span

if TYPE_CHECKING:
    from duban.lexicon import Entry, Lexicons
    from duban.rules import Rule

_ARABIC_RE = re.compile(r"(?P<core>[\d.,， ]+)(?P<open>[余多几]?)(?P<scale>[十百千]?(?:万亿|万|亿)|[十百千]|)[余多几]?")
_CHINESE_RE = re.compile(
    r"(?P<core>[〇零○一二三四五六七八九十百千两点]*)(?P<open>[余多几]?)(?P<scale>万亿|万|亿|)[余多几]?"
)
_LINK_RE = re.compile(r"\s?(?:[-—–－~～〜]{1,2}|至|到)\s?")
_FILLERS = ("了", "为", "到", "至", " ")
_BEFORE_RANGE = ("从", "由", "自")
_HUNDREDTHS = {"百": ("%", 100), "千": ("‰", 1000), "万": ("个基点", 10000)}


_Words = Mapping[int, "tuple[Rule, Span]"]


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


def find_quantities(text: str, lex: Lexicons, damaged: Sequence[Span] = ()) -> list[Quantity]:
    """Return the quantities of *text* from left to right; ``span`` counts code points of *text*.

    ``span`` holds the comparator words beside the number. A numeral that touches a *damaged* stretch, where
    characters were lost, gives a quantity without a value.
    """
    return quantities_from(text, find_numerals(text, lex), lex, damaged)


def quantities_from(
    text: str, numerals: Sequence[Numeral], lex: Lexicons, damaged: Sequence[Span] = ()
) -> list[Quantity]:
    """As `find_quantities`, from numerals that are already found."""
    units = lex.cached("units", UnitTable)
    before, after = _find_comparators(text, lex)
    found: list[Quantity] = []
    broken = sorted(damaged)
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
        found.append(_finish(text, core, before, after, _touched(core.number, broken)))
    return found


class _Core(NamedTuple):
    """Number and unit with their places."""

    number: Span
    end: int
    measure: _Measure
    unit: str
    entry: Entry | None


def _touched(number: Span, broken: Sequence[Span]) -> bool:
    """True if a damaged stretch touches the number; *broken* is sorted, its stretches do not overlap."""
    at = bisect_right(broken, (number.end, 0))
    return any(span.touches(number) for span in broken[max(0, at - 2) : at])


def _is_ordinal(text: str, numeral: Numeral) -> bool:
    return numeral.rule == "numerals.code" or text[numeral.span.start - 1 : numeral.span.start] == "第"


def _measure(numeral: Numeral) -> _Measure:
    """Split 1200多亿 into 1200, open, 亿."""
    match = _ARABIC_RE.fullmatch(numeral.surface) or _CHINESE_RE.fullmatch(numeral.surface)
    if match is None or numeral.value_max is not None or numeral.value is None:
        return _Measure(numeral.value, numeral.value_max, "", numeral.open)
    return _Measure(parse_numeral(match["core"]) if match["core"] else Decimal(1), None, match["scale"], numeral.open)


def _read_share(numeral: Numeral) -> _Core | None:
    """百分之八十 → 80 %, 三成五 → 3.5 成, 四分之三 → 75 %, 过半 → more than 50 %."""
    kind = numeral.rule.removeprefix("numerals.")
    if numeral.value is None or kind not in ("percent_words", "fraction", "tenths", "half"):
        return None
    unit, times = "%", 100
    if kind == "tenths":
        unit, times = "成", 10
    elif kind == "percent_words":
        unit, times = _HUNDREDTHS[numeral.surface[0]]
    measure = _Measure(plain(round(numeral.value * times, 4)), None, "", numeral.surface == "过半")
    return _Core(numeral.span, numeral.span.end, measure, unit, None)


def _read_single(text: str, numeral: Numeral, units: UnitTable) -> _Core | None:
    if share := _read_share(numeral):
        return share._replace(entry=units.entries.get(share.unit))
    measure = _measure(numeral)
    match = units.regex.match(text, numeral.span.end)
    if match is None:
        if measure.scale[-1:] not in ("万", "亿") or text[numeral.span.end : numeral.span.end + 1] in (
            "级",
            "达",
            "科",
        ):
            return None
        return _Core(numeral.span, numeral.span.end, measure, measure.scale, None)
    entry = units.entries[match[1]]
    if _is_date(measure, entry):
        return None
    return _Core(numeral.span, match.end(), measure, measure.scale + match[1], entry)


def _is_date(measure: _Measure, entry: Entry) -> bool:
    return entry.form == "年" and measure.value is not None and measure.value >= 1000 and not measure.scale


def _read_range(text: str, first: Numeral, second: Numeral | None, units: UnitTable) -> _Core | None:
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
    ratio = Decimal(SCALES.get(start.scale, 1)) / SCALES.get(high.measure.scale, 1) if start.scale else Decimal(1)
    value = start.value * ratio
    if value >= high.measure.value:
        return None
    measure = _Measure(value, high.measure.value, high.measure.scale, high.measure.open)
    return high._replace(number=Span(first.span.start, second.span.end), measure=measure)


def _find_comparators(text: str, lex: Lexicons) -> tuple[_Words, _Words]:
    """Comparators before a number by their end, the others by their start."""
    before: dict[int, tuple[Rule, Span]] = {}
    after: dict[int, tuple[Rule, Span]] = {}
    for rule, match in lex.rules("comparators").scan(text):
        if rule.value.startswith("before:"):
            before[match.end()] = rule, Span(*match.span())
        else:
            after[match.start()] = rule, Span(*match.span())
    return before, after


class _Comparing(NamedTuple):
    """The comparator of a quantity, the rule that gave it, and how far its words reach."""

    comparator: str
    rule: str
    start: int
    end: int
    unit: str


def _compare(text: str, core: _Core, before: _Words, after: _Words) -> _Comparing:
    """Weigh the words beside a number: one before it beats 多 and 余 in it, these one behind it."""
    start, end = core.number.start, core.end
    filler = 1 if text[start - 1 : start] in _FILLERS else 0
    lead = before.get(start) or before.get(start - filler)
    trail = after.get(end)
    if trail and trail[0].value.startswith("within:") and not (lead and lead[0].id == "comparators.not_above"):
        trail = None
    found = _Comparing("eq", f"units:{core.entry.form}" if core.entry else "units:scale", start, end, core.unit)
    if core.measure.value_max is not None:
        found = found._replace(comparator="range")
    if trail:
        found = found._replace(comparator=_comparator(trail), rule=trail[0].id, end=trail[1].end)
    if core.measure.open:
        found = found._replace(comparator="gt", rule="comparators.more")
    if lead:
        unit = lead[0].extra.get("unit", core.unit)
        found = found._replace(comparator=_comparator(lead), rule=lead[0].id, start=lead[1].start, unit=unit)
    if trail and _comparator(trail) == "approx" and found.comparator == "le":
        found = found._replace(comparator="approx", rule=trail[0].id)
    if core.measure.value_max is not None and found.comparator in ("approx", "gt"):
        found = found._replace(comparator="range")
    return found


def _comparator(found: tuple[Rule, Span]) -> str:
    return found[0].value.partition(":")[2]


def _finish(text: str, core: _Core, before: _Words, after: _Words, lost: bool) -> Quantity:
    """Put the comparators to a number and its unit."""
    how = _compare(text, core, before, after)
    value, value_max = (None, None) if lost else core.measure[:2]
    return Quantity(
        span=Span(how.start, how.end),
        surface=text[how.start : how.end],
        number=core.number,
        value=value,
        value_max=value_max,
        unit=how.unit,
        comparator=how.comparator,
        canonical=in_base_units(value, value_max, core.entry, core.measure.scale),
        kind=core.entry["kind"] if core.entry else "count",
        rule=how.rule,
    )


def read_quantities(text: str, lex: Lexicons) -> list[Quantity]:
    """The quantities of a text that nothing is known about: no damage, no time expressions."""
    return find_quantities(text, lex)
