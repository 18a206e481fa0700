"""Read percentages of something named: 「占总量的97%」, 「完成年度投资计划的35%」.

What the percentage is told of stands before 占 or 完成, in the plan's own name (投资计划), in the lead-in of the
sentence (从投资进度看), or in the rows before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from duban.facts.indicators import Lead, clause_start, read_lead
from duban.facts.scene import Measured, Scene, row_of
from duban.mentions.quantities import Quantity


class Site(NamedTuple):
    """A number with what surrounds it: its lead and where that begins, what is before it and behind it."""

    quantity: Quantity
    lead: Lead
    start: int
    before: Sequence[Quantity]
    following: str


def read_share(scene: Scene, site: Site, share: re.Match[str], context: Sequence[Measured]) -> list[Measured]:
    """占总量的97% → the thing before it; 投资占GDP比重达40% → the ratio as it is named."""
    head = read_lead(scene.text, site.start, site.start + share.start(), scene.words, scene.time_ends)
    noun = head.noun + (head.verb if head.noun else "")
    indicator = noun or (context[-1].indicator if context else "")
    if noun and share["share"]:
        indicator = f"{noun}占{share['of']}{share['share']}"
    if not indicator:
        return []
    return [row_of(site.quantity, site.start, site.quantity.span.end, indicator, kind="share", reference=share["of"])]


def read_progress(scene: Scene, site: Site, plan: re.Match[str], context: Sequence[Measured]) -> list[Measured]:
    """完成年度投资计划的35% → 投资; 均完成年度计划的90% → each of the rows before."""
    stretch = plan.string
    measure = scene.words.shape["plan_words"].sub("", plan["plan"])
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


def read_progress_each(scene: Scene, site: Site, context: Sequence[Measured]) -> list[Measured]:
    """甲县、乙县分别完成年度计划的55.1%、52.6%: the n-th number is the n-th place's."""
    text, low = scene.text, scene.span.start
    opened = clause_start(text, low, text.rindex("分别", low, site.quantity.span.start))
    first = next((q for q in (*site.before, site.quantity) if q.span.start > opened), site.quantity)
    plan = scene.words.shape["plan"].search(text[opened : first.span.start])
    if plan is None:
        return []
    found = read_progress(scene, site._replace(quantity=first, start=opened), plan, context)
    number = sum(q.span.start > opened for q in site.before)
    if len(found) <= number:
        return []
    row = row_of(
        site.quantity,
        opened if number == 0 else site.quantity.span.start,
        site.quantity.span.end,
        found[number].indicator,
    )
    return [row._replace(kind="progress", scope=found[number].scope, reference=found[number].reference)]
