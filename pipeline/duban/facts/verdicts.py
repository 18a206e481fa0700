"""Decide what a unit is: an ordered list of verdicts, the first that says something decides.

Each verdict is a few lines that look at the evidence and say task, status or other, or nothing. Its name stays
with the reading, so that a reader can tell which one decided. The wordings are data: cues, stances, shapes.
"""

from collections.abc import Callable

from duban.facts.evidence import MODALITIES, Evidence
from duban.facts.frames import BACKGROUND, NEWS, PLAN, REVIEW, SPEECH, WORDS
from duban.segment.roles import SILENT_ROLES

TASK, EXHORTATION, STATUS, OTHER = "task", "exhortation", "status", "other"
PLAN_LIKE = frozenset({PLAN, SPEECH, WORDS})
Verdict = Callable[[Evidence], str | None]


def silent(e: Evidence) -> str | None:
    """Titles, bylines, furniture of the page."""
    return OTHER if e.unit.role in SILENT_ROLES else None


def row(e: Evidence) -> str | None:
    """A row of a responsibility table is a task: its task cell says what."""
    return TASK if e.unit.role == "row" else None


def heading(e: Evidence) -> str | None:
    """A marked head with verb and object commits, a bare label or an unmarked head does not."""
    if e.unit.role != "heading":
        return None
    commits = e.unit.marker is not None and e.frame not in {REVIEW, BACKGROUND}
    return TASK if commits and e.opens_with_act and not e.has("meaning") and not e.shows("shapes.label") else OTHER


def caption(e: Evidence) -> str | None:
    """What a picture shows is under way, or nothing is said."""
    return (STATUS if e.looks_back else OTHER) if e.unit.role == "caption" else None


def announcement(e: Evidence) -> str | None:
    """What only opens the following: 现将有关事项通知如下：, a lead-in without a verb."""
    if e.shows("shapes.announces") and not e.has("binding"):
        return OTHER
    if e.unit.role == "lead_in":
        return TASK if e.frame == PLAN and e.opens_with_act else OTHER
    return OTHER if e.unit.text.endswith(("，", ",")) else None


def meeting(e: Evidence) -> str | None:
    """Who met, attended, presided."""
    told = e.has("meeting") and not e.has("binding", "aspirational", "orders", "says")
    return OTHER if told and e.frame not in {PLAN, REVIEW} else None


def dated_purpose(e: Evidence) -> str | None:
    """A report of what was done counts when its purpose names a result with its date."""
    return TASK if e.shows("shapes.dated_purpose") else None


def objective(e: Evidence) -> str | None:
    """What stands under 预期目标 is promised through its whole ；-list; a stated objective is an outcome."""
    return TASK if e.under_forecast or (e.stated and e.frame != REVIEW) else None


def uphill(e: Evidence) -> str | None:
    """How hard things still are."""
    return STATUS if e.shows("shapes.uphill") else None


def stated_goal(e: Evidence) -> str | None:
    """An open commitment with its year, even when the predicate evaluates it."""
    return TASK if e.shows("shapes.stated") and e.shows("shapes.dated_goal") else None


def meaning(e: Evidence) -> str | None:
    """Why it matters, if the sentence closes with that."""
    if not e.has("meaning") or e.shows("shapes.stated") or e.has("binding", "planned"):
        return None
    if e.has("says"):
        return OTHER
    last = max(cue.span.end for cue in e.cues if cue.value == "meaning")
    return OTHER if last >= e.unit.span.end - 3 else None


def look_back(e: Evidence) -> str | None:
    """A look back tells results, but for what it says is still to come."""
    if e.frame != REVIEW:
        return None
    ahead = e.has("planned") or (e.has("aspirational") and not e.has("reached"))
    return None if ahead and not e.shows("shapes.forecast") else STATUS


def resolve_reported(e: Evidence) -> str | None:
    """坚决 in a report of what has happened tells how, not what to do."""
    strict = any(cue.value in MODALITIES and cue.surface != "坚决" for cue in e.cues)
    told = e.has("reached") and any(cue.surface == "坚决" for cue in e.cues)
    return STATUS if told and not strict and not e.has("orders") and e.frame != PLAN else None


def problem(e: Evidence) -> str | None:
    """Problems as they stand."""
    told = e.has("standing") and e.shows("shapes.problem") and not e.opens_with_act
    return STATUS if told and not e.directs else None


def order_given(e: Evidence) -> str | None:
    """A directive word with something to do; effects that follow of themselves are none."""
    if not e.directs or (e.frame == BACKGROUND and not e.has("binding")):
        return None
    weak = e.frame == NEWS and not e.has("binding", "aspirational")
    return OTHER if weak and (e.shows("shapes.forecast") or e.shows("shapes.company_plans")) else TASK


def bare_imperative(e: Evidence) -> str | None:
    """A verb at the head, in a plan or a reported directive."""
    outside = e.frame == WORDS or (e.frame == PLAN and not e.in_section)
    if e.frame not in PLAN_LIKE or (outside and not e.opens_with_act):
        return None
    if e.looks_back and not e.opens_with_act and not e.shows("shapes.due"):
        return STATUS
    if e.has("reached") and e.frame != PLAN:
        return STATUS
    return TASK if e.acts or e.takes_stance else None


def ordered(e: Evidence) -> str | None:
    """A directive that is reported, with its act in the same sentence."""
    return TASK if e.has("orders") and e.acts and not e.has("reached") and e.frame != BACKGROUND else None


def assigned(e: Evidence) -> str | None:
    """由X牵头 hands a duty to X."""
    return TASK if e.has("assigns") and not e.looks_back and e.frame != REVIEW else None


def assigned_duty(e: Evidence) -> str | None:
    """In a numbered part of a plan a sentence with its subject says whose duty it is: 教育部门按程序办理登记。"""
    if (
        e.frame != PLAN
        or not e.in_section
        or e.looks_back
        or e.has("says", "meaning", "meeting")
        or e.shows("shapes.label")
    ):
        return None
    named = e.unit.marker is not None or e.shows("shapes.duty") or (e.shows("shapes.due") and e.shows("shapes.done_by"))
    return TASK if named and e.mentions_act and not e.shows("shapes.defines") else None


def owned_item(e: Evidence) -> str | None:
    """What stands in an item that a bracket of owners closes is theirs to do."""
    return TASK if e.owned and e.frame == PLAN and not e.looks_back else None


def measured_goal(e: Evidence) -> str | None:
    """In a plan a figure that is reached (开工率达到80%以上) is an outcome; so is one with its year in any report."""
    if e.looks_back or e.has("says", "meaning") or e.frame == REVIEW or not any(c.isdecimal() for c in e.unit.text):
        return None
    ahead = (e.frame == PLAN and e.in_section) or e.shows("shapes.until_year")
    return (
        TASK
        if ahead and e.shows("shapes.goal") and not e.shows("shapes.falls_short") and not e.shows("shapes.defines")
        else None
    )


def continued_plan(e: Evidence) -> str | None:
    """Bare verbs go on with the 将 before them; a date ahead does so with any verb."""
    if not e.continues_plan or e.looks_back or e.frame == REVIEW:
        return None
    return TASK if (e.shows("shapes.due") and e.mentions_act) or (e.opens_with_act and e.acts) else None


def reported(e: Evidence) -> str | None:
    """News with a figure, or with a word of what happened, tells how things are."""
    return STATUS if e.looks_back or (e.frame == NEWS and any(c.isdecimal() for c in e.unit.text)) else None


VERDICTS: tuple[Verdict, ...] = (
    silent,
    row,
    heading,
    caption,
    announcement,
    meeting,
    dated_purpose,
    objective,
    uphill,
    stated_goal,
    meaning,
    look_back,
    resolve_reported,
    problem,
    order_given,
    bare_imperative,
    ordered,
    assigned,
    assigned_duty,
    owned_item,
    measured_goal,
    continued_plan,
    reported,
)
COMMITS_ANYWAY = frozenset(
    verdict.__name__
    for verdict in (
        row,
        objective,
        dated_purpose,
        stated_goal,
        assigned,
        assigned_duty,
        owned_item,
        measured_goal,
        continued_plan,
    )
)
