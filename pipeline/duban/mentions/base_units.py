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
_HALF_MORE_RE = re.compile(r"半(?![年个天数径价圆岛夜导截])")
_LONGEST_PREFIX = 6


class Canonical(NamedTuple):
    """A value in base units."""

    value: Decimal
    value_max: Decimal | None
    unit: str


class FoundUnit(NamedTuple):
    """A unit in the text: its form, its row, where it ends; ``half``: 半 stands in or behind it (两吨半, 三个半小时)."""

    form: str
    entry: Entry
    end: int
    half: bool


class Prefix(NamedTuple):
    """A sign or name before a number ($, 人民币): where it begins, and the row of the unit that it says."""

    start: int
    entry: Entry


class UnitTable:
    """The unit table, compiled."""

    def __init__(self, lex: Lexicons) -> None:
        self.entries: Mapping[str, Entry] = {entry.form: entry for entry in lex.entries("units")}
        ordered = sorted(self.entries.values(), key=lambda e: (-len(e.form), e.form))
        forms = (re.escape(e.form) + _not_before(e) for e in ordered)
        self.regex = re.compile(rf"\s?({'|'.join(forms)})")
        self._alone_re = re.compile(r"(?![\u4e00-\u9fa5])|(?=[、，。；左以])")
        self.prefixes = {e.form: self.entries[e["unit"]] for e in lex.entries("unit_prefixes")}
        self._prefix_ends = frozenset(form[-1] for form in self.prefixes)

    def at(self, text: str, start: int) -> FoundUnit | None:
        """The unit that begins at *start*, a space before it allowed."""
        match = self.regex.match(text, start)
        if match is None:
            return None
        form, end = match[1], match.end()
        if form.startswith("个半"):
            return FoundUnit(f"个{form[2:]}", self.entries[f"个{form[2:]}"], end, True)
        entry = self.entries[form]
        if entry["alone"] and self._alone_re.match(text, end):
            entry = self.entries[entry["alone"]]
        half = _HALF_MORE_RE.match(text, end) if entry["kind"] not in ("count", "people") else None
        return FoundUnit(form, entry, half.end() if half else end, half is not None)

    def before(self, text: str, stop: int, kind: str) -> Prefix | None:
        """The sign or name of a unit of *kind* that ends at *stop*, a space allowed."""
        if stop and text[stop - 1] == " ":
            stop -= 1
        if not stop or text[stop - 1] not in self._prefix_ends:
            return None
        for length in range(_LONGEST_PREFIX, 0, -1):
            entry = self.prefixes.get(text[max(0, stop - length) : stop])
            if entry is not None and entry["kind"] == kind:
                return Prefix(max(0, stop - length), entry)
        return None


def _not_before(entry: Entry) -> str:
    unless = f"(?![{entry['unless']}])" if entry["unless"] else ""
    return unless + (r"(?![A-Za-z\d])" if entry.form[-1].isascii() and entry.form[-1].isalpha() else "")


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
