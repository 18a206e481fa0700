"""A text on its way from raw to clean: what it is now, where each character came from, and what was done to it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import compress, count
from operator import ne
from typing import NamedTuple

from duban.alignment import Alignment, Cut, replaced
from duban.normalise.ngrams import Ngrams
from duban.read.encoding import TextWarning
from duban.spans import Span


class Fix(NamedTuple):
    """The name of a fix, as it stands in its edits, and why it is one."""

    kind: str
    rule: str
    why: str
    certainty: str = "certain"


class Remark(NamedTuple):
    """What is to be said of one cut beyond its fix."""

    certainty: str
    reason: str = ""
    alternatives: tuple[str, ...] = ()


class Step(NamedTuple):
    """What one fix did; `cuts` is None where characters were changed one for one, `remarks` go with the cuts."""

    fix: Fix
    before: "AlignedText"
    after: str
    cuts: tuple[Cut, ...] | None
    remarks: tuple[Remark | None, ...] = ()


@dataclass(frozen=True)
class AlignedText:
    """A text and its way here: `alignment` maps it to the source; `damaged` are stretches of the source."""

    text: str
    alignment: Alignment
    steps: tuple[Step, ...] = ()
    warnings: tuple[TextWarning, ...] = ()
    damaged: tuple[Span, ...] = ()
    ngrams: Ngrams | None = None
    known: frozenset[str] | None = None

    @cached_property
    def letters(self) -> str:
        """Each character of the text once, in no order, and some that it lost: what a fix asks before it reads."""
        return "".join(self.known or set(self.text))

    @staticmethod
    def of(source: str, ngrams: Ngrams | None = None) -> "AlignedText":
        """*source* before any fix."""
        return AlignedText(source, Alignment.identity(len(source)), ngrams=ngrams)

    def cut(self, fix: Fix, cuts: list[Cut], remarks: Sequence[Remark | None] = ()) -> "AlignedText":
        """This text with *cuts* made, which are in order and do not overlap; *remarks*, if any, one for each."""
        if not cuts:
            return self
        after = replaced(self.text, cuts)
        alignment = self.alignment.compose(Alignment.of_cuts(cuts, len(self.text)))
        step = Step(fix, self, after, tuple(cuts), tuple(remarks))
        known = frozenset(self.letters).union(*[cut.after for cut in cuts])
        return replace(self, text=after, alignment=alignment, steps=(*self.steps, step), known=known)

    def sub(self, fix: Fix, pattern: re.Pattern[str], after: str | Callable[[re.Match[str]], str]) -> "AlignedText":
        """This text with each match of *pattern* replaced; a match that would stay as it is is no change."""
        if isinstance(after, str):
            return self.cut(fix, [Cut(*match.span(), after) for match in pattern.finditer(self.text)])
        found = ((match, after(match)) for match in pattern.finditer(self.text))
        return self.cut(fix, [Cut(match.start(), match.end(), new) for match, new in found if match[0] != new])

    def exchange(self, fix: Fix, after: str) -> "AlignedText":
        """This text become *after*, character for character; the lengths are the same."""
        if after == self.text:
            return self
        return replace(self, text=after, steps=(*self.steps, Step(fix, self, after, None)), known=None)

    def warn(self, code: str, message: str, at: tuple[int, int] | None = None) -> "AlignedText":
        """This text with one warning more; *at* counts in this text."""
        warning = TextWarning(code, message, None if at is None else self.alignment.to_raw(at))
        return replace(self, warnings=(*self.warnings, warning))

    def damage(self, at: tuple[int, int]) -> "AlignedText":
        """This text with one stretch more that is not to be relied on; *at* counts in this text."""
        return replace(self, damaged=(*self.damaged, self.alignment.to_raw(at)))


def differences(before: str, after: str) -> list[Cut]:
    """The stretches in which two texts of one length differ."""
    places = list(compress(count(), map(ne, before, after)))
    cuts: list[Cut] = []
    start = end = -1
    for at in places:
        if at != end:
            if end > 0:
                cuts.append(Cut(start, end, after[start:end]))
            start = at
        end = at + 1
    if places:
        cuts.append(Cut(start, end, after[start:end]))
    return cuts
