"""The habits of aftercare."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, model_validator


class CareOptions(BaseModel):
    """When postcards and follow-ups fall due.

    Attributes:
        postcard_working_days: How many working days after the meeting the postcard should be in the letter box.
        follow_up_from_days: First day of the window for the follow-up, in days after the meeting.
        follow_up_until_days: Last day of that window.
        home_country: Whose calendar counts for a contact whose country is not known; ISO 3166-1 alpha-2.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    postcard_working_days: int = Field(default=3, ge=1, le=60)
    follow_up_from_days: int = Field(default=21, ge=1, le=730)
    follow_up_until_days: int = Field(default=56, ge=1, le=730)
    home_country: str = Field(default="JP", pattern=r"^[A-Z]{2}$")

    @model_validator(mode="after")
    def _window_runs_forward(self) -> CareOptions:
        if self.follow_up_until_days < self.follow_up_from_days:
            raise ValueError("follow_up_until_days must not be before follow_up_from_days")
        return self
