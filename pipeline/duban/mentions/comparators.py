"""Find the words that say how the true value stands to a number: 不低于 … 以上, 约, 大于五且小于十.

They are rows of `lexicons/comparators.toml`. A word before a number wins over 多 and 余 in it (约4.5万余人: approx),
these over a word behind it. Two bounds that only 且 or nothing parts are one range.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from duban.mentions.amounts import Amount
from duban.spans import Span

if TYPE_CHECKING:
    from duban.lexicon import Lexicons
    from duban.rules import Rule

Words = Mapping[int, "tuple[Rule, Span]"]
_FILLERS = ("了", "为", "到", "至", " ")
JOINT_RE = re.compile(r"\s?(?:[，,、]?(?:且|并且|而且|但是?|同时|又|和)|[，,])?\s?")
LOW = frozenset({"ge", "gt"})
HIGH = frozenset({"le", "lt"})


class Comparing(NamedTuple):
    """The comparator of a quantity, the rule that gave it, and how far its words reach."""

    comparator: str
    rule: str
    start: int
    end: int
    unit: str


def find_comparators(text: str, lex: Lexicons) -> tuple[Words, Words]:
    """Comparators before a number by their end, the others by their start."""
    before: dict[int, tuple[Rule, Span]] = {}
    after: dict[int, tuple[Rule, Span]] = {}
    for rule, match in lex.rules("comparators").scan(text):
        if rule.value.startswith("before:"):
            before[match.end()] = rule, Span(*match.span())
        else:
            after[match.start()] = rule, Span(*match.span())
    return before, after


def compare(text: str, amount: Amount, before: Words, after: Words) -> Comparing:
    """Weigh the words beside a number: one before it beats 多 and 余 in it, these one behind it."""
    start, end = amount.start, amount.end
    filler = 1 if text[start - 1 : start] in _FILLERS else 0
    lead = before.get(start) or before.get(start - filler)
    trail = after.get(end)
    if trail and trail[0].value.startswith("within:") and not (lead and lead[0].id == "comparators.not_above"):
        trail = None
    if trail and trail[0].value.startswith("beyond:"):
        trail = trail if text[max(0, start - 1) : start] == "比" else None
        start -= trail is not None
    rule = f"units:{amount.entry.form}" if amount.entry else "units:scale"
    found = Comparing("eq", rule, start, end, amount.unit)
    if amount.measure.value_max is not None:
        found = found._replace(comparator="range")
    if trail:
        found = found._replace(comparator=_comparator(trail), rule=trail[0].id, end=trail[1].end)
    if amount.measure.open:
        found = found._replace(comparator="gt", rule="comparators.more")
    if lead:
        unit = lead[0].extra.get("unit", amount.unit)
        found = found._replace(comparator=_comparator(lead), rule=lead[0].id, start=lead[1].start, unit=unit)
    if trail and _comparator(trail) == "approx" and found.comparator == "le":
        found = found._replace(comparator="approx", rule=trail[0].id)
    if amount.measure.value_max is not None and found.comparator in ("approx", "gt"):
        found = found._replace(comparator="range")
    return found


def _comparator(found: tuple[Rule, Span]) -> str:
    return found[0].value.partition(":")[2]
