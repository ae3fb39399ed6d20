"""`meishi today`: whom does the day belong to?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from meishi.cli.desk import Desk, lateness, open_desk
from meishi.cli.listing import Row, print_rows
from meishi.cli.printing import print_json_line
from meishi.wording.states import coverage_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meishi.services.today import Agenda
    from meishi.store import TaskRecord
    from meishi.wording import Wording

_SHOWN = 8
_NAMED = 3


def today(
    *,
    notify: Annotated[
        bool,
        typer.Option("--notify", help="Remind you, once a day, when there is something to do: see MEISHI_REMIND_BY."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show whom the day belongs to: postcards, follow-ups, what comes next, and who still waits for a postcard."""
    from meishi.services.reminders import notify as remind  # noqa: PLC0415
    from meishi.services.today import look_at  # noqa: PLC0415
    from meishi.wiring import reminder_ways  # noqa: PLC0415

    with open_desk(for_program=notify or as_json) as desk:
        agenda = look_at(desk.today, desk.planner.store, moved=desk.moved)
        if as_json:
            print_json_line(agenda)
        elif not notify:
            _print_agenda(desk, agenda)
        if notify and agenda.due:
            text = "\n".join(_counts(desk.say, agenda.due))
            remind(
                _belongs_to(desk.say, agenda.due),
                text,
                ways=reminder_ways(desk.settings),
                on=desk.today,
                home=desk.settings.home,
            )


def _print_agenda(desk: Desk, agenda: Agenda) -> None:
    say = desk.say
    desk.tell(desk.day(agenda.today), style="bold")
    if agenda.coverage.met == 0:
        desk.tell(say("Nobody is here yet. `meishi import` takes pictures of cards, and the care begins."))
        return
    _greet(desk, agenda)
    if agenda.moved:
        desk.tell(
            say.plural(
                "A line that you missed has a new day; nothing piles up.",
                "{count} lines that you missed have new days; nothing piles up.",
                agenda.moved,
            )
        )
    for heading, states, hint in (
        (say("Postcards to write"), {"to-write"}, "meishi postcards write --due"),
        (say("Written, for the letter box"), {"written"}, "meishi postcards posted --written"),
        (say("Ask for the address"), {"waiting-for-address"}, "meishi postcards write ID"),
        (say("A line to send"), {"scheduled"}, "meishi mail ID | followups done ID"),
    ):
        _print_tasks(desk, heading, [task for task in agenda.due if task.state in states], hint)
    desk.tell()
    if agenda.coming:
        counts = say.listing(_counts(say, agenda.coming))
        desk.tell(say("Until {day}: {counts}.", day=desk.day(agenda.until), counts=counts))
    elif agenda.next_follow_up_on:
        desk.tell(say("The next line is on {day}.", day=desk.day(agenda.next_follow_up_on)))
    if agenda.coverage.planned:
        desk.tell(coverage_words(say, agenda.coverage.planned, agenda.coverage.sent))


def _greet(desk: Desk, agenda: Agenda) -> None:
    """Say whom the day belongs to; nobody due is a good day to write ahead, while the meetings are fresh."""
    say = desk.say
    if agenda.due:
        desk.tell(_belongs_to(say, agenda.due))
    elif any(task.state == "to-write" for task in agenda.coming):
        desk.tell(say("Nothing is due today. Postcards are easiest while you remember."))
        desk.tell("  meishi postcards write")
    elif agenda.next_follow_up_on or agenda.coming:
        desk.tell(say("Nobody waits for you today. Enjoy the day."))


def _print_tasks(desk: Desk, heading: str, tasks: Sequence[TaskRecord], hint: str) -> None:
    if not tasks:
        return
    desk.tell()
    desk.tell(f"{heading}  ({hint})", style="bold")
    print_rows(
        Row(task.contact_id, task.display_name, task.company, lateness(desk, task.due_on)) for task in tasks[:_SHOWN]
    )
    if (more := len(tasks) - _SHOWN) > 0:
        desk.tell(desk.say.plural("      and one more", "      and {count} more", more))


def _belongs_to(say: Wording, tasks: Sequence[TaskRecord]) -> str:
    people = {
        task.contact_id: say.person(task.display_name, is_organisation=task.display_name == task.company)
        for task in tasks
    }
    names = list(people.values())
    if (more := len(names) - _NAMED) > 1:
        names = [*names[:_NAMED], say.plural("{count} other", "{count} others", more)]
    return say("Today belongs to {names}.", names=say.listing(names))


def _counts(say: Wording, tasks: Sequence[TaskRecord]) -> list[str]:
    lines = sum(task.state == "scheduled" for task in tasks)
    cards = len(tasks) - lines
    return [
        *([say.plural("a postcard", "{count} postcards", cards)] if cards else []),
        *([say.plural("a line", "{count} lines", lines)] if lines else []),
    ]
