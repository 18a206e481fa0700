"""Decide where a Chinese name ends: 副省长吕平和市长… → 吕平, 组长曹和佳、… → 曹和佳.

A name is a surname and one or two characters more, and nothing marks its end. Evidence is asked in turn: what
stands after the shorter and the longer reading, which of them occurs elsewhere in the document, and, where that
leaves it open, the words and tags of rjieba. Names that are written by their sound (拉夫罗夫, 斯琴高娃) are read by
`duban.mentions.transliterations`.
"""

import re
from dataclasses import dataclass

from duban.lexicon import Lexicons
from duban.mentions.transliterations import Transliterations
from duban.mentions.words import is_ordinary_word, is_tagged_name, is_word, opens_predicate, opens_word
from duban.spans import Span

HAN_RE = re.compile(r"[\u4e00-\u9fff]")
SPACED_RE = re.compile(r"[ 　]{1,4}[\u4e00-\u9fff](?![\u4e00-\u9fff]{2})")
STOP_RE = re.compile(r"[^\w]")
SAYS_RE = re.compile(r"[说称谈讲答][，：:。“]")
ASPECT_RE = re.compile(r"[\u4e00-\u9fff](?:[了着](?!解)|过[了，。])")
NEIGHBOURHOOD = 4_000
OFTEN_A_NAME = "于"
JOIN_SET = frozenset("和与及同任为兼")
NONE, WEAK, SURE, STRONG = 0, 1, 2, 3


def _around(text: str, name: Span) -> str:
    """The stretch of a long document in which recurrence is looked for."""
    return text[max(0, name.start - NEIGHBOURHOOD) : name.end + NEIGHBOURHOOD]


@dataclass(frozen=True)
class NameReader:
    """What is known of names, compiled once per lexicons."""

    surnames: dict[str, str]
    strong: re.Pattern[str]
    sure: re.Pattern[str]
    weak: re.Pattern[str]
    post: re.Pattern[str]
    not_given: re.Pattern[str]
    of_place: re.Pattern[str]
    places: frozenset[str]
    words: frozenset[str]
    sounds: Transliterations

    @classmethod
    def of(cls, lexicons: Lexicons) -> "NameReader":
        """The reader for these lexicons."""
        return lexicons.cached("name reader", cls._build)

    @classmethod
    def _build(cls, lexicons: Lexicons) -> "NameReader":
        ranks = lexicons.alternation("posts", key="kind", value="head|office|company|expert|collective|foreign")
        follows = {
            kind: lexicons.alternation("name_followers", key="kind", value=kind) for kind in ("strong", "sure", "weak")
        }
        return cls(
            surnames={entry.form: entry["kind"] for entry in lexicons.entries("surnames")},
            strong=re.compile(rf"[^\w]|_|$|[0-9]|{SAYS_RE.pattern}|{follows['strong']}"),
            sure=re.compile(follows["sure"]),
            weak=re.compile(follows["weak"]),
            post=re.compile(rf"[\u4e00-\u9fff]{{0,16}}?(?:{ranks})"),
            not_given=re.compile(rf".?(?:{ranks})|.?[委厅局处镇乡府部办院组总副说称等们]$|.?[的了是在们其他她不未]"),
            of_place=re.compile(r"(?<=[省市县区州])[委政长里级内人直属府]"),
            places=frozenset(e[column] for e in lexicons.entries("divisions") for column in ("name", "stem")),
            words=lexicons.forms("not_names"),
            sounds=Transliterations.of(lexicons),
        )

    def read(self, text: str, at: int, abroad: bool = False) -> Span | None:
        """The name that begins at *at*, or None if nothing there reads as a name.

        ``text`` is the whole document: recurrence counts as evidence. *abroad*: the post before it is a foreign one.
        """
        sounds = self.sounds.read(text, at, self.follower, abroad)
        if sounds is not None:
            return sounds
        surname = self._surname(text, at)
        if surname is None:
            return self.sounds.read_famous(text, at, self.follower)
        given = at + len(surname)
        if text[given : given + 1] in " 　":
            return self._spaced(text, at, given)
        short, long = Span(at, given + 1), Span(at, given + 2)
        ends = [span for span in (long, short) if self._possible(text, given, span)]
        return self._choose(text, ends, self.surnames[surname]) or self.sounds.read_famous(text, at, self.follower)

    def could_be(self, name: str) -> bool:
        """True if *name* begins with a surname, is no place, and holds nothing that bodies and posts end in."""
        if name in self.places or self.sounds.is_nation(name):
            return False
        kind = self.surnames.get(name[:2]) or self.surnames.get(name[0])
        if kind is None or self.not_given.match(name[1:]) or name[:2] in self.words:
            return False
        return kind not in ("ambiguous", "function") or (len(name) == 3 and not is_ordinary_word(name[:2]))

    def _surname(self, text: str, at: int) -> str | None:
        for size in (4, 3, 2, 1):
            kind = self.surnames.get(text[at : at + size])
            if kind not in (None, "transcribed", "japanese"):
                return text[at : at + size]
        return None

    def _spaced(self, text: str, at: int, gap: int) -> Span | None:
        """何 坚: printers space two-character names out."""
        match = SPACED_RE.match(text, gap)
        plain = self.surnames.get(text[at:gap]) not in ("ambiguous", "function")
        return Span(at, match.end()) if match and plain else None

    def _possible(self, text: str, given: int, name: Span) -> bool:
        rest = text[given : name.end]
        whole = len(rest) == name.end - given and all(map(HAN_RE.match, rest))
        return whole and not self.not_given.match(rest) and not self.of_place.match(text, name.end)

    def follower(self, text: str, end: int) -> int:
        """How well the text at *end* closes a name: STRONG, SURE, WEAK or NONE."""
        if self.strong.match(text, end):
            return STRONG
        if self.sure.match(text, end) or ASPECT_RE.match(text, end) or opens_predicate(text, end):
            return SURE
        return WEAK if self.weak.match(text, end) or opens_word(text, end) else NONE

    def _choose(self, text: str, ends: list[Span], kind: str) -> Span | None:
        """The likelier of the readings (longer first); None without enough evidence."""
        if not ends:
            return None
        likely = ends[0] if len(ends) == 1 else self._likelier(text, *ends)
        grade = STRONG if self._ends_before_join(text, likely) else self.follower(text, likely.end)
        return likely if self._credible(text, likely, grade, kind) else None

    def _likelier(self, text: str, long: Span, short: Span) -> Span:
        behind_long, behind_short = self.follower(text, long.end), self.follower(text, short.end)
        third_is_word = self.sure.match(text, short.end) or self._ends_before_join(text, short)
        if third_is_word or (behind_short == STRONG and behind_long != STRONG):
            return short
        if behind_short == NONE and behind_long >= SURE:
            return long
        by_recurrence = self._by_recurrence(text, long, short)
        if by_recurrence is not None:
            return by_recurrence
        if self.weak.match(text, short.end):
            return self._with_weak_third(text, long, short, behind_long, behind_short)
        if behind_short >= SURE and behind_long < SURE:
            return short
        return short if behind_long == NONE and is_tagged_name(text, short) else long

    def _with_weak_third(self, text: str, long: Span, short: Span, behind_long: int, behind_short: int) -> Span:
        """张有为参加 and 张有来参加: the third character may belong to the name or be a word of its own."""
        if text[short.end] in "和与同" and behind_long >= SURE:
            return long
        if behind_long == STRONG or (behind_long == SURE and not is_tagged_name(text, short)):
            return short if behind_short == STRONG and is_tagged_name(text, short) else long
        return long if behind_short < SURE and is_tagged_name(text, long) else short

    def _ends_before_join(self, text: str, short: Span) -> bool:
        """吕平和市长孙…: the third character joins a second person's post."""
        behind = short.end + 1
        joined = text[short.end : behind] in JOIN_SET and not STOP_RE.match(text, behind)
        return joined and self.post.match(text, behind) is not None and not opens_predicate(text, behind)

    def _by_recurrence(self, text: str, long: Span, short: Span) -> Span | None:
        """The shorter reading if it stands elsewhere without its third character, the longer if only that recurs."""
        around = _around(text, short)
        third = re.escape(text[short.end])
        alone = re.finditer(f"{re.escape(text[short.start : short.end])}(?!{third})", around)
        if any(self.follower(around, match.end()) >= SURE for match in alone):
            return short
        return long if self._recurs(text, long) else None

    def _recurs(self, text: str, name: Span) -> bool:
        """True if the name occurs again, and not only with the same words behind it."""
        pattern = f"{re.escape(text[name.start : name.end])}(.?)"
        return len({match[1] for match in re.finditer(pattern, _around(text, name))}) > 1

    def _is_complement(self, text: str, name: Span, given: str) -> bool:
        """于今天, 向北京: what stands behind the function word is a word or a place, and nobody speaks."""
        if len(given) < 2:
            return text[name.start] != OFTEN_A_NAME or is_word(text[name.start : name.end])
        spoken = SAYS_RE.match(text, name.end) is not None
        return not spoken and (given in self.places or is_ordinary_word(given, but=("ns", "nz")))

    def _credible(self, text: str, name: Span, grade: int, kind: str) -> bool:
        """Enough evidence that the stretch is a name at all."""
        word = text[name.start : name.end]
        if word in self.places or word[:2] in self.words or word in self.words:
            return False
        given = word[1:]
        if kind == "function" and (grade < SURE or self._is_complement(text, name, given)):
            return False
        doubtful = is_ordinary_word(word)
        if kind == "ambiguous":
            long_enough = len(word) > 2 and not is_ordinary_word(word[:2])
            sure_enough = grade == STRONG or (grade == SURE and long_enough) or is_tagged_name(text, name)
            return not doubtful and sure_enough and not (grade < STRONG and len(given) > 1 and is_ordinary_word(given))
        if doubtful:
            return grade == STRONG or (grade == SURE and self.sure.match(text, name.end) is not None)
        if grade >= SURE or (grade == WEAK and not is_ordinary_word(word[:2])):
            return True
        return not is_ordinary_word(word[:2]) and (self._recurs(text, name) or is_tagged_name(text, name))
