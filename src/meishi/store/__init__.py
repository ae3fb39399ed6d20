"""The library of contacts: tables, migrations, one object for transactions; the only SQL."""

from meishi.store.care_book import CareBook
from meishi.store.care_records import (
    CareRecord,
    CareStep,
    FollowUpCare,
    FollowUpChange,
    OccasionCount,
    PostcardCare,
    PostcardChange,
    PostcardTask,
)
from meishi.store.database import BEFORE_UPGRADE
from meishi.store.library import Store
from meishi.store.mail_records import FindRecord, MailRecord, NewMail
from meishi.store.merging import Candidate, Likely, Merger, Recognition, Splitting, WithCards
from meishi.store.originals import KeptOriginal, Originals, sync_folder
from meishi.store.records import (
    CardRecord,
    ChangeRecord,
    ContactFilter,
    ContactRecord,
    Coverage,
    EncounterRecord,
    FollowUpRecord,
    Forgotten,
    Lack,
    NewContact,
    NewMeeting,
    NewPerson,
    NewPicture,
    PictureRecord,
    PostcardRecord,
    Question,
    ScannedCard,
    TaskRecord,
)
from meishi.store.revising import Decide, Revision
from meishi.store.sync_book import SyncBook, SyncedItem

__all__ = [
    "BEFORE_UPGRADE",
    "Candidate",
    "CardRecord",
    "CareBook",
    "CareRecord",
    "CareStep",
    "ChangeRecord",
    "ContactFilter",
    "ContactRecord",
    "Coverage",
    "Decide",
    "EncounterRecord",
    "FindRecord",
    "FollowUpCare",
    "FollowUpChange",
    "FollowUpRecord",
    "Forgotten",
    "KeptOriginal",
    "Lack",
    "Likely",
    "MailRecord",
    "Merger",
    "NewContact",
    "NewMail",
    "NewMeeting",
    "NewPerson",
    "NewPicture",
    "OccasionCount",
    "Originals",
    "PictureRecord",
    "PostcardCare",
    "PostcardChange",
    "PostcardRecord",
    "PostcardTask",
    "Question",
    "Recognition",
    "Revision",
    "ScannedCard",
    "Splitting",
    "Store",
    "SyncBook",
    "SyncedItem",
    "TaskRecord",
    "WithCards",
    "sync_folder",
]
