"""Read what a number measures: 「从380元提高至1000元」, 「占总量的97%」, 「完成年度计划的90%」.

A number stands behind its indicator (投资162亿元) or before it (打造1个园区, `duban.facts.counted`). Behind it, the
indicator is read from the lead (`duban.facts.indicators`); a number without an indicator of its own takes that of
the rows before it in its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from duban.facts.counted import VERBS, read_counted
from duban.facts.distribution import each_of, parallel, read_each
from duban.facts.indicators import Lead, clause_start, read_lead
from duban.facts.no_targets import is_no_target
from duban.facts.scene import Measured, Scene, row_of
from duban.mentions.quantities import Quantity

BEHIND_RE = re.compile(
    r"(?:[，。；、：:;,！？!?（(）)\s]|$|左右|其中|和(?=[^，。；]{0,12}[\d一二两三])|以及|及其|的(?:目标|任务|年度)"
    r"|并|且|同时|用于|支持|为|由)"
)
_PLAN_RE = re.compile(
    r"(?:完成|占|达到?|为|^)(?:了)?(?P<plan>(?:(?!完成|占)[^，、]){0,12}?(?:计划|预算|目标任务|目标|任务)"
    r"(?:总投资|投资|总量|总数|数|量)?)的?$"
)
_PLAN_WORDS_RE = re.compile(
    r"年度|全年|当年|今年|本年|总体|总|计划|目标|任务|预算|数|的|既定|时序|阶段性|年初|确定|下达|省|市|县|国家|\d+年"
)
_SHARE_OF_RE = re.compile(
    r"(?:约|仅|已)?占(?:到|了)?(?!比|用|地(?![方区]))(?P<of>[^，、占]{1,24}?)的?(?P<share>比重|比例|份额)?"
    r"(?:要|将|应|需|力争|已|继续|确保|进一步){0,2}(?:提高|提升|上升|下降|降低|增加|减少|控制|稳定|保持|[升降减])?(?:达到|达|为|约|近|超过|超|[至到在])?$"
)
_AMOUNT_RE = re.compile(r"(?:量|进度|任务|完成率|计划)$")
_BORROWS_RE = re.compile(r"其中|分别|均|比|较|居|占")
_TAKEN_UP_RE = re.compile(r"此次|上述|这笔|该笔")
_OTHERS_RE = re.compile(r"等[^、]{0,6}(?:指标|方面)")
_EXCEPT_RE = re.compile(r"^(?:除了?|但|而|只有|仅|其中|(?:增幅|降幅|涨幅|增速|浓度|占比)?最[高低大小快慢多少]的(?:是)?)+")
_SPEED_RE = re.compile(r"其?(?:增速|增幅|涨幅|降幅)")
_TOTAL_RE = re.compile(r"总量|总数|总额|总规模|规模|数量|总产量|产量|面积|余额")
_OF_ALL_RE = re.compile(r"的((?!目标|任务[，。；]|要求)[^，。；、（）的]{2,16}?(?:任务|工程|项目|投资|计划|改造|整改|建设)?)(?=[，。；、]|$)")
_EMPTY_CLAUSE_RE = re.compile(r"(?:甚至|也|均|都|仅|约|高达|达到?|超过|为|[，,])*")
_CHANGE_NOUN_RE = re.compile(r"增幅|涨幅|降幅|跌幅|增速|比例|占比|率")
_NUMBER_RE = re.compile(r"(?<![A-Za-z.\d])\d")
_DIRECTIONS = {"增": "up", "涨": "up", "降": "down", "跌": "down"}
_JOINED_RE = re.compile(r"^(?:[、，和及与 ]|其中)+")
_TOGETHER = frozenset({"均", "都"})
_KEPT_APART = frozenset({"完成", "实现", "投入", "安排", "建成"})


class Site(NamedTuple):
    """A number with what surrounds it: its lead and where that begins, what is before it and behind it."""

    quantity: Quantity
    lead: Lead
    start: int
    before: Sequence[Quantity]
    following: str


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
    if quantity.kind != "ratio" and not BEHIND_RE.match(site.following):
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
    borrows = _BORROWS_RE.match(text, scene.span.start, scene.span.start + 3)
    context = rows or (previous if borrows else ())
    if quantity.kind == "ratio" and not quantity.unit.endswith("点"):
        if "分别" in clause and (plans := _read_progress_each(scene, site, context)):
            return plans
        if plan := _PLAN_RE.search(stretch):
            return _read_progress(scene, site, plan, context)
        if share := _SHARE_OF_RE.search(stretch):
            return _read_share(scene, site, share, context)
    if _TAKEN_UP_RE.search(stretch):
        return []
    if "分别" in clause and (several := read_each(scene, quantity, site.lead, rows, site.before, kind_of)):
        return several
    if of_all := _OF_ALL_RE.match(site.following) if quantity.kind == "ratio" and not site.lead.noun else None:
        kind = "progress" if _AMOUNT_RE.search(of_all[1]) else "share"
        end = quantity.span.end + of_all.end()
        return [row_of(quantity, min(site.lead.start, quantity.span.start), end, of_all[1], kind=kind)]
    return _read_one(scene, site, context, stretch, clause)


def _read_share(scene: Scene, site: Site, share: re.Match[str], context: Sequence[Measured]) -> list[Measured]:
    """占总量的97% → the thing before it; 投资占GDP比重达40% → the ratio as it is named."""
    head = read_lead(scene.text, site.start, site.start + share.start(), scene.words, scene.time_ends)
    noun = head.noun + (head.verb if head.noun else "")
    indicator = noun or (context[-1].indicator if context else "")
    if noun and share["share"]:
        indicator = f"{noun}占{share['of']}{share['share']}"
    if not indicator:
        return []
    return [row_of(site.quantity, site.start, site.quantity.span.end, indicator, kind="share", reference=share["of"])]


def _read_progress(scene: Scene, site: Site, plan: re.Match[str], context: Sequence[Measured]) -> list[Measured]:
    """完成年度投资计划的35% → 投资; 均完成年度计划的90% → each of the rows before."""
    stretch = plan.string
    measure = _PLAN_WORDS_RE.sub("", plan["plan"])
    head = read_lead(scene.text, site.start, site.start + plan.start(), scene.words, scene.time_ends)
    reference = re.sub(r"^(?:完成|占|了)+", "", plan["plan"])
    begin = site.start + len(stretch) - len(stretch.lstrip("，、 "))
    name = "年度计划" if "计划" in reference or not reference else reference
    row = row_of(site.quantity, begin, site.quantity.span.end, name, kind="progress", reference=reference)
    subject = re.sub(r"(?:仅|已|均|都|分别)+$", "", head.noun)
    levels = [r for r in context if r.kind != "progress" or r.scope]
    if len(measure) >= 2:
        return [row._replace(indicator=measure, scope=subject or None)]
    if scene.places.are(subject):
        topic = scene.topic(site.quantity.span.start)
        about = topic or (levels[-1].indicator if levels and scene.places.are(levels[-1].scope or "") else name)
        return [row._replace(indicator=about, scope=place) for place in scene.places.split(subject)]
    if subject:
        return [row._replace(indicator=subject)]
    if re.search(r"均|都", stretch) and len(levels) > 1:
        return [row._replace(indicator=r.indicator, scope=r.scope) for r in levels]
    return [row._replace(indicator=levels[-1].indicator, scope=levels[-1].scope)] if levels else [row]


def _read_progress_each(scene: Scene, site: Site, context: Sequence[Measured]) -> list[Measured]:
    """甲县、乙县分别完成年度计划的55.1%、52.6%: the n-th number is the n-th place's."""
    text, low = scene.text, scene.span.start
    opened = clause_start(text, low, text.rindex("分别", low, site.quantity.span.start))
    first = next((q for q in (*site.before, site.quantity) if q.span.start > opened), site.quantity)
    plan = _PLAN_RE.search(text[opened : first.span.start])
    if plan is None:
        return []
    found = _read_progress(scene, site._replace(quantity=first, start=opened), plan, context)
    number = sum(q.span.start > opened for q in site.before)
    if len(found) <= number:
        return []
    row = row_of(site.quantity, opened if number == 0 else site.quantity.span.start, site.quantity.span.end, found[number].indicator)
    return [row._replace(kind="progress", scope=found[number].scope, reference=found[number].reference)]


def _read_one(scene: Scene, site: Site, context: Sequence[Measured], stretch: str, clause: str) -> list[Measured]:
    """A number with its own indicator, or with that of the row before it."""
    quantity, lead = site.quantity, site.lead
    last = context[-1] if context else None
    kind, direction = kind_of(quantity, lead, lead.noun)
    name, scope = _name(scene, site, last)
    name, scope = _of_places(scene, site, name, scope, context)
    place = scene.places.head_of(name)
    if place:
        name, scope = scene.words.without_head(name[len(place) :]), scope or place
    part = "其中" in clause and bool(context)
    short = stretch[:1] == "，" and last is not None and last.unit == quantity.unit and len(name) <= 6
    listed = last is not None and (stretch[:1] in ("、", "和", "及") or short)
    if not name:
        if last is None:
            return []
        name, scope = last.indicator, last.scope
        again = quantity.kind == "ratio" and last.unit == quantity.unit and not (lead.change or lead.levelled or lead.verb)
        if last.kind == "change" and (listed or again):
            kind, direction = "change", last.direction
    elif last is not None and not part and _takes_over(name, last, quantity):
        name, scope = last.indicator + name, last.scope
    elif part and last is not None and last.unit == quantity.unit and "其中，" not in clause:
        name, scope = (name, scope) if name[-2:] == last.indicator[-2:] else (last.indicator, scope or name)
        if kind == "level" and last.kind == "change" and not (lead.head_verb or lead.verb):
            kind, direction = "change", last.direction
    elif listed and last is not None and last.carries and kind == "level" and not (lead.head_verb or lead.verb):
        kind, direction = "change", last.direction
    begin = min(lead.start, quantity.span.start)
    if not lead.noun:
        begin = site.start + len(stretch) - len(stretch.lstrip("、，和及与 "))
    row = row_of(
        quantity,
        begin,
        quantity.span.end,
        name,
        scope=scope,
        kind=kind,
        direction=direction,
        reference=lead.reference,
        part=part,
    )
    carries = kind == "change" and (bool(lead.head_verb) or (listed and last is not None and last.carries))
    return _split(row._replace(carries=carries, bare=not (lead.head_verb or lead.verb or lead.change)), site)


def _takes_over(name: str, last: Measured, quantity: Quantity) -> bool:
    """增速, and 总量 in the same unit, are those of the row before."""
    if _SPEED_RE.fullmatch(name):
        return not last.indicator.endswith(name[-2:])
    return bool(_TOTAL_RE.fullmatch(name)) and last.unit == quantity.unit


def _of_places(
    scene: Scene, site: Site, name: str, scope: str | None, context: Sequence[Measured]
) -> tuple[str, str | None]:
    """除了甲市，乙市下降7.1%: a place is no measure; what is measured stands in the lead-in or in the rows before."""
    place = _EXCEPT_RE.sub("", name)
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


def _split(row: Measured, site: Site) -> list[Measured]:
    """One row per item where one figure is told of several: A、B等指标都要达到90%, A和B平均浓度下降20%."""
    if site.quantity.kind != "ratio":
        return [row]
    if row.kind != "change" and _OTHERS_RE.search(row.indicator):
        return each_of([row], lambda name: kind_of(site.quantity, site.lead, name)[0])
    if _TOGETHER & set(site.lead.tail) and "、" in row.indicator:
        return each_of([row])
    pair = parallel(row.indicator, row.start) if row.kind == "change" else []
    return [row._replace(start=item.start, indicator=item.text) for item in pair] or [row]


def kind_of(quantity: Quantity, lead: Lead, noun: str) -> tuple[str, str | None]:
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
        return ("progress" if _AMOUNT_RE.search(noun) or lead.verb == "完成" else "share"), None
    return "level", None
