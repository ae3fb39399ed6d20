"""The address side of a postcard: what has to stand on it, in the order and form of the custom."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class AddressStyle(StrEnum):
    """How an address side is written."""

    VERTICAL = "vertical"
    HORIZONTAL = "horizontal"
    WESTERN = "western"


class Sender(BaseModel):
    """Who writes the card.

    Attributes:
        name: The user's name, as it should stand on the card.
        postal_code: With or without a hyphen.
        address: One line; a blank before the building lets it stand in a line of its own.
        company: Stands between address and name.
    """

    model_config = ConfigDict(frozen=True)

    name: str | None = None
    postal_code: str | None = None
    address: str | None = None
    company: str | None = None


class Recipient(BaseModel):
    """Somebody whom the card greets by name.

    Attributes:
        name: The name's parts, family name first where the card is Japanese; one part when the split is not known.
        honorific: 様, 先生, 御中; empty in the Western style.
    """

    model_config = ConfigDict(frozen=True)

    name: tuple[str, ...]
    honorific: str = ""


class AddressSide(BaseModel):
    """Everything on one address side.

    Attributes:
        style: How it is written.
        postal_digits: The seven digits for the boxes; empty where the code is not known or not Japanese.
        address_lines: Where to, the building in a line of its own; numerals in the form that is to be printed.
        company: The organisation; None where it is the recipient itself.
        departments: In the printed order.
        titles: In the printed order.
        recipients: One; several when the card is a joint one.
        country: In English capitals on a card that goes abroad, else None.
        sender: Who writes.
        remarks: What the user should know before posting, for instance that the postal code is missing.
    """

    model_config = ConfigDict(frozen=True)

    style: AddressStyle
    postal_digits: str = ""
    address_lines: tuple[str, ...]
    company: str | None = None
    departments: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    recipients: tuple[Recipient, ...]
    country: str | None = None
    sender: Sender = Sender()
    remarks: tuple[str, ...] = ()
