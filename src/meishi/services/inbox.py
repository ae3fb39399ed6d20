"""Inbox: pictures that come in through the web page wait in the library's folder until they are imported.

What has arrived is on the disk before anybody is told so; a server that ends in between goes on with it at its next
start. The picture goes when the library has its copy, or has said why it cannot be read.
"""

from __future__ import annotations

import io
import secrets
import shutil
import threading
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import BinaryIO

from pydantic import BaseModel, ConfigDict, ValidationError

from meishi.decode import printable
from meishi.domain.encounter import Encounter
from meishi.errors import MeishiError, StoreError, UsageError
from meishi.exchange.files import keep_private
from meishi.services.import_ import FileOutcome, ImportFiles, SetAside
from meishi.store import sync_folder
from meishi.wording import marked

INBOX_FOLDER = "inbox"
_NOTE = "arrival.json"
_LONGEST_NAME = 150
# Each time, the processes that read are started anew.
_AT_ONCE = 40
_FIRST_DAY = date(1900, 1, 1)


class Arrival(BaseModel):
    """A file that came in.

    Attributes:
        key: The folder in the inbox that holds it.
        name: What the sender called it, made safe.
        encounter: When and where the people on it were met.
        arrived_at: When it came.
        outcome: What became of it; None while it waits.
    """

    model_config = ConfigDict(frozen=True)

    key: str
    name: str
    encounter: Encounter
    arrived_at: datetime
    outcome: FileOutcome | None = None


class Progress(BaseModel):
    """How far the import of what came in is.

    Attributes:
        arrivals: All that came in and was not cleared away, the oldest first.
        left: How many of them wait.
        a_minute: How many were read a minute since the last time that none waited; None while that is not known.
    """

    model_config = ConfigDict(frozen=True)

    arrivals: tuple[Arrival, ...]
    left: int
    a_minute: float | None = None

    @property
    def minutes_left(self) -> float | None:
        """How long it will take, if it goes on like this; None while that is not known."""
        return self.left / self.a_minute if self.a_minute else None


class Inbox:
    """The files that came in.

    Args:
        home: The library's folder.

    """

    def __init__(self, home: Path) -> None:
        self._folder = home / INBOX_FOLDER
        self._taken = count()
        self._settled = 0

    @property
    def version(self) -> tuple[int, int]:
        """Another value whenever something in it has changed, by whatever program; cheap to ask for again and again."""
        # Whatever comes and goes changes the folder.
        return self._settled, self._folder.stat().st_mtime_ns if self._folder.is_dir() else 0

    def take(self, name: str, content: BinaryIO, encounter: Encounter, *, now: datetime) -> Arrival:
        """Keep a file, whole or not at all, readable by its owner alone.

        Args:
            name: What the sender calls it.
            content: Its bytes.
            encounter: When and where the people on it were met.
            now: The time that is noted.

        Raises:
            StoreError: The disk refuses; nothing of it is left.
        """
        key = f"{now:%Y%m%d%H%M%S%f}-{next(self._taken):05d}-{secrets.token_hex(4)}"
        arrival = Arrival(key=key, name=_safe(name), encounter=encounter, arrived_at=now)
        half = self._folder / f".{key}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            half.mkdir(mode=0o700)
            keep_private(half / arrival.name, content)
            _write_note(half, arrival)
            half.rename(self._folder / key)
            sync_folder(self._folder)
        except OSError as error:
            raise _refused(arrival, error) from error
        finally:
            shutil.rmtree(half, ignore_errors=True)
        return arrival

    def sweep(self) -> None:
        """Remove what was coming in when an earlier server ended; nobody was told that it had arrived."""
        for half in self._folder.glob(".*") if self._folder.is_dir() else ():
            shutil.rmtree(half, ignore_errors=True)

    def picture(self, arrival: Arrival) -> Path:
        """Tell where an arrival's file lies while it waits."""
        return self._folder / arrival.key / arrival.name

    def arrivals(self) -> list[Arrival]:
        """Give all that came in and was not cleared away, the oldest first."""
        if not self._folder.is_dir():
            return []
        notes = sorted(folder / _NOTE for folder in self._folder.iterdir() if not folder.name.startswith("."))
        return [arrival for note in notes if (arrival := _read(note))]

    def waiting(self) -> list[Arrival]:
        """Give what is still to be imported, the oldest first."""
        return [arrival for arrival in self.arrivals() if arrival.outcome is None]

    def settle(self, arrival: Arrival, outcome: FileOutcome, *, keeps_picture: bool = False) -> None:
        """Note what became of a file, then remove it.

        Args:
            arrival: The file.
            outcome: What became of it. Where the file lay in the inbox is taken out: nobody named it so.
            keeps_picture: Leave the file where it is until the list is cleared.

        Raises:
            StoreError: The disk refuses; the file waits as before.
        """
        picture = self.picture(arrival)
        named = [
            aside.model_copy(
                update={"file": arrival.name, "reason": aside.reason.replace(printable(picture), arrival.name)}
            )
            for aside in outcome.set_aside
        ]
        outcome = outcome.model_copy(update={"file": arrival.name, "set_aside": tuple(named)})
        try:
            _write_note(self._folder / arrival.key, arrival.model_copy(update={"outcome": outcome}))
            if not keeps_picture:
                picture.unlink(missing_ok=True)
            self._settled += 1
        except OSError as error:
            raise _refused(arrival, error) from error

    def clear(self) -> None:
        """Forget what became of the files that are settled."""
        for arrival in self.arrivals():
            if arrival.outcome is not None:
                shutil.rmtree(self._folder / arrival.key, ignore_errors=True)

    def forget(self, contact_id: int, pictures: Collection[str]) -> None:
        """Remove what is noted of files that a contact came from.

        Args:
            contact_id: The contact.
            pictures: SHA-256 of the pictures of its cards.
        """
        for arrival in self.arrivals():
            outcome = arrival.outcome
            if outcome and (outcome.sha256 in pictures or any(one.id == contact_id for one in outcome.contacts)):
                shutil.rmtree(self._folder / arrival.key, ignore_errors=True)


class InboxImporter:
    """Imports what waits in an inbox, in a thread of its own; the reading itself happens in other processes.

    Args:
        inbox: What comes in.
        import_files: Imports some of it.
    """

    def __init__(self, inbox: Inbox, import_files: ImportFiles) -> None:
        self.inbox = inbox
        self.trouble: MeishiError | None = None
        """Why nothing more is imported for now; the files wait."""
        self._import_files = import_files
        self._lock = threading.Lock()
        self._is_stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._is_running = False
        self._has_news = False
        self._began_at, self._read = 0.0, 0

    @property
    def is_running(self) -> bool:
        """Whether something is being imported, or about to be."""
        return self._is_running

    def progress(self) -> Progress:
        """Tell how far the import is."""
        arrivals = self.inbox.arrivals()
        left = sum(arrival.outcome is None for arrival in arrivals)
        a_minute = self._read * 60 / (perf_counter() - self._began_at) if self._read else None
        return Progress(arrivals=tuple(arrivals), left=left, a_minute=a_minute)

    def receive(
        self, pictures: Iterable[tuple[str, BinaryIO]], encounter: Encounter, *, now: datetime
    ) -> list[Arrival]:
        """Keep pictures, each as `Inbox.take` does, and begin to import them.

        Args:
            pictures: What the sender calls each, and its bytes.
            encounter: When and where the people on them were met.
            now: The time that is noted.

        Raises:
            StoreError: The disk refuses one; those before it are kept.
        """
        try:
            return [self.inbox.take(name, content, encounter, now=now) for name, content in pictures]
        finally:
            self.wake()

    def wake(self) -> None:
        """Begin with what waits, unless that is under way."""
        with self._lock:
            self._has_news = True
            if not self._is_stopping.is_set() and not self._is_running:
                self._is_running = True
                self.trouble = None
                self._began_at, self._read = perf_counter(), 0
                self._thread = threading.Thread(target=self._run, name="inbox")
                self._thread.start()

    def stop(self) -> None:
        """End after the file that is under way; the others wait for the next start."""
        self._is_stopping.set()
        if self._thread:
            self._thread.join()

    def _run(self) -> None:
        trouble: MeishiError | None = None
        while trouble is None and self._goes_on():
            try:
                # What an import passes over, the second of two equal pictures for instance, has its turn in the next.
                while (batch := self.inbox.waiting()[:_AT_ONCE]) and self._import_some(batch):
                    pass
            except MeishiError as error:
                trouble = error
            except Exception as error:  # noqa: BLE001 - nobody else would hear of it, and the pictures wait
                cause = (isinstance(error, OSError) and error.strerror) or type(error).__name__
                trouble = StoreError(f"the import failed: {cause}", hint="Start `meishi serve` again.")
        with self._lock:
            self.trouble = trouble or self.trouble
            self._is_running = False

    def _goes_on(self) -> bool:
        """Whether something came in since the last look; who asks in vain has ended."""
        with self._lock:
            goes_on, self._has_news = self._has_news and not self._is_stopping.is_set(), False
            self._is_running = goes_on
            return goes_on

    def _import_some(self, batch: Sequence[Arrival]) -> bool:
        """Import some files; tells whether there is a point in going on."""
        try:
            return self._import(batch)
        except (MeishiError, OSError):
            raise
        except Exception:
            if not self._import_one_by_one():
                raise
            return not self._is_stopping.is_set()

    def _import_one_by_one(self) -> bool:
        """Import all that waits file by file, after one of them failed in a way that nobody foresaw.

        The guilty ones are set aside, and so hold up no others; unless all of them fail, which is no fault of theirs.

        Returns:
            Whether some went well.
        """
        failed: list[tuple[Arrival, Exception]] = []
        went_well = False
        for arrival in self.inbox.waiting():
            if self._is_stopping.is_set():
                break
            try:
                self._import([arrival])
                went_well = True
            except (MeishiError, OSError):
                raise
            except Exception as error:  # noqa: BLE001 - it is told about beside the file
                failed.append((arrival, error))
        for arrival, cause in failed if went_well else ():
            aside = SetAside(
                file=arrival.name,
                reason=f"the import failed on it in a way that nobody foresaw ({type(cause).__name__})",
                hint=marked("It is kept until the list is cleared. Please report it, best with the picture."),
            )
            self.inbox.settle(arrival, FileOutcome(file=arrival.name, set_aside=(aside,)), keeps_picture=True)
        return went_well

    def _import(self, batch: Sequence[Arrival]) -> bool:
        """Import some files; tells whether there is a point in going on."""
        by_path = {self.inbox.picture(arrival): arrival for arrival in batch}
        by_name = {printable(path): arrival for path, arrival in by_path.items()}
        settled = 0
        for outcome in self._import_files(list(by_path), lambda path: by_path[path].encounter):
            # What the library has already is not read; counted, it would promise an end too soon.
            self._read += not outcome.is_known
            self.inbox.settle(by_name[outcome.file], outcome)
            settled += 1
            if self._is_stopping.is_set():
                return False
        if not settled:
            raise StoreError("the pictures that wait gave nothing", hint="Import them by `meishi import`.")
        return True


def meeting(met_on: date, met_at: str, tags: Iterable[str], *, today: date) -> Encounter:
    """Give the meeting at which the people on pictures were met, as it was typed.

    Raises:
        UsageError: Nobody can have been met on that day.
    """
    if not _FIRST_DAY <= met_on <= today:
        raise UsageError(
            marked("nobody was met on that day"), hint=marked("Give a day that was, or none: that is today.")
        )
    words = (tag.strip() for tag in tags)
    return Encounter(met_on=met_on, met_at=met_at.strip() or None, tags=tuple(dict.fromkeys(filter(None, words))))


def _write_note(folder: Path, arrival: Arrival) -> None:
    keep_private(folder / _NOTE, io.BytesIO(arrival.model_dump_json().encode()))
    sync_folder(folder)


def _refused(arrival: Arrival, error: OSError) -> StoreError:
    return StoreError(
        f"{arrival.name} could not be kept: {error.strerror or error}",
        hint=marked("Make room on the disk that holds the library's folder."),
    )


def _safe(name: str) -> str:
    """Give the last part of a name, without what no file system or screen should see."""
    last = "".join(sign for sign in name.replace("\\", "/").rsplit("/", 1)[-1] if sign.isprintable()).strip(". ")
    while len(last.encode(errors="replace")) > _LONGEST_NAME:
        last = last[1:]
    return last.encode(errors="replace").decode() if last and last != _NOTE else "picture"


def _read(note: Path) -> Arrival | None:
    try:
        return Arrival.model_validate_json(note.read_bytes())
    except (OSError, ValidationError):
        return None
