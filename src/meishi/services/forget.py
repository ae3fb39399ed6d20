"""Forget: a person is removed for good, and it is said what was removed and where they still are."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from meishi.services.inbox import Inbox
from meishi.services.learned import LearnedModels
from meishi.services.merge import lasting_identity
from meishi.store import BEFORE_UPGRADE, Forgotten, Originals, Store


class ForgetOutcome(BaseModel):
    """What was removed, and what was not.

    Attributes:
        forgotten: The rows and pictures that went, and the pictures that stay because they show somebody else.
        removed_files: Files that were deleted.
        backups: Files that may still hold the person: backups written since they were met, as far as they lie where
            they were written, and copies of the library from before its tables were changed.
        others: How many other backups there were, which have been moved or deleted since.
        models: How many models that were learned from the person's corrected card were removed.
    """

    model_config = ConfigDict(frozen=True)

    forgotten: Forgotten
    removed_files: tuple[str, ...]
    backups: tuple[str, ...]
    others: int
    models: int


def forget_contact(contact_id: int, store: Store, originals: Originals) -> ForgetOutcome:
    """Remove a contact for good: meetings, tasks, notes, cards, the journal, and pictures that show nobody else.

    There is no way back. What was learned from a corrected card of theirs goes too; `meishi learn` learns anew from the
    others. Pictures that the user imported from lie where they lay; meishi has only its own copies.

    Raises:
        ContactNotFoundError: No contact has this id.
        StoreError: A picture cannot be deleted; the contact is gone, and `meishi check` names the picture.
    """
    # Whoever was merged into them since was learned from under another identity, that of a card.
    cards = store.cards(contact_id)
    identities = {lasting_identity(card.sha256, card.page, card.number) for card in cards}
    removed_models = LearnedModels(originals.folder).forget({store.contact(contact_id).uid, *identities})
    forgotten = store.forget(contact_id)
    Inbox(originals.folder).forget(contact_id, {card.sha256 for card in cards})
    removed = tuple(str(originals.path(name)) for name in forgotten.originals if originals.remove(name))
    written = [file for file, made_at in store.backups() if made_at >= forgotten.created_at]
    there = [file for file in written if file.exists()]
    return ForgetOutcome(
        forgotten=forgotten,
        removed_files=removed,
        backups=tuple(str(file) for file in (*there, *_copies_before_upgrades(originals.folder, forgotten.created_at))),
        others=len(written) - len(there),
        models=removed_models,
    )


def _copies_before_upgrades(home: Path, since: datetime) -> list[Path]:
    copies = sorted(home.glob(f"*{BEFORE_UPGRADE}"))
    return [copy for copy in copies if copy.stat().st_mtime >= since.timestamp()]
