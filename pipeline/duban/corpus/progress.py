"""What a run says while it works: a live line on a terminal, a plain line now and then in a log."""

import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from duban.corpus.receipts import Receipt

PLAIN_EVERY = 10.0


@dataclass(slots=True)
class Tally:
    """What a run has done so far. *total* is the bytes of its files where that is known."""

    total: int = 0
    taken: int = 0
    documents: int = 0
    failures: int = 0
    resumed: int = 0
    read: int = 0
    shards: int = 0
    passed: Counter[str] = field(default_factory=Counter)
    started: float = field(default_factory=time.monotonic)

    def add(self, receipt: Receipt, *, made: bool) -> None:
        """Count a shard, made now or found done."""
        self.shards += 1
        self.failures += receipt.failures
        if made:
            self.documents += receipt.documents
            self.read += receipt.read
        else:
            self.resumed += receipt.documents

    @property
    def seconds(self) -> float:
        """Since the start."""
        return max(1e-6, time.monotonic() - self.started)

    @property
    def rate(self) -> float:
        """Documents a second, of those extracted now."""
        return self.documents / self.seconds

    @property
    def left(self) -> float | None:
        """Seconds to go, from the share of the bytes that was taken; None while nothing can be said."""
        if not self.total or not self.taken or not self.documents:
            return None
        return self.seconds * max(0, self.total - self.taken) / self.taken

    def line(self) -> str:
        """All of it in one line."""
        parts = [f"{self.documents + self.resumed:,} done"]
        parts += [f"{self.failures:,} failed"] if self.failures else []
        parts += [f"{self.rate:.0f} docs/s", f"{self.read / self.seconds / 1e6:.2f} MB/s"]
        parts += [f"about {_clock(self.left)} left"] if self.left is not None else []
        return ", ".join(parts)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


class Voice:
    """Says how far a run is, on standard error."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self._last = time.monotonic()

    def beat(self) -> None:
        """A moment has passed."""
        if time.monotonic() - self._last >= PLAIN_EVERY:
            self._last = time.monotonic()
            self.say(self.tally.line())

    def say(self, line: str) -> None:
        """One line."""
        print(f"duban: {line}", file=sys.stderr, flush=True)


class _LiveVoice(Voice):
    """The same on a terminal: a bar that moves."""

    def __init__(self, tally: Tally, progress: Any) -> None:
        super().__init__(tally)
        self._progress = progress
        self._task = progress.add_task("", total=tally.total or None)

    def beat(self) -> None:
        self._progress.update(
            self._task, completed=self.tally.taken, total=self.tally.total or None, description=self.tally.line()
        )

    def say(self, line: str) -> None:
        self._progress.console.print(f"duban: {line}", markup=False, highlight=False, soft_wrap=True)


@contextmanager
def voice(tally: Tally, *, quiet: bool = False) -> Iterator[Voice]:
    """A bar on a terminal, plain lines elsewhere, nothing but what must be said if *quiet*."""
    if quiet or not sys.stderr.isatty():
        yield Voice(tally)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (BarColumn(bar_width=24), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield _LiveVoice(tally, progress)
