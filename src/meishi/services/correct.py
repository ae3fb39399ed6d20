"""Correct: what the user finds wrong is put right, what they find right is not asked again; every step can be undone.

A screen on which a person reviews cards asks `services.review` for the form of a contact and
`services.card_pictures.card_image` for the picture of its card; `set_values`, `confirm_value` and `confirm_contact`
take what the person says about it, `edit_contact` all of it in that order, `Store.undo` takes that back. Each of the
three is one transaction, one line in the journal, and gives back the contact as it is then, with the reasons for review
that are left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from meishi.care import with_address
from meishi.domain.change import ChangeKind
from meishi.domain.contact import Contact
from meishi.domain.entry import Checked, entries, full_path, value_at
from meishi.domain.field import Field
from meishi.errors import UsageError
from meishi.store import CardRecord, ContactRecord, Revision, Store
from meishi.wording import marked


def edit_contact(
    contact_id: int,
    values: Mapping[str, str],
    confirmed: Iterable[str],
    store: Store,
    *,
    confirm_all: bool,
    by: str,
    now: datetime,
) -> ContactRecord:
    """Put values right, then note which others are, then that everything is: what of that is asked for.

    Args:
        contact_id: Whose.
        values: Texts by path; see `set_values`.
        confirmed: Paths of values that are right as they stand.
        store: The library.
        confirm_all: Whether everything is right as it stands then.
        by: Who says so.
        now: The time that is noted, with a zone.

    Returns:
        The contact as it is then.

    Raises:
        UsageError: A path or a text makes no sense; what was done before that stays.
        ContactNotFoundError: No contact has this id.
    """
    if values:
        set_values(contact_id, values, store, by=by, now=now)
    for path in confirmed:
        confirm_value(contact_id, path, store, by=by, now=now)
    if confirm_all:
        confirm_contact(contact_id, store, by=by, now=now)
    return store.contact(contact_id)


def set_values(contact_id: int, values: Mapping[str, str], store: Store, *, by: str, now: datetime) -> ContactRecord:
    """Put values of a contact right, all or none of them.

    The search, the order of lists and the reasons for review follow; a postcard that waits for an address becomes one
    to write when there is one. The journal keeps of each value what the engine read (`raw`), what was made of it
    (`read`), what it was (`was`) and what it is now (`corrected`).

    Args:
        contact_id: Whose.
        values: Texts by path, as `meishi.resolve.editing.set_value` takes them: `name.full`, `phones.0.kind`,
            `emails.+`; an empty text takes the value away.
        store: The library.
        by: Who says so.
        now: The time that is noted, with a zone.

    Returns:
        The contact after the change.

    Raises:
        UsageError: A path or a text makes no sense; nothing is changed.
        ContactNotFoundError: No contact has this id.
    """
    from meishi.resolve.editing import set_value  # noqa: PLC0415 - place names and telephone metadata load with it

    def decide(record: ContactRecord, cards: tuple[CardRecord, ...]) -> Revision:
        contact = record.contact
        fields = fields_of(cards)
        corrections = []
        for path, value in sorted(values.items(), key=_removals_last):
            changed = set_value(contact, path, value)
            corrections.append(_correction(contact, changed, path, fields))
            contact = changed
        had = {(entry.kind, entry.value) for entry in entries(record.contact)}
        paths = {correction["path"] for correction in corrections}
        entered = [entry for entry in entries(contact) if entry.path in paths or (entry.kind, entry.value) not in had]
        return _revision(
            record,
            cards,
            kind=ChangeKind.CORRECTED,
            summary="; ".join(f"{c['path']}: {c['was'] or '—'} → {c['corrected'] or '—'}" for c in corrections),
            contact=contact,
            checked=record.checked.more(entered),
            details={"corrections": corrections},
        )

    return store.revise(contact_id, decide, by=by, now=now)


def confirm_value(contact_id: int, path: str, store: Store, *, by: str, now: datetime) -> ContactRecord:
    """Note that a value of a contact is right as it stands; reasons for review that name it are settled with it.

    Raises:
        UsageError: The contact has no such value.
        ContactNotFoundError: No contact has this id.
    """

    def decide(record: ContactRecord, cards: tuple[CardRecord, ...]) -> Revision:
        entry = next((entry for entry in entries(record.contact) if entry.path == path), None)
        if entry is None:
            raise UsageError(f"the contact {contact_id} has no value {path}", hint="`meishi show ID --json` has them.")
        naming = [reason for reason in record.review_reasons if entry.value in reason]
        checked = record.checked.more([entry], naming)
        summary = marked(f"{path}: {entry.value} is right")
        return _revision(record, cards, kind=ChangeKind.CONFIRMED, summary=summary, checked=checked)

    return store.revise(contact_id, decide, by=by, now=now)


def confirm_contact(contact_id: int, store: Store, *, by: str, now: datetime) -> ContactRecord:
    """Note that a contact is right as it stands, with all its values and with what it lacks.

    Raises:
        ContactNotFoundError: No contact has this id.
    """

    def decide(record: ContactRecord, cards: tuple[CardRecord, ...]) -> Revision:
        checked = record.checked.more(entries(record.contact), record.review_reasons)
        return _revision(record, cards, kind=ChangeKind.CONFIRMED, summary=marked("all is right"), checked=checked)

    return store.revise(contact_id, decide, by=by, now=now)


def take_over(
    contact_id: int,
    change: Callable[[Contact], Contact],
    store: Store,
    *,
    summary: str,
    by: str,
    now: datetime,
    doubts: Sequence[str] = (),
) -> ContactRecord:
    """Take over what the user changed about a contact in another program.

    Args:
        contact_id: Whose.
        change: Gives the contact as it is to be; called within the transaction.
        store: The library.
        summary: What is done, for the journal.
        by: Which program.
        now: The time that is noted, with a zone.
        doubts: Why somebody should look at the contact all the same.

    Returns:
        The contact after the change.

    Raises:
        ContactNotFoundError: No contact has this id.
    """

    def decide(record: ContactRecord, cards: tuple[CardRecord, ...]) -> Revision:
        contact = change(record.contact)
        had = {(entry.kind, entry.value) for entry in entries(record.contact)}
        entered = [entry for entry in entries(contact) if (entry.kind, entry.value) not in had]
        revision = _revision(
            record,
            cards,
            kind=ChangeKind.CORRECTED,
            summary=summary,
            contact=contact,
            checked=record.checked.more(entered),
        )
        reasons = dict.fromkeys((*revision.review_reasons, *doubts))
        return replace(revision, review_reasons=tuple(reasons))

    return store.revise(contact_id, decide, by=by, now=now)


def fields_of(cards: tuple[CardRecord, ...]) -> tuple[Field, ...]:
    """Give the fields of all cards of a contact, the newest card first."""
    return tuple(field for card in reversed(cards) for field in card.reading.fields)


def _removals_last(item: tuple[str, str]) -> tuple[bool, list[int]]:
    """Sort what is taken away behind all else and from the end of a list, so that each path means what it meant."""
    path, value = item
    return (False, []) if value else (True, [-int(part) for part in path.split(".") if part.isdecimal()])


def _revision(
    record: ContactRecord,
    cards: tuple[CardRecord, ...],
    *,
    kind: ChangeKind,
    summary: str,
    checked: Checked,
    contact: Contact | None = None,
    details: Mapping[str, object] | None = None,
) -> Revision:
    """Draw the consequences of a correction: what is left to look at, and where the postcards stand."""
    from meishi.resolve.checking import remaining_reasons  # noqa: PLC0415 - loads place names

    contact = contact or record.contact
    # A postcard that came back waits although there is an address; it takes another one to write it again.
    moved = record.postcards if contact.addresses != record.contact.addresses else ()
    return Revision(
        kind=kind,
        summary=summary,
        contact=contact,
        checked=checked,
        review_reasons=remaining_reasons(contact, fields_of(cards), checked),
        postcards={p.id: with_address(p.state, known=bool(contact.addresses)) for p in moved},
        details=details or {},
    )


def _correction(before: Contact, after: Contact, path: str, fields: tuple[Field, ...]) -> dict[str, str]:
    from meishi.resolve.checking import field_of  # noqa: PLC0415 - loads place names

    path = full_path(before, path)
    was = next((entry for entry in entries(before) if entry.path == path), None)
    read = field_of(was, fields) if was else None
    return {
        "path": path,
        "raw": read.raw if read else "",
        "read": read.value if read else "",
        "was": value_at(before, path),
        "corrected": value_at(after, path),
    }
