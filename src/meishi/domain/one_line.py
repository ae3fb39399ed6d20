"""A find and a one-line mail: what one comes across, and the line that goes with it to one person."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

_LINK = re.compile(r"https?://[^\s<>\"「」（）、。]+", re.IGNORECASE)


def part_link(text: str) -> tuple[str, str | None]:
    """Part what was typed or pasted into its words and the first link in it, None when there is none."""
    link = _LINK.search(text)
    words = " ".join(_LINK.sub(" ", text, count=1).replace("<>", " ").split())
    return words, link.group() if link else None


class Find(BaseModel):
    """Something the user came across that somebody will enjoy.

    Attributes:
        text: What it is, in the user's words or its title; empty when there is only a link.
        url: Where it is; None for a thought without a link.
        why: Why it was kept; for the user alone, it goes into no mail.
        tags: The user's own words for sorting.
    """

    model_config = ConfigDict(frozen=True)

    text: str = ""
    url: str | None = None
    why: str | None = None
    tags: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What to call it in a list."""
        return self.text or self.url or ""


class MailState(StrEnum):
    """What is known about a mail."""

    PERHAPS_SENT = "perhaps-sent"
    SENT = "sent"
    NOT_SENT = "not-sent"
    HANDED_OVER = "handed-over"

    @property
    def counts(self) -> bool:
        """Whether the person has to be taken to have it: whatever is not known not to be sent."""
        return self is not MailState.NOT_SENT

    @property
    def is_open(self) -> bool:
        """Whether the user alone knows what became of it."""
        return self in {MailState.PERHAPS_SENT, MailState.HANDED_OVER}


class SentLine(BaseModel):
    """A line that went, or may have gone, to somebody.

    Attributes:
        contact_id: To whom.
        find_id: With which find.
        line: The user's words.
        day: When, in the user's calendar.
        state: What is known about it.
    """

    model_config = ConfigDict(frozen=True)

    contact_id: int
    find_id: int | None
    line: str
    day: date
    state: MailState
