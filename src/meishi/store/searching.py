"""How contacts are found and sorted by text."""

from __future__ import annotations

from collections.abc import Iterator

from meishi.domain.contact import Contact
from meishi.domain.folding import fold


def search_text(contact: Contact) -> str:
    """Write all that a contact says in one folded text, one value a line."""
    return "\n".join(fold(value) for value in _values(contact))


def sort_key(contact: Contact) -> str:
    """Give what a contact is filed under: the reading of the name, else the name, else what it is listed as."""
    name = contact.name
    filed_under = name.kana or name.full or name.roman or contact.display_name
    return fold(filed_under)


def _values(contact: Contact) -> Iterator[str]:
    name = contact.name
    single = (name.full, name.kana, name.roman, contact.company)
    yield from (value for value in single if value)
    yield from contact.departments
    yield from contact.titles
    for address in contact.addresses:
        yield address.full
        if address.postal_code:
            yield address.postal_code
    for phone in contact.phones:
        yield phone.number
        if phone.e164:
            yield phone.e164
    yield from contact.emails
    yield from contact.urls
