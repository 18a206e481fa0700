"""The words between a clause's head, its indicator and its number, by what they do there.

They are rows of `lexicons/target_words.tsv`; acts are also verbs of `lexicons/verbs.tsv`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duban.lexicon import Lexicons

ACTS = frozenset({"strip", "event", "down_head", "up_head"})


class Words:
    """The word table by sense."""

    def __init__(self, lex: Lexicons) -> None:
        entries = lex.entries("target_words")
        self.senses: Mapping[str, frozenset[str]] = {e.form: frozenset(e["sense"].split("|")) for e in entries}
        self.longest = max(map(len, self.senses))
        self.verbs = lex.forms("verbs")

    def has(self, word: str, sense: str) -> bool:
        """True if *word* has this *sense*."""
        return sense in self.senses.get(word, ())

    def acts(self, text: str) -> bool:
        """True if *text* ends with a verb of something done (稳妥运行, 新建和改扩建)."""
        return any(text[-n:] in self.verbs for n in (4, 3, 2)) or bool(self.at_tail(text, ACTS))

    def at_tail(self, text: str, senses: frozenset[str]) -> str:
        """The longest word of one of these *senses* at the end of *text*, or an empty string."""
        for size in range(min(self.longest, len(text)), 0, -1):
            if senses & self.senses.get(text[-size:], frozenset()):
                return text[-size:]
        return ""

    def at_head(self, text: str, senses: frozenset[str]) -> str:
        """The longest word of one of these *senses* at the head of *text*, or an empty string."""
        for size in range(min(self.longest, len(text)), 0, -1):
            if senses & self.senses.get(text[:size], frozenset()):
                return text[:size]
        return ""
