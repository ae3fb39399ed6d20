"""The library of contacts: one object, every method one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, ParamSpec, Self, TypeVar

from sqlalchemy import Engine, Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from meishi.domain.contact import Contact
from meishi.domain.encounter import Encounter
from meishi.domain.reading import CardReading
from meishi.domain.task import Aftercare, FollowUpState, PostcardState, TaskKind
from meishi.errors import StoreError
from meishi.store import journal, upkeep
from meishi.store.care_book import CareBook
from meishi.store.database import at_once, connect, empty_log, reading, sqlite_url, translated, writing
from meishi.store.forgetting import forget
from meishi.store.loading import (
    ENCOUNTERS_AND_TASKS,
    NAME_AND_COMPANY,
    card_records,
    contact_lines,
    contact_record,
    contact_row,
    task_record,
)
from meishi.store.mail_book import MailBook
from meishi.store.memory import Memory
from meishi.store.merging import (
    DecideMerger,
    DecideSplitting,
    Likely,
    Recognition,
    answer_questions,
    find_likely,
    merge,
    recognise,
    split,
)
from meishi.store.people import add_follow_up, add_meeting, add_person, new_contact_row
from meishi.store.records import (
    CardRecord,
    ChangeRecord,
    ContactFilter,
    ContactLine,
    ContactRecord,
    Coverage,
    Forgotten,
    Lack,
    NewContact,
    NewPerson,
    NewPicture,
    PictureRecord,
    TaskRecord,
)
from meishi.store.revising import Decide, revise
from meishi.store.searching import (
    ask_index,
    has_index,
    select_contacts,
    select_doubtful,
    select_lines,
    words_looked_for,
    works_for,
)
from meishi.store.snapshot import read_snapshot, write_snapshot
from meishi.store.sync_book import SyncBook
from meishi.store.tables import (
    BackupRow,
    CardRow,
    ContactRow,
    EncounterRow,
    FollowUpRow,
    PictureRow,
    PostcardRow,
)

P = ParamSpec("P")
T = TypeVar("T")

# SQLite takes no more than some thousands of values in one statement.
_VALUES_A_STATEMENT = 500
# Two importers that save the same picture at the same moment: the second one looks again and finds it there.
_ATTEMPTS = 3


class Store:
    """The library of contacts.

    Every method is one transaction: it is done as a whole or not at all. Within `at_once`, all of them together are.

    Raises:
        StoreError: From every method, when the database refuses.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._memory = Memory(engine)

    @classmethod
    def open(cls, url: str) -> Self:
        """Open the library at a database address, and make or upgrade its tables where needed.

        Args:
            url: An SQLAlchemy address; for a file, see `Store.open_file`.

        Raises:
            SettingError: The address makes no sense.
            EngineMissingError: The driver for the address is not installed.
            DatabaseTooNewError: A newer meishi has written the database.
        """
        return cls(connect(url))

    @classmethod
    def open_file(cls, file: Path) -> Self:
        """Open the library in an SQLite file, readable by its owner alone; its folder is made where it is missing."""
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"the library's folder {file.parent} cannot be made: {error.strerror or error}",
                hint="Set MEISHI_HOME to a folder that your user may write to.",
            ) from error
        return cls.open(sqlite_url(file))

    @classmethod
    def open_in_memory(cls) -> Self:
        """Open an empty library that is gone when it is closed."""
        return cls.open("sqlite://")

    def close(self) -> None:
        """Let go of the database."""
        self._memory.close()
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Let everything that happens to the library here happen in one transaction: all of it, or nothing."""
        with at_once(self._engine):
            yield

    def recall(self, look: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Give what a function gives that looks into this library; what it gave before, while nothing has changed.

        For what many look at again and again, on whatever page; see `meishi.store.memory`.

        Args:
            look: The function; what it gives must not be changed.
            *args: With what; hashable.
            **kwargs: With what, by name; hashable.
        """
        return self._memory.recall(look, *args, **kwargs)

    def hold_answers(self, seconds: float) -> None:
        """Let `recall` give an answer for so long in any case, whoever changes the library meanwhile.

        While an import saves one card after the other, nothing would be given twice otherwise. Who changes something
        and looks at it then calls `forget_answers`.
        """
        self._memory.holds_seconds = seconds

    def forget_answers(self) -> None:
        """Let `recall` find everything out anew."""
        self._memory.forget()

    @property
    def sync(self) -> SyncBook:
        """What servers have of the library."""
        return SyncBook(self._engine)

    @cached_property
    def care(self) -> CareBook:
        """The care for the people in the library, with what is private."""
        return CareBook(self._engine)

    @cached_property
    def mail(self) -> MailBook:
        """Finds, and the lines that went to people."""
        return MailBook(self._engine)

    def known_pictures(self, digests: Sequence[str]) -> frozenset[str]:
        """Tell which pictures are in the library with all their cards.

        Args:
            digests: SHA-256 of the pictures, in hex.
        """
        known: set[str] = set()
        with self._reading() as session:
            for start in range(0, len(digests), _VALUES_A_STATEMENT):
                some = digests[start : start + _VALUES_A_STATEMENT]
                rows = session.execute(
                    select(PictureRow.sha256, PictureRow.unread).where(PictureRow.sha256.in_(some))
                ).all()
                known.update(sha256 for sha256, unread in rows if not unread)
        return frozenset(known)

    def add(
        self,
        pictures: Sequence[NewPicture],
        contacts: Sequence[NewContact],
        *,
        now: datetime,
        recognition: Recognition | None = None,
    ) -> tuple[int | None, ...]:
        """Save pictures and everybody whose cards are on them, with encounters and tasks, in one commit.

        What is there already stays as it is, so that doing it a second time changes nothing.

        Args:
            pictures: The pictures; their originals are kept already.
            contacts: The people; their cards lie on these pictures.
            now: The time that is noted, with a zone.
            recognition: How people are known again who are in the library already: they are joined with the one they
                are, as `merge` does, or asked about. Without it, everybody is new.

        Returns:
            For each contact the id under which the person is known, or None where one of its cards is in the library
            already.
        """
        return self._save(lambda session: _add(session, pictures, contacts, now, recognition))

    def add_people(
        self, people: Sequence[NewPerson], *, now: datetime, recognition: Recognition | None = None
    ) -> tuple[int | None, ...]:
        """Save people from another program, with meetings and tasks, in one commit.

        Args:
            people: Who.
            now: The time that is noted, with a zone.
            recognition: As with `add`.

        Returns:
            For each person the id under which they are known, or None where one of this identity is in the library
            already.
        """
        return self._save(lambda session: _add_people(session, people, now, recognition))

    def _save(self, save: Callable[[Session], tuple[int | None, ...]]) -> tuple[int | None, ...]:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                with self._writing() as session:
                    return save(session)
            except IntegrityError as error:
                if attempt == _ATTEMPTS:
                    raise StoreError(
                        f"the library refused a contact: {error.orig}", hint="Run the same command again."
                    ) from error
        raise AssertionError  # pragma: no cover

    def contacts(
        self, query: str = "", *, only: ContactFilter | None = None, limit: int | None = None, offset: int = 0
    ) -> tuple[ContactRecord, ...]:
        """List contacts by their reading.

        Args:
            query: Words that all must occur somewhere in what the contact's card says, whatever their width, case,
                spacing or kana.
            only: What else must be true of them.
            limit: How many at most; all of them when not given.
            offset: How many to pass over.
        """
        with self._reading() as session:
            statement = self._looking_for(query, only, session).options(*ENCOUNTERS_AND_TASKS)
            return tuple(contact_record(row) for row in _cut(session.scalars, statement, only, limit, offset))

    def lines(
        self, query: str = "", *, only: ContactFilter | None = None, limit: int | None = None, offset: int = 0
    ) -> tuple[ContactLine, ...]:
        """List contacts as `contacts` does, with no more of them than a list shows, several times as fast."""
        with self._reading() as session:
            statement = select_lines(self._looking_for(query, only, session), self._engine.dialect.name)
            return contact_lines(session, tuple(_cut(session.execute, statement, only, limit, offset)))

    def doubtful(self) -> Mapping[int, int]:
        """Count the reasons for which contacts should be looked at, the most doubtful first; nobody is read for it."""
        with self._reading() as session:
            return dict(session.execute(select_doubtful(self._engine.dialect.name)).all())

    def some(self, contact_ids: Sequence[int]) -> tuple[ContactRecord, ...]:
        """Give contacts in the order in which they are named; whoever is not there is left out."""
        statement = select(ContactRow).where(ContactRow.id.in_(contact_ids)).options(*ENCOUNTERS_AND_TASKS)
        with self._reading() as session:
            found = {row.id: contact_record(row) for row in session.scalars(statement)}
        return tuple(found[contact_id] for contact_id in contact_ids if contact_id in found)

    def contact(self, contact_id: int) -> ContactRecord:
        """Give one contact with encounters and tasks.

        Raises:
            ContactNotFoundError: No contact has this id.
        """
        with self._reading() as session:
            return contact_record(contact_row(session, contact_id))

    def cards(self, contact_id: int) -> tuple[CardRecord, ...]:
        """Give the cards of a contact, the first one first; none for an id that nobody has."""
        with self._reading() as session:
            return card_records(session, contact_id)

    def likely(self, contact: Contact, looks: Sequence[str], recognition: Recognition) -> tuple[Likely, ...]:
        """Tell who in the library may be somebody that is not in it yet, the most likely first.

        Args:
            contact: Who.
            looks: What their cards look like.
            recognition: How people are known again.
        """
        with self._reading() as session:
            return find_likely(session, contact, looks, recognition)

    def contacts_on(self, digests: Sequence[str]) -> tuple[int, ...]:
        """List the contacts whose cards are on some pictures, in the order in which they came into the library.

        Args:
            digests: SHA-256 of the pictures, in hex.
        """
        found: set[int] = set()
        with self._reading() as session:
            for start in range(0, len(digests), _VALUES_A_STATEMENT):
                some = digests[start : start + _VALUES_A_STATEMENT]
                found.update(
                    session.scalars(select(CardRow.contact_id).join(CardRow.picture).where(PictureRow.sha256.in_(some)))
                )
        return tuple(sorted(found))

    def open_tasks(self, until: date) -> tuple[TaskRecord, ...]:
        """List what is still to be done and falls due up to a day, the oldest first."""
        open_postcards = [state for state in PostcardState if state.is_open]
        with self._reading() as session:
            postcards = session.scalars(
                select(PostcardRow)
                .where(PostcardRow.state.in_(open_postcards), PostcardRow.due_on <= until)
                .options(
                    joinedload(PostcardRow.contact, innerjoin=True).load_only(*NAME_AND_COMPANY),
                    joinedload(PostcardRow.encounter, innerjoin=True),
                )
            )
            follow_ups = session.scalars(
                select(FollowUpRow)
                .where(FollowUpRow.state == FollowUpState.SCHEDULED, FollowUpRow.due_on <= until)
                .options(
                    joinedload(FollowUpRow.contact, innerjoin=True)
                    .load_only(*NAME_AND_COMPANY)
                    .selectinload(ContactRow.encounters)
                )
            )
            tasks = [
                *(task_record(TaskKind.POSTCARD, row, row.contact, row.encounter) for row in postcards),
                *(task_record(TaskKind.FOLLOW_UP, row, row.contact, row.contact.encounters[-1]) for row in follow_ups),
            ]
        return tuple(sorted(tasks, key=lambda task: (task.due_on, task.kind is TaskKind.FOLLOW_UP, task.id)))

    def follow_ups_per_day(self, met: Encounter | None = None) -> Mapping[date, int]:
        """Count the open follow-ups of each day that has some.

        Args:
            met: Count only those of people who were met on this day and occasion.
        """
        statement = (
            select(FollowUpRow.due_on, func.count(FollowUpRow.id.distinct()))
            .where(FollowUpRow.state == FollowUpState.SCHEDULED)
            .group_by(FollowUpRow.due_on)
        )
        if met is not None:
            # Joined, so that SQLite begins with the people of the occasion, not with everybody's follow-ups.
            statement = statement.join(EncounterRow, EncounterRow.contact_id == FollowUpRow.contact_id).where(
                EncounterRow.met_on == met.met_on, EncounterRow.met_at.is_not_distinct_from(met.met_at)
            )
        with self._reading() as session:
            return dict(session.execute(statement).all())

    def coverage(self) -> Coverage:
        """Count how many encounters got their postcard."""
        with self._reading() as session:
            met = session.scalar(select(func.count()).select_from(EncounterRow)) or 0
            rows = session.execute(select(PostcardRow.state, func.count()).group_by(PostcardRow.state))
            counts = dict(rows.all())
        return Coverage(met=met, by_state={state: counts.get(state, 0) for state in PostcardState})

    def merge(self, kept_id: int, other_id: int, decide: DecideMerger, *, by: str, now: datetime) -> ContactRecord:
        """Join two contacts that are one person: cards, meetings, tasks and history of both; recorded in the journal.

        Of a meeting that both noted one is left, with its postcard; of two open follow-ups the earlier one.

        Args:
            kept_id: Whose number and lasting identity stay.
            other_id: Who goes, until the merge is undone.
            decide: Called within the transaction with both as they are then.
            by: Who joins them.
            now: The time that is noted, with a zone.

        Raises:
            ContactNotFoundError: One of the two is not there.
        """
        with self._writing() as session:
            return merge(session, kept_id, other_id, decide, by=by, now=now)

    def split(
        self, contact_id: int, card_ids: Sequence[int], decide: DecideSplitting, *, by: str, now: datetime
    ) -> tuple[ContactRecord, ContactRecord]:
        """Take cards out of a contact; they become a contact of its own with both tasks; recorded in the journal.

        A meeting from which only these cards came goes with them, and its postcard too; of another one the new contact
        gets a copy with a postcard of its own.

        Args:
            contact_id: From whom.
            card_ids: The cards; others must stay.
            decide: Called within the transaction with the contact and the cards that go.
            by: Who takes them out.
            now: The time that is noted, with a zone.

        Returns:
            The contact that stays and the new one.

        Raises:
            ContactNotFoundError: No contact has this id.
        """
        with self._writing() as session:
            return split(session, contact_id, card_ids, decide, by=by, now=now)

    def keep_apart(self, one_id: int, other_id: int, *, by: str, now: datetime) -> None:
        """Note that two contacts are two people, so that nobody is asked again; recorded in the journal.

        Raises:
            ContactNotFoundError: One of the two is not there.
        """
        with self._writing() as session:
            answer_questions(session, one_id, other_id, by=by, now=now)

    def forget(self, contact_id: int) -> Forgotten:
        """Remove a contact for good, with meetings, tasks, cards and all that the journal says about it.

        Pictures that show nobody else are removed too; their files are the caller's to remove, once this has returned.

        Raises:
            ContactNotFoundError: No contact has this id.
        """
        with self._writing() as session:
            forgotten = forget(session, contact_id)
        with translated(self._engine):
            empty_log(self._engine)
        return forgotten

    def count(self) -> int:
        """Count the contacts."""
        with self._reading() as session:
            return session.scalar(select(func.count()).select_from(ContactRow)) or 0

    def pictures(self) -> tuple[PictureRecord, ...]:
        """List all pictures."""
        with self._reading() as session:
            rows = session.scalars(select(PictureRow).order_by(PictureRow.id))
            return tuple(
                PictureRecord(sha256=row.sha256, original_name=row.original_name, kept_as=row.kept_as) for row in rows
            )

    def read_again(self, sha256: str, why: str) -> None:
        """Note that a picture has to be read again: its next import keeps a new copy of it and adds nobody twice."""
        with self._writing() as session:
            for row in session.scalars(select(PictureRow).where(PictureRow.sha256 == sha256)):
                row.unread = [*row.unread, why]

    def damages(self) -> tuple[str, ...]:
        """Say what the database itself finds wrong with its file; empty when it is sound."""
        with self._reading() as session:
            return upkeep.damages(session)

    def lacks(self) -> tuple[Lack, ...]:
        """List the contacts without a meeting or a follow-up, and the meetings without a postcard."""
        with self._reading() as session:
            return upkeep.lacks(session)

    def supply(self, lack: Lack, encounter: Encounter, aftercare: Aftercare, *, now: datetime) -> None:
        """Give a contact what it lacks."""
        with self._writing() as session:
            upkeep.supply(session, lack, encounter, aftercare, now)

    def stale(self) -> tuple[int, ...]:
        """List the contacts whose copies, by which they are searched, sorted and known again, are out of date."""
        with self._reading() as session:
            return upkeep.stale(session)

    def refresh(self) -> None:
        """Write the copies by which contacts are searched, sorted and known again anew."""
        with self._writing() as session:
            upkeep.refresh(session)

    def write_snapshot(self, file: Path) -> None:
        """Write the whole library of contacts, as it is at this moment, into a new SQLite file."""
        with translated(self._engine):
            write_snapshot(self._engine, file)

    def read_snapshot(self, file: Path) -> None:
        """Fill this library, which must be empty, from a file that `write_snapshot` has written.

        Raises:
            StoreError: The library is not empty, or the file is damaged.
            DatabaseTooNewError: A newer meishi has written the file.
        """
        with translated(self._engine):
            read_snapshot(file, self._engine)

    def note_backup(self, file: Path, *, now: datetime) -> None:
        """Note that a backup was written.

        A clock that was set back must not make it look older than the people in it: it is told about when they are
        forgotten.
        """
        with self._writing() as session:
            newest = session.scalar(select(func.max(ContactRow.created_at)))
            session.add(BackupRow(file=str(file), made_at=max(now, newest or now)))

    def backups(self) -> tuple[tuple[Path, datetime], ...]:
        """List the backups that were written, and when."""
        with self._reading() as session:
            return tuple((Path(row.file), row.made_at) for row in session.scalars(select(BackupRow)))

    def history(self, contact_id: int) -> tuple[ChangeRecord, ...]:
        """Give the changes to a contact, the newest first, undone ones included; none for an id that nobody has."""
        with self._reading() as session:
            return journal.history(session, contact_id)

    def looked_at(self) -> tuple[ChangeRecord, ...]:
        """Give all corrections and confirmations by the user that were not undone, the first one first."""
        with self._reading() as session:
            return journal.looked_at(session)

    def undo(self, *, now: datetime, contact_id: int | None = None, change_id: int | None = None) -> ChangeRecord:
        """Take back a change: the one with the id, else the last one to the contact, else the last one of all.

        Raises:
            ChangeNotFoundError: There is no such change, or it was undone before.
            ChangedSinceError: A later change touched the same values; undo that one first.
        """
        with self._writing() as session:
            return journal.undo(session, now=now, contact_id=contact_id, change_id=change_id)

    def undo_all(self, change_ids: Sequence[int], *, now: datetime) -> None:
        """Take back changes that were made in one step, all of them or none.

        Raises:
            ChangeNotFoundError: There is no such change, or it was undone before.
            ChangedSinceError: A later change touched the same values; undo that one first.
        """
        with self._writing() as session:
            for change_id in sorted(change_ids, reverse=True):
                journal.undo(session, now=now, change_id=change_id)

    def revise(self, contact_id: int, decide: Decide, *, by: str, now: datetime) -> ContactRecord:
        """Change what is known about a contact, as far as `decide` says so; recorded in the journal.

        Args:
            contact_id: Whose.
            decide: Called within the transaction with the contact and its cards as they are then.
            by: Who changes it.
            now: The time that is noted, with a zone.

        Returns:
            The contact after the change.

        Raises:
            ContactNotFoundError: No contact has this id.
        """
        with self._writing() as session:
            return revise(session, contact_id, decide, by=by, now=now)

    def _looking_for(self, query: str, only: ContactFilter | None, session: Session) -> Select[ContactRow]:
        only = only or ContactFilter()
        clue = ask_index(words_looked_for(query, only), session) if self._has_index else None
        return select_contacts(query, only, self._engine.dialect.name, clue)

    @cached_property
    def _has_index(self) -> bool:
        with translated(self._engine), self._engine.connect() as connection:
            return has_index(connection)

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        with reading(self._engine) as session:
            yield session

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        with writing(self._engine) as session:
            yield session


def _cut(
    fetch: Callable[[Select[Any]], Iterable[Any]],
    statement: Select[Any],
    only: ContactFilter | None,
    limit: int | None,
    offset: int,
) -> Iterable[Any]:
    """Fetch rows of contacts, no more than wanted; the company comes out among others, and is looked at here."""
    if only is None or not only.company:
        return fetch(statement.limit(limit).offset(offset))
    wanted = (row for row in fetch(statement) if works_for(row.company, only.company))
    return islice(wanted, offset, None if limit is None else offset + limit)


def _add(
    session: Session,
    pictures: Sequence[NewPicture],
    contacts: Sequence[NewContact],
    now: datetime,
    recognition: Recognition | None,
) -> tuple[int | None, ...]:
    picture_ids = {picture.sha256: _add_picture(session, picture, now) for picture in pictures}
    return tuple(
        _known_again(session, _add_contact(session, contact, picture_ids, now), now, recognition)
        for contact in contacts
    )


def _add_people(
    session: Session, people: Sequence[NewPerson], now: datetime, recognition: Recognition | None
) -> tuple[int | None, ...]:
    return tuple(_known_again(session, add_person(session, person, now), now, recognition) for person in people)


def _known_again(
    session: Session, contact_id: int | None, now: datetime, recognition: Recognition | None
) -> int | None:
    if contact_id is None or recognition is None:
        return contact_id
    return recognise(session, contact_id, recognition, now)


def _add_picture(session: Session, picture: NewPicture, now: datetime) -> int:
    row = session.scalar(select(PictureRow).where(PictureRow.sha256 == picture.sha256))
    if row is None:
        row = PictureRow(**picture.model_dump(exclude={"unread"}), imported_at=now)
        session.add(row)
    # A second reading may have got further than the first.
    row.unread = list(picture.unread)
    session.flush()
    return row.id


def _add_contact(session: Session, new: NewContact, picture_ids: Mapping[str, int], now: datetime) -> int | None:
    for card in new.cards:
        is_known = select(CardRow.id).where(
            CardRow.picture_id == picture_ids[card.sha256],
            CardRow.page == card.reading.page,
            CardRow.number == card.reading.card,
        )
        if session.scalar(is_known) is not None:
            return None
    row = new_contact_row(new.uid, new.contact, new.review_reasons, now)
    add_meeting(row, new.encounter, new.aftercare.postcard, now)
    add_follow_up(row, new.aftercare.follow_up, now)
    row.cards.extend(_card_row(card.reading, picture_ids[card.sha256], row.encounters[0]) for card in new.cards)
    session.add(row)
    session.flush()
    return row.id


def _card_row(reading: CardReading, picture_id: int, encounter: EncounterRow) -> CardRow:
    return CardRow(
        picture_id=picture_id,
        encounter=encounter,
        page=reading.page,
        number=reading.card,
        quad=[list(corner) for corner in reading.quad],
        orientation_degrees=reading.orientation_degrees,
        engine=reading.engine,
        # With what other programs are not given: learning needs it, and knowing a card again.
        reading=reading.model_dump(mode="json")
        | {"line_places": [place.model_dump(mode="json") for place in reading.line_places], "look": reading.look},
    )
