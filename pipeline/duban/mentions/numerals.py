"""Find numerals: 「新建三千五百套、改造1.2万户」 → 三千五百 (3500), 1.2万 (12000).

A numeral is the writing, a number its value. Which characters of a text are a numeral at all, and which only look
like one (一般, 统一, 千方百计), is data: `lexicons/numerals.toml` and `lexicons/numeral_words.tsv`. The arithmetic is
in `duban.mentions.numeral_values`. What is counted, and how far the number may be off, belongs to
`duban.mentions.quantities`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from duban.mentions.numeral_values import LONGEST, VAGUE, parse_numeral, parse_range
from duban.spans import Span

if TYPE_CHECKING:
    from duban.lexicon import Lexicons
    from duban.rules import RuleTable

__all__ = ["Numeral", "find_numerals", "parse_numeral", "parse_range"]


class Numeral(NamedTuple):
    """One numeral of the text. ``value_max`` is set where the writing itself is a range (二三十).

    ``value`` is None where the writing names no number (数百). ``open`` marks 余 多 几: more than ``value``.
    """

    span: Span
    surface: str
    value: Decimal | None
    value_max: Decimal | None
    open: bool
    rule: str


def _build(lexicons: Lexicons) -> tuple[RuleTable, frozenset[str]]:
    table = lexicons.rules("numerals")
    return table, frozenset(rule.id for rule in table.rules if rule.value == "none")


def find_numerals(text: str, lex: Lexicons) -> list[Numeral]:
    """Return the numerals of *text* from left to right, never overlapping.

    Words that only contain a digit (一般, 统一) are passed over. ``span`` counts code points of *text*.
    """
    table, words = lex.cached("numerals", _build)
    found = []
    for rule, match in table.scan(text):
        if rule.id not in words:
            found.append(_read(match[0], Span(*match.span()), rule.id))
    return found


def _read(surface: str, span: Span, rule: str) -> Numeral:
    if surface.isascii() and surface.isdigit() and len(surface) <= LONGEST:
        return Numeral(span, surface, Decimal(surface), None, False, rule)
    vague = any(c in surface for c in VAGUE)
    both = parse_range(surface)
    value, value_max = both if both else (parse_numeral(surface), None)
    return Numeral(span, surface, value, value_max, vague and value is not None, rule)
