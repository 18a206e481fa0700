"""Cut a unit into clauses and say what each one does: act, reach a state, take a stance, or none of these.

    各乡镇要提高站位，加快推进项目建设，确保年底竣工
    → 各乡镇要提高站位 (stance) | 加快推进项目建设 (act 推进) | 确保年底竣工 (outcome 确保)

A clause acts if a verb of `lexicons/verbs.tsv` stands at its head, behind adverbs, or behind the cue that
directs it. 把 and 将 clauses, and purpose clauses (为…), act only if such a verb follows. What is only attitude is
told by `lexicons/stances.toml`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from duban.lexicon import Lexicons, any_word
from duban.mentions.cues import Cue
from duban.rules import Rule, RuleTable
from duban.spans import Span

SHORT_STANCE, FEWEST_LEFT, FEWEST_HANDLED = 4, 6, 3
DIRECTING = frozenset({"binding", "aspirational", "planned", "orders"})
STOP_RE = re.compile(r"[（(“《）)”》，,：:；;。！？!? \t]")
OPENING, CLOSING = "（(“《", "）)”》"
BA_RE = re.compile(r"(?:切实|真正|坚决)?[把将].{1,60}")
LONGEST_LOOK = 80
T = TypeVar("T")
Stance = tuple[Rule, re.Match[str]]


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause. `kind` is act, outcome, stance, vague, adverbial or none; `verb`, the verb that decided."""

    span: Span
    text: str
    kind: str
    verb: Span | None


@dataclass(frozen=True)
class ClauseHeads:
    """Verbs and adverbs by their first character, longest first."""

    verbs: dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]]
    adverbs: dict[str, tuple[str, ...]]
    act_re: re.Pattern[str]

    def skip_adverbs(self, text: str, at: int) -> int:
        """The offset behind the adverbs at *at*."""
        while at < len(text):
            if text[at] in "、 ":
                at += 1
                continue
            for word in self.adverbs.get(text[at], ()):
                if text.startswith(word, at):
                    at += len(word)
                    break
            else:
                return at
        return at

    def verb_at(self, text: str, at: int) -> tuple[str, str] | None:
        """The longest verb at *at* with its kind."""
        if at < len(text):
            for word, kind, unless in self.verbs.get(text[at], ()):
                if text.startswith(word, at):
                    return None if unless and text.startswith(unless, at + len(word)) else (word, kind)
        return None

    def mentions_act(self, text: str) -> bool:
        """True if a verb of two characters or more that acts stands anywhere in *text*."""
        return self.act_re.search(text) is not None


def load_clause_heads(lex: Lexicons) -> ClauseHeads:
    """Index the verb and adverb lists by first character."""
    verbs: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {}
    for entry in lex.entries("verbs"):
        unless = tuple(word for word in entry["unless"].split("|") if word)
        verbs.setdefault(entry.form[0], []).append((entry.form, entry["kind"], unless))
    adverbs: dict[str, list[str]] = {}
    for entry in lex.entries("adverbs"):
        adverbs.setdefault(entry.form[0], []).append(entry.form)
    acts = (w for words in verbs.values() for w, kind, _ in words if kind != "stance" and len(w) >= 2)
    return ClauseHeads(
        {k: tuple(sorted(v, key=lambda w: -len(w[0]))) for k, v in verbs.items()},
        {k: tuple(sorted(v, key=len, reverse=True)) for k, v in adverbs.items()},
        re.compile(any_word(acts)),
    )


def split_clauses(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut at commas and colons; what brackets and quotation marks hold stays whole."""
    depth, at = 0, start
    for stop in STOP_RE.finditer(text, start, end):
        char, offset = stop[0], stop.start()
        if char in OPENING:
            depth += 1
        elif char in CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0:
            if offset > at:
                yield Span(at, offset)
            at = offset + 1
    if end > at:
        yield Span(at, end)


def read_clauses(text: str, start: int, end: int, cues: Sequence[Cue], lex: Lexicons) -> list[Clause]:
    """The clauses of `text[start:end]`, in order."""
    reader = lex.cached("clause reader", _Reader)
    stances = _Queue(lex.rules("stances").scan(text, start, end), lambda stance: stance[1].start())
    directing = _Queue((cue for cue in cues if cue.value in DIRECTING), lambda cue: cue.span.start)
    return [
        reader.read(text, span, directing.inside(span), stances.inside(span))
        for span in split_clauses(text, start, end)
    ]


class _Queue(Generic[T]):
    """Things in text order, handed out clause by clause."""

    def __init__(self, things: Iterable[T], start: Callable[[T], int]) -> None:
        self.things, self.start, self.at = list(things), start, 0

    def inside(self, span: Span) -> list[T]:
        """Those that begin inside *span*; asked for spans from left to right."""
        while self.at < len(self.things) and self.start(self.things[self.at]) < span.start:
            self.at += 1
        first = self.at
        while self.at < len(self.things) and self.start(self.things[self.at]) < span.end:
            self.at += 1
        return self.things[first : self.at]


class _Reader:
    """Says what one clause does."""

    def __init__(self, lex: Lexicons) -> None:
        self.heads = lex.cached("clause heads", load_clause_heads)
        self.shapes: RuleTable = lex.rules("shapes")
        leads = [self.shapes.by_id(f"shapes.{lead}") for lead in ("when", "place")]
        self.leads = tuple(lead.regex for lead in leads)
        self.lead_characters = frozenset("0123456789").union(*(lead.opening.first or () for lead in leads))

    def read(self, text: str, span: Span, directed: Sequence[Cue], stances: Sequence[Stance]) -> Clause:
        """The clause at *span*, with the cues and words of stance that stand in it."""
        body = text[span.start : span.end]
        if self.shapes.shows("shapes.attitude_clause", body):
            return Clause(span, body, "none", None)
        kind, verb = self._head(body, span, directed)
        if verb is None and any(cue.rule == "cues.ensure" or cue.value == "aspirational" for cue in directed):
            kind = "outcome"
        if stances and self.shapes.shows("shapes.delivers", body):
            return Clause(span, body, "outcome", verb)
        if stances and not (kind == "act" and verb and _object_remains(span, verb.start, stances)):
            return Clause(span, body, "stance" if any(rule.value == "stance" for rule, _ in stances) else "vague", verb)
        if verb is None and kind == "none" and self.shapes.shows("shapes.adverbial", body):
            kind = "adverbial"
        return Clause(span, body, kind, verb)

    def _head(self, body: str, span: Span, directed: Sequence[Cue]) -> tuple[str, Span | None]:
        """The verb at the head of the clause, or behind the first cue that directs one."""
        found = self._verb(body, 0)
        for cue in directed:
            found = found or self._verb(body, min(cue.span.end, span.end) - span.start)
        if found is None:
            return "none", None
        offset, word, kind = found
        return kind, Span(span.start + offset, span.start + offset + len(word))

    def _verb(self, body: str, at: int) -> tuple[int, str, str] | None:
        for lead in self.leads:
            if body[at : at + 1] in self.lead_characters and (found := lead.match(body[at : at + LONGEST_LOOK])):
                at += found.end()
        at = self.heads.skip_adverbs(body, at)
        if BA_RE.match(body, at) and (
            put := self.shapes.by_id("shapes.put_somewhere").regex.search(body, at, at + LONGEST_LOOK)
        ):
            return put.start(), put[0], "act"
        verb = self.heads.verb_at(body, at)
        rest = body[at : at + LONGEST_LOOK]
        if verb is None and self.shapes.shows("shapes.handled", rest) and not body.endswith("的"):
            inside = self.heads.act_re.search(body, at + FEWEST_HANDLED, at + LONGEST_LOOK)
            return (inside.start(), inside[0], "act") if inside else None
        return (at, *verb) if verb else None


def _object_remains(span: Span, at: int, stances: Sequence[Stance]) -> bool:
    """True if so much stands beside the words of stance that the act at *at* still names something to do."""
    covered = sum(match.end() - max(match.start(), at) for _, match in stances if match.end() > at)
    return covered <= SHORT_STANCE and span.end - at - covered >= FEWEST_LEFT
