"""Read each unit: a task, an exhortation, a status, or none of these; and with what modality.

    执行组将加强统筹谋划；            → task, action, planned
    各级各部门要提高政治站位。         → exhortation, binding
    目前已完成投资3亿元。             → status

The evidence is the frame of the unit (`duban.facts.frames`), its cues, and what its clauses do. The verdicts
stand in one ordered list; the first that says something decides, and the reading keeps its name.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from duban.facts.clauses import RESULT_RE, Clause, ClauseHeads, load_clause_heads, read_clauses
from duban.facts.frames import BACKGROUND, NEWS, PLAN, REVIEW, SPEECH, WORDS, Frames, find_frames
from duban.lexicon import Lexicons
from duban.mentions.cues import Cue, find_cues
from duban.segment import Layout, Unit
from duban.segment.layout import SILENT_ROLES
from duban.spans import Span

TASK, EXHORTATION, STATUS, OTHER = "task", "exhortation", "status", "other"
PLAN_LIKE = frozenset({PLAN, SPEECH, WORDS})
MODALITIES = ("binding", "planned", "aspirational")
ANNOUNCES_RE = re.compile(r"(?:如下\S{0,6}|以下\S{0,12}(?:意见|要求|事项|通知|工作)|为此|通知)[：:]$|(?:通知|通报|部署|报告|公告)如下[。：]$|特?制定本(?:方案|意见|办法|通知|规定|计划|细则)[。；]$|敬请关注|作(?:如下)?部署。$|作(?:政府)?工作报告[，。]")
FORECAST_RE = re.compile(r"(?:建成|完工|通车|投产|竣工|投用|完成|届时|投入使用)后，?.{0,30}将|将(?:进一步)?(?:成为|带动|产生|为\S{2,20}(?:提供|奠定|注入)|有效|极大|大大|结束|会)|气温|降雨|降水|天气")
STATED_RE = re.compile(r"(?:承诺|目标是|要求是|任务是|原则是|思路是)")
OBJECTIVE_RE = re.compile(r"(?:目标|总体要求|基本思路)(?:主要)?(?:是|为)[：:，]")
IDLE_CLAUSE_RE = re.compile(r"^(?:为|为了|以)(?!\S{2,30}为)|的(?:信心|决心|态度|勇气|意志|愿望|信心和决心|决心和信心)$")
PREPOSITION_RE = re.compile(r"[对在于从由与会为以按被是有达不分陆全新再迎用给向至投建修种引查改拆补办]")
LABEL_RE = re.compile(r"(?:组织|工作|目标|任务|实施|保障|政策|责任|时间|进度|基本|总体|指导)(?:实施|领导|保障|目标|任务|措施|要求|步骤|安排|分工|原则|思想|职责|依据|范围)?")
DUTY_RE = re.compile(
    r"(?:对于?\S{2,60}?的?，|由|各|有关|相关|重大事项|[\u4e00-\u9fff、（）]{0,30}?(?:部门|政府|单位|委员会|机构|乡镇|街道|办公室|小组|指挥部|专班"
    r"|[省市县区国]\S{0,8}[局厅委办]|学校|社区|村委会|[主副]任|局长|书记|县长|市长|组长))"
)
UNTIL_YEAR_RE = re.compile(r"到[12]\d{3}年(?!来)")
GOAL_RE = re.compile(
    r"达到|达\d|保持在?|稳定在|控制在|以上|以内|以下|不低于|不少于|新增|提高|提升|下降|降低|降至|增长|翻.番|清零|全覆盖|完成|改造|新建|建成|开工|竣工|建设|增加"
)
FALLS_SHORT_RE = re.compile(r"仅|只有|不足|低于全|未完成|滞后")
DONE_BY_RE = re.compile(r"完成|完工|交付|报送|上报|报告|建成|竣工|到位|启动|实现|投用|通车|验收|出台|印发")
DEFINES_RE = re.compile(r"是指|反映|指的是|(?:的|之)(?:比例|比值|总数|数量|面积|情况|指标|总和|规定|定义)\S{0,3}[。；]?$|包括\S{2,60}等\d*个?方面")
DIGIT_RE = re.compile(r"\d")
UPHILL_RE = re.compile(r"(?:依然|仍然|仍|还)(?:十分|非常|较为|比较|很)?(?:艰巨|繁重|较大|突出|严峻)[。；，]?$")
PURPOSE_WITH_DATE_RE = re.compile(r"^为了?(?:确保|实现|完成|如期)\S{0,6}(?:[12]\d{3}年|今年|年底)")
DUE_RE = re.compile(r"到[12]\d{3}年|[12]\d{3}年\d{0,2}月?底|年底前?|月底前?|\d月\d{0,2}日?前|[12]\d{3}年\d{1,2}月\d{1,2}日起")
OWN_STATUS_RE = re.compile(r"问题|困难|难点|短板|不足|不实|不强|不高|形势严峻|差距")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a unit is. `kind` and `modality` are None unless it is a task or an exhortation."""

    label: str
    kind: str | None
    modality: str | None
    cues: tuple[Cue, ...]
    clauses: tuple[Clause, ...]
    frame: str
    rule: str

    @property
    def commits(self) -> bool:
        """True for a task; an exhortation commits nobody to anything that could be checked."""
        return self.label == TASK


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a verdict may look at."""

    unit: Unit
    cues: tuple[Cue, ...]
    clauses: tuple[Clause, ...]
    frame: str
    under_forecast: bool
    stated: bool
    continues_plan: bool
    in_section: bool
    mentions_act: bool

    @property
    def values(self) -> frozenset[str]:
        """The values of the cues."""
        return frozenset(cue.value for cue in self.cues)

    @property
    def directs(self) -> bool:
        """True if a word of obligation, effort or plan stands in it."""
        return not self.values.isdisjoint({"binding", "aspirational", "planned"})

    @property
    def acts(self) -> bool:
        """True if a clause acts or reaches a state."""
        return any(clause.kind in {"act", "outcome"} for clause in self.clauses)

    @property
    def opens_with_act(self) -> bool:
        """True if the first clause that says anything acts."""
        reporting = [cue.span.start for cue in self.cues if cue.value in {"says", "orders"}]
        spoken = [c for c in self.clauses if not any(c.span.start <= at < c.span.end for at in reporting)]
        told = [clause.kind for clause in spoken if clause.kind != "adverbial"]
        return bool(told) and told[0] in {"act", "outcome", "stance", "vague"}

    @property
    def looks_back(self) -> bool:
        """True if it reports what happened or how things stand."""
        return not self.values.isdisjoint({"reached", "standing"})


Verdict = Callable[[Evidence], str | None]


def _silent(e: Evidence) -> str | None:
    return OTHER if e.unit.role in SILENT_ROLES else None


def _row(e: Evidence) -> str | None:
    """A row of a responsibility table is a task: its task cell says what."""
    return TASK if e.unit.role == "row" else None


def _heading(e: Evidence) -> str | None:
    if e.unit.role != "heading":
        return None
    if LABEL_RE.fullmatch(e.unit.body):
        return OTHER
    commits = e.unit.marker is not None and e.frame in {PLAN, SPEECH, WORDS, NEWS} and e.opens_with_act and "meaning" not in e.values
    return TASK if commits else OTHER


def _caption(e: Evidence) -> str | None:
    return (STATUS if e.looks_back else OTHER) if e.unit.role == "caption" else None


def _announcement(e: Evidence) -> str | None:
    if ANNOUNCES_RE.search(e.unit.text) and not e.values & {"binding"}:
        return OTHER
    if e.unit.role == "lead_in":
        return TASK if e.frame == PLAN and e.opens_with_act else OTHER
    if e.unit.text.endswith(("，", ",")):
        return OTHER
    return None


def _meeting(e: Evidence) -> str | None:
    told = "meeting" in e.values and not e.values & {"binding", "aspirational", "orders", "says"}
    return OTHER if told and e.frame in {NEWS, SPEECH, WORDS, BACKGROUND} else None


def _objective(e: Evidence) -> str | None:
    """What stands under 预期目标 is promised through its whole ；-list; a stated objective is an outcome."""
    return TASK if e.under_forecast or (e.stated and e.frame != REVIEW) else None


def _uphill(e: Evidence) -> str | None:
    return STATUS if UPHILL_RE.search(e.unit.text) else None


def _dated_purpose(e: Evidence) -> str | None:
    """A report of what was done counts when its purpose names a result with its date."""
    return TASK if PURPOSE_WITH_DATE_RE.search(e.unit.body) else None


def _continued_plan(e: Evidence) -> str | None:
    """Bare verbs go on with the 将 before them; a date ahead does so with any verb."""
    if not e.continues_plan or e.looks_back or e.frame == REVIEW:
        return None
    dated = DUE_RE.search(e.unit.text) is not None and e.mentions_act
    return TASK if dated or (e.opens_with_act and e.acts) else None


def _meaning(e: Evidence) -> str | None:
    if "meaning" not in e.values or STATED_RE.search(e.unit.text):
        return None
    last = max(cue.span.end for cue in e.cues if cue.value == "meaning")
    closes = last >= e.unit.span.end - 3
    return OTHER if closes and not e.values & {"binding", "planned"} else None


def _look_back(e: Evidence) -> str | None:
    if e.frame != REVIEW:
        return None
    ahead = "planned" in e.values or ("aspirational" in e.values and not e.values & {"reached"})
    return None if ahead and not FORECAST_RE.search(e.unit.text) else STATUS


def _measured_goal(e: Evidence) -> str | None:
    """In a plan a figure that is reached (开工率达到80%以上) is an outcome; so is one with its year in any report."""
    if e.looks_back or e.values & {"says", "meaning"} or FALLS_SHORT_RE.search(e.unit.text) or not DIGIT_RE.search(e.unit.text):
        return None
    planned = e.frame == PLAN and e.in_section and GOAL_RE.search(e.unit.text)
    ahead = e.frame != REVIEW and UNTIL_YEAR_RE.search(e.unit.text) and GOAL_RE.search(e.unit.text)
    return TASK if (planned or ahead) and not DEFINES_RE.search(e.unit.text) else None


def _assigned(e: Evidence) -> str | None:
    return TASK if "assigns" in e.values and not e.looks_back and e.frame != REVIEW else None


def _stated_goal(e: Evidence) -> str | None:
    return TASK if STATED_RE.search(e.unit.text) and re.search(r"到[12]\d{3}年|目标是", e.unit.text) else None


def _resolve_reported(e: Evidence) -> str | None:
    """坚决 in a report of what has happened tells how, not what to do."""
    strict = [cue for cue in e.cues if cue.value in MODALITIES and cue.surface != "坚决"]
    told = "reached" in e.values and any(cue.surface == "坚决" for cue in e.cues)
    return STATUS if told and not strict and "orders" not in e.values and e.frame != PLAN else None


def _problem(e: Evidence) -> str | None:
    told = e.values & {"standing"} and OWN_STATUS_RE.search(e.unit.text) and not e.opens_with_act
    return STATUS if told and not e.values & {"binding", "aspirational", "planned"} else None


def _order_given(e: Evidence) -> str | None:
    """A directive word with something to do."""
    if not e.directs:
        return None
    if e.frame == BACKGROUND and not e.values & {"binding"}:
        return None
    if e.frame == NEWS and not e.values & {"binding", "aspirational"} and FORECAST_RE.search(e.unit.text):
        return OTHER
    return TASK


def _bare_imperative(e: Evidence) -> str | None:
    """A verb at the head, in a plan or a reported directive."""
    if e.frame not in PLAN_LIKE or (e.frame == WORDS and not e.opens_with_act):
        return None
    if e.looks_back and not e.opens_with_act and not DUE_RE.search(e.unit.text):
        return STATUS
    if "reached" in e.values and e.frame != PLAN:
        return STATUS
    return TASK if e.acts or any(clause.kind in {"stance", "vague"} for clause in e.clauses) else None


def _assigned_duty(e: Evidence) -> str | None:
    """In a numbered part of a plan a sentence with its subject says whose duty it is: 教育部门按程序办理登记。"""
    named = e.unit.marker is not None or DUTY_RE.match(e.unit.text) or (DUE_RE.search(e.unit.text) and DONE_BY_RE.search(e.unit.text))
    duty = e.frame == PLAN and e.in_section and e.mentions_act and named and not DEFINES_RE.search(e.unit.text)
    return TASK if duty and not e.values & {"reached", "standing", "says", "meaning", "meeting"} else None


def _ordered(e: Evidence) -> str | None:
    ordered = "orders" in e.values and e.acts and "reached" not in e.values
    return TASK if ordered and e.frame != BACKGROUND else None


def _reported(e: Evidence) -> str | None:
    return STATUS if e.looks_back or (e.frame == NEWS and DIGIT_RE.search(e.unit.text)) else None


VERDICTS: tuple[tuple[str, Verdict], ...] = (
    ("silent", _silent),
    ("row", _row),
    ("heading", _heading),
    ("caption", _caption),
    ("announcement", _announcement),
    ("meeting", _meeting),
    ("dated_purpose", _dated_purpose),
    ("objective", _objective),
    ("uphill", _uphill),
    ("stated_goal", _stated_goal),
    ("meaning", _meaning),
    ("look_back", _look_back),
    ("resolve_reported", _resolve_reported),
    ("problem", _problem),
    ("order_given", _order_given),
    ("bare_imperative", _bare_imperative),
    ("ordered", _ordered),
    ("assigned", _assigned),
    ("assigned_duty", _assigned_duty),
    ("measured_goal", _measured_goal),
    ("continued_plan", _continued_plan),
    ("reported", _reported),
)


LENIENT = {f"readings.{name}" for name in ("row", "objective", "dated_purpose", "stated_goal", "assigned", "assigned_duty", "measured_goal", "continued_plan")}


def read_units(layout: Layout, lex: Lexicons) -> tuple[list[Reading], Frames]:
    """Read every unit of the layout, in order."""
    heads = lex.cached("clause heads", load_clause_heads)
    cues = [tuple(find_cues(layout.text, *unit.span, lex)) for unit in layout.units]
    frames = find_frames(layout, cues, lex)
    readings: list[Reading] = []
    objective = stated = None
    for unit, found, frame in zip(layout.units, cues, frames.units, strict=True):
        clauses = tuple(read_clauses(layout.text, *_told(layout, unit), found, lex))
        live = _live_cues(layout.text, found, clauses, heads)
        if any(cue.surface == "预期目标" for cue in live):
            objective = unit.sentence
        if OBJECTIVE_RE.search(unit.text):
            stated = unit.line
        before = readings[-1] if readings and layout.units[unit.index - 1].line == unit.line else None
        evidence = Evidence(
            unit,
            live,
            clauses,
            frame,
            under_forecast=objective == unit.sentence,
            stated=stated == unit.line and not any(cue.surface == "要" for cue in live),
            continues_plan=before is not None and before.modality == "planned",
            in_section=unit.section is not None,
            mentions_act=heads.mentions_act(unit.text),
        )
        readings.append(_read(evidence))
    return readings, frames


def _told(layout: Layout, unit: Unit) -> Span:
    """Where the unit says what is to be done: behind its marker, or in the task cell of its row."""
    row = layout.tables.rows.get(unit.index, ())
    cell = next((cell.span for cell in row if cell.role == "task"), None)
    return cell or Span(unit.span.start + len(unit.marker or ""), unit.span.end)


def _live_cues(text: str, cues: Sequence[Cue], clauses: Sequence[Clause], heads: ClauseHeads) -> tuple[Cue, ...]:
    """The cues that direct their unit: not those in a purpose (为…), an attitude (…的信心), or 将 as 把."""
    idle = [clause.span for clause in clauses if IDLE_CLAUSE_RE.search(clause.text)]
    issued = [cue for cue in cues if cue.rule == "cues.document_orders"]
    live = []
    for cue in cues:
        if cue.value in MODALITIES and any(span.start <= cue.span.start < span.end for span in idle):
            continue
        if cue.value == "reached" and any(_same_clause(cue, other, clauses) for other in issued):
            continue
        if cue.value == "planned" and _is_done(text, cue, clauses):
            continue
        if cue.surface == "将" and _is_disposal(text, cue, clauses, heads):
            continue
        live.append(cue)
    return tuple(live)


def _same_clause(cue: Cue, later: Cue, clauses: Sequence[Clause]) -> bool:
    """日前印发的方案提出: what is told of the document is not told of what it lays down."""
    before = cue.span.end <= later.span.start
    return before and any(c.span.start <= cue.span.start and later.span.start < c.span.end for c in clauses)


def _is_done(text: str, cue: Cue, clauses: Sequence[Clause]) -> bool:
    """81个计划新开工项目已开工69个: what was planned is reported."""
    home = next((clause.span for clause in clauses if clause.span.start <= cue.span.start < clause.span.end), cue.span)
    return "已" in text[cue.span.end : home.end]


def _is_disposal(text: str, cue: Cue, clauses: Sequence[Clause], heads: ClauseHeads) -> bool:
    """将 is 把 when its clause goes on to say where the thing is put, or has no subject and no verb behind 将."""
    home = next((clause.span for clause in clauses if clause.span.start <= cue.span.start < clause.span.end), cue.span)
    put = RESULT_RE.search(text, cue.span.end, home.end)
    if put is not None and put.start() - cue.span.end >= 3:
        return True
    at = heads.skip_adverbs(text[: home.end], cue.span.end)
    behind = heads.verb_at(text, at) is not None or PREPOSITION_RE.match(text, at) is not None or at > cue.span.end
    return cue.span.start == home.start and not behind


def _read(e: Evidence) -> Reading:
    label, rule = OTHER, "readings.nothing_said"
    for name, verdict in VERDICTS:
        if said := verdict(e):
            label, rule = said, f"readings.{name}"
            break
    if label == TASK and rule not in LENIENT and e.clauses and not _checkable(e):
        label = EXHORTATION
    if label not in {TASK, EXHORTATION}:
        return Reading(label, None, None, e.cues, e.clauses, e.frame, rule)
    kind = EXHORTATION if label == EXHORTATION else _kind(e)
    return Reading(label, kind, _modality(e), e.cues, e.clauses, e.frame, rule)


def _checkable(e: Evidence) -> bool:
    """True if a supervisor could later check one clause."""
    if e.unit.marker is not None and any(clause.kind == "vague" for clause in e.clauses):
        return True
    return any(clause.kind in {"act", "outcome"} for clause in e.clauses) or (
        e.directs and any(clause.kind == "none" and len(clause.text) > 4 for clause in e.clauses) and not _only_stance(e)
    )


def _only_stance(e: Evidence) -> bool:
    return any(clause.kind in {"stance", "vague"} for clause in e.clauses)


def _kind(e: Evidence) -> str:
    acts = any(clause.kind == "act" for clause in e.clauses)
    return "action" if acts and not e.under_forecast else "outcome"


def _modality(e: Evidence) -> str:
    """Of several the strongest: binding, planned, aspirational. A bare imperative binds."""
    if e.under_forecast:
        return "planned"
    if e.continues_plan and not e.directs:
        return "planned"
    for modality in MODALITIES[:2]:
        if modality in e.values:
            return modality
    if "aspirational" in e.values and not _bare_act_before_effort(e):
        return "aspirational"
    return "binding"


def _bare_act_before_effort(e: Evidence) -> bool:
    first = min(cue.span.start for cue in e.cues if cue.value == "aspirational")
    bare = {"act", "stance"} if "orders" in e.values else {"act"}
    return any(clause.kind in bare and clause.span.end <= first for clause in e.clauses)
