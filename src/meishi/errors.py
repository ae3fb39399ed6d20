"""Everything that can go wrong, and the exit code that each of them ends in.

One root, four branches, after what a caller can do about it:

- `CardError`: this picture or card cannot be read; set it aside and go on with the next one.
- `SetupError`: the installation cannot read any card; stop and say what to install or mend.
- `StoreError`: the library of contacts refused; nothing of the current step was saved.
- `ServerError`: a server of the user's refused or was not there; the same command goes on where it stopped.

The message says what happened, `hint` says what to do next.
"""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """The exit codes of the `meishi` command."""

    OK = 0
    BUG = 1
    USAGE = 2
    CARD_REJECTED = 3
    BATCH_INCOMPLETE = 4
    SETUP = 5
    STORE = 6
    SERVER = 7
    INTERRUPTED = 130


class MeishiError(Exception):
    """Root of all errors that meishi raises on purpose.

    Attributes:
        hint: One sentence that says what to do next; may be empty.
        exit_code: What the command line ends with when nobody catches the error.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.BUG

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(MeishiError):
    """What was asked for does not exist or makes no sense; asked differently, it works."""

    exit_code = ExitCode.USAGE


class StepNotPossibleError(UsageError):
    """What was said to have become of a postcard, a follow-up or a line cannot follow on where it stands."""


class MessageTooLongError(UsageError):
    """A postcard's message has more than three lines."""


class CardError(MeishiError):
    """One picture or card cannot be read; the next one still stands a chance."""

    exit_code = ExitCode.CARD_REJECTED


class UnreadableFileError(CardError):
    """The file cannot be opened or is no picture: missing, empty, truncated, encrypted, another format."""


class PictureTooLargeError(CardError):
    """The file is beyond the limits on bytes, pixels or pages; it was refused before decoding."""


class NoCardFoundError(CardError):
    """The picture was decoded, but nothing in it looks like a card."""


class NoTextFoundError(CardError):
    """A card was found, but no text on it could be read."""


class EngineFailedError(CardError):
    """What reads or draws a card crashed, hung or answered nonsense on this one."""


class SetupError(MeishiError):
    """The installation cannot read any card: something is missing or of the wrong version."""

    exit_code = ExitCode.SETUP


class EngineMissingError(SetupError):
    """The text engine or its language data is not installed."""


class SettingError(SetupError):
    """A setting has a value that cannot be used."""


class NotDeliveredError(SetupError):
    """A reminder could not be shown; it is kept and said at the next start."""


class StoreError(MeishiError):
    """The library of contacts refused; nothing of the current step was saved."""

    exit_code = ExitCode.STORE


class ServerError(MeishiError):
    """A server of the user's cannot be reached, or refuses; what was done before is kept."""

    exit_code = ExitCode.SERVER


class ContactNotFoundError(StoreError):
    """No contact has the given id."""

    exit_code = ExitCode.USAGE


class ChangeNotFoundError(StoreError):
    """There is no change to undo."""

    exit_code = ExitCode.USAGE


class ChangedSinceError(StoreError):
    """What a step builds on, or what is to be undone, was changed again; it would overwrite the later change."""

    exit_code = ExitCode.USAGE


class FindNotFoundError(StoreError):
    """No find has the given number."""

    exit_code = ExitCode.USAGE


class MailNotFoundError(StoreError):
    """No mail has the given number."""

    exit_code = ExitCode.USAGE


class DatabaseTooNewError(StoreError):
    """The database was written by a newer meishi."""
