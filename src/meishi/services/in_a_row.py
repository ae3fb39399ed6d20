"""Pictures in a row: the front and the back of a card, photographed or scanned one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from meishi.services.reading import FileReading
from meishi.services.sides import are_sides

# How cameras call pictures by the moment they were taken: IMG_20261120_143015.jpg.
_MOMENT = re.compile(r"(20\d{6})[-_ ]?(\d{6})")
_NUMBER = re.compile(r"(\d+)(?=\D*$)")
_SOON = timedelta(minutes=1)


def with_backs(results: Iterable[FileReading], files: Sequence[Path]) -> Iterator[tuple[FileReading, ...]]:
    """Put a picture of a front and the next one, of its back, together.

    A picture waits until it is known whether it belongs to the one before or after it; others are given at once.

    Args:
        results: What was read on files, in any order.
        files: Those files.

    Yields:
        One result, or the two of a card, in the order of their names; each result once.
    """
    next_of = dict(_neighbours(files))
    previous_of = {after: before for before, after in next_of.items()}
    waiting: dict[Path, FileReading] = {}
    settled: set[Path] = set()

    def group_of(result: FileReading) -> tuple[FileReading, ...]:
        """The result with the one of its back; nothing while that cannot be told yet."""
        before, after = previous_of.get(result.path), next_of.get(result.path)
        if before and before not in settled:
            return ()
        if not after or after in settled or len(result.readings) != 1:
            return (result,)
        if after not in waiting:
            return ()
        return (result, waiting[after]) if _are_pair(result, waiting[after]) else (result,)

    def groups() -> Iterator[tuple[FileReading, ...]]:
        while group := next(filter(None, map(group_of, waiting.values())), None):
            for result in group:
                settled.add(result.path)
                del waiting[result.path]
            yield group

    for result in results:
        waiting[result.path] = result
        yield from groups()
    # What was not given a result will never be.
    settled.update(set(files) - waiting.keys())
    yield from groups()


def _are_pair(one: FileReading, other: FileReading) -> bool:
    return len(one.readings) == len(other.readings) == 1 and are_sides(one.readings[0], other.readings[0])


def _neighbours(files: Sequence[Path]) -> Iterator[tuple[Path, Path]]:
    """Each file with the one that was taken next: by its number, or by a moment within a minute."""
    rows: dict[tuple[Path, str, str], list[tuple[int, Path]]] = {}
    moments: dict[Path, list[tuple[datetime, Path]]] = {}
    for file in files:
        if moment := _moment(file.stem):
            moments.setdefault(file.parent, []).append((moment, file))
        elif number := _NUMBER.search(file.stem):
            around = (file.parent, file.stem[: number.start()], file.stem[number.end() :])
            rows.setdefault(around, []).append((int(number[1]), file))
    for numbered in rows.values():
        row = sorted(numbered)
        yield from ((a[1], b[1]) for a, b in pairwise(row) if b[0] == a[0] + 1)
    for taken in moments.values():
        line = sorted(taken)
        yield from ((a[1], b[1]) for a, b in pairwise(line) if b[0] - a[0] <= _SOON)


def _moment(stem: str) -> datetime | None:
    found = _MOMENT.search(stem)
    try:
        return datetime.strptime("".join(found.groups()), "%Y%m%d%H%M%S") if found else None  # noqa: DTZ007 - compared alone
    except ValueError:
        return None
