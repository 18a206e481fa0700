"""Know the units of `lexicons/units.tsv`, and turn a value into base units: 162 亿元 → 16200000000 CNY."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
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
    """A unit in the text: form, row, where it ends; ``half``: 半 stands in or behind it (两吨半)."""

    form: str
    entry: Entry
    end: int
    half: bool


class _Form(NamedTuple):
    """A spelling, its row, the characters that must not follow, and whether it ends with a Latin letter."""

    form: str
    entry: Entry
    unless: str
    latin: bool


class Prefix(NamedTuple):
    """A sign or name before a number ($, 人民币): where it begins, and the row of the unit that it says."""

    start: int
    entry: Entry


class UnitTable:
    """The unit table, compiled."""

    def __init__(self, lex: Lexicons) -> None:
        self.entries: Mapping[str, Entry] = {entry.form: entry for entry in lex.entries("units")}
        self._by_opening: dict[str, list[_Form]] = {}
        for entry in sorted(self.entries.values(), key=lambda e: (-len(e.form), e.form)):
            latin = entry.form[-1].isascii() and entry.form[-1].isalpha()
            self._by_opening.setdefault(entry.form[0], []).append(_Form(entry.form, entry, entry["unless"], latin))
        self._alone_re = re.compile(r"(?![\u4e00-\u9fa5])|(?=[、，。；左以])")
        self.prefixes = {e.form: self.entries[e["unit"]] for e in lex.entries("unit_prefixes")}
        self._prefix_ends = frozenset(form[-1] for form in self.prefixes)

    def at(self, text: str, start: int) -> FoundUnit | None:
        """The unit that begins at *start*, a space before it allowed."""
        if text[start : start + 1].isspace():
            start += 1
        for form, entry, unless, latin in self._by_opening.get(text[start : start + 1], ()):
            if text.startswith(form, start):
                end = start + len(form)
                behind = text[end : end + 1]
                if not (behind and (behind in unless or (latin and behind.isascii() and behind.isalnum()))):
                    return self._found(text, form, entry, end)
        return None

    def _found(self, text: str, form: str, entry: Entry, end: int) -> FoundUnit:
        if form.startswith("个半"):
            return FoundUnit(f"个{form[2:]}", self.entries[f"个{form[2:]}"], end, True)
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


def in_base_units(value: Decimal | None, value_max: Decimal | None, unit: Entry | None, scale: str) -> Canonical | None:
    """The value in base units; exact unless the factor is a fraction that does not end (亩): then to 28 digits.

    *scale* is the scale written before the unit (万, 亿). Without a *unit* the value is a plain number.
    """
    if value is None:
        return None
    above, below = _fraction(unit["factor"]) if unit else (1, 1)
    above *= SCALES.get(scale, 1)
    top = None if value_max is None else plain(value_max * above / below)
    return Canonical(plain(value * above / below), top, unit["base"] if unit else "1")


@cache
def _fraction(factor: str) -> tuple[int, int]:
    """2000/3 → (2000, 3), 0.01 → (1, 100)."""
    return Fraction(factor).as_integer_ratio()


def plain(value: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent: 50, never 5E+1."""
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()
