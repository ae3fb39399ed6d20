"""Collect: which pictures lie in the files and folders that the user named?"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from meishi.decode import looks_like_picture
from meishi.errors import CardError, UnreadableFileError


@dataclass(frozen=True)
class Collected:
    """The pictures under some paths.

    Attributes:
        files: Each once; a folder's in the order a person would list them, `2.jpg` before `10.jpg`.
        errors: Paths that are not there and folders that cannot be looked into.
    """

    files: tuple[Path, ...]
    errors: tuple[CardError, ...] = field(default=())


def collect_pictures(paths: Sequence[Path]) -> Collected:
    """List the pictures that files and folders give, folders recursively.

    A file is taken whatever its name, because the user named it; in a folder what looks like a picture is taken,
    hidden files and folders are passed over, and links to folders are not followed.
    """
    errors: list[CardError] = []
    files: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            files.update(dict.fromkeys(_pictures_below(path, errors)))
        else:
            files[path] = None
    return Collected(tuple(files), tuple(errors))


def _pictures_below(folder: Path, errors: list[CardError]) -> Iterator[Path]:
    def note(error: OSError) -> None:
        errors.append(
            UnreadableFileError(
                f"{error.filename}: the folder cannot be read ({error.strerror})",
                hint="Give your user the right to read it, then run the same command again.",
            )
        )

    for parent, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted((name for name in folders if not name.startswith(".")), key=_natural_order)
        for name in sorted(names, key=_natural_order):
            if not name.startswith(".") and looks_like_picture(Path(name)):
                yield Path(parent) / name


def _natural_order(name: str) -> list[tuple[int, int, str]]:
    """Sort numbers within names by value."""
    pieces = re.findall(r"\d+|\D+", name)
    return [(0, int(piece), "") if piece.isdecimal() else (1, 0, piece.casefold()) for piece in pieces]
