"""Account for every numeral: 「第3条 到2020年完成50个（“八有”）」 → ordinal, time, target, name.

Nothing is dropped in silence. A numeral is read as what holds it, the most telling first: the value of a target, a
time, the marker of an item, part of a target's scope, an ordinal, a name; else as a count or a quantity of something
only mentioned, else as other. In a title it points to the target of the body that has the same value.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple, Protocol, cast

from duban.facts.indicators import clause_start
from duban.facts.targets import Target, TimeLike
from duban.lexicon import Lexicons
from duban.mentions.numerals import Numeral
from duban.mentions.quantities import Quantity
from duban.spans import Span

Reading = Literal["target", "scope", "time", "ordinal", "marker", "name", "count", "quantity", "other"]
SIGHT = 40
_LINE_END_RE = re.compile(r"[⟪⟫\n\t]+")
_NEVER_SCOPE = frozenset({"name", "ordinal", "marker"})
_NAMED_SPAN_RE = re.compile(r"(?:年|个月|月|天)(?:集中)?(?:行动|计划|规划|攻坚|方案|倍增|提升行动|任务书)")
TITLES = frozenset({"title", "kicker", "heading", "lead_in", "portal"})
BEFORE, AFTER = 12, 14


class UnitLike(Protocol):
    """What is needed of a unit."""

    @property
    def span(self) -> Span:
        """Where it stands."""

    @property
    def marker(self) -> str | None:
        """The item marker at its head."""

    @property
    def role(self) -> str:
        """Its part in the layout."""


class LedgerEntry(NamedTuple):
    """What one numeral was read as; ``ref`` is the index of the target or time that holds it."""

    span: Span
    read_as: Reading
    ref: int | None
    rule: str


class _Held(NamedTuple):
    """A stretch that holds numerals, and whose it is."""

    span: Span
    ref: int


class _Holders:
    """Stretches by where they begin; those that hold a numeral are found without looking at all of them."""

    def __init__(self, held: Sequence[_Held]) -> None:
        self.held = sorted(held)
        self.starts = [h.span.start for h in self.held]
        self.reach = max((h.span.end - h.span.start for h in self.held), default=0)

    def of(self, span: Span) -> _Held | None:
        """The last stretch that begins at or before *span* and touches it."""
        at = (
            bisect_right(self.starts, span.start) if span.start == span.end else bisect_right(self.starts, span.end - 1)
        )
        for held in reversed(self.held[max(0, at - 24) : at]):
            if held.span.touches(span):
                return held
            if span.start - held.span.start > self.reach:
                break
        return None


def account_for_numerals(
    text: str,
    numerals: Sequence[Numeral],
    units: Sequence[UnitLike],
    quantities: Sequence[Quantity],
    targets: Sequence[Target],
    times: Sequence[TimeLike],
    lex: Lexicons,
) -> list[LedgerEntry]:
    """Return one entry for each of the *numerals* of *text*, in text order."""
    values = _Holders([_Held(t.number, n) for n, t in enumerate(targets) if t.number is not None])
    rows = _Holders([_Held(_clause(text, t, units), n) for n, t in enumerate(targets)])
    dated = _Holders([_Held(t.span, n) for n, t in enumerate(times)])
    counted = _Holders([_Held(q.number, n) for n, q in enumerate(quantities)])
    unit_starts = [u.span.start for u in units]
    by_value: dict[tuple[Decimal | None, str | None], int] = {}
    for index, target in enumerate(targets):
        by_value.setdefault((target.value, target.unit), index)
    entries = []
    for numeral in numerals:
        at = bisect_right(unit_starts, numeral.span.start) - 1
        held = counted.of(numeral.span)
        quantity = quantities[held.ref] if held else None
        read_as, ref = _held(numeral.span, values, dated)
        if read_as is None and at >= 0:
            read_as, ref = _placed(units[at], numeral.span, quantity, by_value)
        rule = f"ledger.{read_as}"
        if read_as is None:
            read_as, rule = _mentioned(text, numeral, quantity, lex)
            if read_as not in _NEVER_SCOPE and rows.of(numeral.span):
                read_as, rule = "scope", "ledger.scope"
        entries.append(LedgerEntry(numeral.span, read_as, ref, rule))
    return entries


def _clause(text: str, target: Target, units: Sequence[UnitLike]) -> Span:
    """The target's words with those of its clause that stand before them (246个项目|完成投资…)."""
    low = units[target.unit_index].span.start if target.unit_index < len(units) else 0
    return Span(min(target.span.start, clause_start(text, low, target.span.start)), target.span.end)


def _held(span: Span, values: _Holders, dated: _Holders) -> tuple[Reading | None, int | None]:
    """The target whose value a numeral is, or the time that it is part of."""
    if held := values.of(span):
        return "target", held.ref
    if held := dated.of(span):
        return "time", held.ref
    return None, None


def _placed(
    unit: UnitLike, span: Span, quantity: Quantity | None, by_value: Mapping[tuple[Decimal | None, str | None], int]
) -> tuple[Reading | None, int | None]:
    """What a numeral is by where it stands in its unit: in a marker, or in a title that repeats the body."""
    if unit.marker is not None and span.start < unit.span.start + len(unit.marker):
        return "marker", None
    if unit.role in TITLES and quantity and (quantity.value, quantity.unit) in by_value:
        return "target", by_value[quantity.value, quantity.unit]
    return None, None


def _mentioned(text: str, numeral: Numeral, quantity: Quantity | None, lex: Lexicons) -> tuple[Reading, str]:
    """What a numeral is that no target and no time holds, and the rule that says so."""
    start, end = numeral.span
    if text[start - 1 : start] == "第":
        return "ordinal", "ledger.ordinal_before"
    if numeral.rule == "numerals.code" or _is_name(text, start, end):
        return "name", "ledger.quoted"
    if quantity is not None and quantity.kind == "duration" and _NAMED_SPAN_RE.match(text, end):
        return "name", "ledger.named_span"
    if quantity is not None:
        return ("count" if quantity.kind in ("count", "people") else "quantity"), quantity.rule
    kind = "arabic" if numeral.surface[-1:].isascii() else "chinese"
    before, after = text[max(0, start - BEFORE) : start], text[end : end + AFTER]
    line = f"{_LINE_END_RE.sub('/', before)}⟪{kind} {numeral.surface}⟫{_LINE_END_RE.sub('/', after)}"
    found = lex.rules("ledger").match_whole(line)
    return (cast(Reading, found[0].value), found[0].id) if found else ("other", "ledger.other")


def _is_name(text: str, start: int, end: int) -> bool:
    """Inside a short quotation or a title: “八有”, 《二十条》."""
    low, high = max(0, start - SIGHT), end + SIGHT
    for opening, closing in ("“”", "‘’", "《》", "「」"):
        opened = text.rfind(opening, low, start)
        if (
            opened > text.rfind(closing, low, start)
            and text.find(closing, end, high) >= 0
            and "\n" not in text[opened:end]
        ):
            return True
    return False
