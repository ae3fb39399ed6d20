"""Correct: what the user finds wrong is put right, what they find right is not asked again; every step can be undone.

A screen on which a person reviews cards asks `services.review` for the form of a contact and
`services.card_pictures.card_image` for the picture of its card; `set_values`, `confirm_value`, `confirm_contact`, or
`edit_contact` for all of these at once, take what the person says about it, `Store.undo` takes that back. Each of the
four is one transaction, one line in the journal, and gives back the contact as it is then, with the reasons for review
that are left.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from meishi.care import with_address
from meishi.domain.change import ChangeKind
from meishi.domain.contact import Contact
from meishi.domain.entry import Checked, Entry, entries, full_path, value_at
from meishi.domain.field import Field
from meishi.errors import UsageError
from meishi.store import CardRecord, ContactRecord, Revision, Store
from meishi.wording import marked


def edit_contact(
    contact_id: int,
    store: Store,
    *,
    values: Collection[tuple[str, str]] = (),
    confirmed: Collection[str] = (),
    confirm_all: bool = False,
    by: str,
    now: datetime,
) -> ContactRecord:
    """Put values right, and note which are right then: all of what is asked for, or nothing.

    The search, the order of lists and the reasons for review follow; a postcard that waits for an address becomes one
    to write when there is one. The journal keeps of each corrected value what the engine read (`raw`), what was made of
    it (`read`), what it was (`was`) and what it is now (`corrected`).

    Args:
        contact_id: Whose.
        store: The library.
        values: Paths and texts, as `meishi.resolve.editing.set_value` takes them: `name.full`, `phones.0.kind`,
            `emails.+`; an empty text takes the value away.
        confirmed: Paths of values that are right then; reasons for review that name them are settled.
        confirm_all: Whether everything is right then, and what lacks lacks on the card.
        by: Who says so.
        now: The time that is noted, with a zone.

    Returns:
        The contact after the change.

    Raises:
        UsageError: A path or a text makes no sense, or the contact has no value that is said to be right; nothing is
            changed.
        ContactNotFoundError: No contact has this id.
    """

    def decide(record: ContactRecord, cards: tuple[CardRecord, ...]) -> Revision:
        contact, corrections = _put_right(record.contact, values, fields_of(cards))
        had = {(entry.kind, entry.value) for entry in entries(record.contact)}
        paths = {correction["path"] for correction in corrections}
        entered = [entry for entry in entries(contact) if entry.path in paths or (entry.kind, entry.value) not in had]
        right = [_entry_at(contact_id, contact, path) for path in confirmed]
        checked = record.checked.more(entered)
        reasons = _remaining(contact, cards, checked) if corrections else record.review_reasons
        if confirm_all:
            checked = checked.more(entries(contact), reasons)
        elif right:
            naming = [reason for reason in reasons if any(entry.value in reason for entry in right)]
            checked = checked.more(right, naming)
        return _revision(
            record,
            cards,
            kind=ChangeKind.CORRECTED if corrections else ChangeKind.CONFIRMED,
            summary=_summary(corrections, right, confirm_all=confirm_all),
            contact=contact,
            checked=checked,
            details={"corrections": corrections} if corrections else {},
        )

    return store.revise(contact_id, decide, by=by, now=now)


def set_values(contact_id: int, values: Mapping[str, str], store: Store, *, by: str, now: datetime) -> ContactRecord:
    """Put values of a contact right, all or none of them; see `edit_contact`."""
    return edit_contact(contact_id, store, values=values.items(), by=by, now=now)


def confirm_value(contact_id: int, path: str, store: Store, *, by: str, now: datetime) -> ContactRecord:
    """Note that a value of a contact is right as it stands; see `edit_contact`."""
    return edit_contact(contact_id, store, confirmed=[path], by=by, now=now)


def confirm_contact(contact_id: int, store: Store, *, by: str, now: datetime) -> ContactRecord:
    """Note that a contact is right as it stands, with all its values and with what it lacks; see `edit_contact`."""
    return edit_contact(contact_id, store, confirm_all=True, by=by, now=now)


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


def _put_right(
    contact: Contact, values: Iterable[tuple[str, str]], fields: tuple[Field, ...]
) -> tuple[Contact, list[dict[str, str]]]:
    """Give a contact with some values put right, and what the journal keeps of each."""
    from meishi.resolve.editing import set_value  # noqa: PLC0415 - place names and telephone metadata load with it

    corrections = []
    for path, value in sorted(values, key=_removals_last):
        changed = set_value(contact, path, value)
        corrections.append(_correction(contact, changed, path, fields))
        contact = changed
    return contact, corrections


def _removals_last(item: tuple[str, str]) -> tuple[bool, list[int]]:
    """Sort what is taken away behind all else and from the end of a list, so that each path means what it meant."""
    path, value = item
    return (False, []) if value else (True, [-int(part) for part in path.split(".") if part.isdecimal()])


def _entry_at(contact_id: int, contact: Contact, path: str) -> Entry:
    entry = next((entry for entry in entries(contact) if entry.path == path), None)
    if entry is None:
        raise UsageError(f"the contact {contact_id} has no value {path}", hint="`meishi show ID --json` has them.")
    return entry


def _summary(corrections: Iterable[Mapping[str, str]], right: Iterable[Entry], *, confirm_all: bool) -> str:
    word = "; ".join(
        [
            *(f"{c['path']}: {c['was'] or '—'} → {c['corrected'] or '—'}" for c in corrections),
            *(marked(f"{entry.path}: {entry.value} is right") for entry in right if not confirm_all),
        ]
    )
    if not confirm_all:
        return word
    return marked(f"{word}; all is right") if word else marked("all is right")


def _revision(
    record: ContactRecord,
    cards: tuple[CardRecord, ...],
    *,
    kind: ChangeKind,
    summary: str,
    contact: Contact,
    checked: Checked,
    details: Mapping[str, object] | None = None,
) -> Revision:
    """Draw the consequences of a correction: what is left to look at, and where the postcards stand."""
    # A postcard that came back waits although there is an address; it takes another one to write it again.
    moved = record.postcards if contact.addresses != record.contact.addresses else ()
    return Revision(
        kind=kind,
        summary=summary,
        contact=contact,
        checked=checked,
        review_reasons=_remaining(contact, cards, checked),
        postcards={p.id: with_address(p.state, known=bool(contact.addresses)) for p in moved},
        details=details or {},
    )


def _remaining(contact: Contact, cards: tuple[CardRecord, ...], checked: Checked) -> tuple[str, ...]:
    from meishi.resolve.checking import remaining_reasons  # noqa: PLC0415 - loads place names

    return remaining_reasons(contact, fields_of(cards), checked)


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
