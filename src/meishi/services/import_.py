"""Import: pictures become contacts in the library, each with its postcard and its follow-up."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import reduce
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from meishi.care import CareOptions, Diary, plan_aftercare
from meishi.decode import printable
from meishi.domain.change import ChangeKind
from meishi.domain.encounter import Encounter
from meishi.errors import CardError
from meishi.services.in_a_row import with_backs
from meishi.services.merge import lasting_identity, recognition
from meishi.services.reading import FileReading
from meishi.services.sides import group_sides, is_front, join_contacts
from meishi.store import NewContact, NewPicture, Originals, ScannedCard, Store


class SetAside(BaseModel):
    """A file, or a card on it, that could not be read."""

    model_config = ConfigDict(frozen=True)

    file: str
    reason: str
    hint: str

    @classmethod
    def because(cls, file: Path, error: CardError) -> SetAside:
        """Note an error."""
        return cls(file=printable(file), reason=str(error), hint=error.hint)


class ImportedContact(BaseModel):
    """A contact that an import made; without an id when nothing was saved.

    Attributes:
        id: Its number in the library.
        display_name: What to call it.
        company: Where they work.
        review_reasons: Why a person should look at it.
        postcard_due_on: When the thank-you postcard should be posted.
        follow_up_due_on: When to be in touch again.
        is_known: Whether it is somebody who was in the library already.
        news: What this card says otherwise than the one before, in words.
    """

    model_config = ConfigDict(frozen=True)

    id: int | None
    display_name: str
    company: str | None
    review_reasons: tuple[str, ...]
    postcard_due_on: date
    follow_up_due_on: date
    is_known: bool = False
    news: tuple[str, ...] = ()


class FileOutcome(BaseModel):
    """What became of one file.

    Attributes:
        file: As the user named it.
        sha256: Hex digest of its bytes; empty when it could not be opened.
        is_known: Whether the library had it already, so that nothing was done.
        cards: How many cards were read on it.
        contacts: The contacts that are new.
        find_id: The find that it became, where it was no picture.
        set_aside: What could not be read.
    """

    model_config = ConfigDict(frozen=True)

    file: str
    sha256: str = ""
    is_known: bool = False
    cards: int = 0
    contacts: tuple[ImportedContact, ...] = ()
    find_id: int | None = None
    set_aside: tuple[SetAside, ...] = ()


ImportFiles = Callable[[Sequence[Path], Callable[[Path], Encounter]], Iterator[FileOutcome]]
"""Imports files whose people were met as the second argument tells; one outcome a file, in any order."""


@dataclass(frozen=True)
class Library:
    """Where contacts are kept.

    Attributes:
        store: The database.
        originals: The copies of the pictures.
    """

    store: Store
    originals: Originals


def import_pictures(
    files: Sequence[Path],
    library: Library,
    read: Callable[[Sequence[Path]], Iterable[FileReading]],
    *,
    encounter_of: Callable[[Path], Encounter],
    today: date,
    now: Callable[[], datetime],
    care: CareOptions | None = None,
    dry_run: bool = False,
) -> Iterator[FileOutcome]:
    """Read pictures that the library does not know yet, and save the people on them with both tasks.

    Each file is saved in one commit as soon as it is read, and two pictures in a row that show the sides of one card
    in one together, after its original was copied; so an import that is
    stopped at any moment has lost nothing, and the same call goes on where it stopped.

    Args:
        files: Pictures.
        library: Where contacts and originals are kept.
        read: Reads files and gives one result for each, in any order.
        encounter_of: Tells when and where the people on a file were met.
        today: No follow-up is planned for an earlier day.
        now: The clock that notes when something was saved.
        care: The habits of aftercare.
        dry_run: Read and plan, save nothing.

    Yields:
        One outcome a file.

    Raises:
        SetupError: The installation cannot read any card.
        StoreError: The library refuses; what was saved before is safe.
    """
    batch = _sort_out_known(files, library.store)
    yield from (FileOutcome(file=printable(file), sha256=sha256, is_known=True) for file, sha256 in batch.known.items())
    taken = Counter(library.store.follow_ups_per_day())
    companions: dict[Encounter, Counter[date]] = {}
    for results in with_backs(read(batch.unknown), batch.unknown):
        contacts = []
        encounter = encounter_of(results[0].path)
        if encounter not in companions:
            companions[encounter] = Counter(library.store.follow_ups_per_day(met=encounter))
        diary = Diary(taken, companions[encounter])
        for sides in _cards_on(results):
            contact = _plan(sides, encounter, today=today, care=care, diary=diary)
            taken[contact.aftercare.follow_up.due_on] += 1
            companions[encounter][contact.aftercare.follow_up.due_on] += 1
            contacts.append(contact)
        refusal: CardError | None = None
        ids: Sequence[int | None] = [None] * len(contacts)
        if contacts and not dry_run:
            try:
                ids = _save(results, contacts, library, now())
            except CardError as error:
                refusal, contacts = error, []
        imported = tuple(
            _imported(contact, contact_id, library.store)
            if contact_id is not None
            else _to_be_imported(contact, library.store)
            for contact, contact_id in zip(contacts, ids, strict=False)
            if dry_run or contact_id is not None
        )
        for result in results:
            outcome = FileOutcome(
                file=printable(result.path),
                sha256=result.sha256,
                cards=len(result.readings),
                contacts=imported,
                set_aside=tuple(
                    SetAside.because(result.path, error) for error in (*result.errors, *([refusal] if refusal else []))
                ),
            )
            yield outcome
            yield from (_like(twin, outcome) for twin in batch.twins.get(result.path, ()))
            # The back of a card shows somebody who is known by now from its front.
            imported = tuple(contact.model_copy(update={"is_known": True, "news": ()}) for contact in imported)


@dataclass(frozen=True)
class _Batch:
    """Files, parted after what has to be done.

    Attributes:
        unknown: To be read.
        known: In the library already, each with its SHA-256.
        twins: Files with the same bytes as one that is to be read, under that one.
    """

    unknown: list[Path] = field(default_factory=list)
    known: dict[Path, str] = field(default_factory=dict)
    twins: dict[Path, list[Path]] = field(default_factory=dict)


def _sort_out_known(files: Sequence[Path], store: Store) -> _Batch:
    digests: dict[Path, str] = {}
    for file in files:
        # What cannot be opened is left to reading, which says why.
        with suppress(OSError), file.open("rb") as opened:
            digests[file] = hashlib.file_digest(opened, "sha256").hexdigest()
    in_library = store.known_pictures(tuple(digests.values()))
    batch = _Batch()
    first_with: dict[str, Path] = {}
    for file in files:
        digest = digests.get(file, "")
        if digest in in_library:
            batch.known[file] = digest
        elif digest in first_with:
            batch.twins.setdefault(first_with[digest], []).append(file)
        else:
            batch.unknown.append(file)
            if digest:
                first_with[digest] = file
    return batch


def _like(twin: Path, outcome: FileOutcome) -> FileOutcome:
    """What becomes of a file with the same bytes as another one: nothing more, or the same refusal."""
    set_aside = tuple(aside.model_copy(update={"file": printable(twin)}) for aside in outcome.set_aside)
    return FileOutcome(file=printable(twin), sha256=outcome.sha256, is_known=not set_aside, set_aside=set_aside)


def _cards_on(results: Sequence[FileReading]) -> list[tuple[ScannedCard, ...]]:
    """Give the sides of each card on a file, or on the two pictures of one card, the front first."""
    if len(results) > 1:
        one, other = (ScannedCard(sha256=result.sha256, reading=result.readings[0]) for result in results)
        return [(one, other) if is_front(one.reading, other.reading) else (other, one)]
    return [
        tuple(ScannedCard(sha256=result.sha256, reading=side) for side in sides)
        for result in results
        for sides in group_sides(result.readings)
    ]


def _plan(
    sides: tuple[ScannedCard, ...],
    encounter: Encounter,
    *,
    today: date,
    care: CareOptions | None,
    diary: Diary,
) -> NewContact:
    front = sides[0].reading
    contact = reduce(join_contacts, (side.reading.contact for side in sides))
    identity = f"{sides[0].sha256}/{front.page}/{front.card}"
    return NewContact(
        uid=lasting_identity(sides[0].sha256, front.page, front.card),
        contact=contact,
        review_reasons=tuple(dict.fromkeys(reason for side in sides for reason in side.reading.review_reasons)),
        encounter=encounter,
        aftercare=plan_aftercare(contact, encounter, seed=identity, today=today, options=care, diary=diary),
        cards=sides,
    )


def _save(
    results: Sequence[FileReading], contacts: Sequence[NewContact], library: Library, now: datetime
) -> Sequence[int | None]:
    pictures = []
    for result in results:
        kept = library.originals.keep(result.path, result.sha256)
        picture = NewPicture(
            sha256=kept.sha256,
            original_name=result.path.name,
            kept_as=kept.kept_as,
            size_bytes=kept.size_bytes,
            unread=tuple(str(error) for error in result.errors),
        )
        pictures.append(picture)
    return library.store.add(pictures, contacts, now=now, recognition=recognition())


def _to_be_imported(new: NewContact, store: Store) -> ImportedContact:
    """What would become of a contact; people are known again who are in the library, not those of the same call."""
    looks = [card.reading.look for card in new.cards if card.reading.look]
    likely = store.likely(new.contact, looks, recognition())
    known = store.contact(likely[0].contact_id) if likely and likely[0].is_certain else None
    return ImportedContact(
        id=None,
        display_name=known.contact.display_name if known else new.contact.display_name,
        company=new.contact.company,
        review_reasons=new.review_reasons,
        postcard_due_on=new.aftercare.postcard.due_on,
        follow_up_due_on=new.aftercare.follow_up.due_on,
        is_known=known is not None,
    )


def _imported(new: NewContact, contact_id: int, store: Store) -> ImportedContact:
    record = store.contact(contact_id)
    is_known = record.uid != new.uid
    joined = next((change for change in store.history(contact_id) if change.kind is ChangeKind.MERGED), None)
    news = joined.details["news"] if is_known and joined else ()
    return ImportedContact(
        id=contact_id,
        display_name=record.contact.display_name,
        company=record.contact.company,
        review_reasons=record.review_reasons,
        postcard_due_on=record.postcards[-1].due_on,
        follow_up_due_on=max(record.follow_ups, key=lambda task: (task.state.is_open, task.id)).due_on,
        is_known=is_known,
        news=tuple(f"{one['what']}: {one['was']} → {one['now']}" for one in news),
    )
