"""Print postcards: address sides and message sides of the cards that are still to be posted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from meishi.care import check_message
from meishi.care.addressing import AddressingOptions, NoAddressError, is_western, write_address_side
from meishi.domain.address_side import AddressStyle
from meishi.domain.task import PostcardState
from meishi.errors import CardError, UsageError
from meishi.exchange.files import write_private
from meishi.exchange.hagaki import (
    Direction,
    PrintOptions,
    Side,
    draw_address_side,
    draw_message_side,
    make_pdf,
    make_previews,
)
from meishi.services.postcards import Choice, choose_postcards
from meishi.store import ContactRecord, Store
from meishi.wording import marked

_LOOK_DPI = 110
_NO_MESSAGES: Mapping[int, tuple[str, ...]] = MappingProxyType({})


class CardSide(StrEnum):
    """Which sides are printed."""

    ADDRESS = "address"
    MESSAGE = "message"
    BOTH = "both"


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


def choose_contacts(store: Store, contact_ids: Sequence[int], choice: Choice) -> tuple[ContactRecord, ...]:
    """Find the contacts whose cards are asked for.

    Args:
        store: The library.
        contact_ids: These, in this order; with the usual choice whatever the state of their postcards. Empty for all.
        choice: Which postcards.

    Returns:
        Without numbers, who is due first comes first.

    Raises:
        ContactNotFoundError: One of the numbers is nobody's.
    """
    chosen = dict.fromkeys(task.contact_id for task in choose_postcards(store, choice))
    if contact_ids:
        records = [store.contact(contact_id) for contact_id in dict.fromkeys(contact_ids)]
        return tuple(record for record in records if choice == Choice() or record.id in chosen)
    return tuple(store.contact(contact_id) for contact_id in chosen)


def written_messages(store: Store, records: Sequence[ContactRecord]) -> Mapping[int, tuple[str, ...]]:
    """Give the last message that was written to each contact; nothing for those without one."""
    messages = {}
    for record in records:
        for postcard in store.care.person(record.id).postcards:
            if postcard.message:
                messages[record.id] = postcard.message
    return messages


def print_postcards(
    records: Sequence[ContactRecord],
    job: PrintJob,
    file: Path | None,
    messages: Mapping[int, tuple[str, ...]] = _NO_MESSAGES,
) -> tuple[PrintedCard, ...]:
    """Print the cards of some contacts; who cannot be written to is named, the others are printed.

    Args:
        records: The contacts.
        job: What and how.
        file: Where to: `.png` gives a picture a page, numbered when there are several; anything else a PDF. None
            only tells what would be printed.
        messages: What was written to whom, for message sides; who has none gets the job's message.

    Returns:
        One entry a card, printed or set aside.

    Raises:
        UsageError: The file cannot be written, or people are to share a card who live apart.
        MessageTooLongError: The message has a fourth line.
    """
    cards, sides = _draw_all(records, job, messages)
    if file is not None and sides:
        _write(file, make_pdf(sides, job.printing))
    return cards


def draw_postcards(
    records: Sequence[ContactRecord], job: PrintJob, messages: Mapping[int, tuple[str, ...]] = _NO_MESSAGES
) -> bytes:
    """Draw the cards of some contacts as a PDF, as `print_postcards` prints them; empty when none can be drawn.

    Raises:
        UsageError: People are to share a card who live apart.
        MessageTooLongError: The message has a fourth line.
    """
    _, sides = _draw_all(records, job, messages)
    return make_pdf(sides, job.printing) if sides else b""


def preview_postcard(record: ContactRecord, job: PrintJob, messages: Mapping[int, tuple[str, ...]]) -> bytes:
    """Draw one side of a contact's card as a PNG.

    Raises:
        CardError: It cannot be drawn; a card without an address has no address side.
    """
    _, (side, *_) = _draw((record,), job, messages)
    # As it will look on the card, not where the printer needs it.
    return make_previews(make_pdf([side], PrintOptions()), dpi=_LOOK_DPI)[0]


def _draw_all(
    records: Sequence[ContactRecord], job: PrintJob, messages: Mapping[int, tuple[str, ...]]
) -> tuple[tuple[PrintedCard, ...], list[Side]]:
    job = job.model_copy(update={"message": check_message(job.message)})
    groups = [tuple(records)] if job.together and records else [(record,) for record in records]
    if job.together:
        _check_one_address(records)
    sides: list[Side] = []
    cards: list[PrintedCard] = []
    for group in groups:
        try:
            remarks, drawn = _draw(group, job, messages)
        except CardError as error:
            cards.append(_card(group, set_aside=str(error), hint=error.hint))
        else:
            sides += drawn
            cards.append(_card(group, remarks=remarks))
    return tuple(cards), sides


def _check_one_address(records: Sequence[ContactRecord]) -> None:
    addresses = {record.contact.addresses[0].full for record in records if record.contact.addresses}
    if len(addresses) > 1:
        raise UsageError(
            marked("these contacts have different addresses and cannot share a card"),
            hint=marked("Leave out --together."),
        )


def _draw(
    group: Sequence[ContactRecord], job: PrintJob, messages: Mapping[int, tuple[str, ...]]
) -> tuple[tuple[str, ...], list[Side]]:
    written = write_address_side([record.contact for record in group], job.addressing)
    if any(_came_back(record) for record in group):
        raise NoAddressError(
            marked("it came back from the address that is on the card"),
            hint=marked("Ask for it; until then the postcard waits for it."),
        )
    sides = []
    if job.side is not CardSide.MESSAGE:
        sides.append(draw_address_side(written, preprinted=job.preprinted))
    if job.side is not CardSide.ADDRESS:
        lines = messages.get(group[0].id, job.message)
        is_vertical = written.style is AddressStyle.VERTICAL and not (lines and is_western(lines))
        direction: Direction = "down" if is_vertical else "across"
        sides.append(draw_message_side(lines, direction=direction, title=group[0].contact.display_name))
    return (*written.remarks, *_task_remarks(group)), sides


def _came_back(record: ContactRecord) -> bool:
    """Tell whether a card waits for another address than the one that is known: it would only come back again."""
    is_open = [postcard.state for postcard in record.postcards if postcard.state.is_open]
    return bool(is_open) and set(is_open) == {PostcardState.WAITING_FOR_ADDRESS}


def _task_remarks(group: Sequence[ContactRecord]) -> tuple[str, ...]:
    """Say when a card was posted before; it may be the second one that is wanted."""
    states = {postcard.state for record in group for postcard in record.postcards}
    if states <= {PostcardState.POSTED, PostcardState.ANSWERED}:
        return (marked("a card was posted to them already"),)
    return (marked("they asked for no postcards"),) if states == {PostcardState.DECLINED} else ()


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
