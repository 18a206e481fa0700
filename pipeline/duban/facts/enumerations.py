"""Read a list of subjects: 「能源、环境等指标」 → 能源 | 环境.

The measure that only the last item names (二氧化氮和PM10全省平均浓度) is meant in all of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

_SPLIT_RE = re.compile(r"[、和及与]|以及")
_HEAD_RE = re.compile(
    r"^(?:了|的|确保|力争|争取|推进|大力推进|推动|加快|实现|要|必须|努力|全面|基本|到时|使|让|把|将|对|做到|积极|稳步|推行|完成|目前|会议要求|要求|同时|，|、)+"
)
_AND_OTHERS_RE = re.compile(r"等(?:各项|主要|重点|具体|约束性)?(?:指标|目标|方面|工作)?(?:原则上|基本|均|都|全部)*$")
_END_RE = re.compile(
    r"(?:连续(?:\d{1,2}|[一二三四五六七八九十]{1,2})年|超额|提前|全面|保持|持续|的|均|都|已|已经|要|也|将|年底前|率先|努力|基本|分别|等|在|于)+$"
)
_MEASURE_RE = re.compile(r"(?:人次|花费|[率额值量积数费入出度价次资])$")
_TAIL_RE = re.compile(
    r"(?:全省|全市|全国|全县|年均|日均|月均|平均|大气|空气|人均|领域|行业)[\u4e00-\u9fa5]{2,10}$"
    r"|(?:机械化|覆盖|普及|入学|入园|巩固|利用|处理|达标|合格|优良|参保|满意|化解|完成|就业|失业|贡献|办结|回收|处置|绿化|转化|保障|开工|竣工|到位|使用|登记)率$"
    r"|(?:浓度|产量|增加值|总额|收入|面积|投资|天数|覆盖率|价格|支出)$"
)


class Subject(NamedTuple):
    """A phrase of the text and where it begins."""

    start: int
    text: str


def trim(text: str, start: int, stop: int, times: Mapping[int, int]) -> Subject:
    """``text[start:stop]`` without what belongs to no indicator at its head and tail; *times* maps ends to starts."""
    for _ in range(4):
        begun = start
        start = next((end for end, at in times.items() if at == start and end < stop), start)
        head = _HEAD_RE.match(text[start:stop])
        if head and (stop - start - head.end() >= 2 or start + head.end() == stop):
            start += head.end()
        if start == begun:
            break
    body = _END_RE.sub("", text[start:stop])
    late = next((at for end, at in times.items() if start < at and end == start + len(body)), None)
    if late is not None:
        body = _END_RE.sub("", text[start:late])
    return Subject(start, body)


def split_list(subject: Subject) -> list[Subject]:
    """Items of 电力和信息网络 or 能源、环境等指标, each with its offset; one item where there is no list."""
    body = _AND_OTHERS_RE.sub("", subject.text)
    items, at = [], 0
    marks = list(_SPLIT_RE.finditer(body))
    final = max((m.end() for m in marks if m[0] == "、"), default=0)
    for mark in [*(m for m in marks if m[0] == "、" or m.start() >= final), None]:
        stop = mark.start() if mark else len(body)
        if stop > at:
            items.append(Subject(subject.start + at, body[at:stop]))
        at = mark.end() if mark else at
    return items if all(len(i.text) >= 2 for i in items) else [Subject(subject.start, body)]


def shared_tail(items: Sequence[Subject]) -> str:
    """一氧化碳和臭氧全省平均浓度: the measure that closes the last item is meant in all of them."""
    if len(items) < 2:
        return ""
    found = _TAIL_RE.search(items[-1].text)
    if not found or found.start() == 0 or _MEASURE_RE.search(items[0].text) or items[0].text.endswith(found[0][-2:]):
        return ""
    return found[0]
