"""Finds: what one came across, and who would enjoy it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from meishi.services.finds import FindMatches, match_find, parse_find
from meishi.store import FindRecord
from meishi.web.api.contacts import MOST, Limit, Offset, Text
from meishi.web.parts import WithTools, parts_of

router = APIRouter(tags=["finds"])

# Left out of every answer in which it is not asked for by name.
_PRIVATE = {"find": {"why"}}


class NewFind(BaseModel):
    """A find to keep, as with `meishi find add`.

    Attributes:
        what: A link, a text, or both.
        why: Why it is kept; private: it goes into no mail, and is given under `/finds/ID/private` alone.
        tags: Your own words for it.
    """

    what: Text
    why: Text | None = None
    tags: list[Annotated[str, Field(min_length=1, max_length=100)]] = Field([], max_length=50)


@router.get("/finds", response_model_exclude={"__all__": _PRIVATE})
def list_finds(
    tools: WithTools,
    limit: Limit = MOST,
    offset: Offset = 0,
) -> list[FindRecord]:
    """List the finds, the newest first, and who has each; without what is private."""
    return list(tools.store.mail.finds())[offset : offset + limit]


@router.get("/finds/{find_id}/private")
def show_private(tools: WithTools, find_id: int) -> FindRecord:
    """Give a find with why it was kept."""
    return tools.store.mail.find(find_id)


@router.post("/finds", status_code=201, response_model_exclude=_PRIVATE)
def add_find(tools: WithTools, find: NewFind) -> FindRecord:
    """Keep a find."""
    return tools.store.mail.add_find(parse_find([find.what], why=find.why, tags=find.tags), now=tools.now)


@router.delete("/finds/{find_id}", status_code=204)
def remove_find(tools: WithTools, find_id: int) -> None:
    """Forget a find; the lines that went with it stay."""
    tools.store.mail.remove_find(find_id)


@router.get("/finds/{find_id}/matches", response_model_exclude={"find": _PRIVATE})
def match(request: Request, tools: WithTools, find_id: int, limit: Limit = 5) -> FindMatches:
    """Tell who would enjoy a find, and why: by words that it shares with their card, your tags and your log.

    Who had a line lately is left in peace.
    """
    options = parts_of(request).post_office.options
    return match_find(tools.store, find_id, today=tools.today, options=options, limit=limit)
