"""The habits of aftercare."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field, model_validator

from meishi.domain.relation import Closeness


class Window(BaseModel):
    """When to be in touch again, counted from the last contact.

    Attributes:
        from_days: The first day.
        until_days: The last day.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    from_days: int = Field(ge=1, le=730)
    until_days: int = Field(ge=1, le=730)

    @model_validator(mode="after")
    def _runs_forward(self) -> Window:
        if self.until_days < self.from_days:
            raise ValueError("a window must not end before it begins")
        return self


def weeks(first: int, last: int) -> Window:
    """The window from so many weeks after the last contact to so many."""
    return Window(from_days=7 * first, until_days=7 * last)


def default_windows() -> dict[Closeness, Window]:
    """The windows that nobody has changed."""
    return {
        Closeness.MET: weeks(3, 8),
        Closeness.ACQUAINTANCE: weeks(6, 16),
        Closeness.TRUSTED: weeks(4, 10),
        Closeness.FRIEND: weeks(2, 8),
    }


class CareOptions(BaseModel):
    """When postcards and follow-ups fall due.

    Attributes:
        postcard_working_days: How many working days after the meeting the postcard should be in the letter box.
        windows: When to be in touch again, for each closeness.
        quiet_days: For how many days after a contact, a posted postcard too, no follow-up is planned.
        follow_ups_a_day: How many follow-ups a day carries at most.
        repeats_a_day: Up to how many a day is filled with follow-ups of people whom the user has met, followed up and
            come no closer to. The other places are kept for people just met and for those who are close.
        late_days: For how many days a follow-up that was missed stays in the list before it gets a new day.
        home_country: Whose calendar counts for a contact whose country is not known; ISO 3166-1 alpha-2.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    postcard_working_days: int = Field(default=3, ge=1, le=60)
    windows: Mapping[Closeness, Window] = Field(default_factory=default_windows)
    quiet_days: int = Field(default=10, ge=0, le=365)
    follow_ups_a_day: int = Field(default=10, ge=1, le=100)
    repeats_a_day: int = Field(default=2, ge=1, le=100)
    late_days: int = Field(default=3, ge=0, le=60)
    home_country: str = Field(default="JP", pattern=r"^[A-Z]{2}$")

    @model_validator(mode="after")
    def _every_closeness_has_a_window(self) -> CareOptions:
        if missing := set(Closeness) - set(self.windows):
            raise ValueError(f"no window for {', '.join(sorted(missing))}")
        return self
