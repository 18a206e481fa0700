"""The readings of a byte-shifted stretch: every way in which its bytes may have been paired before the damage.

A walk through the displayed characters with a lead byte pending. Displayed pairs are (last byte of one character,
first byte of the next); `?` is a byte that was lost. See `duban.normalise.byteshift` for how a stretch begins and
ends. At each place the walk keeps, for every pending byte and last character, the best few readings by the likelihood
of two neighbouring characters.
"""

import heapq
import math
from collections.abc import Iterable, Iterator

from duban.normalise.shiftbytes import Way, pairs_of
from duban.normalise.shiftmoves import Moves
from duban.normalise.shiftvanished import vanished

REACH = 48
KEPT = 6
STATES = 24
FINALISTS = 24
VANISHING = 3
CHAINING = 2
BEAM = 18.0
BEHIND = 9.0
WELL = (-6.0, -7.0)


def find_ways(moves: Moves, start: int) -> list[Way]:
    """The likeliest readings of the stretch that begins at *start*, each up to where the pairs are right again."""
    waiting: dict[int, list[Way]] = {}
    ended: list[Way] = []
    _sort(moves.begin(Way(0.0, "", "", (), None, start)), waiting, ended)
    for at in range(start + 1, min(len(moves.shown), start + REACH)):
        here = _best(waiting.pop(at, ()))
        for way in here:
            _sort(moves.further(way), waiting, ended)
        floor = max((way.score for way in waiting.get(at + 1, ())), default=-math.inf) - BEAM
        for rank, way in enumerate(here[:VANISHING]):
            if way.score > here[0].score - BEHIND and not _reads_well(moves, way):
                _sort(vanished(moves, way, rank < CHAINING, floor), waiting, ended)
        if not waiting:
            break
    rests = _rests(moves, max((way.at for way in ended), default=0))
    return heapq.nlargest(FINALISTS, ended, key=lambda way: way.score + rests[way.at])


def _reads_well(moves: Moves, way: Way) -> bool:
    """True if the next two characters, read as they are shown, are ordinary ones: nothing has vanished there."""
    simplified, follows = moves.characters.simplified, moves.likelihood.follows
    before, pending = way.text[-1:] or moves.shown[way.at - 1], way.pending
    for shown, least in zip(moves.shown[way.at : way.at + 2], WELL, strict=False):
        pair = next(pairs_of(shown), None)
        character = moves.characters.pairs.get((pending or 0, pair[0])) if pair else None
        if not pair or not character:
            return False
        if follows(simplified.get(before, before), simplified[character]) < least:
            return False
        before, pending = character, pair[1]
    return True


def _rests(moves: Moves, end: int) -> list[float]:
    """For each place up to *end*: how likely the page is from there on, as it is shown."""
    forms = moves.characters.simplified
    plain = [forms.get(sign, sign) for sign in moves.shown[:end]]
    rests = [0.0] * (end + 1)
    for at in range(end - 1, 0, -1):
        rests[at] = rests[at + 1] + moves.likelihood.follows(plain[at - 1], plain[at])
    return rests


def _sort(found: Iterator[Way], waiting: dict[int, list[Way]], ended: list[Way]) -> None:
    for way in found:
        (ended if way.pending is None else waiting.setdefault(way.at, [])).append(way)


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
