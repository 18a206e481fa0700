"""Decide where a person's name ends: 副省长吕平和市长… → 吕平, 组长曹和佳、… → 曹和佳.

A Chinese name is a surname and one or two characters more, and nothing marks its end. Four kinds of evidence
are asked in turn: what stands after the shorter and the longer reading, which of them occurs elsewhere in the
document, what kind of surname it is, and, for the few names that are still open, the word tags of rjieba.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from duban.lexicon import Lexicons
from duban.spans import Span

HAN_RE = re.compile(r"[\u4e00-\u9fff]")
DOTTED_RE = re.compile(r"[\u4e00-\u9fff]{1,6}·[\u4e00-\u9fff]{2,8}")
SPACED_RE = re.compile(r"[ 　]{1,4}[\u4e00-\u9fff](?![\u4e00-\u9fff]{2})")
STOP_RE = re.compile(r"[^\w]")
NEIGHBOURHOOD = 10_000
JOIN_SET = frozenset("和与及同任为兼")
MAYBE_GIVEN = "为任和同来有主"
NAME_TAGS = ("nr", "nrt", "nrfg")
NONE, WEAK, STRONG = 0, 1, 2


@lru_cache(maxsize=4096)
def word_tags(text: str) -> tuple[tuple[str, str], ...]:
    """The words of a short text with their tags, as rjieba sees them; loaded on first use."""
    import rjieba

    return tuple(rjieba.tag(text))


def is_ordinary_word(text: str, but: tuple[str, ...] = ()) -> bool:
    """True if *text* is one word and no person's name: 高度, 任命, 云岭; *but* lists tags that do not count."""
    tags = word_tags(text)
    return len(tags) == 1 and not tags[0][1].startswith(("nr", "x", "eng", *but))


def is_tagged_name(text: str, name: Span) -> bool:
    """True if the tagger, reading the surroundings of *name*, sees a person's name exactly there."""
    start, end = max(0, name.start - 12), min(len(text), name.end + 6)
    at = start
    for word, tag in word_tags(text[start:end]):
        if at == name.start and tag in NAME_TAGS and at + len(word) == name.end:
            return True
        at += len(word)
    return False


def _around(text: str, name: Span) -> str:
    """The stretch of a long document in which recurrence is looked for."""
    return text[max(0, name.start - NEIGHBOURHOOD) : name.end + NEIGHBOURHOOD]


def _verb_follows(text: str, at: int) -> bool:
    """True if the tagger sees a verb of two characters or more at *at*."""
    words = word_tags(text[at : at + 6])
    return bool(words) and len(words[0][0]) > 1 and words[0][1].startswith("v")


@dataclass(frozen=True)
class NameReader:
    """What is known of names, compiled once per lexicons."""

    surnames: dict[str, str]
    strong: re.Pattern[str]
    weak: re.Pattern[str]
    post: re.Pattern[str]
    not_given: re.Pattern[str]
    of_place: re.Pattern[str]
    places: frozenset[str]

    @classmethod
    def of(cls, lexicons: Lexicons) -> "NameReader":
        """The reader for these lexicons."""
        return lexicons.cached("name reader", cls._build)

    @classmethod
    def _build(cls, lexicons: Lexicons) -> "NameReader":
        ranks = lexicons.alternation("posts", key="kind", value="head|office|company|expert|collective")
        return cls(
            surnames={entry.form: entry["kind"] for entry in lexicons.entries("surnames")},
            strong=re.compile(r"[^\w]|_|$|[0-9]|" + lexicons.alternation("name_followers", key="kind", value="strong")),
            weak=re.compile(lexicons.alternation("name_followers", key="kind", value="weak")),
            post=re.compile(rf"[\u4e00-\u9fff]{{0,16}}?(?:{ranks})"),
            not_given=re.compile(rf".?(?:{ranks})|.?[委厅局处镇乡府部办院组总副说称等们]$|.?[的了是在们其他她]"),
            places=frozenset(e[column] for e in lexicons.entries("divisions") for column in ("name", "stem")),
            of_place=re.compile(r"(?<=[省市县区州])[委政长里级内人直属府]"),
        )

    def read(self, text: str, at: int) -> Span | None:
        """The name that begins at *at*, or None if nothing there reads as a name.

        ``text`` is the whole document: recurrence counts as evidence.
        """
        surname = self._surname(text, at)
        if surname is None:
            return None
        if "·" in text[at : at + 8] and (dotted := DOTTED_RE.match(text, at)):
            return self._transcribed(text, at, dotted[0][: dotted[0].index("·") + 2])
        if self.surnames[surname] == "transcribed":
            return self._transcribed(text, at, surname)
        given = at + len(surname)
        if text[given : given + 1] in " 　":
            return self._spaced(text, at, given)
        short, long = Span(at, given + 1), Span(at, given + 2)
        ends = [span for span in (long, short) if self._possible(text, given, span)]
        return self._choose(text, ends, self.surnames[surname])

    def could_be(self, name: str) -> bool:
        """True if *name* begins with a surname, is no place, and holds nothing that bodies and posts end in."""
        if name in self.places:
            return False
        kind = self.surnames.get(name[:2]) or self.surnames.get(name[0])
        return kind is not None and (kind != "ambiguous" or len(name) == 3) and not self.not_given.match(name[1:])

    def _surname(self, text: str, at: int) -> str | None:
        for size in (4, 3, 2, 1):
            if text[at : at + size] in self.surnames and len(text[at : at + size]) == size:
                return text[at : at + size]
        return None

    def _transcribed(self, text: str, at: int, first: str) -> Span:
        """洛桑多吉: such a name goes on up to what may follow a name, four characters at most after the first part."""
        end = at + len(first)
        longest = min(end + (6 if "·" in first else 5 - len(first)), len(text))
        while end < longest and HAN_RE.match(text, end) and self.follower(text, end) != STRONG:
            end += 1
        return Span(at, end)

    def _spaced(self, text: str, at: int, gap: int) -> Span | None:
        """何 坚: printers space two-character names out."""
        match = SPACED_RE.match(text, gap)
        return Span(at, match.end()) if match and self.surnames.get(text[at:gap]) != "ambiguous" else None

    def _possible(self, text: str, given: int, name: Span) -> bool:
        rest = text[given : name.end]
        whole = len(rest) == name.end - given and all(map(HAN_RE.match, rest))
        return whole and not self.not_given.match(rest) and not self.of_place.match(text, name.end)

    def follower(self, text: str, end: int) -> int:
        """How well the text at *end* closes a name: STRONG, WEAK or NONE."""
        if self.strong.match(text, end):
            return STRONG
        return WEAK if self.weak.match(text, end) else NONE

    def _choose(self, text: str, ends: list[Span], kind: str) -> Span | None:
        """The likelier of the readings (longer first); None without enough evidence."""
        if not ends:
            return None
        likely = ends[0] if len(ends) == 1 else self._likelier(text, *ends)
        strength = STRONG if self._ends_before_join(text, likely) else self.follower(text, likely.end)
        return likely if self._credible(text, likely, strength, kind) else None

    def _likelier(self, text: str, long: Span, short: Span) -> Span:
        behind_long, behind_short = self.follower(text, long.end), self.follower(text, short.end)
        if behind_short == STRONG or self._ends_before_join(text, short):
            return short
        if behind_long == behind_short == NONE:
            return self._likelier_by_words(text, long, short)
        if behind_long != STRONG and behind_long <= behind_short:
            return long if self._prefers_long(text, short, long) else short
        return long

    def _likelier_by_words(self, text: str, long: Span, short: Span) -> Span:
        """Nothing known follows either: recurrence, then a verb behind, then the tagger's own reading."""
        for evidence in (self._recurs, lambda text, name: _verb_follows(text, name.end), is_tagged_name):
            if evidence(text, long) != evidence(text, short):
                return long if evidence(text, long) else short
        return long

    def _ends_before_join(self, text: str, short: Span) -> bool:
        """吕平和市长孙…: the third character joins a second person's post."""
        behind = short.end + 1
        joined = text[short.end : behind] in JOIN_SET and not STOP_RE.match(text, behind)
        return joined and self.post.match(text, behind) is not None

    def _prefers_long(self, text: str, short: Span, long: Span) -> bool:
        """True if the shorter reading stands nowhere near without its third character, and the longer one reads so."""
        around = _around(text, short)
        third = re.escape(text[short.end])
        if re.search(f"{re.escape(text[short.start : short.end])}(?!{third})", around):
            return False
        if around.count(text[long.start : long.end]) > 1:
            return True
        return text[short.end] in MAYBE_GIVEN and is_tagged_name(text, long)

    def _recurs(self, text: str, name: Span) -> bool:
        """True if the name occurs again, and not only with the same words behind it."""
        pattern = f"{re.escape(text[name.start : name.end])}(.?)"
        return len({match[1] for match in re.finditer(pattern, _around(text, name))}) > 1

    def _credible(self, text: str, name: Span, grade: int, kind: str) -> bool:
        """Enough evidence that the stretch is a name at all."""
        word = text[name.start : name.end]
        if grade == STRONG:
            return kind != "ambiguous" or not is_ordinary_word(word)
        if is_ordinary_word(word, but=("ns", "nz")):
            return False
        if grade == WEAK and kind != "ambiguous":
            return True
        if len(word) > 2 and is_ordinary_word(word[:2]):
            return False
        if grade == WEAK or self._recurs(text, name) or is_tagged_name(text, name):
            return True
        return kind == "common" and _verb_follows(text, name.end)
