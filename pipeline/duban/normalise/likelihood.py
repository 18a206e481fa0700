"""How likely a stretch of simplified Chinese is: word frequencies of jieba's dictionary, and what the page repeats.

Two measures. `follows` is quick and looks at two characters; it steers the search. `of_words` finds the likeliest
division into words and judges whole readings against each other. Both are natural logarithms.
"""

import math
import re
from collections import Counter
from importlib.resources import files
from typing import NamedTuple

from duban.lexicon import Lexicons
from duban.normalise.ngrams import Ngrams

LONGEST_WORD = 6
COMMON_WORD = 20
UNSEEN = 0.3
FLOOR = 1e-9
REPEATED = 3.0
REPEATED_PAIR = 0.5
NUMBERED = 3.0
NUMBER_RE = re.compile(r"\d[年月日亿万个项元户次]|第\d")
SHARES = {
    "，": 60,
    "。": 30,
    "、": 30,
    "“": 8,
    "”": 8,
    "：": 6,
    "；": 4,
    "（": 4,
    "）": 4,
    "《": 3,
    "》": 3,
    "！": 1,
    "—": 3,
    "…": 1,
    "·": 1,
    "？": 1,
}


class Frequencies(NamedTuple):
    """Words, pairs of characters inside words, and characters, with their frequencies in news and literature."""

    words: dict[str, int]
    pairs: Counter[str]
    letters: Counter[str]
    starts: Counter[str]
    ends: Counter[str]
    total: int
    successors: dict[str, frozenset[str]]


class Likelihood:
    """The measures for one page, given in simplified characters."""

    def __init__(self, page: str, frequencies: Frequencies, ngrams: Ngrams | None = None) -> None:
        self._ngrams = ngrams
        self._general = frequencies
        self._log_total = math.log(frequencies.total)
        self._letters = Counter(page)
        self._pairs = Counter(page[at : at + 2] for at in range(len(page) - 1))
        self._threes = {page[at : at + 3] for at in range(len(page) - 2)}
        self._here: dict[str, set[str]] = {}
        for pair in self._pairs:
            self._here.setdefault(pair[0], set()).add(pair[1])
        self._known: dict[str, float] = {}
        self._after: dict[str, frozenset[str]] = {}

    def follows(self, before: str, character: str) -> float:
        """Logarithm of the probability of *character* after the character *before*."""
        pair = before + character
        known = self._known.get(pair)
        if known is None:
            general = self._general
            times = general.letters[before] + 50
            inside = general.pairs[pair] / times
            ends = (general.ends[before] + 25) / times if before in general.letters else 1.0
            apart = ends * (general.starts[character] + UNSEEN) / general.total
            here = self._pairs[pair] / (self._letters[before] + 2)
            chance = 0.7 * (inside + apart) + 0.3 * here + FLOOR
            if self._ngrams:
                chance = 0.5 * chance + 0.5 * self._ngrams.of(before, character)
            known = self._known[pair] = math.log(chance)
        return known

    def commonness(self, character: str) -> float:
        """How often the character is written, in no unit."""
        return self._general.letters[character]

    def known_after(self, before: str) -> frozenset[str]:
        """The characters that follow *before* inside a word or on the page."""
        if before not in self._after:
            general = self._general.successors.get(before, frozenset())
            self._after[before] = general | self._here.get(before, set())
        return self._after[before]

    def of_words(self, text: str) -> float:
        """Logarithm of the likeliest division into words, each worth its frequency; what the page repeats helps."""
        known = self._general.words
        best = [0.0] + [-math.inf] * len(text)
        for start in range(len(text)):
            for end in range(start + 1, min(len(text), start + LONGEST_WORD) + 1):
                word = text[start:end]
                count = known.get(word, 0)
                if count or end == start + 1:
                    score = math.log(count or self._single(word)) - self._log_total
                    best[end] = max(best[end], best[start] + score)
        again = sum(text[at : at + 3] in self._threes for at in range(len(text) - 2))
        pairs = sum(text[at : at + 2] in self._pairs for at in range(len(text) - 1))
        words = best[-1] if self._ngrams is None else 0.5 * best[-1] + 0.5 * self._ngrams.total(text)
        counted = NUMBERED * len(NUMBER_RE.findall(text))
        return words + REPEATED * again + REPEATED_PAIR * pairs + counted

    def _single(self, character: str) -> float:
        """The frequency of a character that is no word: a mark, a digit, a rare one."""
        return self._general.letters[character] if character in SHARES else 400_000 if character.isdigit() else 0.5


def likelihood(page: str, lex: Lexicons, ngrams: Ngrams | None = None) -> Likelihood:
    """The measures for a page, given in simplified characters; a model of the user's own texts counts half."""
    return Likelihood(page, lex.cached("normalise.frequencies", _frequencies), ngrams)


def _frequencies(lex: Lexicons) -> Frequencies:
    """Of jieba's dictionary; pairs only of words that are not rare."""
    rows = (line.split(" ") for line in files("jieba").joinpath("dict.txt").read_text("utf-8").splitlines())
    words = {word: int(count) for word, count, *_ in rows}
    pairs: Counter[str] = Counter()
    letters: Counter[str] = Counter()
    starts: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    for word, count in words.items():
        if len(word) > 1 and count < COMMON_WORD:
            continue
        starts[word[0]] += count
        ends[word[-1]] += count
        for at, character in enumerate(word):
            letters[character] += count
            if at:
                pairs[word[at - 1 : at + 1]] += count
    total = sum(words.values())
    for mark, share in SHARES.items():
        letters[mark] = starts[mark] = ends[mark] = share * total // 1500
    successors: dict[str, set[str]] = {}
    for pair in pairs:
        successors.setdefault(pair[0], set()).add(pair[1])
    return Frequencies(
        words, pairs, letters, starts, ends, total, {key: frozenset(found) for key, found in successors.items()}
    )
