"""Read each unit: a task, an exhortation, a status, or none of these; and with what modality.

    执行组将加强统筹谋划；            → task, action, planned
    各级各部门要提高政治站位。         → exhortation, binding
    目前已完成投资3亿元。             → status

The evidence is the frame of the unit (`duban.facts.frames`), its cues, and what its clauses do; the verdicts stand
in `duban.facts.verdicts`. A task of which nothing could later be checked is an exhortation.
"""

from dataclasses import dataclass

from duban.facts.clauses import Clause, load_clause_heads
from duban.facts.evidence import Evidence
from duban.facts.frames import Frames, find_frames
from duban.facts.verdicts import COMMITS_ANYWAY, EXHORTATION, OTHER, PLAN_LIKE, STATUS, TASK, VERDICTS
from duban.lexicon import Lexicons
from duban.mentions.cues import Cue, find_cues
from duban.segment import Layout, Unit
from duban.segment.items import item_before
from duban.spans import Span

__all__ = ["EXHORTATION", "OTHER", "PLAN_LIKE", "STATUS", "TASK", "Reading", "read_units"]

SHORTEST_TOLD = 5
EXPECTED, STATES = "预期目标", ("是", "为", "：")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a unit is. `kind` and `modality` are None, `clauses` empty, unless it is a task or an exhortation."""

    label: str
    kind: str | None
    modality: str | None
    cues: tuple[Cue, ...]
    clauses: tuple[Clause, ...]
    frame: str
    rule: str


def read_units(layout: Layout, lex: Lexicons) -> tuple[list[Reading], Frames]:
    """Read every unit of the layout, in order."""
    shapes, heads = lex.rules("shapes"), lex.cached("clause heads", load_clause_heads)
    cues = [tuple(find_cues(layout.text, *unit.span, lex)) for unit in layout.units]
    frames = find_frames(layout, cues, lex)
    owned = {index for unit in layout.units if unit.role == "owner" for index in item_before(layout, unit)}
    readings: list[Reading] = []
    expected_sentence = stated_line = None
    for unit, found, frame in zip(layout.units, cues, frames.units, strict=True):
        before = readings[-1] if readings and layout.units[unit.index - 1].line == unit.line else None
        if any(cue.surface == EXPECTED and layout.text.startswith(STATES, cue.span.end) for cue in found):
            expected_sentence = unit.sentence
        if shapes.shows("shapes.objective", unit.text):
            stated_line = unit.line
        evidence = Evidence(
            text=layout.text,
            unit=unit,
            told=_told(layout, unit),
            found=found,
            frame=frame,
            under_forecast=expected_sentence == unit.sentence,
            stated=stated_line == unit.line and not any(cue.surface == "要" for cue in found),
            continues_plan=before is not None and before.modality == "planned",
            in_section=unit.section is not None or unit.index in frames.listed,
            owned=unit.index in owned,
            lex=lex,
            shapes=shapes,
            heads=heads,
        )
        readings.append(_read(evidence))
    return readings, frames


def _told(layout: Layout, unit: Unit) -> Span:
    """Where the unit says what is to be done: behind its marker, or in the task cell of its row."""
    row = layout.tables.rows.get(unit.index, ())
    cell = next((cell.span for cell in row if cell.role == "task"), None)
    return cell or Span(unit.span.start + len(unit.marker or ""), unit.span.end)


def _read(e: Evidence) -> Reading:
    label, name = OTHER, "nothing_said"
    for verdict in VERDICTS:
        if said := verdict(e):
            label, name = said, verdict.__name__
            break
    if label == TASK and name not in COMMITS_ANYWAY and e.clauses and not _checkable(e):
        label = EXHORTATION
    rule = f"readings.{name}"
    if label not in {TASK, EXHORTATION}:
        return Reading(label, None, None, e.cues, (), e.frame, rule)
    kind = EXHORTATION if label == EXHORTATION else _kind(e)
    return Reading(label, kind, _modality(e), e.cues, e.clauses, e.frame, rule)


def _checkable(e: Evidence) -> bool:
    """True if a supervisor could later check one clause. A marked head may be as vague as its part is long."""
    if e.acts or (e.unit.marker is not None and "vague" in e.kinds):
        return True
    told = any(clause.kind == "none" and len(clause.text) >= SHORTEST_TOLD for clause in e.clauses)
    return e.directs and told and not e.takes_stance


def _kind(e: Evidence) -> str:
    return "action" if "act" in e.kinds and not e.under_forecast else "outcome"


def _modality(e: Evidence) -> str:
    """Of several the strongest: binding, planned, aspirational. A bare imperative binds."""
    if e.under_forecast or (e.continues_plan and not e.directs):
        return "planned"
    if e.has("binding"):
        return "binding"
    if e.has("planned"):
        return "planned"
    return "aspirational" if e.has("aspirational") and not _binds_before_effort(e) else "binding"


def _binds_before_effort(e: Evidence) -> bool:
    """True if a bare imperative stands before the word of effort: 加快建设，力争年底开工."""
    effort = min(cue.span.start for cue in e.cues if cue.value == "aspirational")
    bare = {"act", "stance"} if e.has("orders") else {"act"}
    return any(clause.kind in bare and clause.span.end <= effort for clause in e.clauses)
