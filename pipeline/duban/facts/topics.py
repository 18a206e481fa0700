"""Tell what a figure is about where its own clause does not: 「从进度看，甲县完成58%，居第1位」 → 进度, of 甲县.

The lead-in of a sentence names a measure (从X看, X方面) and the clauses behind it only name places. A place is known
by its ending (县, 区, 镇, 街道) or by the list of divisions.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duban.lexicon import Lexicons

_TOPIC_RE = re.compile(
    r"(?:从([^，。；从]{2,14}?)(?:完成)?(?:情况|进度|角度|方面)?(?:来)?看|在?([^，。；从在]{2,10}?)方面)[，,：:]"
)
_ENDING_RE = re.compile(
    r"[\u4e00-\u9fa5]{2,3}(?<![辖社小园景山矿校灾片牧库试成护范验])区|[\u4e00-\u9fa5]{1,10}(?:(?<!全)[省市州盟]|[县旗镇乡]|街道(?:办事处)?|自治[区州县]|新区|开发区|高新区|经开区|行政村|农场|[两三四五六七八九十\d]{1,3}个?(?:市|县|区|省|地|镇|乡))"
)
_NO_PLACE_RE = re.compile(
    r"(?:全|各|城|本|该|我|超|都|上)(?:省|市|县|区|镇|乡)$|(?:社区|棚户区|辖区|景区|园区|小区|库区|山区|片区|牧区|农村地区|地区|城乡|城镇)$"
)
_JOINT_RE = re.compile(r"[、和及与]|以及")
_LONGEST = 40


class Places:
    """The short names of the divisions (徐州, 南通)."""

    def __init__(self, lex: Lexicons) -> None:
        rows = lex.entries("divisions")
        self.names = frozenset({row["stem"] for row in rows} | {row["name"] for row in rows}) - {""}

    def are(self, phrase: str) -> bool:
        """True if *phrase* is a place or a list of places."""
        if not phrase or len(phrase) > _LONGEST:
            return False
        return all(self._is(item) for item in _JOINT_RE.split(phrase.removesuffix("等")))

    def _is(self, item: str) -> bool:
        item = item.strip("“” ")
        return item in self.names or bool(_ENDING_RE.fullmatch(item) and not _NO_PLACE_RE.search(item))

    def head_of(self, name: str) -> str:
        """The division that *name* begins with (江苏推广…), if enough follows it; else an empty string."""
        for size in range(min(8, len(name) - 4), 1, -1):
            if name[:size] in self.names and name[size] not in "省市县区盟州旗镇乡路街站湖江河港":
                return name[:size]
        return ""

    def split(self, phrase: str) -> list[str]:
        """甲县、乙县 → 甲县, 乙县; what is no list of places comes back whole."""
        items = [
            item
            for item in _JOINT_RE.split(
                re.sub(r"(?:等|两市|三市|两县|两区|[两三四五六七八九十]{1,2}个?(?:市|县|区|镇|乡|地))$", "", phrase)
            )
            if item
        ]
        return items if len(items) > 1 and self.are("、".join(items)) else [phrase]


def find_topic(text: str, start: int, stop: int) -> str:
    """The measure that the lead-in of the sentence before *stop* names, or an empty string."""
    low = max(text.rfind(mark, max(0, start - 300), start) for mark in "。！？\n") + 1
    found = list(_TOPIC_RE.finditer(text, max(0, low), stop))
    return (found[-1][1] or found[-1][2]) if found else ""
