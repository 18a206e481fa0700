"""Read what a number measures: 「从380元提高至1000元」, 「分别增长5%、6.5%左右」, 「完成年度计划的90%」.

A number stands behind its indicator (投资162亿元) or before it (打造1个园区). The former is read from the lead
(`duban.facts.indicators`), the latter from the noun that follows. A number without an indicator of its own takes
that of the rows before it in its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from duban.facts.indicators import Lead, Words, clause_start, read_lead
from duban.facts.standards import Subject, shared_tail, split_list
from duban.mentions.quantities import Canonical, Quantity
from duban.spans import Span

if TYPE_CHECKING:
    from duban.facts.standards import Standing
    from duban.rules import Rule

_BEHIND_RE = re.compile(r"^(?:[，。；、：:;,！？!?（(）)\s]|$|左右|其中|和(?=[^，。；]{0,12}[\d一二两三])|以及|及其|的(?:目标|任务|年度)|并|且|同时|用于|支持|为|由|，)")
_FILTER_RE = re.compile(r"^(?:的)?[\u4e00-\u9fa5“]")
_PLAN_RE = re.compile(r"(?:完成|占|达到?|为|^)(?:了)?(?P<plan>(?:(?!完成|占)[^，、]){0,12}?(?:计划|预算|目标任务|目标|任务)(?:总投资|投资|总量|总数)?)的?$")
_PLAN_WORDS_RE = re.compile(r"年度|全年|当年|今年|本年|总体|总|计划|目标|任务|预算|数|的|既定|时序|阶段性|年初|确定|下达|省|市|县|国家|\d+年")
_SHARE_OF_RE = re.compile(r"(?:约|仅|已)?占(?:到|了)?(?!比|用|地(?![方区]))(?P<of>[^，、占]{1,24}?)的?(?P<share>比重|比例|份额)?(?:达到|达|为|约|近|超过|超|(?:提高|提升|上升|下降|降低|增加)[至到])?$")
_AMOUNT_RE = re.compile(r"(?:量|进度|任务|完成率|计划)$")
_DURATION_RE = re.compile(r"(?:天数|时限|时间|周期|寿命|时长|年限|年龄|日数)$")
_NP_END_RE = re.compile(
    r"[，,。；：:;！？（）()\n]|(?:、|和|及|以及)(?=\d)|也?分别|被|受到|列入|纳入|拿出|出现|已|将|正在|获得?(?!批)|达到|全部|用于|进行|开展(?!的)|实施(?!的|方案)|实现|完成|安装|购置|采购|购买"
)
_OBJECT_RE = re.compile(r"(?:(?:受到|列入|纳入|进入|移交|获得|实施|发放|提供|开展|出现|通过)了?|了)(?P<object>[^，。；、（）]{2,30})")
_APPOSED_RE = re.compile(r"(?:等|在|对|为|向|从|由|与|给|含|以|按|每|覆盖|涉及|辖|下设|位于|来自|这|该|上述|以上|以下|前述|其余)$")


_VERBS = frozenset({"strip", "event"})
_BUILDS = frozenset({"建", "建成", "新建", "打造", "建设", "创建", "培育", "新增", "引进", "改造", "举办"})
_LAST_RE = re.compile(r"(?:[、和及]\d[\d.]{0,8}[%个百分点亿万元]{1,5}){1,6}(左右|以上|以内|以下)")
_STEP_RE = re.compile(r"(?:提高|提升|增加|增长|上升|下降|降低|减少|压缩|压减|缩短|扩大|发展|[增升降减])[至到]")
_ARABIC_RE = re.compile(r"\d")
_EMPTY_CLAUSE_RE = re.compile(r"(?:甚至|也|均|都|仅|约|高达|达到?|超过|为|[，,])*")
_CHANGE_NOUN_RE = re.compile(r"增幅|涨幅|降幅|跌幅|增速|比例|占比|率")
_NUMBER_RE = re.compile(r"(?<![A-Za-z.\d])\d")


class Measured(NamedTuple):
    """A row before it has a status. ``head_end`` is where the next lead may begin.

    ``carries``: the verb before it counts for the items that follow; ``bare``: it has no verb of its own.
    """

    start: int
    end: int
    indicator: str
    scope: str | None
    comparator: str
    value: Decimal | None
    value_max: Decimal | None
    unit: str | None
    canonical: Canonical | None
    kind: str
    direction: str | None
    reference: str | None
    part: bool
    rule: str
    head_end: int
    carries: bool = False
    bare: bool = False


class Scene(NamedTuple):
    """The text with what stands in it: target words, and where time expressions end."""

    text: str
    words: Words
    time_ends: Mapping[int, int]

    def is_time(self, span: Span) -> bool:
        """True if the number is part of a time expression."""
        return any(start < span.end and span.start < end for end, start in self.time_ends.items())

    def skip_times(self, start: int, stop: int) -> int:
        """*start*, behind a time expression that begins there."""
        while start < stop and self.text[start] in "，、 ":
            start += 1
        for end, begin in self.time_ends.items():
            if begin == start and end < stop:
                return self.skip_times(end, stop)
        return start

    def is_name(self, span: tuple[int, int], unit: Span) -> bool:
        """True if the words are a title or a quoted name."""
        opened = self.text.rfind("《", unit.start, span[0])
        return opened > self.text.rfind("》", unit.start, span[0])

    def is_quoted(self, quantity: Quantity, unit: Span) -> bool:
        """True for a number in a short quotation or a title: “两个维护”, 《十条措施》."""
        opened = max(self.text.rfind(mark, unit.start, quantity.number.start) for mark in "“‘《")
        if opened <= max(self.text.rfind(mark, unit.start, quantity.number.start) for mark in "”’》"):
            return False
        closed = min((c for c in (self.text.find(m, quantity.number.end, unit.end) for m in "”’》") if c >= 0), default=unit.end)
        return closed - opened <= 14 or self.text[opened] == "《"

    def adopt(self, standings: Sequence[Standing], rows: Sequence[Measured]) -> list[Measured]:
        """Standards as rows; one without a subject takes the indicator of the rows before it."""
        found = []
        for number, s in enumerate(standings):
            indicator = s.indicator
            bare = re.sub(r"^(?:均|都|分别|其|总量|规模|，)+", "", indicator)
            speed = re.fullmatch(r"(?:其|平均)?(?:增速|增幅|涨幅)?(?:分别|均|都)?", bare)
            before = [r for r in rows if r.kind != "rank"]
            if speed and before:
                source = before[-len(standings) :][number] if len(before) >= len(standings) else before[-1]
                indicator = source.indicator + (bare if bare in ("增速", "增幅", "涨幅") else "")
            if not indicator:
                continue
            canonical = None
            if s.value is not None:
                canonical = Canonical(s.value / 100, None, "ratio") if s.unit == "%" else Canonical(s.value, s.value_max, s.unit or "1")
            found.append(
                Measured(s.start, s.end, indicator, s.scope, s.comparator, s.value, s.value_max, s.unit, canonical, s.kind, None, s.reference,
                         False, s.rule, s.end)
            )  # fmt: skip
        return found

    def doubled(self, start: int, match: re.Match[str], rule: Rule, rows: Sequence[Measured]) -> list[Measured]:
        """产值翻番 → 1 番."""
        lead = read_lead(self.text, start, match.start(), self.words, self.time_ends)
        indicator = lead.noun or (rows[-1].indicator if rows else "")
        if not indicator:
            return []
        one = Decimal(1)
        return [Measured(lead.start, match.end(), indicator, lead.scope or None, "eq", one, None, "番", Canonical(one, None, "番"), "multiple",
                         None, None, False, rule.id, match.end())]  # fmt: skip


def read_measure(
    scene: Scene, quantity: Quantity, around: Sequence[Quantity], unit: Span, rows: Sequence[Measured], previous: Sequence[Measured], label: str
) -> list[Measured]:
    """The rows that one number gives; none if it is a filter, a size, or a thing only mentioned."""
    text = scene.text
    following = text[quantity.span.end : unit.end]
    before = [q for q in around if q.span.end <= quantity.span.start]
    start = clause_start(text, unit.start, quantity.span.start)
    if before:
        start = max(start, before[-1].span.end)
    if rows and rows[-1].head_end <= quantity.span.start:
        start = max(start, rows[-1].head_end)
    if start > unit.start and text[start - 1] in "，," and _EMPTY_CLAUSE_RE.fullmatch(text, start, quantity.span.start):
        earlier = clause_start(text, unit.start, start - 1)
        if not _NUMBER_RE.search(text, earlier, start) and _CHANGE_NOUN_RE.search(text, earlier, start):
            start = earlier
    lead = read_lead(text, start, quantity.span.start, scene.words, scene.time_ends)
    if lead.change is None and start < clause_start(text, unit.start, quantity.span.start) and (named := _CHANGE_NOUN_RE.search(text, start)):
        lead = lead._replace(change={"增": "up", "涨": "up", "降": "down", "跌": "down"}.get(named[0][0]))
    follows = bool(rows) and rows[-1].unit == quantity.unit and text[rows[-1].end : quantity.span.start] in ("、", "和", "，")
    if not follows and _is_no_target(scene, quantity, lead, following, label):
        return []
    begun = _step_from(scene, quantity, before, lead, unit)
    if begun is not None:
        lead = begun
    if begun is None and quantity.kind != "ratio" and not _BEHIND_RE.match(following):
        acts = bool(lead.verb) or not lead.noun or lead.tail[:1] in (("了",), ("多了",), ("少了",), ("有",)) or bool(before)
        if acts or quantity.kind in ("count", "people") or scene.words.acts(lead.noun):
            return _read_before_noun(scene, quantity, lead, following, unit, label, rows)
        if not scene.words.at_head(following, _VERBS) and quantity.kind != "money":
            return []
    return _read_behind_noun(scene, quantity, lead, start, unit, rows, previous, before)


def _is_no_target(scene: Scene, quantity: Quantity, lead: Lead, following: str, label: str) -> bool:
    """Filters, sizes, steps' first values, frequencies and durations that nothing measures."""
    raw = scene.text[max(0, quantity.span.start - 6) : quantity.span.start]
    if raw.endswith(("从", "由", "自")) or (lead.noun.endswith(("从", "由")) and not lead.levelled) or scene.words.has(lead.noun[-4:].lstrip("项目"), "size_noun") or _is_size(scene, lead):
        return True
    if _STEP_RE.match(following) and re.search(r"[从由]", scene.text[max(0, quantity.span.start - 40) : quantity.span.start]):
        return True
    if not _ARABIC_RE.search(quantity.surface) and quantity.kind in ("count", "people") and (quantity.value or 0) < 2 and _BEHIND_RE.match(following):
        return len(lead.noun) < 3 or not lead.head_verb
    plain = quantity.kind in ("money", "mass", "area", "length", "power", "ratio", "people", "duration")
    if quantity.comparator in ("ge", "le") and quantity.span.end > quantity.number.end and plain and _FILTER_RE.match(following) and not _BEHIND_RE.match(following):
        return True
    if plain and quantity.comparator != "eq" and re.match(r"的(?!目标|任务|年度|要求|标准)[\u4e00-\u9fa5]", following) and quantity.kind != "ratio":
        return True
    if lead.noun.endswith("时间") and quantity.unit == "%":
        return True
    if quantity.kind == "duration" and not (_DURATION_RE.search(lead.noun) or lead.change or lead.levelled):
        return True
    if quantity.kind == "score" and not re.search(r"满意|指数|得分|评分|成绩", lead.noun):
        return True
    return quantity.unit in ("次", "批", "轮", "种", "类", "级", "里", "片") and not (quantity.comparator == "ge" and label == "task") and not lead.noun


def _is_size(scene: Scene, lead: Lead) -> bool:
    return any(scene.words.has(lead.noun[-n:], "size_noun") for n in range(min(6, len(lead.noun)), 1, -1)) or lead.noun in ("长", "高", "宽", "深", "约")


def _step_from(scene: Scene, quantity: Quantity, before: Sequence[Quantity], lead: Lead, unit: Span) -> Lead | None:
    """从380元提高至1000元: the subject stands before 从, the first value is the reference."""
    if not before or not lead.levelled or lead.noun not in ("", "的") and not lead.noun.startswith("的"):
        return None
    first = before[-1]
    start = clause_start(scene.text, unit.start, first.span.start)
    opened = max(scene.text.rfind(mark, start, first.span.start) for mark in "从由")
    if opened < 0:
        return None
    subject = read_lead(scene.text, start, opened, scene.words, scene.time_ends)
    return subject._replace(levelled=True, change=None, reference=scene.text[opened + 1 : first.span.end], tail=lead.tail)


def _read_before_noun(
    scene: Scene, quantity: Quantity, lead: Lead, following: str, unit: Span, label: str, rows: Sequence[Measured]
) -> list[Measured]:
    """打造1个园区, 采购了10台柴油机, 13个项目列入了计划."""
    text = scene.text
    stop = _NP_END_RE.search(following)
    noun = following[: stop.start()] if stop else following
    thing = re.sub(r"^(?:的|以上的?|以下的?|[长宽高]?约?\d[^，。]{0,8}?的)+", "", noun).strip(" “”")
    raw = text[max(unit.start, quantity.span.start - 8) : quantity.span.start]
    if _is_mentioned(scene.words, thing) or _APPOSED_RE.search(raw) or "用于" in raw:
        return []
    written = bool(_ARABIC_RE.search(quantity.surface)) or (quantity.value or 0) >= 2
    joined = bool(rows) and text[rows[-1].head_end : quantity.span.start].strip() in ("、", "和", "及", "以及", "与")
    acts = bool(lead.verb) or joined or "了" in lead.tail or bool(lead.change) or scene.words.acts(lead.noun) or bool(lead.head_verb and not lead.noun)
    if acts and written and (thing or quantity.kind == "money") and (_ARABIC_RE.search(quantity.surface) or lead.verb in _BUILDS or joined):
        return [_counted(scene, quantity, lead, following, noun, thing, joined, rows)]
    if label == "status" and stop and quantity.kind in ("count", "people") and _ARABIC_RE.search(quantity.surface):
        return _read_subject(quantity, lead, following[: stop.start()], following[stop.start() :], raw)
    return []


def _is_mentioned(words: Words, thing: str) -> bool:
    """六个方面, 50条措施和方案, 10项重点工作落地: only how many there are."""
    first = re.split(r"[和及与、]", thing)[0]
    ends = any(words.has(first[-n:], "mention") for n in range(min(8, len(first)), 0, -1))
    return ends or any(words.has(first[:n], "mention") for n in range(4, 7)) or first.startswith(("工作", "任务", "措施"))


def _counted(
    scene: Scene, quantity: Quantity, lead: Lead, following: str, noun: str, thing: str, joined: bool, rows: Sequence[Measured]
) -> Measured:
    """采购了10台柴油机 → 柴油机; 投入641万元采购抗旱设备 → 抗旱设备, what the money is for."""
    end = quantity.span.end + len(noun)
    indicator = thing
    if not indicator:
        bought = re.match(r"[^，。；、（）]{2,30}", following)
        verb = scene.words.at_head(following, _VERBS)
        indicator = bought[0][len(verb) :] if bought else ""
        end = quantity.span.end + (bought.end() if bought else 0)
    change = rows[-1].direction if joined else None
    if lead.change and lead.tail and (lead.tail[0] in ("多了", "少了") or lead.tail[0][:2] in ("新增", "净增", "减少", "增加", "淘汰", "压减", "削减")):
        change = lead.change
    begin = quantity.span.start - len(lead.verb) - (1 if "了" in lead.tail else 0) if lead.verb else min(lead.start, quantity.span.start)
    kind = "change" if change else "level"
    return _row(quantity, begin, end, indicator or lead.noun or quantity.unit, lead.noun or None, kind, change, None, False, end)


def _read_subject(quantity: Quantity, lead: Lead, noun: str, rest: str, raw: str) -> list[Measured]:
    """13个项目列入了计划: what was done to a number of things, told of the things as subject."""
    goal = _OBJECT_RE.search(rest[:40])
    told = re.match(r"(?:也|分别|已|列入|拿出|受到|出现|获|被|实施|发放|提供)", rest)
    if told and told[0] in ("实施", "发放", "提供") and "为" not in lead.tail:
        return []
    if told is None or goal is None or _NUMBER_RE.search(goal["object"]) or any(c in rest[: goal.start()] for c in "，；"):
        return []
    if lead.noun and not {"有", "已有"} & set(lead.tail) and lead.noun[-1:] not in "、组村" and lead.noun not in ("其他", "其余"):
        return []
    end = quantity.span.end + len(noun) + goal.end()
    start = quantity.span.start if lead.noun and lead.noun not in ("其他", "其余") else min(lead.start, quantity.span.start)
    return [_row(quantity, start, end, goal["object"], noun or None, "level", None, None, "其中" in raw, end)]


def _read_behind_noun(
    scene: Scene,
    quantity: Quantity,
    lead: Lead,
    start: int,
    unit: Span,
    rows: Sequence[Measured],
    previous: Sequence[Measured],
    before: Sequence[Quantity],
) -> list[Measured]:
    """投资162亿元, 均完成年度计划的90%, 分别增长5%、6.5%."""
    text = scene.text
    clause = text[clause_start(text, unit.start, quantity.span.start) : quantity.span.start]
    stretch = text[start : quantity.span.start]
    part = "其中" in stretch and bool(rows or previous) or _in_brackets(text, rows, start)
    context = rows or (previous if re.match(r"其中|分别|均|比|较|居|占", text[unit.start : unit.start + 3]) else ())
    if quantity.unit in ("%", "成", "‰") and (plan := _PLAN_RE.search(stretch)):
        return _read_progress(scene, quantity, plan, start, lead, context)
    if quantity.unit in ("%", "成", "‰") and (share := _SHARE_OF_RE.search(stretch)):
        noun = read_lead(text, start, start + share.start(), scene.words, scene.time_ends).noun
        indicator = noun or (context[-1].indicator if context else "")
        if noun and share["share"]:
            indicator = f"{noun}占{share['of']}{share['share']}"
        return [_row(quantity, start, quantity.span.end, indicator, None, "share", None, share["of"], False, quantity.span.end)] if indicator else []
    if re.search(r"此次|上述|这笔|该笔", stretch):
        return []
    if "分别" in clause and (several := _read_each(scene, quantity, lead, clause, unit, rows, before)):
        return several
    return _read_one(scene, quantity, lead, start, part, context, stretch)


def _read_one(
    scene: Scene, quantity: Quantity, lead: Lead, start: int, part: bool, context: Sequence[Measured], stretch: str
) -> list[Measured]:
    """A number with its own indicator, or with that of the row before it."""
    indicator, scope = lead.noun, lead.scope or None
    last = context[-1] if context else None
    kind, direction = _kind(quantity, lead, indicator)
    bare = re.sub(r"^[、，和及与其中 ]+", "", indicator)
    if not bare and lead.verb and (scene.words.has(lead.verb, "event") or (last is None and lead.verb not in ("完成", "实现"))):
        bare = lead.verb
    if scene.words.has(lead.verb, "event") and lead.noun:
        bare, scope = lead.verb, lead.noun
    elif lead.verb and lead.noun and lead.verb not in ("完成", "实现", "投入", "安排", "建成") and quantity.kind != "ratio":
        bare = lead.noun + lead.verb
    listed = bool(last) and (stretch[:1] in "、和及" or (stretch[:1] == "，" and last is not None and last.unit == quantity.unit and len(indicator) <= 6))
    if not bare:
        if last is None:
            return []
        indicator, scope = last.indicator, last.scope
        if listed and last.kind == "change":
            kind, direction = "change", last.direction
    else:
        indicator = bare
        if part and last is not None and last.unit == quantity.unit and "其中，" not in stretch:
            indicator, scope = last.indicator, bare
        elif listed and last is not None and last.carries and kind == "level" and not lead.head_verb and not lead.verb:
            kind, direction = "change", last.direction
    reference = lead.reference
    begin = lead.start if lead.start < quantity.span.start else start
    if not lead.noun:
        begin = start + (len(stretch) - len(stretch.lstrip("、，和及与 ")))
    carries = kind == "change" and (bool(lead.head_verb) or (listed and last is not None and last.carries))
    plain = not (lead.head_verb or lead.verb or lead.change)
    row = _row(quantity, begin, quantity.span.end, indicator, scope, kind, direction, reference, part, quantity.span.end)
    rows = [row._replace(carries=carries, bare=plain)]
    if quantity.kind == "ratio" and kind != "change" and re.search(r"等[^、]{0,6}(?:指标|方面)", indicator):
        return [rows[0]._replace(start=i.start, indicator=i.text, kind=_kind(quantity, lead, i.text)[0]) for i in split_list(Subject(begin, indicator))]
    if {"均", "都"} & set(lead.tail) and quantity.kind == "ratio" and "、" in indicator:
        items = split_list(Subject(begin, indicator))
        tail = shared_tail(items)
        return [rows[0]._replace(start=i.start, indicator=i.text + (tail if i is not items[-1] else "")) for i in items]
    if kind == "change" and quantity.kind == "ratio" and (pair := _parallel(indicator, begin)):
        return [rows[0]._replace(start=item.start, indicator=item.text) for item in pair]
    return rows


def _kind(quantity: Quantity, lead: Lead, noun: str) -> tuple[str, str | None]:
    """The kind of a row and, for a change, its direction."""
    if quantity.unit.endswith("番"):
        return "multiple", None
    if lead.change and not lead.levelled:
        return "change", lead.change
    if quantity.unit.endswith("百分点"):
        return "change", lead.change or "up"
    if quantity.unit.endswith("倍"):
        return "multiple", None
    if quantity.kind == "ratio":
        return ("progress" if _AMOUNT_RE.search(noun) or lead.verb == "完成" else "share"), None
    return "level", None


def _read_progress(scene: Scene, quantity: Quantity, plan: re.Match[str], start: int, lead: Lead, context: Sequence[Measured]) -> list[Measured]:
    """完成年度投资计划的35% → 投资; 均完成年度计划的90% → each of the rows before."""
    stretch = plan.string
    measure = _PLAN_WORDS_RE.sub("", plan["plan"])
    head = read_lead(scene.text, start, start + plan.start(), scene.words, scene.time_ends)
    reference = re.sub(r"^(?:完成|占|了)+", "", plan["plan"])
    subject = re.sub(r"(?:仅|已|均|都|分别)+$", "", head.noun)
    begin = start + len(stretch) - len(stretch.lstrip("，、 "))
    plan_name = "年度计划" if "计划" in reference or not reference else reference
    row = _row(quantity, begin, quantity.span.end, plan_name, None, "progress", None, reference, False, quantity.span.end)
    if len(measure) >= 2:
        return [row._replace(indicator=measure, scope=subject or None)]
    if subject:
        return [row._replace(indicator=subject)]
    levels = [r for r in context if r.kind != "progress"]
    if re.search(r"均|都", stretch) and len(levels) > 1:
        return [row._replace(indicator=r.indicator, scope=r.scope) for r in levels]
    return [row._replace(indicator=levels[-1].indicator, scope=levels[-1].scope)] if levels else [row]


def _read_each(
    scene: Scene, quantity: Quantity, lead: Lead, clause: str, unit: Span, rows: Sequence[Measured], before: Sequence[Quantity]
) -> list[Measured]:
    """The n-th number behind 分别 belongs to the n-th item before it, or to the n-th of the last rows."""
    text = scene.text
    stop = quantity.span.start - len(clause) + clause.rindex("分别")
    number = sum(1 for q in before if q.span.start > stop)
    opened = clause_start(text, unit.start, stop)
    first = next((q for q in before if q.span.start > stop), quantity)
    head = read_lead(text, opened, first.span.start, scene.words, scene.time_ends)
    step = re.search(r"[由从](?=[^，。；]{0,12}\d)", text[opened:stop])
    if head.levelled and step:
        subject = read_lead(text, opened, opened + step.start(), scene.words, scene.time_ends)
        head = subject._replace(levelled=True, change=None, reference=text[opened + step.end() : stop])
    change, reference, levelled = head.change, head.reference, head.levelled
    count = number + 1 + _numbers_after(text, quantity)
    items = split_list(Subject(head.start, head.noun)) if head.noun else []
    earlier = [r for r in rows if r.end <= opened]
    shared = lead._replace(change=change, levelled=levelled, verb=lead.verb or head.verb)
    if len(items) == count:
        tail = shared_tail(items)
        indicator = items[number].text + (tail if number < len(items) - 1 else "")
        start = items[number].start
    elif not head.noun and count == 1 and len(earlier) > 1 and earlier[-1].kind == earlier[-2].kind == "level":
        kind, direction = _kind(quantity, shared, "")
        both = [_row(quantity, opened, quantity.span.end, r.indicator, r.scope, kind, direction, reference, False, quantity.span.end) for r in earlier[-2:]]
        return both
    elif not head.noun and len(earlier) >= count:
        indicator, start = earlier[-count + number].indicator, opened
    elif head.noun:
        indicator, start = head.noun, head.start
    else:
        return []
    kind, direction = _kind(quantity, shared, indicator)
    if head.noun.startswith("一二三产") and count == 3:
        indicator = "一二三"[number] + head.noun[3:]
    part = "其中" in clause and bool(rows)
    row = _row(quantity, start, quantity.span.end, indicator, None, kind, direction, reference, part, quantity.span.end)
    later = _LAST_RE.match(text, quantity.span.end) if quantity.comparator == "eq" else None
    if later:
        row = row._replace(comparator="approx" if later[1] == "左右" else "ge" if later[1] == "以上" else "le")
    return [row]


def _numbers_after(text: str, quantity: Quantity) -> int:
    """How many numbers follow in the same list."""
    tail = re.match(r"(?:(?:左右|以上)?[、和及]\s?[\d.]+(?:%|[\u4e00-\u9fa5]{1,3}?)(?=[、和及，。；左以）]|$)){1,8}", text[quantity.span.end : quantity.span.end + 80])
    return len(re.findall(r"[、和及]\s?[\d.]+", tail[0])) if tail else 0


def _parallel(indicator: str, start: int) -> list[Subject]:
    """二氧化硫和二氧化氮平均浓度: two things that share a measure, not one name with 和 in it."""
    items = split_list(Subject(start, indicator))
    if len(items) != 2 or items[0].text[:2] != items[1].text[:2]:
        return []
    tail = shared_tail(items)
    return [items[0]._replace(text=items[0].text + tail), items[1]] if tail else []


def _in_brackets(text: str, rows: Sequence[Measured], start: int) -> bool:
    return bool(rows) and text[start - 1 : start] in ("（", "(") and "其中" in text[start : start + 4]


def _row(
    quantity: Quantity, start: int, end: int, indicator: str, scope: str | None, kind: str, direction: str | None, reference: str | None, part: bool,
    head_end: int,
) -> Measured:  # fmt: skip
    return Measured(
        start, end, indicator, scope, quantity.comparator, quantity.value, quantity.value_max, quantity.unit, quantity.canonical, kind,
        direction if kind == "change" else None, reference, part, quantity.rule, head_end,
    )  # fmt: skip
