"""`meishi trip`: who is where you are going?"""

from __future__ import annotations

import shlex
from datetime import datetime
from typing import Annotated

import typer

from meishi.cli.printing import console, print_json_line


def trip(
    place: Annotated[str, typer.Argument(help="A prefecture, city, ward or town: 札幌, さっぽろ or Sapporo.")],
    *,
    first: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day; today when not given.")
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="The last day; the first one when not given.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a person, one a line.")] = False,
) -> None:
    """List the people where you are going, each with a line to begin from; who had none for longest comes first."""
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from meishi.services.trip import Trip, people_there  # noqa: PLC0415
    from meishi.wiring import local_now, open_store, read_settings  # noqa: PLC0415

    begins = (first or local_now()).date()
    with open_store(read_settings()) as store:
        found = people_there(store, Trip(place=place, first=begins, last=last.date() if last else begins))
    if as_json:
        for person in found:
            print_json_line(person)
        return
    if not found:
        console().print("Nobody you know is there.")
        return
    table = Table("id", "name", "company", "address", "last line", box=None, pad_edge=False)
    for person in found:
        table.add_row(
            str(person.contact_id),
            Text(person.display_name),
            Text(person.company or ""),
            Text(person.address),
            str(person.last_line or ""),
        )
    out = console()
    out.print(table)
    for line in dict.fromkeys(person.line for person in found if person.emails):
        out.print(f"meishi mail ID --line {shlex.quote(line)}", style="dim", markup=False, highlight=False)
