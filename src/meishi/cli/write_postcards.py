"""`meishi postcards write`: one person after the other, with the one question that starts the text.

Nothing is proposed and nothing is written for the user. What is answered is saved at once, so that stopping at any
moment loses nothing.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from meishi.cli.card_on_screen import ShowCard, card_shower
from meishi.cli.desk import Desk, name_of, open_desk, says_no, says_yes, where_met
from meishi.cli.printing import print_error
from meishi.errors import ContactNotFoundError, MessageTooLongError, StepNotPossibleError, UsageError
from meishi.wording import marked
from meishi.wording.states import closeness_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meishi.domain.contact import Address
    from meishi.store import CareRecord, PostcardCare

_LAST_NOTES = 3


class _Stopped(Exception):  # noqa: N818 - nothing went wrong
    """The user has enough for now."""


def write(
    contact_ids: Annotated[
        list[int] | None, typer.Argument(metavar="ID", help="Contacts; everybody who waits when left out.")
    ] = None,
    *,
    due: Annotated[bool, typer.Option("--due", help="Only what should be in the letter box by today.")] = False,
    event: Annotated[str | None, typer.Option(help="Only people met there, or with this tag.")] = None,
    good: Annotated[str | None, typer.Option(help="What was good about them, without being asked.")] = None,
    line: Annotated[
        list[str] | None, typer.Option(help="A line of the message, without being asked; up to three times.")
    ] = None,
) -> None:
    """Write postcards, one person after the other. Stop whenever you like (Ctrl-D): each is saved at once."""
    with open_desk() as desk:
        if good is not None or line:
            if not contact_ids or len(contact_ids) != 1:
                raise UsageError(
                    marked("--good and --line are for one person"), hint=marked("Name one ID, or leave them out.")
                )
            _save(desk, contact_ids[0], good, line)
            return
        waiting = _whom(desk, contact_ids or (), due=due, event=event)
        if not waiting:
            desk.tell(desk.say("No postcard is to be written here. All of them have theirs."))
            return
        _go_through(desk, waiting)


def _whom(desk: Desk, contact_ids: Sequence[int], *, due: bool, event: str | None) -> list[int]:
    if contact_ids:
        return list(contact_ids)
    from meishi.domain.task import PostcardState  # noqa: PLC0415
    from meishi.services.postcards import Choice, choose_postcards  # noqa: PLC0415

    choice = Choice(
        states=(PostcardState.TO_WRITE, PostcardState.WAITING_FOR_ADDRESS),
        due_by=desk.today if due else None,
        event=event,
    )
    tasks = choose_postcards(desk.planner.store, choice)
    return list(dict.fromkeys(task.contact_id for task in tasks))


def _go_through(desk: Desk, waiting: Sequence[int]) -> None:
    say = desk.say
    written = 0
    with suppress(ImportError):
        import readline  # noqa: F401, PLC0415 - lets the user move within the line that they type
    show_card = card_shower(desk)
    try:
        for number, contact_id in enumerate(waiting, start=1):
            place = say("{number} of {count}", number=number, count=len(waiting)) if len(waiting) > 1 else ""
            try:
                written += _write_one(desk, contact_id, place, show_card)
            except (StepNotPossibleError, ContactNotFoundError) as error:
                if len(waiting) == 1:
                    raise
                sys.stderr.write(f"{contact_id}: ")
                print_error(error)
    except (_Stopped, KeyboardInterrupt):
        desk.tell()
    desk.tell()
    if written:
        desk.tell(
            say.plural(
                "One postcard is written. Its address side, and when it is in the letter box:",
                "{count} postcards are written. Their address sides, and when they are in the letter box:",
                written,
            )
        )
        desk.tell("  meishi postcards print --written")
        desk.tell("  meishi postcards posted --written")
    if left := len(waiting) - written:
        desk.tell(
            say.plural(
                "One person is still waiting; the same command goes on from here.",
                "{count} people are still waiting; the same command goes on from here.",
                left,
            )
        )


def _write_one(desk: Desk, contact_id: int, place: str, show_card: ShowCard) -> bool:
    """Go through one postcard; tells whether it is written."""
    from meishi.care import PostcardStep  # noqa: PLC0415
    from meishi.services.postcards import keep_good, postcard_for  # noqa: PLC0415

    say = desk.say
    person = desk.planner.store.care.person(contact_id)
    postcard = postcard_for(person, PostcardStep.WRITE)
    _introduce(desk, person, postcard, place)
    show_card(contact_id)
    if _waits(person, postcard):
        person = _ask_address(desk, person)
        postcard = postcard_for(person, PostcardStep.WRITE)
    name = name_of(say, person.contact)
    desk.tell()
    desk.tell(say("What was good about {name}? (yours alone)", name=name), style="bold")
    if postcard.good:
        desk.tell("  " + say("So far: {good}", good=say.quote(postcard.good)))
    if good := _ask():
        keep_good(desk.planner, person, postcard, good)
    lines = _ask_message(desk, postcard)
    if not lines:
        desk.tell(say("Left for later. {name} stays in the list.", name=name))
        return False
    _save(desk, contact_id, None, lines)
    return not _waits(person, postcard)


def _introduce(desk: Desk, person: CareRecord, postcard: PostcardCare, place: str) -> None:
    say = desk.say
    contact = person.contact
    desk.tell()
    head = f"{contact.display_name}  ({person.contact_id})"
    desk.tell(f"── {head} " + (f"── {place} " if place else ""), style="bold")
    position = " ".join(filter(None, (contact.company, *contact.departments, *contact.titles)))
    if position and position != contact.display_name:
        desk.tell(f"   {position}")
    for address in contact.addresses[:1]:
        desk.tell("   " + _on_one_line(address))
    tags = "".join(f" #{tag}" for tag in postcard.encounter.tags)
    desk.tell("   " + say("You met {where}", where=where_met(desk, postcard.encounter)) + tags)
    if person.closeness != "met":
        desk.tell(f"   {closeness_word(say, person.closeness)}")
    for note in person.notes[-_LAST_NOTES:]:
        taken = f" → {note.taken}" if note.taken else ""
        desk.tell(f"   {desk.day(note.noted_on)}: {say.quote(note.said)}{taken}")


def _waits(person: CareRecord, postcard: PostcardCare) -> bool:
    """Tell whether a postcard cannot be sent yet: no address is known, or it came back from the one that is."""
    return not person.contact.addresses or postcard.state == "waiting-for-address"


def _on_one_line(address: Address) -> str:
    return " ".join(filter(None, (address.postal_code, address.full)))


def _ask_address(desk: Desk, person: CareRecord) -> CareRecord:
    from meishi.services.postcards import give_address, why_waiting  # noqa: PLC0415

    say, planner = desk.say, desk.planner
    why = say(why_waiting(person))
    desk.tell()
    desk.tell(
        say("{why}. Do you know where to write to? (Enter: not yet)", why=why[:1].upper() + why[1:]), style="bold"
    )
    reach = [*person.contact.emails, *(phone.number for phone in person.contact.phones)]
    if reach:
        desk.tell("  " + say("You can ask: {where}", where=say.listing(reach[:2])))
    while (address := _ask()) and not says_no(address):
        try:
            give_address(planner, person.contact_id, address)
        except UsageError as error:
            desk.tell(f"  {say(str(error))}. {say(error.hint)}")
            continue
        person = planner.store.care.person(person.contact_id)
        desk.tell("  " + say("Noted: {address}", address=_on_one_line(person.contact.addresses[0])))
        return person
    desk.tell("  " + say("Then it waits for the address; your words are kept."))
    return person


def _ask_message(desk: Desk, postcard: PostcardCare) -> tuple[str, ...]:
    """Ask for the message until the user keeps one; an empty one leaves it for later."""
    from meishi.care import MAX_LINES, PEN_COLUMNS, check_message  # noqa: PLC0415

    say = desk.say
    lines = postcard.message
    desk.tell()
    desk.tell(say("Your message, three lines at the most (Enter alone ends it):"), style="bold")
    if lines:
        desk.tell(say("So far:"))
        _show_card(desk, lines)
        if _keeps(desk):
            return lines
    while True:
        desk.tell("   ┌" + "─" * (PEN_COLUMNS + 1) + "┐ " + say("as wide as a thick pen writes"))
        typed: list[str] = []
        while len(typed) < MAX_LINES and (line := _ask(f" {len(typed) + 1} │")):
            typed.append(line)
        try:
            lines = check_message(typed)
        except MessageTooLongError as error:
            desk.tell(f"   {say(str(error))}. {say(error.hint)}")
            continue
        if not lines:
            return ()
        _show_card(desk, lines)
        if _keeps(desk):
            return lines


def _show_card(desk: Desk, lines: Sequence[str]) -> None:
    """Show the message as it will stand on the card."""
    from meishi.care import MAX_LINES, PEN_COLUMNS, pen_columns, pen_lines  # noqa: PLC0415

    rows = [row for line in lines for row in pen_lines(line)]
    desk.tell("   ┌" + "─" * (PEN_COLUMNS + 2) + "┐")
    for row in rows:
        desk.tell("   │ " + row + " " * (PEN_COLUMNS - pen_columns(row)) + " │")
    desk.tell("   └" + "─" * (PEN_COLUMNS + 2) + "┘")
    if len(rows) > MAX_LINES:
        desk.tell("   " + desk.say("With a thick pen that makes {count} lines; fewer words would do.", count=len(rows)))


def _keeps(desk: Desk) -> bool:
    """Ask whether the message stays; a fourth line that was pasted along is no answer."""
    say = desk.say
    # Who stops here has typed a message, and has it kept.
    while answer := _ask(" " + say("Keep it? (Enter: yes, n: once more)"), at_end=""):
        if says_yes(answer) or says_no(answer):
            return says_yes(answer)
        desk.tell("   " + say("three lines are enough: who reads them sees that you took the time"))
    return True


def _save(desk: Desk, contact_id: int, good: str | None, lines: Sequence[str] | None) -> None:
    from meishi.care import PostcardStep  # noqa: PLC0415
    from meishi.services.postcards import keep_good, postcard_for, take_postcard_step  # noqa: PLC0415

    planner, say = desk.planner, desk.say
    if not lines:
        person = planner.store.care.person(contact_id)
        keep_good(planner, person, postcard_for(person, PostcardStep.WRITE), good or "")
        desk.tell(say("Kept, for you alone."))
        return
    person = planner.store.care.person(contact_id)
    waits = _waits(person, postcard_for(person, PostcardStep.WRITE))
    take_postcard_step(planner, contact_id, PostcardStep.WRITE, good=good, message=lines)
    name = name_of(say, person.contact)
    if not waits:
        desk.tell(say("Saved. Now by hand, with the thick pen, thinking of {name}.", name=name))
    else:
        desk.tell(say("Saved. It waits for the address of {name}.", name=name))


def _ask(prompt: str = " ", *, at_end: str | None = None) -> str:
    """Read a line; the end of the input stops the round, unless it has a meaning of its own."""
    try:
        return input(f"{prompt} " if prompt.strip() else f"{prompt}> ").strip()
    except EOFError:
        if at_end is not None:
            return at_end
        raise _Stopped from None
    except UnicodeDecodeError as error:
        raise UsageError(
            "the terminal sent text that is not UTF-8", hint="Set LANG to one that ends in UTF-8."
        ) from error
