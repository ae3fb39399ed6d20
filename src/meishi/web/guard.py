"""What every request has to pass, whichever room it goes to, and what every answer bears.

`Guard` stands in front of everything; `come_in` stands before every room and `bring_token` before every call of the
API, so that what is added is behind the door without having to think of it.
"""

from __future__ import annotations

import hmac
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Annotated, Any, TypeVar

from fastapi import Depends, FastAPI, Request
from fastapi.responses import Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope, Send

from meishi.web.limits import RateLimit
from meishi.web.parts import parts_of, session_of, token_of
from meishi.web.refusals import NotInsideError, RefusedError, refusal_of_http_error
from meishi.wording import marked

API = "/api"
"""Under which the API stands."""

MAX_BODY_BYTES = 256 * 1024
"""The largest request; a form is far smaller. A route that takes files says so: `max_body_size=`."""

MAX_UPLOAD_BYTES = 512 * 1024 * 1024
"""Of all pictures in one request; what a single one may have is the decoder's business."""

QUIET: Mapping[str, Any] = {
    # No page that fetches scripts from elsewhere; and nothing reports to anybody, whatever the environment says.
    "docs_url": None,
    "redoc_url": None,
    "telemetry": {
        "tracing": False,
        "metrics": False,
        "logs": False,
        "operation_spans": False,
        "auto_configure": False,
    },
    "max_body_size": MAX_BODY_BYTES,
}
"""What every app of this page has."""

Endpoint = TypeVar("Endpoint", bound=Callable[..., object])

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

# Nothing but what comes from here, and no script or style within a page: what a card says can never become one.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "img-src 'self'",
        "style-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    # Not `no-referrer`: browsers would then name no origin with forms (Fetch, 3.2).
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Permissions-Policy": "geolocation=(), microphone=(), payment=()",
}


_NOT_INSIDE = marked("This device has not been let in yet.")
_GUESSES, _GUESS_SECONDS = 10, 300


class Guard:
    """The app behind what refuses requests from another site or too many of them, and adds headers to every answer.

    Args:
        app: The app.
        hosts: What browsers call this server, with the port where it is not the usual one; another name in the address
            bar belongs to somebody who points it here (DNS rebinding).
        scheme: `http` or `https`.
        show: Makes the page for a refusal.
        open_forms: Where somebody may send a form who has not come in.
        a_second: How many requests a second a device of the network may send, over ten seconds.
    """

    def __init__(
        self,
        app: FastAPI,
        *,
        hosts: frozenset[str],
        scheme: str,
        show: Callable[[Request, RefusedError], Response],
        open_forms: frozenset[str],
        a_second: int = 50,
    ) -> None:
        self.app = app
        self._hosts = hosts
        self._origins = frozenset(f"{scheme}://{host}" for host in hosts)
        self._show = show
        self._open = open_forms
        self._limit = RateLimit(10 * a_second, 10)
        self._guesses = RateLimit(_GUESSES, _GUESS_SECONDS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if scope["method"] not in SAFE_METHODS and not _only_reads(scope):
                    # Whoever has changed something sees it on the next page.
                    self.app.state.parts.library.store.forget_answers()
            await send(message)

        request = Request({**scope, "app": self.app})
        if refusal := self._reason_to_refuse(request):
            # The page is one for strangers, whatever cookie came along.
            without_cookie = [(name, value) for name, value in scope["headers"] if name != b"cookie"]
            stranger = Request({**scope, "app": self.app, "headers": without_cookie})
            await self._show(stranger, refusal)(scope, receive, send_with_headers)
        elif await self._is_too_large(scope, receive, send_with_headers):
            await self._show(request, refusal_of_http_error(HTTPException(413)))(scope, receive, send_with_headers)

    def close(self) -> None:
        """Tell answers that go on and on to end."""
        self.app.state.parts.closing.set()

    async def _is_too_large(self, scope: Scope, receive: Receive, send: Send) -> bool:
        """Let the app answer; tell whether it has not, because too much was sent."""
        is_too_large = False

        async def send_ours(message: Message) -> None:
            nonlocal is_too_large
            if message["type"] == "http.response.start":
                # What counts the bytes puts a bare line in the place of any page.
                is_too_large = message["status"] == 413 and b"text/plain" in dict(message["headers"])[b"content-type"]
            if not is_too_large:
                await send(message)

        try:
            await self.app(scope, receive, send_ours)
        except Exception as error:  # noqa: BLE001 - the last resort: the app has said that it is a bug
            _note(error)
        return is_too_large

    def _reason_to_refuse(self, request: Request) -> RefusedError | None:
        headers = request.headers
        if headers.get("host", "").lower() not in self._hosts:
            return RefusedError(
                421,
                marked("meishi does not answer under this name."),
                hint=marked("Open the address that `meishi serve` prints; `--name` adds another name."),
            )
        is_form = request.method not in SAFE_METHODS and not is_call(request)
        if is_form and not self._is_from_here(headers):
            return RefusedError(403, marked("This comes from another site, so nothing was done."))
        client = request.client.host if request.client else ""
        if client not in {"127.0.0.1", "::1"} and (wait := self._limit.wait_seconds(client, time.monotonic())):
            return _too_often(wait)
        # Before anything of what is sent is read; the question of rooms and calls comes after that.
        if is_form and request.url.path not in self._open and session_of(request) is None:
            return NotInsideError(401, _NOT_INSIDE)
        if is_call(request) and token_of(request) is None:
            is_guess = "authorization" in headers
            wait = self._guesses.wait_seconds(client, time.monotonic()) if is_guess else 0
            return _too_often(wait) if wait else _no_token()
        return None

    def _is_from_here(self, headers: Headers) -> bool:
        origin = headers.get("origin")
        return origin in self._origins if origin else headers.get("sec-fetch-site") == "same-origin"


async def come_in(request: Request) -> None:
    """Let a request into a room: its device has come in, its form is one of ours, and it may change what it changes.

    Raises:
        RefusedError: It may not.
    """
    session = session_of(request)
    if session is None:
        raise NotInsideError(401, _NOT_INSIDE)
    if request.method in SAFE_METHODS:
        return
    brought = request.headers.get("x-csrf") or (await request.form()).get("csrf")
    if not isinstance(brought, str) or not hmac.compare_digest(brought.encode(), session.csrf.encode()):
        raise RefusedError(
            403, marked("This form is out of date, so nothing was done."), hint=marked("Open the page again.")
        )
    _keep_what_is_read_only(request, read_only=parts_of(request).read_only)


async def bring_token(
    request: Request,
    _documented: Annotated[
        HTTPAuthorizationCredentials | None, Depends(HTTPBearer(scheme_name="token", auto_error=False))
    ],
) -> None:
    """Let a program call the API: it has a token, and may change what it changes.

    Raises:
        RefusedError: It may not.
    """
    token = token_of(request)
    if token is None:
        raise _no_token()
    if request.method not in SAFE_METHODS:
        _keep_what_is_read_only(request, read_only=token.read_only or parts_of(request).read_only)


def is_call(request: Request) -> bool:
    """Tell whether a request is for the API."""
    return f"{request.url.path}/".startswith(f"{API}/")


def _keep_what_is_read_only(request: Request, *, read_only: bool) -> None:
    if read_only and not _only_reads(request.scope):
        raise RefusedError(
            403,
            marked("The library is open for reading only."),
            hint=marked("Start `meishi serve` without `--read-only` to change something."),
        )


def _only_reads(scope: Scope) -> bool:
    return getattr(scope.get("endpoint"), "only_reads", False)


def _too_often(wait_seconds: float) -> RefusedError:
    return RefusedError(429, marked("That was too often."), hint=marked("Wait a little."), wait_seconds=wait_seconds)


def _no_token() -> RefusedError:
    return RefusedError(
        401,
        "This takes a token that is known here.",
        hint="`meishi token add NAME` makes one; send it as `Authorization: Bearer TOKEN`.",
        headers={"WWW-Authenticate": "Bearer"},
    )


def only_reads(endpoint: Endpoint) -> Endpoint:
    """Mark what answers a POST as something that changes nothing, a search for instance: it stays open to readers.

    Whatever the user types goes by POST, so that it is in no address.
    """
    endpoint.only_reads = True  # type: ignore[attr-defined]
    return endpoint


def _note(error: Exception) -> None:
    """Say in the log where a page failed, without the values it failed on: they are about people."""
    with suppress(IndexError):
        place = traceback.extract_tb(error.__traceback__)[-1]
        sys.stderr.write(f"meishi: a page failed ({type(error).__name__} in {place.filename}, line {place.lineno})\n")
