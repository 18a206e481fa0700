"""What one document may cost in a worker: seconds and memory."""

import ctypes
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any


class OverTime(BaseException):
    """A document took too long; no stage may take it for an error of its own."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise OverTime inside after *seconds*: by an alarm in a main thread, from another thread elsewhere (Dask)."""
    if seconds <= 0:
        yield
    elif hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
        with _alarm(seconds):
            yield
    else:
        with _timer(seconds):
            yield


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise OverTime

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _timer(seconds: float) -> Iterator[None]:
    here = threading.get_ident()
    lock = threading.Lock()
    state = {"over": False, "rung": False}

    def ring() -> None:
        with lock:
            if not state["over"]:
                state["rung"] = True
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(here), ctypes.py_object(OverTime))

    timer = threading.Timer(seconds, ring)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            state["over"] = True
        timer.cancel()
        if state["rung"]:
            time.sleep(0.01)  # it is on its way: take it here, not in the next document


def limit_memory(allowance: int) -> None:
    """Let this process grow by *allowance* bytes from here, where the system can say so (Linux)."""
    with suppress(ImportError, OSError, ValueError, IndexError):
        import resource

        with open("/proc/self/statm") as file:
            now = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource_module: Any = resource
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource_module.setrlimit(resource.RLIMIT_AS, (now + allowance, hard))
