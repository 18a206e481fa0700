"""Find targets: what somebody is held to, or where things stand, as indicator, comparator, number and unit.

    5000万元以上项目开工65项（其中工业项目35项）
    → 开工 eq 65 项 of 项目; 开工 eq 35 项 of 工业项目, part of the first

A unit's reading says whether its numbers are owed (a task) or reached (a status); a clause may say otherwise
(已完成, …的目标). Numbers in names, dates, filters (5000万元以上项目) and sizes (总投资) are no targets. What a
number measures is read by `duban.facts.measures`, what is reached without a number by `duban.facts.standards`.
Deadlines are put to targets later, by `duban.facts.deadlines`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from duban.facts.indicators import clause_start
from duban.facts.measures import read_measure
from duban.facts.scene import Measured, Scene
from duban.facts.standards import read_standard, subject_start
from duban.facts.target_words import Words
from duban.facts.topics import Places
from duban.lexicon import Lexicons
from duban.mentions.base_units import Canonical
from duban.mentions.quantities import Quantity
from duban.rules import Rule
from duban.spans import Span

MODALITIES = ("binding", "planned", "aspirational")
LABELS = frozenset({"task", "status"})
PIECE = 2000
_JOIN_RE = re.compile(r"[、，和及]?")

Found = tuple[Rule, "re.Match[str]"]


class UnitLike(Protocol):
    """What is needed of a unit."""

    @property
    def span(self) -> Span:
        """Where it stands."""


class ReadingLike(Protocol):
    """What is needed of a unit's reading."""

    @property
    def label(self) -> str:
        """task, exhortation, status or other."""

    @property
    def modality(self) -> str | None:
        """binding, planned, aspirational, or None."""


class TimeLike(Protocol):
    """What is needed of a time expression."""

    @property
    def span(self) -> Span:
        """Where it stands."""


@dataclass(frozen=True, slots=True)
class Target:
    """One row per number and indicator. ``unit_index`` is the unit it stands in, ``whereof`` an index in the list.

    ``number`` is the span of the numeral that is its value; None where the text states no number (全覆盖).
    """

    span: Span
    text: str
    unit_index: int
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
    whereof: int | None
    status: str
    modality: str | None
    number: Span | None
    rule: str


def find_targets(
    text: str,
    units: Sequence[UnitLike],
    readings: Sequence[ReadingLike],
    quantities: Sequence[Quantity],
    times: Sequence[TimeLike],
    lex: Lexicons,
) -> list[Target]:
    """Return the targets of *text* in text order; the units and their *readings* run in parallel.

    Only tasks and statuses hold targets. A quantity without a value (its digits are damaged) gives none.
    """
    words, places = lex.cached("target words", Words), lex.cached("places", Places)
    quantity_starts = [q.span.start for q in quantities]
    dated = sorted((t.span.start, t.span.end) for t in times)
    found: list[Target] = []
    previous: list[Measured] = []
    for index, (unit, reading) in enumerate(zip(units, readings, strict=True)):
        rows: list[Measured] = []
        if reading.label in LABELS and text[unit.span.end - 1 : unit.span.end] not in ("？", "?"):
            for span in _pieces(text, unit.span):
                low, high = bisect_left(dated, (span.start, 0)), bisect_left(dated, (span.end, 0))
                scene = Scene(text, span, words, {end: start for start, end in dated[low:high]}, places)
                here = quantities[bisect_left(quantity_starts, span.start) : bisect_left(quantity_starts, span.end)]
                rows += _read(scene, here, rows[-12:], previous, reading.label, lex)
            found += _finish(text, index, unit, reading, rows, found, words)
        previous = rows
    return found


def _pieces(text: str, span: Span) -> Iterator[Span]:
    """The unit; one of monstrous length is cut at commas, so that the work stays linear in it."""
    start = span.start
    while span.end - start > 2 * PIECE:
        comma = text.find("，", start + PIECE, start + 2 * PIECE)
        stop = comma + 1 if comma >= 0 else start + PIECE
        yield Span(start, stop)
        start = stop
    yield Span(start, span.end)


def _read(
    scene: Scene,
    quantities: Sequence[Quantity],
    earlier: Sequence[Measured],
    previous: Sequence[Measured],
    label: str,
    lex: Lexicons,
) -> list[Measured]:
    """The rows of one unit: standards and numbers in the order in which they stand."""
    usable = [q for q in quantities if q.value is not None and not scene.is_time(q.span) and not scene.is_quoted(q)]
    standards = [(r, m) for r, m in lex.rules("targets").scan(scene.text, *scene.span) if not scene.is_title(m.start())]
    taken = [Span(*match.span()) for _, match in standards]
    counted = {q.number for rule, match in standards for q in _in_subject(scene, rule, match, usable)}
    events: list[tuple[int, int, Quantity | Found]] = [(q.number.start, n, q) for n, q in enumerate(usable)]
    events += [(match.start(), n, (rule, match)) for n, (rule, match) in enumerate(standards)]
    rows: list[Measured] = []
    for at, number, event in sorted(events, key=lambda e: e[:2]):
        context = rows[-12:] or list(earlier)
        if isinstance(event, Quantity):
            if event.number not in counted and not any(t.touches(event.number) for t in taken):
                rows += read_measure(scene, event, usable[max(0, number - 12) : number], context, previous, label)
        else:
            rule, match = event
            rows += read_standard(scene, match, rule, [q for q in usable if q.span.start < at], context)
    return rows


def _in_subject(scene: Scene, rule: Rule, match: re.Match[str], usable: Sequence[Quantity]) -> list[Quantity]:
    """Quantities that a 全部 behind them takes as its value or its filter."""
    if not rule.value.startswith("cover"):
        return []
    start = subject_start(scene, rule, match.start())
    return [q for q in usable if start <= q.span.start and q.span.end <= match.start()]


def _finish(
    text: str,
    index: int,
    unit: UnitLike,
    reading: ReadingLike,
    rows: Sequence[Measured],
    earlier: Sequence[Target],
    words: Words,
) -> list[Target]:
    """Give the rows of a unit their status, modality and whole."""
    found: list[Target] = []
    base = len(earlier)
    near = enumerate(reversed(earlier[-24:]), 1)
    whole = next((base - n for n, t in near if t.whereof is None and t.unit_index >= index - 1), None)
    for row in rows:
        target = _target(text, index, unit, reading, row, words)
        last = found[-1] if found else None
        if (
            row.bare
            and last
            and target.status != last.status
            and _JOIN_RE.fullmatch(text, last.span.end, target.span.start)
        ):
            target = replace(target, status=last.status, modality=last.modality)
        if row.part:
            target = replace(target, whereof=whole)
        else:
            whole = base + len(found)
        found.append(target)
    return found


def _target(text: str, index: int, unit: UnitLike, reading: ReadingLike, row: Measured, words: Words) -> Target:
    span = Span(row.start, max(row.end, row.start + 1))
    clause = text[clause_start(text, unit.span.start, span.start) : span.end]
    status = _status(text, span, clause, text[unit.span.start : span.start], reading, words)
    return Target(
        span=span,
        text=text[span.start : span.end],
        unit_index=index,
        indicator=row.indicator,
        scope=row.scope,
        comparator=row.comparator,
        value=row.value,
        value_max=row.value_max,
        unit=row.unit,
        canonical=row.canonical,
        kind=row.kind,
        direction=row.direction,
        reference=row.reference,
        whereof=None,
        status=status,
        modality=None if status == "actual" else _modality(text[slice(*span)], clause, reading, words),
        number=row.number,
        rule=row.rule,
    )


def _status(text: str, span: Span, clause: str, before: str, reading: ReadingLike, words: Words) -> str:
    """The unit's, unless the clause itself says that it is reached, or names a goal."""
    if reading.label == "status":
        owed = words.shape["goal"].match(text, span.end, span.end + 16) or (
            words.shape["due"].search(clause) and not words.shape["reached"].search(clause)
        )
        return "target" if owed else "actual"
    if words.shape["owed"].search(clause):
        return "target"
    return "actual" if words.shape["reached"].search(clause) or words.shape["so_far"].search(before) else "target"


def _modality(own: str, clause: str, reading: ReadingLike, words: Words) -> str:
    """The strongest word of the row itself, else of its clause, else the unit's."""
    for stretch in (own, clause):
        if found := next((m for m in MODALITIES if words.shape[f"modal_{m}"].search(stretch)), None):
            return found
    return reading.modality or "binding"
