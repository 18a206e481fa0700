"""Find cues: the closed-class words that decide how a unit is read.

    各乡镇必须在月底前完成   →   必须: binding

The wordings are data (`lexicons/cues.toml`); what a cue does to its unit is decided in `duban.facts.readings`.
A word inside a name in book title marks is no cue.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from duban.lexicon import Lexicons
from duban.spans import Span

TITLE_MARKS_RE = re.compile(r"《[^》]{0,120}》|[^》]{0,80}》")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue word; `value` is the column `value` of its rule, `span` counts code points of the clean text."""

    span: Span
    surface: str
    value: str
    rule: str


def find_cues(text: str, start: int, end: int, lex: Lexicons) -> Iterator[Cue]:
    """Yield the cues in `text[start:end]`, left to right, never overlapping."""
    titles = [m.span() for m in TITLE_MARKS_RE.finditer(text, start, end)] if "》" in text[start:end] else []
    for rule, match in lex.rules("cues").scan(text, start, end):
        if not any(s <= match.start() < e for s, e in titles):
            yield Cue(Span(*match.span()), match[0], rule.value, rule.id)
