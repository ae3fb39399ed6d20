"""`meishi contacts` and `meishi show`: who is in the library?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from meishi.cli.printing import console, print_json_line

if TYPE_CHECKING:
    from meishi.domain.contact import Contact
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
    from rich.table import Table  # noqa: PLC0415
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
    table = Table("id", "name", "company", "postcard", "follow-up", "", box=None, pad_edge=False)
    for record in found:
        table.add_row(
            str(record.id),
            Text(record.contact.display_name),
            Text(record.contact.company or ""),
            *_next_tasks(record),
            "to review" if record.review_reasons else "",
        )
    out = console()
    if found:
        out.print(table)
    else:
        out.print("Nobody of whom all this is true." if query or only != ContactFilter() else "The library is empty.")


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
    from meishi.wiring import open_store, read_settings  # noqa: PLC0415

    with open_store(read_settings()) as store:
        record = store.contact(contact_id)
        cards = store.cards(contact_id)
        care = store.care.person(contact_id) if private else None
    if as_json:
        print_json_line(care or record)
        return
    out = console()
    out.print(f"[bold]{contact_id}[/bold]", highlight=False)
    print_contact(record.contact)
    for met in record.encounters:
        place = f", {met.encounter.met_at}" if met.encounter.met_at else ""
        tags = "".join(f" #{tag}" for tag in met.encounter.tags)
        out.print(f"  met {met.encounter.met_on}{place}{tags}", markup=False, highlight=False)
    for postcard in record.postcards:
        out.print(f"  postcard {postcard.state}, due {postcard.due_on}", highlight=False)
    for follow_up in record.follow_ups:
        out.print(f"  follow-up {follow_up.state}, due {follow_up.due_on}", highlight=False)
    for number, sides in enumerate(numbered_cards(cards), start=1):
        where = " and ".join(f"page {side.page}, card {side.number}" for side in sides)
        out.print(f"  card {number}: {sides[0].original_name}, {where}", markup=False, highlight=False)
    for reason in record.review_reasons:
        out.print(f"  to review: {reason}", style="yellow", markup=False, highlight=False)
    if care:
        _print_private(care)


def _print_private(care: CareRecord) -> None:
    out = console()
    stopped = ", no follow-ups" if care.is_stopped else ""
    out.print(f"  closeness: {care.closeness}{stopped}", highlight=False)
    for postcard in care.postcards:
        if postcard.good:
            out.print(f"  good about them: {postcard.good}", markup=False, highlight=False)
        for line in postcard.message:
            out.print(f"  on the postcard: {line}", markup=False, highlight=False)
    for note in care.notes:
        taken = f" → {note.taken}" if note.taken else ""
        out.print(f"  {note.noted_on}: {note.said}{taken}", markup=False, highlight=False)


def print_contact(contact: Contact) -> None:
    """Print what a card says, a line a value."""
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table.grid(padding=(0, 2))
    rows = [
        ("name", contact.name.full),
        ("reading", contact.name.kana),
        ("roman", contact.name.roman),
        ("company", contact.company),
        *(("department", department) for department in contact.departments),
        *(("title", title) for title in contact.titles),
        *(("address", " ".join(filter(None, (a.postal_code, a.full)))) for a in contact.addresses),
        *((p.kind.value, p.number + (f" ext. {p.extension}" if p.extension else "")) for p in contact.phones),
        *(("e-mail", email) for email in contact.emails),
        *(("web", url) for url in contact.urls),
    ]
    for label, value in rows:
        if value:
            table.add_row(f"  {label}", Text(value))
    console().print(table)


def _next_tasks(record: ContactRecord) -> tuple[str, str]:
    """When the next postcard and the next follow-up of a contact are due, or where they stand."""
    postcard = next((p for p in record.postcards if p.state.is_open), record.postcards[-1])
    follow_up = next((f for f in record.follow_ups if f.state.is_open), record.follow_ups[-1])
    return (
        f"{postcard.due_on} {postcard.state}" if postcard.state.is_open else postcard.state.value,
        f"{follow_up.due_on}" if follow_up.state.is_open else follow_up.state.value,
    )
