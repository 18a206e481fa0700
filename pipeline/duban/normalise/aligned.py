"""A text on its way from raw to clean: what it is now, where each character came from, and what was done to it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from duban.alignment import Alignment, Cut, replaced
from duban.read.encoding import TextWarning
from duban.spans import Span


class Edit(NamedTuple):
    """One change: `before` stood at `raw` in the source, `after` stands at `clean` in the result.

    `certainty` is "certain" where the writing proves it, "inferred" where the page only makes it likely.
    """

    kind: str
    raw: Span
    clean: Span
    before: str
    after: str
    certainty: str
    rule: str


class Fix(NamedTuple):
    """The name of a fix, as it stands in its edits."""

    kind: str
    rule: str
    certainty: str = "certain"


class Step(NamedTuple):
    """What one fix did; `cuts` is None where characters were changed one for one."""

    fix: Fix
    before: "AlignedText"
    after: str
    cuts: tuple[Cut, ...] | None


@dataclass(frozen=True)
class AlignedText:
    """A text and its way here: `alignment` maps it to the source; `damaged` are stretches of the source."""

    text: str
    alignment: Alignment
    steps: tuple[Step, ...] = ()
    warnings: tuple[TextWarning, ...] = ()
    damaged: tuple[Span, ...] = ()

    @cached_property
    def letters(self) -> str:
        """Each character of the text once, in no order: what a fix asks first, whether it has anything to do."""
        return "".join(set(self.text))

    @staticmethod
    def of(source: str) -> "AlignedText":
        """*source* before any fix."""
        return AlignedText(source, Alignment.identity(len(source)))

    def cut(self, fix: Fix, cuts: list[Cut]) -> "AlignedText":
        """This text with *cuts* made, which are in order and do not overlap."""
        if not cuts:
            return self
        after = replaced(self.text, cuts)
        alignment = self.alignment.compose(Alignment.of_cuts(cuts, len(self.text)))
        step = Step(fix, self, after, tuple(cuts))
        return replace(self, text=after, alignment=alignment, steps=(*self.steps, step))

    def sub(self, fix: Fix, pattern: re.Pattern[str], after: str | Callable[[re.Match[str]], str]) -> "AlignedText":
        """This text with each match of *pattern* replaced; a match that would stay as it is is no change."""
        make = after if callable(after) else lambda _: after
        found = ((match, make(match)) for match in pattern.finditer(self.text))
        return self.cut(fix, [Cut(match.start(), match.end(), new) for match, new in found if match[0] != new])

    def exchange(self, fix: Fix, after: str) -> "AlignedText":
        """This text become *after*, character for character; the lengths are the same."""
        if after == self.text:
            return self
        return replace(self, text=after, steps=(*self.steps, Step(fix, self, after, None)))

    def warn(self, code: str, message: str, at: tuple[int, int] | None = None) -> "AlignedText":
        """This text with one warning more; *at* counts in this text."""
        warning = TextWarning(code, message, None if at is None else self.alignment.to_raw(at))
        return replace(self, warnings=(*self.warnings, warning))

    def damage(self, at: tuple[int, int]) -> "AlignedText":
        """This text with one stretch more that is not to be relied on; *at* counts in this text."""
        return replace(self, damaged=(*self.damaged, self.alignment.to_raw(at)))


@dataclass(frozen=True)
class NormalisedText:
    """The clean text, and how each of its characters came from the source.

    `alignment.to_raw(span)` and `to_clean(span)` carry offsets; `damaged` are the clean spans where bytes of the
    page were lost and not recovered for certain, so that no number in them can be relied on.
    """

    text: str
    alignment: Alignment
    warnings: tuple[TextWarning, ...]
    encoding: str
    source: str = field(repr=False)
    damaged: tuple[Span, ...] = ()
    steps: tuple[Step, ...] = field(default=(), repr=False, compare=False)

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """Every change, by its place in the source and then in the order of the fixes."""
        return tuple(sorted(self._edits(), key=lambda edit: edit.raw))

    def _edits(self) -> Iterator[Edit]:
        for (kind, rule, certainty), before, after, cuts in self.steps:
            for start, end, new in _differences(before.text, after) if cuts is None else cuts:
                raw = before.alignment.to_raw((start, end))
                clean = self.alignment.to_clean(raw)
                yield Edit(kind, raw, clean, before.text[start:end], new, certainty, rule)


def _differences(before: str, after: str) -> Iterator[Cut]:
    """The stretches in which two texts of one length differ."""
    start: int | None = None
    for at, (old, new) in enumerate(zip(before, after, strict=True)):
        if old != new and start is None:
            start = at
        elif old == new and start is not None:
            yield Cut(start, at, after[start:at])
            start = None
    if start is not None:
        yield Cut(start, len(before), after[start:])
