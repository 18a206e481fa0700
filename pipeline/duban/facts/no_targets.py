"""Tell the numbers that nobody is held to: filters, sizes, first values, frequencies, lengths of time.

5000万元以上项目 (a filter), 总投资75亿元 (a size), 从380元提高至… (a first value), 两次 (how often)
"""

from __future__ import annotations

import re

from duban.facts.indicators import Lead
from duban.facts.scene import Scene
from duban.mentions.quantities import Quantity

_PLAIN = frozenset({"money", "mass", "area", "length", "power", "ratio", "people", "duration"})
_SIZES = frozenset({"length", "power", "volume", "rate"})
_FREQUENCY = frozenset({"次", "批", "轮", "种", "类", "里", "片"})
_TIMES = frozenset({"次", "轮", "轮次", "遍", "趟"})
_BARE_SIZES = frozenset({"长", "高", "宽", "深", "约"})
_CJK_RE = re.compile(r"(?:的)?[\u4e00-\u9fa5“]")
_FILTERED_RE = re.compile(r"(?:的)?[\u4e00-\u9fa5“]|\d")
_ENDS_RE = re.compile(
    r"(?:[，。；、：:;,！？!?（(）)\s]|$|左右|其中|以及|及其|的(?:目标|任务|年度)|并|且|同时|用于|支持|为|由)"
)
_AND_NUMBER_RE = re.compile(r"和(?=[^，。；]{0,12}[\d一二两三])")
_OF_RE = re.compile(r"的(?!目标|任务|年度|要求|标准)[\u4e00-\u9fa5]")
_SHARE_RE = re.compile(r"占(?!地)")
_FROM_RE = re.compile(r"[从由]")
_ARABIC_RE = re.compile(r"\d")


def is_no_target(scene: Scene, quantity: Quantity, lead: Lead, following: str, label: str) -> bool:
    """True if the number is no target, whatever it measures."""
    ends = bool(_ENDS_RE.match(following) or _AND_NUMBER_RE.match(following))
    return (
        _is_first_value(scene, quantity, lead, following)
        or _is_served(scene, quantity, label)
        or _is_size(scene, lead)
        or _is_filter(scene, quantity, lead, following, ends)
        or _is_size_of_thing(quantity, lead, following, ends)
        or _is_one_of_a_kind(quantity, lead, ends)
        or _is_unmeasured(scene, quantity, lead, label)
    )


def _is_first_value(scene: Scene, quantity: Quantity, lead: Lead, following: str) -> bool:
    """从380元 in 从380元提高至1000元."""
    at = quantity.span.start
    if scene.text[max(0, at - 1) : at] in ("从", "由", "自") or (
        lead.noun.endswith(("从", "由")) and not lead.levelled
    ):
        return True
    return bool(
        scene.words.shape["steps_to"].match(following)
        and _FROM_RE.search(scene.text, max(scene.span.start, at - 40), at)
    )


def _is_served(scene: Scene, quantity: Quantity, label: str) -> bool:
    """惠及居民1.2万户: for how many, unless it is what is promised."""
    if quantity.kind not in ("people", "count") or label == "task":
        return False
    near = scene.text[max(scene.span.start, quantity.span.start - 8) : quantity.span.start]
    return any(scene.words.has(near[n : n + 2], "benefit") for n in range(len(near) - 1))


def _is_size(scene: Scene, lead: Lead) -> bool:
    """总投资75亿元, 全长8.8公里."""
    if _SHARE_RE.search(lead.noun):
        return False
    ends = (lead.noun[-n:] for n in range(min(6, len(lead.noun)), 1, -1))
    return lead.noun in _BARE_SIZES or any(scene.words.has(end, "size_noun") for end in ends)


def _is_filter(scene: Scene, quantity: Quantity, lead: Lead, following: str, ends: bool) -> bool:
    """5000万元以上项目, 超5亿元的项目."""
    if quantity.kind not in _PLAIN or ends:
        return False
    if quantity.kind == "ratio" and scene.words.shape["completing"].search(lead.verb):
        return False
    behind = quantity.comparator in ("ge", "le") and quantity.surface.endswith(("上", "下", "内"))
    if behind and _FILTERED_RE.match(following):
        return True
    return quantity.comparator != "eq" and quantity.kind != "ratio" and bool(_OF_RE.match(following))


def _is_size_of_thing(quantity: Quantity, lead: Lead, following: str, ends: bool) -> bool:
    """10米液压支架, 25兆瓦级主轴: the size is part of the thing's name."""
    if quantity.kind not in _SIZES or ends or lead.verb or lead.change or lead.head_verb:
        return False
    return following.startswith("级") or bool(_CJK_RE.match(following))


def _is_one_of_a_kind(quantity: Quantity, lead: Lead, ends: bool) -> bool:
    """干一件、成一件: 一 counts only behind a noun that a verb leads."""
    if _ARABIC_RE.search(quantity.surface) or quantity.kind not in ("count", "people") or not ends:
        return False
    return (quantity.value or 0) < 2 and (len(lead.noun) < 3 or not lead.head_verb)


def _is_unmeasured(scene: Scene, quantity: Quantity, lead: Lead, label: str) -> bool:
    """How long, how often and how many points, where no indicator says of what."""
    defines = lead.noun.endswith("标准") and not (lead.change or lead.levelled or lead.verb)
    if scene.words.shape["allowed"].search(lead.noun) or (defines and quantity.kind == "money"):
        return True
    if lead.noun.endswith("时间") and quantity.unit == "%":
        return True
    if quantity.kind == "duration":
        return not (scene.words.shape["duration_measured"].search(lead.noun) or lead.change or lead.levelled)
    if quantity.kind == "score":
        return not scene.words.shape["score_measured"].search(lead.noun)
    if label == "status" and quantity.unit in _TIMES and not lead.change:
        return True
    return quantity.unit in _FREQUENCY and not lead.noun and not (quantity.comparator == "ge" and label == "task")
