"""What a page or the API refuses, and the status that each of meishi's errors has on the web."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from http import HTTPStatus

from starlette.exceptions import HTTPException

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
from meishi.wording import marked

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


_MESSAGES: Mapping[int, tuple[str, str]] = {
    404: (marked("There is no such page."), ""),
    405: (marked("This page does not take that."), ""),
    413: (marked("That is too large."), marked("Send fewer or smaller files at once.")),
}


class RefusedError(Exception):
    """A request that is not answered; it ends in a page, or for programs in a problem, that says why.

    Attributes:
        status: The status of HTTP.
        hint: What to do next.
        headers: What the answer bears.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        hint: str = "",
        wait_seconds: float = 0.0,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Make a refusal; `wait_seconds` says when to try again, 0 when that makes no difference."""
        super().__init__(message)
        self.status = status
        self.hint = hint
        self.headers = {**(headers or {}), **({"Retry-After": str(int(wait_seconds) + 1)} if wait_seconds else {})}


class NotInsideError(RefusedError):
    """Somebody asks who has not come in; the page shows the door."""


def refusal_of_error(error: MeishiError) -> RefusedError:
    """Tell what one of meishi's errors is on the web; what the user cannot mend there is 500."""
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    return RefusedError(status, str(error), hint=error.hint)


def refusal_of_http_error(error: HTTPException) -> RefusedError:
    """Tell what a refusal of the framework is here."""
    message, hint = _MESSAGES.get(error.status_code) or (HTTPStatus(error.status_code).phrase, "")
    return RefusedError(error.status_code, message, hint=hint, headers=error.headers)


def refusal_of_bug(error: Exception) -> RefusedError:
    """Tell that meishi itself has failed, unless it is the disk."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return RefusedError(507, marked("There is no room on the disk."), hint=marked("Make room, then try again."))
    return RefusedError(500, marked("This is a bug in meishi. What was saved before is safe."))
