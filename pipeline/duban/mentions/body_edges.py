"""Say where a body's name begins in a stretch that reads like one, and whether it is one at all.

    联系人名单报市政府 → 市政府      新增公办 → none      经相关部门 → 相关部门

A verb stands in front of a name or makes the stretch a clause; what is left must open like a body's name: with a
place, a level (市, 县) or 国家, or with the matter that an office deals with. The words are `lexicons/body_words.tsv`.
"""

import re
from dataclasses import dataclass

from duban.lexicon import Lexicons
from duban.mentions.places import Gazetteer, load_gazetteer
from duban.mentions.words import is_ordinary_word, is_word, word_tags
from duban.spans import Span

LEVEL_RE = re.compile(
    r"[省市县区州盟旗镇乡](?=\S)|[该本我][省市县区州盟旗镇乡局厅委院]|国家|中央|全国|中共|中国|国务院|自治[区州县旗]|党中央"
)
UNLISTED_RE = re.compile(r"[\u4e00-\u9fff]{1,3}?(?:[省市县区州盟旗镇乡村]|街道|社区)(?![内外里中上下])")
COMPANY_RE = re.compile(r"(?:公司|集团|中心|管理机构)$")
OFFICE_RE = re.compile(
    r"(?:部门|局|厅|署|委|办|委员会|办公室|办公厅|法院|检察院|人大|政协|政府|党委|党组|纪委|小组|组|专班|指挥部"
    r"|联席会议|妇联|工会|团委|残联|支队|大队|总队|督查室|研究室|组织部|宣传部|统战部|总社|联社|部|处|监管机构|监察机构)$"
)
NO_BODY_RE = re.compile(r"(?:企业|布局|格局|农村|城镇|小区|地区|(?<!街道)社区|城市|景区|公办|民办|干部)$")
VERB_TAGS = ("v", "vd", "vi", "p", "d", "ad", "c", "r", "uz", "f", "t")
LONGEST_OFFICE = 16


@dataclass(frozen=True)
class BodyEdges:
    """The words that bound names, compiled once per lexicons."""

    inner: frozenset[str]
    ends: frozenset[str]
    acts: frozenset[str]
    gazetteer: Gazetteer

    @classmethod
    def of(cls, lexicons: Lexicons) -> "BodyEdges":
        """The edges for these lexicons."""
        return lexicons.cached("body edges", cls._build)

    @classmethod
    def _build(cls, lexicons: Lexicons) -> "BodyEdges":
        kinds: dict[str, set[str]] = {"inner": set(), "end": set(), "act": set()}
        for row in lexicons.entries("body_words"):
            kinds[row["kind"]].add(row.form)
        gazetteer = lexicons.cached("gazetteer", load_gazetteer)
        return cls(frozenset(kinds["inner"]), frozenset(kinds["end"]), frozenset(kinds["act"]), gazetteer)

    def narrow(self, text: str, span: Span) -> Span | None:
        """The body's name at the end of the stretch *span*; None if it names none."""
        if self._anchored(text, span) and not self._clause(text, span):
            return None if self._ends_wrong(text, span) else span
        start = self._behind_verbs(text, span)
        rest = Span(start, span.end)
        if rest.end - rest.start < 2 or self._ends_wrong(text, rest):
            return None
        name = text[rest.start : rest.end]
        if self._anchored(text, rest):
            return rest
        is_office = OFFICE_RE.search(name) is not None and len(name) <= LONGEST_OFFICE and not COMPANY_RE.search(name)
        return rest if is_office and (start == span.start or not self._clause(text, rest)) else None

    def _anchored(self, text: str, span: Span) -> bool:
        """True if the stretch opens with a level, the state, or a place."""
        if LEVEL_RE.match(text, span.start, span.end):
            return True
        if self.gazetteer.at(text, span.start) is not None:
            return True
        unlisted = UNLISTED_RE.match(text, span.start, span.end)
        return unlisted is not None and unlisted[0] not in self.ends and self._is_one_name(unlisted[0])

    def _is_one_name(self, place: str) -> bool:
        """青禾县, of which no word acts."""
        words = word_tags(place)
        return not any(self._acts(word, tag) for word, tag in words) and not any(word in self.ends for word, _ in words)

    def _clause(self, text: str, span: Span) -> bool:
        """True if a verb stands in the stretch."""
        words = word_tags(text[span.start : span.end])
        return any(self._acts(word, tag) for word, tag in words[:-1])

    def _acts(self, word: str, tag: str) -> bool:
        if len(word) == 1 or word in self.acts:
            return word in self.acts
        return tag in VERB_TAGS and word not in self.inner and is_word(word)

    def _behind_verbs(self, text: str, span: Span) -> int:
        """Where the stretch goes on behind its last verb that stands before the last word."""
        at = start = span.start
        words = word_tags(text[span.start : span.end])
        for word, tag in words[:-1]:
            at += len(word)
            if self._acts(word, tag):
                start = at
        return start

    def _ends_wrong(self, text: str, span: Span) -> bool:
        """新格局, 公办, 重点企业: the last word only ends like a body; a place may end in it (云岭新区)."""
        name = text[span.start : span.end]
        last = word_tags(name)[-1][0]
        place = UNLISTED_RE.fullmatch(name)
        if place is not None and is_ordinary_word(name[:-1]) and self.gazetteer.at(name, 0) is None:
            return True
        return last in self.ends or NO_BODY_RE.search(last) is not None
