"""What syncing contacts and syncing tasks have in common: the collection, what it had, and what a run does to both."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from meishi.errors import UsageError
from meishi.exchange.dav import Changes, DavCollection
from meishi.store import SyncBook, SyncedItem

_Thing = TypeVar("_Thing")

_FEW_REMOVALS = 5
_FEW_REMOVALS_SHARE = 0.1


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
        created_there: What is there now for the first time.
        changed_there: What was changed there.
        changed_here: What was changed here; of tasks, what was done there.
        taken_over: Who is new here.
        deleted_there: What is gone there because it is gone here, by its name there.
        removed_there: What was removed there; it stays here and is not sent again.
        strangers: How many are there whom the library does not know.
        unreadable: How many things there could not be read.
        unsettled: How many kept changing there meanwhile; the next run goes on with them.
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
    unsettled: int = 0
    conflicts: list[SyncConflict] = []


@dataclass(frozen=True)
class SyncOptions:
    """How to sync.

    Attributes:
        dry_run: Tell what would be done, do nothing.
        take_new: Take people over whom only the server knows, without aftercare.
        confirm_removals: The user has confirmed that many were removed.
        progress: Is told how many of how many things are settled, as far as it is known how many there are.
    """

    dry_run: bool = False
    take_new: bool = False
    confirm_removals: bool = False
    progress: Callable[[int, int], None] = lambda _done, _total: None


class Ledger:
    """A collection, and the account of what it has of the library; in a dry run, nothing of both is changed.

    Attributes:
        collection: The collection on the server.
        report: What the run does.
        items: What the server has, by identity.
    """

    def __init__(self, book: SyncBook, collection: DavCollection, options: SyncOptions) -> None:
        self.collection = collection
        self.report = SyncReport(collection=collection.url)
        self.items = {item.uid: item for item in book.items(collection.url)}
        self._book = book
        self._options = options
        self._uid_at = {item.href: item.uid for item in self.items.values()}
        self._done = self._total = 0

    def changes(self, *, all_of_them: bool = False) -> Changes:
        """Ask what changed there since the last run."""
        return self.collection.changes(None if all_of_them else self._book.token(self.collection.url))

    def uid_at(self, href: str) -> str | None:
        """Tell what lies at a path."""
        return self._uid_at.get(href)

    def unseen(self, changes: Changes) -> list[str]:
        """List the paths whose newest version was not seen yet."""
        return [href for href, etag in changes.etags.items() if not self._has_seen(href, etag)]

    def drop_what_is_gone(self, changes: Changes, known_here: Collection[str]) -> list[SyncedItem]:
        """Remove there what is gone here, and note what was removed there; that stays here.

        Args:
            changes: What changed there.
            known_here: The identities of all that is here.

        Returns:
            What was removed there.

        Raises:
            UsageError: So much is gone that it looks like an accident, and nobody has confirmed it.
        """
        gone_here = [item for item in self.items.values() if item.uid not in known_here]
        gone_there = [
            item
            for item in self.items.values()
            if item.uid in known_here and not item.is_removed_there and _is_gone(item, changes)
        ]
        self._refuse_many(len(gone_there), sum(not item.is_removed_there for item in gone_here))
        for item in gone_here:
            self._delete_there(item)
        for item in gone_there:
            self.save(item.model_copy(update={"is_removed_there": True}))
        return gone_there

    def counted(self, things: Iterable[_Thing], count: int) -> Iterator[_Thing]:
        """Give things one by one, and tell the user how far it is; `count` is how many there are."""
        self._total += count
        for thing in things:
            yield thing
            self._done += 1
            self._options.progress(self._done, self._total)

    def put(self, href: str, content: bytes, etag: str | None) -> str:
        """Put something there and give its version; see `DavCollection.put`."""
        if self._options.dry_run:
            return etag or ""
        new_etag = self.collection.put(href, content, etag)
        if not new_etag:
            resource = self.collection.get(href)
            new_etag = resource.etag if resource else ""
        return new_etag

    def save(self, item: SyncedItem) -> None:
        """Note what the server has of one thing."""
        self.items[item.uid] = item
        self._uid_at[item.href] = item.uid
        if not self._options.dry_run:
            self._book.save(self.collection.url, item)

    def close(self, changes: Changes) -> SyncReport:
        """Note that everything up to these changes is done, unless something is left, and give the report."""
        if not self._options.dry_run and not self.report.unsettled:
            self._book.save_token(self.collection.url, changes.token)
        return self.report

    def _has_seen(self, href: str, etag: str) -> bool:
        item = self.items.get(self._uid_at.get(href, ""))
        return bool(item and etag and item.etag == etag and not item.is_removed_there)

    def _delete_there(self, item: SyncedItem) -> None:
        if not item.is_removed_there:
            self.report.deleted_there.append(item.href.rpartition("/")[2])
        if not self._options.dry_run:
            if not item.is_removed_there:
                self.collection.delete(item.href)
            self._book.forget(self.collection.url, item.uid)
        del self.items[item.uid]
        self._uid_at.pop(item.href, None)

    def _refuse_many(self, there: int, here: int) -> None:
        known = len(self.items)
        if not self._options.confirm_removals and there + here > max(_FEW_REMOVALS, known * _FEW_REMOVALS_SHARE):
            raise UsageError(
                f"of {known} on the server, {there} were removed there and {here} here; nothing was done",
                hint="If that is what you did, say so: --confirm-removals.",
            )


def _is_gone(item: SyncedItem, changes: Changes) -> bool:
    return item.href in changes.removed or (changes.is_whole and item.href not in changes.etags)
