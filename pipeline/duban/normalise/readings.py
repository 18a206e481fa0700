"""The readings of characters: does 實 sound shí?"""

from duban.lexicon import Lexicons


class Readings:
    """Which characters have which reading, by `lexicons/readings.tsv`."""

    def __init__(self, by_reading: dict[str, str]) -> None:
        self._characters = {reading: frozenset(characters) for reading, characters in by_reading.items()}
        self._known = frozenset().union(*self._characters.values())

    def fits(self, character: str | None, reading: str) -> bool:
        """True if *character* has this reading, tone included."""
        return character is not None and character in self._characters.get(reading, ())

    def having(self, reading: str) -> frozenset[str]:
        """The characters that have this reading."""
        return self._characters.get(reading, frozenset())

    def knows(self, character: str) -> bool:
        """True if any reading of *character* is listed."""
        return character in self._known


def readings(lex: Lexicons) -> Readings:
    """The shipped readings."""
    return lex.cached(
        "normalise.readings", lambda _: Readings({e.form: e["characters"] for e in lex.entries("readings")})
    )
