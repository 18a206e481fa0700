"""The bytes of GBK characters as a byte-shifted stretch needs them: by first, by last, and which pairs show nothing."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

DOUBT = "?"
LOST = "\N{REPLACEMENT CHARACTER}"
OFTEN = 10
BETWEEN = 12
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


@cache
def unmapped_pairs() -> dict[int, frozenset[int]]:
    """The pairs of bytes that GBK could hold and no character has: first byte → second bytes."""
    seconds = [*range(0x40, 0x7F), *range(0x80, 0xFF)]
    missing = {
        first: frozenset(second for second in seconds if not bytes((first, second)).decode("gbk", "ignore"))
        for first in range(0x81, 0xFF)
    }
    return {first: lost for first, lost in missing.items() if lost}


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
        self.unmapped = unmapped_pairs()
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
            leads = self.unmapped[second]
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
            rows = (
                (end, c)
                for lead in self.unmapped[first]
                for end, c in self.by_first.get(lead, ())
                if end in self.unmapped
            )
            found = sorted(rows, key=lambda row: self.rank[row[1]])
            forms: dict[str, list[tuple[int, str]]] = {}
            for row in found:
                forms.setdefault(self.simplified[row[1]], []).append(row)
            self._between[first] = found[:BETWEEN], forms
        return self._between[first]


class Habits(NamedTuple):
    """What a mirror always does on this page.

    A character of its table (`annotated`) never stands without its reading, a character that stands without one
    elsewhere (`plain`) is never annotated, a punctuation mark that it touches (`marked`) never stands inside a
    stretch: the byte in front of it would end it.
    """

    annotated: frozenset[str]
    plain: frozenset[str]
    marked: frozenset[str]


def pairs_of(shown: str) -> Iterator[tuple[int, int]]:
    """The two bytes of a displayed character; of an ASCII one those of the full-width sign it may have been."""
    if shown == " ":
        yield 0xA1, 0xA1
        return
    if shown.isascii():
        if "!" <= shown <= "~":
            yield 0xA3, ord(shown) + 0x80
        return
    pair = shown.encode("gbk", "ignore")
    if len(pair) == 2:
        yield pair[0], pair[1]
