"""The press: draws postcards in a process beside this one, so that whoever reads pages meanwhile waits for nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import BrokenExecutor
from typing import ParamSpec, TypeVar

from meishi.errors import EngineFailedError
from meishi.services.print_postcards import PrintedCard, PrintJob, draw_postcards, preview_postcard, print_postcards
from meishi.services.workers import WorkerPool
from meishi.store import ContactRecord
from meishi.wording import marked

P = ParamSpec("P")
T = TypeVar("T")


class Press:
    """Draws postcards by the functions of `print_postcards`. Its process starts with the first card, and stays.

    It may be asked by several threads at once; they are served one after the other.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: WorkerPool | None = None

    def draw(self, records: Sequence[ContactRecord], job: PrintJob, messages: Mapping[int, tuple[str, ...]]) -> bytes:
        """Draw the cards of some contacts; see `draw_postcards`.

        Raises:
            EngineFailedError: The process has ended, for want of memory for instance; the next call starts another one.
        """
        return self._run(draw_postcards, records, job, messages)

    def try_out(
        self, records: Sequence[ContactRecord], job: PrintJob, messages: Mapping[int, tuple[str, ...]]
    ) -> tuple[PrintedCard, ...]:
        """Tell what would be printed and what not; see `print_postcards`.

        Raises:
            EngineFailedError: The process has ended.
        """
        return self._run(print_postcards, records, job, None, messages)

    def preview(self, record: ContactRecord, job: PrintJob, messages: Mapping[int, tuple[str, ...]]) -> bytes:
        """Draw one side of a contact's card as a PNG; see `preview_postcard`.

        Raises:
            CardError: It cannot be drawn, or the process has ended.
        """
        return self._run(preview_postcard, record, job, messages)

    def close(self) -> None:
        """End the process at once."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool:
            pool.shutdown(wait=False, cancel_futures=True)

    def _run(self, draw: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        with self._lock:
            self._pool = self._pool or WorkerPool(1)
            pool = self._pool
        try:
            return pool.submit(draw, *args, **kwargs).result()
        except BrokenExecutor as error:
            with self._lock:
                if self._pool is pool:
                    self._pool = None
            pool.shutdown(wait=False)
            raise EngineFailedError(
                marked("What draws the postcards has ended before it was done."),
                hint=marked("Try again; a machine short of memory does this."),
            ) from error
