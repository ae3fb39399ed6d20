"""Backup and restore: the whole library in one file, contacts and originals, and the way back."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from meishi.errors import StoreError, UsageError
from meishi.store import Originals, PictureRecord, Store

_FORMAT = 1
_MANIFEST = "meishi-backup.json"
_DATABASE = "meishi.db"
_ORIGINAL = re.compile(r"originals/[0-9a-f]{2}/([0-9a-f]{64})(?:\.[!-.0-~]+)?")


class BackupOutcome(BaseModel):
    """What was written into a backup, or taken out of one.

    Attributes:
        file: The backup.
        contacts: How many contacts.
        originals: How many pictures.
        size_bytes: Of the backup.
        damaged: Pictures that are missing or not what they were, by the name they had when they were imported.
    """

    model_config = ConfigDict(frozen=True)

    file: str
    contacts: int
    originals: int
    size_bytes: int
    damaged: tuple[str, ...] = ()


def write_backup(file: Path, store: Store, originals: Originals, *, now: datetime) -> BackupOutcome:
    """Write the library into one file, as it is at this moment, also while others work with it.

    The file is complete and on the disk under its name when this returns, or it is not there; it is readable by its
    owner alone. It is a tar archive that any program opens: an SQLite database, whatever the library lies on, and the
    pictures.

    Raises:
        UsageError: There is a file of this name.
        StoreError: The file cannot be written.
    """
    if file.exists():
        raise UsageError(f"{file} is there already", hint="Take another name; backups are never overwritten.")
    with _refusals(file), tempfile.TemporaryDirectory(dir=file.parent, prefix=".meishi-backup-") as folder:
        snapshot = Path(folder) / _DATABASE
        store.write_snapshot(snapshot)
        with Store.open_file(snapshot) as copy:
            pictures, contacts = copy.pictures(), copy.count()
        incoming = Path(folder) / "backup.tar"
        damaged = []
        with incoming.open("xb") as opened, tarfile.open(fileobj=opened, mode="w") as archive:
            manifest = {"format": _FORMAT, "made_at": now.isoformat(), "contacts": contacts}
            _add_bytes(archive, _MANIFEST, json.dumps(manifest).encode())
            archive.add(snapshot, _DATABASE, filter=_as_owner)
            for picture in pictures:
                path = originals.path(picture.kept_as)
                if is_sound(path, picture.sha256):
                    archive.add(path, picture.kept_as, filter=_as_owner)
                else:
                    damaged.append(picture.original_name)
            archive.close()
            opened.flush()
            os.fsync(opened.fileno())
        incoming.chmod(0o600)
        incoming.replace(file)
    store.note_backup(file.resolve(), now=now)
    return _outcome(file, contacts, pictures, damaged)


def restore_backup(file: Path, store: Store, originals: Originals) -> BackupOutcome:
    """Fill an empty library from a backup; pictures come first, so that no contact ever points to nothing.

    Raises:
        StoreError: The file is no backup or is damaged, the library is not empty, or it cannot be written.
        DatabaseTooNewError: A newer meishi has written the backup.
    """
    with _refusals(file):
        originals.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _refusals(file), tempfile.TemporaryDirectory(dir=originals.folder, prefix=".meishi-restore-") as folder:
        try:
            with tarfile.open(file) as archive:
                _take_out(archive, Path(folder), file)
        except tarfile.TarError as error:
            raise _no_backup(file, str(error)) from error
        snapshot = Path(folder) / _DATABASE
        with Store.open_file(snapshot) as copy:
            pictures, contacts = copy.pictures(), copy.count()
        if store.pictures() or store.count():
            raise StoreError(
                "the library is not empty; nothing was restored",
                hint="Set MEISHI_HOME (or MEISHI_DATABASE_URL) to a new place, or move the present library away.",
            )
        damaged = []
        for picture in pictures:
            path = Path(folder) / picture.kept_as
            if is_sound(path, picture.sha256):
                originals.keep(path, picture.sha256)
            else:
                damaged.append(picture.original_name)
        store.read_snapshot(snapshot)
    return _outcome(file, contacts, pictures, damaged)


def _outcome(file: Path, contacts: int, pictures: Sequence[PictureRecord], damaged: Sequence[str]) -> BackupOutcome:
    return BackupOutcome(
        file=str(file),
        contacts=contacts,
        originals=len(pictures) - len(damaged),
        size_bytes=file.stat().st_size,
        damaged=tuple(damaged),
    )


def is_sound(path: Path, sha256: str) -> bool:
    """Tell whether a picture is there and is what it was when it was imported."""
    try:
        with path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest() == sha256
    except OSError:
        return False


def _take_out(archive: tarfile.TarFile, folder: Path, file: Path) -> None:
    """Take out what belongs into a backup, and nothing else."""
    for member in archive:
        if not member.isfile() or not (member.name in {_MANIFEST, _DATABASE} or _ORIGINAL.fullmatch(member.name)):
            raise _no_backup(file, f"{member.name} does not belong there")
        archive.extract(member, folder, filter="data")
        (folder / member.name).chmod(0o600)
    try:
        manifest = json.loads((folder / _MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        raise _no_backup(file, "its list of contents is missing") from error
    if manifest.get("format") != _FORMAT or not (folder / _DATABASE).exists():
        raise _no_backup(file, "it was written by another version, or is incomplete")


def _no_backup(file: Path, why: str) -> StoreError:
    return StoreError(
        f"{file} is no complete backup of meishi: {why}", hint="Take another backup; nothing was changed."
    )


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    member.mode = 0o600
    archive.addfile(member, BytesIO(content))


def _as_owner(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave out of the archive who the user is on this machine."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


@contextmanager
def _refusals(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"{file}: {error.strerror or error}", hint="Check the path, the rights and the room on the disk."
        ) from error
