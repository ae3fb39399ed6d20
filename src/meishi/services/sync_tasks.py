"""Sync of postcards and follow-ups with a calendar on a server: what is ticked there is done here."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from meishi.care import PostcardStep
from meishi.domain.task import TaskKind
from meishi.errors import StepNotPossibleError
from meishi.exchange.dav import ChangedThereError, DavCollection, Resource
from meishi.exchange.merge_todo import mark_of, merged_todo, read_todo
from meishi.exchange.write_calendar import CalendarTask, calendar_tasks
from meishi.services.export import person_of
from meishi.services.follow_ups import Planner
from meishi.services.postcards import take_postcard_step
from meishi.services.sync_ledger import Ledger, SyncOptions, SyncReport
from meishi.store import ContactRecord, SyncedItem
from meishi.wording import Wording

BY = "calendar"
"""Who did a task, in the journal."""

_ATTEMPTS = 3


def sync_tasks(
    planner: Planner, collection: DavCollection, *, options: SyncOptions, say: Wording | None = None
) -> SyncReport:
    """Bring the tasks of the library and a calendar to the same state.

    Open tasks are sent, and what becomes of them here. What is ticked there is done here, with all that follows: the
    next follow-up is planned and sent too. A day that is moved there stays there until the task changes here.

    Args:
        planner: The library, the day and the habits of aftercare.
        collection: The calendar.
        options: How.
        say: The words of the user's language; English ones when not given.

    Raises:
        ServerError: The server does not answer, or refuses; what was done before is kept.
        UsageError: Many tasks are gone on one side, and nobody confirmed that.
        StoreError: The library refuses.
    """
    return _TaskSync(planner, collection, options, say).run()


@dataclass
class _TaskSync:
    planner: Planner
    collection: DavCollection
    options: SyncOptions
    say: Wording | None

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.planner.store.sync, self.collection, self.options)
        self.report = self.ledger.report
        self.tasks: dict[str, CalendarTask] = {}
        self.marks: dict[str, str] = {}
        self.contact_ids: dict[str, int] = {}
        for record in self.planner.store.contacts():
            self._get_to_know(record)

    def run(self) -> SyncReport:
        changes = self.ledger.changes()
        for item in self.ledger.drop_what_is_gone(changes, self.tasks):
            self.report.removed_there.append(self.tasks[item.uid].summary)
        unseen = self.ledger.unseen(changes)
        for resource in self.ledger.counted(self.collection.fetch(unseen), len(unseen)):
            self._settle(resource)
        self._settle_the_others()
        return self.ledger.close(changes)

    def _get_to_know(self, record: ContactRecord) -> None:
        person = person_of(record)
        for task, unsaid in zip(calendar_tasks(person, self.say), calendar_tasks(person), strict=True):
            self.tasks[task.uid] = task
            # The same in every language: a run at night, which knows none, changes nothing.
            self.marks[task.uid] = mark_of(unsaid)
            self.contact_ids[task.uid] = record.id

    def _settle_the_others(self) -> None:
        to_create, to_push = [], []
        for uid, task in self.tasks.items():
            item = self.ledger.items.get(uid)
            if item is None and task.is_open:
                to_create.append(task)
            elif item and not item.is_removed_there and item.marks.get("task") != self.marks[uid]:
                to_push.append(item.href)
        for task in self.ledger.counted(to_create, len(to_create)):
            self._create(task)
        for resource in self.ledger.counted(self.collection.fetch(to_push), len(to_push)):
            self._settle(resource)

    def _settle(self, resource: Resource | None) -> None:
        """Bring both sides of a task together, as often as it changes there meanwhile."""
        for _ in range(_ATTEMPTS):
            if resource is None:
                return
            try:
                self._settle_once(resource)
            except ChangedThereError:
                resource = self.collection.get(resource.href)
            else:
                return
        self.report.unsettled += 1

    def _settle_once(self, resource: Resource) -> None:
        there = read_todo(resource.content)
        uid = self.ledger.uid_at(resource.href) or (there.uid if there else "")
        if there is None or uid not in self.tasks:
            # Other things of the user's are none of meishi's business.
            return
        if there.is_done and self.tasks[uid].is_open:
            self._complete(uid)
        task, item = self.tasks[uid], self.ledger.items.get(uid)
        etag = resource.etag
        if item is None or item.marks.get("task") != self.marks[uid]:
            etag = self.ledger.put(resource.href, merged_todo(resource.content, task, self.planner.now), resource.etag)
            if not there.is_done:
                self.report.changed_there.append(task.summary)
        self._save(task, resource.href, etag)

    def _complete(self, uid: str) -> None:
        self.report.changed_here.append(self.tasks[uid].summary)
        if self.options.dry_run:
            return
        contact_id = self.contact_ids[uid]
        # Another run, or the user, may have been quicker.
        with suppress(StepNotPossibleError):
            if self.tasks[uid].kind is TaskKind.POSTCARD:
                take_postcard_step(self.planner, contact_id, PostcardStep.POST)
            else:
                self.planner.done(contact_id)
        self._get_to_know(self.planner.store.contact(contact_id))

    def _create(self, task: CalendarTask) -> None:
        href = self.collection.href_of(task.uid)
        try:
            etag = self.ledger.put(href, merged_todo(b"", task, self.planner.now), None)
        except ChangedThereError:
            # A run that was stopped had made it already.
            self._settle(self.collection.get(href))
            return
        self.report.created_there.append(task.summary)
        self._save(task, href, etag)

    def _save(self, task: CalendarTask, href: str, etag: str) -> None:
        self.ledger.save(SyncedItem(uid=task.uid, href=href, etag=etag, marks={"task": self.marks[task.uid]}))
