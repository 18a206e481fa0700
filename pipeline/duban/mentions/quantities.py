"""Find quantities: 「110万人以上」 → at least 110 万人, 1100000 人.

A quantity is a number, the unit it is stated in and the word that says how the true value stands to it.
The unit is kept as written, its scale with it (万人, 亿元); the canonical value is in base units, exact.
Units are rows of `lexicons/units.tsv`, comparators of `lexicons/comparators.toml`. A date, an ordinal and a
number without a unit are no quantities; whether a quantity is a target belongs to `duban.facts.targets`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from duban.mentions.amounts import Amount, read_amount
from duban.mentions.base_units import Canonical, UnitTable, in_base_units
from duban.mentions.comparators import HIGH, JOINT_RE, LOW, Words, compare, find_comparators
from duban.mentions.numerals import Numeral, find_numerals
from duban.spans import Span

if TYPE_CHECKING:
    from duban.lexicon import Lexicons

_SESSIONS = ("次全会", "次全体", "中全会", "届", "次会议", "次党代会", "次常委会")
_PAIRS = [{low, high} for low in LOW for high in HIGH]


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


def find_quantities(text: str, lex: Lexicons, damaged: Sequence[Span] = (), *, bare: bool = False) -> list[Quantity]:
    """Return the quantities of *text* from left to right; ``span`` counts code points of *text*.

    ``span`` holds the comparator words beside the number. A numeral that touches a *damaged* stretch, where
    characters were lost, gives a quantity without a value. With *bare*, a number without a unit is a quantity whose
    unit is empty; ordinals, dates and codes are none either way.
    """
    return quantities_from(text, find_numerals(text, lex), lex, damaged, bare=bare)


def quantities_from(
    text: str, numerals: Sequence[Numeral], lex: Lexicons, damaged: Sequence[Span] = (), *, bare: bool = False
) -> list[Quantity]:
    """As `find_quantities`, from numerals that are already found."""
    units = lex.cached("units", UnitTable)
    before, after = find_comparators(text, lex)
    found: list[Quantity] = []
    broken = sorted(damaged)
    reached = 0
    for index, numeral in enumerate(numerals):
        if numeral.span.start < reached or _is_ordinal(text, numeral):
            continue
        following = numerals[index + 1] if index + 1 < len(numerals) else None
        amount = read_amount(text, numeral, following, units, bare)
        if amount is None:
            continue
        reached = amount.end
        quantity = _finish(text, amount, before, after, _touched(amount.number, broken))
        joined = _between(text, found[-1], quantity) if found else None
        found[-1:] = [joined] if joined else [*found[-1:], quantity]
    return found


def _touched(number: Span, broken: Sequence[Span]) -> bool:
    """True if a damaged stretch touches the number; *broken* is sorted, its stretches do not overlap."""
    at = bisect_right(broken, (number.end, 0))
    return any(span.touches(number) for span in broken[max(0, at - 2) : at])


def _is_ordinal(text: str, numeral: Numeral) -> bool:
    start, end = numeral.span
    return numeral.rule == "numerals.code" or text[start - 1 : start] in ("第", "届") or text.startswith(_SESSIONS, end)


def _between(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    """大于五且小于十, 五百以上一千以下: a lower and an upper bound of the same thing, as one range."""
    if {first.comparator, second.comparator} not in _PAIRS or first.kind != second.kind:
        return None
    if not JOINT_RE.fullmatch(text, first.span.end, second.span.start) or first.unit not in ("", second.unit):
        return None
    low, high = (first, second) if first.comparator in LOW else (second, first)
    if low.canonical is None or high.canonical is None or low.canonical.value >= high.canonical.value:
        return None
    span = Span(first.span.start, second.span.end)
    return replace(
        second,
        span=span,
        surface=text[slice(*span)],
        number=Span(first.number.start, second.number.end),
        value=low.value,
        value_max=high.value,
        comparator="range",
        canonical=low.canonical._replace(
            value_max=high.canonical.value, unit=second.canonical.unit if second.canonical else ""
        ),
    )


def _finish(text: str, amount: Amount, before: Words, after: Words, lost: bool) -> Quantity:
    """Put the comparators to a number and its unit."""
    how = compare(text, amount, before, after)
    value, value_max = (None, None) if lost else amount.measure[:2]
    return Quantity(
        span=Span(how.start, how.end),
        surface=text[how.start : how.end],
        number=amount.number,
        value=value,
        value_max=value_max,
        unit=how.unit,
        comparator=how.comparator,
        canonical=in_base_units(value, value_max, amount.entry, amount.measure.scale),
        kind=amount.entry["kind"] if amount.entry else "count",
        rule=how.rule,
    )
