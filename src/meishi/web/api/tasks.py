"""Tasks: what the day asks for, postcards and follow-ups, and what became of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from meishi.care import PostcardStep
from meishi.domain.task import PostcardState
from meishi.services.follow_ups import FollowUpStep, FollowUpTask, describe
from meishi.services.postcards import OPEN_STATES, Choice, choose_postcards, take_postcard_step
from meishi.services.today import Agenda, look_at
from meishi.store import ContactRecord, PostcardTask
from meishi.web.api.contacts import MOST, Limit, Offset, Text
from meishi.web.parts import WithTools, settle_once_a_day

router = APIRouter(tags=["tasks"])


class PostcardNews(BaseModel):
    """What happened to a postcard.

    Attributes:
        step: What happened.
        on: When; today when not given.
        good: What was good about the person, with `write`; private.
        message: The lines, three at the most, with `write`; private.
    """

    step: Literal["write", "post", "answer", "decline", "come back", "reopen"]
    on: date | None = None
    good: Text | None = None
    message: list[Text] | None = Field(None, max_length=20)


class FollowUpNews(BaseModel):
    """What happened to a follow-up.

    Attributes:
        step: What happened; `snooze` puts it off.
        days: For how many days it is put off.
        note: What you wrote, for the private log, with `done`.
    """

    step: FollowUpStep
    days: int = Field(7, ge=1, le=365)
    note: Text | None = None


@router.get("/today")
def today(request: Request, tools: WithTools) -> Agenda:
    """Tell what should be done by today, what comes next, and how many of the people met have their postcard."""
    return look_at(tools.today, tools.store, moved=settle_once_a_day(request, tools))


@router.get("/postcards")
def list_postcards(
    tools: WithTools,
    state: Annotated[list[PostcardState], Query()] = list(OPEN_STATES),  # noqa: B006 - FastAPI copies it
    due_by: date | None = None,
    limit: Limit = MOST,
    offset: Offset = 0,
) -> list[PostcardTask]:
    """List postcards, the one that is due first first; those that are still to do unless other states are given."""
    return list(choose_postcards(tools.store, Choice(states=tuple(state), due_by=due_by)))[offset : offset + limit]


@router.get("/follow-ups")
def list_follow_ups(tools: WithTools, days: Annotated[int, Query(ge=0, le=31)] = 0) -> list[FollowUpTask]:
    """List to whom a line is due today, or within some days from today, the most overdue first."""
    return [describe(person) for person in tools.store.care.due(tools.today + timedelta(days=days))]


@router.post("/contacts/{contact_id}/postcard")
def note_postcard(tools: WithTools, contact_id: int, news: PostcardNews) -> ContactRecord:
    """Note what happened to a person's postcard."""
    take_postcard_step(
        tools.planner, contact_id, PostcardStep(news.step), on=news.on, good=news.good, message=news.message
    )
    return tools.store.contact(contact_id)


@router.post("/contacts/{contact_id}/follow-up")
def note_follow_up(tools: WithTools, contact_id: int, news: FollowUpNews) -> ContactRecord:
    """Note what happened to a follow-up; the next one is planned."""
    tools.planner.take(contact_id, news.step, days=news.days, note=news.note)
    return tools.store.contact(contact_id)
