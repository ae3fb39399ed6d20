"""The two tasks of aftercare that every new contact gets: a postcard and a follow-up."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict


class PostcardState(StrEnum):
    """Where a thank-you postcard stands.

    `not-planned` is for somebody taken over from an address book, for whom no aftercare was asked: it says so, instead
    of nothing.
    """

    TO_WRITE = "to-write"
    WAITING_FOR_ADDRESS = "waiting-for-address"
    WRITTEN = "written"
    POSTED = "posted"
    ANSWERED = "answered"
    DECLINED = "declined"
    NOT_PLANNED = "not-planned"

    @property
    def is_open(self) -> bool:
        """Whether the user still has something to do for it."""
        return self in (PostcardState.TO_WRITE, PostcardState.WAITING_FOR_ADDRESS, PostcardState.WRITTEN)


class FollowUpState(StrEnum):
    """Where a follow-up stands."""

    SCHEDULED = "scheduled"
    DONE = "done"
    SKIPPED = "skipped"
    STOPPED = "stopped"

    @property
    def is_open(self) -> bool:
        """Whether the user still has something to do for it."""
        return self is FollowUpState.SCHEDULED


class TaskKind(StrEnum):
    """What a task asks the user for."""

    POSTCARD = "postcard"
    FOLLOW_UP = "follow-up"


class Postcard(BaseModel):
    """The task to write a thank-you postcard for one encounter.

    Attributes:
        due_on: The day it should be in the letter box.
        state: Where it stands. Without an address it starts as `waiting-for-address`, never as nothing.
    """

    model_config = ConfigDict(frozen=True)

    due_on: date
    state: PostcardState = PostcardState.TO_WRITE


class FollowUp(BaseModel):
    """The task to be in touch with one person again, by one line.

    Attributes:
        due_on: A random working day in the window that the closeness sets.
        state: Where it stands.
    """

    model_config = ConfigDict(frozen=True)

    due_on: date
    state: FollowUpState = FollowUpState.SCHEDULED


class Aftercare(NamedTuple):
    """What a new contact always comes with."""

    postcard: Postcard
    follow_up: FollowUp
