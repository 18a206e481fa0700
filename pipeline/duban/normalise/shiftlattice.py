"""The readings of a byte-shifted stretch: every way in which its bytes may have been paired before the damage.

A walk through the displayed characters with a lead byte pending. Displayed pairs are (last byte of one character,
first byte of the next); `?` is a byte that was lost. See `duban.normalise.byteshift` for how a stretch begins and
ends. At each place the walk keeps, for every pending byte and last character, the best few readings by the likelihood
of two neighbouring characters.
"""

import heapq
import math
import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from duban.normalise.likelihood import Likelihood
from duban.normalise.readings import Readings

REACH = 48
KEPT = 6
STATES = 24
FINALISTS = 24
DOUBT = "?"
LOST = "\N{REPLACEMENT CHARACTER}"
VANISHED_COST = 2.0
SWALLOWED_COST = 8.0
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
VANISHING = 3
CHAINING = 2
ENDINGS = 3
OFTEN = 10
BEAM = 18.0
BEHIND = 9.0
WELL = (-6.0, -7.0)
BETWEEN = 12
CHAINED = 3


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
    """One reading so far, with the place in the page behind each of its characters.

    `pending` is the lead byte that waits for its second (None: the pairs are right again), `at` the next place of
    the page, `sure` has a sign for each character: + if both its bytes are shown.
    """

    score: float
    text: str
    sure: str
    ends: tuple[int, ...]
    pending: int | None
    at: int


class Characters:
    """The characters of GBK that the page's script has, by their bytes, each with its simplified form."""

    def __init__(self, simplified: dict[str, str], often: Callable[[str], float]) -> None:
        self.simplified = simplified
        self.pairs: dict[tuple[int, int], str] = {}
        self.by_first: dict[int, list[tuple[int, str]]] = {}
        self.by_second: dict[int, list[tuple[int, str]]] = {}
        ordered = sorted(simplified, key=lambda sign: -often(simplified[sign]))
        self.rank = {character: at for at, character in enumerate(ordered)}
        for character in ordered:
            first, second = character.encode("gbk")
            self.pairs[first, second] = character
            self.by_first.setdefault(first, []).append((second, character))
            self.by_second.setdefault(second, []).append((first, character))
        self._written: dict[str, list[str]] = {}
        for character, form in simplified.items():
            self._written.setdefault(form, []).append(character)
        self._begun: dict[tuple[int, int], tuple[list[str], dict[str, list[str]]]] = {}
        self._between: dict[int, tuple[list[tuple[int, str]], dict[str, list[tuple[int, str]]]]] = {}

    def begun(self, second: int, last: int) -> tuple[list[str], dict[str, list[str]]]:
        """The characters with the last byte *last* whose first byte makes no pair behind *second*: (commonest, all).

        All of them by their simplified form.
        """
        key = second, last
        if key not in self._begun:
            leads = UNMAPPED[second]
            found = [character for lead, character in self.by_second.get(last, ()) if lead in leads]
            forms: dict[str, list[str]] = {}
            for character in found:
                forms.setdefault(self.simplified[character], []).append(character)
            self._begun[key] = found[:OFTEN], forms
        return self._begun[key]

    def written(self, form: str) -> list[str]:
        """The characters that are written *form* when they are simplified."""
        return self._written.get(form, [])

    def between(self, first: int) -> tuple[list[tuple[int, str]], dict[str, list[tuple[int, str]]]]:
        """The characters with a pair without character on either side, the first of them led by byte *first*.

        (the commonest, all of them by their simplified form), each with its last byte.
        """
        if first not in self._between:
            rows = ((end, c) for lead in UNMAPPED[first] for end, c in self.by_first.get(lead, ()) if end in UNMAPPED)
            found = sorted(rows, key=lambda row: self.rank[row[1]])
            forms: dict[str, list[tuple[int, str]]] = {}
            for row in found:
                forms.setdefault(self.simplified[row[1]], []).append(row)
            self._between[first] = found[:BETWEEN], forms
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
        self._sort(self._begin(Way(0.0, "", "", (), None, start)), waiting, ended)
        for at in range(start + 1, min(len(self.shown), start + REACH)):
            here = _best(waiting.pop(at, ()))
            for way in here:
                self._sort(self._further(way), waiting, ended)
            floor = max((way.score for way in waiting.get(at + 1, ())), default=-math.inf) - BEAM
            for rank, way in enumerate(here[:VANISHING]):
                if way.score > here[0].score - BEHIND and not self._reads_well(way):
                    self._sort(self._vanished(way, rank < CHAINING, floor), waiting, ended)
            if not waiting:
                break
        rests = self._rests(max((way.at for way in ended), default=0))
        return heapq.nlargest(FINALISTS, ended, key=lambda way: way.score + rests[way.at])

    def _reads_well(self, way: Way) -> bool:
        """True if the next two characters, read as they are shown, are ordinary ones: nothing has vanished there."""
        simplified, follows = self.characters.simplified, self.likelihood.follows
        before, pending = way.text[-1:] or self.shown[way.at - 1], way.pending
        for shown, least in zip(self.shown[way.at : way.at + 2], WELL, strict=False):
            pair = next(_pairs(shown), None)
            character = self.characters.pairs.get((pending or 0, pair[0])) if pair else None
            if not pair or not character:
                return False
            if follows(simplified.get(before, before), simplified[character]) < least:
                return False
            before, pending = character, pair[1]
        return True

    def _rests(self, end: int) -> list[float]:
        """For each place up to *end*: how likely the page is from there on, as it is shown."""
        forms = self.characters.simplified
        plain = [forms.get(sign, sign) for sign in self.shown[:end]]
        rests = [0.0] * (end + 1)
        for at in range(end - 1, 0, -1):
            rests[at] = rests[at + 1] + self.likelihood.follows(plain[at - 1], plain[at])
        return rests

    def _sort(self, found: Iterator[Way], waiting: dict[int, list[Way]], ended: list[Way]) -> None:
        for way in found:
            (ended if way.pending is None else waiting.setdefault(way.at, [])).append(way)

    def _begin(self, way: Way) -> Iterator[Way]:
        """`?，`: the lead byte of a character and the mark in it; `?zhèn)`: the lead byte of the next character."""
        mark = MARKS.get(self.shown[way.at + 1 : way.at + 2])
        if mark:
            for _, character in self.characters.by_second.get(mark[0], ()):
                yield self._say(way, character, mark[1], way.at + 2, False)
        reading = READING_RE.match(self.shown, way.at + 1)
        before = self.shown[way.at - 1 : way.at].encode("gbk", "ignore")
        if reading and len(before) == 2:
            halves = self.characters.by_first.get(before[1], ())
            leads = [second for second, half in halves if self.readings.fits(half, reading["reading"])]
            for lead in leads or range(0x81, 0xFF):
                yield way._replace(pending=lead, at=reading.end(), sure="" if len(leads) == 1 else DOUBT)

    def _further(self, way: Way) -> Iterator[Way]:
        """The next displayed character: two bytes, one byte, or a byte that was lost."""
        shown, lead = self.shown[way.at], way.pending
        if lead is None:
            return
        yield from self._unshown_trail(way, lead)
        if shown == "\n":
            return
        if shown == "?":
            yield from self._lost_trail(way, lead)
        else:
            yield from self._shown(way, lead, shown)

    def _unshown_trail(self, way: Way, lead: int) -> Iterator[Way]:
        """The byte 80 alone is shown as nothing or €: it ends a character and puts the pairs right."""
        character = self.characters.pairs.get((lead, 0x80))
        if character:
            after = way.at + (self.shown[way.at] == "€")
            bracket = BRACKET_RE.match(self.shown, after)
            if not bracket or self.readings.fits(character, bracket["reading"]):
                yield self._say(way, character, None, bracket.end() if bracket else after, True)

    def _vanished(self, way: Way, chain: bool, floor: float) -> Iterator[Way]:
        """A pair without a character was shown as nothing: it ended one character and began the next.

        With *chain*, a second pair may have vanished behind the first, if the character between them makes a known
        pair with the one before.
        """
        shown, lead = self.shown[way.at], way.pending
        if shown == "\n" or lead is None:
            return
        endings = [(second, c) for second, c in self.characters.by_first.get(lead, ()) if second in UNMAPPED]
        said = [(self._say(way, c, second, way.at, False), second) for second, c in endings]
        for found, second in heapq.nlargest(ENDINGS, said):
            begun = found._replace(score=found.score - VANISHED_COST)
            if begun.score < floor:
                break
            yield from self._begun_unseen(begun, second, shown, floor)
            if chain:
                often, forms = self.characters.between(second)
                known = self.likelihood.known_after(self.characters.simplified[begun.text[-1]])
                rows = {*often, *(row for form in forms.keys() & known for row in forms[form])}
                more = [(self._say(begun, c, end, way.at, False), end) for end, c in sorted(rows)]
                for again, end in heapq.nlargest(CHAINED, more):
                    if again.score - VANISHED_COST < floor:
                        break
                    yield from self._begun_unseen(again._replace(score=again.score - VANISHED_COST), end, shown, floor)

    def _begun_unseen(self, way: Way, second: int, shown: str, floor: float) -> Iterator[Way]:
        """What is shown next ends a character whose first byte vanished with *second*."""
        if shown == "?":
            yield from self._lost_unseen(way, second)
            return
        for last, following in _pairs(shown):
            for character in self._begun(way, second, last, floor):
                yield self._say(way, character, following, way.at + 1, False)
        if shown.isascii():
            bracket = BRACKET_RE.match(self.shown, way.at + 1)
            for character in self._begun(way, second, ord(shown), floor):
                if not bracket or self.readings.fits(character, bracket["reading"]):
                    yield self._say(way, character, None, bracket.end() if bracket else way.at + 1, False)

    def _lost_unseen(self, way: Way, second: int) -> Iterator[Way]:
        """Of a character the first byte vanished with *second* and the last is in `?`: its reading or its pair tells."""
        reading, end = self._swallowed(way.at + 1)
        leads = UNMAPPED[second]
        if reading:
            found = [sign for sign in self.readings.having(reading) if sign in self.characters.simplified]
        elif end is not None:
            known = self.likelihood.known_after(self.characters.simplified[way.text[-1]])
            found = [sign for form in known for sign in self.characters.written(form)]
        else:
            return
        for character in sorted(found):
            if character.encode("gbk")[0] in leads:
                yield self._say(way, character, None, end or way.at + 1, False)

    def _begun(self, way: Way, second: int, last: int, floor: float) -> list[str]:
        """The characters that may have begun unseen: the commonest, and those that make a known pair."""
        often, forms = self.characters.begun(second, last)
        simplified, follows = self.characters.simplified, self.likelihood.follows
        before = simplified[way.text[-1]]
        likely = [sign for form in forms.keys() & self.likelihood.known_after(before) for sign in forms[form]]
        found = dict.fromkeys([*often, *sorted(likely)]) if likely else often
        least = floor - way.score
        return [sign for sign in found if follows(before, simplified[sign]) >= least]

    def _shown(self, way: Way, lead: int, shown: str) -> Iterator[Way]:
        """A displayed pair ends one character and begins the next; a single byte ends one and puts the pairs right."""
        for first, second in _pairs(shown):
            character = self.characters.pairs.get((lead, first))
            if character:
                yield self._say(way, character, second, way.at + 1, True)
        if shown.isascii():
            yield from self._single(way, lead, shown)

    def _single(self, way: Way, lead: int, shown: str) -> Iterator[Way]:
        """A single byte is the last one of a character; an annotation behind it must be that character's."""
        character = self.characters.pairs.get((lead, ord(shown)))
        bracket = BRACKET_RE.match(self.shown, way.at + 1) if character else None
        if character and (not bracket or self.readings.fits(character, bracket["reading"])):
            yield self._say(way, character, None, bracket.end() if bracket else way.at + 1, True)

    def _lost_trail(self, way: Way, lead: int) -> Iterator[Way]:
        """`?` is the last byte of a character, with the mark, bracket or single character that it swallowed."""
        reading, end = self._swallowed(way.at + 1)
        digit = end is None
        at = way.at + 1 if end is None else end
        for _, character in self.characters.by_first.get(lead, ()):
            if not reading or self.readings.fits(character, reading):
                said = self._say(way, character, None, at, bool(reading))
                if digit:
                    cost = 0.0 if self.shown[at : at + 1].isdigit() else SWALLOWED_COST
                    said = said._replace(
                        score=said.score - cost, text=said.text + LOST, sure=said.sure + "-", ends=(*said.ends, at)
                    )
                yield said

    def _swallowed(self, at: int) -> tuple[str, int | None]:
        """What the `?` in front of *at* took besides the byte: (reading, end) of an annotation, ("", end) of a mark,
        bracket or remnant of a tag; ("", None) of a single character that is lost."""
        rest = self.shown[at : at + 1]
        reading = READING_RE.match(self.shown, at)
        if reading:
            return reading["reading"], reading.end()
        remnant = REMNANT_RE.match(self.shown, at)
        if remnant:
            return "", remnant.end()
        return "", at if rest in MARKS or not rest.strip() else None

    def _say(self, way: Way, character: str, pending: int | None, at: int, whole: bool) -> Way:
        """*way* with one character more; *whole* if its last byte is shown and its first is not in doubt."""
        simplified = self.characters.simplified
        before = way.text[-1:] or self.shown[way.at - 1 : way.at]
        score = self.likelihood.follows(simplified.get(before, before), simplified[character])
        sure = way.sure + "+" if whole and way.sure != DOUBT else way.sure.rstrip(DOUBT) + "-"
        return Way(way.score + score, way.text + character, sure, (*way.ends, at), pending, at)


def _best(ways: Iterable[Way]) -> list[Way]:
    """The best few of each pending byte and last character, best first."""
    kept: dict[tuple[int | None, str], int] = {}
    chosen: list[Way] = []
    for way in sorted(ways, reverse=True):
        key = way.pending, way.text[-1:]
        if kept.get(key, 0) < KEPT:
            kept[key] = kept.get(key, 0) + 1
            chosen.append(way)
            if len(chosen) == STATES and way.text:
                break
    return chosen


def _pairs(shown: str) -> Iterator[tuple[int, int]]:
    """The two bytes of a displayed character; of an ASCII one those of the full-width sign it may have been."""
    if shown.isascii():
        yield 0xA3, ord(shown) + 0x80
        return
    pair = shown.encode("gbk", "ignore")
    if len(pair) == 2:
        yield pair[0], pair[1]
