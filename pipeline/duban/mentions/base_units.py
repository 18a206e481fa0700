"""Know the units of `lexicons/units.tsv`, and turn a value into base units: 162 亿元 → 16200000000 CNY."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from duban.lexicon import Entry, Lexicons

_LARGE = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}
_SMALL = {"": 1, "十": 10, "百": 100, "千": 1000}
SCALES = {small + large: times * _LARGE[large] for small, times in _SMALL.items() for large in _LARGE}


class Canonical(NamedTuple):
    """A value in base units."""

    value: Decimal
    value_max: Decimal | None
    unit: str


class UnitTable:
    """The unit table, compiled."""

    def __init__(self, lex: Lexicons) -> None:
        self.entries: Mapping[str, Entry] = {entry.form: entry for entry in lex.entries("units")}
        ordered = sorted(self.entries.values(), key=lambda e: (-len(e.form), e.form))
        forms = (re.escape(e.form) + (f"(?![{e['unless']}])" if e["unless"] else "") for e in ordered)
        self.regex = re.compile(rf"\s?({'|'.join(forms)})")


def in_base_units(value: Decimal | None, value_max: Decimal | None, unit: Entry | None, scale: str) -> Canonical | None:
    """The value in base units; exact unless the factor is a fraction that does not end (亩): then to 28 digits.

    *scale* is the scale written before the unit (万, 亿). Without a *unit* the value is a plain number.
    """
    if value is None:
        return None
    factor = (Fraction(unit["factor"]) if unit else Fraction(1)) * SCALES.get(scale, 1)
    base = unit["base"] if unit else "1"
    return Canonical(_times(value, factor), None if value_max is None else _times(value_max, factor), base)


def _times(value: Decimal, factor: Fraction) -> Decimal:
    return plain(value * factor.numerator / factor.denominator)


def plain(value: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent: 50, never 5E+1."""
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()
