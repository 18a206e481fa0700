"""Read what a number measures: 「从380元提高至1000元」, 「占总量的97%」, 「完成年度计划的90%」.

A number stands behind its indicator (投资162亿元) or before it (打造1个园区, `duban.facts.counted`). Behind it, the
indicator is read from the lead (`duban.facts.indicators`); a number without an indicator of its own takes that of
the rows before it in its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from duban.facts.counted import VERBS, read_counted
from duban.facts.distribution import each_of, parallel, read_each
from duban.facts.indicators import Lead, clause_start, read_lead
from duban.facts.no_targets import is_no_target
from duban.facts.scene import Measured, Scene, row_of
from duban.facts.shares import Site, read_progress, read_progress_each, read_share
from duban.facts.target_words import Words
from duban.mentions.quantities import Quantity

_EMPTY_CLAUSE_RE = re.compile(r"(?:甚至|也|均|都|仅|约|高达|达到?|超过|为|[，,])*")
_CHANGE_NOUN_RE = re.compile(r"增幅|涨幅|降幅|跌幅|增速|比例|占比|率")
_NUMBER_RE = re.compile(r"(?<![A-Za-z.\d])\d")
_DIRECTIONS = {"增": "up", "涨": "up", "降": "down", "跌": "down"}
_JOINED_RE = re.compile(r"^(?:[、，和及与 ]|其中)+")
_TOGETHER = frozenset({"均", "都"})
_KEPT_APART = frozenset({"完成", "实现", "投入", "安排", "建成"})


def read_measure(
    scene: Scene,
    quantity: Quantity,
    before: Sequence[Quantity],
    rows: Sequence[Measured],
    previous: Sequence[Measured],
    label: str,
) -> list[Measured]:
    """The rows that one number gives; none if it is a filter, a size, or a thing only mentioned.

    *before* holds the quantities of the unit that stand before it, *rows* what they gave, *previous* the rows of the
    unit before; *label* is the unit's reading.
    """
    site = _site(scene, quantity, before, rows)
    follows = (
        bool(rows)
        and rows[-1].unit == quantity.unit
        and scene.text[rows[-1].end : quantity.span.start] in ("、", "和", "，")
    )
    if not follows and is_no_target(scene, quantity, site.lead, site.following, label):
        return []
    step = _step_from(scene, site)
    if step is not None:
        return _read_behind(scene, site._replace(lead=step), rows, previous)
    if quantity.kind != "ratio" and not scene.words.shape["behind"].match(site.following):
        lead = site.lead
        acts = bool(lead.verb or before or lead.tail[:1] in (("了",), ("多了",), ("少了",), ("有",))) or not lead.noun
        if acts or quantity.kind in ("count", "people") or scene.words.acts(lead.noun):
            return read_counted(scene, quantity, lead, site.following, rows, label)
        if not scene.words.at_head(site.following, VERBS) and quantity.kind != "money":
            return []
    return _read_behind(scene, site, rows, previous)


def _site(scene: Scene, quantity: Quantity, before: Sequence[Quantity], rows: Sequence[Measured]) -> Site:
    """Find where the lead begins, and read it."""
    text, low, at = scene.text, scene.span.start, quantity.span.start
    clause = clause_start(text, low, at)
    start = max(clause, before[-1].span.end) if before else clause
    if rows and rows[-1].head_end <= at:
        start = max(start, rows[-1].head_end)
    named = None
    if start > low and text[start - 1] in "，," and _EMPTY_CLAUSE_RE.fullmatch(text, start, at):
        earlier = clause_start(text, low, start - 1)
        named = _CHANGE_NOUN_RE.search(text, earlier, start)
        if named and not _NUMBER_RE.search(text, earlier, start):
            start = earlier
    lead = read_lead(text, start, at, scene.words, scene.time_ends)
    if named and lead.change is None and start < clause:
        lead = lead._replace(change=_DIRECTIONS.get(named[0][0]))
    following = text[quantity.span.end : min(scene.span.end, quantity.span.end + 120)]
    return Site(quantity, lead, start, before, following)


def _step_from(scene: Scene, site: Site) -> Lead | None:
    """从380元提高至1000元: the subject stands before 从, the first value is the reference."""
    if not site.before or not site.lead.levelled or site.lead.noun.removeprefix("的"):
        return None
    first = site.before[-1]
    start = clause_start(scene.text, scene.span.start, first.span.start)
    opened = max(scene.text.rfind(mark, start, first.span.start) for mark in "从由")
    if opened < 0:
        return None
    subject = read_lead(scene.text, start, opened, scene.words, scene.time_ends)
    reference = scene.text[opened + 1 : first.span.end]
    return subject._replace(levelled=True, change=None, reference=reference, tail=site.lead.tail)


def _read_behind(scene: Scene, site: Site, rows: Sequence[Measured], previous: Sequence[Measured]) -> list[Measured]:
    """投资162亿元, 均完成年度计划的90%, 分别增长5%、6.5%."""
    text, quantity = scene.text, site.quantity
    clause = text[clause_start(text, scene.span.start, quantity.span.start) : quantity.span.start]
    stretch = text[site.start : quantity.span.start]
    borrows = scene.words.shape["borrows"].match(text, scene.span.start, scene.span.start + 3)
    context = rows or (previous if borrows else ())
    if quantity.kind == "ratio" and not quantity.unit.endswith("点"):
        if "分别" in clause and (plans := read_progress_each(scene, site, context)):
            return plans
        if plan := scene.words.shape["plan"].search(stretch):
            return read_progress(scene, site, plan, context)
        if share := scene.words.shape["share_of"].search(stretch):
            return read_share(scene, site, share, context)
    if scene.words.shape["taken_up"].search(stretch):
        return []
    if "分别" in clause and (several := read_each(scene, quantity, site.lead, rows, site.before, kind_of)):
        return several
    if (
        of_all := scene.words.shape["of_all"].match(site.following)
        if quantity.kind == "ratio" and not site.lead.noun
        else None
    ):
        kind = "progress" if scene.words.shape["amount"].search(of_all[1]) else "share"
        end = quantity.span.end + of_all.end()
        return [row_of(quantity, min(site.lead.start, quantity.span.start), end, of_all[1], kind=kind)]
    return _read_one(scene, site, context, stretch, clause)


def _read_one(scene: Scene, site: Site, context: Sequence[Measured], stretch: str, clause: str) -> list[Measured]:
    """A number with its own indicator, or with that of the row before it."""
    quantity, lead = site.quantity, site.lead
    last = context[-1] if context else None
    kind, direction = kind_of(scene.words, quantity, lead, lead.noun)
    name, scope = _own_name(scene, site, context)
    part = "其中" in clause and bool(context)
    short = stretch[:1] == "，" and last is not None and last.unit == quantity.unit and len(name) <= 6
    listed = last is not None and (stretch[:1] in ("、", "和", "及") or short)
    if not name:
        if last is None:
            return []
        name, scope = last.indicator, last.scope
        again = (
            quantity.kind == "ratio" and last.unit == quantity.unit and not (lead.change or lead.levelled or lead.verb)
        )
        if last.kind == "change" and (listed or again):
            kind, direction = "change", last.direction
    elif last is not None and not part and _takes_over(scene, name, last, quantity):
        name, scope = last.indicator + name, last.scope
    elif part and last is not None and last.unit == quantity.unit and "其中，" not in clause:
        name, scope = (name, scope) if name[-2:] == last.indicator[-2:] else (last.indicator, scope or name)
        if kind == "level" and last.kind == "change" and not (lead.head_verb or lead.verb):
            kind, direction = "change", last.direction
    elif listed and last is not None and last.carries and kind == "level" and not (lead.head_verb or lead.verb):
        kind, direction = "change", last.direction
    joined = len(stretch) - len(stretch.lstrip("、，和及与 "))
    row = row_of(
        quantity,
        min(lead.start, quantity.span.start) if lead.noun else site.start + joined,
        quantity.span.end,
        name,
        scope=scope,
        kind=kind,
        direction=direction,
        reference=lead.reference,
        part=part,
    )
    carries = kind == "change" and (bool(lead.head_verb) or (listed and last is not None and last.carries))
    return _split(scene, row._replace(carries=carries, bare=not (lead.head_verb or lead.verb or lead.change)), site)


def _own_name(scene: Scene, site: Site, context: Sequence[Measured]) -> tuple[str, str | None]:
    """The indicator and scope that stand with the number; a place at the head of the name is its scope."""
    name, scope = _name(scene, site, context[-1] if context else None)
    name, scope = _of_places(scene, site, name, scope, context)
    place = scene.places.head_of(name)
    return (scene.words.without_head(name[len(place) :]), scope or place) if place else (name, scope)


def _takes_over(scene: Scene, name: str, last: Measured, quantity: Quantity) -> bool:
    """增速, and 总量 in the same unit, are those of the row before."""
    if scene.words.shape["speed"].fullmatch(name):
        return not last.indicator.endswith(name[-2:])
    return bool(scene.words.shape["total"].fullmatch(name)) and last.unit == quantity.unit


def _of_places(
    scene: Scene, site: Site, name: str, scope: str | None, context: Sequence[Measured]
) -> tuple[str, str | None]:
    """除了甲市，乙市下降7.1%: a place is no measure; what is measured stands in the lead-in or in the rows before."""
    place = scene.words.shape["except"].sub("", name)
    if site.quantity.kind in ("count", "people") and "其中" not in scene.text[site.start : site.quantity.span.start]:
        return name, scope
    if not scene.places.are(place):
        return name, scope
    about = scene.topic(site.quantity.span.start) or (context[-1].indicator if context else "")
    return (about, place) if about or (site.quantity.kind == "ratio" and site.lead.change is None) else (name, scope)


def _name(scene: Scene, site: Site, last: Measured | None) -> tuple[str, str | None]:
    """The indicator and scope that the lead names: a noun, an act that is counted (开工40项), or nothing."""
    lead = site.lead
    name, scope = _JOINED_RE.sub("", lead.noun), lead.scope or None
    event = scene.words.has(lead.verb, "event")
    if event and lead.noun:
        return lead.verb, lead.noun
    if lead.verb and not name and (event or (last is None and lead.verb not in ("完成", "实现"))):
        return lead.verb, scope
    if lead.verb and name and lead.verb not in _KEPT_APART and site.quantity.kind != "ratio":
        return lead.noun + lead.verb, scope
    return name, scope


def _split(scene: Scene, row: Measured, site: Site) -> list[Measured]:
    """One row per item where one figure is told of several: A、B等指标都要达到90%, A和B平均浓度下降20%."""
    if site.quantity.kind != "ratio":
        return [row]
    if row.kind != "change" and scene.words.shape["others"].search(row.indicator):
        return each_of([row], lambda name: kind_of(scene.words, site.quantity, site.lead, name)[0])
    if _TOGETHER & set(site.lead.tail) and "、" in row.indicator:
        return each_of([row])
    pair = parallel(row.indicator, row.start) if row.kind == "change" else []
    return [row._replace(start=item.start, indicator=item.text) for item in pair] or [row]


def kind_of(words: Words, quantity: Quantity, lead: Lead, noun: str) -> tuple[str, str | None]:
    """The kind of a row and, for a change, its direction."""
    if quantity.unit.endswith("番"):
        return "multiple", None
    if lead.change and not lead.levelled:
        return "change", lead.change
    if quantity.unit.endswith("百分点"):
        return "change", lead.change or "up"
    if quantity.unit.endswith("倍"):
        return "multiple", None
    if lead.levelled and lead.reference:
        return "level", None
    if quantity.kind == "ratio":
        return ("progress" if words.shape["amount"].search(noun) or lead.verb == "完成" else "share"), None
    return "level", None
