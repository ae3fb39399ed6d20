"""Postcards: which are to write, what happens to each, and how many of the people met have got theirs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date

from pydantic import BaseModel, ConfigDict

from meishi.care import PostcardStep, advance, check_message
from meishi.care.postcards import STEPS
from meishi.domain.change import ChangeKind
from meishi.domain.task import PostcardState
from meishi.errors import StepNotPossibleError, UsageError
from meishi.services.correct import set_values
from meishi.services.follow_ups import Planner
from meishi.store import CareRecord, CareStep, FollowUpChange, PostcardCare, PostcardChange, PostcardTask, Store
from meishi.wording import marked

_SUMMARY = {
    PostcardStep.WRITE: marked("postcard written"),
    PostcardStep.POST: marked("postcard posted"),
    PostcardStep.ANSWER: marked("postcard answered"),
    PostcardStep.DECLINE: marked("postcard declined by them"),
    PostcardStep.COME_BACK: marked("postcard came back"),
    PostcardStep.REOPEN: marked("postcard to write again"),
}


# A yes typed by mistake is no address: one has a number, or a place that is said to be one, or several parts.
_PLACE = re.compile(r"[\d〇一二三四五六七八九十都道府県市区町村郡,、，]")

OPEN_STATES = tuple(state for state in PostcardState if state.is_open)
"""Where postcards stand with which the user still has something to do."""


class Choice(BaseModel):
    """Which postcards are looked at; each condition leaves fewer.

    Attributes:
        states: Those that stand there.
        due_by: Those that should be in the letter box by this day.
        event: Those of people met there, or with this tag; part of the name will do.
    """

    model_config = ConfigDict(frozen=True)

    states: tuple[PostcardState, ...] = OPEN_STATES
    due_by: date | None = None
    event: str | None = None


def choose_postcards(store: Store, choice: Choice) -> tuple[PostcardTask, ...]:
    """List postcards, the one that is due first first."""
    return tuple(
        task
        for task in store.care.postcards(choice.states)
        if (choice.due_by is None or task.due_on <= choice.due_by) and _is_of_event(task, choice.event)
    )


def postcard_for(person: CareRecord, step: PostcardStep) -> PostcardCare:
    """Choose a person's postcard to which a step can happen, the likeliest first.

    Raises:
        StepNotPossibleError: It cannot happen to any of them.
    """
    likeliest = list(STEPS[step])
    able = [postcard for postcard in person.postcards if postcard.state in likeliest]
    if not able:
        # Raises with the reason.
        advance(person.postcards[-1].state, step)
    # Of several that wait the oldest is written first, but an answer is to the last one that was posted.
    newest_first = step in {PostcardStep.ANSWER, PostcardStep.COME_BACK}
    return min(reversed(able) if newest_first else able, key=lambda postcard: likeliest.index(postcard.state))


def why_waiting(person: CareRecord) -> str:
    """Say why a person's postcard waits for an address."""
    if not person.contact.addresses:
        return marked("there is no address on the card")
    return marked("it came back from the address that is on the card")


def give_address(planner: Planner, contact_id: int, address: str) -> None:
    """Note where a person can be written to; a postcard that waits for it can be written then.

    An address from which a postcard came back is replaced: it is of no use any more.

    Raises:
        UsageError: The text is no address.
        ContactNotFoundError: No contact has this id.
    """
    if not _PLACE.search(address):
        raise UsageError(
            marked("no letter would find its way there"),
            hint=marked("Write it as on a letter: postal code, prefecture, town and number."),
        )
    person = planner.store.care.person(contact_id)
    came_back = person.contact.addresses and any(
        postcard.state is PostcardState.WAITING_FOR_ADDRESS for postcard in person.postcards
    )
    # Added and taken away: the old one's postal code is not to stay.
    values = {"addresses.+": address} | ({"addresses.0": ""} if came_back else {})
    set_values(contact_id, values, planner.store, by=planner.by, now=planner.now)


def take_postcard_step(
    planner: Planner,
    contact_id: int,
    step: PostcardStep,
    *,
    on: date | None = None,
    good: str | None = None,
    message: Sequence[str] | None = None,
) -> CareRecord:
    """Note what happened to a person's postcard.

    A postcard is a contact too: when it is posted, no follow-up stays within the quiet days after it; an answer opens a
    new window.

    Args:
        planner: Plans what follows.
        contact_id: Whose postcard.
        step: What happened.
        on: When; today when not given.
        good: What was good about the person.
        message: The lines; see `check_message`.

    Returns:
        The person, as it is then.

    Raises:
        StepNotPossibleError: It cannot happen to any postcard of this person.
        MessageTooLongError: The message has a fourth line.
    """
    with planner.store.at_once():
        person = planner.store.care.person(contact_id)
        postcard = postcard_for(person, step)
        day = on or planner.today
        change = PostcardChange(
            id=postcard.id,
            before=postcard.state,
            after=_after(person, postcard, step),
            good=good,
            message=None if message is None else check_message(message),
        )
        planner.store.care.take_step(
            CareStep(
                kind=ChangeKind.POSTCARD,
                summary=_SUMMARY[step],
                contact_id=contact_id,
                day=day,
                postcard=change,
                follow_up=_follow_up_after(planner, person, step, day),
            ),
            by=planner.by,
            now=planner.now,
        )
        return planner.store.care.person(contact_id)


def post_all(planner: Planner, contact_ids: Iterable[int]) -> tuple[int, ...]:
    """Note in one step that the cards of some people are in the letter box; what was noted before stays as it was.

    Returns:
        The changes, as the journal numbers them, one for each card that was noted just now; `Store.undo_all` takes them
        back.

    Raises:
        ContactNotFoundError: One of them is not in the library; nothing is noted.
    """
    changes: list[int] = []
    with planner.store.at_once():
        for contact_id in dict.fromkeys(contact_ids):
            with suppress(StepNotPossibleError):
                take_postcard_step(planner, contact_id, PostcardStep.POST)
                changes.append(planner.store.history(contact_id)[0].id)
    return tuple(changes)


def write_postcard(
    planner: Planner, contact_id: int, *, good: str = "", lines: Sequence[str] = (), address: str = ""
) -> CareRecord:
    """Keep in one step what was written to a person, and where it goes; without lines, it waits for another time.

    Args:
        planner: Plans what follows.
        contact_id: To whom.
        good: What was good about them.
        lines: The message; see `check_message`.
        address: Where they can be written to, when that was not known.

    Returns:
        The person, as it is then.

    Raises:
        StepNotPossibleError: There is no postcard to write; nothing is kept, and so it is with every other error.
    """
    with planner.store.at_once():
        if address:
            give_address(planner, contact_id, address)
        if lines:
            return take_postcard_step(planner, contact_id, PostcardStep.WRITE, good=good or None, message=lines)
        person = planner.store.care.person(contact_id)
        if good:
            keep_good(planner, person, postcard_for(person, PostcardStep.WRITE), good)
        return person


def keep_good(planner: Planner, person: CareRecord, postcard: PostcardCare, good: str) -> None:
    """Keep at once what was good about a person; the message may still take its time."""
    change = PostcardChange(id=postcard.id, before=postcard.state, after=postcard.state, good=good)
    step = CareStep(
        kind=ChangeKind.POSTCARD,
        summary=marked("what was good about them"),
        contact_id=person.contact_id,
        day=planner.today,
        postcard=change,
    )
    planner.store.care.take_step(step, by=planner.by, now=planner.now)


def _after(person: CareRecord, postcard: PostcardCare, step: PostcardStep) -> PostcardState:
    after = advance(postcard.state, step)
    if after in {PostcardState.TO_WRITE, PostcardState.WRITTEN} and not person.contact.addresses:
        return PostcardState.WAITING_FOR_ADDRESS
    return after


def _follow_up_after(planner: Planner, person: CareRecord, step: PostcardStep, day: date) -> FollowUpChange | None:
    follow_up = person.open_follow_up
    if step is PostcardStep.ANSWER:
        return planner.restart(person, day)
    if step is PostcardStep.POST and follow_up and (follow_up.due_on - day).days < planner.options.quiet_days:
        return planner.restart(person, day)
    return None


def _is_of_event(task: PostcardTask, event: str | None) -> bool:
    if event is None:
        return True
    wanted = event.casefold()
    names = (task.encounter.met_at or "", *task.encounter.tags)
    return any(wanted in name.casefold() for name in names)
