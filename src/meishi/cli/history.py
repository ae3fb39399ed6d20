"""`meishi history` and `meishi undo`: what was changed, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from meishi.cli.printing import console, print_json_line, words

if TYPE_CHECKING:
    from meishi.store import ChangeRecord


def history(
    contact_id: Annotated[int, typer.Argument(metavar="ID", help="The contact's number; `meishi contacts` lists it.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a change, one a line.")] = False,
) -> None:
    """List what was changed about a contact, the newest first."""
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from meishi.wiring import open_store, read_settings  # noqa: PLC0415

    with open_store(read_settings()) as store:
        changes = store.history(contact_id)
    if as_json:
        for change in changes:
            print_json_line(change)
        return
    say = words()
    table = Table(say("change"), say("when"), say("who"), say("what"), "", box=None, pad_edge=False)
    for change in changes:
        when = f"{change.changed_at.astimezone():%Y-%m-%d %H:%M}"
        undone = say("taken back") if change.undone_at else ""
        what = say(change.summary)
        if change.happened_on:
            what += f" ({say.day(change.happened_on, today=change.changed_at.date())})"
        table.add_row(str(change.id), when, Text(change.by), Text(what), undone)
    if changes:
        console().print(table)
    else:
        console().print(say("Nothing was changed."))


def undo(
    *,
    contact: Annotated[
        int | None, typer.Option(metavar="ID", help="Undo the last change to this contact; of all when left out.")
    ] = None,
    change: Annotated[
        int | None, typer.Option(metavar="NUMBER", help="Undo this change; `meishi history` lists the numbers.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the change as a JSON object.")] = False,
) -> None:
    """Take back the last change."""
    from meishi.wiring import local_now, open_store, read_settings  # noqa: PLC0415

    with open_store(read_settings()) as store:
        undone: ChangeRecord = store.undo(now=local_now(), contact_id=contact, change_id=change)
    if as_json:
        print_json_line(undone)
        return
    say = words()
    said = say("taken back: {what} (contact {number})", what=say(undone.summary), number=undone.contact_id)
    console().print(said, markup=False, highlight=False)
