"""A field: one value that a card prints, with where it stands and how sure the reading is."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Setting

from meishi.domain.text import Box

SURE_FROM = 0.9
"""The confidence from which a value needs no look by a person; what is below is a reason for review."""

UNLIKELY_BELOW = 0.15
"""The confidence below which a value is left out of the contact: it is far likelier wrong than right."""


class FieldKind(StrEnum):
    """What a piece of text on a card is."""

    NAME = "name"
    NAME_FAMILY = "name_family"
    NAME_GIVEN = "name_given"
    NAME_KANA = "name_kana"
    NAME_ROMAN = "name_roman"
    COMPANY = "company"
    DEPARTMENT = "department"
    TITLE = "title"
    POSTAL_CODE = "postal_code"
    ADDRESS = "address"
    TELEPHONE = "telephone"
    MOBILE = "mobile"
    FAX = "fax"
    EXTENSION = "extension"
    EMAIL = "email"
    URL = "url"


class Field(BaseModel):
    """One value read from a card.

    Attributes:
        kind: What it is.
        value: The value as it goes into the contact.
        raw: The text of the line (or part of it) that it came from, as the engine read it; the text of a QR code for a
            value that the card has in the code alone.
        confidence: How likely the value is exactly right, 0..1.
        box: Where it stands, or the code that has it, on the upright card image; None for a value that is nowhere.
        line: Index into the reading's lines; None for a value that is printed nowhere.
        repaired: Whether the value differs from what was read because other parts of the card say so.
        inferred: Whether the value was derived (a split of a name, a reading) rather than printed.
        alternatives: What other readings of the same line have for the value, best first; for repair alone, and not
            given to other programs.
        agreement: How far another reading of its lines has the same letters, 0..1; None when they were read once. Not
            given to other programs.
        reading: How sure the engine was of the letters, 0..1. Not given to other programs.
    """

    model_config = ConfigDict(frozen=True)

    kind: FieldKind
    value: str
    raw: str = ""
    confidence: float
    box: Box | None = None
    line: int | None = None
    repaired: bool = False
    inferred: bool = False
    alternatives: tuple[str, ...] = Setting(default=(), exclude=True, repr=False)
    agreement: float | None = Setting(default=None, exclude=True, repr=False)
    reading: float = Setting(default=0.95, exclude=True, repr=False)
