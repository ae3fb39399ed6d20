"""`meishi followups`: one line to somebody, at a random moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

import typer

from meishi.cli.desk import for_each, lateness, open_desk
from meishi.cli.listing import Row, print_rows
from meishi.cli.printing import print_json_line
from meishi.wording.states import closeness_word

followups = typer.Typer(name="followups", help="One line to somebody, at a random moment.")

Ids = Annotated[list[int], typer.Argument(metavar="ID", help="Contacts; `meishi followups` lists the numbers.")]


@followups.callback(invoke_without_command=True)
def list_(
    context: typer.Context,
    *,
    week: Annotated[bool, typer.Option("--week", help="Also those of the coming seven days.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a follow-up, one a line.")] = False,
) -> None:
    """List the follow-ups that are due."""
    if context.invoked_subcommand:
        return
    from meishi.services.follow_ups import describe  # noqa: PLC0415

    with open_desk(for_program=as_json) as desk:
        say = desk.say
        people = desk.planner.store.care.due(desk.today + timedelta(days=7 if week else 0))
        if as_json:
            for person in people:
                print_json_line(describe(person))
            return
        if not people:
            desk.tell(say("No line is due this week.") if week else say("No line is due today."))
            coming = min((day for day in desk.planner.store.follow_ups_per_day() if day > desk.today), default=None)
            if coming:
                desk.tell(say("The next line is on {day}.", day=desk.day(coming)))
            return
        print_rows(
            Row(
                person.contact_id,
                person.contact.display_name,
                person.contact.company,
                lateness(desk, person.open_follow_up.due_on),
                closeness_word(say, person.closeness),
            )
            for person in people
            if person.open_follow_up
        )
        desk.tell()
        desk.tell(say("One line is enough: what they might like, where you are, how you are."))
        desk.tell("  meishi mail ID")
        desk.tell(say("Said in another way, or not now:"))
        desk.tell("  meishi followups done ID | snooze ID | skip ID | answered ID")


@followups.command("done")
def done(
    contact_ids: Ids,
    *,
    note: Annotated[str | None, typer.Option(help="What you wrote, for your private log.")] = None,
) -> None:
    """You were in touch. The next follow-up is planned from today."""
    with open_desk() as desk:
        for_each(desk, contact_ids, lambda one: desk.planner.done(one, note=note), done=desk.say("done"))


@followups.command("snooze")
def snooze(
    contact_ids: Ids,
    *,
    days: Annotated[int, typer.Option(min=1, max=365, help="For how many days.")] = 7,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Until a day.")] = None,
) -> None:
    """Not now: put it off, to a day with room."""
    with open_desk() as desk:
        earliest = until.date() if until else desk.today + timedelta(days=days)
        for_each(desk, contact_ids, lambda one: desk.planner.snooze(one, earliest), done=desk.say("put off"))


@followups.command("skip")
def skip(contact_ids: Ids) -> None:
    """Not this time. The next one is planned from today."""
    with open_desk() as desk:
        for_each(desk, contact_ids, desk.planner.skip, done=desk.say("skipped"))


@followups.command("answered")
def answered(contact_ids: Ids) -> None:
    """They answered your last line. The next follow-up is planned from today."""
    with open_desk() as desk:
        for_each(desk, contact_ids, desk.planner.answered, done=desk.say("answered, how good"))


@followups.command("stop")
def stop(contact_ids: Ids) -> None:
    """Plan no follow-ups for somebody, until you resume."""
    with open_desk() as desk:
        for_each(desk, contact_ids, desk.planner.stop, done=desk.say("as you wish"))


@followups.command("resume")
def resume(contact_ids: Ids) -> None:
    """Plan follow-ups for somebody again."""
    with open_desk() as desk:
        for_each(desk, contact_ids, desk.planner.resume, done=desk.say("back in your days"))
