"""Sides: which readings show the two sides of one card, and what both together say."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from meishi.domain.contact import Contact, PersonName
from meishi.domain.reading import CardReading


def group_sides(readings: Sequence[CardReading]) -> list[tuple[CardReading, ...]]:
    """Put the sides of one card together.

    Two pages of one file that follow each other, each with one card alone, are two sides of a card when they share
    an e-mail address, a telephone number or the company, or when one of them names nobody.

    Args:
        readings: The readings of one file, page by page.

    Returns:
        One or two readings a card, the one with the person's name first.
    """
    cards_of_page = {reading.page: 0 for reading in readings}
    for reading in readings:
        cards_of_page[reading.page] += 1
    groups: list[tuple[CardReading, ...]] = []
    for reading in readings:
        before = groups[-1] if groups else ()
        alone = cards_of_page[reading.page] == 1
        if len(before) == 1 and alone and cards_of_page[before[0].page] == 1 and _are_sides(before[0], reading):
            groups[-1] = (before[0], reading) if _is_front(before[0], reading) else (reading, before[0])
        else:
            groups.append((reading,))
    return groups


def join_contacts(front: Contact, back: Contact) -> Contact:
    """Say in one contact what both sides of a card say; what both say, the front says.

    A name that the back prints in Latin letters becomes the romanised name of a front in other letters.
    """
    name = front.name
    roman = name.roman or back.name.roman
    if not roman and name.full and not _is_latin(name.full) and back.name.full and _is_latin(back.name.full):
        roman = back.name.full
    known_numbers = {phone.e164 or phone.number for phone in front.phones}
    known_codes = {address.postal_code or address.full for address in front.addresses}
    return Contact(
        name=name.model_copy(update={"kana": name.kana or back.name.kana, "roman": roman})
        if name.full
        else PersonName.model_validate(back.name.model_dump()),
        company=front.company or back.company,
        departments=front.departments or back.departments,
        titles=front.titles or back.titles,
        addresses=(
            *front.addresses,
            *(address for address in back.addresses if (address.postal_code or address.full) not in known_codes),
        ),
        phones=(
            *front.phones,
            *(phone for phone in back.phones if (phone.e164 or phone.number) not in known_numbers),
        ),
        emails=tuple(dict.fromkeys((*front.emails, *back.emails))),
        urls=tuple(dict.fromkeys((*front.urls, *back.urls))),
    )


def _are_sides(one: CardReading, other: CardReading) -> bool:
    if other.page != one.page + 1:
        return False
    return bool(_marks(one.contact) & _marks(other.contact)) or not (one.contact.name.full and other.contact.name.full)


def _marks(contact: Contact) -> set[str]:
    """What two sides of one card have in common and two cards seldom do."""
    numbers = {phone.e164 for phone in contact.phones if phone.e164}
    return {*contact.emails, *numbers, *((contact.company,) if contact.company else ())}


def _is_front(one: CardReading, other: CardReading) -> bool:
    """Whether the first of two sides is the one that a contact is named after: it names a person, in own letters."""
    names = one.contact.name.full, other.contact.name.full
    if not (names[0] and names[1]):
        return bool(names[0]) or not names[1]
    return not _is_latin(names[0]) or _is_latin(names[1])


def _is_latin(text: str) -> bool:
    return all(unicodedata.name(c, "").startswith("LATIN") for c in text if c.isalpha())
