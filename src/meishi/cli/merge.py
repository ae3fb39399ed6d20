"""`meishi merge` and `meishi split`: two contacts are one person, or one contact is two."""

from __future__ import annotations

from typing import Annotated

import typer

from meishi.cli.contacts import print_contact
from meishi.cli.printing import console, print_json_line, words


def merge(
    kept: Annotated[int, typer.Argument(metavar="ID", help="The contact whose number stays.")],
    other: Annotated[int, typer.Argument(metavar="OTHER", help="The contact that is the same person.")],
    *,
    apart: Annotated[bool, typer.Option("--apart", help="They are two people: do not ask again.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the one contact as a JSON object.")] = False,
) -> None:
    """Join two contacts that are one person, with cards, meetings and tasks of both. `meishi undo` takes it back."""
    from meishi.services.merge import keep_apart, merge_contacts  # noqa: PLC0415
    from meishi.wiring import local_now, open_store, read_settings, user_name  # noqa: PLC0415

    with open_store(read_settings()) as store:
        if apart:
            keep_apart(kept, other, store, by=user_name(), now=local_now())
            record = store.contact(kept)
        else:
            record = merge_contacts(kept, other, store, by=user_name(), now=local_now())
    if as_json:
        print_json_line(record)
    elif apart:
        console().print(words()("{one} and {other} stay two people.", one=kept, other=other), highlight=False)
    else:
        print_contact(record.contact)
        say = words()
        meetings = say.plural("one meeting", "{count} meetings", len(record.encounters))
        console().print(f"  {say('contact {number}', number=record.id)}, {meetings}", highlight=False)


def split(
    contact_id: Annotated[int, typer.Argument(metavar="ID", help="The contact that is two people.")],
    *,
    card: Annotated[int, typer.Option(metavar="NUMBER", help="The card of the other one; `meishi show` counts them.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print both contacts, one JSON object a line.")] = False,
) -> None:
    """Take a card out of a contact; it becomes a contact of its own with both tasks. `meishi undo` takes it back."""
    from meishi.services.merge import split_contact  # noqa: PLC0415
    from meishi.wiring import local_now, open_store, read_settings, user_name  # noqa: PLC0415

    with open_store(read_settings()) as store:
        both = split_contact(contact_id, card, store, by=user_name(), now=local_now())
    for record in both:
        if as_json:
            print_json_line(record)
        else:
            console().print(f"[bold]{record.id}[/bold]", highlight=False)
            print_contact(record.contact)
