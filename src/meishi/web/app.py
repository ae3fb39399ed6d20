"""The app: the door, the rooms behind it, the API beside them, and the pages that say why something is refused."""

from __future__ import annotations

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException as AnyHTTPException

from meishi.errors import MeishiError
from meishi.web import door, feed
from meishi.web.api import create_api
from meishi.web.api.problems import problem
from meishi.web.guard import API, QUIET, Guard, come_in, is_call
from meishi.web.pages import STATIC, refusal_page, way_around
from meishi.web.parts import Parts
from meishi.web.refusals import RefusedError, refusal_of_bug, refusal_of_error, refusal_of_http_error
from meishi.web.rooms import ROOMS
from meishi.wording import marked


def create_app(parts: Parts, *, address: str, hosts: frozenset[str]) -> Guard:
    """Make the app, with its guard in front.

    Args:
        parts: What it works with.
        address: Where other devices reach it, without a path: `http://192.168.1.5:8765`.
        hosts: What browsers may call it; see `Guard`.
    """
    app = FastAPI(title="meishi", openapi_url=None, **QUIET)
    app.state.parts = parts
    app.state.rooms = way_around(ROOMS)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.mount(API, create_api(parts))
    app.include_router(door.outside())
    app.include_router(feed.outside())
    app.include_router(door.inside(address), dependencies=[Depends(come_in)])
    app.include_router(feed.inside(address), dependencies=[Depends(come_in)])
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
        show=_refuse,
        open_forms=frozenset({door.BY_LINK, door.BY_PASSWORD}),
    )


def _refuse(request: Request, refusal: RefusedError) -> Response:
    return problem(refusal) if is_call(request) else refusal_page(request, refusal)


async def _show_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, MeishiError)
    return refusal_page(request, refusal_of_error(error))


async def _show_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)
    return refusal_page(request, error)


async def _show_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, AnyHTTPException)
    # Some paths under that of the API do not lead to it, those with a line break for instance.
    return _refuse(request, refusal_of_http_error(error))


async def _show_bug(request: Request, error: Exception) -> Response:
    # Those of the API come by here too, answered already; they are to be noted with where they happened.
    return _refuse(request, refusal_of_bug(error))


async def _show_invalid(request: Request, _error: Exception) -> Response:
    return refusal_page(
        request, RefusedError(422, marked("The form is not complete."), hint=marked("Go back and fill it in again."))
    )
