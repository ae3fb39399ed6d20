"""What is between the user and a person: it leaves the library only when it is asked for by name."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict

from meishi.domain.relation import Closeness, Note


class PostcardPast(BaseModel):
    """What became of a postcard so far; see `meishi.store.PostcardCare`."""

    model_config = ConfigDict(frozen=True)

    good: str | None = None
    message: tuple[str, ...] = ()
    written_on: date | None = None
    posted_on: date | None = None
    answered_on: date | None = None


class FollowUpPast(BaseModel):
    """What became of a follow-up so far; see `meishi.store.FollowUpCare`."""

    model_config = ConfigDict(frozen=True)

    planned_on: date | None = None
    closed_on: date | None = None
    answered_on: date | None = None


class Private(BaseModel):
    """All that is private about a person.

    Attributes:
        closeness: How close they are, as the user set it.
        notes: The private log, the oldest page first.
        postcards: One for each meeting, in the same order; empty when nothing is known.
        follow_ups: One for each follow-up, in the same order; empty when nothing is known.
    """

    model_config = ConfigDict(frozen=True)

    closeness: Closeness = Closeness.MET
    notes: tuple[Note, ...] = ()
    postcards: tuple[PostcardPast, ...] = ()
    follow_ups: tuple[FollowUpPast, ...] = ()
