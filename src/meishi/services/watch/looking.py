"""When to look into the watched folder, and to go on looking whatever happens."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from meishi.errors import StoreError
from meishi.services.watch.folder import ARCHIVE
from meishi.services.watch.watcher import Filed, Watcher

# While files settle, and where changes have to be looked for.
_LOOK_SECONDS = 1.0
# Some changes are not announced: of network folders, and of folders that were away for a while.
_QUIET_SECONDS = 60.0
_MAX_PAUSE_SECONDS = 300.0


def look_once(watcher: Watcher) -> Iterator[Filed]:
    """Import the files that are complete now.

    Yields:
        One result a file; what changed while this waited is left for the next time.

    Raises:
        SetupError: The installation cannot read any card.
        StoreError: The library refuses or the folder is gone.
    """
    yield from watcher.look()
    time.sleep(watcher.settle_seconds)
    yield from watcher.look()


def keep_looking(
    watcher: Watcher, wakes: Iterable[object], *, clock: Callable[[], float], tell: Callable[[StoreError], None]
) -> Iterator[Filed]:
    """Look at every wake; when the library refuses, say so and try again later.

    Args:
        watcher: Looks.
        wakes: Comes round whenever it may be worth looking; the loop lasts as long as it does.
        clock: Seconds that never go back.
        tell: Is told why the library, or the folder, could not be used.

    Yields:
        One result a file that was read.

    Raises:
        SetupError: The installation cannot read any card.
    """
    pause_seconds, not_before = _LOOK_SECONDS, clock()
    for _ in wakes:
        if clock() < not_before:
            continue
        try:
            yield from watcher.look()
        except StoreError as error:
            tell(error)
            pause_seconds = min(2 * pause_seconds, _MAX_PAUSE_SECONDS)
            not_before = clock() + pause_seconds
        else:
            pause_seconds = _LOOK_SECONDS


def wake_on_changes(folder: Path, is_waiting: Callable[[], bool], *, poll: bool) -> Iterator[None]:
    """Wake when something changes in a folder, while files settle, and now and then.

    Args:
        folder: The folder.
        is_waiting: Whether files are there that are not known to be complete.
        poll: Wake every second instead: for network folders, whose changes the system does not announce. (The polling
            of watchfiles would go through the whole archive each time.)
    """
    while True:
        if not poll:
            # Gone for now, or more folders than the system can watch: then it is the clock that wakes.
            with suppress(OSError):
                yield from _announced(folder, is_waiting)
        yield
        time.sleep(_LOOK_SECONDS)


def _announced(folder: Path, is_waiting: Callable[[], bool]) -> Iterator[None]:
    from watchfiles import watch  # noqa: PLC0415 - loads more than `--once` and polling need

    archive = f"{folder / ARCHIVE}/"
    yield
    looked = time.monotonic()
    for changes in watch(
        folder,
        watch_filter=lambda _, path: not path.startswith(archive),
        rust_timeout=round(_LOOK_SECONDS * 1000),
        yield_on_timeout=True,
        raise_interrupt=True,
        ignore_permission_denied=True,
    ):
        if changes or is_waiting() or time.monotonic() - looked > _QUIET_SECONDS:
            yield
            looked = time.monotonic()
