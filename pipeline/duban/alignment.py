"""Where each character of a text came from: offsets that are carried through every change, never searched for.

An alignment is a list of copied blocks (raw start, clean start, length) in both texts' order. What lies between
two blocks was replaced: on the raw side by what stands in the same gap on the clean side, which may be nothing.
Where two replacements touch, a block of length 0 between them keeps them apart. A change that keeps the length
(script, width) needs no gap: its characters correspond one to one.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from duban.spans import Span

Ends = tuple[Sequence[int], Sequence[int]]
"""The starts of many spans, and their ends."""


class Block(NamedTuple):
    """A stretch whose characters correspond one to one."""

    raw: int
    clean: int
    length: int


class Cut(NamedTuple):
    """One replacement: `text[start:end]` becomes *after*."""

    start: int
    end: int
    after: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """The correspondence of a raw text with the clean text made from it; maps spans in O(log n)."""

    raw_starts: tuple[int, ...]
    clean_starts: tuple[int, ...]
    lengths: tuple[int, ...]
    raw_length: int
    clean_length: int

    @property
    def blocks(self) -> Iterator[Block]:
        """The copied blocks, in order."""
        return (block for block in map(Block, self.raw_starts, self.clean_starts, self.lengths) if block.length)

    @property
    def is_identity(self) -> bool:
        """True if nothing was moved: every clean offset is its raw offset."""
        return self.raw_length == self.clean_length == sum(self.lengths[:1])

    def to_raw(self, span: tuple[int, int]) -> Span:
        """The smallest raw region that a clean span came from.

        A character that was replaced together with others gives their whole region. An empty span gives an
        empty one.
        """
        return _across(span, self.clean_starts, self.raw_starts, self.lengths, self.raw_length)

    def to_clean(self, span: tuple[int, int]) -> Span:
        """The smallest clean region that holds what became of a raw span; empty if that was deleted."""
        return _across(span, self.raw_starts, self.clean_starts, self.lengths, self.clean_length)

    def all_to_raw(self, starts: Sequence[int], ends: Sequence[int]) -> Ends:
        """`to_raw` of many spans that are in order."""
        if self.is_identity:
            return starts, ends
        return _all_across(starts, ends, self.clean_starts, self.raw_starts, self.lengths, self.raw_length)

    def all_to_clean(self, starts: Sequence[int], ends: Sequence[int]) -> Ends:
        """`to_clean` of many spans that are in order."""
        if self.is_identity:
            return starts, ends
        return _all_across(starts, ends, self.raw_starts, self.clean_starts, self.lengths, self.clean_length)

    def compose(self, later: "Alignment") -> "Alignment":
        """This alignment followed by *later*, whose raw text is this one's clean text."""
        if later.is_identity:
            return self
        if self.is_identity:
            return later
        return _built(_meetings(self, later), self.raw_length, later.clean_length)

    @staticmethod
    def identity(length: int) -> "Alignment":
        """The alignment of an unchanged text."""
        return Alignment((0,), (0,), (length,), length, length)

    @staticmethod
    def of_cuts(cuts: Iterable[Cut], length: int) -> "Alignment":
        """The alignment of a text of *length* with the result of `replaced(text, cuts)`.

        The cuts are in order and do not overlap. Those that keep their length leave no gap.
        """
        blocks: list[tuple[int, int, int]] = []
        raw = clean = 0
        for start, end, after in cuts:
            if len(after) == end - start:
                continue
            blocks.append((raw, clean, start - raw))
            clean += start - raw + len(after)
            raw = end
        blocks.append((raw, clean, length - raw))
        return _built(blocks, length, clean + length - raw)


def replaced(text: str, cuts: Iterable[Cut]) -> str:
    """*text* with its cuts made."""
    pieces: list[str] = []
    at = 0
    for start, end, after in cuts:
        pieces += (text[at:start], after)
        at = end
    pieces.append(text[at:])
    return "".join(pieces)


def _across(
    span: tuple[int, int], starts: tuple[int, ...], others: tuple[int, ...], lengths: tuple[int, ...], other_length: int
) -> Span:
    """Carry a span from one side (*starts*) to the other (*others*)."""
    start, end = span
    first = bisect_right(starts, start) - 1
    begin = others[first] + min(start - starts[first], lengths[first]) if first >= 0 else 0
    if start >= end:
        return Span(begin, begin)
    last = bisect_right(starts, end - 1) - 1
    if last >= 0 and end - starts[last] <= lengths[last]:
        stop = others[last] + end - starts[last]
    else:
        stop = others[last + 1] if last + 1 < len(others) else other_length
    return Span(begin, max(begin, stop))


def _all_across(
    begins: Sequence[int],
    stops: Sequence[int],
    starts: tuple[int, ...],
    others: tuple[int, ...],
    lengths: tuple[int, ...],
    other_length: int,
) -> Ends:
    """`_across` of many spans in order, without a call or an object for each."""
    found: list[int] = []
    ends: list[int] = []
    most = len(starts) - 1
    last = 0
    for start, end in zip(begins, stops, strict=True):
        first = bisect_right(starts, start, last) - 1
        if first < 0:
            begin = 0
        else:
            over = start - starts[first]
            length = lengths[first]
            begin = others[first] + (over if over < length else length)
            last = first
        found.append(begin)
        if start >= end:
            ends.append(begin)
            continue
        at = first
        if at < most and starts[at + 1] < end:
            at = bisect_right(starts, end - 1, last) - 1
        if at >= 0 and end - starts[at] <= lengths[at]:
            stop = others[at] + end - starts[at]
        else:
            stop = others[at + 1] if at < most else other_length
        ends.append(stop if stop > begin else begin)
    return found, ends


def _meetings(first: Alignment, later: Alignment) -> Iterator[tuple[int, int, int]]:
    """The stretches that both alignments copy: blocks of *first* cut where they meet blocks of *later*."""
    ours = list(zip(first.raw_starts, first.clean_starts, first.lengths, strict=True))
    theirs = list(zip(later.raw_starts, later.clean_starts, later.lengths, strict=True))
    i = j = 0
    while i < len(ours) and j < len(theirs):
        raw, middle, length = ours[i]
        start, clean, size = theirs[j]
        begin, stop = max(middle, start), min(middle + length, start + size)
        if begin <= stop:
            yield raw + begin - middle, clean + begin - start, stop - begin
        if middle + length <= start + size:
            i += 1
        else:
            j += 1


def _built(blocks: Iterable[tuple[int, int, int]], raw_length: int, clean_length: int) -> Alignment:
    """An alignment of *blocks*, those that touch on both sides made one."""
    raws: list[int] = []
    cleans: list[int] = []
    lengths: list[int] = []
    raw_end = clean_end = 0
    for raw, clean, length in blocks:
        touches = raw == raw_end and clean == clean_end
        if touches and lengths:
            lengths[-1] += length
        elif length or not touches:
            raws.append(raw)
            cleans.append(clean)
            lengths.append(length)
        raw_end, clean_end = raw + length, clean + length
    return Alignment(tuple(raws), tuple(cleans), tuple(lengths), raw_length, clean_length)
