"""What a frame makes of the point inside it: 3月底前 has only an end, 从8月起 only a start, 国庆期间 the holiday.

`place_mention` lays a mention on the calendar from what its place in the text is known to be about (`Setting`). What
stands outside the sentence (同比, 行动期间, occasions) is looked up by `duban.facts.times`.
"""

from dataclasses import replace
from datetime import date, timedelta

from duban.facts.calendar import NOWHERE, PRECISIONS, Day, Setting, Stretch, to_day
from duban.facts.occasions import holiday, place
from duban.lexicon import Lexicons
from duban.mentions.points import Point
from duban.mentions.times import TimeMention

_FOLLOWING = frozenset({"次年", "翌年", "当年", "下一年度"})
_HALF_A_YEAR = 150
_EARLY = 2


def place_mention(mention: TimeMention, setting: Setting, label: str, lex: Lexicons) -> Stretch:
    """The days of a mention that has a point; `NOWHERE` if its words fix none.

    *label* is that of its unit: words without a year look back in a `status` and ahead in a `task`.
    """
    point = mention.first
    if mention.years:
        return _days(mention.years, setting) if mention.form == "days" else _years(mention.years, setting)
    if point is None:
        return NOWHERE
    if mention.form == "range":
        whole = _range(point, mention.last or point, setting, lex)
        return _nearest(whole, point, setting, label, mention.form)
    if mention.form.startswith("recurring"):
        whole = place(point, Setting(Day(None)), lex)
        return replace(whole, first=None) if mention.form == "recurring_before" else whole
    whole = _nearest(place(point, setting, lex), point, setting, label, mention.form)
    return _framed(mention, point, whole, lex)


def _framed(mention: TimeMention, point: Point, whole: Stretch, lex: Lexicons) -> Stretch:
    form = mention.form
    if form in ("until", "as_of", "before"):
        return _ends_before(whole) if mention.closed else replace(whole, first=None)
    if form == "since":
        return replace(whole, last=None)
    if form == "after":
        return replace(whole, first=whole.last.days_on(1) if whole.last else None, last=None)
    if form == "close":
        return replace(whole, first=whole.last)
    if form == "during" and point.festival:
        return holiday(point.festival, whole, lex)
    if point.week and mention.surface.endswith("内"):
        return replace(whole, first=None)
    return whole


def _ends_before(whole: Stretch) -> Stretch:
    """6月前: the last day before the stretch begins; 1月前 reaches back into the year before."""
    end = whole.first.days_on(-1) if whole.first else None
    into_last_year = end is not None and end.year is None and (end.month, end.day) == (12, 31)
    return replace(whole, first=None, last=end, offset=whole.offset - into_last_year)


def _years(offsets: tuple[int, int], setting: Setting) -> Stretch:
    """今明两年: from the first day of the one to the last of the other."""
    year = setting.published.year
    first, last = (None if year is None else year + by for by in offsets)
    return Stretch(Day(first, 1, 1), Day(last, 12, 31), "year", offsets[1], True)


def _days(offsets: tuple[int, int], setting: Setting) -> Stretch:
    """今明两天: from the one day to the other, if the day of publication is known."""
    today = setting.published.date
    first, last = (to_day(today + timedelta(by)) if today else None for by in offsets)
    return Stretch(first, last, "day", 0, True)


def _range(first: Point, last: Point, setting: Setting, lex: Lexicons) -> Stretch:
    """Both ends; the one that names no year takes over the other's, and the end never comes before the start."""
    if last.year and not first.says_year:
        first = replace(first, year=last.year - ((first.month or 0) > (last.month or 12)))
    head = place(first, setting, lex)
    if head.first is None:
        return NOWHERE
    number = head.first.year
    follow = replace(setting, year=number, offset=0 if number else head.offset, month=head.first.month)
    own_year = last.year_word and last.year_word not in _FOLLOWING
    tail = place(last, setting if own_year else follow, lex)
    if tail.last is None or head.precision is None or tail.precision is None:
        return NOWHERE
    if not last.says_year and tail.last.edtf < head.first.edtf:
        tail = tail.years_on(1)
    coarser = max(head.precision, tail.precision, key=PRECISIONS.index)
    return Stretch(head.first, tail.last, coarser, tail.offset, head.relative or tail.relative)


def _nearest(whole: Stretch, point: Point, setting: Setting, label: str, form: str) -> Stretch:
    """12月 in a report of January is last year's, 3月底前 in an order of November next year's."""
    now = setting.published
    if setting.says_year or (point.says_year and point.year_word != "全年") or not (now.year and now.month):
        return whole
    today, start, end = (_some_date(day) for day in (now, whole.first, whole.last))
    if today is None or start is None or end is None:
        return whole
    past_year = point.year_word == "全年" and (now.month or 12) <= _EARLY
    if label == "status" and ((start - today).days > _HALF_A_YEAR or past_year):
        return whole.years_on(-1)
    if label == "task" and form in ("before", "until", "range") and (today - end).days > _HALF_A_YEAR:
        return whole.years_on(1)
    return whole


def _some_date(day: Day | None) -> date | None:
    """The day as a date, in the middle of its month if only that is known."""
    return None if day is None else day.date or Day(day.year, day.month, 15).date
