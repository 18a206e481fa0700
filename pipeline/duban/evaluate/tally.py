"""Counts and what they amount to: precision, recall, F1 for each kind, and the list of misses."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Count:
    """How many were right, how many the gold has, how many were found."""

    right: int = 0
    gold: int = 0
    found: int = 0

    @property
    def precision(self) -> float:
        """Share of the found that is right; 1 if nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found; 1 if there was nothing to find."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass
class Report:
    """The outcome of an evaluation.

    `counts` is keyed by kind, `misses` by what went wrong (`tasks missed`, `tasks extra`, …), each row as
    `document: row`; `absent` names the gold documents for which there was nothing to compare.
    """

    documents: int = 0
    absent: list[str] = field(default_factory=list)
    counts: defaultdict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    misses: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, kind: str, right: int, gold: int, found: int) -> None:
        """Add the counts of one document or row."""
        count = self.counts[kind]
        count.right += right
        count.gold += gold
        count.found += found

    def miss(self, what: str, document: str, rows: Iterable[str]) -> None:
        """Note rows that went wrong."""
        self.misses[what] += [f"{document}: {row}" for row in rows]

    def figures(self) -> dict[str, dict[str, Any]]:
        """Precision, recall, F1 and the numbers behind them, by kind."""
        return {
            kind: {"precision": c.precision, "recall": c.recall, "f1": c.f1, "gold": c.gold, "predicted": c.found}
            for kind, c in self.counts.items()
        }

    def to_dict(self) -> dict[str, Any]:
        """What `duban evaluate --json` prints."""
        return {"documents": self.documents, "absent": self.absent, "figures": self.figures()}

    def to_text(self, *, details: bool = False) -> str:
        """One line a kind; with *details* one line a miss; then the documents without a prediction."""
        lines = [
            f"{kind:22} P {c.precision:.3f}  R {c.recall:.3f}  F1 {c.f1:.3f}   gold {c.gold}  predicted {c.found}"
            for kind, c in self.counts.items()
        ]
        if details:
            lines += [f"  {what}: {row}" for what, rows in self.misses.items() for row in rows]
        if self.absent:
            lines.append("no prediction for: " + ", ".join(self.absent))
        return "\n".join(lines) + "\n"
