"""`meishi trip`: who is where you are going?"""

from __future__ import annotations

import shlex
from datetime import datetime
from typing import Annotated

import typer

from meishi.cli.desk import open_desk
from meishi.cli.listing import Row, print_rows
from meishi.cli.printing import print_json_line


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
    from meishi.services.trip import Trip, people_there  # noqa: PLC0415

    with open_desk(for_program=as_json) as desk:
        begins = first.date() if first else desk.today
        trip_there = Trip(place=place, first=begins, last=last.date() if last else begins)
        found = people_there(desk.planner.store, trip_there)
        if as_json:
            for person in found:
                print_json_line(person)
            return
        if not found:
            desk.tell(desk.say("Nobody you know is there."))
            return
        print_rows(
            Row(
                person.contact_id,
                person.display_name,
                person.company,
                person.address,
                desk.say("last line {day}", day=desk.day(person.last_line)) if person.last_line else "",
            )
            for person in found
        )
        for line in dict.fromkeys(person.line for person in found if person.emails):
            desk.tell(f"meishi mail ID --line {shlex.quote(line)}")
