"""A process beside this one for what computes for longer, so that whoever reads pages meanwhile waits for nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from typing import ParamSpec, TypeVar

from meishi.errors import EngineFailedError
from meishi.services.workers import WorkerPool
from meishi.wording import marked

P = ParamSpec("P")
T = TypeVar("T")


class SideProcess:
    """Runs functions in a process that starts with the first of them, and stays.

    It may be asked by several threads at once; they are served one after the other.

    Args:
        ended: What to say when the process has ended before it was done, `marked`.
    """

    def __init__(self, ended: str) -> None:
        self._ended = ended
        self._lock = threading.Lock()
        self._pool: WorkerPool | None = None

    def run(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Give what a function gives there.

        Raises:
            EngineFailedError: The process has ended, for want of memory for instance; the next call starts another one.
        """
        with self._lock:
            self._pool = self._pool or WorkerPool(1)
            pool = self._pool
        try:
            return pool.submit(function, *args, **kwargs).result()
        except BrokenExecutor as error:
            with self._lock:
                if self._pool is pool:
                    self._pool = None
            pool.shutdown(wait=False)
            raise EngineFailedError(
                self._ended, hint=marked("Try again; a machine short of memory does this.")
            ) from error

    def close(self) -> None:
        """End the process at once."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool:
            pool.shutdown(wait=False, cancel_futures=True)
