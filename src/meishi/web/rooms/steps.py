"""What can be noted about a person from any room: what became of the postcard and the follow-up, and undo."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form
from fastapi.responses import Response

from meishi.care import PostcardStep
from meishi.services.follow_ups import FollowUpStep
from meishi.services.postcards import take_postcard_step
from meishi.store import CareRecord
from meishi.web.doorkeeper import Notice
from meishi.web.pages import Room, go_to, noted, way_back
from meishi.web.parts import AtDesk, Desk

_router = APIRouter()
ROOM = Room("", "/contacts", _router)

CameFrom = Annotated[str, Form()]


@_router.post("/contacts/{contact_id}/postcard")
def note_postcard(
    desk: AtDesk,
    contact_id: int,
    step: Annotated[Literal["post", "answer", "decline", "come back", "reopen"], Form()],
    came_from: CameFrom = "",
) -> Response:
    """Note what happened to a postcard."""
    person = take_postcard_step(desk.planner, contact_id, PostcardStep(step))
    say = desk.say
    what = {
        "post": say("posted"),
        "answer": say("answered, how good"),
        "decline": say("declined by them"),
        "come back": say("came back"),
        "reopen": say("to write"),
    }[step]
    return noted(desk, _sentence(desk, person, what), contact_id, back=way_back(came_from, contact_id))


@_router.post("/contacts/{contact_id}/follow-up")
def note_follow_up(
    desk: AtDesk,
    contact_id: int,
    step: Annotated[FollowUpStep, Form()],
    *,
    days: Annotated[int, Form(ge=1, le=365)] = 7,
    note: Annotated[str, Form(max_length=2000)] = "",
    came_from: CameFrom = "",
) -> Response:
    """Note what happened to a follow-up; the next one is planned."""
    person, say = desk.planner.take(contact_id, step, days=days, note=note.strip() or None), desk.say
    what = {
        FollowUpStep.DONE: say("done"),
        FollowUpStep.SNOOZE: say("put off"),
        FollowUpStep.SKIP: say("skipped"),
        FollowUpStep.ANSWERED: say("answered, how good"),
        FollowUpStep.STOP: say("as you wish"),
        FollowUpStep.RESUME: say("back in your days"),
    }[step]
    return noted(desk, _sentence(desk, person, what), contact_id, back=way_back(came_from, contact_id))


@_router.post("/changes/{change_id}/undo")
def undo(
    desk: AtDesk,
    change_id: int,
    came_from: CameFrom = "",
    contact_id: Annotated[int | None, Form()] = None,
    also: Annotated[list[int] | None, Form(max_length=2000)] = None,
) -> Response:
    """Take back a change and others that were made with it, all of them or none."""
    desk.store.undo_all((change_id, *(also or ())), now=desk.now)
    desk.session.leave_notice(Notice(desk.say("Taken back.")))
    return go_to(way_back(came_from, contact_id))


def _sentence(desk: Desk, person: CareRecord, what: str) -> str:
    follow_up = person.open_follow_up
    following = (
        desk.say("Next line: {day}.", day=desk.day(follow_up.due_on))
        if follow_up
        else desk.say("No follow-ups, as you wished.")
    )
    return desk.say("{name}: {what}. {following}", name=person.contact.display_name, what=what, following=following)
