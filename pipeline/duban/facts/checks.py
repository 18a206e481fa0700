"""Compare what is said with what is there, and warn.

这26项重点工作是：… (25 listed)        announced_count
完成时限 before the publication day     deadline_before_publication
其中 more than the whole               part_exceeds_whole
今年 in a text that nothing dates        undated_times
a text that stops in mid-sentence       truncated_text
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from duban.facts.readings import TASK, Reading
from duban.facts.targets import Target
from duban.facts.times import Time
from duban.mentions.numerals import parse_numeral
from duban.segment import Layout, Unit
from duban.segment.roles import LONGEST_HEADING, SENTENCE_END_RE
from duban.spans import Span

ANNOUNCED_RE = re.compile(
    r"(?:(?P<below>以下|下列|下面|如下))?(?P<count>\d{1,3}|[一二三四五六七八九十]{1,3})(?:项|个|方面|条|点|件)"
    r"[^\s，。；]{0,10}?(?(below)|(?:是|为|如下|包括))[：:]"
)
FIRST_MARKER_RE = re.compile(r"[（(]?(?:一|1|①)(?!\d)")


class Warned(NamedTuple):
    """Something a careful reader should know; `span` counts in the clean text, None for the whole document."""

    code: str
    message: str
    span: Span | None


def check_facts(
    layout: Layout,
    readings: Sequence[Reading],
    targets: Sequence[Target],
    times: Sequence[Time],
    published: str | None,
) -> list[Warned]:
    """All warnings about the facts, in text order."""
    found = [
        *_counts(layout, readings),
        *_parts(targets),
        *_passed(readings, times, published),
        *_undated(times),
        *_truncated(layout),
    ]
    return sorted(found, key=lambda warned: warned.span or Span(0, 0))


def _counts(layout: Layout, readings: Sequence[Reading]) -> list[Warned]:
    """A list that announces another number of items than it has, in one sentence or over lines."""
    found = []
    for unit in layout.units:
        announced = ANNOUNCED_RE.search(unit.text)
        if announced is None:
            continue
        listed = _listed(layout, readings, unit)
        count = parse_numeral(announced["count"])
        if listed and count is not None and count != listed:
            message = f"{announced['count']} announced, {listed} listed"
            at = unit.span.start + announced.start()
            found.append(Warned("announced_count", message, Span(at, at + len(announced[0]))))
    return found


def _listed(layout: Layout, readings: Sequence[Reading], unit: Unit) -> int:
    """How many items follow: the tasks of a ；-list, or the items with markers of one level; 0 for no list."""
    behind = layout.units[unit.index :]
    if unit.text.endswith(("；", ";")):
        return sum(u.sentence == unit.sentence and readings[u.index].label == TASK for u in behind)
    if not unit.text.endswith(("：", ":")) or len(behind) == 1 or behind[1].marker is None:
        return 0
    level, count = behind[1].level, 0
    for item in behind[1:]:
        if item.marker is not None and (item.level < level or (item.level == level and _restarts(item, count))):
            break
        count += item.marker is not None and item.level == level
    return count


def _restarts(item: Unit, count: int) -> bool:
    """True for 一、 or 一是 after other items: another list."""
    return count > 0 and FIRST_MARKER_RE.match(item.marker or "") is not None


def _parts(targets: Sequence[Target]) -> list[Warned]:
    """A part (其中) in the same unit as its whole cannot exceed it."""
    found = []
    for target in targets:
        if target.whereof is None or target.value is None:
            continue
        whole = targets[target.whereof]
        if whole.value is not None and whole.unit == target.unit and target.value > whole.value:
            message = f"a part of {target.value}{target.unit} exceeds the whole of {whole.value}{whole.unit}"
            found.append(Warned("part_exceeds_whole", message, target.span))
    return found


def _passed(readings: Sequence[Reading], times: Sequence[Time], published: str | None) -> list[Warned]:
    """A limit in a task that had passed when the document was published."""
    if published is None or len(published) < len("2020-10-09") or "X" in published:
        return []
    return [
        Warned("deadline_before_publication", f"due {time.end}, published {published}", time.span)
        for time in times
        if time.form in {"until", "before"}
        and readings[time.unit].label == TASK
        and time.end is not None
        and "X" not in time.end
        and time.end < published
    ]


def _undated(times: Sequence[Time]) -> list[Warned]:
    """Relative times whose year nothing in the document tells, in one warning at the first."""
    undated = [time for time in times if "XXXX" in (time.start or "") + (time.end or "")]
    if not undated:
        return []
    message = f"{len(undated)} times have no year: nothing dates the document; give its day of publication"
    return [Warned("undated_times", message, undated[0].span)]


def _truncated(layout: Layout) -> list[Warned]:
    """A last sentence of the body that does not end."""
    last = layout.units[-1] if layout.units else None
    if last is None or last.role != "body" or len(last.text) <= LONGEST_HEADING or SENTENCE_END_RE.search(last.text):
        return []
    return [Warned("truncated_text", "the text stops in the middle of a sentence", last.span)]
