"""Pairs of bytes that no character has were shown as nothing: one ended a character and began the next.

Where the characters that are shown read badly, a reading may suppose that a pair vanished between them. The byte
that ended the one character and the byte that began the other are then unknown, but the pair is one without a
character, which leaves few.
"""

import heapq
from collections.abc import Iterator

from duban.normalise.shiftbytes import BRACKET_RE, Way, pairs_of
from duban.normalise.shiftmoves import Moves

VANISHED_COST = 2.0
ENDINGS = 8
CHAINED = 3


def vanished(moves: Moves, way: Way, chain: bool, floor: float) -> Iterator[Way]:
    """A pair without a character was shown as nothing: it ended one character and began the next.

    With *chain*, a second pair may have vanished behind the first, if the character between them makes a known
    pair with the one before.
    """
    shown, lead = moves.shown[way.at], way.pending
    if shown == "\n" or lead is None:
        return
    endings = [
        (second, c) for second, c in moves.characters.by_first.get(lead, ()) if second in moves.characters.unmapped
    ]
    said = [(moves.say(way, c, second, way.at, False), second) for second, c in endings]
    for rank, (found, second) in enumerate(heapq.nlargest(ENDINGS, said)):
        begun = found._replace(score=found.score - VANISHED_COST)
        if begun.score < floor:
            break
        yield from _begun_unseen(moves, begun, second, shown, floor)
        if chain and rank < CHAINED:
            often, forms = moves.characters.between(second)
            known = moves.likelihood.known_after(moves.characters.simplified[begun.text[-1]])
            rows = {*often, *(row for form in forms.keys() & known for row in forms[form])}
            more = [(moves.say(begun, c, end, way.at, False), end) for end, c in sorted(rows)]
            for again, end in heapq.nlargest(CHAINED, more):
                if again.score - VANISHED_COST < floor:
                    break
                yield from _begun_unseen(moves, again._replace(score=again.score - VANISHED_COST), end, shown, floor)


def _begun_unseen(moves: Moves, way: Way, second: int, shown: str, floor: float) -> Iterator[Way]:
    """What is shown next ends a character whose first byte vanished with *second*."""
    if shown == "?":
        yield from _lost_unseen(moves, way, second)
        return
    for last, following in pairs_of(shown):
        for character in _begun(moves, way, second, last, floor):
            yield moves.say(way, character, following, way.at + 1, False)
    if shown.isascii():
        bracket = BRACKET_RE.match(moves.shown, way.at + 1)
        for character in _begun(moves, way, second, ord(shown), floor):
            if not bracket or moves.may_annotate(character, bracket["reading"]):
                end = bracket.end() if bracket else way.at + 1
                yield moves.say(way, character, None, end, False, bool(bracket))


def _lost_unseen(moves: Moves, way: Way, second: int) -> Iterator[Way]:
    """Of a character the first byte vanished with *second* and the last is in `?`: its reading or its pair tells."""
    reading, end = moves.swallowed(way.at + 1)
    leads = moves.characters.unmapped[second]
    if reading:
        signs = moves.readings.having(reading)
        found = [s for s in signs if s in moves.characters.simplified and s not in moves.habits.plain]
    elif end is not None:
        known = moves.likelihood.known_after(moves.characters.simplified[way.text[-1]])
        found = [sign for form in known for sign in moves.characters.written(form)]
    else:
        return
    for character in sorted(found):
        if character.encode("gbk")[0] in leads:
            yield moves.say(way, character, None, end or way.at + 1, False, bool(reading))


def _begun(moves: Moves, way: Way, second: int, last: int, floor: float) -> list[str]:
    """The characters that may have begun unseen: the commonest, and those that make a known pair."""
    often, forms = moves.characters.begun(second, last)
    simplified, follows = moves.characters.simplified, moves.likelihood.follows
    before = simplified[way.text[-1]]
    likely = [sign for form in forms.keys() & moves.likelihood.known_after(before) for sign in forms[form]]
    found = dict.fromkeys([*often, *sorted(likely)]) if likely else often
    least = floor - way.score
    return [sign for sign in found if follows(before, simplified[sign]) >= least]
