"""Find targets: what somebody is held to, or where things stand, as indicator, comparator, number and unit.

    5000万元以上项目开工65项（其中工业项目35项）
    → 开工 eq 65 项 of 5000万元以上项目; 开工 eq 35 项 of 工业项目, part of the first

A unit's reading says whether its numbers are owed (a task) or reached (a status); a clause may say otherwise
(已完成, …的目标). Numbers in names, dates, filters (5000万元以上项目) and sizes (总投资) are no targets. What a
number measures is read by `duban.facts.measures`, what is reached without a number by `duban.facts.standards`.
Deadlines are put to targets later, by whoever resolves the times.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from duban.facts.indicators import Words, clause_start
from duban.facts.measures import Measured, Scene, read_measure
from duban.facts.standards import (
    Standing,
    read_all,
    read_cover,
    read_each,
    read_named,
    read_ranks,
    read_relative,
)
from duban.mentions.quantities import Canonical, Quantity
from duban.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from duban.lexicon import Lexicons
    from duban.rules import Rule

_LABELS = {"task": "target", "status": "actual"}
_REACHED_RE = re.compile(r"已(?!知|建成的)|累计(?:完成|实现|达)|共(?:完成|安排|实施|投入)了|(?:安排|完成|建成|达到|实现|开展|发放)了|去年|上年完成|截至|前期已")
_OWED_RE = re.compile(r"将|力争|确保|要(?!求)|计划|争取|年底前|预计|必须|需(?!求)")
_NOTHING_RE = re.compile(r"将|要|也|已|已经|均|都|努力|率先|基本|全面|力争|确保|，|在")
_SHORT_RE = re.compile(r"(?:全部|全都|百分之百|100%)(?!(?:完成|达到|实现|建成)[^，。；]{2})[^，。；：\n]{2,6}(?=[，。；\n）]|$)")
_GOAL_RE = re.compile(r"^[^，。；]{0,6}的(?:年度|阶段性|预期|既定|约束性|总体)?(?:目标|任务|要求)")
_MODAL_RES = (
    ("binding", re.compile(r"确保|必须|坚决|务必|不得|(?<![主需重纪摘])要(?!求|素|点)|严禁|一律")),
    ("planned", re.compile(r"将(?!军)|(?<![度年按投划])计划(?!的|总|书)|拟|预计|预期目标")),
    ("aspirational", re.compile(r"力争|争取|努力|奋力|尽量")),
)


class UnitLike(Protocol):
    """What is needed of a unit."""

    @property
    def span(self) -> Span: ...
    @property
    def text(self) -> str: ...


class ReadingLike(Protocol):
    """What is needed of a unit's reading."""

    @property
    def label(self) -> str: ...
    @property
    def modality(self) -> str | None: ...


class TimeLike(Protocol):
    """What is needed of a time expression."""

    @property
    def span(self) -> Span: ...


@dataclass(frozen=True, slots=True)
class Target:
    """One row per number and indicator. ``unit_index`` is the unit it stands in, ``whereof`` an index in the list."""

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
    rule: str


def find_targets(
    text: str,
    units: Sequence[UnitLike],
    readings: Sequence[ReadingLike],
    quantities: Sequence[Quantity],
    times: Iterable[TimeLike],
    lex: Lexicons,
) -> list[Target]:
    """Return the targets of *text* in text order; the units and their *readings* run in parallel.

    Only tasks and statuses hold targets. A quantity without a value (its digits are damaged) gives none.
    """
    words = lex.cached("target words", Words)
    scene = Scene(text, words, {t.span.end: t.span.start for t in times})
    starts = [q.span.start for q in quantities]
    found: list[Target] = []
    for index, (unit, reading) in enumerate(zip(units, readings, strict=True)):
        if reading.label not in _LABELS:
            continue
        here = quantities[bisect_left(starts, unit.span.start) : bisect_left(starts, unit.span.end)]
        found += _read_unit(scene, index, unit, reading, here, found, lex)
    return found


def _read_unit(
    scene: Scene, index: int, unit: UnitLike, reading: ReadingLike, quantities: Sequence[Quantity], earlier: Sequence[Target], lex: Lexicons
) -> list[Target]:
    """The rows of one unit: standards and numbers in the order in which they stand."""
    usable = [q for q in quantities if q.value is not None and not scene.is_time(q.span) and not scene.is_quoted(q, unit.span)]
    standards = list(lex.rules("targets").scan(scene.text, unit.span.start, unit.span.end))
    events: list[tuple[int, Quantity | tuple[Rule, re.Match[str]]]] = [(q.number.start, q) for q in usable]
    events += [(match.start(), (rule, match)) for rule, match in standards if not scene.is_name(match.span(), unit.span)]
    rows: list[Measured] = []
    consumed: list[Span] = [Span(*match.span()) for _, match in standards]
    counted = _counted_by_all(scene, standards, usable, unit)
    previous = [_as_measured(t) for t in earlier if t.unit_index == index - 1]
    for at, event in sorted(events, key=lambda e: e[0]):
        if isinstance(event, Quantity):
            if not any(c.touches(event.number) for c in consumed) and event not in counted:
                rows += read_measure(scene, event, usable, unit.span, rows, previous, reading.label)
        else:
            rows += _read_standard(scene, unit, event, usable, rows, at)
    return _finish(scene.text, index, unit, reading, rows, earlier)


def _counted_by_all(scene: Scene, standards: Sequence[tuple[Rule, re.Match[str]]], usable: Sequence[Quantity], unit: UnitLike) -> list[Quantity]:
    """Quantities that a 全部 behind them takes as its value or its filter."""
    taken: list[Quantity] = []
    for rule, match in standards:
        if rule.value.startswith("cover"):
            start = _subject_start(scene, unit, match.start(), usable, rule)
            taken += [q for q in usable if start <= q.span.start and q.span.end <= match.start()]
    return taken


def _subject_start(scene: Scene, unit: UnitLike, stop: int, usable: Sequence[Quantity], rule: Rule) -> int:
    """Where the subject of a standard begins: with its clause, or one clause earlier if nothing stands in this one."""
    text = scene.text
    start = clause_start(text, unit.span.start, stop)
    own = _NOTHING_RE.sub("", text[scene.skip_times(start, stop) : stop])
    if own or start <= unit.span.start or text[start - 1] not in "，,":
        return start
    if rule.value == "cover_all" and not _SHORT_RE.match(text, stop):
        return start
    return clause_start(text, unit.span.start, start - 1)


def _read_standard(
    scene: Scene, unit: UnitLike, event: tuple[Rule, re.Match[str]], usable: Sequence[Quantity], rows: Sequence[Measured], at: int
) -> list[Measured]:
    rule, match = event
    start = _subject_start(scene, unit, at, usable, rule)
    last = max((r.end for r in rows if r.end <= at), default=start)
    start = max(start, last)
    if rule.value != "cover_all":
        start = max((q.span.end for q in usable if start <= q.span.start and q.span.end <= at), default=start)
    start = scene.skip_times(start, at)
    read = {"cover": read_cover, "cover_each": read_each, "cover_named": read_named, "relative": read_relative, "rank": read_ranks}
    if rule.value == "double":
        quantity = [q for q in usable if q.span.start == at]
        return [] if quantity else scene.doubled(start, match, rule, rows)
    standings = (
        read_all(scene.text, start, match, rule, scene.time_ends, usable)
        if rule.value == "cover_all"
        else read[rule.value](scene.text, start, match, rule, scene.time_ends)
    )
    return scene.adopt(standings, rows)


def _as_measured(target: Target) -> Measured:
    return Measured(
        target.span.start, target.span.end, target.indicator, target.scope, target.comparator, target.value, target.value_max, target.unit,
        target.canonical, target.kind, target.direction, target.reference, False, target.rule, target.span.end,
    )  # fmt: skip


def _finish(text: str, index: int, unit: UnitLike, reading: ReadingLike, rows: Sequence[Measured], earlier: Sequence[Target]) -> list[Target]:
    """Give the rows of a unit their status, modality and whole."""
    found: list[Target] = []
    base = len(earlier)
    whole: int | None = next((base - n for n, t in enumerate(reversed(earlier), 1) if t.whereof is None and t.unit_index >= index - 1), None)
    for row in rows:
        span = Span(row.start, max(row.end, row.start + 1))
        status = _status(text, unit, span, reading)
        target = Target(
            span, text[span.start : span.end], index, row.indicator, row.scope, row.comparator, row.value, row.value_max, row.unit,
            row.canonical, row.kind, row.direction, row.reference, None, status, _modality(text, unit, span, reading, status), row.rule,
        )  # fmt: skip
        if row.bare and found and status != found[-1].status and re.fullmatch(r"[、，和及]?", text[found[-1].span.end : span.start]):
            target = replace(target, status=found[-1].status, modality=found[-1].modality)
        if row.part:
            target = replace(target, whereof=whole)
        else:
            whole = base + len(found)
        found.append(target)
    return found


def _status(text: str, unit: UnitLike, span: Span, reading: ReadingLike) -> str:
    """The unit's, unless the clause itself says that it is reached, or names a goal."""
    start = clause_start(text, unit.span.start, span.start)
    clause = text[start : span.end]
    if reading.label == "status":
        return "target" if _GOAL_RE.match(text[span.end : span.end + 16]) else "actual"
    if _REACHED_RE.search(clause) and not _OWED_RE.search(clause):
        return "actual"
    return "target"


def _modality(text: str, unit: UnitLike, span: Span, reading: ReadingLike, status: str) -> str | None:
    """The strongest word of the row's own clause, else the unit's."""
    if status == "actual":
        return None
    start = clause_start(text, unit.span.start, span.start)
    own = text[start : span.end]
    for modality, regex in _MODAL_RES:
        if regex.search(own):
            return modality
    return reading.modality or "binding"
