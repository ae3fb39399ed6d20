"""Print postcards: address sides and message sides of the cards that are still to be posted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from meishi.care.addressing import AddressingOptions, write_address_side
from meishi.domain.address_side import AddressStyle
from meishi.domain.task import PostcardState
from meishi.errors import CardError, UsageError
from meishi.exchange.files import write_private
from meishi.exchange.hagaki import (
    MESSAGE_LINES,
    Direction,
    PrintOptions,
    Side,
    draw_address_side,
    draw_message_side,
    make_pdf,
    make_previews,
)
from meishi.store import ContactRecord, PostcardRecord, Store


class CardSide(StrEnum):
    """Which sides are printed."""

    ADDRESS = "address"
    MESSAGE = "message"
    BOTH = "both"


class Choice(BaseModel):
    """Whose cards are printed: those of open postcard tasks, fewer with every condition.

    Attributes:
        contact_ids: These contacts, whatever the state of their tasks; empty for all.
        due_by: Cards that should be in the letter box by this day.
        event: Where they were met, or a tag of the encounter.
    """

    model_config = ConfigDict(frozen=True)

    contact_ids: tuple[int, ...] = ()
    due_by: date | None = None
    event: str | None = None


class PrintJob(BaseModel):
    """What is printed, and how.

    Attributes:
        side: Which sides.
        together: Whether the contacts get one card together, addressed to the first one's address.
        preprinted: Whether the cards bear frame and 「郵便はがき」 already.
        message: At most three lines for the message side; none leaves guide lines for a thick pen.
        addressing: What stands on the address side.
        printing: How it gets onto the paper.
    """

    model_config = ConfigDict(frozen=True)

    side: CardSide = CardSide.ADDRESS
    together: bool = False
    preprinted: bool = False
    message: tuple[str, ...] = ()
    addressing: AddressingOptions = AddressingOptions()
    printing: PrintOptions = PrintOptions()


class PrintedCard(BaseModel):
    """One card of a job.

    Attributes:
        contact_ids: Whom it goes to.
        display_name: What to call them.
        remarks: What to see to before it is posted.
        set_aside: Why it is not printed; empty when it is.
        hint: What to do about it.
    """

    model_config = ConfigDict(frozen=True)

    contact_ids: tuple[int, ...]
    display_name: str
    remarks: tuple[str, ...] = ()
    set_aside: str = ""
    hint: str = ""


def choose_contacts(store: Store, choice: Choice) -> tuple[ContactRecord, ...]:
    """Find the contacts whose cards are asked for, in the order of the numbers given or else of their readings.

    Raises:
        ContactNotFoundError: One of the numbers is nobody's.
    """
    if choice.contact_ids:
        chosen = tuple(store.contact(contact_id) for contact_id in dict.fromkeys(choice.contact_ids))
        return tuple(record for record in chosen if _matches(record.postcards, record, choice))
    return tuple(
        record
        for record in store.contacts()
        if _matches([postcard for postcard in record.postcards if postcard.state.is_open], record, choice)
    )


def print_postcards(records: Sequence[ContactRecord], job: PrintJob, file: Path | None) -> tuple[PrintedCard, ...]:
    """Print the cards of some contacts; who cannot be written to is named, the others are printed.

    Args:
        records: The contacts.
        job: What and how.
        file: Where to: `.png` gives a picture a page, numbered when there are several; anything else a PDF. None
            only tells what would be printed.

    Returns:
        One entry a card, printed or set aside.

    Raises:
        UsageError: The file cannot be written, people are to share a card who live apart, or the message is too long.
    """
    if len(job.message) > MESSAGE_LINES:
        raise UsageError(
            f"a postcard has room for {MESSAGE_LINES} lines, written large",
            hint="Leave out what is not about them; the next card is another chance.",
        )
    groups = [tuple(records)] if job.together and records else [(record,) for record in records]
    if job.together:
        _check_one_address(records)
    sides: list[Side] = []
    cards: list[PrintedCard] = []
    for group in groups:
        try:
            remarks, drawn = _draw(group, job)
        except CardError as error:
            cards.append(_card(group, set_aside=str(error), hint=error.hint))
        else:
            sides += drawn
            cards.append(_card(group, remarks=remarks))
    if file is not None and sides:
        _write(file, make_pdf(sides, job.printing))
    return tuple(cards)


def _matches(postcards: Sequence[PostcardRecord], record: ContactRecord, choice: Choice) -> bool:
    encounters = {met.id: met.encounter for met in record.encounters}
    for postcard in postcards:
        encounter = encounters[postcard.encounter_id]
        is_due = choice.due_by is None or (postcard.state.is_open and postcard.due_on <= choice.due_by)
        is_there = choice.event is None or choice.event in {encounter.met_at, *encounter.tags}
        if is_due and is_there:
            return True
    return False


def _check_one_address(records: Sequence[ContactRecord]) -> None:
    addresses = {record.contact.addresses[0].full for record in records if record.contact.addresses}
    if len(addresses) > 1:
        raise UsageError(
            "these contacts have different addresses and cannot share a card", hint="Leave out --together."
        )


def _draw(group: Sequence[ContactRecord], job: PrintJob) -> tuple[tuple[str, ...], list[Side]]:
    written = write_address_side([record.contact for record in group], job.addressing)
    sides = []
    if job.side is not CardSide.MESSAGE:
        sides.append(draw_address_side(written, preprinted=job.preprinted))
    if job.side is not CardSide.ADDRESS:
        direction: Direction = "down" if written.style is AddressStyle.VERTICAL else "across"
        sides.append(draw_message_side(job.message, direction=direction, title=group[0].contact.display_name))
    return (*written.remarks, *_task_remarks(group)), sides


def _task_remarks(group: Sequence[ContactRecord]) -> tuple[str, ...]:
    """Say when a card was posted before; it may be the second one that is wanted."""
    states = {postcard.state for record in group for postcard in record.postcards}
    if states <= {PostcardState.POSTED, PostcardState.ANSWERED}:
        return ("a card was posted to them already",)
    return ("they asked for no postcards",) if states == {PostcardState.DECLINED} else ()


def _card(
    group: Sequence[ContactRecord], *, remarks: tuple[str, ...] = (), set_aside: str = "", hint: str = ""
) -> PrintedCard:
    return PrintedCard(
        contact_ids=tuple(record.id for record in group),
        display_name=", ".join(record.contact.display_name for record in group),
        remarks=remarks,
        set_aside=set_aside,
        hint=hint,
    )


def _write(file: Path, pdf: bytes) -> None:
    if file.suffix.lower() != ".png":
        write_private(file, pdf)
        return
    pictures = make_previews(pdf)
    for number, picture in enumerate(pictures, start=1):
        numbered = file if len(pictures) == 1 else file.with_name(f"{file.stem}-{number}{file.suffix}")
        write_private(numbered, picture)
