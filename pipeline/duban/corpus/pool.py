"""A pool of processes that outlives its workers: a shard whose worker dies is given to another.

Each worker holds one shard at a time and gets the next when it has committed the last, so memory is bounded by
workers, not by the corpus. The parent watches: a worker that hangs in one document beyond its time is ended, and
the document is skipped; one that dies twice in the same document has that document skipped too. Processes speak
through multiprocessing's own channels; nothing that comes from a file or a network is ever unpickled.
"""

import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from types import ModuleType
from typing import Any

from duban.corpus.budget import limit_memory
from duban.corpus.receipts import Receipt
from duban.corpus.settings import Settings
from duban.corpus.shards import Shard
from duban.corpus.stores import store_at
from duban.corpus.work import Desk
from duban.errors import DubanError

BEAT = 0.5
GRACE = 5.0
ATTEMPTS = 12


class RunStopped(DubanError):
    """The run cannot go on: no space left, workers that do not start. What is committed stays."""


@dataclass(slots=True)
class _Job:
    """A shard with what is known of it after workers died in it."""

    shard: Shard
    skip: dict[int, str] = field(default_factory=dict)
    died_at: int = -1
    attempts: int = 0


@dataclass(slots=True)
class _Worker:
    process: Any
    channel: Connection
    pulse: Any  # [index of the document at work or -1, when it began]
    job: _Job | None = None
    ready: bool = False


class Pool:
    """Runs shards on *settings.workers* processes and commits each in the store at *place*."""

    def __init__(self, settings: Settings, configuration: str, place: str) -> None:
        self._settings = settings
        self._configuration = configuration
        self._place = place
        self._context = multiprocessing.get_context("spawn")
        self._workers: list[_Worker] = []
        self._failed_starts = 0

    def run(self, shards: Iterator[Shard], done: Callable[[Receipt], None], beat: Callable[[], None]) -> None:
        """Make every shard; *done* gets each receipt once its file is committed, *beat* is called twice a second."""
        waiting: deque[_Job] = deque()
        exhausted = False
        try:
            while True:
                for worker in self._workers:
                    if worker.ready and worker.job is None and waiting:
                        self._give(worker, waiting)
                if not exhausted and len(waiting) < self._settings.workers:
                    shard = next(shards, None)
                    exhausted = shard is None
                    if shard is not None:
                        waiting.append(_Job(shard))
                        self._grow(len(waiting))
                        self._collect(0, waiting, done)
                        continue
                if exhausted and not waiting and all(worker.job is None for worker in self._workers):
                    return
                self._collect(BEAT, waiting, done)
                self._watch()
                beat()
        finally:
            self.close()

    def _grow(self, waiting: int) -> None:
        """Start another worker while more shards wait than workers; a run with nothing to do starts none."""
        free = sum(worker.job is None for worker in self._workers)
        if free < waiting and len(self._workers) < self._settings.workers:
            self._workers.append(self._start())

    def close(self) -> None:
        """End all workers now; what they had not committed is not there."""
        for worker in self._workers:
            if worker.process.is_alive():
                worker.process.terminate()
        for worker in self._workers:
            worker.process.join(GRACE)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
            worker.channel.close()
        self._workers = []

    def _start(self) -> _Worker:
        here, there = self._context.Pipe()
        pulse = self._context.Array("d", [-1.0, 0.0], lock=False)
        arguments = (there, pulse, self._settings, self._configuration, self._place, os.getpid())
        process = self._context.Process(target=_work, args=arguments, daemon=True)
        with _nameless_main():
            process.start()
        there.close()
        return _Worker(process, here, pulse)

    def _give(self, worker: _Worker, waiting: deque[_Job]) -> None:
        job = waiting.popleft()
        job.attempts += 1
        worker.job = job
        worker.pulse[0] = -1.0
        with suppress(BrokenPipeError, ConnectionResetError):  # it has died: the sentinel says so
            worker.channel.send((job.shard, job.skip))

    def _collect(self, timeout: float, waiting: deque[_Job], done: Callable[[Receipt], None]) -> None:
        """Take what workers say, and replace those that have died."""
        by_channel = {worker.channel: worker for worker in self._workers}
        by_sentinel = {worker.process.sentinel: worker for worker in self._workers}
        events = wait([*by_channel, *by_sentinel], timeout)
        for event in events:
            worker = by_channel.get(event)  # type: ignore[call-overload]
            if worker is None:
                continue
            with suppress(EOFError, ConnectionResetError):
                self._hear(worker, worker.channel.recv(), done)
        for event in events:
            worker = by_sentinel.get(event)
            if worker is not None:
                self._bury(worker, waiting, done)

    def _hear(self, worker: _Worker, said: Any, done: Callable[[Receipt], None]) -> None:
        if said == "ready":
            worker.ready = True
            self._failed_starts = 0
        elif isinstance(said, Receipt):
            worker.job = None
            done(said)
        else:
            raise RunStopped(*said)

    def _bury(self, worker: _Worker, waiting: deque[_Job], done: Callable[[Receipt], None]) -> None:
        """A worker has died: hear its last words, give its shard to another."""
        with suppress(EOFError, ConnectionResetError, OSError):
            while worker.channel.poll():
                self._hear(worker, worker.channel.recv(), done)
        worker.process.join()
        worker.channel.close()
        self._failed_starts += not worker.ready
        if self._failed_starts > 3 * self._settings.workers:
            raise RunStopped("workers", "do not start", "Look at what they print above; try --workers 1")
        if worker.job:
            self._blame(worker.job, int(worker.pulse[0]))
            waiting.appendleft(worker.job)
        self._workers[self._workers.index(worker)] = self._start()

    def _blame(self, job: _Job, index: int) -> None:
        if job.attempts > ATTEMPTS:
            remedy = "Look at the memory of the machine; run again to go on"
            raise RunStopped(job.shard.items[0].locator, f"its worker died {job.attempts} times", remedy)
        if index >= 0 and index not in job.skip:
            if job.died_at == index:
                job.skip[index] = "crashed"
            job.died_at = index

    def _watch(self) -> None:
        """End a worker that is far over the time of its document: an alarm does not reach into every library."""
        limit = self._settings.limits.seconds
        for worker in self._workers:
            index, since = int(worker.pulse[0]), worker.pulse[1]
            if limit > 0 and worker.job and index >= 0 and time.monotonic() - since > 1.5 * limit + GRACE:
                worker.job.skip[index] = "too_slow"
                worker.process.kill()


class Inline:
    """The same in this process: no start, no isolation. For small runs, debuggers and notebooks."""

    def __init__(self, settings: Settings, configuration: str, place: str) -> None:
        self._settings, self._configuration, self._place = settings, configuration, place

    def run(self, shards: Iterator[Shard], done: Callable[[Receipt], None], beat: Callable[[], None]) -> None:
        """Make every shard, one after the other."""
        store = store_at(self._place)
        desk: Desk | None = None
        for shard in shards:
            desk = desk or Desk(self._settings, self._configuration)
            receipt = desk.make(shard, store.write)
            store.seal(receipt)
            done(receipt)
            beat()


@contextmanager
def _nameless_main() -> Iterator[None]:
    """A new process would run the caller's main module again: a script without a guard, a notebook, standard input.
    A worker needs none of it, so the module is out of sight while one starts."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _work(channel: Connection, pulse: Any, settings: Settings, configuration: str, place: str, parent: int) -> None:
    """The life of a worker: shards in, receipts out, until the parent hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")

    def step(index: int) -> None:
        if os.getppid() != parent:
            os._exit(1)
        pulse[1] = time.monotonic()
        pulse[0] = float(index)

    with suppress(EOFError, BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
        try:
            desk = Desk(settings, configuration)
            store = store_at(place)
            limit_memory(settings.limits.memory)
            channel.send("ready")
            while True:
                shard, skip = channel.recv()
                receipt = desk.make(shard, store.write, skip, step)
                store.seal(receipt)
                channel.send(receipt)
        except DubanError as error:
            channel.send((error.where, error.what, error.remedy))
        except OSError as error:
            if isinstance(error, BrokenPipeError | ConnectionResetError):
                raise
            remedy = "Make room and run the same command again; it goes on from here"
            channel.send((place, f"cannot be written ({error.strerror})", remedy))
