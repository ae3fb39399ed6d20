"""Finds, and the lines that went to people: written down before they go, so that nothing goes twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy import Engine, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from meishi.domain.one_line import Find, MailState, SentLine
from meishi.errors import FindNotFoundError, MailNotFoundError, StepNotPossibleError, StoreError
from meishi.store.database import reading, writing
from meishi.store.loading import contact_row
from meishi.store.mail_records import FindRecord, MailRecord, NewMail
from meishi.store.tables import FindRow, MailRow
from meishi.wording import marked

Check = Callable[[Sequence[SentLine]], None]
"""Refuses, by raising, a mail after those that went before."""


_WHY_SETTLED: Mapping[MailState, str] = MappingProxyType(
    {
        MailState.SENT: marked("this line is known to have gone out"),
        MailState.NOT_SENT: marked("this line is known not to have gone out"),
    }
)


class MailBook:
    """Finds and one-line mails. Every method is one transaction: done as a whole or not at all."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add_find(self, find: Find, *, now: datetime) -> FindRecord:
        """Keep a find; the same link or text is kept once, with what is said about it last."""
        digest = hashlib.sha256((find.url or find.text).encode()).hexdigest()
        with writing(self._engine) as session:
            row = session.scalar(select(FindRow).where(FindRow.digest == digest))
            if row is None:
                row = FindRow(digest=digest, url=find.url, found_at=now, text=find.text, why=find.why, tags=[])
                session.add(row)
            row.text = find.text or row.text
            row.why = find.why or row.why
            row.tags = list(dict.fromkeys((*row.tags, *find.tags)))
            session.flush()
            return _find_record(row)

    def finds(self) -> tuple[FindRecord, ...]:
        """List the finds, the newest first."""
        statement = select(FindRow).order_by(FindRow.id.desc()).options(selectinload(FindRow.mails))
        with reading(self._engine) as session:
            return tuple(_find_record(row) for row in session.scalars(statement))

    def find(self, find_id: int) -> FindRecord:
        """Give one find.

        Raises:
            FindNotFoundError: No find has this number.
        """
        with reading(self._engine) as session:
            return _find_record(_find_row(session, find_id))

    def remove_find(self, find_id: int) -> None:
        """Forget a find; the lines that went with it stay.

        Raises:
            FindNotFoundError: No find has this number.
        """
        with writing(self._engine) as session:
            row = _find_row(session, find_id)
            for mail in row.mails:
                mail.find_id = None
            session.flush()
            session.delete(row)

    def lines(self) -> tuple[SentLine, ...]:
        """Give all lines that went to people, or may have gone, the oldest first."""
        with reading(self._engine) as session:
            return _lines(session)

    def mails(self, states: Sequence[MailState] = tuple(MailState)) -> tuple[MailRecord, ...]:
        """List mails in some states, the newest first."""
        statement = (
            select(MailRow)
            .where(MailRow.state.in_(states))
            .order_by(MailRow.id.desc())
            .options(selectinload(MailRow.contact))
        )
        with reading(self._engine) as session:
            return tuple(_mail_record(row) for row in session.scalars(statement))

    def write_down(self, mail: NewMail, check: Check, *, now: datetime) -> int:
        """Write a mail down as perhaps sent, before anything is sent.

        Args:
            mail: The mail; the state of its line is what is written.
            check: Called within the transaction with all lines so far; what it raises is raised, and nothing written.
            now: The time that is noted, with a zone.

        Returns:
            Its number.

        Raises:
            ContactNotFoundError: The person is not in the library.
            StoreError: A mail with this message id is written down already.
        """
        try:
            return self._write_down(mail, check, now)
        except IntegrityError as error:
            raise StoreError("this mail is written down already", hint="`meishi mails list` shows it.") from error

    def settle(self, mail_id: int, state: MailState, *, now: datetime) -> tuple[MailRecord, bool]:
        """Note what became of a mail that was perhaps sent, or handed over to another program.

        Returns:
            The mail, and whether it was open until now.

        Raises:
            MailNotFoundError: No mail has this number.
            StepNotPossibleError: It is known already that it was otherwise.
        """
        with writing(self._engine) as session:
            row = session.get(MailRow, mail_id, with_for_update=True)
            if row is None:
                raise MailNotFoundError(f"there is no mail {mail_id}", hint="`meishi mails list` lists the numbers.")
            if row.state is not state and not row.state.is_open:
                raise StepNotPossibleError(
                    _WHY_SETTLED[row.state], hint=marked("`meishi mails list` shows what is known.")
                )
            was_open = row.state.is_open
            row.state, row.changed_at = state, now
            session.flush()
            return _mail_record(row), was_open

    def _write_down(self, mail: NewMail, check: Check, now: datetime) -> int:
        with writing(self._engine) as session:
            if self._engine.dialect.name == "postgresql":
                # Two programs must not both look before either has written; SQLite lets one write at a time anyway.
                session.execute(text("LOCK TABLE mails IN SHARE ROW EXCLUSIVE MODE"))
            contact_row(session, mail.line.contact_id)
            check(_lines(session))
            row = MailRow(
                contact_id=mail.line.contact_id,
                find_id=mail.line.find_id,
                line=mail.line.line,
                sent_on=mail.line.day,
                state=mail.line.state,
                address=mail.address,
                subject=mail.subject,
                message_id=mail.message_id,
                written_at=now,
                changed_at=now,
            )
            session.add(row)
            session.flush()
            return row.id


def _find_row(session: Session, find_id: int) -> FindRow:
    row = session.scalar(select(FindRow).where(FindRow.id == find_id).options(selectinload(FindRow.mails)))
    if row is None:
        raise FindNotFoundError(f"there is no find {find_id}", hint="`meishi find list` lists the numbers.")
    return row


def _lines(session: Session) -> tuple[SentLine, ...]:
    return tuple(_line(row) for row in session.scalars(select(MailRow).order_by(MailRow.id)))


def _line(row: MailRow) -> SentLine:
    return SentLine(contact_id=row.contact_id, find_id=row.find_id, line=row.line, day=row.sent_on, state=row.state)


def _find_record(row: FindRow) -> FindRecord:
    sent: dict[int, date] = {mail.contact_id: mail.sent_on for mail in row.mails if mail.state.counts}
    find = Find(text=row.text, url=row.url, why=row.why, tags=tuple(row.tags))
    return FindRecord(id=row.id, find=find, found_at=row.found_at, sent_to=sent)


def _mail_record(row: MailRow) -> MailRecord:
    return MailRecord(
        id=row.id,
        line=_line(row),
        display_name=row.contact.display_name,
        address=row.address,
        subject=row.subject,
        message_id=row.message_id,
        written_at=row.written_at,
    )
