"""Sync of contacts with an address book on a server, both ways.

The order of steps makes it safe to be stopped at any moment. Each contact is settled by itself: first the library, then
the server, then the note of what both agreed on; the note of how far the collection was seen comes last. Whatever is
missing after a stop is found to differ, or to be equal already, by the next run.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from meishi.care import CareOptions, Diary
from meishi.domain.contact import Contact
from meishi.domain.encounter import Encounter
from meishi.errors import UnreadableFileError
from meishi.exchange.dav import ChangedThereError, Changes, DavCollection, Resource
from meishi.exchange.merge_contacts import Conflict, Marks, digest, marks_of, merge_contacts
from meishi.exchange.merge_vcard import merged_vcard
from meishi.exchange.person import Person
from meishi.exchange.read_vcard import read_vcards
from meishi.services.correct import take_over
from meishi.services.export import person_of
from meishi.services.import_contacts import plan_person
from meishi.services.known_people import KnownPeople
from meishi.services.merge import recognition
from meishi.services.sync_ledger import Ledger, SyncConflict, SyncOptions, SyncReport
from meishi.store import ContactRecord, Store, SyncedItem
from meishi.wording import marked

BY = "address book"
"""Who changed a contact, in the journal."""

_ATTEMPTS = 3


def sync_contacts(
    store: Store, collection: DavCollection, *, options: SyncOptions, now: datetime, care: CareOptions | None = None
) -> SyncReport:
    """Bring the library and an address book to the same state.

    Args:
        store: The library.
        collection: The address book.
        options: How.
        now: The time that is noted, with a zone; its day is today.
        care: The habits of aftercare.

    Raises:
        ServerError: The server does not answer, or refuses; what was done before is kept.
        UsageError: Many contacts are gone on one side, and nobody confirmed that.
        StoreError: The library refuses.
    """
    return _ContactSync(store, collection, options, now, care).run()


@dataclass
class _ContactSync:
    store: Store
    collection: DavCollection
    options: SyncOptions
    now: datetime
    care: CareOptions | None
    settled: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.store.sync, self.collection, self.options)
        self.report = self.ledger.report
        records = self.store.contacts()
        self.people = {record.uid: person_of(record) for record in records}
        self.ids = {record.uid: record.id for record in records}
        self.known = KnownPeople(records)

    def run(self) -> SyncReport:
        # Who is taken over now may have been passed over in an earlier run.
        changes = self.ledger.changes(all_of_them=self.options.take_new)
        for item in self.ledger.drop_what_is_gone(changes, self.people):
            self.report.removed_there.append(self.people[item.uid].contact.display_name)
            self.settled.add(item.uid)
        self._settle_changed_there(changes)
        self._settle_the_others()
        return self.ledger.close(changes)

    def _settle_changed_there(self, changes: Changes) -> None:
        unseen = self.ledger.unseen(changes)
        for resource in self.ledger.counted(self.collection.fetch(unseen), len(unseen)):
            there = self._read(resource)
            if there is None:
                continue
            uid = self._whose(resource, there)
            if uid is not None:
                self._settle(uid, resource, there)
            elif self.options.take_new:
                self._take_over(resource, there)
            else:
                self.report.strangers += 1

    def _settle_the_others(self) -> None:
        to_create, to_push = [], []
        for uid, person in self.people.items():
            item = self.ledger.items.get(uid)
            if uid in self.settled:
                continue
            if item is None:
                to_create.append(person)
            elif not item.is_removed_there and _marks(person) != item.marks:
                to_push.append(item.href)
        for person in self.ledger.counted(to_create, len(to_create)):
            self._create(person)
        for resource in self.ledger.counted(self.collection.fetch(to_push), len(to_push)):
            uid_there = self.ledger.uid_at(resource.href)
            if uid_there and (there := self._read(resource)):
                self._settle(uid_there, resource, there)

    def _read(self, resource: Resource) -> Person | None:
        try:
            people = read_vcards(resource.content, resource.href).people
        except UnreadableFileError:
            self.report.unreadable += 1
            return None
        # A group of contacts is nobody.
        return people[0] if people else None

    def _whose(self, resource: Resource, there: Person) -> str | None:
        if uid := self.ledger.uid_at(resource.href):
            return uid
        if there.uid in self.people and there.uid not in self.ledger.items:
            return there.uid
        contact_id = self.known.find(there)
        uids = [uid for uid, known_id in self.ids.items() if known_id == contact_id]
        return next((uid for uid in uids if uid not in self.ledger.items and uid not in self.settled), None)

    def _settle(self, uid: str, resource: Resource | None, there: Person | None) -> None:
        """Merge what is here with what is there, as often as it changes there meanwhile."""
        for _ in range(_ATTEMPTS):
            if resource is None or there is None:
                return
            try:
                self._settle_once(uid, resource, there)
            except ChangedThereError:
                resource = self.collection.get(resource.href)
                there = self._read(resource) if resource else None
            else:
                return
        self.report.unsettled += 1
        self.settled.add(uid)

    def _settle_once(self, uid: str, resource: Resource, there: Person) -> None:
        item = self.ledger.items.get(uid)
        agreed: Marks = item.marks if item else {}
        before = self.people[uid]
        merged = merge_contacts(agreed, before.contact, there.contact)
        if merged.contact != before.contact or merged.conflicts:
            self._change_here(uid, agreed, there.contact, merged.conflicts, merged.contact)
        person = self.people[uid]
        etag = resource.etag
        if marks_of(person.contact) != marks_of(there.contact) or not set(person.tags) <= set(there.tags):
            tags = tuple(dict.fromkeys((*there.tags, *person.tags)))
            content = merged_vcard(resource.content, person.model_copy(update={"tags": tags}))
            etag = self.ledger.put(resource.href, content, resource.etag)
            self.report.changed_there.append(person.contact.display_name)
        self.ledger.save(SyncedItem(uid=uid, href=resource.href, etag=etag, marks=_marks(person)))
        self.settled.add(uid)

    def _change_here(
        self, uid: str, agreed: Marks, there: Contact, conflicts: tuple[Conflict, ...], contact: Contact
    ) -> None:
        name = self.people[uid].contact.display_name
        if contact != self.people[uid].contact:
            self.report.changed_here.append(name)
        self.report.conflicts.extend(
            SyncConflict(display_name=name, field=c.field, kept=c.kept, other=c.other) for c in conflicts
        )
        if self.options.dry_run:
            self.people[uid] = self.people[uid].model_copy(update={"contact": contact})
            return
        record = take_over(
            self.ids[uid],
            lambda here: merge_contacts(agreed, here, there).contact,
            self.store,
            summary=marked("changed in the address book"),
            by=BY,
            now=self.now,
            doubts=tuple(marked(f"the address book said {c.field}: {c.other}") for c in conflicts),
        )
        self.people[uid] = person_of(record)

    def _create(self, person: Person) -> None:
        href = self.collection.href_of(person.uid)
        try:
            etag = self.ledger.put(href, merged_vcard(b"", person), None)
        except ChangedThereError:
            # A run that was stopped had made it already.
            resource = self.collection.get(href)
            self._settle(person.uid, resource, self._read(resource) if resource else None)
            return
        self.report.created_there.append(person.contact.display_name)
        self.ledger.save(SyncedItem(uid=person.uid, href=href, etag=etag, marks=_marks(person)))

    def _take_over(self, resource: Resource, there: Person) -> None:
        self.report.taken_over.append(there.contact.display_name)
        if self.options.dry_run:
            return
        new = plan_person(
            there,
            Encounter(met_on=self.now.date()),
            f"the {BY}",
            with_aftercare=False,
            today=self.now.date(),
            care=self.care,
            diary=Diary(Counter[date](), Counter[date]()),
        )
        (contact_id,) = self.store.add_people([new], now=self.now, recognition=recognition())
        if contact_id is None:
            return
        self._get_to_know(self.store.contact(contact_id))
        person = self.people[new.uid]
        self.ledger.save(SyncedItem(uid=new.uid, href=resource.href, etag=resource.etag, marks=_marks(person)))
        self.settled.add(new.uid)

    def _get_to_know(self, record: ContactRecord) -> None:
        self.people[record.uid] = person_of(record)
        self.ids[record.uid] = record.id
        self.known.add(record.uid, record.contact, record.id)


def _marks(person: Person) -> dict[str, str]:
    """What both sides agree on; of the tags, what was sent: others may be added there."""
    return {**marks_of(person.contact), "tags": digest(sorted(person.tags))}
