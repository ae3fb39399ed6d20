"""Learn: the user's corrections teach the labeller and the table of confusions, provided that nothing gets worse."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from pydantic import BaseModel, ConfigDict

from meishi.domain.change import ChangeKind
from meishi.domain.contact import Contact
from meishi.domain.entry import entries
from meishi.domain.field import FieldKind
from meishi.errors import ContactNotFoundError, SetupError, UsageError
from meishi.extract import ExtractOptions
from meishi.extract.learned_labeller import LABELLED_KINDS, shipped_model
from meishi.extract.lessons import Side, Values, features_of, find_values, lessons_from
from meishi.extract.teaching import teach
from meishi.resolve import ResolveOptions
from meishi.resolve.repair.confusions import CONFUSED
from meishi.services.evaluate import FIELD_OF_KIND, Evaluation, LabelledCard, OtherAddress, TrueFields, TruePhone
from meishi.services.evidence import LabelledLines, evaluate_lines, shipped_evidence, shipped_other_cards
from meishi.services.learned import Confusion, Learned, LearnedModels, options_with
from meishi.store import ChangeRecord, ContactRecord, Store

FEWEST_CARDS = 8
"""With fewer corrected cards than this there is nothing to hold back for a test."""

_HELD_BACK = 4  # one card in so many is not learned from, and tests what was learned
_SHIPPED_MAY_LOSE = 200  # one value in so many of the cards that came with meishi: less is chance
_ERRORS_OF_A_WRONG_VALUE = 2  # the one that is missed, and the one that is given in its place
_STRICTNESS = 35.0
_LEAST_CARDS = 3
_LEAST_PEOPLE = 2  # whose cards show a confusion before it is believed
_ENTERED_PATHS = ("emails", "urls", "name.roman")


class Counts(BaseModel):
    """How many values came out right, and how many were missed or wrong.

    Attributes:
        right: Values that are exactly right.
        errors: Values that are missing, and values that are wrong.
    """

    model_config = ConfigDict(frozen=True)

    right: int
    errors: int


class Comparison(BaseModel):
    """The same cards, understood with what is in use now and with what was learned."""

    model_config = ConfigDict(frozen=True)

    before: Counts
    after: Counts


class LearnOutcome(BaseModel):
    """What came of learning.

    Attributes:
        cards: Corrected cards that were learned from.
        held_back: Corrected cards that were kept for the test.
        without_lines: Corrected cards that an earlier version read; it did not keep where their lines stand.
        own: The cards that were held back.
        shipped: The cards that came with meishi.
        confusions: What was misread again and again.
        is_better: Whether nothing got worse.
        is_installed: Whether it is in use from now on.
    """

    model_config = ConfigDict(frozen=True)

    cards: int
    held_back: int
    without_lines: int
    own: Comparison
    shipped: Comparison
    confusions: tuple[Confusion, ...]
    is_better: bool
    is_installed: bool


@dataclass(frozen=True)
class _Corrected:
    """A contact that the user has looked at.

    Attributes:
        uid: Its lasting identity.
        contact: As the user left it.
        sides: Its newest card, one or two sides.
    """

    uid: str
    contact: Contact
    sides: tuple[Side, ...]

    @property
    def is_held_back(self) -> bool:
        """Whether it is for the test; it stays so, whatever other cards there are."""
        return hashlib.sha256(self.uid.encode()).digest()[0] % _HELD_BACK == 0


def learn(store: Store, models: LearnedModels, *, now: datetime, dry_run: bool = False) -> LearnOutcome:
    """Teach the labeller that came with meishi what the user's corrections say, and take it into use if it is no worse.

    It is no worse when it makes no more mistakes on the corrected cards that were held back than what is in use now,
    and on the cards that came with meishi hardly more: one value in 200 is chance.

    Args:
        store: The library, whose corrected and confirmed contacts are learned from.
        models: Where what was learned lies.
        now: The time that is noted, with a zone.
        dry_run: Learn and measure, but leave in use what is.

    Raises:
        UsageError: Too few cards were corrected.
        SetupError: What came with meishi is damaged.
        StoreError: What was learned cannot be written.
    """
    changes = store.looked_at()
    corrected, without_lines = _corrected_cards(store, dict.fromkeys(change.contact_id for change in changes))
    taught = [card for card in corrected if not card.is_held_back]
    test = [card for card in corrected if card.is_held_back]
    if len(corrected) < FEWEST_CARDS or not test or not taught:
        count, older = len(corrected), without_lines
        raise UsageError(
            f"{count} cards to learn from are too few ({older} were read by an earlier version, which kept less)"
            if older
            else f"{count} cards to learn from are too few",
            hint=f"`meishi review` shows the doubtful ones; from about {FEWEST_CARDS} corrected cards on, ask again.",
        )
    base = shipped_model()
    lessons = [lesson for card in taught for lesson in lessons_from(card.sides, _values(card.contact), base)]
    others = [features_of(Side(card.lines, card.size)) for card in shipped_other_cards()]
    model = teach(base, lessons, others, strictness=_STRICTNESS, least_cards=_LEAST_CARDS).to_bytes()
    confusions = _confusions(changes)
    in_use = options_with(_in_use(models))
    learned = (ExtractOptions(model=model), ResolveOptions(confusions=frozenset(confusions)))
    own_cards, shipped_cards = [line for card in test for line in _labelled(card)], shipped_evidence()
    own, shipped = (
        Comparison(before=_counts(evaluate_lines(cards, *in_use)), after=_counts(evaluate_lines(cards, *learned)))
        for cards in (own_cards, shipped_cards)
    )
    spared = _ERRORS_OF_A_WRONG_VALUE * ((shipped.before.right + shipped.before.errors) // _SHIPPED_MAY_LOSE)
    is_better = own.after.errors <= own.before.errors and shipped.after.errors <= shipped.before.errors + spared
    if is_better and not dry_run:
        people = {record.uid for record in _records(store, dict.fromkeys(_people(changes, confusions)))}
        models.install(model, learned_from={card.uid for card in taught} | people, confusions=confusions, now=now)
    return LearnOutcome(
        cards=len(taught),
        held_back=len(test),
        without_lines=without_lines,
        own=own,
        shipped=shipped,
        confusions=tuple(confusions),
        is_better=is_better,
        is_installed=is_better and not dry_run,
    )


def _in_use(models: LearnedModels) -> Learned | None:
    try:
        return models.newest()
    except SetupError:
        return None  # a damaged model is not used for reading either


def _corrected_cards(store: Store, contact_ids: Iterable[int]) -> tuple[list[_Corrected], int]:
    """Give the contacts that the user has looked at and left nothing doubtful about."""
    corrected, without_lines = [], 0
    for record in _records(store, contact_ids):
        if record.review_reasons:
            continue
        cards = store.cards(record.id)
        # Older cards say what was true then.
        readings = [card.reading for card in cards if card.sha256 == cards[-1].sha256]
        sides = tuple(Side(one.text_lines, one.size) for one in readings if one.text_lines and one.size)
        if sides:
            corrected.append(_Corrected(record.uid, record.contact, sides))
        else:
            without_lines += bool(readings)
    return corrected, without_lines


def _records(store: Store, contact_ids: Iterable[int]) -> Iterator[ContactRecord]:
    """Give contacts, without those that were merged into others since."""
    for contact_id in contact_ids:
        with suppress(ContactNotFoundError):
            yield store.contact(contact_id)


def _values(contact: Contact) -> Values:
    values: dict[FieldKind, list[str]] = defaultdict(list)
    for entry in entries(contact):
        if entry.kind in LABELLED_KINDS:
            values[entry.kind].append(entry.value)
    return values


def _labelled(card: _Corrected) -> Iterator[LabelledLines]:
    """Give the sides of a card with what a reader can find there."""
    values = _values(card.contact)
    for side in card.sides:
        found = find_values(side, values)
        unsure = {FIELD_OF_KIND[kind] for (kind, _), is_there in found.items() if not is_there}
        if len(card.sides) > 1:
            unsure |= {"postal_code", "phones", "emails", "urls"}
        yield LabelledLines(size=side.size, lines=tuple(side.lines), truth=_truth(card.contact, unsure))


def _truth(contact: Contact, unsure: Iterable[str]) -> LabelledCard:
    name, addresses = contact.name, contact.addresses
    fields = TrueFields(
        name=name.full,
        name_kana=name.kana,
        name_roman=name.roman,
        company=contact.company,
        department=" ".join(contact.departments) or None,
        title=" ".join(contact.titles) or None,
        postal_code=addresses[0].postal_code if addresses else None,
        address=addresses[0].full if addresses else None,
        phones=tuple(TruePhone(type=phone.kind, number=phone.number) for phone in contact.phones),
        emails=contact.emails,
        urls=contact.urls,
    )
    others = tuple(OtherAddress(address=other.full, postal_code=other.postal_code) for other in addresses[1:])
    return LabelledCard(file="", fields=fields, unsure=tuple(unsure), alternate_addresses=others)


def _counts(evaluation: Evaluation) -> Counts:
    score = evaluation.overall
    return Counts(right=score.right, errors=score.missed + score.wrong)


def _confusions(changes: Sequence[ChangeRecord]) -> list[Confusion]:
    """Give what was misread on the cards of several people in the same way."""
    people: dict[Confusion, set[int]] = defaultdict(set)
    for contact_id, confusion in _misreadings(changes):
        people[confusion].add(contact_id)
    return sorted(confusion for confusion, ids in people.items() if len(ids) >= _LEAST_PEOPLE)


def _people(changes: Sequence[ChangeRecord], confusions: Sequence[Confusion]) -> Iterator[int]:
    return (contact_id for contact_id, confusion in _misreadings(changes) if confusion in confusions)


def _misreadings(changes: Sequence[ChangeRecord]) -> Iterator[tuple[int, Confusion]]:
    """Give the letters that corrections of addresses for machines, and of Latin names, have exchanged."""
    for change in changes:
        if change.kind is not ChangeKind.CORRECTED:
            continue
        for correction in change.details.get("corrections", ()):
            read, printed = correction["raw"].casefold(), correction["corrected"].casefold()
            if not (correction["path"].startswith(_ENTERED_PATHS) and read and printed):
                continue
            for what, start, end, other_start, other_end in SequenceMatcher(None, read, printed).get_opcodes():
                confusion = (read[start:end], printed[other_start:other_end])
                if what == "replace" and max(map(len, confusion)) <= 2 and confusion not in CONFUSED:
                    yield change.contact_id, confusion
