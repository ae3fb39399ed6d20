"""The door: how a device comes in, brings another one along, and leaves, and how other pages share with this one."""

from __future__ import annotations

import time
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup

from meishi.web.doorkeeper import SESSION_LASTS
from meishi.web.guard import only_reads
from meishi.web.languages import COOKIE, LANGUAGES
from meishi.web.limits import RateLimit
from meishi.web.pages import go_to, page
from meishi.web.parts import parts_of
from meishi.web.refusals import NotInsideError, RefusedError
from meishi.wording import marked

BY_LINK, BY_PASSWORD = "/pair", "/enter"
"""Where forms go by which a device comes in."""

TRIES, TRY_SECONDS = 10, 300
"""How often a device may try to come in within how many seconds."""

_LONGEST_SHARED = 2000
Shared = Annotated[str, Query(max_length=10_000)]

_YEAR_SECONDS = 365 * 24 * 3600


def outside() -> APIRouter:
    """Give what is in front of the door."""
    router = APIRouter()
    tries = RateLimit(TRIES, TRY_SECONDS)

    @router.get("/pair/{word}")
    def show_door(request: Request, word: str) -> Response:
        """Ask whether this device shall come in. Nothing is done yet: programs that look ahead at links do no harm."""
        parts = parts_of(request)
        if not parts.doorkeeper.knows_link(word):
            raise _link_is_of_no_use()
        return page(request, "door.html", message="", hint="", has_password=False, word=word)

    @router.get("/share")
    def share(request: Request, title: Shared = "", text: Shared = "", url: Shared = "") -> Response:
        """Bring what another page or program shares to the form for finds, which keeps nothing by itself.

        The cookie stays away from a way that begins on another site (SameSite=Strict); from this page, it comes along.
        """
        said = dict.fromkeys(part.strip() for part in (title, text, url))
        *before, last = (part for part in said if not any(part in other for other in said if other != part))
        # What is too long loses its words, not the link, which comes last.
        words = " ".join(before)[: max(0, _LONGEST_SHARED - len(last) - 1)]
        what = f"{words} {last}".strip()[:_LONGEST_SHARED]
        return page(request, "share.html", way=f"/finds?{urlencode({'what': what})}")

    @router.post(BY_LINK)
    def pair(request: Request, word: Annotated[str, Form()]) -> Response:
        """Let a device in by its link."""
        _count_try(request, tries)
        token = parts_of(request).doorkeeper.enter_by_link(word)
        if token is None:
            raise _link_is_of_no_use()
        return _inside(request, token)

    @router.post(BY_PASSWORD)
    def enter(request: Request, password: Annotated[str, Form()]) -> Response:
        """Let a device in by the password."""
        _count_try(request, tries)
        token = parts_of(request).doorkeeper.enter_by_password(password)
        if token is None:
            raise NotInsideError(401, marked("That is not the password."))
        return _inside(request, token)

    return router


def inside(address: str) -> APIRouter:
    """Give what is behind the door and belongs to no room.

    Args:
        address: Where another device reaches this server, without a path.
    """
    router = APIRouter()

    @router.post("/devices")
    @only_reads
    def add_device(request: Request) -> Response:
        """Show a link for another device, as a code to photograph."""
        import segno  # noqa: PLC0415 - few pages need it

        link = f"{address}/pair/{parts_of(request).doorkeeper.new_link()}"
        code = segno.make(link, error="m").svg_inline(scale=6, border=4, dark="#000", light="#fff", svgclass="code")
        return page(request, "device.html", link=link, code=Markup(code))  # noqa: S704 - drawn by segno from our own link

    @router.post("/leave")
    @only_reads
    def leave(request: Request) -> Response:
        """Let the device go; it takes another link, or the password, to come in again."""
        doorkeeper = parts_of(request).doorkeeper
        doorkeeper.leave(request.cookies.get(doorkeeper.cookie, ""))
        answer = go_to("/")
        answer.delete_cookie(doorkeeper.cookie, path="/", secure=doorkeeper.is_secure, httponly=True, samesite="strict")
        return answer

    @router.post("/language")
    @only_reads
    def choose_language(request: Request, language: Annotated[str, Form()]) -> Response:
        """Note in which language this device reads."""
        if language not in LANGUAGES:
            raise RefusedError(400, marked("There is no such language here."))
        answer = go_to("/")
        _set_cookie(request, answer, COOKIE, language, _YEAR_SECONDS)
        return answer

    return router


def _inside(request: Request, token: str) -> RedirectResponse:
    answer = go_to("/")
    _set_cookie(request, answer, parts_of(request).doorkeeper.cookie, token, int(SESSION_LASTS.total_seconds()))
    return answer


def _set_cookie(request: Request, answer: Response, name: str, value: str, seconds: int) -> None:
    secure = parts_of(request).doorkeeper.is_secure
    answer.set_cookie(name, value, max_age=seconds, path="/", secure=secure, httponly=True, samesite="strict")


def _count_try(request: Request, tries: RateLimit) -> None:
    who = request.client.host if request.client else ""
    if wait := tries.wait_seconds(who, time.monotonic()):
        raise RefusedError(
            429, marked("That was too often."), hint=marked("Wait some minutes, then try again."), wait_seconds=wait
        )


def _link_is_of_no_use() -> NotInsideError:
    return NotInsideError(
        401,
        marked("This link was used already, or is too old."),
        hint=marked("Start `meishi serve` again, or take another link from a device that is in."),
    )
