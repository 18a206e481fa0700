"""Read the times of a text that is no document, for somebody who asks with a day in hand: 三天后 is then a day.

A document's lengths fix no day, and its bare weekdays are hours of business; whoever asks `duban.find_times` wants both
read. The grammar and the calendar are those of documents.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from duban.facts.calendar import NOWHERE, Stretch, last_day, to_day
from duban.facts.times import Time, resolve_times
from duban.lexicon import Lexicons
from duban.mentions.times import find_times
from duban.segment.units import Unit
from duban.spans import Span

_LENGTH_RE = re.compile(
    r"P(?:(\d{1,3})Y)?(?:(\d{1,3})M)?(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:\d{1,4}M)?)?"
)


@dataclass(frozen=True, slots=True)
class _Plain:
    label: str = "other"


def read_times(text: str, anchor: date | None, lex: Lexicons, *, count: bool = False) -> list[Time]:
    """Resolve the times of a text that is no document: *anchor* is the day that relative words count from.

    With *count* lengths are counted from it too (三天后), which a document's reader must not do.

    >>> from duban.lexicon import load_lexicons
    >>> [(time.text, time.end) for time in read_times("明年3月底前完成。", date(2020, 5, 6), load_lexicons())]
    [('明年3月底前', '2021-03-31')]
    """
    unit = Unit(0, Span(0, len(text)), text, 0, 0, None, 0, "body")
    day = anchor.isoformat() if anchor else None
    mentions = find_times(text, lex, asked=True)
    times = resolve_times(mentions, text, [unit], [_Plain()], published=day, lex=lex)
    return (
        [_counted(time, mention.side, anchor) for time, mention in zip(times, mentions, strict=True)]
        if count and anchor
        else times
    )


def _counted(time: Time, side: str, today: date) -> Time:
    if time.form != "length" or time.duration is None:
        return time
    stretch = count_from(time.duration, side, today)
    first, last = (day.edtf if day else None for day in (stretch.first, stretch.last))
    return (
        replace(time, start=first, end=last, precision=stretch.precision, basis="relative", anchor="published")
        if last
        else time
    )


def count_from(length: str, side: str, today: date) -> Stretch:
    """A length counted from *today*: 三天后 is a day, 未来三个月 begins tomorrow, 近三年 ended yesterday.

    Only for somebody who asks with a day in hand; a document's lengths fix no day.
    """
    match = _LENGTH_RE.fullmatch(length)
    if match is None:
        return NOWHERE
    years, months, weeks, days, hours = (int(piece or 0) for piece in match.groups())
    sign = -1 if side in ("behind", "before") else 1
    day = _moved(today, sign * (12 * years + months)) + timedelta(sign * (7 * weeks + days + hours // 24))
    if side in ("after", "before"):
        return Stretch(to_day(day), to_day(day), "day", 0, True)
    if side == "behind":
        return Stretch(to_day(day), to_day(today - timedelta(1)), "day", 0, True)
    if side == "limit":
        return Stretch(to_day(today), to_day(day), "day", 0, True)
    return Stretch(to_day(today + timedelta(1)), to_day(day), "day", 0, True)


def _moved(day: date, months: int) -> date:
    """*day* in another month, or its last day there."""
    years, month = divmod(day.month - 1 + months, 12)
    year = min(max(day.year + years, 1), 9998)
    return date(year, month + 1, min(day.day, last_day(year, month + 1)))
