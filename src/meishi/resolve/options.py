"""What a caller can choose about the resolve stage, and what it gives."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from meishi.domain.contact import Contact
from meishi.domain.field import SURE_FROM, UNLIKELY_BELOW, Field


class ResolveOptions(BaseModel):
    """Options of `resolve_contact`.

    Attributes:
        repair: Whether values are mended by what the rest of the card says.
        confusions: What engines take for one another besides what is always known, as (read, printed).
        calibrated: Whether the confidence of a value becomes the probability that it is right; otherwise it stays what
            reading and labelling made of it.
        unlikely_below: A value whose calibrated confidence is lower (0..1) stays out of the contact.
        doubtful_below: A value whose confidence is lower (0..1) is a reason for review.
    """

    model_config = ConfigDict(frozen=True)

    repair: bool = True
    confusions: frozenset[tuple[str, str]] = frozenset()
    calibrated: bool = True
    unlikely_below: float = UNLIKELY_BELOW
    doubtful_below: float = SURE_FROM


class Resolution(BaseModel):
    """One contact, and how it came about.

    Attributes:
        contact: What the card says.
        fields: The fields behind it, normalised and perhaps repaired, with inferred ones added.
        review_reasons: Plain sentences that say what a person should look at; empty when nothing is doubtful.
    """

    model_config = ConfigDict(frozen=True)

    contact: Contact
    fields: tuple[Field, ...]
    review_reasons: tuple[str, ...]
