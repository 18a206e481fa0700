"""Read names that are written by their sound: 俄罗斯外长拉夫罗夫 → 拉夫罗夫, 旗长斯琴高娃 → 斯琴高娃.

Such names use a small set of characters (`lexicons/transliteration.tsv`), so a name goes on as long as they do, and
is cut back where its last characters begin the next word (阿罗约|夫人). They are looked for behind a foreign post
(`lexicons/nations.tsv`), where a first part of a Tibetan, Mongolian, Uyghur or Yi name stands, and around a dot.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from duban.lexicon import Lexicons
from duban.mentions.words import NAME_TAGS, is_ordinary_word, is_tagged_name, is_word, word_tags
from duban.spans import Span

DOTTED_RE = re.compile(r"[\u4e00-\u9fff]{1,8}[·•・．-][\u4e00-\u9fff]")
LONGEST, DOT_WITHIN, SHORTEST = 18, 9, 2
CUT_BACK = 3
NONE, SURE = 0, 2
Follower = Callable[[str, int], int]


@dataclass(frozen=True)
class Transliterations:
    """The characters, the first parts and the nations, compiled once per lexicons."""

    run: re.Pattern[str]
    minority_run: re.Pattern[str]
    run_back: re.Pattern[str]
    first_part: re.Pattern[str]
    japanese: re.Pattern[str]
    nation: re.Pattern[str]
    nations: frozenset[str]

    @classmethod
    def of(cls, lexicons: Lexicons) -> "Transliterations":
        """The reader for these lexicons."""
        return lexicons.cached("transliterations", cls._build)

    @classmethod
    def _build(cls, lexicons: Lexicons) -> "Transliterations":
        rows = lexicons.entries("transliteration")
        foreign = "".join(row.form for row in rows if row["kind"] == "foreign")
        every = "".join(row.form for row in rows)
        nations = lexicons.alternation("nations")
        more = rf"(?:[·•・．-]?[%s]){{0,{LONGEST}}}(?:[一二三四五六七八十]{{1,2}}世)?"
        return cls(
            run=re.compile(rf"[{foreign}]" + more % foreign),
            minority_run=re.compile(rf"[{every}]" + more % every),
            run_back=re.compile(rf"[{foreign}]{{{SHORTEST},}}$"),
            first_part=re.compile(lexicons.alternation("surnames", key="kind", value="transcribed")),
            japanese=re.compile(
                rf"(?:{lexicons.alternation('surnames', key='kind', value='japanese')})[\u4e00-\u9fff]{{1,3}}"
            ),
            nation=re.compile(rf"(?:前|原|时任)?(?:{nations})(?!族)"),
            nations=lexicons.forms("nations"),
        )

    def is_nation(self, name: str) -> bool:
        """True for a state or a body of states."""
        return name in self.nations

    def is_abroad(self, body: str | None) -> bool:
        """True if the body of a post is foreign: 美国国防部; 中国驻英国使馆 is not."""
        return body is not None and self.nation.match(body) is not None

    def read(self, text: str, at: int, follower: Follower, abroad: bool) -> Span | None:
        """The name written by its sound that begins at *at*; None if none does, or if it may be a Chinese one."""
        first = self.first_part.match(text, at)
        dotted = (
            "·" in text[at : at + DOT_WITHIN] or "-" in text[at : at + DOT_WITHIN] or "•" in text[at : at + DOT_WITHIN]
        )
        if dotted and DOTTED_RE.match(text, at):
            return self._dotted(text, at, follower)
        if abroad and (japanese := self.japanese.match(text, at)):
            return self._cut_back(text, Span(at, japanese.end()), at + SHORTEST + 1, follower)
        if not first and not abroad:
            return None
        run = (self.minority_run if first else self.run).match(text, at, at + LONGEST)
        end = max(run.end() if run else at, first.end() if first else at)
        if end - at < SHORTEST:
            return None
        shortest = first.end() if first else at + SHORTEST
        name = self._cut_back(text, Span(at, end), shortest, follower)
        return None if name is None or (not first and self._is_none(text, name)) else name

    def read_famous(self, text: str, at: int, follower: Follower) -> Span | None:
        """A name of three characters or more that the dictionary knows as one: 曼努埃尔."""
        word, tag = next(iter(word_tags(text[at : at + 8])), ("", ""))
        known = tag in NAME_TAGS and len(word) > SHORTEST and is_word(word)
        return Span(at, at + len(word)) if known and follower(text, at + len(word)) >= SURE else None

    def read_before(self, text: str, end: int) -> Span | None:
        """默克尔|总理: a name before a rank, if the tagger sees it there."""
        last = self.run_back.search(text, max(0, end - LONGEST), end)
        name = Span(last.start(), end) if last else None
        if name is None or self._is_none(text, name) or not is_tagged_name(text, name):
            return None
        return name

    def _dotted(self, text: str, at: int, follower: Follower) -> Span | None:
        """司马义·铁力瓦尔地: what stands before the dot is free, what stands behind it is a run."""
        dot = next(n for n in range(at, at + DOT_WITHIN) if text[n] in "·•・．-")
        first = self.first_part.match(text, dot + 1)
        run = self.minority_run.match(text, first.end() if first else dot + 1, dot + LONGEST)
        if run is None and first is None:
            return None
        end = run.end() if run else first.end() if first else dot
        return self._cut_back(text, Span(at, end), dot + SHORTEST, follower) or Span(at, end)

    def _cut_back(self, text: str, name: Span, shortest: int, follower: Follower) -> Span | None:
        """The longest reading that something closes; the whole run if what follows is a word at all."""
        if follower(text, name.end) > NONE:
            return name
        for end in range(name.end - 1, max(shortest, name.end - 1 - CUT_BACK) - 1, -1):
            if follower(text, end) >= SURE:
                return Span(name.start, end)
        return name if name.end - name.start > CUT_BACK else None

    def _is_none(self, text: str, name: Span) -> bool:
        """A nation, or an ordinary word (特别)."""
        word = text[name.start : name.end]
        return word in self.nations or is_ordinary_word(word, but=("ns", "nz", "nt"))
