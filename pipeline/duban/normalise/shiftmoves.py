"""The moves of a reading through a byte-shifted stretch: what the bytes that are shown may have been."""

from collections.abc import Iterator
from typing import NamedTuple

from duban.normalise.likelihood import Likelihood
from duban.normalise.readings import Readings
from duban.normalise.shiftbytes import (
    BRACKET_RE,
    DOUBT,
    LOST,
    MARKS,
    READING_RE,
    REMNANT_RE,
    Characters,
    Habits,
    Way,
    pairs_of,
)

SWALLOWED_COST = 8.0
NEVER = 12.0


class Moves(NamedTuple):
    """What the moves go by: the page as it is shown, its characters, readings, what is likely and usual on it."""

    habits: Habits
    shown: str
    characters: Characters
    readings: Readings
    likelihood: Likelihood

    def begin(self, way: Way) -> Iterator[Way]:
        """`?，`: the lead byte of a character and the mark in it; `?zhèn)`: the lead byte of the next character."""
        mark = MARKS.get(self.shown[way.at + 1 : way.at + 2])
        if mark:
            for _, character in self.characters.by_second.get(mark[0], ()):
                yield self.say(way, character, mark[1], way.at + 2, False)
        yield from self._torn(way)
        reading = READING_RE.match(self.shown, way.at + 1)
        before = next(pairs_of(self.shown[way.at - 1 : way.at]), None)
        if reading and before:
            halves = self.characters.by_first.get(before[1], ())
            leads = [second for second, half in halves if self.may_annotate(half, reading["reading"])]
            for lead in leads or range(0x81, 0xFF):
                yield way._replace(pending=lead, at=reading.end(), sure="" if len(leads) == 1 else DOUBT)

    def _torn(self, way: Way) -> Iterator[Way]:
        """`??，`: a mark inside a character and one behind it; its last byte and the first of ， made a mark, too."""
        behind = MARKS.get(self.shown[way.at + 2 : way.at + 3]) if self.shown[way.at + 1 : way.at + 2] == "?" else None
        seconds = {made[0] for made in MARKS.values() if behind and made[1] == behind[0]}
        for second in sorted(seconds):
            for _, character in self.characters.by_second.get(second, ()):
                yield self.say(way, character, None, way.at + 2, False)

    def further(self, way: Way) -> Iterator[Way]:
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
            if not bracket or self.may_annotate(character, bracket["reading"]):
                yield self.say(way, character, None, bracket.end() if bracket else after, True, bool(bracket))

    def _shown(self, way: Way, lead: int, shown: str) -> Iterator[Way]:
        """A displayed pair ends one character and begins the next; a single byte ends one and puts the pairs right."""
        for first, second in pairs_of(shown):
            character = self.characters.pairs.get((lead, first))
            if character:
                yield self.say(way, character, second, way.at + 1, True)
        if shown.isascii():
            yield from self._single(way, lead, shown)

    def _single(self, way: Way, lead: int, shown: str) -> Iterator[Way]:
        """A single byte is the last one of a character; an annotation behind it must be that character's."""
        character = self.characters.pairs.get((lead, ord(shown)))
        bracket = BRACKET_RE.match(self.shown, way.at + 1) if character else None
        if character and (not bracket or self.may_annotate(character, bracket["reading"])):
            yield self.say(way, character, None, bracket.end() if bracket else way.at + 1, True, bool(bracket))

    def _lost_trail(self, way: Way, lead: int) -> Iterator[Way]:
        """`?` is the last byte of a character, with the mark, bracket or single character that it swallowed."""
        reading, end = self.swallowed(way.at + 1)
        digit = end is None
        at = way.at + 1 if end is None else end
        found = [c for _, c in self.characters.by_first.get(lead, ()) if not reading or self.may_annotate(c, reading)]
        for character in found:
            said = self.say(way, character, None, at, bool(reading) and len(found) == 1, bool(reading))
            if digit:
                score = said.score - (0.0 if self.shown[at : at + 1].isdigit() else SWALLOWED_COST)
                said = said._replace(score=score, text=said.text + LOST, sure=said.sure + "-", ends=(*said.ends, at))
            yield said

    def swallowed(self, at: int) -> tuple[str, int | None]:
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

    def may_annotate(self, character: str | None, reading: str) -> bool:
        """True if the mirror may have written *reading* behind *character*."""
        return self.readings.fits(character, reading) and character not in self.habits.plain

    def say(self, way: Way, character: str, pending: int | None, at: int, whole: bool, annotated: bool = False) -> Way:
        """*way* with one character more; *whole* if its last byte is shown and its first is not in doubt."""
        simplified = self.characters.simplified
        before = way.text[-1:] or self.shown[way.at - 1 : way.at]
        score = self.likelihood.follows(simplified.get(before, before), simplified[character])
        if (character in self.habits.annotated and not annotated) or (character in self.habits.marked and way.text):
            score -= NEVER
        sure = way.sure + "+" if whole and way.sure != DOUBT else way.sure.rstrip(DOUBT) + "-"
        return Way(way.score + score, way.text + character, sure, (*way.ends, at), pending, at)
