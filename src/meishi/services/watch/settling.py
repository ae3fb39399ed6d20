"""Settling: a file is complete when it has not changed for some seconds; nothing else tells."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, Self


class Appearance(NamedTuple):
    """What changes when a file is written to or replaced.

    Attributes:
        size_bytes: Its size.
        modified_ns: When it was written last, in nanoseconds since 1970.
        inode: Which file it is, whatever its name.
    """

    size_bytes: int
    modified_ns: int
    inode: int

    @classmethod
    def of(cls, status: os.stat_result) -> Self:
        """Take it from what the system says about a file."""
        return cls(status.st_size, status.st_mtime_ns, status.st_ino)


class Settling:
    """Remembers since when each file looks as it does.

    Args:
        seconds: How long a file has to look the same before it counts as complete. The system's clock, file times
            included, plays no part: only how long this program has seen no change.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._since: dict[Path, tuple[Appearance, float]] = {}
        self._unsettled = 0

    def settled(self, seen: Mapping[Path, Appearance], now_seconds: float) -> list[Path]:
        """Tell which files are complete.

        Args:
            seen: All files that are there, as they look now; others are forgotten.
            now_seconds: A clock that never goes back.
        """
        since = {path: self._same_since(path, appearance, now_seconds) for path, appearance in seen.items()}
        self._since = {path: (seen[path], start) for path, start in since.items()}
        complete = [path for path, start in since.items() if now_seconds - start >= self.seconds]
        self._unsettled = len(since) - len(complete)
        return complete

    @property
    def is_waiting(self) -> bool:
        """Whether there were files, at the last look, that are not known to be complete."""
        return self._unsettled > 0

    def _same_since(self, path: Path, appearance: Appearance, now_seconds: float) -> float:
        before, start = self._since.get(path, (None, now_seconds))
        return start if before == appearance else now_seconds
