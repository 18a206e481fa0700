"""The words between a clause's head, its indicator and its number, by what they do there.

They are rows of `lexicons/target_words.tsv`; acts are also verbs of `lexicons/verbs.tsv`. Wordings that need a pattern
are rows of `lexicons/target_shapes.toml`, each asked by its name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duban.lexicon import Lexicons

HEADS = frozenset({"head", "strip", "adverb"})
MIN_NOUN = 2
ACTS = frozenset({"strip", "event", "down_head", "up_head"})


class Words:
    """The word table by sense."""

    def __init__(self, lex: Lexicons) -> None:
        entries = lex.entries("target_words")
        self.senses: Mapping[str, frozenset[str]] = {e.form: frozenset(e["sense"].split("|")) for e in entries}
        self.longest = max(map(len, self.senses))
        self.shape: Mapping[str, re.Pattern[str]] = {
            rule.id.removeprefix("target_shapes."): rule.regex for rule in lex.rules("target_shapes").rules
        }
        self.verbs = lex.forms("verbs")
        self.adverbs = lex.forms("adverbs")
        self.longest_adverb = max(map(len, self.adverbs))

    def has(self, word: str, sense: str) -> bool:
        """True if *word* has this *sense*."""
        return sense in self.senses.get(word, ())

    def acts(self, text: str) -> bool:
        """True if *text* ends with a verb of something done (稳妥运行, 新建和改扩建)."""
        return any(text[-n:] in self.verbs for n in (4, 3, 2)) or bool(self.at_tail(text, ACTS))

    def without_head(self, text: str) -> str:
        """*text* without the words at its head that belong to no indicator, as long as two characters are left."""
        while (
            (word := self.at_head(text, HEADS))
            and len(text) - len(word) >= MIN_NOUN
            and text[len(word)] not in "率业额值量"
        ):
            text = text[len(word) :]
        return text

    def adverb_at(self, text: str) -> str:
        """An adverb at the head of *text*, if what follows is an act (滚动|推进); else an empty string."""
        for size in range(min(self.longest_adverb, len(text)), 1, -1):
            if text[:size] in self.adverbs and self.at_head(text[size:], ACTS):
                return text[:size]
        return ""

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
