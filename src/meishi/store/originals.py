"""The originals: a copy of every imported picture, named by its content."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from meishi.errors import StoreError, UnreadableFileError

_CHUNK_BYTES = 1 << 20
_STALE_SECONDS = 24 * 3600


@dataclass(frozen=True)
class KeptOriginal:
    """A picture of which the library keeps a copy.

    Attributes:
        sha256: Hex digest of its bytes.
        kept_as: Where the copy lies, relative to the library's folder.
        size_bytes: Its size.
    """

    sha256: str
    kept_as: str
    size_bytes: int


@dataclass(frozen=True)
class Originals:
    """The folder of originals beside the database; files in it are never changed.

    Attributes:
        folder: The library's folder.
    """

    folder: Path

    def keep(self, file: Path, sha256: str) -> KeptOriginal:
        """Copy a picture into the library, where it is not there yet; the user's file is left alone.

        The copy is complete and on the disk under its final name when this returns, so that a database row that
        names it never points to nothing, whenever the power goes.

        Args:
            file: The user's file.
            sha256: Hex digest of the bytes that were read from it.

        Raises:
            UnreadableFileError: The file is gone or its content is no longer what was read.
            StoreError: The copy could not be written, for instance because the disk is full.
        """
        suffix = file.suffix.lower()
        relative = Path("originals") / sha256[:2] / f"{sha256}{suffix if suffix.isascii() else ''}"
        target = self.folder / relative
        try:
            size_bytes = target.stat().st_size
        except FileNotFoundError:
            size_bytes = self._copy(file, sha256, target)
        except OSError as error:
            raise _refused(target, error) from error
        return KeptOriginal(sha256, relative.as_posix(), size_bytes)

    def path(self, kept_as: str) -> Path:
        """Tell where a copy lies."""
        return self.folder / kept_as

    def files(self) -> Iterator[Path]:
        """List all copies that lie there, named in the database or not."""
        yield from sorted(self.folder.glob("originals/[0-9a-f][0-9a-f]/*"))

    def put_aside(self, kept_as: str) -> Path:
        """Move a copy that is no longer what it was out of the way; it is not deleted.

        Raises:
            StoreError: It cannot be moved.
        """
        path = self.path(kept_as)
        aside = self.folder / "originals" / ".damaged"
        try:
            aside.mkdir(mode=0o700, exist_ok=True)
            return path.replace(aside / path.name)
        except OSError as error:
            raise _refused(path, error) from error

    def remove(self, kept_as: str) -> bool:
        """Delete a copy for good, the damaged one that was put aside too; False when there was none.

        Raises:
            StoreError: It cannot be deleted.
        """
        path = self.path(kept_as)
        copies = [copy for copy in (path, self.folder / "originals" / ".damaged" / path.name) if copy.exists()]
        try:
            for copy in copies:
                copy.unlink()
        except OSError as error:
            raise StoreError(
                f"{path} cannot be deleted: {error.strerror or error}", hint="Delete it by hand."
            ) from error
        return bool(copies)

    def _copy(self, file: Path, sha256: str, target: Path) -> int:
        try:
            source = file.open("rb")
        except OSError as error:
            raise UnreadableFileError(
                f"{file}: is no longer there to be kept ({error.strerror or error})",
                hint="Put it back and import it again.",
            ) from error
        with source:
            try:
                return self._copy_open(source, file, sha256, target)
            except OSError as error:
                raise _refused(target, error) from error

    def _copy_open(self, source: BinaryIO, file: Path, sha256: str, target: Path) -> int:
        incoming = self.folder / "originals" / ".incoming"
        # Each by itself: `parents=True` would give the folders on the way the usual rights.
        for folder in (self.folder, incoming.parent, incoming, target.parent):
            folder.mkdir(mode=0o700, exist_ok=True)
        # Made with the rights 0600 by definition.
        descriptor, name = tempfile.mkstemp(dir=incoming)
        copy = Path(name)
        try:
            _remove_leftovers(incoming, os.fstat(descriptor).st_mtime)
            with os.fdopen(descriptor, "wb") as copied:
                found_sha256 = _copy_bytes(source, copied)
                size_bytes = copied.tell()
            if found_sha256 == sha256:
                copy.replace(target)
        finally:
            copy.unlink(missing_ok=True)
        if found_sha256 != sha256:
            raise UnreadableFileError(
                f"{file}: was changed while it was being read", hint="Import it again when it is complete."
            )
        sync_folder(target.parent)
        sync_folder(target.parent.parent)
        return size_bytes


def _copy_bytes(source: BinaryIO, copied: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := source.read(_CHUNK_BYTES):
        digest.update(chunk)
        copied.write(chunk)
    copied.flush()
    os.fsync(copied.fileno())
    return digest.hexdigest()


def sync_folder(folder: Path) -> None:
    """Put a folder's list of names on the disk; without it, a rename may not survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove_leftovers(incoming: Path, now_seconds: float) -> None:
    """Remove what an import that was killed left half-copied; a younger file may be another import's."""
    for leftover in incoming.iterdir():
        # Another import may tidy up at the same time.
        with contextlib.suppress(FileNotFoundError):
            if now_seconds - leftover.stat().st_mtime > _STALE_SECONDS:
                leftover.unlink()


def _refused(target: Path, error: OSError) -> StoreError:
    return StoreError(
        f"the original cannot be kept as {target}: {error.strerror or error}",
        hint="Make room or mend the rights of the library's folder, then run the same command again.",
    )
