"""Bytes with holes → the likeliest characters: each place is one character or a few that its bytes allow.

The places are found by the encoding alone; where a byte is unknown every character that fits is a candidate, and
the likeliest chain of candidates is taken. What no byte tells is U+FFFD.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from duban.normalise.codecs import HOLE, Run

LOST = "\N{REPLACEMENT CHARACTER}"
MARGIN = 1.0
TAILS = range(0x80, 0xC0)
LEADS = (0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xE3, 0xEF)


class Place(NamedTuple):
    """The characters that may stand in one place, and the index of the first byte behind it."""

    candidates: tuple[str, ...]
    end: int


class Restored(NamedTuple):
    """One character again: `end` is the index of the first byte behind it, `sure` if no byte of it was missing."""

    character: str
    end: int
    sure: bool


def restore(run: Run, encoding: str, follows: Callable[[str, str], float]) -> list[Restored]:
    """Read the bytes of *run* as *encoding*; *follows* is the logarithm of the probability of two neighbours."""
    places = list(_utf8(run) if encoding == "utf-8" else _double(run, encoding))
    return _chosen(places, follows)


def _utf8(run: Run) -> Iterator[Place]:
    octets, at = run.octets, 0
    while at < len(octets):
        place = _utf8_place(octets, at, run.open_bytes)
        yield place
        at = place.end


def _utf8_place(octets: list[int], at: int, missing: tuple[int, ...]) -> Place:
    """The character that begins at *at*: two to four bytes, of which one may be unknown or missing."""
    lead = octets[at]
    if 0 <= lead < 0x80:
        return Place((chr(lead),), at + 1)
    size = 4 if lead >= 0xF0 else 2 if 0xC2 <= lead < 0xE0 else 3
    part = octets[at : at + size]
    tails = part[1:]
    whole = len(part) == size and all(tail == HOLE or 0x80 <= tail < 0xC0 for tail in tails)
    if whole and part.count(HOLE) <= 1 and (lead >= 0xC2 or lead == HOLE) and (lead != HOLE or tails):
        found = tuple(_utf8_candidates(part))
        if found:
            return Place(found, at + size)
    if 0xE0 <= lead < 0xF0 and missing and len(tails) and 0x80 <= tails[0] < 0xC0:
        found = tuple(_with_missing(lead, tails[0], missing))
        if found:
            return Place(found, at + 2)
    if size == 3 and lead >= 0xE0 and part[1:] and part[1] == HOLE:
        return Place((LOST,), at + (3 if part[2:] in ([HOLE],) else 2))
    return Place((LOST,), at + 1)


def _utf8_candidates(part: list[int]) -> Iterator[str]:
    """Every character that the bytes allow: `[0xE5, HOLE, 0xA8]` → 64 of them."""
    if HOLE not in part:
        choices: tuple[int, ...] | range = (part[0],)
        hole = 0
    else:
        hole = part.index(HOLE)
        choices = TAILS if hole else LEADS
    for byte in choices:
        try:
            yield bytes([*part[:hole], byte, *part[hole + 1 :]]).decode("utf-8")
        except UnicodeDecodeError:
            continue


def _with_missing(lead: int, tail: int, missing: tuple[int, ...]) -> Iterator[str]:
    """Characters of three bytes of which one was dropped because the code page had none for it."""
    for byte in missing:
        if byte < 0xC0:
            yield from _utf8_candidates([lead, byte, tail])
            if byte != tail:
                yield from _utf8_candidates([lead, tail, byte])


def _double(run: Run, encoding: str) -> Iterator[Place]:
    """Characters of one, two or (GB 18030) four bytes."""
    octets, at = run.octets, 0
    while at < len(octets):
        place = _double_place(octets, at, encoding)
        yield place
        at = place.end


def _double_place(octets: list[int], at: int, encoding: str) -> Place:
    lead = octets[at]
    if 0 <= lead < 0x80:
        return Place((chr(lead),), at + 1)
    pair = octets[at : at + 2]
    if len(pair) == 2 and pair != [HOLE, HOLE]:
        if HOLE not in pair:
            choices: list[bytes] = [bytes(pair)]
        elif pair[0] == HOLE:
            choices = [bytes((byte, pair[1])) for byte in range(0xA1, 0xF8)] if pair[1] >= 0x40 else []
        else:
            choices = [bytes((pair[0], byte)) for byte in (*range(0x40, 0x7F), *range(0x80, 0xFF))]
        found = tuple(character for choice in choices if (character := choice.decode(encoding, "ignore")))
        found = tuple(character for character in found if len(character) == 1)
        if found:
            return Place(found, at + 2)
    four = octets[at : at + 4]
    if encoding == "gb18030" and len(four) == 4 and HOLE not in four:
        character = bytes(four).decode(encoding, "ignore")
        if len(character) == 1:
            return Place((character,), at + 4)
    return Place((LOST,), at + 1)


def _chosen(places: list[Place], follows: Callable[[str, str], float]) -> list[Restored]:
    """The likeliest chain; a candidate that hardly beats the next one is not taken."""
    chains: list[list[Restored]] = []
    pending: list[Place] = []
    for place in places:
        pending.append(place)
        if len(place.candidates) > 1:
            continue
        chains.append(_settled(pending, chains[-1][-1].character if chains else "\n", follows))
        pending = []
    if pending:
        chains.append(_settled(pending, chains[-1][-1].character if chains else "\n", follows))
    return [restored for chain in chains for restored in chain]


def _settled(places: list[Place], before: str, follows: Callable[[str, str], float]) -> list[Restored]:
    """Choose in a stretch of uncertain places that ends with a certain one."""
    if len(places) == 1 and len(places[0].candidates) == 1:
        return [Restored(places[0].candidates[0], places[0].end, True)]
    ways: dict[str, list[tuple[float, str]]] = {before: [(0.0, "")]}
    for place in places:
        nexts: dict[str, list[tuple[float, str]]] = {}
        for character in place.candidates:
            found = [
                (score + follows(last, character), said + character) for last, rows in ways.items() for score, said in rows
            ]
            nexts[character] = sorted(found, reverse=True)[:2]
        top = sorted(nexts.items(), key=lambda row: -row[1][0][0])[:24]
        ways = dict(top)
    ranked = sorted((row for rows in ways.values() for row in rows), reverse=True)
    best = ranked[0]
    rivals = [said for score, said in ranked[1:] if best[0] - score < MARGIN]
    restored = []
    for at, (place, character) in enumerate(zip(places, best[1], strict=True)):
        open_ = len(place.candidates) > 1
        agreed = all(rival[at] == character for rival in rivals)
        restored.append(Restored(character if agreed else LOST, place.end, not open_))
    return restored
