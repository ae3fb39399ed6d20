"""A contact: what one card says about one person, in the form that meishi promises to programs outside."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class PersonName(BaseModel):
    """A person's name.

    Attributes:
        full: As printed, with one space between the parts; None when the card names no person.
        family: Family name, a split of `full`.
        given: Given name or names, a split of `full`.
        kana: Reading in kana as printed, with one space between the parts.
        roman: Name in Latin letters as printed beside a Japanese one.
    """

    model_config = ConfigDict(frozen=True)

    full: str | None = None
    family: str | None = None
    given: str | None = None
    kana: str | None = None
    roman: str | None = None


class PhoneKind(StrEnum):
    """What a telephone number is for."""

    WORK = "work"
    MOBILE = "mobile"
    FAX = "fax"
    OTHER = "other"


class Phone(BaseModel):
    """A telephone number.

    Attributes:
        kind: What it is for.
        number: As printed, without label and extension.
        e164: International form (ITU-T E.164), for instance `+81666334110`; None when the number is not valid.
        extension: Extension (内線) as printed.
    """

    model_config = ConfigDict(frozen=True)

    kind: PhoneKind
    number: str
    e164: str | None = None
    extension: str | None = None


class Address(BaseModel):
    """A postal address.

    Attributes:
        full: As printed, without the postal code.
        postal_code: As printed, without 〒.
        country: ISO 3166-1 alpha-2, for instance `JP`; None when it cannot be told.
        region: Prefecture, state.
        locality: City, ward, town.
        street: Block and house number, street.
        building: Building, floor, room.
    """

    model_config = ConfigDict(frozen=True)

    full: str
    postal_code: str | None = None
    country: str | None = None
    region: str | None = None
    locality: str | None = None
    street: str | None = None
    building: str | None = None


class Contact(BaseModel):
    """What a card says. What it does not say is None or an empty tuple, never a guess.

    Attributes:
        name: The person.
        company: The organisation as printed, with its legal form.
        departments: In the printed order.
        titles: In the printed order; qualifications count as titles.
        addresses: In the printed order.
        phones: In the printed order.
        emails: In the printed order.
        urls: In the printed order, as printed.
    """

    model_config = ConfigDict(frozen=True)

    name: PersonName = PersonName()
    company: str | None = None
    departments: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    phones: tuple[Phone, ...] = ()
    emails: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()

    @property
    def is_organisation(self) -> bool:
        """Whether the card names nobody, so that it stands for the organisation."""
        return not (self.name.full or self.name.roman)

    @property
    def display_name(self) -> str:
        """What to call the contact in a list: the person, else the company, else a mail address or number."""
        candidates = (
            self.name.full,
            self.name.roman,
            self.company,
            *self.emails,
            *(p.number for p in self.phones),
        )
        return next((text for text in candidates if text), "(unnamed)")
