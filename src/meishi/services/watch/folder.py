"""The watched folder: what was dropped there, where files are filed away to, and who may watch it."""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self

from meishi.decode import printable
from meishi.errors import StoreError, UsageError
from meishi.services.watch.settling import Appearance
from meishi.wording import marked

ARCHIVE = "archive"
"""Where files that were read go, by month."""
SET_ASIDE = "set-aside"
"""Where files that could not be read go, each with a note that says why."""

_LOCK = ".meishi-watch.lock"
_NOTE_SUFFIX = ".txt"
# What sync clients, browsers, cameras and systems leave beside the pictures; hidden files are passed over anyway.
_LITTER_SUFFIXES = (
    *(".part", ".partial", ".filepart", ".crdownload", ".download", ".opdownload", ".tmp", ".temp", ".!sync", ".!ut"),
    *(".aae", ".xmp", ".thm", ".lock", "~"),
)
_LITTER_NAMES = frozenset({"desktop.ini", "thumbs.db", "ehthumbs.db", "icon\r"})
_LITTER_PREFIXES = (".", "~$", "~", "#")
_LITTER_FOLDERS = frozenset({"@eadir", "lost+found", "$recycle.bin", "system volume information", "__macosx"})
# The longest name that common file systems take, in bytes.
_MAX_NAME_BYTES = 255


@dataclass(frozen=True)
class Dropped:
    """What lies in a watched folder.

    Attributes:
        files: What is to be read, and how it looks.
        refused: What is left alone although it is no litter, with the reason.
    """

    files: Mapping[Path, Appearance]
    refused: Mapping[Path, str]


@dataclass(frozen=True)
class WatchedFolder:
    """A folder that this program alone watches.

    Attributes:
        path: The folder, without links in its way.
        takes: Tells which files are meant; the others are left where they are.
        say: The words of the user's language, for the notes beside files that are set aside.
    """

    path: Path
    takes: Callable[[Path], bool] = lambda _: True
    say: Callable[[str], str] = str

    @classmethod
    @contextmanager
    def claim(
        cls,
        path: Path,
        *,
        home: Path,
        takes: Callable[[Path], bool] = lambda _: True,
        say: Callable[[str], str] = str,
    ) -> Iterator[Self]:
        """Make a folder this program's to watch, with its places for filed files, until the context ends.

        Args:
            path: The folder.
            home: The library's folder, whose pictures must not be taken for new ones.
            takes: Tells which files are meant, where not all of them are.
            say: The words of the user's language.

        Raises:
            UsageError: It is missing, a link, inside or around the library or another watched folder, or watched.
            StoreError: Files cannot be filed away in it.
        """
        if path.is_symlink():
            raise UsageError(f"{path} is a link", hint=f"Watch the folder itself: {path.resolve()}")
        if not path.is_dir():
            raise UsageError(f"{path} is no folder", hint="Make it first, or check the spelling.")
        folder = cls(path.resolve(), takes, say)
        folder._refuse_nesting(home.resolve())
        descriptor = folder._lock()
        try:
            folder._make_places()
            yield folder
        finally:
            os.close(descriptor)

    def dropped(self) -> Dropped:
        """Look what is to be read: dropped files, and set-aside ones that were touched since.

        Raises:
            StoreError: The folder cannot be looked into.
        """
        files: dict[Path, Appearance] = {}
        refused: dict[Path, str] = {}
        try:
            own = {self.path / ARCHIVE, self.path / SET_ASIDE}
            _look_below(self.path, own, files, refused)
            aside: dict[Path, Appearance] = {}
            _look_below(self.path / SET_ASIDE, set(), aside, refused)
        except OSError as error:
            raise StoreError(
                f"{error.filename or self.path}: the folder cannot be looked into ({error.strerror or error})",
                hint="Check that the disk or network folder is there and that your user may read it.",
            ) from error
        files.update((path, appearance) for path, appearance in aside.items() if _was_touched(path, appearance))
        return Dropped({path: appearance for path, appearance in files.items() if self.takes(path)}, refused)

    def tags_of(self, path: Path) -> tuple[str, ...]:
        """The names of the sub-folders in which a file was dropped."""
        return self._place_of(path).parts

    def archive(self, path: Path, day: date) -> Path:
        """Move a file that was read to the archive; a note from an earlier try goes.

        Returns:
            Where it lies now.

        Raises:
            OSError: It cannot be moved.
        """
        target = self._free_name(self.path / ARCHIVE / f"{day:%Y-%m}" / self._place_of(path), path)
        path.rename(target)
        if self._is_aside(path):
            _note_of(path).unlink(missing_ok=True)
        return target

    def set_aside(self, path: Path, reasons: Sequence[str]) -> Path:
        """Move a file that could not be read out of the way, with a note that says why.

        The note bears the file's time of change: when they differ, the file was touched and is tried again.

        Returns:
            Where it lies now.

        Raises:
            OSError: It cannot be moved, or the note not be written.
        """
        target = path
        if not self._is_aside(path):
            target = self._free_name(self.path / SET_ASIDE / self._place_of(path), path)
        # First the note: a kill between the two leaves the file where it is found again.
        _write_note(_note_of(target), reasons, path.stat().st_mtime_ns, self.say)
        if target != path:
            path.rename(target)
        return target

    def _is_aside(self, path: Path) -> bool:
        return path.is_relative_to(self.path / SET_ASIDE)

    def _place_of(self, path: Path) -> Path:
        """The sub-folder that a file was dropped into, relative to the watched folder."""
        return path.parent.relative_to(self.path / SET_ASIDE if self._is_aside(path) else self.path)

    def _free_name(self, folder: Path, path: Path) -> Path:
        _make_private(self.path, folder)
        target = folder / path.name
        number = 2
        while os.path.lexists(target):
            ending = f"-{number}{path.suffix}"
            target = folder / f"{_cut(path.stem, _MAX_NAME_BYTES - len(os.fsencode(ending)))}{ending}"
            number += 1
        return target

    def _refuse_nesting(self, home: Path) -> None:
        if home.is_relative_to(self.path) or self.path.is_relative_to(home):
            raise UsageError(
                f"{self.path} and the library's folder {home} lie in one another",
                hint="Watch a folder of its own, away from the library.",
            )
        for parent in self.path.parents:
            if not (parent / _LOCK).exists():
                continue
            if self.path.relative_to(parent).parts[0] in {ARCHIVE, SET_ASIDE}:
                raise UsageError(
                    f"{self.path} is where files dropped into {parent} are filed", hint=f"Watch {parent} itself."
                )
            if _is_held(parent / _LOCK):
                raise UsageError(f"{self.path} lies in {parent}, which is watched", hint="Watch one of the two.")
        for lower, folders, names in os.walk(self.path):
            if Path(lower) == self.path:
                folders[:] = [name for name in folders if name not in {ARCHIVE, SET_ASIDE}]
            elif _LOCK in names and _is_held(Path(lower, _LOCK)):
                raise UsageError(f"{lower} lies in {self.path} and is watched", hint="Watch one of the two.")

    def _lock(self) -> int:
        """Hold the folder's lock; the system lets go of it when this process ends, however it ends."""
        try:
            descriptor = os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            raise _unfileable(self.path, error) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(descriptor)
            if isinstance(error, BlockingIOError):
                raise UsageError(
                    f"{self.path} is watched already", hint="One watcher is enough; end the other one first."
                ) from error
            raise _unfileable(self.path, error) from error
        return descriptor

    def _make_places(self) -> None:
        for name in (ARCHIVE, SET_ASIDE):
            place = self.path / name
            if place.is_symlink():
                raise UsageError(f"{place} is a link", hint="Put an ordinary folder in its place.")
            try:
                place.mkdir(mode=0o700, exist_ok=True)
                # Rights are tried, not asked for: a network folder may say one thing and do another.
                attempt = place / ".meishi-try"
                attempt.touch(mode=0o600)
                attempt.unlink()
            except OSError as error:
                raise _unfileable(self.path, error) from error


def appearance_of(path: Path) -> Appearance | None:
    """How an ordinary file looks now; None when it is gone or something else has its name."""
    with suppress(OSError):
        status = path.lstat()
        if stat.S_ISREG(status.st_mode):
            return Appearance.of(status)
    return None


def _look_below(folder: Path, passed_over: set[Path], files: dict[Path, Appearance], refused: dict[Path, str]) -> None:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            path = Path(entry.path)
            if path in passed_over or _is_litter(entry.name):
                continue
            # Files come and go while one looks.
            with suppress(FileNotFoundError):
                if entry.is_symlink():
                    refused[path] = marked(f"{printable(path)} is a link, which is not followed")
                elif entry.is_dir(follow_symlinks=False):
                    if entry.name.lower() not in _LITTER_FOLDERS:
                        _look_into_subfolder(path, files, refused)
                elif entry.is_file(follow_symlinks=False):
                    # Not what the listing said: on some systems that is as old as the file's opening.
                    files[path] = Appearance.of(path.lstat())
                else:
                    refused[path] = marked(f"{printable(path)} is no ordinary file")


def _look_into_subfolder(folder: Path, files: dict[Path, Appearance], refused: dict[Path, str]) -> None:
    try:
        _look_below(folder, set(), files, refused)
    except PermissionError as error:
        refused[folder] = marked(f"{printable(folder)} cannot be looked into ({error.strerror})")


def _is_litter(name: str) -> bool:
    folded = name.lower()
    return folded.startswith(_LITTER_PREFIXES) or folded.endswith(_LITTER_SUFFIXES) or folded in _LITTER_NAMES


def _was_touched(path: Path, appearance: Appearance) -> bool:
    """Whether a set-aside file differs from the one that its note is about; text is never a card, and may be a note."""
    if path.suffix == _NOTE_SUFFIX:
        return False
    note = appearance_of(_note_of(path))
    return note is None or note.modified_ns != appearance.modified_ns


def _note_of(path: Path) -> Path:
    return path.with_name(_cut(path.name, _MAX_NAME_BYTES - len(_NOTE_SUFFIX)) + _NOTE_SUFFIX)


def _write_note(note: Path, reasons: Sequence[str], modified_ns: int, say: Callable[[str], str]) -> None:
    lines = (
        say("meishi set this file aside:"),
        *(f"- {reason}" for reason in reasons),
        "",
        say("To have it tried again, put a better picture in its place under the same name, or touch it."),
    )
    draft = note.with_name(f".{_cut(note.stem, _MAX_NAME_BYTES - len('..new'))}.new")
    draft.touch(mode=0o600)
    draft.write_text("\n".join(lines) + "\n", encoding="utf-8", errors="backslashreplace")
    os.utime(draft, ns=(modified_ns, modified_ns))
    draft.replace(note)


def _make_private(top: Path, folder: Path) -> None:
    """Make a folder and those on the way to it, readable by their owner alone."""
    for parent in (*reversed(folder.parents), folder):
        if parent.is_relative_to(top):
            parent.mkdir(mode=0o700, exist_ok=True)


def _cut(name: str, max_bytes: int) -> str:
    while len(os.fsencode(name)) > max_bytes:
        name = name[:-1]
    return name


def _is_held(lock: Path) -> bool:
    """Whether another program watches the folder of a lock file."""
    try:
        descriptor = os.open(lock, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def _unfileable(folder: Path, error: OSError) -> StoreError:
    return StoreError(
        f"{folder}: files cannot be filed away here ({error.strerror or error})",
        hint="Give your user the right to write to the folder, and make room on its disk.",
    )
