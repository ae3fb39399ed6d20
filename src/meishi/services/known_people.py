"""Known people: is somebody from another program in the library already?"""

from __future__ import annotations

from collections.abc import Iterable

from meishi.domain.contact import Contact
from meishi.domain.identity import identity_keys
from meishi.exchange.person import Person
from meishi.store import ContactRecord


class KnownPeople:
    """Everybody in the library, found by who they are and not by how a program numbers them.

    Who bears the same identity or says exactly the same is known. Beyond that the rule is the one by which imports of
    cards know people again (`meishi.resolve.duplicates`): who is certainly one person is known; who is only perhaps one
    is new, and the library asks.
    """

    def __init__(self, records: Iterable[ContactRecord]) -> None:
        self._by_uid: dict[str, int] = {}
        self._by_contact: dict[Contact, int] = {}
        self._by_key: dict[str, list[tuple[int, Contact]]] = {}
        for record in records:
            self.add(record.uid, record.contact, record.id)

    def add(self, uid: str, contact: Contact, contact_id: int) -> None:
        """Get to know somebody."""
        self._by_uid[uid] = self._by_contact[contact] = contact_id
        for key in identity_keys(contact):
            self._by_key.setdefault(key, []).append((contact_id, contact))

    def find(self, person: Person) -> int | None:
        """Give the number of the contact that a person is; None when they are new."""
        from meishi.resolve.duplicates import Verdict, find_same_person  # noqa: PLC0415 - few commands compare

        if person.uid in self._by_uid:
            return self._by_uid[person.uid]
        contact = person.contact
        if contact in self._by_contact:
            return self._by_contact[contact]
        # Somebody who shares several keys is one candidate.
        candidates = {known for key in identity_keys(contact) for known in self._by_key.get(key, ())}
        matches = find_same_person(contact, candidates)
        return matches[0].contact_id if matches and matches[0].likeness.verdict is Verdict.SAME else None
