"""Read many files at once, in processes of their own; a file that kills its process ends only itself."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from pathlib import Path

from meishi.errors import EngineFailedError
from meishi.services.reading import FileReading

FILES_A_TASK = 4
"""How many files a process gets at a time: they share one start of the text engine, and progress stays visible."""

ReadChunk = Callable[[Sequence[Path]], list[FileReading]]


def read_in_parallel(
    paths: Sequence[Path], read_chunk: ReadChunk, make_executor: Callable[[], Executor], *, workers: int
) -> Iterator[FileReading]:
    """Read files in worker processes.

    When a worker dies, every file that was being read at that moment is read again, alone; the one during which a
    worker dies again is given up with an error.

    Args:
        paths: Files, not folders.
        read_chunk: Reads a few files; called in the workers.
        make_executor: Makes a pool of workers; called again when a pool has broken.
        workers: How many tasks run at once.

    Yields:
        One result a file, in the order in which they become known.

    Raises:
        SetupError: The installation cannot read any card.
    """
    chunks = deque(list(paths[start : start + FILES_A_TASK]) for start in range(0, len(paths), FILES_A_TASK))
    suspects: deque[list[Path]] = deque()
    while chunks:
        suspects += yield from _read_until_broken(chunks, read_chunk, make_executor, workers)
    while suspects:
        for (path,) in (yield from _read_until_broken(suspects, read_chunk, make_executor, 1)):
            yield FileReading(path, errors=[_killed(path)])


def _read_until_broken(
    chunks: deque[list[Path]], read_chunk: ReadChunk, make_executor: Callable[[], Executor], workers: int
) -> Generator[FileReading, None, list[list[Path]]]:
    """Read chunks until all are done or the pool breaks; gives the files that were under way then, one by one."""
    executor = make_executor()
    running: dict[Future[list[FileReading]], list[Path]] = {}
    try:
        while chunks or running:
            while chunks and len(running) < workers:
                chunk = chunks.popleft()
                running[executor.submit(read_chunk, chunk)] = chunk
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield from future.result()
                del running[future]
    except BrokenExecutor:
        return [[path] for chunk in running.values() for path in chunk]
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
    return []


def _killed(path: Path) -> EngineFailedError:
    return EngineFailedError(
        f"{path}: reading it killed the reading process",
        hint="Try the picture in another format or smaller; a machine short of memory does this too.",
    )
