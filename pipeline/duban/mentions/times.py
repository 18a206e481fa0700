"""Find time expressions and read them as far as their words go: 「明年3月底前」 → by the end of March, next year.

A mention is not yet a date: 明年 needs the day of publication, 同比 the span spoken of before it. That is the work of
`duban.facts.times`. Which wordings are times is data: `lexicons/times.toml`, with the words in `calendar_parts`,
`deictics`, `festivals`, `plans` and `milestones`. What stands in a title 《…》 or in a short quotation is a name.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from duban.lexicon import Lexicons
from duban.mentions.numerals import parse_numeral
from duban.mentions.points import Point, parse_point, read_day_of_month, read_point, read_range
from duban.rules import Rule, RuleTable
from duban.spans import Span

_CLAUSE_RE = re.compile(r"[^，。；！？\n,;]+[，。；！？\n,;]?")
_TITLE_RE = re.compile(r"《[^《》\n]{1,80}》")
_SLOGAN_RE = re.compile(r"[“\"]([^“”\"\n。，；]{1,14})[”\"]")
_UNITS = {
    "工作日": "D",
    "小时": "H",
    "季度": "Q",
    "星期": "W",
    "礼拜": "W",
    "周": "W",
    "月": "M",
    "年": "Y",
    "天": "D",
    "日": "D",
}
_HALVES = {"Y": "6M", "M": "15D", "W": "3D", "D": "T12H", "H": "30M"}
_LOOSE_RE = re.compile(
    r"(?<=\d)[ \u00a0\u3000](?=[年月日号](?!\d{3})|个月|季度|世纪)"
    r"|(?<=[年月第前到至自从])[ \u00a0\u3000](?=\d{1,4}[ \u00a0\u3000]?(?:[年月日号]|个月|季度))"
    r"|(?<=[年月\d])[ \u00a0\u3000](?=[底末初]前?(?![\u4e00-\u9fa5]))"
)
_HALF = Decimal("0.5")
_FIGURES = r"\d〇零○一二两三四五六七八九十百半"
_DATED = (
    rf"[{_FIGURES}]{{1,6}}(?:\.\d)?[多余来几]?\s?(?:[年月日号天周季世旬成]|个|小时|工作日|星期|礼拜|[-/.—–―－~～至到、]"
    r"|时期|期间|末|初|以来|规划|，|和|开局|收官|前|后)"
)
_EDGES = ("底", "末", "初", "中", "旬", "半月")


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression, not yet anchored.

    `form` is the kind of frame (the value of its rule, see the head of `times.toml`), `first` its point, `last` the
    second of a range. `length` is an ISO 8601 duration and `side` where it lies. `closed` marks X前 that ends before
    X begins, not with it. `occasion` names an event whose days are not known, `years` are offsets (今明两年: 0, 1; with
    the form `days`, of days).
    """

    span: Span
    surface: str
    rule: str
    form: str
    first: Point | None = None
    last: Point | None = None
    length: str | None = None
    side: str = ""
    closed: bool = False
    occasion: str = ""
    years: tuple[int, int] | None = None


def find_times(text: str, lex: Lexicons, *, asked: bool = False) -> list[TimeMention]:
    """Return the time expressions of *text* from left to right, never overlapping.

    >>> from duban.lexicon import load_lexicons
    >>> [mention.surface for mention in find_times("力争到2025年，今年上半年完成一半。", load_lexicons())]
    ['到2025年', '今年上半年']

    `span` counts code points of *text*. Words that name no day (目前, 近期) and recurring measures (每年) are none.
    *asked* takes in what only somebody who asks for times wants read: bare weekdays, hours, 16号. Spaces between a
    figure and its unit (2025 年) do not matter.
    """
    spaces = [match.start() - before for before, match in enumerate(_LOOSE_RE.finditer(text))]
    if spaces:
        return [_loosen(mention, text, spaces) for mention in _find(_LOOSE_RE.sub("", text), lex, asked)]
    return _find(text, lex, asked)


def _find(text: str, lex: Lexicons, asked: bool) -> list[TimeMention]:
    tables = lex.cached("times tables", _Tables)
    names = _names(text)
    found = []
    for clause in _CLAUSE_RE.finditer(text):
        if not (asked or tables.trigger.search(text, clause.start(), clause.end())):
            continue
        for rule, match in (tables.asked if asked else tables.written).scan(text, clause.start(), clause.end()):
            span = Span(*match.span("span" if "span" in rule.regex.groupindex else 0))
            mention = None if _within(span, names) else _read(rule, match, span, tables.asked)
            if mention is not None:
                found.append(mention)
    return found


class _Tables:
    """The rows for documents, those for somebody who asks, and the words without which a clause holds no time.

    Most figures of a document are no dates: there a rule is asked at a figure only if a unit of time follows.
    """

    def __init__(self, lex: Lexicons) -> None:
        self.asked = lex.rules("times")
        written = tuple(rule for rule in self.asked.rules if "asked" not in rule.extra)
        self.written = RuleTable(written, gate=f"(?=[^{_FIGURES}]|{_DATED})")
        self.trigger = re.compile(lex.alternation("time_triggers"))


def _loosen(mention: TimeMention, text: str, spaces: list[int]) -> TimeMention:
    """A mention of the text without its loose spaces, in the text that has them; *spaces* are where they were."""
    start, last = (offset + bisect_right(spaces, offset) for offset in (mention.span.start, mention.span.end - 1))
    return replace(mention, span=Span(start, last + 1), surface=text[start : last + 1])


def parse_time(surface: str, lex: Lexicons) -> TimeMention | None:
    """Read one expression as a whole; None if *surface* is not a time expression from end to end."""
    found = find_times(surface, lex)
    return found[0] if len(found) == 1 and found[0].surface == surface else None


def _names(text: str) -> list[Span]:
    """Titles, and quotations too short to be speech; the marks of a plan (“十五五”) belong to its own span."""
    titles = [Span(*match.span()) for match in _TITLE_RE.finditer(text)]
    return sorted([*titles, *(Span(*match.span(1)) for match in _SLOGAN_RE.finditer(text))])


def _within(span: Span, stretches: list[Span]) -> bool:
    at = bisect_right(stretches, (span.start, 1 << 60)) - 1
    return at >= 0 and stretches[at].holds(span)


def _read(rule: Rule, match: re.Match[str], span: Span, table: RuleTable) -> TimeMention | None:
    """What the rule's row says about the match; None if its pieces cannot be read after all."""
    groups = {name: value for name, value in match.groupdict().items() if value}
    surface, form = match.string[span.start : span.end], rule.value
    if form == "length":
        length = _read_length(groups)
        return TimeMention(span, surface, rule.id, form, length=length, side=rule.extra["side"]) if length else None
    if form in ("years", "days"):
        offsets = int(rule.extra["from"]), int(rule.extra["to"])
        return TimeMention(span, surface, rule.id, form, years=offsets)
    if form == "range":
        first, last = read_range(groups, table)
        return TimeMention(span, surface, rule.id, form, first, last)
    point = _read_point(rule, groups, table)
    if form == "recurring" and "before" in groups:
        form = "recurring_before"
    closed = _is_closed(form, groups, point)
    return TimeMention(span, surface, rule.id, form, point, closed=closed, occasion=groups.get("occasion", ""))


def _read_point(rule: Rule, groups: Mapping[str, str], table: RuleTable) -> Point | None:
    if rule.value == "point" or "milestone" in groups:
        return read_point(groups)
    if rule.id == "times.recurring_month":
        return read_day_of_month(groups)
    if "at_word" in groups:
        return parse_point(groups["at_word"], table)
    if "at" in groups:
        return parse_point(groups["at"], table)
    return Point(year_word="全年") if rule.value == "within" else None


def _is_closed(form: str, groups: Mapping[str, str], point: Point | None) -> bool:
    """True if 前 means before X begins: 6月前, 2020年前, 春节前; not 6月底前, 10月15日前."""
    if point is None or (form != "before" and "outside" not in groups):
        return False
    return not (point.day or point.day_word or point.weekday or point.edge or point.part.endswith(_EDGES))


def _read_length(groups: Mapping[str, str]) -> str | None:
    """ISO 8601: 一年半 → P1Y6M, 半年 → P6M, 两个半月 → P2M15D, 72小时 → PT72H; of 3至4年 the longer."""
    value, unit = parse_numeral(groups["n"]), groups["unit"]
    if not value:
        return None
    letter = next(code for word, code in _UNITS.items() if word in unit)
    if letter == "Q":
        value, letter = value * 3, "M"
    whole = int(value)
    clock = "T" if letter == "H" else ""
    head = f"{whole}{letter}" if whole else ""
    half = _HALVES[letter] if "半" in unit or value % 1 == _HALF else ""
    return f"P{clock}{head}{half}" if head or half else None
