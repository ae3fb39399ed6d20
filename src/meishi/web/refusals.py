"""What a page refuses, and the status that each of meishi's errors has on the web."""

from __future__ import annotations

from meishi.errors import (
    CardError,
    ChangedSinceError,
    ChangeNotFoundError,
    ContactNotFoundError,
    FindNotFoundError,
    MailNotFoundError,
    MeishiError,
    ServerError,
    StepNotPossibleError,
    StoreError,
    UsageError,
)
from meishi.exchange.mail import MailUncertainError

# The first that fits: kinds stand before what they are a kind of.
_STATUS: tuple[tuple[type[MeishiError], int], ...] = (
    (ContactNotFoundError, 404),
    (ChangeNotFoundError, 404),
    (FindNotFoundError, 404),
    (MailNotFoundError, 404),
    (ChangedSinceError, 409),
    (StepNotPossibleError, 409),
    (UsageError, 400),
    (CardError, 422),
    (StoreError, 503),
    (ServerError, 502),
    (MailUncertainError, 502),
)


class RefusedError(Exception):
    """A request that is not answered; it ends in a page that says why.

    Attributes:
        status: The status of HTTP.
        hint: What to do next.
        wait_seconds: When to try again; 0 when that makes no difference.
    """

    def __init__(self, status: int, message: str, *, hint: str = "", wait_seconds: float = 0.0) -> None:
        super().__init__(message)
        self.status = status
        self.hint = hint
        self.wait_seconds = wait_seconds


class NotInsideError(RefusedError):
    """Somebody asks who has not come in; the page shows the door."""


def status_of(error: MeishiError) -> int:
    """Tell the status that an error has on the web; what the user cannot mend there is 500."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
