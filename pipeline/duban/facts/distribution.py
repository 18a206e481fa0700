"""Give each number of a list its item: 「城乡居民收入分别增长5%、6.5%」, 「徐州、南通分别下降7.1%、4.8%」."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from duban.facts.enumerations import Subject, shared_tail, split_list
from duban.facts.indicators import Lead, clause_start, read_lead
from duban.facts.scene import Measured, Scene, row_of
from duban.facts.target_words import Words
from duban.mentions.quantities import Quantity

_LAST_RE = re.compile(r"(?:[、和及]\d[\d.]{0,8}[%个百分点亿万元]{1,5}){1,6}(左右|以上|以内|以下)")
_SHARED = {"左右": "approx", "以上": "ge", "以内": "le", "以下": "le"}
_LIST_RE = re.compile(r"(?:(?:左右|以上)?[、和及]\s?[\d.]+(?:%|[\u4e00-\u9fa5/]{1,8}?)(?=[、和及，。；左以）]|$)){1,8}")
_ITEM_RE = re.compile(r"[、和及]\s?[\d.]+")
_STEP_RE = re.compile(r"[由从](?=[^，。；]{0,12}\d)")

Kinds = Callable[[Words, Quantity, Lead, str], tuple[str, str | None]]


class _Place(NamedTuple):
    """Where a number stands among those behind 分别: the n-th (from 0) of so many."""

    number: int
    of: int


def read_each(
    scene: Scene, quantity: Quantity, lead: Lead, rows: Sequence[Measured], before: Sequence[Quantity], kinds: Kinds
) -> list[Measured]:
    """The n-th number behind 分别 belongs to the n-th item before it, or to the n-th of the rows before its clause."""
    text = scene.text
    stop = text.rindex("分别", scene.span.start, quantity.span.start)
    opened = clause_start(text, scene.span.start, stop)
    behind = [q for q in before if q.span.start > stop]
    first = behind[0] if behind else quantity
    place = _Place(len(behind), len(behind) + 1 + _numbers_after(text, quantity))
    head = _head(scene, opened, stop, first)
    shared = lead._replace(change=head.change, levelled=head.levelled, verb=lead.verb or head.verb)
    earlier = [row for row in rows if row.end <= opened]
    found = []
    for start, indicator in _items(head, place, earlier, opened):
        kind, direction = kinds(scene.words, quantity, shared, indicator)
        row = row_of(
            quantity, start, quantity.span.end, indicator, kind=kind, direction=direction, reference=head.reference
        )
        found.append(row._replace(part="其中" in text[opened:stop] and bool(rows)))
    later = _LAST_RE.match(text, quantity.span.end) if quantity.comparator == "eq" else None
    return [row._replace(comparator=_SHARED[later[1]]) for row in found] if later else found


def _head(scene: Scene, opened: int, stop: int, first: Quantity) -> Lead:
    """What stands before the first number; of 由0天分别增加到31天 the subject, with the first value as reference."""
    head = read_lead(scene.text, opened, first.span.start, scene.words, scene.time_ends)
    step = _STEP_RE.search(scene.text[opened:stop])
    if not (head.levelled and step):
        return head
    subject = read_lead(scene.text, opened, opened + step.start(), scene.words, scene.time_ends)
    return subject._replace(levelled=True, change=None, reference=scene.text[opened + step.end() : stop])


def _items(head: Lead, place: _Place, earlier: Sequence[Measured], opened: int) -> list[tuple[int, str]]:
    """Where the item of the number begins, and what it is; two for one number that two rows share."""
    if not head.noun:
        if place.of == 1 and len(earlier) > 1 and earlier[-1].kind == earlier[-2].kind == "level":
            return [(opened, row.indicator) for row in earlier[-2:]]
        if head.reference and "、" in head.reference and earlier:
            return [(opened, earlier[-1].indicator)]
        return [(opened, earlier[place.number - place.of].indicator)] if len(earlier) >= place.of else []
    items = split_list(Subject(head.start, head.noun))
    if len(items) == place.of:
        item = items[place.number]
        return [(item.start, item.text + (shared_tail(items) if place.number < len(items) - 1 else ""))]
    if head.noun.startswith("一二三产") and place.of == 3:
        return [(head.start, "一二三"[place.number] + head.noun[3:])]
    return [(head.start, head.noun)]


def _numbers_after(text: str, quantity: Quantity) -> int:
    """How many numbers follow in the same list."""
    tail = _LIST_RE.match(text[quantity.span.end : quantity.span.end + 80])
    return len(_ITEM_RE.findall(tail[0])) if tail else 0


def parallel(indicator: str, start: int) -> list[Subject]:
    """二氧化硫和二氧化氮平均浓度: two things that share a measure, not one name with 和 in it."""
    items = split_list(Subject(start, indicator))
    if len(items) != 2 or items[0].text[:2] != items[1].text[:2]:
        return []
    tail = shared_tail(items)
    return [items[0]._replace(text=items[0].text + tail), items[1]] if tail else []


def each_of(rows: Sequence[Measured], kind_of: Callable[[str], str] | None = None) -> list[Measured]:
    """One row per item of the indicator's list: 投资量、工程量等指标都要达到90%."""
    row = rows[0]
    items = split_list(Subject(row.start, row.indicator))
    tail = shared_tail(items)
    found = []
    for item in items:
        name = item.text + (tail if item is not items[-1] else "")
        found.append(row._replace(start=item.start, indicator=name, kind=kind_of(name) if kind_of else row.kind))
    return found
