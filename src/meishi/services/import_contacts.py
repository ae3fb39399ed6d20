"""Import of contacts: people from other programs come into the library, each with both tasks or a word on why not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from meishi.care import CareOptions, Diary, plan_aftercare
from meishi.decode import printable
from meishi.domain.contact import Contact
from meishi.domain.encounter import Encounter
from meishi.domain.private import Private
from meishi.domain.relation import Note
from meishi.domain.task import Aftercare, FollowUp, FollowUpState, Postcard, PostcardState
from meishi.exchange.csv_columns import Target
from meishi.exchange.files import read_limited
from meishi.exchange.json_library import read_json
from meishi.exchange.person import Meeting, Person, Read
from meishi.exchange.read_csv import Table, open_table, read_table
from meishi.exchange.read_file import FileKind, kind_of
from meishi.exchange.read_vcard import read_vcards
from meishi.services.known_people import KnownPeople
from meishi.services.merge import recognition
from meishi.store import NewMeeting, NewPerson, Store
from meishi.wording import marked

# What stands for bytes that are no text, the last four where they were taken for Shift_JIS.
_NO_LETTER = re.compile("[\ufffd\uf8f0-\uf8f3]")


class TakenOver(BaseModel):
    """Somebody from a file.

    Attributes:
        id: The contact's number in the library; None when nothing was saved.
        display_name: What to call them.
        company: Where they work.
        is_known: Whether they were in the library already, so that nothing was done.
        postcard: Where their last postcard stands.
        follow_up_due_on: When to be in touch; None when that is not planned.
    """

    model_config = ConfigDict(frozen=True)

    id: int | None
    display_name: str
    company: str | None
    is_known: bool
    postcard: PostcardState | None = None
    follow_up_due_on: date | None = None


class ContactsOutcome(BaseModel):
    """What became of one file.

    Attributes:
        file: As the user named it.
        kind: What it is.
        people: Everybody in it.
        passed_over: How often each kind of value stood there that meishi has no place for.
    """

    model_config = ConfigDict(frozen=True)

    file: str
    kind: FileKind
    people: tuple[TakenOver, ...]
    passed_over: Mapping[str, int]


class ContactsFile:
    """A file from another program, opened but not taken over yet.

    Attributes:
        name: As the user named it.
        kind: What it is.
        table: The columns of a CSV file, to be shown; None for the others, which say themselves what is what.
    """

    def __init__(self, path: Path, columns: Mapping[str, str] | None = None) -> None:
        """Open a file.

        Args:
            path: The file.
            columns: What columns of a CSV file say by the user's word.

        Raises:
            UnreadableFileError: It cannot be read, or there is nobody in it that meishi understands.
            UsageError: A column or field in `columns` is not there.
        """
        content = read_limited(path)
        self.name = printable(path)
        self.kind = kind_of(content)
        self.table: Table | None = None
        self._read: Read | None = None
        if self.kind is FileKind.CSV:
            self.table = open_table(content, columns, self.name)
        else:
            read = read_vcards if self.kind is FileKind.VCARD else read_json
            self._read = read(content, self.name)

    def columns(self) -> tuple[tuple[str, Target | None], ...]:
        """Tell what each column of a CSV file is read as; None for those that are passed over."""
        if self.table is None:
            return ()
        return tuple((column, self.table.targets.get(column)) for column in self.table.columns)

    def read(self) -> Read:
        """Read everybody in it."""
        if self._read is None:
            assert self.table is not None
            self._read = read_table(self.table)
        return self._read


def import_contacts(
    file: ContactsFile,
    store: Store,
    *,
    encounter: Encounter,
    with_aftercare: bool,
    now: datetime,
    care: CareOptions | None = None,
    dry_run: bool = False,
) -> ContactsOutcome:
    """Take everybody in a file over into the library who is not there yet; one commit for all of them.

    Who is only perhaps there is taken over, and the library asks whether they are one. Who stands in the file twice is
    joined, as cards are.

    What a file says about meetings and tasks is kept; its meetings get the tags of `encounter` too, and its place where
    they have none. Where a file says nothing, a person was met at `encounter` and gets both tasks, or, without
    aftercare, a postcard that is not planned and a follow-up that is stopped: nobody is in the library without a word
    on them.

    Args:
        file: The file.
        store: The library.
        encounter: When and where people were met of whom the file does not say it; without a place, that is the file.
        with_aftercare: Whether postcards and follow-ups are planned for those who have none.
        now: The time that is noted, with a zone; its day is today.
        care: The habits of aftercare.
        dry_run: Read and plan, save nothing.

    Raises:
        StoreError: The library refuses; nobody of this file was saved.
    """
    read = file.read()
    source = Path(file.name).name
    known = KnownPeople(store.contacts())
    taken, companions = Counter(store.follow_ups_per_day()), Counter[date]()
    diary = Diary(taken, companions)
    planned: list[tuple[Person, NewPerson | None, int | None]] = []
    seen: set[str | Contact] = set()
    for person in read.people:
        contact_id = known.find(person)
        if contact_id is not None or not seen.isdisjoint(_identities(person, file.kind)):
            planned.append((person, None, contact_id))
            continue
        seen.update(_identities(person, file.kind))
        new = plan_person(
            person, encounter, source, with_aftercare=with_aftercare, today=now.date(), care=care, diary=diary
        )
        for days in (taken, companions):
            days.update(follow_up.due_on for follow_up in new.follow_ups if follow_up.state.is_open)
        planned.append((person, new, None))
    new_people = [new for _, new, _ in planned if new]
    # A library of meishi's has asked about its people already.
    rule = None if file.kind is FileKind.JSON else recognition()
    ids = iter([None] * len(new_people) if dry_run else store.add_people(new_people, now=now, recognition=rule))
    return ContactsOutcome(
        file=file.name,
        kind=file.kind,
        people=tuple(_taken_over(person, new, next(ids) if new else known_id) for person, new, known_id in planned),
        passed_over=read.passed_over,
    )


def _identities(person: Person, kind: FileKind) -> tuple[str | Contact, ...]:
    """By what somebody is the same as somebody before in one file; in a library, two may say the same and be two."""
    return (person.uid,) if kind is FileKind.JSON else (person.uid, person.contact)


def plan_person(
    person: Person,
    encounter: Encounter,
    source: str,
    *,
    with_aftercare: bool,
    today: date,
    care: CareOptions | None,
    diary: Diary,
) -> NewPerson:
    """Plan what is saved of a person from another program, which `source` names; see `import_contacts`."""
    meetings = tuple(_completed(meeting, encounter) for meeting in person.meetings)
    if not meetings:
        place = encounter.met_at or f"from {source}"
        met = encounter.model_copy(update={"met_at": place, "tags": _joined(person.tags, encounter.tags)})
        meetings = (Meeting(encounter=met),)
    if with_aftercare:
        # However long ago they met, the postcard is due some days from now.
        counted_from = meetings[-1].encounter.model_copy(update={"met_on": today})
        aftercare = plan_aftercare(
            person.contact, counted_from, seed=person.uid, today=today, options=care, diary=diary
        )
    else:
        aftercare = Aftercare(
            Postcard(due_on=today, state=PostcardState.NOT_PLANNED),
            FollowUp(due_on=today, state=FollowUpState.STOPPED),
        )
    return NewPerson(
        uid=person.uid,
        contact=person.contact,
        review_reasons=(*person.review_reasons, *_doubts(person)),
        checked=person.checked,
        private=_private(person, today),
        meetings=tuple(
            NewMeeting(encounter=meeting.encounter, postcard=meeting.postcard or aftercare.postcard)
            for meeting in meetings
        ),
        follow_ups=_one_open(person.follow_ups) or (aftercare.follow_up,),
    )


def _doubts(person: Person) -> tuple[str, ...]:
    """Point to letters that no encoding gave, so that nobody takes what is left for the whole."""
    is_broken = _NO_LETTER.search(person.contact.model_dump_json())
    return (marked("some letters of its file could not be read"),) if is_broken else ()


def _completed(meeting: Meeting, said: Encounter) -> Meeting:
    """Add what the user says of all meetings of a file to one that the file knows."""
    met = meeting.encounter
    update = {"met_at": met.met_at or said.met_at, "tags": _joined(met.tags, said.tags)}
    return meeting.model_copy(update={"encounter": met.model_copy(update=update)})


def _joined(tags: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*tags, *more)))


def _private(person: Person, today: date) -> Private:
    """What the user wrote about somebody in another program is a page of the private log."""
    private = person.private or Private()
    if not person.note:
        return private
    page = Note(noted_on=today, said=person.note)
    return private.model_copy(update={"notes": (*private.notes, page)})


def _one_open(follow_ups: Sequence[FollowUp]) -> tuple[FollowUp, ...]:
    """Keep the first open follow-up open and skip the others: a person has one, whatever a file says."""
    kept: list[FollowUp] = []
    for follow_up in follow_ups:
        is_second = follow_up.state.is_open and any(before.state.is_open for before in kept)
        kept.append(follow_up.model_copy(update={"state": FollowUpState.SKIPPED}) if is_second else follow_up)
    return tuple(kept)


def _taken_over(person: Person, new: NewPerson | None, contact_id: int | None) -> TakenOver:
    follow_up = next((f for f in new.follow_ups if f.state.is_open), None) if new else None
    return TakenOver(
        id=contact_id,
        display_name=person.contact.display_name,
        company=person.contact.company,
        is_known=new is None,
        postcard=new.meetings[-1].postcard.state if new else None,
        follow_up_due_on=follow_up.due_on if follow_up else None,
    )
