"""Read files on a Dask cluster: their bytes travel with the task, and nothing but readings comes back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from meishi.decode import DecodeOptions, open_content, read_bytes
from meishi.domain.photo import Photo
from meishi.errors import CardError, EngineMissingError, SetupError
from meishi.pipeline import ReadingOptions, ReadingParts
from meishi.services.parallel import read_in_parallel
from meishi.services.reading import FileReading, StepLimit, read_files
from meishi.services.workers import WorkerLostError

if TYPE_CHECKING:
    import distributed

_CONNECT_SECONDS = 10
# Workers that have just died are started anew by the cluster, which takes a busy machine its time.
_WORKERS_SECONDS = 60
_LOOK_SECONDS = 2.0
# Each worker has its next files at hand when it is done with the ones before.
_TASKS_A_WORKER = 2
# The time limit of a step watches over a whole process: a worker with several threads reads with one of them.
_one_at_a_time = threading.Lock()

_T = TypeVar("_T")


@dataclass(frozen=True)
class SentFile:
    """A file on its way to a worker that does not see the importer's disk.

    Attributes:
        path: What it is called at the importer's.
        content: Its bytes, or why they could not be had.
    """

    path: Path
    content: bytes | CardError


def read_on_cluster(
    paths: Sequence[Path], read_sent: Callable[[Sequence[SentFile]], list[FileReading]], address: str
) -> Iterator[FileReading]:
    """Read files on the workers of a cluster.

    A task whose worker ends is run again on others; a file during which several of them end is given up.

    Args:
        paths: Files, not folders.
        read_sent: Reads a few sent files; called on the workers.
        address: Where the cluster's scheduler listens, `tcp://HOST:PORT`.

    Yields:
        One result a file, in the order given, as soon as it and all before it are known.

    Raises:
        EngineMissingError: What talks to the cluster is not installed.
        SetupError: The cluster does not answer, is lost, or its workers have another meishi.
    """
    if paths:
        executor = _ClusterExecutor(address)
        width = _TASKS_A_WORKER * executor.workers
        executors = chain([executor], (_ClusterExecutor(address) for _ in repeat(None)))
        yield from read_in_parallel(paths, read_sent, lambda _: next(executors), workers=width, send=_load)


def read_sent_files(
    files: Sequence[SentFile], parts: ReadingParts, options: ReadingOptions, *, step_limit: StepLimit
) -> list[FileReading]:
    """Read files that were sent, on a worker; see `meishi.services.reading.read_files`."""
    contents = {file.path: file.content for file in files}

    def open_sent(path: Path, options: DecodeOptions) -> Iterator[Photo]:
        content = contents[path]
        if isinstance(content, CardError):
            raise content
        return open_content(content, path, options)

    with _one_at_a_time:
        return list(read_files(list(contents), parts, options, open_file=open_sent, step_limit=step_limit))


def _load(path: Path) -> SentFile:
    try:
        return SentFile(path, read_bytes(path, DecodeOptions()))
    except CardError as error:
        return SentFile(path, error)


class _ClusterExecutor(Executor):
    """A cluster that takes tasks like a pool of processes does.

    Attributes:
        workers: How many processes it has.
    """

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client  # noqa: PLC0415 - an extra
        except ModuleNotFoundError as error:
            raise EngineMissingError(
                f"what talks to a Dask cluster is not installed ({error.name})", hint="pip install 'meishi[dask]'"
            ) from error
        self._address = address
        self._running: dict[distributed.Future, Future[Any]] = {}
        try:
            self._client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise _lost(address) from error
        try:
            self.workers = self._count_workers()
        except BaseException:
            self._client.close()
            raise
        self._is_left = threading.Event()
        threading.Thread(target=self._give_up_without_workers, daemon=True).start()

    def submit(self, fn: Callable[..., _T], /, *args: Any, **kwargs: Any) -> Future[_T]:  # noqa: ANN401 - as it is in the base class
        """Send a task to the cluster."""
        future: Future[_T] = Future()
        # Not pure: the same pictures sent again are another task.
        sent = self._client.submit(fn, *args, pure=False, **kwargs)
        # The cluster forgets tasks of which nobody holds the future.
        self._running[sent] = future
        sent.add_done_callback(self._pass_on)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - as it is in the base class
        """Take back what is under way, and leave the cluster."""
        self._is_left.set()
        for sent in list(self._running):
            sent.cancel()
        self._client.close()

    def _pass_on(self, sent: distributed.Future) -> None:
        from distributed import KilledWorker  # noqa: PLC0415

        future = self._running.pop(sent, None)
        if future is None:
            return
        if sent.status == "finished":
            future.set_result(sent.result())
        elif sent.status == "error":
            error = sent.exception()
            future.set_exception(WorkerLostError(str(error)) if isinstance(error, KilledWorker) else error)
        else:
            future.set_exception(_lost(self._address))

    def _give_up_without_workers(self) -> None:
        """Let what is under way fail when there have been no workers for too long: the cluster would wait for ever."""
        seen = time.monotonic()
        while not self._is_left.wait(_LOOK_SECONDS):
            # Of a scheduler that is gone, the tasks themselves tell.
            with suppress(OSError):
                if self._client.nthreads():
                    seen = time.monotonic()
            if time.monotonic() - seen > _WORKERS_SECONDS:
                for sent in list(self._running):
                    if future := self._running.pop(sent, None):
                        future.set_exception(_lost(self._address))
                return

    def _count_workers(self) -> int:
        try:
            self._client.wait_for_workers(1, timeout=_WORKERS_SECONDS)
            versions = self._client.run(version, "meishi")
        except (OSError, ImportError) as error:
            raise _lost(self._address) from error
        if others := set(versions.values()) - {version("meishi")}:
            raise SetupError(
                f"the workers of the cluster {self._address} have meishi {', '.join(sorted(others))}",
                hint=f"Install meishi {version('meishi')} on them, as it is here.",
            )
        return len(versions)


def _lost(address: str) -> SetupError:
    return SetupError(
        f"the Dask cluster {address} does not answer, or has no workers",
        hint="Start `dask scheduler` and `dask worker` there, with meishi installed; then run the same command again.",
    )
