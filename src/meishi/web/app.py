"""The app: the door, the rooms behind it, and the pages that say why something is refused."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException as AnyHTTPException

from meishi.errors import MeishiError
from meishi.web import door
from meishi.web.guard import MAX_BODY_BYTES, Guard, come_in
from meishi.web.pages import STATIC, error_page, refusal_page, way_around
from meishi.web.parts import Parts
from meishi.web.refusals import RefusedError
from meishi.web.rooms import ROOMS
from meishi.wording import marked

_MESSAGES = {
    404: marked("There is no such page."),
    405: marked("This page does not take that."),
    413: marked("That is too large."),
}


def create_app(parts: Parts, *, address: str, hosts: frozenset[str]) -> Guard:
    """Make the app, with its guard in front.

    Args:
        parts: What it works with.
        address: Where other devices reach it, without a path: `http://192.168.1.5:8765`.
        hosts: What browsers may call it; see `Guard`.
    """
    app = FastAPI(
        title="meishi",
        # No page that fetches scripts from elsewhere; and nothing reports to anybody, whatever the environment says.
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        telemetry={
            "tracing": False,
            "metrics": False,
            "logs": False,
            "operation_spans": False,
            "auto_configure": False,
        },
        max_body_size=MAX_BODY_BYTES,
    )
    app.state.parts = parts
    app.state.rooms = way_around(ROOMS)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.include_router(door.outside())
    app.include_router(door.inside(address), dependencies=[Depends(come_in)])
    for room in ROOMS:
        app.include_router(room.router, dependencies=[Depends(come_in)])
    app.add_exception_handler(MeishiError, _show_error)
    app.add_exception_handler(RefusedError, _show_refusal)
    app.add_exception_handler(AnyHTTPException, _show_http_error)
    app.add_exception_handler(RequestValidationError, _show_invalid)
    app.add_exception_handler(Exception, _show_bug)
    return Guard(
        app,
        hosts=hosts,
        scheme=address.partition("://")[0],
        show=refusal_page,
        open_forms=frozenset({door.BY_LINK, door.BY_PASSWORD}),
    )


async def _show_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, MeishiError)
    return error_page(request, error)


async def _show_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)
    return refusal_page(request, error)


async def _show_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, AnyHTTPException)
    message = _MESSAGES.get(error.status_code) or HTTPStatus(error.status_code).phrase
    answer = refusal_page(request, RefusedError(error.status_code, message))
    answer.headers.update(error.headers or {})
    return answer


async def _show_bug(request: Request, _error: Exception) -> Response:
    return refusal_page(request, RefusedError(500, marked("This is a bug in meishi. What was saved before is safe.")))


async def _show_invalid(request: Request, _error: Exception) -> Response:
    return refusal_page(
        request, RefusedError(422, marked("The form is not complete."), hint=marked("Go back and fill it in again."))
    )
