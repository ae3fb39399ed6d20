"""The library of contacts: tables, migrations, one object for transactions; the only SQL."""

from meishi.store.library import Store
from meishi.store.originals import KeptOriginal, Originals
from meishi.store.records import (
    CardRecord,
    ChangeRecord,
    ContactFilter,
    ContactRecord,
    Coverage,
    EncounterRecord,
    FollowUpRecord,
    NewContact,
    NewMeeting,
    NewPerson,
    NewPicture,
    PostcardRecord,
    ScannedCard,
    TaskKind,
    TaskRecord,
)
from meishi.store.revising import Decide, Revision
from meishi.store.sync_book import SyncBook, SyncedItem

__all__ = [
    "CardRecord",
    "ChangeRecord",
    "ContactFilter",
    "ContactRecord",
    "Coverage",
    "Decide",
    "EncounterRecord",
    "FollowUpRecord",
    "KeptOriginal",
    "NewContact",
    "NewMeeting",
    "NewPerson",
    "NewPicture",
    "Originals",
    "PostcardRecord",
    "Revision",
    "ScannedCard",
    "Store",
    "SyncBook",
    "SyncedItem",
    "TaskKind",
    "TaskRecord",
]
