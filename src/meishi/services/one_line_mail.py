"""One-line mails: written to one person, sent once, and never a newsletter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from email.message import EmailMessage

from pydantic import BaseModel, ConfigDict

from meishi.care.one_line import MailOptions, check_no_newsletter, check_one_line
from meishi.domain.one_line import MailState, SentLine
from meishi.errors import MeishiError, StepNotPossibleError, UsageError
from meishi.exchange.mail import Mailbox, MailUncertainError, compose
from meishi.services.follow_ups import Planner
from meishi.store import MailRecord, NewMail, Store

_SUBJECT_LETTERS = 40


class Draft(BaseModel):
    """A mail as it would be sent.

    Attributes:
        contact_id: To whom.
        find_id: With which find.
        recipient: Their name and address.
        line: The user's words.
        subject: What stands above them.
        body: The line, and the link below it.
    """

    model_config = ConfigDict(frozen=True)

    contact_id: int
    find_id: int | None
    recipient: Mailbox
    line: str
    subject: str
    body: str


def write_draft(
    store: Store,
    contact_id: int,
    line: str,
    *,
    find_id: int | None = None,
    subject: str | None = None,
    address: str | None = None,
) -> Draft:
    """Put a mail together from the user's line and the find's link; nothing is added.

    Args:
        store: The library.
        contact_id: To whom.
        line: The user's words.
        find_id: The find whose link goes with it.
        subject: What stands above it; the line's beginning when not given.
        address: Which of the person's addresses; the first one when not given.

    Raises:
        ContactNotFoundError: The person is not in the library.
        FindNotFoundError: There is no such find.
        UsageError: There is not exactly one line, or the person has no such address.
    """
    contact = store.contact(contact_id).contact
    line = check_one_line(line)
    url = store.mail.find(find_id).find.url if find_id is not None else None
    if not contact.emails:
        raise UsageError(
            f"{contact.display_name} has no mail address",
            hint=f"Ask for it: meishi edit {contact_id} --set emails.+=...",
        )
    if address is not None and address not in contact.emails:
        raise UsageError(
            f"{address} is none of {contact.display_name}'s addresses", hint=f"They are {', '.join(contact.emails)}."
        )
    return Draft(
        contact_id=contact_id,
        find_id=find_id,
        recipient=Mailbox(name=contact.display_name, address=address or contact.emails[0]),
        line=line,
        subject=subject or _beginning(line),
        body="\n\n".join(filter(None, (line, url))) + "\n",
    )


def check_draft(store: Store, draft: Draft, *, options: MailOptions, now: datetime) -> None:
    """Say whether a draft could be sent now.

    Raises:
        NewsletterError: It could not; the message says why.
    """
    check_no_newsletter(_line(draft, now), store.mail.lines(), options=options)


def send_once(
    store: Store,
    draft: Draft,
    sender: Mailbox,
    deliver: Callable[[EmailMessage], None],
    *,
    options: MailOptions,
    message_id: str,
    clock: Callable[[], datetime],
    after: MailState = MailState.SENT,
) -> MailRecord:
    """Send a mail, and know afterwards what became of it.

    It is written down as perhaps sent before `deliver` is called. Should the machine stop in between, it stays so: it
    is shown, and never sent again by itself.

    Args:
        store: The library.
        draft: The mail.
        sender: Who writes.
        deliver: Sends the message, writes it to a file, or opens it in another program.
        options: What keeps it from becoming a newsletter.
        message_id: Unique in the world.
        clock: Tells the time, with a zone.
        after: What is known when `deliver` has done its part.

    Raises:
        NewsletterError: It would be one of many alike; nothing was sent.
        MailUncertainError: Perhaps it was sent.
        MeishiError: What `deliver` raised; nothing was sent.
    """
    now = clock()
    line = _line(draft, now)
    message = compose(sender, draft.recipient, subject=draft.subject, body=draft.body, message_id=message_id, now=now)

    def check(past: Sequence[SentLine]) -> None:
        check_no_newsletter(line, past, options=options)

    new = NewMail(line=line, address=draft.recipient.address, subject=draft.subject, message_id=message_id)
    mail_id = store.mail.write_down(new, check, now=now)
    try:
        deliver(message)
    except MailUncertainError:
        raise
    except MeishiError:
        store.mail.settle(mail_id, MailState.NOT_SENT, now=clock())
        raise
    record, _ = store.mail.settle(mail_id, after, now=clock())
    return record


def open_lines(store: Store) -> tuple[MailRecord, ...]:
    """List the lines of which the user alone knows whether they went: perhaps sent, or handed to another program."""
    return store.mail.mails([state for state in MailState if state.is_open])


def settle_mail(planner: Planner, mail_id: int, state: MailState) -> MailRecord:
    """Note what became of a mail that was perhaps sent, or handed to another program; said twice, it is noted once.

    Raises:
        MailNotFoundError: No mail has this number.
        StepNotPossibleError: It is known already that it was otherwise.
    """
    with planner.store.at_once():
        record, was_open = planner.store.mail.settle(mail_id, state, now=planner.now)
        if was_open:
            note_in_touch(planner, record)
        return record


def note_in_touch(planner: Planner, mail: MailRecord) -> None:
    """Take a line that went out for the follow-up that was due; the next one counts from today.

    One that another program has waits until the user says that it went.
    """
    if mail.line.state is MailState.SENT:
        # Who wants no follow-ups for somebody may write to them all the same.
        with suppress(StepNotPossibleError):
            planner.done(mail.line.contact_id)


def _line(draft: Draft, now: datetime) -> SentLine:
    return SentLine(
        contact_id=draft.contact_id,
        find_id=draft.find_id,
        line=draft.line,
        day=now.date(),
        state=MailState.PERHAPS_SENT,
    )


def _beginning(line: str) -> str:
    """Give a line, or as much of it as a subject has room for, cut between words where there are any."""
    if len(line) <= _SUBJECT_LETTERS:
        return line
    cut = line[: _SUBJECT_LETTERS - 1]
    whole_words = cut.rpartition(" ")[0]
    return (whole_words if len(whole_words) > _SUBJECT_LETTERS // 2 else cut) + "…"
