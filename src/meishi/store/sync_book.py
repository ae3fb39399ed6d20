"""What servers have of the library: which version of what lies where."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Engine, delete, select

from meishi.store.database import reading, writing
from meishi.store.tables import SyncedCollectionRow, SyncedItemRow


class SyncedItem(BaseModel):
    """What a server has of a contact or a task.

    Attributes:
        uid: Whose.
        href: The path on the server.
        etag: The version that was seen last; empty when the server did not say it.
        marks: What both sides agreed on, see `meishi.exchange.merge_contacts`.
        is_removed_there: Whether somebody removed it on the server; it is not sent again.
    """

    model_config = ConfigDict(frozen=True)

    uid: str
    href: str
    etag: str
    marks: Mapping[str, str]
    is_removed_there: bool = False


class SyncBook:
    """The state of all collections. Every method is one transaction: done as a whole or not at all."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def token(self, collection: str) -> str | None:
        """Give what stands for the collection as it was last seen; None for one that was not."""
        with reading(self._engine) as session:
            return session.scalar(select(SyncedCollectionRow.token).where(SyncedCollectionRow.url == collection))

    def save_token(self, collection: str, token: str | None) -> None:
        """Note how the collection was last seen: everything up to there is done."""
        with writing(self._engine) as session:
            session.merge(SyncedCollectionRow(url=collection, token=token))

    def items(self, collection: str) -> tuple[SyncedItem, ...]:
        """List what the server has."""
        statement = select(SyncedItemRow).where(SyncedItemRow.collection == collection).order_by(SyncedItemRow.id)
        with reading(self._engine) as session:
            return tuple(_item(row) for row in session.scalars(statement))

    def save(self, collection: str, item: SyncedItem) -> None:
        """Note what the server has of a contact or a task."""
        with writing(self._engine) as session:
            known = select(SyncedItemRow).where(SyncedItemRow.collection == collection, SyncedItemRow.uid == item.uid)
            row = session.scalar(known)
            if row is None:
                row = SyncedItemRow(collection=collection, uid=item.uid)
                session.add(row)
            row.href, row.etag, row.marks = item.href, item.etag, dict(item.marks)
            row.is_removed_there = item.is_removed_there

    def forget(self, collection: str, uid: str) -> None:
        """Note that the server has nothing of it any more."""
        with writing(self._engine) as session:
            session.execute(
                delete(SyncedItemRow).where(SyncedItemRow.collection == collection, SyncedItemRow.uid == uid)
            )


def _item(row: SyncedItemRow) -> SyncedItem:
    return SyncedItem(uid=row.uid, href=row.href, etag=row.etag, marks=row.marks, is_removed_there=row.is_removed_there)
