"""The library of contacts: tables, migrations, one object for transactions; the only SQL."""

from meishi.store.library import Store
from meishi.store.originals import KeptOriginal, Originals
from meishi.store.records import (
    CardRecord,
    ContactRecord,
    Coverage,
    EncounterRecord,
    FollowUpRecord,
    NewContact,
    NewPicture,
    PostcardRecord,
    ScannedCard,
    TaskKind,
    TaskRecord,
)

__all__ = [
    "CardRecord",
    "ContactRecord",
    "Coverage",
    "EncounterRecord",
    "FollowUpRecord",
    "KeptOriginal",
    "NewContact",
    "NewPicture",
    "Originals",
    "PostcardRecord",
    "ScannedCard",
    "Store",
    "TaskKind",
    "TaskRecord",
]
