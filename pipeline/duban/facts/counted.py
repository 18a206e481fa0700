"""Read a number that stands before what it counts: 打造1个园区, 采购了10台柴油机, 13个项目列入了计划.

Such a number is a target only if an act stands before it or, in a report, if something was done to the things.
六个方面 and 50条措施 only say how many there are; 县42项项目 (开工40项) and 在28个省 only say where.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from duban.facts.indicators import Lead
from duban.facts.scene import Measured, Scene, row_of
from duban.facts.target_words import Words
from duban.mentions.quantities import Quantity

VERBS = frozenset({"strip", "event"})
JOINS = frozenset({"、", "和", "及", "以及", "与"})
_ARABIC_RE = re.compile(r"\d")
_NUMBER_RE = re.compile(r"(?<![A-Za-z.\d])\d")
_NOUN_RE = re.compile(r"^(?:的|以上的?|以下的?|[长宽高]?约?\d[^，。]{0,8}?的)+")
_FEW = 200
_OTHERS = frozenset({"", "其他", "其余"})


def read_counted(
    scene: Scene, quantity: Quantity, lead: Lead, following: str, rows: Sequence[Measured], label: str
) -> list[Measured]:
    """The row of a number that stands before its noun, or none."""
    text = scene.text
    stop = scene.words.shape["noun_end"].search(following)
    noun = following[: stop.start()] if stop else following
    thing = _NOUN_RE.sub("", noun).strip(" “”")
    raw = text[max(scene.span.start, quantity.span.start - 8) : quantity.span.start]
    few = (quantity.value or 0) <= _FEW and quantity.unit == quantity.unit.lstrip("万亿")
    if (few and _is_mentioned(scene.words, thing)) or scene.words.shape["apposed"].search(raw):
        return []
    event = scene.words.shape["event"].match(following)
    if (
        event
        and (event["event"] in scene.words.senses)
        and not lead.verb
        and (arabic_re := _ARABIC_RE.search(quantity.surface))
    ):
        begin = quantity.span.start
        return (
            [row_of(quantity, begin, quantity.span.end + event.end(), event["event"], scope=event["noun"])]
            if arabic_re
            else []
        )
    joined = bool(rows) and text[rows[-1].head_end : quantity.span.start].strip() in JOINS
    arabic = bool(_ARABIC_RE.search(quantity.surface))
    if not joined and raw[-1:] in ("和", "及", "与"):
        return []
    named = bool(thing) or quantity.kind == "money"
    if named and (
        joined
        or (
            _acts(scene.words, lead)
            and (arabic or (scene.words.shape["builds"].search(lead.verb) and (quantity.value or 0) >= 2))
        )
    ):
        return [_done(scene, quantity, lead, following, noun, thing, joined, rows)]
    if label == "status" and stop and arabic and quantity.kind in ("count", "people"):
        return _told(scene, quantity, lead, noun, following[stop.start() :], raw)
    return []


def _acts(words: Words, lead: Lead) -> bool:
    """True if something is done to what the number counts."""
    return bool(
        lead.verb or lead.change or "了" in lead.tail or (lead.head_verb and not lead.noun) or words.acts(lead.noun)
    )


def _is_mentioned(words: Words, thing: str) -> bool:
    """六个方面, 50条措施和方案, 10项重点工作落地: only how many there are."""
    first = re.split(r"[和及与、]", thing)[0]
    ends = any(words.has(first[-n:], "mention") for n in range(min(8, len(first)), 0, -1))
    begins = any(words.has(first[:n], "mention") for n in range(4, 7))
    return ends or begins or first.startswith(("工作", "任务", "措施"))


def _done(
    scene: Scene,
    quantity: Quantity,
    lead: Lead,
    following: str,
    noun: str,
    thing: str,
    joined: bool,
    rows: Sequence[Measured],
) -> Measured:
    """采购了10台柴油机 → 柴油机; 投入641万元采购抗旱设备 → 抗旱设备, what the money is for."""
    end = quantity.span.end + len(noun)
    indicator = thing
    if not indicator:
        bought = re.match(r"[^，。；、（）]{2,30}", following)
        indicator = bought[0][len(scene.words.at_head(following, VERBS)) :] if bought else ""
        end = quantity.span.end + (bought.end() if bought else 0)
    change = rows[-1].direction if joined else None
    if lead.change and lead.tail and scene.words.shape["counts_change"].search(lead.tail[0]):
        change = lead.change
    begin = min(lead.start, quantity.span.start)
    if lead.verb:
        begin = max(scene.span.start, quantity.span.start - len(lead.verb) - (1 if "了" in lead.tail else 0))
    return row_of(
        quantity,
        begin,
        end,
        indicator or lead.noun or quantity.unit,
        scope=lead.noun if lead.noun and lead.noun not in scene.words.senses else None,
        kind="change" if change else "level",
        direction=change,
    )


def _told(scene: Scene, quantity: Quantity, lead: Lead, noun: str, rest: str, raw: str) -> list[Measured]:
    """13个项目列入了计划: what was done to a number of things, told of the things as subject."""
    goal, told = scene.words.shape["told_object"].search(rest[:40]), scene.words.shape["told"].match(rest)
    if (
        told is None
        or goal is None
        or _NUMBER_RE.search(goal["object"])
        or any(c in rest[: goal.start()] for c in "，；")
    ):
        return []
    if told[0] in ("实施", "发放", "提供") and "为" not in lead.tail:
        return []
    if lead.noun not in _OTHERS and not {"有", "已有"} & set(lead.tail) and lead.noun[-1:] not in "、组村":
        return []
    start = min(lead.start, quantity.span.start) if lead.noun in _OTHERS else quantity.span.start
    end = quantity.span.end + len(noun) + goal.end()
    return [row_of(quantity, start, end, goal["object"], scope=noun or None, part="其中" in raw)]
