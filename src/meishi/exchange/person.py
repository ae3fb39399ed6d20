"""A person as other programs get to know them: the contact, the meetings, the tasks."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from meishi.domain.contact import Contact
from meishi.domain.encounter import Encounter
from meishi.domain.entry import Checked
from meishi.domain.private import Private
from meishi.domain.task import FollowUp, Postcard

_FOREIGN_NAMESPACE = uuid.UUID("5b1c5d7e-53d8-4a53-9f0c-6d6569736869")
"""People from files without a usable identity get theirs from what the file says, so that a second run finds them."""


class Meeting(BaseModel):
    """One encounter and the postcard for it.

    Attributes:
        encounter: When and where.
        postcard: The thank-you card; None when the file that the person came from knows of none.
    """

    model_config = ConfigDict(frozen=True)

    encounter: Encounter
    postcard: Postcard | None = None


class Person(BaseModel):
    """One contact with all that other programs may know about it.

    Attributes:
        uid: The lasting identity, a UUID in its usual form.
        contact: Who it is.
        tags: The user's own words for sorting, of all meetings.
        note: What the user wrote about them in another program; what they write here is private.
        meetings: The first one first; empty for a person from a program that knows of none.
        follow_ups: The oldest first; at most one is open.
        review_reasons: Why somebody should look at it.
        checked: What the user looked at and found right.
        private: What is between the user and the person; None unless it was asked for by name.
        created_at: When the library got it; None for a person from another program.
        updated_at: When it was changed last; None when the file does not say.
    """

    model_config = ConfigDict(frozen=True)

    uid: str
    contact: Contact
    tags: tuple[str, ...] = ()
    note: str | None = None
    meetings: tuple[Meeting, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    review_reasons: tuple[str, ...] = ()
    checked: Checked = Checked()
    private: Private | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None


class Loss(BaseModel):
    """Something that a form cannot hold.

    Attributes:
        display_name: Whose.
        what: Which value, and what became of it.
    """

    model_config = ConfigDict(frozen=True)

    display_name: str
    what: str


@dataclass(frozen=True)
class Written:
    """People in the form of another program.

    Attributes:
        content: What goes into the file.
        losses: What the form cannot hold; empty when it holds everything that it is made for.
    """

    content: bytes
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True)
class Read:
    """What a file from another program gave.

    Attributes:
        people: Everybody in it, in its order.
        passed_over: How often each kind of value stood there that a contact has no place for, for instance `BDAY`.
    """

    people: tuple[Person, ...]
    passed_over: dict[str, int]


def lasting_uid(foreign: str | None, contact: Contact) -> str:
    """Give the identity of a person from another program.

    Args:
        foreign: What the program calls its identity; kept where it is a UUID, so that what meishi wrote comes home.
        contact: Stands in where there is none: the same words give the same identity.
    """
    if foreign:
        try:
            return str(uuid.UUID(foreign.strip().removeprefix("urn:uuid:")))
        except ValueError:
            return str(uuid.uuid5(_FOREIGN_NAMESPACE, foreign.strip()))
    return str(uuid.uuid5(_FOREIGN_NAMESPACE, contact.model_dump_json()))
