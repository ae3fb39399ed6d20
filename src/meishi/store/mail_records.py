"""Finds and mails as they go into the library and come out of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

from meishi.domain.one_line import Find, SentLine


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class FindRecord(_Record):
    """A find in the library.

    Attributes:
        id: A number that is quick to type.
        find: What it is.
        found_at: When it was kept.
        sent_to: The day it went to somebody, or may have gone, by contact.
    """

    id: int
    find: Find
    found_at: datetime
    sent_to: Mapping[int, date]


class NewMail(_Record):
    """A mail that is about to be sent.

    Attributes:
        line: To whom, with what, when.
        address: The mail address.
        subject: As it is sent.
        message_id: Unique in the world (RFC 5322).
    """

    line: SentLine
    address: str
    subject: str
    message_id: str


class MailRecord(_Record):
    """A mail in the library.

    Attributes:
        id: Its number.
        line: To whom, with what, when, and what is known about it.
        display_name: What to call them.
        address: The mail address.
        subject: As it was sent.
        message_id: What the user's sent mail knows it by.
        written_at: When it was written down, before anything was sent.
    """

    id: int
    line: SentLine
    display_name: str
    address: str
    subject: str
    message_id: str
    written_at: datetime
