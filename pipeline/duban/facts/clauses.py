"""Cut a unit into clauses and say what each one does: act, reach a state, take a stance, or none of these.

    各乡镇要提高站位，加快推进项目建设，确保年底竣工
    → 各乡镇要提高站位 (stance) | 加快推进项目建设 (act 推进) | 确保年底竣工 (outcome 确保)

A clause acts if a verb of `lexicons/verbs.tsv` stands at its head, behind adverbs, or behind the cue that
directs it. 把 and 将 clauses, and purpose clauses (为…), act only if such a verb follows.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duban.lexicon import Lexicons
from duban.mentions.cues import Cue
from duban.rules import Rule
from duban.spans import Span

COMMA_RE = re.compile(r"[，,：:；;。！？\s]+")
QUOTES = "“”‘’（()）"
SHORT_STANCE, FEWEST_LEFT = 4, 6
DIRECTING = frozenset({"binding", "aspirational", "planned", "orders"})
ADVERBIAL_RE = re.compile(
    r"(?:对于?[^，]{2,60}的$|为|为了|以|按照|按|根据|依据|围绕|针对|结合|聚焦|对照|参照|通过|依托|立足|在|从|经|随着|面对|当|由于|因|鉴于|用|就|本着)(?!.{0,8}(?:制|务))"
)
RESULT_RE = re.compile(r"(?:纳入|作为|列为|列入|移交|下放|摆上|转化为|打造成|建成|落实到|贯穿|延伸|放在|统一到|分解到|抓在|提升到)")
PLACE_RE = re.compile(r"在(?:[全本][省市县区国镇乡]|[^，]{1,10}?(?:范围内|区域内|[领区县]域))")
DELIVERS_RE = re.compile(r"(?:月\d{0,2}日?|月?底|年底)前\S{0,20}(?:报|交|完成|印发|到位)")
ATTITUDE_RE = re.compile(r"的(?:信心|决心|态度|勇气|意志|愿望|信心和决心|决心和信心)$")
BA_RE = re.compile(r"(?:切实|真正|坚决)?[把将].{1,60}")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause. `kind` is act, outcome, stance, vague, adverbial or none; `verb` the span of the verb that decided."""

    span: Span
    text: str
    kind: str
    verb: Span | None


@dataclass(frozen=True)
class ClauseHeads:
    """Verbs and adverbs by their first character, longest first."""

    verbs: dict[str, tuple[tuple[str, str], ...]]
    adverbs: dict[str, tuple[str, ...]]

    def skip_adverbs(self, text: str, at: int) -> int:
        """The offset behind the adverbs at *at*."""
        while at < len(text):
            if text[at] in "、 ":
                at += 1
                continue
            word = next((w for w in self.adverbs.get(text[at], ()) if text.startswith(w, at)), None)
            if word is None:
                return at
            at += len(word)
        return at

    def verb_at(self, text: str, at: int) -> tuple[str, str] | None:
        """The longest verb at *at* with its kind."""
        if at >= len(text):
            return None
        return next(((w, kind) for w, kind in self.verbs.get(text[at], ()) if text.startswith(w, at)), None)

    def mentions_act(self, text: str) -> bool:
        """True if a verb of two characters or more that acts stands anywhere in *text*."""
        return any(
            text.startswith(word, at)
            for at, char in enumerate(text)
            for word, kind in self.verbs.get(char, ())
            if kind != "stance" and len(word) >= 2
        )


def load_clause_heads(lex: Lexicons) -> ClauseHeads:
    """Index the verb and adverb lists by first character."""
    verbs: dict[str, list[tuple[str, str]]] = {}
    for entry in lex.entries("verbs"):
        verbs.setdefault(entry.form[0], []).append((entry.form, entry["kind"]))
    adverbs: dict[str, list[str]] = {}
    for entry in lex.entries("adverbs"):
        adverbs.setdefault(entry.form[0], []).append(entry.form)
    return ClauseHeads(
        {k: tuple(sorted(v, key=lambda w: -len(w[0]))) for k, v in verbs.items()},
        {k: tuple(sorted(v, key=len, reverse=True)) for k, v in adverbs.items()},
    )


def split_clauses(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut at commas and colons; what brackets and quotation marks hold stays whole."""
    depth, at = 0, start
    for offset in range(start, end):
        char = text[offset]
        if char in "（(“《":
            depth += 1
        elif char in "）)”》":
            depth = max(0, depth - 1)
        elif depth == 0 and char in "，,：:；;。！？!? \t":
            if offset > at:
                yield Span(at, offset)
            at = offset + 1
    if end > at:
        yield Span(at, end)


def read_clauses(text: str, start: int, end: int, cues: Sequence[Cue], lex: Lexicons) -> list[Clause]:
    """The clauses of `text[start:end]`, in order."""
    heads = lex.cached("clause heads", load_clause_heads)
    return [_read_clause(text, span, cues, heads, lex) for span in split_clauses(text, start, end)]


def _read_clause(text: str, span: Span, cues: Sequence[Cue], heads: ClauseHeads, lex: Lexicons) -> Clause:
    body = text[span.start : span.end]
    directed = [cue for cue in cues if cue.value in DIRECTING and span.start <= cue.span.start < span.end]
    stances = list(lex.rules("stances").scan(body))
    starts = [0] + [min(cue.span.end, span.end) - span.start for cue in directed]
    kind, verb = "none", None
    if ATTITUDE_RE.search(body):
        return Clause(span, body, "none", None)
    for at in starts:
        found = _head_verb(body, at, heads)
        if found:
            offset, word, kind = found
            verb = Span(span.start + offset, span.start + offset + len(word))
            break
    if verb is None and any(cue.rule == "cues.ensure" or cue.value == "aspirational" for cue in directed):
        kind = "outcome"
    if stances and DELIVERS_RE.search(body):
        return Clause(span, body, "outcome", verb)
    if stances and not (kind == "act" and verb and _object_remains(body, verb.start - span.start, stances)):
        return Clause(span, body, "stance" if any(rule.value == "stance" for rule, _ in stances) else "vague", verb)
    if verb is None and kind == "none" and ADVERBIAL_RE.match(body):
        kind = "adverbial"
    return Clause(span, body, kind, verb)


def _head_verb(body: str, at: int, heads: ClauseHeads) -> tuple[int, str, str] | None:
    if place := PLACE_RE.match(body, at):
        at = place.end()
    at = heads.skip_adverbs(body, at)
    if BA_RE.match(body, at) and (result := RESULT_RE.search(body, at)):
        return result.start(), result[0], "act"
    found = heads.verb_at(body, at)
    return (at, *found) if found else None


def _object_remains(body: str, at: int, stances: Sequence[tuple[Rule, re.Match[str]]]) -> bool:
    """True if so much stands beside the words of stance that the act at *at* still names something to do."""
    covered = sum(match.end() - max(match.start(), at) for _, match in stances if match.end() > at)
    return covered <= SHORT_STANCE and len(body) - at - covered >= FEWEST_LEFT
