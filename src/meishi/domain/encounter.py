"""An encounter: when and where the user met somebody."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict


class Encounter(BaseModel):
    """One meeting with one person.

    Attributes:
        met_on: The day in the user's calendar.
        met_at: Where or on what occasion, in the user's words; None when not said.
        tags: The user's own words for sorting, for instance the sub-folder a picture lay in.
    """

    model_config = ConfigDict(frozen=True)

    met_on: date
    met_at: str | None = None
    tags: tuple[str, ...] = ()


def is_same_meeting(one: Encounter, other: Encounter) -> bool:
    """Tell whether two notes are of one meeting: the same day, and no two different places."""
    return one.met_on == other.met_on and (one.met_at == other.met_at or not one.met_at or not other.met_at)
