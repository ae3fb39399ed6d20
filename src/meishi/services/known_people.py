"""Known people: is somebody from another program in the library already?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from meishi.domain.contact import Contact
from meishi.domain.folding import fold
from meishi.exchange.person import Person
from meishi.store import ContactRecord


class KnownPeople:
    """Everybody in the library, found by who they are and not by how a program numbers them.

    Two are one when they bear one identity; or when they share a mail address or a telephone number and their names
    agree; or, where one of them has neither, when name and company agree. Colleagues share numbers, people of one name
    are many: either alone says nothing, so that nobody is taken for somebody else and lost.
    """

    def __init__(self, records: Iterable[ContactRecord]) -> None:
        self._by_uid: dict[str, int] = {}
        self._by_mark: dict[str, list[tuple[Contact, int]]] = {}
        for record in records:
            self.add(record.uid, record.contact, record.id)

    def add(self, uid: str, contact: Contact, contact_id: int) -> None:
        """Get to know somebody."""
        self._by_uid[uid] = contact_id
        for mark in _marks(contact):
            self._by_mark.setdefault(mark, []).append((contact, contact_id))

    def find(self, person: Person) -> int | None:
        """Give the number of the contact that a person is; None when they are new."""
        if person.uid in self._by_uid:
            return self._by_uid[person.uid]
        for mark in _marks(person.contact):
            for contact, contact_id in self._by_mark.get(mark, ()):
                if _are_one(contact, person.contact, mark):
                    return contact_id
        return None


def _marks(contact: Contact) -> Iterator[str]:
    yield from (email.casefold() for email in contact.emails)
    yield from (phone.e164 for phone in contact.phones if phone.e164)
    if contact.name.full:
        yield _name_and_company(contact)


def _name_and_company(contact: Contact) -> str:
    return f"{fold(contact.name.full or '')}\n{fold(contact.company or '')}"


def _are_one(one: Contact, other: Contact, mark: str) -> bool:
    if mark == _name_and_company(one) == _name_and_company(other):
        return not (_ways_to_reach(one) and _ways_to_reach(other))
    if one.name.full and other.name.full:
        return fold(one.name.full) == fold(other.name.full)
    # A card that names nobody is the company's.
    return not one.name.full and not other.name.full and fold(one.company or "") == fold(other.company or "")


def _ways_to_reach(contact: Contact) -> bool:
    return bool(contact.emails or any(phone.e164 for phone in contact.phones))
