"""Export: people leave the library in the form of other programs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from meishi.domain.private import FollowUpPast, PostcardPast, Private
from meishi.domain.task import FollowUp, Postcard
from meishi.errors import UsageError
from meishi.exchange.files import file_name, write_private
from meishi.exchange.person import Meeting, Person
from meishi.services.card_pictures import card_jpeg
from meishi.store import CareRecord, ContactRecord, Originals, Store


def collect_people(
    store: Store, query: str = "", *, since: datetime | None = None, with_private: bool = False
) -> tuple[Person, ...]:
    """List people with their meetings and tasks, in the order of their readings.

    Args:
        store: The library.
        query: Words that all must occur in what the card says; everybody when it is empty.
        since: Only people of whom something was saved or changed at that time or later.
        with_private: Also what is between the user and them; asked for by name.
    """
    records = store.contacts(query)
    people = [person_of(record) for record in records]
    if with_private:
        care = {one.uid: one for one in store.care.everybody()}
        people = [
            person.model_copy(update={"private": _private(record, care[person.uid])})
            for person, record in zip(people, records, strict=True)
        ]
    return tuple(person for person in people if since is None or (person.updated_at and person.updated_at >= since))


def person_of(record: ContactRecord) -> Person:
    """Give a contact of the library in the form that other programs get it in."""
    postcards = {postcard.encounter_id: postcard for postcard in record.postcards}
    meetings = []
    for met in record.encounters:
        task = postcards.get(met.id)
        postcard = Postcard(due_on=task.due_on, state=task.state) if task else None
        meetings.append(Meeting(encounter=met.encounter, postcard=postcard))
    changes = [postcard.changed_at for postcard in record.postcards]
    changes += [follow_up.changed_at for follow_up in record.follow_ups]
    return Person(
        uid=record.uid,
        contact=record.contact,
        tags=tuple(dict.fromkeys(tag for met in record.encounters for tag in met.encounter.tags)),
        meetings=tuple(meetings),
        follow_ups=tuple(FollowUp(due_on=task.due_on, state=task.state) for task in record.follow_ups),
        # The questions come last, and name numbers that mean nothing elsewhere.
        review_reasons=record.review_reasons[: len(record.review_reasons) - len(record.questions)],
        checked=record.checked,
        created_at=record.created_at,
        updated_at=max((record.updated_at, *changes)),
    )


def _private(record: ContactRecord, care: CareRecord) -> Private:
    of_meeting = {postcard.encounter_id: postcard.id for postcard in record.postcards}
    postcards = {postcard.id: postcard for postcard in care.postcards}
    days = {follow_up.id: follow_up for follow_up in care.follow_ups}
    return Private(
        closeness=care.closeness,
        notes=care.notes,
        postcards=tuple(
            PostcardPast.model_validate(
                postcards[of_meeting[met.id]].model_dump(include=set(PostcardPast.model_fields))
            )
            for met in record.encounters
        ),
        follow_ups=tuple(
            FollowUpPast.model_validate(days[follow_up.id].model_dump(include=set(FollowUpPast.model_fields)))
            for follow_up in record.follow_ups
        ),
    )


def picture_finder(store: Store, originals: Originals) -> Callable[[Person], bytes | None]:
    """Make what gives the picture of a person's card as a small JPEG, or None where there is none any more."""
    ids = {record.uid: record.id for record in store.contacts()}

    def picture_of(person: Person) -> bytes | None:
        cards = store.cards(ids[person.uid]) if person.uid in ids else ()
        return card_jpeg(cards[0], originals) if cards else None

    return picture_of


def write_each(
    people: tuple[Person, ...], folder: Path, suffix: str, write: Callable[[Person], bytes]
) -> tuple[Path, ...]:
    """Write a file for each person into a folder, named after them; the folder is made where it is missing.

    Args:
        people: Who.
        folder: Where.
        suffix: The end of the names, with its dot.
        write: Gives the file of a person.

    Returns:
        The files, in the order of the people.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"the folder {folder} cannot be made: {error.strerror or error}", hint="Name another folder."
        ) from error
    files = []
    for person in people:
        # The identity keeps two people of one name apart, and a second export on the same file.
        file = folder / f"{file_name(person.contact.display_name)}-{person.uid[:8]}{suffix}"
        write_private(file, write(person))
        files.append(file)
    return tuple(files)
