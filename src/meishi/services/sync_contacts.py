"""Sync of contacts with an address book on a server, both ways.

The order of steps makes it safe to be stopped at any moment. Each contact is settled by itself: first the library, then
the server, then the note of what both agreed on; the note of how far the collection was seen comes last. Whatever is
missing after a stop is found to differ, or to be equal already, by the next run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

from meishi.care import CareOptions, Diary
from meishi.domain.contact import Contact
from meishi.domain.encounter import Encounter
from meishi.errors import UnreadableFileError, UsageError
from meishi.exchange.dav import ChangedThereError, Changes, DavCollection, Resource
from meishi.exchange.merge_contacts import Conflict, Marks, digest, marks_of, merge_contacts
from meishi.exchange.merge_vcard import merged_vcard
from meishi.exchange.person import Person
from meishi.exchange.read_vcard import read_vcards
from meishi.services.correct import take_over
from meishi.services.export import person_of
from meishi.services.import_contacts import plan_person
from meishi.services.known_people import KnownPeople
from meishi.store import ContactRecord, Store, SyncedItem

BY = "address book"
"""Who changed a contact, in the journal."""

_FEW_REMOVALS = 5
_FEW_REMOVALS_SHARE = 0.1
_ATTEMPTS = 3


class SyncConflict(BaseModel):
    """A field that both sides changed, so that one had to give way; it stands among the reasons for review.

    Attributes:
        display_name: Whose.
        field: Which.
        kept: What is here, and now there.
        other: What was there.
    """

    model_config = ConfigDict(frozen=True)

    display_name: str
    field: str
    kept: str
    other: str


class SyncReport(BaseModel):
    """What a run did, or would do; people and tasks by what to call them.

    Attributes:
        collection: The address.
        created_there: Who is there now for the first time.
        changed_there: Who was changed there.
        changed_here: Who was changed here.
        taken_over: Who is new here.
        deleted_there: Who is gone there because they are gone here.
        removed_there: Who was removed there; they stay here and are not sent again.
        strangers: How many are there whom the library does not know.
        unreadable: How many things there could not be read.
        conflicts: Where both sides changed one field.
    """

    collection: str
    created_there: list[str] = []
    changed_there: list[str] = []
    changed_here: list[str] = []
    taken_over: list[str] = []
    deleted_there: list[str] = []
    removed_there: list[str] = []
    strangers: int = 0
    unreadable: int = 0
    conflicts: list[SyncConflict] = []


@dataclass(frozen=True)
class SyncOptions:
    """How to sync.

    Attributes:
        dry_run: Tell what would be done, do nothing.
        take_new: Take people over whom only the server knows, without aftercare.
        confirm_removals: The user has confirmed that many were removed.
    """

    dry_run: bool = False
    take_new: bool = False
    confirm_removals: bool = False


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


def gone_there(changes: Changes, items: Mapping[str, SyncedItem]) -> list[SyncedItem]:
    """List what was removed on the server since the last time."""
    return [
        item
        for item in items.values()
        if not item.is_removed_there
        and (item.href in changes.removed or (changes.is_whole and item.href not in changes.etags))
    ]


def refuse_many_removals(there: int, here: int, known: int) -> None:
    """Stop where so much is gone that it looks like an accident.

    Args:
        there: How many are gone on the server.
        here: How many are gone in the library.
        known: How many both sides had.

    Raises:
        UsageError: It is more than a few.
    """
    if there + here > max(_FEW_REMOVALS, known * _FEW_REMOVALS_SHARE):
        raise UsageError(
            f"of {known} on the server, {there} were removed there and {here} here; nothing was done",
            hint="If that is what you did, say so: --confirm-removals.",
        )


@dataclass
class _ContactSync:
    store: Store
    collection: DavCollection
    options: SyncOptions
    now: datetime
    care: CareOptions | None
    settled: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.url = self.collection.url
        self.report = SyncReport(collection=self.url)
        records = self.store.contacts()
        self.people = {record.uid: person_of(record) for record in records}
        self.ids = {record.uid: record.id for record in records}
        self.known = KnownPeople(records)
        self.items = {item.uid: item for item in self.store.sync.items(self.url)}
        self.uid_at = {item.href: item.uid for item in self.items.values()}

    def run(self) -> SyncReport:
        token = None if self.options.take_new else self.store.sync.token(self.url)
        changes = self.collection.changes(token)
        removed = gone_there(changes, self.items)
        orphans = [item for item in self.items.values() if item.uid not in self.people]
        if not self.options.confirm_removals:
            deleted_here = [item for item in orphans if not item.is_removed_there]
            refuse_many_removals(len(removed), len(deleted_here), len(self.items))
        for item in orphans:
            self._delete_there(item)
        for item in removed:
            if item.uid in self.people:
                self._note_removed(item)
        self._settle_changed_there(changes)
        self._settle_the_others()
        if not self.options.dry_run:
            self.store.sync.save_token(self.url, changes.token)
        return self.report

    def _delete_there(self, item: SyncedItem) -> None:
        if not item.is_removed_there:
            self.report.deleted_there.append(item.href.rpartition("/")[2])
        if not self.options.dry_run:
            if not item.is_removed_there:
                self.collection.delete(item.href)
            self.store.sync.forget(self.url, item.uid)
        del self.items[item.uid]
        self.uid_at.pop(item.href, None)

    def _note_removed(self, item: SyncedItem) -> None:
        self.report.removed_there.append(self.people[item.uid].contact.display_name)
        self.settled.add(item.uid)
        self._save(item.model_copy(update={"is_removed_there": True}))

    def _settle_changed_there(self, changes: Changes) -> None:
        changed = [href for href, etag in changes.etags.items() if not self._has_seen(href, etag)]
        for resource in self.collection.fetch(changed):
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
        to_push = []
        for uid, person in self.people.items():
            item = self.items.get(uid)
            if uid in self.settled:
                continue
            if item is None:
                self._create(person)
            elif not item.is_removed_there and _marks(person) != item.marks:
                to_push.append(item)
        for resource in self.collection.fetch([item.href for item in to_push]):
            if there := self._read(resource):
                self._settle(self.uid_at[resource.href], resource, there)

    def _has_seen(self, href: str, etag: str) -> bool:
        uid = self.uid_at.get(href)
        return bool(uid and etag and self.items[uid].etag == etag and not self.items[uid].is_removed_there)

    def _read(self, resource: Resource) -> Person | None:
        try:
            people = read_vcards(resource.content, resource.href).people
        except UnreadableFileError:
            self.report.unreadable += 1
            return None
        # A group of contacts is nobody.
        return people[0] if people else None

    def _whose(self, resource: Resource, there: Person) -> str | None:
        if resource.href in self.uid_at:
            return self.uid_at[resource.href]
        if there.uid in self.people and there.uid not in self.items:
            return there.uid
        contact_id = self.known.find(there)
        uids = [uid for uid, known_id in self.ids.items() if known_id == contact_id]
        return next((uid for uid in uids if uid not in self.items and uid not in self.settled), None)

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

    def _settle_once(self, uid: str, resource: Resource, there: Person) -> None:
        item = self.items.get(uid)
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
            etag = self._put(resource.href, content, resource.etag)
            self.report.changed_there.append(person.contact.display_name)
        self._save(SyncedItem(uid=uid, href=resource.href, etag=etag, marks=_marks(person)))
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
            summary=f"changed in the {BY}",
            by=BY,
            now=self.now,
            doubts=tuple(f"the {BY} said {c.field}: {c.other}" for c in conflicts),
        )
        self.people[uid] = person_of(record)

    def _create(self, person: Person) -> None:
        href = self.collection.href_of(person.uid)
        try:
            etag = self._put(href, merged_vcard(b"", person), None)
        except ChangedThereError:
            # A run that was stopped had made it already.
            resource = self.collection.get(href)
            self._settle(person.uid, resource, self._read(resource) if resource else None)
            return
        self.report.created_there.append(person.contact.display_name)
        self._save(SyncedItem(uid=person.uid, href=href, etag=etag, marks=_marks(person)))

    def _take_over(self, resource: Resource, there: Person) -> None:
        self.report.taken_over.append(there.contact.display_name)
        if self.options.dry_run:
            return
        new = plan_person(
            there,
            Encounter(met_on=self.now.date(), met_at=f"from the {BY}"),
            with_aftercare=False,
            today=self.now.date(),
            care=self.care,
            diary=Diary(Counter[date](), Counter[date]()),
        )
        (contact_id,) = self.store.add_people([new], now=self.now)
        if contact_id is None:
            return
        self._get_to_know(self.store.contact(contact_id))
        person = self.people[new.uid]
        self._save(SyncedItem(uid=new.uid, href=resource.href, etag=resource.etag, marks=_marks(person)))
        self.settled.add(new.uid)

    def _get_to_know(self, record: ContactRecord) -> None:
        self.people[record.uid] = person_of(record)
        self.ids[record.uid] = record.id
        self.known.add(record.uid, record.contact, record.id)

    def _put(self, href: str, content: bytes, etag: str | None) -> str:
        if self.options.dry_run:
            return etag or ""
        new_etag = self.collection.put(href, content, etag)
        if not new_etag:
            resource = self.collection.get(href)
            new_etag = resource.etag if resource else ""
        return new_etag

    def _save(self, item: SyncedItem) -> None:
        self.items[item.uid] = item
        self.uid_at[item.href] = item.uid
        if not self.options.dry_run:
            self.store.sync.save(self.url, item)


def _marks(person: Person) -> dict[str, str]:
    """What both sides agree on; of the tags, what was sent: others may be added there."""
    return {**marks_of(person.contact), "tags": digest(sorted(person.tags))}
