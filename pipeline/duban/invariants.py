"""What the items of one document promise each other, beyond the shape of each: checked by tests and on request.

The models check types, vocabularies and forms. This module checks that the text stands where its span says, that
every id that is referred to exists, that lists are in text order, and what the contract says of nulls.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Protocol

from duban.contract import Document, Official, Organisation, SpanPair, Target, Task, Time

UNCLEAN_RE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ue000-\uf8ff\ud800-\udfff]")


class _Placed(Protocol):
    @property
    def text(self) -> str: ...
    @property
    def span(self) -> SpanPair: ...


def broken_promises(document: Document) -> list[str]:
    """One line for each promise that *document* breaks; an extracted document breaks none."""
    return [
        *_broken_places(document),
        *_broken_order(document),
        *_broken_references(document),
        *(f"{task.id}: {fault}" for task in document.tasks for fault in _task_faults(task)),
        *(f"{target.id}: {fault}" for target in document.targets for fault in _target_faults(target)),
        *(f"{time.id}: {fault}" for time in document.times for fault in _time_faults(time)),
    ]


def _placed(document: Document) -> Iterator[tuple[str, _Placed]]:
    if document.title:
        yield "title", document.title
    for task in document.tasks:
        yield task.id, task
        yield from ((f"{task.id} cue", cue) for cue in task.cues)
    yield from ((target.id, target) for target in document.targets)
    yield from ((time.id, time) for time in document.times)
    actors: tuple[Official | Organisation, ...] = (*document.officials, *document.organisations)
    for actor in actors:
        yield actor.id, actor
        yield from ((f"{actor.id} mention", mention) for mention in actor.mentions)
    for number, numeral in enumerate(document.numerals):
        yield f"numeral {number}", numeral


def _broken_places(document: Document) -> Iterator[str]:
    text = document.clean_text
    for found in UNCLEAN_RE.finditer(text):
        yield f"clean_text: holds U+{ord(found[0]):04X} at {found.start()}"
    for where, item in _placed(document):
        start, end = item.span.clean
        if text[start:end] != item.text:
            yield f"{where}: {item.text!r} does not stand at {start}-{end}"
    for where, span in _spans(document):
        if not span.clean[0] <= span.clean[1] <= len(text):
            yield f"{where}: clean span {span.clean} is none of this text"
        if span.raw[0] > span.raw[1]:
            yield f"{where}: raw span {span.raw} runs backwards"


def _spans(document: Document) -> Iterator[tuple[str, SpanPair]]:
    yield from ((where, item.span) for where, item in _placed(document))
    yield from ((f"{task.id} action", action.span) for task in document.tasks for action in task.actions)
    yield from ((section.id, section.span) for section in document.sections)
    yield from ((campaign.id, span) for campaign in document.campaigns for span in campaign.spans)
    yield from (("contributor", contributor.span) for contributor in document.contributors)
    yield from ((f"edit {edit.kind}", edit.span) for edit in document.edits)
    yield from ((f"warning {w.code}", w.span) for w in document.warnings if w.span)


def _broken_order(document: Document) -> Iterator[str]:
    for name in ("tasks", "targets", "times", "officials", "organisations", "numerals", "sections", "edits"):
        starts = [item.span.raw[0] for item in getattr(document, name)]
        if any(a > b for a, b in pairwise(starts)):
            yield f"{name}: not in text order"


def _broken_references(document: Document) -> Iterator[str]:
    named = ("campaigns", "sections", "tasks", "targets", "times", "officials", "organisations")
    ids = Counter(item.id for name in named for item in getattr(document, name))
    yield from (f"{ident}: stands for {count} items" for ident, count in ids.items() if count > 1)
    for where, reference in _references(document):
        if reference is not None and reference not in ids:
            yield f"{where}: refers to {reference}, which is not there"


def _references(document: Document) -> Iterator[tuple[str, str | None]]:
    for task in document.tasks:
        single = (task.parent, task.section, task.campaign, task.deadline, task.issued_by)
        owners = (owner.official or owner.organisation for owner in task.responsible)
        yield from ((task.id, reference) for reference in (*single, *task.targets, *owners))
    for target in document.targets:
        yield from ((target.id, reference) for reference in (target.whereof, target.deadline))
    yield from ((section.id, section.parent) for section in document.sections)
    yield from (("numeral", numeral.ref) for numeral in document.numerals)


def _task_faults(task: Task) -> Iterator[str]:
    if task.parent == task.id:
        yield "is its own parent"
    if task.deadline_inherited and task.deadline is None:
        yield "inherits a deadline that it does not have"
    if task.deadline_inherited and task.kind == "exhortation":
        yield "is an exhortation and inherits a deadline"


def _target_faults(target: Target) -> Iterator[str]:
    if (target.value is None) != (target.kind == "relative"):
        yield "has a number exactly if it is not relative"
    if (target.value_max is None) == (target.comparator == "range"):
        yield "has an upper value exactly if it is a range"
    if target.status == "actual" and target.modality is not None:
        yield "is an actual figure and has a modality"
    if target.whereof == target.id:
        yield "is part of itself"
    if target.deadline_inherited and target.deadline is None:
        yield "inherits a deadline that it does not have"


def _time_faults(time: Time) -> Iterator[str]:
    sides = [side for side in (time.start, time.end) if side]
    if (not sides or any("X" in side for side in sides)) != (time.basis == "unresolved"):
        yield f"{time.start} to {time.end} on an {time.basis} basis"
    if len(sides) == 2 and not any("X" in side for side in sides) and sides[0] > sides[1]:
        yield "ends before it starts"
