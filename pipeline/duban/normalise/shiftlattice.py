"""The readings of a byte-shifted stretch: every way in which its bytes may have been paired before the damage.

A walk through the displayed characters with a lead byte pending. Displayed pairs are (last byte of one character,
first byte of the next); `?` is a byte that was lost. See `duban.normalise.byteshift` for how a stretch begins and
ends. The walk keeps the best few readings at each place, by the likelihood of two neighbouring characters.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from duban.normalise.likelihood import Likelihood
from duban.normalise.readings import Readings

REACH = 48
WIDTH = 60
LOST = "\N{REPLACEMENT CHARACTER}"
VANISHED_COST = 5.0
COMMA, STOP, SEMICOLON, COLON = b"\xa3\xac", b"\xa1\xa3", b"\xa3\xbb", b"\xa3\xba"
EXCLAMATION, QUESTION, ENUMERATION = b"\xa3\xa1", b"\xa3\xbf", b"\xa1\xa2"
MARKS = {
    "，": COMMA, ",": COMMA, "。": STOP, "；": SEMICOLON, ";": SEMICOLON, "：": COLON, ":": COLON,
    "！": EXCLAMATION, "!": EXCLAMATION, "？": QUESTION, "?": QUESTION, "、": ENUMERATION,
}  # fmt: skip
SOUND = r"(?P<reading>[^\W\d_A-Z\u3400-\u9fff]{1,6})\)"
READING_RE = re.compile(SOUND)
BRACKET_RE = re.compile(r"\(" + SOUND)
REMNANT_RE = re.compile(r"/?[a-zA-Z]{1,8}\s?/?>")
VANISHING = 12
CHAINING = 6
ENDINGS = 3


def _unmapped() -> dict[int, frozenset[int]]:
    """The pairs of bytes that GBK could hold and no character has: first byte → second bytes."""
    seconds = [*range(0x40, 0x7F), *range(0x80, 0xFF)]
    missing = {
        first: frozenset(second for second in seconds if not bytes((first, second)).decode("gbk", "ignore"))
        for first in range(0x81, 0xFF)
    }
    return {first: lost for first, lost in missing.items() if lost}


UNMAPPED = _unmapped()


class Way(NamedTuple):
    """One reading so far: what it says, which byte is pending (None: the pairs are right again), where it stands."""

    text: str
    pending: int | None
    at: int
    score: float


class Characters:
    """The characters of GBK that the page's script has, by their bytes, each with its simplified form."""

    def __init__(self, simplified: dict[str, str]) -> None:
        self.simplified = simplified
        self.pairs: dict[tuple[int, int], str] = {}
        self.by_first: dict[int, list[tuple[int, str]]] = {}
        self.by_second: dict[int, list[tuple[int, str]]] = {}
        for character in simplified:
            first, second = character.encode("gbk")
            self.pairs[first, second] = character
            self.by_first.setdefault(first, []).append((second, character))
            self.by_second.setdefault(second, []).append((first, character))
        self._between: dict[int, list[tuple[int, str, str]]] = {}

    def between(self, first: int) -> list[tuple[int, str, str]]:
        """The characters with a pair without character on either side, the first of them led by byte *first*.

        Rows of (last byte, simplified form, character).
        """
        if first not in self._between:
            rows = ((end, c) for lead in UNMAPPED[first] for end, c in self.by_first.get(lead, ()) if end in UNMAPPED)
            self._between[first] = [(end, self.simplified[c], c) for end, c in rows]
        return self._between[first]


class Walk(NamedTuple):
    """What the walk goes by: the page as it is shown, its characters, readings and what is likely on it."""

    shown: str
    characters: Characters
    readings: Readings
    likelihood: Likelihood

    def ways(self, start: int) -> list[Way]:
        """The likeliest readings of the stretch that begins at *start*, each up to where the pairs are right again."""
        waiting: dict[int, list[Way]] = {}
        ended: list[Way] = []
        self._sort(self._begin(Way("", None, start, 0.0)), waiting, ended)
        for at in range(start + 1, min(len(self.shown), start + REACH)):
            here = sorted(waiting.pop(at, ()), key=lambda way: -way.score)[:WIDTH]
            for way in here:
                self._sort(self._further(way), waiting, ended)
            for rank, way in enumerate(here[:VANISHING]):
                self._sort(self._vanished(way, rank < CHAINING), waiting, ended)
        return sorted(ended, key=lambda way: -way.score)[:WIDTH]

    def _sort(self, found: Iterator[Way], waiting: dict[int, list[Way]], ended: list[Way]) -> None:
        for way in found:
            (ended if way.pending is None else waiting.setdefault(way.at, [])).append(way)

    def _begin(self, way: Way) -> Iterator[Way]:
        """`?，`: the lead byte of a character and the mark in it; `?zhèn)`: the lead byte of the next character."""
        mark = MARKS.get(self.shown[way.at + 1 : way.at + 2])
        if mark:
            for _, character in self.characters.by_second.get(mark[0], ()):
                yield self._say(way, character, mark[1], way.at + 2)
        reading = READING_RE.match(self.shown, way.at + 1)
        before = self.shown[way.at - 1 : way.at].encode("gbk", "ignore")
        if reading and len(before) == 2:
            halves = self.characters.by_first.get(before[1], ())
            leads = [second for second, half in halves if self.readings.fits(half, reading["reading"])]
            for lead in leads or range(0x81, 0xFF):
                yield way._replace(pending=lead, at=reading.end())

    def _further(self, way: Way) -> Iterator[Way]:
        """The next displayed character: two bytes, one byte, or a byte that was lost."""
        shown, lead = self.shown[way.at], way.pending
        if shown == "\n" or lead is None:
            return
        if shown == "?":
            yield from self._lost_trail(way, lead)
        else:
            yield from self._shown(way, lead, shown)

    def _vanished(self, way: Way, chain: bool) -> Iterator[Way]:
        """A pair without a character was shown as nothing: it ended one character and began the next.

        With *chain*, a second pair may have vanished behind the first, if the character between them makes a known
        pair with the one before.
        """
        shown, lead = self.shown[way.at], way.pending
        if shown in "?\n" or lead is None:
            return
        endings = [(second, c) for second, c in self.characters.by_first.get(lead, ()) if second in UNMAPPED]
        said = sorted(((self._say(way, c, second, way.at), second) for second, c in endings), key=_likeliest)
        for found, second in said[:ENDINGS]:
            begun = found._replace(score=found.score - VANISHED_COST)
            yield from self._begun_unseen(begun, UNMAPPED[second], shown)
            if chain:
                known = self.likelihood.known_after(self.characters.simplified[begun.text[-1]])
                between = [row for row in self.characters.between(second) if row[1] in known]
                more = sorted(((self._say(begun, c, end, way.at), end) for end, _, c in between), key=_likeliest)
                for again, end in more[:ENDINGS]:
                    yield from self._begun_unseen(
                        again._replace(score=again.score - VANISHED_COST), UNMAPPED[end], shown
                    )

    def _begun_unseen(self, way: Way, leads: frozenset[int], shown: str) -> Iterator[Way]:
        """What is shown next ends a character whose first byte is one of *leads*."""
        for first, second in _pairs(shown):
            for lead, character in self.characters.by_second.get(first, ()):
                if lead in leads:
                    yield self._say(way, character, second, way.at + 1)
        if shown.isascii():
            for lead, _ in self.characters.by_second.get(ord(shown), ()):
                if lead in leads:
                    yield from self._single(way, lead, shown)

    def _shown(self, way: Way, lead: int, shown: str) -> Iterator[Way]:
        """A displayed pair ends one character and begins the next; a single byte ends one and puts the pairs right."""
        for first, second in _pairs(shown):
            character = self.characters.pairs.get((lead, first))
            if character:
                yield self._say(way, character, second, way.at + 1)
        if shown.isascii():
            yield from self._single(way, lead, shown)

    def _single(self, way: Way, lead: int, shown: str) -> Iterator[Way]:
        """A single byte is the last one of a character; an annotation behind it must be that character's."""
        character = self.characters.pairs.get((lead, ord(shown)))
        bracket = BRACKET_RE.match(self.shown, way.at + 1)
        if character and (not bracket or self.readings.fits(character, bracket["reading"])):
            yield self._say(way, character, None, bracket.end() if bracket else way.at + 1)

    def _lost_trail(self, way: Way, lead: int) -> Iterator[Way]:
        """`?` is the last byte of a character, with the mark, bracket or single character that it swallowed."""
        after = way.at + 1
        rest = self.shown[after : after + 1]
        reading = READING_RE.match(self.shown, after)
        remnant = REMNANT_RE.match(self.shown, after)
        if not (rest in MARKS or rest.isdigit() or not rest.strip() or reading or remnant):
            return
        end = remnant.end() if remnant else reading.end() if reading else after
        for _, character in self.characters.by_first.get(lead, ()):
            if not reading or self.readings.fits(character, reading["reading"]):
                said = self._say(way, character, None, end)
                yield said._replace(text=said.text + LOST) if rest.isdigit() else said

    def _say(self, way: Way, character: str, pending: int | None, at: int) -> Way:
        """*way* with one character more."""
        simplified = self.characters.simplified
        before = way.text[-1:] or self.shown[way.at - 1 : way.at]
        score = self.likelihood.follows(simplified.get(before, before), simplified[character])
        return Way(way.text + character, pending, at, way.score + score)


def _likeliest(row: tuple[Way, int]) -> float:
    return -row[0].score


def _pairs(shown: str) -> Iterator[tuple[int, int]]:
    """The two bytes of a displayed character; of an ASCII one those of the full-width sign it may have been."""
    if shown.isascii():
        yield 0xA3, ord(shown) + 0x80
        return
    pair = shown.encode("gbk", "ignore")
    if len(pair) == 2:
        yield pair[0], pair[1]
