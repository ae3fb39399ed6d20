"""The watcher: has complete files imported, and files them away when the library has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from meishi.decode import printable
from meishi.errors import CardError, MeishiError
from meishi.services.import_ import FileOutcome, SetAside
from meishi.services.watch.folder import WatchedFolder, appearance_of
from meishi.services.watch.settling import Appearance, Settling
from meishi.wording import marked

# How long a file is left alone that could not be opened (whoever writes it may hold it), or not be moved (somebody has
# to mend rights first, and finding out costs another reading).
_LOCKED_SECONDS = 10.0
_STUCK_SECONDS = 300.0

ImportFiles = Callable[[Sequence[Path]], Iterable[FileOutcome]]


class Filed(BaseModel):
    """What became of one dropped file.

    Attributes:
        outcome: What reading it gave.
        filed_as: Where it lies now; None when it was left where it is.
    """

    model_config = ConfigDict(frozen=True)

    outcome: FileOutcome
    filed_as: str | None


class Watcher:
    """Looks into a watched folder, as often as it is told to.

    Args:
        folder: The folder.
        import_files: Saves the people on some files and gives one outcome a file, each after its commit.
        settling: Tells which files are complete.
        clock: Seconds that never go back.
        now: The time at the user's place; files go to the archive of its month.
        tell: Is told, once, about what is left alone.
    """

    def __init__(
        self,
        folder: WatchedFolder,
        import_files: ImportFiles,
        *,
        settling: Settling,
        clock: Callable[[], float],
        now: Callable[[], datetime],
        tell: Callable[[str], None],
    ) -> None:
        self._folder = folder
        self._import_files = import_files
        self._settling = settling
        self._clock = clock
        self._now = now
        self._tell = tell
        self._told: set[str] = set()
        # Files that are not looked at again before they change, or before that moment.
        self._left_alone: dict[Path, tuple[Appearance, float]] = {}

    @property
    def settle_seconds(self) -> float:
        """How long a file has to look the same before it is read."""
        return self._settling.seconds

    @property
    def is_waiting(self) -> bool:
        """Whether files were there, at the last look, that are not known to be complete."""
        return self._settling.is_waiting

    @property
    def left_alone(self) -> int:
        """How many files could not be opened or moved."""
        return sum(until < float("inf") for _, until in self._left_alone.values())

    def look(self) -> Iterator[Filed]:
        """Look into the folder once, read what is complete and file it away.

        Yields:
            One result a file that was read.

        Raises:
            SetupError: The installation cannot read any card.
            StoreError: The library refuses or the folder is gone; files that are not filed yet wait for the next look.
        """
        dropped = self._folder.dropped()
        for reason in dropped.refused.values():
            self._tell_once(reason)
        complete = self._settling.settled(self._awaited(dropped.files), self._clock())
        ready = {path: dropped.files[path] for path in complete if self._opens(path, dropped.files[path])}
        if ready:
            for path, outcome in self._outcomes(list(ready)):
                filed_as = self._file_away(path, ready[path], outcome)
                yield Filed(outcome=outcome, filed_as=printable(filed_as) if filed_as else None)

    def _awaited(self, files: Mapping[Path, Appearance]) -> dict[Path, Appearance]:
        now = self._clock()
        self._left_alone = {
            path: (appearance, until)
            for path, (appearance, until) in self._left_alone.items()
            if files.get(path) == appearance and now < until
        }
        return {path: appearance for path, appearance in files.items() if path not in self._left_alone}

    def _opens(self, path: Path, appearance: Appearance) -> bool:
        try:
            path.open("rb").close()
        except FileNotFoundError:
            return False
        except OSError as error:
            self._leave_alone(
                path,
                appearance,
                _LOCKED_SECONDS,
                marked(f"{printable(path)} cannot be opened ({error.strerror or error}) and waits"),
            )
            return False
        return True

    def _outcomes(self, files: list[Path]) -> Iterator[tuple[Path, FileOutcome]]:
        """Import files; one that makes the import itself fail fails alone."""
        by_name = {printable(file): file for file in files}
        try:
            for outcome in self._import_files(files):
                yield by_name.pop(outcome.file), outcome
        except MeishiError:
            raise
        except Exception as error:  # noqa: BLE001 - no file ends the loop, whatever it does to the import
            if len(files) > 1:
                for file in by_name.values():
                    yield from self._outcomes([file])
            else:
                yield files[0], _failed(files[0], error)

    def _file_away(self, path: Path, appearance: Appearance, outcome: FileOutcome) -> Path | None:
        if appearance_of(path) != appearance:
            # Gone, or written to since: it is read again when it has settled.
            return None
        try:
            if not outcome.set_aside:
                return self._folder.archive(path, self._now().date())
            say = self._folder.say
            reasons = [f"{say(aside.reason)}\n  {say(aside.hint)}".rstrip() for aside in outcome.set_aside]
            if outcome.cards:
                reasons.append(say(marked(f"cards on it that could be read, and are in the library: {outcome.cards}")))
            filed_as = self._folder.set_aside(path, reasons)
        except OSError as error:
            reason = marked(f"{printable(path)} cannot be filed away ({error.strerror or error})")
            self._leave_alone(path, appearance, _STUCK_SECONDS, reason)
            return None
        # Should the folder's file system keep times of change coarsely, its note seems to be of another time.
        self._left_alone[filed_as] = (appearance, float("inf"))
        return filed_as

    def _leave_alone(self, path: Path, appearance: Appearance, seconds: float, reason: str) -> None:
        self._left_alone[path] = (appearance, self._clock() + seconds)
        self._tell_once(reason)

    def _tell_once(self, message: str) -> None:
        if message not in self._told:
            self._told.add(message)
            self._tell(message)


def _failed(file: Path, error: Exception) -> FileOutcome:
    reason = CardError(
        f"{printable(file)}: importing it failed in a way that nobody foresaw ({type(error).__name__})",
        hint="Please report it, best with the picture; the other files are not touched by it.",
    )
    return FileOutcome(file=printable(file), set_aside=(SetAside.because(file, reason),))
