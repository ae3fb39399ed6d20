"""Worker processes that leave when they are not wanted, and that cannot hang for ever."""

from __future__ import annotations

import ctypes
import faulthandler
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


# The least that still goes on: an idle task would be given up for taking too long where a machine is never idle.
_NICENESS = 19


class WorkerLostError(Exception):
    """A task was given up by whoever runs it, because the processes that had it ended one after the other."""


class WorkerPool(ProcessPoolExecutor):
    """Processes that start fresh, end with the process that made them, and stop at once when nobody waits for them.

    Each leads a group of its own, in which its Tesseract runs: Ctrl-C in the terminal reaches neither, and when a
    worker is ended from outside, nothing that it started is left behind.

    Args:
        workers: How many.
        gives_way: Whether whatever else runs on the machine comes first.
    """

    def __init__(self, workers: int, *, gives_way: bool = False) -> None:
        self._groups: set[int] = set()
        # Not forked: OpenCV and the network's threads do not survive a fork.
        super().__init__(workers, mp_context=get_context("spawn"), initializer=_prepare_worker, initargs=(gives_way,))

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Give a worker a task; the first one starts the workers."""
        future = super().submit(fn, *args, **kwargs)
        # Another pool may run at the same time: only the base class knows which processes are this one's.
        self._groups.update(self._processes)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as it is in the base class
        """End the workers: after their task when waiting, at once otherwise."""
        own = list((self._processes or {}).values())  # none after an earlier shutdown
        answers = self._result_queue
        super().shutdown(wait, cancel_futures=cancel_futures)
        if not wait:
            for process in own:
                process.terminate()
        for group in self._groups:
            # Mostly there is none left.
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(group, signal.SIGKILL)
        if not wait and answers is not None:
            # What a worker had begun to answer is waited for as long as anybody can still write, and this process holds
            # on to its end too: it could never end.
            answers._writer.close()  # type: ignore[attr-defined]  # noqa: SLF001 - nothing public closes one end alone


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """End this process when a step takes longer, also where it hangs in a library that no exception can reach."""
    with Path(os.devnull).open("w") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


def give_memory_back() -> None:
    """Give memory that is free back to the system, where the C library lets one ask for it (glibc).

    Large pictures leave holes between small things; unasked, the library keeps them, and a worker grows by a quarter.
    """
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def _prepare_worker(gives_way: bool) -> None:  # noqa: FBT001 - pools give arguments by their place
    if gives_way:
        os.nice(_NICENESS)
    # Ctrl-C is for the process that made the workers: it stops them when it has saved what is done.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.setpgid(0, 0)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    """Wait for the end of the parent; a killed one cannot say goodbye, and the workers would wait for it for ever."""
    parent = parent_process()
    if parent:
        parent.join()
        os.killpg(os.getpid(), signal.SIGKILL)
