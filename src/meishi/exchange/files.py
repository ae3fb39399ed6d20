"""Files that others may not read, and files from others that may be anything."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from meishi.errors import UnreadableFileError, UsageError

MAX_BYTES = 50_000_000
"""The largest file that is read: thousands of contacts with their photographs."""


def write_private(file: Path, content: bytes) -> None:
    """Write a file that its owner alone may read, all of it or nothing; one of that name is replaced.

    Raises:
        UsageError: It cannot be written there.
    """
    try:
        _replace(file, lambda opened: opened.write(content))
    except OSError as error:
        raise UsageError(
            f"{file}: cannot be written ({error.strerror or error})", hint="Name another file, or make room."
        ) from error


def keep_private(file: Path, content: BinaryIO) -> None:
    """Write a file as `write_private` does; what it says is on the disk when this returns.

    Its name is so too once its folder is (`meishi.store.sync_folder`).

    Raises:
        OSError: It cannot be written there.
    """

    def copy(opened: BinaryIO) -> None:
        shutil.copyfileobj(content, opened)
        opened.flush()
        os.fsync(opened.fileno())

    _replace(file, copy)


def _replace(file: Path, write: Callable[[BinaryIO], object]) -> None:
    # Made with the rights 0600 by definition.
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name[:50]}.")
    written = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            write(opened)
        written.replace(file)
    finally:
        written.unlink(missing_ok=True)


def file_name(text: str) -> str:
    """Keep of a text what every file system takes in a name: letters and digits of all scripts, 40 of them."""
    kept = "".join(character if character.isalnum() else "-" for character in text)
    return "-".join(filter(None, kept.split("-")))[:40] or "contact"


def read_limited(file: Path, max_bytes: int = MAX_BYTES) -> bytes:
    """Read a file, unless it is larger than any list of contacts.

    Raises:
        UnreadableFileError: It is missing, no ordinary file, empty or too large; too large ones are not read.
    """
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFileError(
                f"{file}: this is no ordinary file", hint="Name a file that another program wrote."
            )
        if status.st_size > max_bytes:
            raise UnreadableFileError(
                f"{file}: the file has {status.st_size:,} bytes, the limit is {max_bytes:,}",
                hint="Export it without photographs, or in several files.",
            )
        content = file.read_bytes()
    except OSError as error:
        raise UnreadableFileError(
            f"{file}: cannot be read ({error.strerror or error})", hint="Check the spelling and the rights of the file."
        ) from error
    if not content.strip():
        raise UnreadableFileError(f"{file}: the file is empty", hint="Export it again.")
    return content
