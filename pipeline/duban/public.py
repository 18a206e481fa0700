"""The functions that ask a text for one thing: its units, quantities, times, officials.

    >>> [quantity.surface for quantity in find_quantities("完成投资3.5亿元，增长8%")]
    ['3.5亿元', '8%']

They take text as it comes and normalise inside. Every `span` counts code points of the text that was given, and
`text[span.start:span.end]` is the surface. What only a whole document can tell (which quantity is a target, what
a relative time counts from, who answers for what) is the business of `duban.extract`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from duban.errors import UsageError
from duban.facts.asked_times import read_times
from duban.facts.contributors import find_contributors
from duban.facts.officials import resolve_officials
from duban.lexicon import load_lexicons
from duban.mentions import quantities as _quantities
from duban.mentions.people import Post, find_people
from duban.mentions.quantities import Quantity
from duban.normalise.normalising import normalise as _normalise
from duban.normalise.outcome import NormalisedText
from duban.segment.layout import segment as _segment
from duban.segment.units import Unit
from duban.spans import Span


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression: inclusive EDTF days or None, ISO 8601 `duration`, the calendar unit as `precision`."""

    surface: str
    span: Span
    role: str
    start: str | None
    end: str | None
    precision: str | None
    year_offset: int | None
    duration: str | None
    basis: str
    rule: str


@dataclass(frozen=True, slots=True)
class OfficialMention:
    """One place where an official is spoken of."""

    surface: str
    span: Span


@dataclass(frozen=True, slots=True)
class Official:
    """A person in public office, or a post alone (`name` None)."""

    name: str | None
    posts: tuple[Post, ...]
    collective: bool
    mentions: tuple[OfficialMention, ...]
    roles: tuple[str, ...]
    rule: str


def normalise(source: str | bytes) -> NormalisedText:
    """The clean text of *source* with `.edits`, `.alignment` (`to_raw`, `to_clean`), `.warnings`, `.encoding`.

    Raises UnreadableSource for bytes that hold no text.
    """
    return _normalise(source, load_lexicons())


def segment(text: str) -> list[Unit]:
    """The units of *text*: what stands between strong stops, line ends and enumeration markers.

    >>> [unit.text for unit in segment("一要抓进度，二要抓质量。")]
    ['一要抓进度，', '二要抓质量。']
    """
    page, given = _given(text)
    units = _segment(page.text, load_lexicons()).units
    return [replace(unit, span=span, text=text[slice(*span)]) for unit in units for span in (given(unit.span),)]


def find_quantities(text: str) -> list[Quantity]:
    """The quantities of *text*: number, unit and comparator, exact and in base units, left to right."""
    page, given = _given(text)
    found = _quantities.find_quantities(page.text, load_lexicons(), page.damaged, bare=True)
    return [
        replace(quantity, span=span, surface=text[slice(*span)], number=given(quantity.number))
        for quantity in found
        for span in (given(quantity.span),)
    ]


def find_times(text: str, anchor: str | date | None = None) -> list[Time]:
    """The time expressions of *text*; *anchor* is the day that 今年 and 下月 count from, without it they stay open.

    >>> [(time.surface, time.end) for time in find_times("明年3月底前完成", anchor="2020-05-06")]
    [('明年3月底前', '2021-03-31')]
    """
    page, given = _given(text)
    return [
        Time(
            text[slice(*span)], span, time.role, time.start, time.end, time.precision, time.year_offset, time.duration,
            time.basis, time.rule,
        )
        for time in read_times(page.text, _day(anchor), load_lexicons(), count=True)
        for span in (given(time.span),)
    ]  # fmt: skip


def find_officials(text: str) -> list[Official]:
    """The officials of *text*, one row a person or post, with all the places where it is spoken of."""
    page, given = _given(text)
    lexicons = load_lexicons()
    units = _segment(page.text, lexicons).units
    people, makers = find_people(page.text, lexicons), find_contributors(page.text, lexicons)
    found = []
    for official in resolve_officials(page.text, units, people, makers, lexicons):
        spans = [given(span) for span in official.mentions]
        mentions = tuple(OfficialMention(text[slice(*span)], span) for span in spans)
        found.append(
            Official(official.name, official.posts, official.collective, mentions, official.roles, official.rule)
        )
    return found


def _given(text: str) -> tuple[NormalisedText, Callable[[tuple[int, int]], Span]]:
    page = normalise(text)
    return page, page.alignment.to_raw


def _day(anchor: str | date | None) -> date | None:
    if anchor is None or isinstance(anchor, date):
        return anchor
    try:
        return date.fromisoformat(anchor)
    except ValueError:
        raise UsageError("anchor", f"{anchor!r} is no day", "Write it as 2020-10-09.") from None
