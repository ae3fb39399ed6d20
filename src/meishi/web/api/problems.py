"""What the API refuses, told as programs understand it (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from meishi.errors import MeishiError
from meishi.web.guard import API
from meishi.web.refusals import RefusedError, refusal_of_bug, refusal_of_error, refusal_of_http_error

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """Why a call was refused.

    Attributes:
        type: What kind it is; `about:blank` says that the status is all there is to it.
        title: The status in words.
        status: The status of HTTP.
        detail: What happened.
        hint: What to do next; may be empty.
        errors: What is wrong with the values that were sent, each with its place.
    """

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    hint: str = ""
    errors: tuple[str, ...] = ()


SCHEMA: dict[str, Any] = Problem.model_json_schema(mode="serialization")
RESPONSE: dict[str, Any] = {
    "description": "Refused: `detail` says why, `hint` what to do next.",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def problem(refusal: RefusedError, errors: tuple[str, ...] = ()) -> Response:
    """Tell why a call is refused."""
    told = Problem(
        title=HTTPStatus(refusal.status).phrase,
        status=refusal.status,
        detail=str(refusal),
        hint=refusal.hint,
        errors=errors,
    )
    return JSONResponse(
        told.model_dump(mode="json"), status_code=refusal.status, headers=refusal.headers, media_type=MEDIA_TYPE
    )


async def of_refusal(_request: Request, error: Exception) -> Response:
    """Tell a refusal of the web."""
    assert isinstance(error, RefusedError)
    return problem(error)


async def of_error(_request: Request, error: Exception) -> Response:
    """Tell one of meishi's own errors."""
    assert isinstance(error, MeishiError)
    return problem(refusal_of_error(error))


async def of_http_error(_request: Request, error: Exception) -> Response:
    """Tell that there is no such way, that it is not taken, or that something is too large."""
    assert isinstance(error, HTTPException)
    return problem(refusal_of_http_error(error))


async def of_invalid(_request: Request, error: Exception) -> Response:
    """Tell which values make no sense; what was sent is not sent back."""
    assert isinstance(error, RequestValidationError)
    wrong = tuple(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
    refusal = RefusedError(422, "Some values that were sent make no sense.", hint=f"See {API}/openapi.json.")
    return problem(refusal, wrong)


async def of_bug(_request: Request, error: Exception) -> Response:
    """Tell that it is meishi's fault."""
    return problem(refusal_of_bug(error))
