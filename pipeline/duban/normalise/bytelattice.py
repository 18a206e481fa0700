"""Bytes with holes → the likeliest characters: each place is one character or a few that its bytes allow.

The places are found by the encoding alone; where a byte is unknown every character that fits is a candidate, and
the likeliest chain of candidates is taken. What no byte tells is U+FFFD.
"""

import heapq
import itertools
import math
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, Protocol

from duban.normalise.wrongcodecs import HALF, HOLE, Run, lost_pairs

LOST = "\N{REPLACEMENT CHARACTER}"
MARGIN = 1.0
WIDTH = 40
FINALISTS = 8
AROUND = 6
MOST = 400
TAILS = frozenset(range(0x80, 0xC0))
PUNCTUATION = {0xE3: ("。", "、", "》"), 0xEF: ("，", "；", "：", "！", "？", "）"), 0xE2: ("”", "“")}
LEADS = frozenset((0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEF))


class Place(NamedTuple):
    """The characters that may stand in one place, and the index of the first byte behind it."""

    candidates: tuple[str, ...]
    end: int


class Restored(NamedTuple):
    """One character again: `end` is the index of the first byte behind it, `sure` if no byte of it was missing."""

    character: str
    end: int
    sure: bool


class Measures(Protocol):
    """What the choice between candidates goes by; logarithms of probabilities."""

    def follows(self, before: str, character: str) -> float:
        """Of *character* after *before*."""

    def words(self, text: str) -> float:
        """Of *text* as a row of words."""

    def plain(self, character: str) -> str:
        """*character* in simplified script: 長 and 长 are no rivals."""


def restore(run: Run, encoding: str, measures: Measures) -> list[Restored]:
    """Read the bytes of *run* as *encoding*."""
    places = list(_utf8(run) if encoding == "utf-8" else _double(run, encoding))
    places = _in_one_script(places, measures)
    restored: list[Restored] = []
    at = 0
    while at < len(places):
        end = at
        while end < len(places) and len(places[end].candidates) > 1:
            end += 1
        end = min(end + 1, len(places))
        if end == at + 1 and len(places[at].candidates) == 1:
            restored.append(Restored(places[at].candidates[0], places[at].end, True))
        else:
            before = "".join(row.character for row in restored[-AROUND:])
            behind = "".join(place.candidates[0] for place in places[end : end + 3] if len(place.candidates) == 1)
            restored += _settled(places[at:end], before, behind if end < len(places) else "\n", measures)
        at = end
    return restored


def _in_one_script(places: list[Place], measures: Measures) -> list[Place]:
    """Of candidates that are one character in two scripts only that of the script that the certain ones are in."""
    certain = (place.candidates[0] for place in places if len(place.candidates) == 1)
    traditional = any(measures.plain(sign) != sign for sign in certain)
    chosen: list[Place] = []
    for place in places:
        if len(place.candidates) > 1:
            forms: dict[str, str] = {}
            for sign in sorted(place.candidates, key=lambda sign: (measures.plain(sign) != sign) != traditional):
                forms.setdefault(measures.plain(sign), sign)
            place = Place(tuple(forms.values()), place.end)
        chosen.append(place)
    return chosen


def _utf8(run: Run) -> Iterator[Place]:
    at = 0
    while at < len(run.octets):
        place = _utf8_place(run, at)
        yield place
        at = place.end


def _utf8_place(run: Run, at: int) -> Place:
    """The character that begins at *at*: two to four bytes, of which some may be unknown or missing."""
    octets, missing = run.octets, run.missing
    lead = octets[at]
    if 0 <= lead < 0x80:
        return Place((chr(lead),), at + 1)
    if lead == HALF and at + 1 == len(octets):
        return Place(("",), at + 1)
    size = 4 if lead >= 0xF0 else 2 if 0xC2 <= lead < 0xE0 else 3
    part = octets[at : at + size]
    if missing and size == 3:  # the no-break space of a code page often became a space
        part[1:] = [0xA0 if tail == 0x20 else tail for tail in part[1:]]
    known = next((i for i, tail in enumerate(part[1:], 1) if tail >= 0 and not 0x80 <= tail < 0xC0), len(part))
    if known < size and size == 3 and lead >= 0xE0 and at + known == len(octets):
        part, known = [*part[:known], *[HOLE] * (size - known)], size  # cut off at the end
    if part[1:] == [HOLE, HALF] and lead >= 0xE0:
        return Place(
            tuple(filter(None, (_utf8_character(bytes((lead, *two))) for two in lost_pairs(run.codec)))), at + 3
        )
    if known == size and (lead >= 0xC2 or lead < 0):
        found = _filled(part, [run.fills(at + i) if byte < 0 else None for i, byte in enumerate(part)])
        if found:
            return Place(found, min(at + size, len(octets)))
    if 0xE0 <= lead < 0xF0 and missing and known < 3:
        found = tuple(_with_missing(part[:known], frozenset(missing)))
        if found:
            return Place(found, at + known)
    if lead >= 0xE0 and known == 2 and part[1] < 0:
        return Place(PUNCTUATION.get(lead, (LOST,)), at + 2)
    return Place((LOST,), at + 1)


def _filled(part: list[int], fills: list[frozenset[int] | None]) -> tuple[str, ...]:
    """The characters that the bytes allow, the unknown ones being any of *fills*; none if that could be too many."""
    choices = [
        (byte,) if fill is None else tuple(sorted(fill & (TAILS if at else LEADS)))
        for at, (byte, fill) in enumerate(zip(part, fills, strict=True))
    ]
    if math.prod(map(len, choices)) > MOST:
        return PUNCTUATION.get(part[0], ())
    found = (_utf8_character(bytes(octets)) for octets in itertools.product(*choices))
    return tuple(character for character in found if character)


@lru_cache(40_000)
def _utf8_character(octets: bytes) -> str | None:
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _with_missing(known: list[int], missing: frozenset[int]) -> Iterator[str]:
    """Characters of three bytes of which some were dropped because the code page had none for them."""
    if len(known) == 1:
        yield from _filled([*known, HOLE, HOLE], [None, missing, missing])
    else:
        yield from _filled([*known, HOLE], [None, None if known[1] >= 0 else missing, missing])
        yield from _filled([known[0], HOLE, known[1]], [None, missing, None if known[1] >= 0 else missing])


def _double(run: Run, encoding: str) -> Iterator[Place]:
    """Characters of one, two or (GB 18030) four bytes."""
    at = 0
    while at < len(run.octets):
        place = _double_place(run, at, encoding)
        yield place
        at = place.end


def _double_place(run: Run, at: int, encoding: str) -> Place:
    octets = run.octets
    lead = octets[at]
    if 0 <= lead < 0x80:
        return Place((chr(lead),), at + 1)
    pair = octets[at : at + 2]
    if lead == HALF and at + 1 == len(octets):
        return Place(("",), at + 1)
    if len(pair) == 2 and max(pair) >= 0:
        found = tuple(character for pair in _pairs(run, at, pair) if (character := _character(pair, encoding)))
        if found:
            return Place(found, at + 2)
    four = octets[at : at + 4]
    if encoding == "gb18030" and len(four) == 4 and min(four) >= 0:
        character = _character(bytes(four), encoding)
        if character:
            return Place((character,), at + 4)
    return Place((LOST,), at + 1)


def _pairs(run: Run, at: int, pair: list[int]) -> list[bytes]:
    """The two bytes, with all that the unknown one may have been."""
    if min(pair) >= 0:
        return [bytes(pair)]
    if pair[0] < 0:
        return [bytes((byte, pair[1])) for byte in sorted(run.fills(at))]
    return [bytes((pair[0], byte)) for byte in sorted(run.fills(at + 1))]


@lru_cache(40_000)
def _character(octets: bytes, encoding: str) -> str | None:
    character = octets.decode(encoding, "ignore")
    return character if len(character) == 1 and not "\ue000" <= character <= "\uf8ff" else None


def _settled(places: list[Place], before: str, behind: str, measures: Measures) -> list[Restored]:
    """Choose in a stretch of uncertain places: the likeliest chains by neighbours, then the best of them by words.

    A character on which chains that are hardly less likely differ is U+FFFD.
    """
    ways = [(0.0, before[-1:] or "\n", "")]
    for place in places:
        found = [
            (score + measures.follows(last, character), character or last, said + (character or "\0"))
            for score, last, said in ways
            for character in place.candidates
        ]
        ways = heapq.nlargest(WIDTH, found)
    ways = [(score + measures.follows(last, behind[:1]), last, said) for score, last, said in ways]
    best = heapq.nlargest(FINALISTS, ways)
    if len(best) > 1:
        ranked = sorted(
            ((measures.words(before + said.replace("\0", "") + behind), said) for _, _, said in best), reverse=True
        )
    else:
        ranked = [(score, said) for score, _, said in best]
    top, text = ranked[0]
    rivals = [said for score, said in ranked[1:] if top - score < MARGIN]
    restored = []
    for at, (place, character) in enumerate(zip(places, text, strict=True)):
        agreed = all(rival[at] == character for rival in rivals)
        sign = "" if character == "\0" else character if agreed else LOST
        restored.append(Restored(sign, place.end, len(place.candidates) == 1))
    return restored
