"""Contacts: who is in the library, what is right about them, what was changed, and the way back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from meishi.errors import UsageError
from meishi.services import correct
from meishi.store import CareRecord, ChangeRecord, ContactFilter, ContactRecord
from meishi.web.guard import only_reads
from meishi.web.parts import WithTools

MOST = 1000
"""How many members a list has at most; `offset` leads on."""

_A_PAGE = 50
_FURTHEST = 10**9

router = APIRouter(tags=["contacts"])

Path = Annotated[str, Field(max_length=100)]
Text = Annotated[str, Field(max_length=2000)]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Offset = Annotated[int, Query(ge=0, le=_FURTHEST)]


class Search(ContactFilter):
    """Whom to look for, as with `meishi contacts`.

    Attributes:
        query: Words that all must occur on the card; everybody when empty.
        limit: How many at most.
        offset: How many to pass over.
    """

    query: str = Field("", max_length=200)
    limit: int = Field(_A_PAGE, ge=1, le=MOST)
    offset: int = Field(0, ge=0, le=_FURTHEST)


class Edit(BaseModel):
    """What to put right, as with `meishi edit`.

    Attributes:
        set: Texts by path: `company`, `name.full`, `phones.0.kind`, `emails.+` (one more); an empty one takes away.
        confirm: Paths of values that are right as they stand.
        confirm_all: Whether everything is right as it stands.
    """

    set: dict[Path, Text] = Field(
        {}, max_length=200, examples=[{"company": "坂本物産株式会社", "emails.+": "a@example.jp"}]
    )
    confirm: list[Path] = Field([], max_length=200, examples=[["name.full"]])
    confirm_all: bool = False


class Undo(BaseModel):
    """What to take back, as with `meishi undo`: a change, else the last one to a contact, else the last one of all.

    Attributes:
        contact_id: Whose last change.
        change_id: Which change.
    """

    contact_id: int | None = None
    change_id: int | None = None


@router.get("/contacts")
def list_contacts(
    tools: WithTools,
    *,
    needs_review: bool = False,
    limit: Limit = _A_PAGE,
    offset: Offset = 0,
) -> list[ContactRecord]:
    """List contacts by their reading. A list that is shorter than its limit is the last one."""
    return _found(tools, Search(needs_review=needs_review, limit=limit, offset=offset))


@router.post("/contacts/search")
@only_reads
def search_contacts(tools: WithTools, search: Search) -> list[ContactRecord]:
    """List the contacts looked for. By POST: names and companies belong in no address."""
    return _found(tools, search)


@router.get("/contacts/{contact_id}")
def show_contact(tools: WithTools, contact_id: int) -> ContactRecord:
    """Give a contact with meetings and tasks, without what is private."""
    return tools.store.contact(contact_id)


@router.get("/contacts/{contact_id}/private")
def show_private(tools: WithTools, contact_id: int) -> CareRecord:
    """Give what is private about a person: closeness, the log, what you wrote. Nothing else gives it."""
    return tools.store.care.person(contact_id)


@router.get("/contacts/{contact_id}/history")
def show_history(tools: WithTools, contact_id: int) -> list[ChangeRecord]:
    """List what was changed about a contact, the newest first."""
    tools.store.contact(contact_id)
    return list(tools.store.history(contact_id))


@router.patch("/contacts/{contact_id}")
def edit_contact(tools: WithTools, contact_id: int, edit: Edit) -> ContactRecord:
    """Put values right, or note that they are.

    Raises:
        UsageError: Nothing is to be done, or a path or a text makes no sense.
    """
    if not (edit.set or edit.confirm or edit.confirm_all):
        raise UsageError("nothing to change was given", hint="Give `set`, `confirm` or `confirm_all`.")
    return correct.edit_contact(
        contact_id,
        tools.store,
        values=edit.set.items(),
        confirmed=edit.confirm,
        confirm_all=edit.confirm_all,
        by=tools.by,
        now=tools.now,
    )


@router.post("/undo")
def undo(tools: WithTools, what: Undo) -> ChangeRecord:
    """Take back a change, whoever made it."""
    return tools.store.undo(now=tools.now, contact_id=what.contact_id, change_id=what.change_id)


def _found(tools: WithTools, search: Search) -> list[ContactRecord]:
    return list(tools.store.contacts(search.query, only=search, limit=search.limit, offset=search.offset))
