"""`meishi edit`: values of a contact are put right from the command line."""

from __future__ import annotations

from typing import Annotated

import typer

from meishi.cli.contacts import print_contact, print_reasons
from meishi.cli.printing import print_json_line
from meishi.errors import UsageError


def edit(
    contact_id: Annotated[int, typer.Argument(metavar="ID", help="The contact's number; `meishi contacts` lists it.")],
    *,
    values: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="PATH=VALUE",
            help="Put a value right: company=..., name.full=..., phones.0.kind=mobile, emails.+=... (one more), "
            "titles.1= (taken away); may be given several times.",
        ),
    ] = None,
    confirm: Annotated[
        list[str] | None,
        typer.Option(metavar="PATH", help="Note that a value is right as it stands; may be given several times."),
    ] = None,
    confirm_all: Annotated[
        bool, typer.Option("--confirm-all", help="Note that everything is right as it stands.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the contact as a JSON object.")] = False,
) -> None:
    """Put values of a contact right, or note that they are. `meishi undo` takes it back."""
    from meishi.services.correct import edit_contact  # noqa: PLC0415
    from meishi.wiring import local_now, open_store, read_settings, user_name  # noqa: PLC0415

    wanted = [_parted(text) for text in values or ()]
    if not (wanted or confirm or confirm_all):
        raise UsageError("nothing to change was given", hint="For instance: meishi edit 12 --set company=...")
    by, now = user_name(), local_now()
    with open_store(read_settings()) as store:
        record = edit_contact(
            contact_id, store, values=wanted, confirmed=confirm or (), confirm_all=confirm_all, by=by, now=now
        )
    if as_json:
        print_json_line(record)
        return
    print_contact(record.contact)
    print_reasons(record.review_reasons)


def _parted(text: str) -> tuple[str, str]:
    path, sign, value = text.partition("=")
    if not sign:
        raise UsageError(f"--set {text}: there is no = in it", hint="For instance: --set company=...")
    return path.strip(), value
