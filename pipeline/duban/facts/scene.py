"""What the readers of targets share: the row they give, and the stretch of text they read it in.

A `Measured` is a target before it has a status, a modality and a whole. A `Scene` is one unit with the time
expressions in it, so that every question a reader asks costs no more than the unit is long.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from duban.facts.target_words import Words
from duban.facts.topics import Places, find_topic
from duban.mentions.base_units import Canonical
from duban.mentions.quantities import Quantity
from duban.spans import Span

NAME_LENGTH = 14
CHINESE_RE = re.compile(r"[一二三四五六七八九十两百千]{1,3}")
SIGHT = 200
SPEED_RE = re.compile(r"(?:其|平均)?(?P<speed>增速|增幅|涨幅)?(?:分别|均|都)?")
BARE_RE = re.compile(r"^(?:均|都|分别|其|总量|规模|，)+")


class Measured(NamedTuple):
    """One row. ``head_end`` is where the next lead may begin; ``number`` the numeral that the row's value is.

    ``part``: it is part of the row before (其中); ``carries``: the verb before it counts for the items that follow;
    ``bare``: it has no verb of its own.
    """

    start: int
    end: int
    indicator: str
    scope: str | None
    comparator: str
    value: Decimal | None
    value_max: Decimal | None
    unit: str | None
    canonical: Canonical | None
    kind: str
    direction: str | None
    reference: str | None
    rule: str
    number: Span | None
    head_end: int
    part: bool = False
    carries: bool = False
    bare: bool = False


def row_of(
    quantity: Quantity,
    start: int,
    end: int,
    indicator: str,
    *,
    scope: str | None = None,
    kind: str = "level",
    direction: str | None = None,
    reference: str | None = None,
    part: bool = False,
) -> Measured:
    """The row of one quantity, standing at ``[start, end)``."""
    return Measured(
        start=start,
        end=end,
        indicator=indicator,
        scope=scope,
        comparator=quantity.comparator,
        value=quantity.value,
        value_max=quantity.value_max,
        unit=quantity.unit,
        canonical=quantity.canonical,
        kind=kind,
        direction=direction if kind == "change" else None,
        reference=reference,
        rule=quantity.rule,
        number=quantity.number,
        head_end=end,
        part=part,
    )


class Scene(NamedTuple):
    """One unit, or a piece of a very long one: ``span`` of ``text``, the target words, its times by their end."""

    text: str
    span: Span
    words: Words
    time_ends: Mapping[int, int]
    places: Places

    def is_time(self, span: Span) -> bool:
        """True if the number is part of a time expression."""
        return any(start < span.end and span.start < end for end, start in self.time_ends.items())

    def skip_times(self, start: int, stop: int) -> int:
        """*start*, behind the time expressions that begin there."""
        for _ in range(4):
            while start < stop and self.text[start] in "，、 ":
                start += 1
            begun = start
            start = next((end for end, at in self.time_ends.items() if at == start and end < stop), start)
            if start == begun:
                break
        return start

    def topic(self, stop: int) -> str:
        """The measure that the sentence's lead-in names (从投资进度看)."""
        return find_topic(self.text, self.span.start, stop)

    def is_title(self, offset: int) -> bool:
        """True inside 《…》."""
        low = max(self.span.start, offset - SIGHT)
        return self.text.rfind("《", low, offset) > self.text.rfind("》", low, offset)

    def is_quoted(self, quantity: Quantity) -> bool:
        """True for a number in a short quotation or a title: “两个维护”, 《十条措施》."""
        low, at = max(self.span.start, quantity.number.start - SIGHT), quantity.number.start
        opened = max(self.text.rfind(mark, low, at) for mark in "“‘《")
        if opened <= max(self.text.rfind(mark, low, at) for mark in "”’》"):
            return False
        high = min(self.span.end, quantity.number.end + SIGHT)
        ends = (self.text.find(mark, quantity.number.end, high) for mark in "”’》")
        closed = min((end for end in ends if end >= 0), default=high)
        named = CHINESE_RE.fullmatch(self.text, *quantity.number) and closed - opened <= 2 * NAME_LENGTH
        return bool(named) or closed - opened <= NAME_LENGTH or self.text[opened] == "《"

    def adopt(self, found: Sequence[Measured], rows: Sequence[Measured]) -> list[Measured]:
        """Rows without a subject (增速居全国第2位) take the indicator of the rows before them; else they fall away."""
        before = [row for row in rows[-12:] if row.kind != "rank"]
        adopted = []
        for number, row in enumerate(found):
            speed = SPEED_RE.fullmatch(BARE_RE.sub("", row.indicator))
            indicator = row.indicator
            if self.places.are(indicator):
                topic = self.topic(row.start) or (before[-1].indicator if before else "")
                row, indicator = row._replace(scope=indicator), topic or indicator
            if speed and before:
                source = before[-len(found) :][number] if len(before) >= len(found) else before[-1]
                indicator = source.indicator + (speed["speed"] or "")
                row = row._replace(scope=row.scope or source.scope)
            if indicator and "，" not in indicator.rstrip("，"):
                adopted.append(row._replace(indicator=indicator))
        return adopted
