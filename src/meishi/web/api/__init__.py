"""The API: the library for other programs, as JSON, by the same services and models as `--json` of the commands.

`create_api` makes the app that stands under `/api`. A call passes the `guard` (name of the host, token, rate), then
`bring_token`, then its function; the cookie of a browser counts for nothing here, and a token for nothing on a page. A
function gets the library and the planner by `tools: WithTools`, calls a service and gives a model; errors of
`meishi.errors` become problems (`problems`) by themselves. What is about people goes in a body, never into an address;
a POST that changes nothing is marked `@only_reads`. What is private is given where it is asked for by name alone.
"""

from __future__ import annotations

from typing import Any

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from meishi.errors import MeishiError
from meishi.web.api import contacts, finds, pictures, problems, tasks
from meishi.web.guard import QUIET, bring_token
from meishi.web.parts import Parts
from meishi.web.refusals import RefusedError

_DESCRIPTION = """
The library of `meishi serve`, for other programs. A call brings a token: `Authorization: Bearer TOKEN`; `meishi token
add NAME` makes one. What is refused is told as `application/problem+json` (RFC 9457), with a `hint` what to do next.
"""


def create_api(parts: Parts) -> FastAPI:
    """Make the app for programs.

    Args:
        parts: What it works with.
    """
    app = _Api(
        title="meishi",
        description=_DESCRIPTION.strip(),
        version="1",
        responses={"4XX": problems.RESPONSE},
        dependencies=[Depends(bring_token)],
        **QUIET,
    )
    app.state.parts = parts
    for module in (contacts, tasks, finds, pictures):
        app.include_router(module.router)
    app.add_exception_handler(MeishiError, problems.of_error)
    app.add_exception_handler(RefusedError, problems.of_refusal)
    app.add_exception_handler(HTTPException, problems.of_http_error)
    app.add_exception_handler(RequestValidationError, problems.of_invalid)
    app.add_exception_handler(Exception, problems.of_bug)
    return app


class _Api(FastAPI):
    def openapi(self) -> dict[str, Any]:
        document = super().openapi()
        document.setdefault("components", {}).setdefault("schemas", {})["Problem"] = problems.SCHEMA
        return document
