"""Gather what tells how a unit is read: its cues that are live, its clauses, its frame, its surroundings."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from duban.facts.clauses import LONGEST_LOOK, Clause, ClauseHeads, read_clauses
from duban.lexicon import Lexicons
from duban.mentions.cues import Cue
from duban.rules import RuleTable
from duban.segment import Unit
from duban.spans import Span

MODALITIES = ("binding", "planned", "aspirational")
DOCUMENT_ORDERS = "cues.document_orders"
SHORTEST_TAKEN_UP = 3


@dataclass(frozen=True)
class Evidence:
    """All that a verdict may look at; what costs is read when it is first asked for.

    `found`: all cues of the unit; `told`: where it says what is to be done. `under_forecast`: in the ；-list of
    预期目标; `stated`: in a paragraph of stated objectives; `continues_plan`: behind a planned task of the same line;
    `in_section`: under a head; `owned`: in an item that a bracket of owners closes.
    """

    text: str
    unit: Unit
    told: Span
    found: tuple[Cue, ...]
    frame: str
    under_forecast: bool
    stated: bool
    continues_plan: bool
    in_section: bool
    owned: bool
    lex: Lexicons
    shapes: RuleTable
    heads: ClauseHeads

    @cached_property
    def body(self) -> str:
        """The text behind the marker."""
        return self.unit.body

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """What its clauses do."""
        return tuple(read_clauses(self.text, self.told.start, self.told.end, self.found, self.lex))

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """The cues that tell of the unit."""
        if not any(cue.value in MODALITIES or cue.rule == DOCUMENT_ORDERS for cue in self.found):
            return self.found
        return live_cues(self.text, self.found, self.clauses, self.shapes, self.heads)

    @cached_property
    def values(self) -> frozenset[str]:
        """The values of the live cues."""
        return frozenset(cue.value for cue in self.cues)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of the clauses."""
        return frozenset(clause.kind for clause in self.clauses)

    def shows(self, shape: str) -> bool:
        """True if the text behind the marker has this shape, by its id in `lexicons/shapes.toml`."""
        return self.shapes.shows(shape, self.body)

    def has(self, *values: str) -> bool:
        """True if a live cue has one of these values."""
        return not self.values.isdisjoint(values)

    @property
    def directs(self) -> bool:
        """True if a word of obligation, effort or plan stands in it."""
        return self.has(*MODALITIES)

    @property
    def acts(self) -> bool:
        """True if a clause acts or reaches a state."""
        return not self.kinds.isdisjoint({"act", "outcome"})

    @property
    def takes_stance(self) -> bool:
        """True if a clause is attitude or too vague to check."""
        return not self.kinds.isdisjoint({"stance", "vague"})

    @property
    def mentions_act(self) -> bool:
        """True if a verb that acts stands anywhere in it."""
        return self.heads.mentions_act(self.unit.text)

    @property
    def opens_with_act(self) -> bool:
        """True if the first clause that says anything acts; 某某指出 and what a colon closes say nothing."""
        reporting = [cue.span.start for cue in self.cues if cue.value in {"says", "orders"}]
        for clause in self.clauses:
            behind = clause.span.end - self.unit.span.start
            leads_in = clause.kind == "none" and self.unit.text[behind : behind + 1] in {"：", ":"}
            reports = any(clause.span.start <= at < clause.span.end for at in reporting)
            if clause.kind != "adverbial" and not leads_in and not reports:
                return clause.kind in {"act", "outcome", "stance", "vague"}
        return False

    @property
    def looks_back(self) -> bool:
        """True if it reports what happened or how things stand."""
        return self.has("reached", "standing")


def live_cues(
    text: str, cues: Sequence[Cue], clauses: Sequence[Clause], shapes: RuleTable, heads: ClauseHeads
) -> tuple[Cue, ...]:
    """The cues that tell of their unit: not those in a purpose (为…), an attitude (…的信心), or 将 as 把."""
    idle = {
        clause.span
        for clause in clauses
        if shapes.shows("shapes.purpose_clause", clause.text) or shapes.shows("shapes.attitude_clause", clause.text)
    }
    homes = _homes(cues, clauses)
    issued = {id(home): cue.span for cue, home in zip(cues, homes, strict=True) if cue.rule == DOCUMENT_ORDERS}
    live = []
    for cue, home in zip(cues, homes, strict=True):
        if cue.value in MODALITIES and home is not None and home.span in idle:
            continue
        if cue.value == "reached" and home is not None and issued.get(id(home), cue.span) > cue.span:
            continue  # 日前印发的方案提出: what is told of the document is not told of what it lays down
        if (
            cue.value == "planned"
            and home is not None
            and "已" in text[cue.span.end : min(home.span.end, cue.span.end + LONGEST_LOOK)]
        ):
            continue  # 81个计划新开工项目已开工69个
        if cue.surface == "将" and home is not None and _takes_up(text, cue, home, shapes, heads):
            continue
        live.append(cue)
    return tuple(live)


def _homes(cues: Sequence[Cue], clauses: Sequence[Clause]) -> list[Clause | None]:
    """The clause that each cue stands in; both are in text order."""
    starts = [clause.span.start for clause in clauses]
    homes: list[Clause | None] = []
    for cue in cues:
        at = bisect_right(starts, cue.span.start) - 1
        homes.append(clauses[at] if at >= 0 and cue.span.start < clauses[at].span.end else None)
    return homes


def _takes_up(text: str, cue: Cue, home: Clause, shapes: RuleTable, heads: ClauseHeads) -> bool:
    """将 is 把 when its clause goes on to say where the thing is put, or has no subject and no verb behind 将."""
    rest = text[cue.span.end : min(home.span.end, cue.span.end + LONGEST_LOOK)]
    put = shapes.by_id("shapes.put_somewhere").regex.search(rest)
    if put is not None and put.start() >= SHORTEST_TAKEN_UP:
        return True
    at = heads.skip_adverbs(rest, 0)
    goes_on = at > 0 or heads.verb_at(rest, at) is not None or shapes.shows("shapes.before_verb", rest)
    return cue.span.start == home.span.start and not goes_on
