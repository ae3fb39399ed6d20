"""Read many files at once, in processes of their own; a file that ends its process ends only itself."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from pathlib import Path
from typing import TypeVar

from meishi.errors import CardError, EngineFailedError, SetupError
from meishi.services.reading import FileReading
from meishi.services.workers import WorkerLostError

FILES_A_TASK = 4
"""How many files a process gets at a time: they share one start of the text engine, and progress stays visible."""

Sent = TypeVar("Sent")
_Chunk = tuple[int, ...]


def read_in_parallel(
    paths: Sequence[Path],
    read_chunk: Callable[[Sequence[Sent]], list[FileReading]],
    make_executor: Callable[[int], Executor],
    *,
    workers: int,
    send: Callable[[Path], Sent],
) -> Iterator[FileReading]:
    """Read files in worker processes.

    When a worker dies, every file that was under way at that moment is read again, one after the other; the one
    during which a worker dies again is given up with an error. So is a file whose reading fails in a way that nobody
    foresaw: one odd picture does not end the reading of five hundred.

    Args:
        paths: Files, not folders.
        read_chunk: Reads a few files; called in the workers.
        make_executor: Makes a pool of so many workers; called again when a pool has broken. Its `shutdown` without
            waiting stops the workers at once.
        workers: How many tasks run at once.
        send: Gives what is sent to a worker for a file; called when its turn has come.

    Yields:
        One result a file, in the order given, as soon as it and all before it are known.

    Raises:
        SetupError: The installation cannot read any card.
    """

    def submit(executor: Executor, chunk: _Chunk) -> Future[list[FileReading]]:
        return executor.submit(read_chunk, [send(paths[index]) for index in chunk])

    chunks = deque(_chunks(len(paths)))
    suspects: deque[_Chunk] = deque()
    known: dict[int, FileReading] = {}
    given = 0
    while chunks or suspects:
        alone = bool(suspects)
        queue, width = (suspects, 1) if alone else (chunks, workers)
        for chunk, future in _run_until_broken(queue, submit, make_executor, width):
            error = future.exception()
            if isinstance(error, SetupError):
                raise error
            if error is None:
                known.update(zip(chunk, future.result(), strict=True))
            elif isinstance(error, _LOST) and not alone:
                suspects.extend((index,) for index in chunk)
            elif len(chunk) > 1:
                queue.extendleft((index,) for index in reversed(chunk))
            else:
                known[chunk[0]] = FileReading(paths[chunk[0]], errors=[_given_up(paths[chunk[0]], error)])
            while given in known:
                yield known.pop(given)
                given += 1


# On a cluster, a file that ends its workers also takes those that wait there for their turn.
_LOST = (BrokenExecutor, WorkerLostError)


def _chunks(count: int) -> Iterator[_Chunk]:
    for start in range(0, count, FILES_A_TASK):
        yield tuple(range(start, min(start + FILES_A_TASK, count)))


def _run_until_broken(
    queue: deque[_Chunk],
    submit: Callable[[Executor, _Chunk], Future[list[FileReading]]],
    make_executor: Callable[[int], Executor],
    width: int,
) -> Iterator[tuple[_Chunk, Future[list[FileReading]]]]:
    """Run the chunks of a queue until it is empty or the pool breaks; what was under way then has failed."""
    executor = make_executor(width)
    running: dict[Future[list[FileReading]], _Chunk] = {}
    is_broken = False
    try:
        while running or (queue and not is_broken):
            while queue and len(running) < width and not is_broken:
                try:
                    future = submit(executor, queue[0])
                except BrokenExecutor:
                    is_broken = True
                else:
                    running[future] = queue.popleft()
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                is_broken |= isinstance(future.exception(), BrokenExecutor)
                yield running.pop(future), future
    finally:
        # Left early, by Ctrl-C or an error, there is nothing to wait for.
        executor.shutdown(wait=not running, cancel_futures=True)


def _given_up(path: Path, error: BaseException) -> CardError:
    if isinstance(error, _LOST):
        return EngineFailedError(
            f"{path}: reading it ended the reading process, or took too long",
            hint="Try the picture in another format or smaller; a machine short of memory does this too.",
        )
    return EngineFailedError(
        f"{path}: reading it failed in a way that nobody foresaw ({type(error).__name__}: {error})",
        hint="Please report it, best with the picture; the other files are not touched by it.",
    )
