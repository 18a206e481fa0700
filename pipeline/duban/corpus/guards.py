"""What stands before a run: sources that are there, a folder that can take it, nobody else at work in it."""

import os
import signal
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

from duban.corpus.records import Refused
from duban.corpus.sources import find_files, is_remote
from duban.errors import UsageError


def scan(sources: Sequence[str], *, follow: bool = False) -> tuple[int, int]:
    """How many files the sources have, and their bytes; UsageError if they have none."""
    files = total = 0
    passed: Counter[str] = Counter()
    for file in find_files(sources, passed, follow=follow):
        files += 1
        total += 0 if isinstance(file, Refused) else file.size
    if not files:
        kinds = ", ".join(f"{count} {name}" for name, count in passed.most_common(5))
        what = f"there are no documents here{f' (passed over: {kinds})' if kinds else ''}"
        raise UsageError(" ".join(sources), what, "Name other files or folders")
    return files, total


def check_output(sources: Sequence[str], folder: Path) -> None:
    if is_remote(str(folder)):
        raise UsageError(
            str(folder),
            "a corpus folder is on this machine or a file system it mounts",
            "Name a folder; shards may go elsewhere: --shards URL",
        )
    if folder.exists() and not folder.is_dir():
        raise UsageError(str(folder), "is no folder", "Name a folder for -o")
    place = folder.resolve()
    for source in sources:
        if not is_remote(source) and os.path.isdir(source) and place.is_relative_to(Path(source).resolve()):
            raise UsageError(str(folder), f"lies inside the source {source}", "Name a folder outside of it")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One run at a time in one folder."""
    try:
        import fcntl
    except ImportError:  # Windows: nothing to hold a lock with that dies with its process
        yield
        return
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise UsageError(str(folder), "another run is at work here", "Wait for it, or end it") from None
        yield


@contextmanager
def terminated_as_interrupt() -> Iterator[None]:
    """SIGTERM, as a cluster sends before it takes a machine away, stops as Ctrl-C does."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before: Any = None
    with suppress(ValueError):  # not the main thread: whoever called knows how to stop it
        before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        if before is not None:
            signal.signal(signal.SIGTERM, before)
