"""Merge and split: two contacts are one person, or one contact is two; imports know people again by the same rule."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from itertools import groupby

from meishi.care import CareOptions, Diary, is_further, plan_aftercare, with_address
from meishi.domain.contact import Contact
from meishi.domain.encounter import is_same_meeting
from meishi.domain.look import look_alike
from meishi.errors import UsageError
from meishi.services.correct import fields_of
from meishi.services.sides import join_contacts
from meishi.store import (
    Candidate,
    CardRecord,
    ContactRecord,
    EncounterRecord,
    Likely,
    Merger,
    PostcardRecord,
    Recognition,
    Splitting,
    Store,
    WithCards,
)
from meishi.wording import marked

_CONTACT_NAMESPACE = uuid.UUID("0a0d4c6e-8c05-4f6b-9d57-6d6569736869")


def lasting_identity(sha256: str, page: int, card: int) -> str:
    """Give the lasting identity of the contact that a card makes: the same on every run and on every machine."""
    return str(uuid.uuid5(_CONTACT_NAMESPACE, f"{sha256}/{page}/{card}"))


def merge_contacts(kept_id: int, other_id: int, store: Store, *, by: str, now: datetime) -> ContactRecord:
    """Join two contacts that are one person; the card from the later meeting wins.

    Args:
        kept_id: Whose number stays.
        other_id: Who goes, until the merge is undone.
        store: The library.
        by: Who says so.
        now: The time that is noted, with a zone.

    Returns:
        The one contact, with the meetings, tasks and cards of both.

    Raises:
        UsageError: Both are the same contact.
        ContactNotFoundError: One of them is not there.
    """
    _refuse_the_same(kept_id, other_id)
    return store.merge(kept_id, other_id, decide_merger, by=by, now=now)


def preview_merger(kept_id: int, other_id: int, store: Store) -> Contact:
    """Give what would be known about the one person if two contacts were joined; nothing is changed.

    Raises:
        UsageError: Both are the same contact.
        ContactNotFoundError: One of them is not there.
    """
    _refuse_the_same(kept_id, other_id)
    kept, other = (WithCards(store.contact(number), store.cards(number)) for number in (kept_id, other_id))
    return decide_merger(kept, other).contact


def likely_the_same(contact_id: int, store: Store) -> tuple[ContactRecord, ...]:
    """Give the other contacts that may be this person, the most likely first.

    Raises:
        ContactNotFoundError: No contact has this id.
    """
    looks = [card.reading.look for card in store.cards(contact_id) if card.reading.look]
    likely = store.likely(store.contact(contact_id).contact, looks, recognition())
    return tuple(store.contact(one.contact_id) for one in likely if one.contact_id != contact_id)


def keep_apart(one_id: int, other_id: int, store: Store, *, by: str, now: datetime) -> None:
    """Note that two contacts are two people, so that nobody is asked again.

    Raises:
        UsageError: Both are the same contact.
        ContactNotFoundError: One of them is not there.
    """
    _refuse_the_same(one_id, other_id)
    store.keep_apart(one_id, other_id, by=by, now=now)


def split_contact(
    contact_id: int, number: int, store: Store, *, by: str, now: datetime, care: CareOptions | None = None
) -> tuple[ContactRecord, ContactRecord]:
    """Take a card out of a contact; it becomes a contact of its own, with its meeting and both tasks.

    Args:
        contact_id: From whom.
        number: Which of its cards, from 1, as `numbered_cards` counts.
        store: The library.
        by: Who says so.
        now: The time that is noted, with a zone; its day is today.
        care: The habits of aftercare.

    Returns:
        The contact that stays and the new one.

    Raises:
        UsageError: The contact has no such card, or no other one.
        ContactNotFoundError: No contact has this id.
    """
    store.contact(contact_id)
    cards = numbered_cards(store.cards(contact_id))
    if not 1 <= number <= len(cards):
        raise UsageError(f"the contact {contact_id} has no card {number}", hint="`meishi show ID` counts the cards.")
    if len(cards) == 1:
        raise UsageError(
            f"the contact {contact_id} has only one card", hint="`meishi undo` takes a merge back that went wrong."
        )
    diary = Diary(Counter(store.follow_ups_per_day()), Counter())

    def decide(before: WithCards, going: tuple[CardRecord, ...]) -> Splitting:
        record = before.record
        new_contact = _contact_of(going)
        staying = _contact_of(tuple(card for card in before.cards if card not in going))
        contact = _without(record.contact, new_contact, staying)
        uid = lasting_identity(going[0].sha256, going[0].page, going[0].number)
        met = next((m for m in record.encounters if m.id == going[0].encounter_id), record.encounters[-1])
        return Splitting(
            summary=marked(f"{new_contact.display_name} taken out of {record.contact.display_name}"),
            contact=contact,
            checked=record.checked,
            review_reasons=_reasons(contact, before.cards, record),
            uid=uid if uid != record.uid else lasting_identity(uid, going[0].page, going[0].number),
            new_contact=new_contact,
            new_reasons=tuple(dict.fromkeys(reason for card in going for reason in card.reading.review_reasons)),
            aftercare=plan_aftercare(new_contact, met.encounter, seed=uid, today=now.date(), options=care, diary=diary),
        )

    return store.split(contact_id, [card.id for card in cards[number - 1]], decide, by=by, now=now)


def numbered_cards(cards: Sequence[CardRecord]) -> tuple[tuple[CardRecord, ...], ...]:
    """Put the sides of each card of a contact together: what lies in one picture is one card."""
    return tuple(tuple(sides) for _, sides in groupby(cards, key=lambda card: card.sha256))


def recognition() -> Recognition:
    """Give the rule by which an import knows people again."""
    from meishi.resolve.duplicates import Verdict, find_same_person  # noqa: PLC0415 - only imports compare

    def find(contact: Contact, looks: Sequence[str], known: Sequence[Candidate]) -> tuple[Likely, ...]:
        alike = {
            other.contact_id for other in known if any(look_alike(one, two) for one in looks for two in other.looks)
        }
        matches = find_same_person(contact, [(other.contact_id, other.contact) for other in known], alike)
        return tuple(
            Likely(match.contact_id, match.likeness.verdict is Verdict.SAME, match.likeness.reasons)
            for match in matches
        )

    return Recognition(find, decide_merger)


def decide_merger(kept: WithCards, other: WithCards) -> Merger:
    """Say what two contacts of one person become; the one met last has the newer card."""
    from meishi.resolve.joining import join  # noqa: PLC0415 - few commands compare

    last_met = [max(met.encounter.met_on for met in one.record.encounters) for one in (kept, other)]
    older, newer = (kept, other) if last_met[0] <= last_met[1] else (other, kept)
    contact, news = join(older.record.contact, _corrected_alike(older, newer.record.contact))
    checked = kept.record.checked.together(other.record.checked)
    joined = older.record.model_copy(update={"checked": checked})
    told = "; ".join(f"{one.what}: {one.was} → {one.now}" for one in news)
    name, number = other.record.contact.display_name, other.record.id
    return Merger(
        summary=marked(f"{name} ({number}) is the same person; {told}")
        if told
        else marked(f"{name} ({number}) is the same person"),
        contact=contact,
        checked=checked,
        review_reasons=_reasons(contact, (*older.cards, *newer.cards), joined),
        same_meetings=_same_meetings(kept.record, other.record),
        postcards={
            postcard.id: with_address(postcard.state, known=bool(contact.addresses))
            for record in (kept.record, other.record)
            if record.contact.addresses != contact.addresses
            for postcard in record.postcards
        },
        details={"news": [one._asdict() for one in news]},
    )


def _refuse_the_same(one_id: int, other_id: int) -> None:
    if one_id == other_id:
        raise UsageError(f"{one_id} and {other_id} are one contact already", hint="Name two different ones.")


def _reasons(contact: Contact, cards: tuple[CardRecord, ...], record: ContactRecord) -> tuple[str, ...]:
    from meishi.resolve.checking import remaining_reasons  # noqa: PLC0415 - loads place names

    return remaining_reasons(contact, fields_of(cards), record.checked)


def _same_meetings(kept: ContactRecord, other: ContactRecord) -> dict[int, int]:
    """Pair the notes of one meeting: which to drop, which to keep. The postcard that has come further is kept."""
    postcards = {postcard.encounter_id: postcard for postcard in (*kept.postcards, *other.postcards)}
    ours = list(kept.encounters)
    same: dict[int, int] = {}
    for theirs in other.encounters:
        twin = next((met for met in ours if is_same_meeting(met.encounter, theirs.encounter)), None)
        if twin is None:
            continue
        ours.remove(twin)
        dropped, stays = (twin, theirs) if _says_more(theirs, twin, postcards) else (theirs, twin)
        same[dropped.id] = stays.id
    return same


def _says_more(one: EncounterRecord, other: EncounterRecord, postcards: dict[int, PostcardRecord]) -> bool:
    states = postcards[one.id].state, postcards[other.id].state
    if is_further(*states) or is_further(states[1], states[0]):
        return is_further(*states)
    return bool(one.encounter.met_at) and not other.encounter.met_at


def _corrected_alike(older: WithCards, newer: Contact) -> Contact:
    """Put right in a newer contact what was put right in the older one, where its card says the very same."""
    if not older.cards:
        return newer
    read, now = _contact_of(older.cards), older.record.contact
    return newer.model_copy(
        update={
            name: getattr(now, name) for name in Contact.model_fields if getattr(newer, name) == getattr(read, name)
        }
    )


def _contact_of(cards: Sequence[CardRecord]) -> Contact:
    """Say what cards say, without what was learned otherwise; the newest wins."""
    from meishi.resolve.joining import join  # noqa: PLC0415 - few commands compare

    each = [reduce(join_contacts, (side.reading.contact for side in sides)) for sides in numbered_cards(cards)]
    return reduce(lambda older, newer: join(older, newer).contact, each)


def _without(contact: Contact, gone: Contact, staying: Contact) -> Contact:
    """Take out of a contact what only the card that goes said; what was entered by hand stays."""
    updates = {}
    for name in Contact.model_fields:
        now, left, stays = (getattr(one, name) for one in (contact, gone, staying))
        if isinstance(now, tuple):
            own = tuple(value for value in now if value not in left or value in stays)
            updates[name] = now if own == now else tuple(dict.fromkeys((*stays, *own)))
        elif now == left:
            updates[name] = stays
    return contact.model_copy(update=updates)
