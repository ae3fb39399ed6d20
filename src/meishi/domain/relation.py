"""How the user and a person stand to each other: what only the user can know, and sets by hand."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Closeness(StrEnum):
    """How close a person is. Only the user sets it; nothing is concluded from it but how often to be in touch."""

    MET = "met"
    ACQUAINTANCE = "acquaintance"
    TRUSTED = "trusted"
    FRIEND = "friend"


class Note(BaseModel):
    """A page of the private log about a person. It leaves the library only when asked for by name.

    Attributes:
        noted_on: The day it is about.
        said: What was really said, or thought.
        taken: How it was taken.
        in_touch: Whether the two were in touch that day, met or spoke; the next follow-up counts from there.
    """

    model_config = ConfigDict(frozen=True)

    noted_on: date
    said: str
    taken: str | None = None
    in_touch: bool = False
