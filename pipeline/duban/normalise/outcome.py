"""What normalisation gives back: the clean text, where each character came from, an account that can be replayed."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from duban.alignment import Alignment, Cut, replaced
from duban.normalise.aligned import Step
from duban.normalise.edits import Edit, Edits
from duban.read.encoding import TextWarning
from duban.spans import Span


@dataclass(frozen=True)
class NormalisedText:
    """The clean text, and how each of its characters came from the source.

    `alignment.to_raw(span)` and `to_clean(span)` carry offsets in code points; `to_raw_bytes` and `to_raw_utf16` give
    them in the units of files and of JavaScript and Java. `damaged` are the clean spans where bytes of the page were
    lost and not recovered for certain, so that no number in them can be relied on.
    """

    text: str
    alignment: Alignment
    warnings: tuple[TextWarning, ...]
    encoding: str
    source: str = field(repr=False)
    damaged: tuple[Span, ...] = ()
    steps: tuple[Step, ...] = field(default=(), repr=False, compare=False)
    mark: int = 0

    @cached_property
    def edits(self) -> Edits:
        """Every change, by its place in the source and then in the order of the fixes."""
        return Edits(self.steps, self.alignment)

    def to_raw_bytes(self, span: tuple[int, int]) -> Span:
        """Where a clean span stood in the bytes of the source, its byte-order mark included; UTF-8 for a str.

        Counts by encoding the source again, so it is exact where its bytes could all be read.
        """
        encoding = "utf-8" if self.encoding == "str" else self.encoding
        start, end = self.alignment.to_raw(span)
        before = len(self.source[:start].encode(encoding, "surrogatepass" if "utf" in encoding else "replace"))
        inside = len(self.source[start:end].encode(encoding, "surrogatepass" if "utf" in encoding else "replace"))
        return Span(self.mark + before, self.mark + before + inside)

    def to_raw_utf16(self, span: tuple[int, int]) -> Span:
        """Where a clean span stood in the source, in UTF-16 code units."""
        raw = self.alignment.to_raw(span)
        return Span(*(offset + bisect_right(self._astral, offset - 1) for offset in raw))

    @cached_property
    def _astral(self) -> list[int]:
        """The places of the source's characters that take two UTF-16 units."""
        return [at for at, character in enumerate(self.source) if character > "\uffff"]


def replay(source: str, edits: Iterable[Edit]) -> str:
    """Make *edits* in *source*, pass by pass, which gives the clean text: `replay(n.source, n.edits) == n.text`.

    Raises ValueError if an edit does not find what it says stood there: it is of another source.
    """
    passes: dict[int, list[Edit]] = {}
    for edit in edits:
        passes.setdefault(edit.step, []).append(edit)
    text = source
    for number in sorted(passes):
        cuts = sorted(Cut(*edit.at, edit.after) for edit in passes[number])
        for edit in passes[number]:
            if text[slice(*edit.at)] != edit.before:
                raise ValueError(f"{edit.before!r} does not stand at {tuple(edit.at)} in pass {number}")
        text = replaced(text, cuts)
    return text
