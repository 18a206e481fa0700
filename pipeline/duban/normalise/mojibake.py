"""Text that was read in the wrong encoding: 鏄剧ず → 显示, å…¨é¢ → 全面, ÖÐ¹ú → 中国; also twice over or only in part.

A stretch is suspicious when it is full of characters that Chinese hardly uses. Every way in which it may have come
about is undone; the one whose outcome is likeliest Chinese is taken, if it is far likelier than what stands there.
Where a byte was lost, the characters that it allows are weighed against each other, and the edit is inferred.

Left alone: names in Latin letters with accents, Japanese and Russian words, rare characters, emoji: undone, they
make no Chinese.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from duban.alignment import Cut
from duban.lexicon import Lexicons
from duban.normalise.aligned import AlignedText, Fix, Remark
from duban.normalise.bytelattice import LOST, restore
from duban.normalise.likelihood import Likelihood, likelihood
from duban.normalise.script import simplified_signs
from duban.normalise.suspicion import IRREVERSIBLE, find_suspicious, utf8_parts
from duban.normalise.wrongcodecs import DOUBLE, SINGLE, run_of

CERTAIN = Fix("mojibake", "mojibake.decoded", "the bytes were read in the wrong encoding")
LOST_BYTE = Remark("inferred", "the bytes were read in the wrong encoding, and one of them was lost")
RIGHT = ("utf-8", "gb18030", "big5hkscs")
WAYS = (
    *((wrong, right) for wrong in SINGLE for right in RIGHT),
    *((wrong, right) for wrong in DOUBLE for right in RIGHT if wrong != right and (wrong, right) != IRREVERSIBLE),
)
GAIN = 2.0
LEAST = 9.0
WORST = -8.2
SHORT = 5
WORST_SHORT = -5.5
NO_END = -4.0
CLOSING = frozenset("。！？”）；：")
LOST_WORTH = -14.0
SAMPLE = 1200
ROUNDS = 3
EAST_ASIAN_RE = re.compile("[\u3400-\u9fff\uac00-\ud7a3\uff61-\uff9f]")
HAN_RE = re.compile("[\u3400-\u9fff]")
PIECE_RE = re.compile(r"[^\x00-\x7f，。、；：！？“”（）《》]+")


class Undone(NamedTuple):
    """What a stretch says when it is read again: each character with the index in the stretch where it ends."""

    text: str
    ends: tuple[int, ...]
    sure: tuple[bool, ...]


class Judge:
    """Weighs stretches of text: the mean logarithm of the probability of their characters beyond ASCII."""

    def __init__(self, measures: Likelihood, simplified: dict[str, str]) -> None:
        self._measures = measures
        self._simplified = simplified

    def follows(self, before: str, character: str) -> float:
        """Logarithm of the probability of *character* after *before*, both in either script."""
        if character == LOST:
            return LOST_WORTH
        if character in ("", "\n"):
            return 0.0 if before in CLOSING or not character else NO_END
        simplified = self._simplified
        return self._measures.follows(simplified.get(before, before), simplified.get(character, character))

    def plain(self, character: str) -> str:
        """*character* in simplified script."""
        return self._simplified.get(character, character)

    def words(self, text: str) -> float:
        """Logarithm of the likeliest division into words, in either script."""
        forms = self._simplified
        plain = "".join(forms.get(sign, sign) for sign in text)
        end = 0.0 if not plain.endswith("\n") or plain[-2:-1] in CLOSING else NO_END
        return self._measures.of_words(plain.replace("\n", "")) + end + LOST_WORTH * plain.count(LOST)

    def total(self, text: str) -> tuple[float, int]:
        """Sum over the characters beyond ASCII, and their number."""
        worths = [self.follows(a, b) for a, b in pairwise("\n" + text) if b > "\x7f"]
        return sum(worths), len(worths)


def repair_mojibake(page: AlignedText, lex: Lexicons) -> AlignedText:
    """Read again what was read in the wrong encoding, as often as that was done."""
    for _ in range(ROUNDS):
        stretches = list(find_suspicious(page.text, page.letters))
        if not stretches:
            return page
        judge = lex.cached("normalise.judge", lambda lex: Judge(likelihood("", lex), simplified_signs(lex)))
        cuts = list(_repairs(page.text, stretches, judge))
        if not cuts:
            return page
        page = page.cut(CERTAIN, [cut for cut, _ in cuts], [None if sure else LOST_BYTE for _, sure in cuts])
    return page


def _repairs(text: str, stretches: list[tuple[int, int]], judge: Judge) -> Iterator[tuple[Cut, bool]]:
    """The stretches that make Chinese when they are read again; those that the page has already proved come first."""
    ranked = _ranked(text, stretches, judge)
    if not ranked:
        return
    done = 0
    for start, end in sorted(stretches):
        if start < done:
            continue
        done = end
        for at, undone in _best(text[start:end], ranked, judge)[1]:
            yield from _cuts(undone, start + at, text)


def _ranked(text: str, stretches: list[tuple[int, int]], judge: Judge) -> list[tuple[str, ...]]:
    """The ways in which the page may have come about, the likeliest first; none if no way makes Chinese of it."""
    sample: list[str] = []
    for start, end in stretches:
        sample.append(text[start:end][:SAMPLE])
        if sum(map(len, sample)) > SAMPLE:
            break
    gains = {way: sum(_best(piece, [way], judge)[0] for piece in sample) for way in _chains(sample)}
    return sorted((way for way in gains if gains[way] > 0), key=lambda way: -gains[way])[:3]


def _chains(sample: list[str]) -> Iterator[tuple[str, ...]]:
    """Ways of misreading: (wrong, right), and the same one twice over for UTF-8."""
    for wrong, right in WAYS:
        if any(run_of(piece, wrong) for piece in sample):
            yield (wrong, right)
            if wrong in SINGLE and right == "utf-8":
                yield (wrong, right, wrong, right)


def _best(stretch: str, ranked: list[tuple[str, ...]], judge: Judge) -> tuple[float, list[tuple[int, Undone]]]:
    """The stretch read again, whole or the parts of it that were misread; nothing if it is likelier as it stands."""
    options: list[tuple[float, list[tuple[int, Undone]]]] = [(0.0, [])]
    for way in ranked:
        gain, undone = _gain(stretch, way, judge)
        if undone and gain > 0:
            options.append((gain, [(0, undone)]))
        parts = []
        total = 0.0
        for start, end in _parts(stretch, way):
            gain, undone = _gain(stretch[start:end], way, judge)
            if undone and gain > 0:
                total += gain
                parts.append((start, undone))
        options.append((total, parts))
    return max(options, key=lambda option: option[0])


def _parts(stretch: str, way: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where misread text may begin and end inside a stretch."""
    if way[0] in DOUBLE and way[1] == "utf-8":
        yield from utf8_parts(stretch, way[0])
    elif way[0] in DOUBLE:
        pieces = PIECE_RE.finditer(stretch)
        yield from (
            piece.span() for piece in pieces if len(piece[0]) > 3 and 4 * len(HAN_RE.findall(piece[0])) >= len(piece[0])
        )


def _mixes_han(stretch: str) -> bool:
    """True if part of what is beyond ASCII is East Asian: one double-byte set read as another always shows some."""
    return 5 * len(EAST_ASIAN_RE.findall(stretch)) >= sum(sign > "\x7f" for sign in stretch)


def _gain(stretch: str, way: tuple[str, ...], judge: Judge) -> tuple[float, Undone | None]:
    """By how much the stretch is likelier when it is read again; 0 or less if that is not enough."""
    if way[0] in DOUBLE and way[1] != "utf-8" and not _mixes_han(stretch):
        return 0.0, None
    undone = _undo(stretch, way, judge)
    if undone is None or undone.text == stretch:
        return 0.0, None
    before, letters = judge.total(stretch)
    after, characters = judge.total(undone.text)
    lost = undone.text.count(LOST)
    after, characters = after - lost * LOST_WORTH, characters - lost
    if characters < 2 or lost > 0.25 * characters:
        return 0.0, None
    mean_before, mean_after = before / max(1, letters), after / characters
    worst = WORST_SHORT if characters < SHORT and way[1] != "utf-8" else WORST
    if mean_after < worst or mean_after - mean_before < GAIN:
        return 0.0, None
    worth = (mean_after - mean_before) * characters
    return (worth, undone) if worth >= LEAST else (0.0, None)


def _undo(stretch: str, way: tuple[str, ...], judge: Judge) -> Undone | None:
    """The stretch as it reads when what *way* did is undone, step by step."""
    undone = Undone(stretch, tuple(range(1, len(stretch) + 1)), (True,) * len(stretch))
    for wrong, right in zip(way[::2], way[1::2], strict=True):
        run = run_of(undone.text, wrong)
        if run is None:
            return None
        restored = restore(run, right, judge)
        owners = [run.owners[place.end - 1] for place in restored]
        ends = tuple(undone.ends[owner] for owner in owners)
        undone = Undone("".join(p.character for p in restored), ends, tuple(p.sure for p in restored))
    return undone


def _cuts(undone: Undone, start: int, text: str) -> Iterator[tuple[Cut, bool]]:
    """One cut for each group of characters that ends where a character of the page ends."""
    at = said = 0
    ends = undone.ends
    for index, end in enumerate(ends):
        following = ends[index + 1] if index + 1 < len(ends) else end + 1
        if following > end > at:
            new = undone.text[said : index + 1]
            if text[start + at : start + end] != new:
                yield Cut(start + at, start + end, new), all(undone.sure[said : index + 1])
            at, said = end, index + 1
