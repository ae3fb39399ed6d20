"""`meishi contacts` and `meishi show`: who is in the library?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from meishi.cli.printing import console, print_json_line, words
from meishi.wording import Wording, marked
from meishi.wording.states import FIELD_WORDS, closeness_word, follow_up_word, postcard_word, when_and_where

if TYPE_CHECKING:
    from rich.table import Table

    from meishi.domain.contact import Contact, Phone
    from meishi.store import CareRecord, ContactRecord


def contacts(
    query: Annotated[str, typer.Argument(help="Words that all must occur on the card; everybody when left out.")] = "",
    *,
    tag: Annotated[str | None, typer.Option(help="Only those with this tag.")] = None,
    company: Annotated[
        str | None, typer.Option(help="Only those whose company has all these words in its name.")
    ] = None,
    met_at: Annotated[str | None, typer.Option(help="Only those met at such a place or occasion.")] = None,
    needs_review: Annotated[bool, typer.Option("--needs-review", help="Only those that should be looked at.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a contact, one a line.")] = False,
) -> None:
    """List contacts, in the order of their readings."""
    from rich.text import Text  # noqa: PLC0415

    from meishi.store import ContactFilter  # noqa: PLC0415
    from meishi.wiring import open_store, read_settings  # noqa: PLC0415

    only = ContactFilter(tag=tag, company=company, met_at=met_at, needs_review=needs_review)
    with open_store(read_settings()) as store:
        found = store.contacts(query, only=only, limit=limit)
    if as_json:
        for record in found:
            print_json_line(record)
        return
    say = words()
    table = people_table("")
    for record in found:
        table.add_row(
            str(record.id),
            Text(record.contact.display_name),
            Text(record.contact.company or ""),
            *_next_tasks(say, record),
            say("to review") if record.review_reasons else "",
        )
    out = console()
    if found:
        out.print(table)
    elif query or only != ContactFilter():
        out.print(say("Nobody of whom all this is true."))
    else:
        out.print(say("Nobody is here yet. `meishi import` takes pictures of cards, and the care begins."))


def people_table(*more: str) -> Table:
    """Begin a list of people with their tasks.

    Args:
        *more: Further columns.
    """
    from rich.table import Table  # noqa: PLC0415

    say = words()
    table = Table(box=None, pad_edge=False)
    for heading in (say("number"), say("name"), say("company"), say("postcard"), say("line"), *more):
        # Names of companies take a second line where there is no room; dates never do.
        table.add_column(heading, no_wrap=heading != say("company"), overflow="ellipsis")
    return table


def show(
    contact_id: Annotated[int, typer.Argument(metavar="ID", help="The contact's number; `meishi contacts` lists it.")],
    *,
    private: Annotated[
        bool, typer.Option("--private", help="Show closeness, the private log and what you wrote as well.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show one contact with encounters, tasks and what should be looked at."""
    from meishi.services.merge import numbered_cards  # noqa: PLC0415
    from meishi.wiring import local_now, open_store, read_settings  # noqa: PLC0415

    with open_store(read_settings()) as store:
        record = store.contact(contact_id)
        cards = store.cards(contact_id)
        care = store.care.person(contact_id) if private else None
    if as_json:
        print_json_line(care or record)
        return
    say = words()
    today = local_now().date()

    def tell(said: str) -> None:
        console().print(f"  {said}", markup=False, highlight=False)

    console().print(f"[bold]{contact_id}[/bold]", highlight=False)
    print_contact(record.contact)
    for met in record.encounters:
        tags = "".join(f" #{tag}" for tag in met.encounter.tags)
        where = when_and_where(say, met.encounter.met_on, met.encounter.met_at, today)
        tell(say("You met {where}", where=where) + tags)
    for postcard in record.postcards:
        state, day = postcard_word(say, postcard.state), say.day(postcard.due_on, today=today)
        is_open = postcard.state.is_open
        tell(
            say("Postcard: {state}, due {day}", state=state, day=day)
            if is_open
            else say("Postcard: {state}", state=state)
        )
    for follow_up in record.follow_ups:
        state = follow_up_word(say, follow_up.state)
        tell(say("A line: {state}, {day}", state=state, day=say.day(follow_up.due_on, today=today)))
    for number, sides in enumerate(numbered_cards(cards), start=1):
        places = [say("page {page}, card {card}", page=side.page, card=side.number) for side in sides]
        where = say.listing(places)
        tell(say("Card {number}: {file}, {where}", number=number, file=sides[0].original_name, where=where))
    print_reasons(record.review_reasons)
    if care:
        _print_private(care, say, today, tell)


def _print_private(care: CareRecord, say: Wording, today: date, tell: Callable[[str], None]) -> None:
    closeness = closeness_word(say, care.closeness)
    tell(say("Closeness: {word}", word=closeness) + (f" ({say('no follow-ups')})" if care.is_stopped else ""))
    for postcard in care.postcards:
        days = (
            (marked("written {day}"), postcard.written_on),
            (marked("posted {day}"), postcard.posted_on),
            (marked("answered {day}"), postcard.answered_on),
        )
        if known := [say(what, day=say.day(day, today=today)) for what, day in days if day]:
            tell(say("Postcard: {state}", state=say.listing(known)))
        if postcard.good:
            tell(say("Good about them: {words}", words=say.quote(postcard.good)))
        for line in postcard.message:
            tell(say("On the postcard: {words}", words=say.quote(line)))
    for note in care.notes:
        taken = f" → {note.taken}" if note.taken else ""
        tell(f"{say.day(note.noted_on, today=today)}: {say.quote(note.said)}{taken}")


def print_reasons(reasons: Iterable[str]) -> None:
    """Print why a contact should be looked at, a line a reason."""
    say = words()
    for reason in reasons:
        said = say("To look at: {reason}", reason=say(reason))
        console().print(f"  {said}", style="yellow", markup=False, highlight=False)


def print_contact(contact: Contact) -> None:
    """Print what a card says, a line a value."""
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    say = words()
    table = Table.grid(padding=(0, 2))
    rows = [
        ("name", contact.name.full),
        ("name_kana", contact.name.kana),
        ("name_roman", contact.name.roman),
        ("company", contact.company),
        *(("department", department) for department in contact.departments),
        *(("title", title) for title in contact.titles),
        *(("address", " ".join(filter(None, (a.postal_code, a.full)))) for a in contact.addresses),
        *(_phone_row(say, phone) for phone in contact.phones),
        *(("email", email) for email in contact.emails),
        *(("url", url) for url in contact.urls),
    ]
    for kind, value in rows:
        if value:
            table.add_row("  " + say(FIELD_WORDS[kind]), Text(value))
    console().print(table)


def _phone_row(say: Wording, phone: Phone) -> tuple[str, str]:
    kind = phone.kind.value if phone.kind.value in FIELD_WORDS else "telephone"
    return kind, phone.number + (f"  {say('extension')} {phone.extension}" if phone.extension else "")


def _next_tasks(say: Wording, record: ContactRecord) -> tuple[str, str]:
    """When the next postcard and the next follow-up of a contact are due, or where they stand."""
    from meishi.domain.task import PostcardState  # noqa: PLC0415

    postcard = next((p for p in record.postcards if p.state.is_open), record.postcards[-1])
    follow_up = next((f for f in record.follow_ups if f.state.is_open), record.follow_ups[-1])
    if postcard.state is PostcardState.TO_WRITE:
        card = f"{postcard.due_on}"
    elif postcard.state is PostcardState.WAITING_FOR_ADDRESS:
        card = say("no address")
    else:
        card = postcard_word(say, postcard.state)
    return card, f"{follow_up.due_on}" if follow_up.state.is_open else follow_up_word(say, follow_up.state)
