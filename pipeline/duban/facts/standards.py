"""Find what is reached without a number: 全覆盖, 全部退出, 不低于全省平均水平, 居全国第2位.

The wordings are rows of `lexicons/targets.toml`; this module says which part of the clause is the subject,
which the predicate, and how a list of subjects becomes one row each.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from duban.facts.enumerations import Subject, shared_tail, split_list, trim
from duban.facts.indicators import clause_start, read_lead
from duban.facts.scene import Measured, Scene
from duban.mentions.base_units import Canonical
from duban.mentions.numerals import parse_numeral
from duban.spans import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duban.mentions.quantities import Quantity
    from duban.rules import Rule

_HUNDRED = Decimal(100)
_TOLD_RE = re.compile(r"(?:国家|省里?|市里?|上级)下达的?([\u4e00-\u9fa5、]{4,14}?)(?:目标任务|目标|任务|指标)")
_PLACES_RE = re.compile(
    r"(?:^|(?<=[，：\s]))((?:[\u4e00-\u9fa5]{2,6}、){1,8}[\u4e00-\u9fa5]{2,6}?)[两二三四五六七八九十\d]{1,2}(?:个)?(?:市|县|区|省|州|镇|乡|地)(?=[按在要都均率力])"
)
_NOTHING_RE = re.compile(r"将|要|也|已|已经|均|都|努力|率先|基本|全面|力争|确保|，|在")
_SHORT_RE = re.compile(
    r"(?:全部|全都|百分之百|100%)(?!(?:完成|达到|实现|建成)[^，。；]{2})[^，。；：\n]{2,6}(?=[，。；\n）]|$)"
)
_PREDICATE_RE = re.compile(r"(?:(?!、[^，。；]{0,20}(?:全部|全覆盖))[^，,。；;：:！？\n（）()]){0,40}")
_FILTER_RE = re.compile(r"(?:以上|以下|以内)的?[\u4e00-\u9fa5]")
_COMPLETE_RE = re.compile(
    r"^(?:完成了?|建成|达到|实现|纳入|落实|覆盖|列入|接入|采用|使用|安装|配备|办理|制定|建立|配齐|通过|开展|进入|录入|签订|执行|实施|移交)"
)


def read_cover(text: str, start: int, match: re.Match[str], rule: Rule, times: Mapping[int, int]) -> list[Measured]:
    """信息网络全覆盖 → 信息网络 100 %, one row per item of the subject."""
    subject = trim(text, start, match.start(), times)
    return [_full(item.start, match.end(), item.text, None, rule) for item in split_list(subject) if item.text]


def read_each(text: str, start: int, match: re.Match[str], rule: Rule, times: Mapping[int, int]) -> list[Measured]:
    """符合条件人员应保尽保 → 应保尽保 100 % of them."""
    subject = trim(text, start, match.start(), times)
    return [_full(subject.start, match.end(), match[0], subject.text or None, rule)]


def read_named(text: str, start: int, match: re.Match[str], rule: Rule, times: Mapping[int, int]) -> list[Measured]:
    """门诊统筹覆盖所有贫困地区 → 门诊统筹 100 % of 贫困地区."""
    subject = trim(text, start, match.start(), times)
    return [_full(subject.start, match.end(), subject.text, match["scope"], rule)] if subject.text else []


def read_all(
    text: str, start: int, match: re.Match[str], rule: Rule, times: Mapping[int, int], counted: Sequence[Quantity]
) -> list[Measured]:
    """贫困户、贫困村全部退出 → 退出 100 %, one row each; with a count (50个村全部达标) the count is the value."""
    subject = trim(text, start, match.start(), times)
    tail = _PREDICATE_RE.match(text, match.end())
    behind = tail[0] if tail else ""
    if match[0] == "所有" or (not subject.text and not _COMPLETE_RE.match(behind)):
        return _all_of(text, match, behind, rule)
    if re.search(r"行动|专项|\d%", behind):
        return []
    end = match.end() + len(behind)
    indicator = _reached(behind, subject.text)
    inside = (q for q in counted if start <= q.span.start and q.span.end <= match.start())
    count = next((q for q in inside if not _FILTER_RE.match(text, q.span.end - 2)), None)
    if count is not None and count.value is not None:
        scope = (text[start : count.span.start] + text[count.span.end : match.start()]).strip("，、")
        row = _full(subject.start, end, indicator, scope or None, rule)._replace(number=count.number)
        return [
            row._replace(value=count.value, unit=count.unit, canonical=count.canonical, comparator=count.comparator)
        ]
    items = split_list(subject) if subject.text else [subject]
    return [_full(item.start, end, indicator, item.text or None, rule) for item in items]


def _all_of(text: str, match: re.Match[str], behind: str, rule: Rule) -> list[Measured]:
    """全部加油站、储油库完成油气回收治理 → one row each; 所有工地全部停工 → 停工."""
    verb = re.search(r"(?:全部|一律|(?<!平)均|都|完成|实现|达到|纳入|建成|通过)(?:完成|实现|达到)?", behind)
    if verb is None or verb.start() < 2:
        return []
    end = match.end() + len(behind)
    indicator = behind[verb.end() :]
    items = split_list(Subject(match.end(), behind[: verb.start()]))
    starts = [match.start() if i == 0 else item.start for i, item in enumerate(items)]
    return [_full(at, end, indicator or item.text, item.text, rule) for at, item in zip(starts, items, strict=True)]


def _reached(behind: str, subject: str) -> str:
    """What is reached: 达到X → X, 退出目标 → 退出, bare 完成 → the subject."""
    verb = _COMPLETE_RE.match(behind)
    reached = behind[verb.end() :] if verb else behind
    reached = re.sub(r"(?:的?目标|了)$", "", reached)
    if not reached:
        return subject or behind
    return reached


def _full(start: int, end: int, indicator: str, scope: str | None, rule: Rule) -> Measured:
    whole = Canonical(Decimal(1), None, "ratio")
    return _stated(start, end, indicator, rule, "coverage")._replace(
        scope=scope, value=_HUNDRED, unit="%", canonical=whole
    )


def _stated(start: int, end: int, indicator: str, rule: Rule, kind: str) -> Measured:
    """A row that has no numeral of its own."""
    return Measured(start, end, indicator, None, "eq", None, None, None, None, kind, None, None, rule.id, None, end)


def read_relative(text: str, start: int, match: re.Match[str], rule: Rule, times: Mapping[int, int]) -> list[Measured]:
    """能源、环境等指标完成国家下达任务 → one row per item, the standard in ``reference``."""
    subject = trim(text, start, match.start(), times)
    items = split_list(subject) or [subject]
    tail = shared_tail(items)
    rows = []
    if not subject.text and (named := _TOLD_RE.fullmatch(match["standard"])):
        items = [Subject(match.start("standard"), named[1])]
    places = _places_before(text, start) if len(items) > 1 else []
    for number, item in enumerate(items):
        name = item.text + (tail if number < len(items) - 1 else "")
        name = re.sub(r"(?:增长|增幅)$", "", name) if rule.id == "targets.in_step" else name
        for place in places or [None]:
            row = _stated(item.start, match.end(), name, rule, "relative")
            rows.append(row._replace(scope=place, comparator=rule.extra["comparator"], reference=match["standard"]))
    return rows


def _places_before(text: str, stop: int) -> list[str | None]:
    """马鞍山、芜湖、铜陵三市…: each place that a list before *stop*, in the same sentence, names."""
    low = max(text.rfind(mark, max(0, stop - 160), stop) for mark in "。；\n") + 1
    found = _PLACES_RE.search(text, max(0, low), stop)
    return list(found[1].split("、")) if found else []


def read_ranks(text: str, start: int, match: re.Match[str], rule: Rule, times: Mapping[int, int]) -> list[Measured]:
    """居全国第2位 → rank 2 位; 分别居第三、第五 → two rows. The indicator is the clause's subject, maybe none."""
    comparator = "le" if match["side"] == "前" else "eq"
    unit = match["unit"] if match["unit"] in ("位", "名") else "位"
    if match["side"] == "第":
        unit = "位"
    subject = trim(text, start, match.start(), times)
    rows = []
    for written, number in _places(match):
        value = parse_numeral(written)
        if value is not None:
            row = _stated(subject.start, max(number.end, match.end("unit")), subject.text, rule, "rank")
            place = Canonical(value, None, unit)
            row = row._replace(comparator=comparator, value=value, unit=unit, canonical=place, number=number)
            rows.append(row._replace(reference=match["among"] or None))
    return rows


def _places(match: re.Match[str]) -> list[tuple[str, Span]]:
    """The number of the first place and of those in a list behind it, with their spans."""
    at = match.start("more")
    more = re.finditer(r"第(\d{1,3}|[一二三四五六七八九十]{1,3})", match["more"])
    first = match["number"], Span(*match.span("number"))
    return [first, *((m[1], Span(at + m.start(1), at + m.end(1))) for m in more)]


def read_double(scene: Scene, start: int, match: re.Match[str], rule: Rule, rows: Sequence[Measured]) -> list[Measured]:
    """产值翻番 → 1 番."""
    lead = read_lead(scene.text, start, match.start(), scene.words, scene.time_ends)
    indicator = lead.noun or (rows[-1].indicator if rows else "")
    if not indicator:
        return []
    once = _stated(lead.start, match.end(), indicator, rule, "multiple")
    return [
        once._replace(
            scope=lead.scope or None, value=Decimal(1), unit="番", canonical=Canonical(Decimal(1), None, "番")
        )
    ]


def subject_start(scene: Scene, rule: Rule, stop: int) -> int:
    """Where the subject of a standard begins: with its clause, or one clause earlier if nothing stands in this one."""
    text, low = scene.text, scene.span.start
    start = clause_start(text, low, stop)
    own = _NOTHING_RE.sub("", text[scene.skip_times(start, stop) : stop])
    if own or start <= low or text[start - 1] not in "，,":
        return start
    if rule.value == "cover_all" and not _SHORT_RE.match(text, stop):
        return start
    return clause_start(text, low, start - 1)


def read_standard(
    scene: Scene, match: re.Match[str], rule: Rule, before: Sequence[Quantity], rows: Sequence[Measured]
) -> list[Measured]:
    """The rows that one wording of `lexicons/targets.toml` gives; *before* are the quantities that stand before it."""
    at = match.start()
    start = max([subject_start(scene, rule, at), *(r.end for r in rows if r.end <= at)])
    near = before[-12:]
    if rule.value != "cover_all":
        start = max([start, *(q.span.end for q in near if start <= q.span.start and q.span.end <= at)])
    start = scene.skip_times(start, at)
    if rule.value == "double":
        return read_double(scene, start, match, rule, rows)
    if rule.value == "cover_all":
        return scene.adopt(read_all(scene.text, start, match, rule, scene.time_ends, near), rows)
    return scene.adopt(_READERS[rule.value](scene.text, start, match, rule, scene.time_ends), rows)


_READERS = {
    "cover": read_cover,
    "cover_each": read_each,
    "cover_named": read_named,
    "relative": read_relative,
    "rank": read_ranks,
}
