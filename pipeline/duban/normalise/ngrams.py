"""A character model learnt from a user's own texts: how often one, two, three characters stand together.

What the words of a dictionary cannot tell (which of two words comes next, how a place writes about its business)
the other pages of a site can. A model is a text file that anybody can read: `duban-ngrams 1`, then a line for each
sequence with its count, sorted. Rare sequences of three are left out, which keeps it small.
"""

import gzip
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from duban.errors import UsageError

HEAD = "duban-ngrams 1"
LONGEST = 3
LEAST = (0, 1, 1, 2)
FLOOR = 1e-8


class Ngrams:
    """Counts of sequences of one to three characters, and the logarithms of probability that follow from them."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = dict(counts)
        self._total = sum(count for sequence, count in self.counts.items() if len(sequence) == 1) or 1
        self._followers: Counter[str] = Counter()
        self._contexts: Counter[str] = Counter()
        for sequence, count in self.counts.items():
            if len(sequence) > 1:
                self._followers[sequence[:-1]] += 1
                self._contexts[sequence[:-1]] += count

    def of(self, before: str, character: str) -> float:
        """Probability of *character* after *before*, of which the last two count; shorter contexts fill in."""
        probability = (self.counts.get(character, 0) + FLOOR * self._total) / self._total
        for size in range(1, LONGEST):
            context = before[-size:]
            if len(context) < size or not (seen := self._contexts[context]):
                break
            kinds = self._followers[context]
            probability = (self.counts.get(context + character, 0) + kinds * probability) / (seen + kinds)
        return probability

    def total(self, text: str) -> float:
        """Logarithm of the probability of *text*, character by character."""
        return sum(math.log(self.of(text[max(0, at - 2) : at], sign)) for at, sign in enumerate(text))

    def save(self, path: Path) -> None:
        """Write the model; a name that ends in .gz is compressed. The same texts give the same bytes."""
        lines = "".join(f"{sequence}\t{count}\n" for sequence, count in sorted(self.counts.items()))
        data = f"{HEAD}\n{lines}".encode()
        path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)


def learn(texts: Iterable[str]) -> Ngrams:
    """Count the sequences of clean, simplified texts."""
    counts: Counter[str] = Counter()
    for text in texts:
        for line in text.split("\n"):
            for size in range(1, LONGEST + 1):
                counts.update(line[at : at + size] for at in range(len(line) - size + 1))
    return Ngrams({sequence: count for sequence, count in counts.items() if _kept(sequence, count)})


def _kept(sequence: str, count: int) -> bool:
    return count >= LEAST[len(sequence)] and not any(sign in "\t\0" or sign.isspace() for sign in sequence)


def load_ngrams(path: Path) -> Ngrams:
    """Read a model that `Ngrams.save` wrote.

    Raises UsageError if the file is none.
    """
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise UsageError(str(path), f"cannot be read as a model ({error})", "Make one with --learn.") from None
    head, _, body = text.partition("\n")
    if head != HEAD:
        raise UsageError(str(path), f"is no model: it does not begin with {HEAD!r}", "Make one with --learn.")
    rows = (line.partition("\t") for line in body.splitlines())
    try:
        return Ngrams({sequence: int(count) for sequence, _, count in rows})
    except ValueError:
        raise UsageError(str(path), "is a damaged model: a count is no number", "Make it again with --learn.") from None
