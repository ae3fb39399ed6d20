"""Check: is everything there that was ever imported, and has everybody their tasks?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from meishi.care import CareOptions, Diary, plan_aftercare
from meishi.domain.encounter import Encounter
from meishi.services.backup import is_sound
from meishi.store import Lack, Originals, Store
from meishi.wording import marked


class FindingKind(StrEnum):
    """What is wrong."""

    DATABASE_DAMAGED = marked("database damaged")
    ORIGINAL_LOST = marked("original lost")
    ORIGINAL_DAMAGED = marked("original damaged")
    ORIGINAL_UNKNOWN = marked("original unknown")
    TASK_MISSING = marked("task missing")
    OUT_OF_DATE = marked("out of date")


class Finding(BaseModel):
    """Something that is wrong.

    Attributes:
        kind: What.
        what: The same in words, with what it is about.
        hint: What to do about it.
        is_repaired: Whether it was mended.
    """

    model_config = ConfigDict(frozen=True)

    kind: FindingKind
    what: str
    hint: str = ""
    is_repaired: bool = False


class CheckOutcome(BaseModel):
    """What a look at the library gave.

    Attributes:
        contacts: How many contacts were looked at.
        originals: How many pictures were compared with their SHA-256.
        findings: What is wrong; empty when nothing is.
    """

    model_config = ConfigDict(frozen=True)

    contacts: int
    originals: int
    findings: tuple[Finding, ...]


def check_library(
    store: Store, originals: Originals, *, now: datetime, repair: bool = False, care: CareOptions | None = None
) -> CheckOutcome:
    """Look at everything in the library.

    Args:
        store: The database.
        originals: The pictures.
        now: The time that is noted for what is added, with a zone; its day is today.
        repair: Mend what can be mended: tasks that are missing are planned, what follows from other values is written
            anew, and a picture that is lost or damaged is kept again when it is imported the next time. No file is
            deleted: damaged ones are put aside.
        care: The habits of aftercare.
    """
    findings = [
        Finding(kind=FindingKind.DATABASE_DAMAGED, what=damage, hint=marked("Restore a backup: `meishi restore FILE`."))
        for damage in store.damages()
    ]
    pictures = store.pictures()
    findings += _originals(store, originals, repair=repair)
    findings += (_supplied(store, lack, now, care) if repair else _lacking(lack) for lack in store.lacks())
    stale = store.stale()
    if stale and repair:
        store.refresh()
    findings += (
        Finding(
            kind=FindingKind.OUT_OF_DATE,
            what=marked(f"contact {number} is not found by what it says"),
            is_repaired=repair,
        )
        for number in stale
    )
    return CheckOutcome(contacts=store.count(), originals=len(pictures), findings=tuple(findings))


def _originals(store: Store, originals: Originals, *, repair: bool) -> Iterator[Finding]:
    known = set()
    for picture in store.pictures():
        path = originals.path(picture.kept_as)
        known.add(path)
        if is_sound(path, picture.sha256):
            continue
        kind = FindingKind.ORIGINAL_DAMAGED if path.exists() else FindingKind.ORIGINAL_LOST
        if repair:
            aside = originals.put_aside(picture.kept_as) if path.exists() else None
            store.read_again(picture.sha256, kind.value)
            name = picture.original_name
            hint = (
                marked(f"Import {name} again, and a new copy is kept. The damaged one lies in {aside}.")
                if aside
                else marked(f"Import {name} again, and a new copy is kept.")
            )
        else:
            hint = marked("`meishi check --repair` lets the next import of this picture keep a new copy.")
        yield Finding(kind=kind, what=marked(f"{picture.original_name}, kept as {path}"), hint=hint, is_repaired=False)
    for path in originals.files():
        if path not in known:
            yield Finding(
                kind=FindingKind.ORIGINAL_UNKNOWN,
                what=marked(f"{path} belongs to nobody in the library"),
                hint=marked(
                    f"An import was stopped, or a contact was forgotten: `meishi import {path}`, or remove it."
                ),
            )


def _lacking(lack: Lack) -> Finding:
    word = lack.what
    return Finding(
        kind=FindingKind.TASK_MISSING,
        what=marked(f"contact {lack.contact_id} has no {word}"),
        hint=marked("`meishi check --repair` plans it."),
    )


def _supplied(store: Store, lack: Lack, now: datetime, care: CareOptions | None) -> Finding:
    record = store.contact(lack.contact_id)
    met = {met.id: met.encounter for met in record.encounters}
    latest = next(reversed(met.values()), Encounter(met_on=record.created_at.astimezone(now.tzinfo).date()))
    encounter = met.get(lack.encounter_id or 0, latest)
    diary = Diary(Counter(store.follow_ups_per_day()), Counter())
    aftercare = plan_aftercare(record.contact, encounter, seed=record.uid, today=now.date(), options=care, diary=diary)
    store.supply(lack, encounter, aftercare, now=now)
    return _lacking(lack).model_copy(update={"hint": "", "is_repaired": True})
