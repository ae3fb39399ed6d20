"""The calendar feed: what is still to do, for calendar programs that know its secret address."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from meishi.exchange.forms import TasksAs
from meishi.exchange.write_calendar import write_feed
from meishi.services.export import collect_people
from meishi.web.feed_key import PATH, Feed
from meishi.web.pages import go_to, page
from meishi.web.parts import AtDesk, parts_of, wording_of


def outside() -> APIRouter:
    """Give the feed, which stands in front of the door: its address is the key."""
    router = APIRouter()
    seen = _Seen()

    @router.api_route(PATH, methods=["GET", "HEAD"])
    def feed(request: Request, word: str, tasks_as: Annotated[TasksAs, Query(alias="as")] = TasksAs.EVENT) -> Response:
        """Give the open tasks as a calendar, or say that they have not changed (RFC 9110, section 13)."""
        parts, say = parts_of(request), wording_of(request)
        if not parts.feed_key.opens(word):
            raise HTTPException(404)
        content = write_feed(collect_people(parts.library.store), parts.clock(), tasks_as=tasks_as, say=say)
        etag = f'"{hashlib.sha256(content).hexdigest()}"'
        since = seen.since((tasks_as, say.language), etag, parts.clock())
        headers = {
            "ETag": etag,
            "Last-Modified": format_datetime(since, usegmt=True),
            # Asked for anew each time; what has not changed is not sent again.
            "Cache-Control": "private, no-cache",
            "Content-Disposition": 'inline; filename="meishi.ics"',
        }
        if _has_it(request.headers, etag, since):
            return Response(status_code=304, headers=headers)
        return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)

    return router


def inside(address: str) -> APIRouter:
    """Give the page on which the address of the feed is made and revoked.

    Args:
        address: Where another device reaches this server, without a path.
    """
    router = APIRouter()

    @router.get("/calendar")
    def look(request: Request) -> Response:
        """Tell whether there is an address, and what it is good for."""
        return _show(request, parts_of(request).feed_key.feed)

    @router.post("/calendar/renew")
    def renew(request: Request, desk: AtDesk) -> Response:
        """Make an address and show it, this once."""
        return _show(request, parts_of(request).feed_key.renew(address, now=desk.now))

    @router.post("/calendar/revoke")
    def revoke(request: Request) -> Response:
        """Let the address be of no use any more."""
        parts_of(request).feed_key.revoke()
        return go_to("/calendar")

    return router


def _show(request: Request, feed: Feed) -> Response:
    return page(request, "calendar.html", feed=feed)


class _Seen:
    """Since when this server has given what it gives, in whole seconds.

    The times in the library will not do: whoever is forgotten takes theirs along, and a calendar that hears of no
    change keeps their name.
    """

    def __init__(self) -> None:
        self._last: dict[tuple[str, ...], tuple[str, datetime]] = {}
        self._lock = threading.Lock()

    def since(self, what: tuple[str, ...], etag: str, now: datetime) -> datetime:
        """Tell since when what was asked for is as it is; no two states of it begin at the same time."""
        with self._lock:
            before, since = self._last.get(what, ("", _LONG_AGO))
            if before != etag:
                since = max(now.astimezone(UTC).replace(microsecond=0), since + timedelta(seconds=1))
                self._last[what] = (etag, since)
            return since


_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def _has_it(headers: Mapping[str, str], etag: str, since: datetime) -> bool:
    asked = headers.get("if-none-match")
    if asked is not None:
        return any(tag.strip().removeprefix("W/") in {etag, "*"} for tag in asked.split(","))
    with suppress(ValueError, TypeError):
        return since <= parsedate_to_datetime(headers.get("if-modified-since", ""))
    return False
