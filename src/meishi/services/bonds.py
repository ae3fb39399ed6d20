"""Bonds: who answered, who stayed, who went quiet, and how a year went. Nothing is concluded about anybody's worth."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from meishi.domain.relation import Closeness
from meishi.domain.task import FollowUpState
from meishi.store import CareRecord

RECENT_DAYS = 183
"""How long an answer counts as recent: half a year."""

QUIET_AFTER_LINES = 2
"""After how many unanswered lines, following the last answer, somebody counts as quiet."""


class Standing(StrEnum):
    """How it stands between the user and a person, from what happened alone."""

    STAYED = "stayed"
    ANSWERED = "answered"
    YOUNG = "young"
    QUIET = "quiet"
    STOPPED = "stopped"


class Bond(BaseModel):
    """A person in the view. Private: closeness is the user's own judgement.

    Attributes:
        contact_id: Their number.
        display_name: What to call them.
        company: Where they work.
        closeness: As the user set it.
        standing: What happened.
        last_contact: The last day of anything between the two.
        last_answer: The last day they answered; None when they never did.
        lines: How many lines the user sent.
    """

    model_config = ConfigDict(frozen=True)

    contact_id: int
    display_name: str
    company: str | None
    closeness: Closeness
    standing: Standing
    last_contact: date
    last_answer: date | None
    lines: int


class LookBack(BaseModel):
    """How a year went.

    Attributes:
        year: Which one.
        people: People met for the first time.
        postcards: Postcards posted.
        postcard_answers: How many were answered.
        lines: Lines sent.
        line_answers: How many were answered.
        notes: Pages of the private log.
        stayed: Those met that year, or before, who are trusted or friends today and were in touch that year.
    """

    model_config = ConfigDict(frozen=True)

    year: int
    people: int
    postcards: int
    postcard_answers: int
    lines: int
    line_answers: int
    notes: int
    stayed: tuple[Bond, ...]


def look_at_bonds(people: Sequence[CareRecord], today: date) -> tuple[Bond, ...]:
    """Tell how it stands with everybody: those who stayed first, then those who answered, the latest first."""
    order = list(Standing)
    bonds = [_bond(person, today) for person in people]
    return tuple(sorted(bonds, key=lambda bond: (order.index(bond.standing), -bond.last_contact.toordinal())))


def look_back(people: Sequence[CareRecord], year: int, today: date) -> LookBack:
    """Look back on a year."""

    def happened(day: date | None) -> bool:
        return day is not None and day.year == year

    postcards = [postcard for person in people for postcard in person.postcards]
    lines = [one for person in people for one in person.follow_ups if one.state is FollowUpState.DONE]
    return LookBack(
        year=year,
        people=sum(person.encounters[0].met_on.year == year for person in people),
        postcards=sum(happened(postcard.posted_on) for postcard in postcards),
        postcard_answers=sum(happened(postcard.answered_on) for postcard in postcards),
        lines=sum(happened(line.closed_on) for line in lines),
        line_answers=sum(happened(line.answered_on) for line in lines),
        notes=sum(happened(note.noted_on) for person in people for note in person.notes),
        stayed=tuple(
            bond
            for person in people
            if (bond := _bond(person, today)).standing is Standing.STAYED
            and any(happened(day) for day in person.contact_days)
        ),
    )


def _bond(person: CareRecord, today: date) -> Bond:
    lines = [one for one in person.follow_ups if one.state is FollowUpState.DONE]
    return Bond(
        contact_id=person.contact_id,
        display_name=person.contact.display_name,
        company=person.contact.company,
        closeness=person.closeness,
        standing=_standing(person, len(lines), today),
        last_contact=person.last_contact,
        last_answer=person.last_answer,
        lines=len(lines),
    )


def _standing(person: CareRecord, lines: int, today: date) -> Standing:
    if person.closeness in {Closeness.TRUSTED, Closeness.FRIEND}:
        return Standing.STAYED
    if person.is_stopped:
        return Standing.STOPPED
    answer = person.last_answer
    if answer and (today - answer).days <= RECENT_DAYS:
        return Standing.ANSWERED
    return Standing.QUIET if lines >= QUIET_AFTER_LINES else Standing.YOUNG
