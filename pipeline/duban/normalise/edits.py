"""The edits of a normalised text: a sequence that makes an edit when it is asked for, from columns of plain values."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, overload

from duban.alignment import Alignment, Cut
from duban.normalise.aligned import Remark, Step, differences
from duban.spans import Span


class Edit(NamedTuple):
    """One change: `before` stood at `raw` in the source, `after` stands at `clean` in the result.

    `certainty` is "certain" where the writing proves it, "inferred" where the page only makes it likely; `reason`
    says why, `alternatives` what else it might have been. The fixes go over the text one after the other: this edit
    is part of pass `step`, and `at` is its place in the text as it was before that pass, which makes it replayable.
    """

    kind: str
    raw: Span
    clean: Span
    before: str
    after: str
    certainty: str
    rule: str
    reason: str
    alternatives: tuple[str, ...]
    step: int
    at: Span


class Edits(Sequence[Edit]):
    """All the changes, by their place in the source and then in the order of the fixes."""

    def __init__(self, steps: tuple[Step, ...], alignment: Alignment) -> None:
        blocks = [_Block(step, number, alignment) for number, step in enumerate(steps)]
        rows = [(start, number, at) for number, block in enumerate(blocks) for at, start in enumerate(block.raw[0])]
        if len(blocks) > 1:
            rows.sort()
        self._blocks = blocks
        self._rows = [(number, at) for _, number, at in rows]

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Edit: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Edit, ...]: ...
    def __getitem__(self, index: int | slice) -> Edit | tuple[Edit, ...]:
        if isinstance(index, slice):
            return tuple(self._blocks[number].edit(at) for number, at in self._rows[index])
        number, at = self._rows[index]
        return self._blocks[number].edit(at)

    def __iter__(self) -> Iterator[Edit]:
        edits = [block.edits() for block in self._blocks]
        return (next(edits[number]) for number, _ in self._rows)

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Sequence) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


class _Block:
    """The edits of one pass, in columns."""

    def __init__(self, step: Step, number: int, alignment: Alignment) -> None:
        self.step, self.number = step, number
        text = step.before.text
        if step.cuts is None:
            self.cuts, self.remarks = differences(text, step.after), ()
        else:
            self.cuts, self.remarks = _joined(step.cuts, step.remarks)
        starts, ends = [cut[0] for cut in self.cuts], [cut[1] for cut in self.cuts]
        self.raw = step.before.alignment.all_to_raw(starts, ends)
        self.clean = alignment.all_to_clean(*self.raw)

    cuts: Sequence[Cut]
    remarks: tuple[Remark | None, ...]

    def edits(self) -> Iterator[Edit]:
        """All of them, in order."""
        (kind, rule, why, certainty), text, number = self.step.fix, self.step.before.text, self.number
        if self.remarks:
            yield from (self.edit(at) for at in range(len(self.cuts)))
            return
        new = tuple.__new__
        for (start, end, after), raw, clean in zip(
            self.cuts, zip(*self.raw, strict=True), zip(*self.clean, strict=True), strict=True
        ):
            at = new(Span, (start, end))
            row = new(Span, raw), new(Span, clean), text[start:end], after
            yield new(Edit, (kind, *row, certainty, rule, why, (), number, at))

    def edit(self, at: int) -> Edit:
        """The edit at one place of the columns."""
        (kind, rule, why, certainty), text = self.step.fix, self.step.before.text
        start, end, after = self.cuts[at]
        raw, clean = (Span(column[0][at], column[1][at]) for column in (self.raw, self.clean))
        sure, reason, others = (self.remarks[at] if self.remarks else None) or Remark(certainty)
        place = Span(start, end)
        return Edit(kind, raw, clean, text[start:end], after, sure, rule, reason or why, others, self.number, place)


def _joined(
    cuts: tuple[Cut, ...], remarks: tuple[Remark | None, ...]
) -> tuple[Sequence[Cut], tuple[Remark | None, ...]]:
    """Cuts that touch as one, unless something different is to be said of them."""
    ends, starts = [cut[1] for cut in cuts[:-1]], [cut[0] for cut in cuts[1:]]
    if not any(map(int.__eq__, ends, starts)):
        return cuts, remarks
    joined: list[Cut] = []
    said: list[Remark | None] = []
    for cut, remark in zip(cuts, remarks or (None,) * len(cuts), strict=True):
        if joined and joined[-1].end == cut.start and said[-1] == remark:
            joined[-1] = Cut(joined[-1].start, cut.end, joined[-1].after + cut.after)
        else:
            joined.append(cut)
            said.append(remark)
    return joined, tuple(said)
