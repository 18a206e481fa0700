"""Find administrative divisions by name.

The gazetteer is `lexicons/divisions.tsv` (GB/T 2260). A name that several divisions share yields all of them; which
one is meant is decided by `duban.mentions.places`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import ahocorasick_rs

from duban.lexicon import Lexicons
from duban.spans import Span

LONGEST_NAME = 14


@dataclass(frozen=True, slots=True)
class Division:
    """One division of the gazetteer."""

    code: str
    name: str
    stem: str
    level: str
    parent: str


class Gazetteer:
    """The divisions, found in text by full name or stem."""

    def __init__(self, divisions: tuple[Division, ...]) -> None:
        self.by_code = {division.code: division for division in divisions}
        self._homes: dict[str, list[Division]] = {}
        for division in divisions:
            self._homes.setdefault(division.name, []).append(division)
            if division.stem:
                self._homes.setdefault(division.stem, []).append(division)
        self._forms = list(self._homes)
        self._automaton = ahocorasick_rs.AhoCorasick(self._forms, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(self, text: str) -> Iterator[tuple[Span, list[Division]]]:
        """Yield the spans that name divisions, with all divisions of that name."""
        for form, start, end in self._automaton.find_matches_as_indexes(text):
            yield Span(start, end), self._homes[self._forms[form]]

    def at(self, text: str, start: int) -> Span | None:
        """The longest name of a division that begins at *start*."""
        sizes = range(min(LONGEST_NAME, len(text) - start), 1, -1)
        return next((Span(start, start + size) for size in sizes if text[start : start + size] in self._homes), None)

    def above(self, division: Division) -> Iterator[Division]:
        """The divisions above, nearest first."""
        parent = self.by_code.get(division.parent)
        while parent:
            yield parent
            parent = self.by_code.get(parent.parent)

    def path(self, division: Division) -> tuple[str, ...]:
        """The names from the province down to the division."""
        return (*reversed([above.name for above in self.above(division)]), division.name)


def load_gazetteer(lex: Lexicons) -> Gazetteer:
    """Index the gazetteer."""
    return Gazetteer(
        tuple(Division(e.form, e["name"], e["stem"], e["level"], e["parent"]) for e in lex.entries("divisions"))
    )
