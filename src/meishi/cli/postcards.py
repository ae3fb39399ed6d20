"""`meishi postcards`: the thank-you cards."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from meishi.cli.desk import Desk, day_that_was, for_each, lateness, open_desk, where_met
from meishi.cli.listing import Row, print_rows
from meishi.cli.print_postcards import print_
from meishi.cli.printing import console, print_json_line
from meishi.cli.write_postcards import write
from meishi.errors import UsageError
from meishi.wording import marked
from meishi.wording.states import coverage_words, postcard_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meishi.services.coverage import Group, Week
    from meishi.store import CareRecord
    from meishi.wording import Wording

postcards = typer.Typer(name="postcards", help="Thank-you postcards.")

Ids = Annotated[list[int], typer.Argument(metavar="ID", help="Contacts; `meishi postcards` lists the numbers.")]
On = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="The day it happened; today when left out.")
]


@postcards.callback(invoke_without_command=True)
def list_(
    context: typer.Context,
    *,
    due: Annotated[bool, typer.Option("--due", help="Only what should be in the letter box by today.")] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what should have been there before today.")] = False,
    waiting: Annotated[bool, typer.Option("--waiting", help="Only what waits for an address.")] = False,
    every: Annotated[bool, typer.Option("--all", help="Also what is posted, answered or declined.")] = False,
    event: Annotated[str | None, typer.Option(help="Only people met there, or with this tag.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a postcard, one a line.")] = False,
) -> None:
    """List the postcards that are still to do, the one that is due first first."""
    if context.invoked_subcommand:
        return
    from datetime import timedelta  # noqa: PLC0415

    from meishi.domain.task import PostcardState  # noqa: PLC0415
    from meishi.services.postcards import OPEN_STATES, Choice, choose_postcards  # noqa: PLC0415

    states = tuple(PostcardState) if every else (PostcardState.WAITING_FOR_ADDRESS,) if waiting else OPEN_STATES
    with open_desk(for_program=as_json) as desk:
        by = desk.today - timedelta(days=1) if overdue else desk.today if due else None
        tasks = choose_postcards(desk.planner.store, Choice(states=states, due_by=by, event=event))
        if as_json:
            for task in tasks:
                print_json_line(task)
            return
        if not tasks:
            desk.tell(desk.say("No postcard is waiting here."))
            return
        print_rows(
            Row(
                task.contact_id,
                task.display_name,
                where_met(desk, task.encounter),
                lateness(desk, task.due_on) if task.state.is_open else "",
                postcard_word(desk.say, task.state),
            )
            for task in tasks
        )
        desk.tell()
        desk.tell(desk.say.plural("A postcard.", "{count} postcards.", len(tasks)))
        if any(task.state.is_open for task in tasks):
            desk.tell("  meishi postcards write | print --written | posted --written")


postcards.command("write")(write)
postcards.command("print")(print_)


@postcards.command("posted")
def posted(
    contact_ids: Annotated[
        list[int] | None, typer.Argument(metavar="ID", help="Contacts; `meishi postcards` lists the numbers.")
    ] = None,
    *,
    written: Annotated[bool, typer.Option("--written", help="All cards whose message is written.")] = False,
    event: Annotated[str | None, typer.Option(help="With --written: only people met there, or with this tag.")] = None,
    on: On = None,
) -> None:
    """It is in the letter box."""
    if bool(contact_ids) is written or (event and not written):
        raise UsageError(
            marked("it is not clear whose cards are posted"),
            hint=marked("Name IDs, or say --written for all cards that are written, of an --event or of all."),
        )
    _step(contact_ids, "post", on, marked("posted"), event=event)


@postcards.command("answered")
def answered(contact_ids: Ids, *, on: On = None) -> None:
    """They answered. The next follow-up is planned from that day."""
    _step(contact_ids, "answer", on, marked("answered, how good"))


@postcards.command("declined")
def declined(contact_ids: Ids, *, on: On = None) -> None:
    """They want no postcard."""
    _step(contact_ids, "decline", on, marked("no postcard, as they wish"))


@postcards.command("returned")
def returned(contact_ids: Ids, *, on: On = None) -> None:
    """It came back as undeliverable: it waits for the right address."""
    _step(contact_ids, "come back", on, marked("waits for the right address"))


@postcards.command("reopen")
def reopen(contact_ids: Ids, *, on: On = None) -> None:
    """Write it after all, or once more."""
    _step(contact_ids, "reopen", on, marked("to write again"))


@postcards.command("coverage")
def coverage(
    *,
    by: Annotated[
        Literal["event", "month"], typer.Option(help="A line for each occasion, or for each month.")
    ] = "event",
    plot: Annotated[
        Path | None, typer.Option(metavar="FILE.png", help="Draw the weeks into a picture as well.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line of the list.")] = False,
) -> None:
    """Of all the people you met: who has their postcard, who waits for it, and why."""
    from meishi.services.coverage import by_event, by_month, per_week  # noqa: PLC0415

    with open_desk(for_program=as_json) as desk:
        tasks = desk.planner.store.care.postcards()
        groups = (by_event if by == "event" else by_month)(tasks, desk.today)
        if plot is not None:
            _save_plot(per_week(tasks), plot, desk.say)
        if as_json:
            for group in groups:
                print_json_line(group)
            return
        _print_coverage(desk, groups, by_month=by == "month")


def _print_coverage(desk: Desk, groups: Sequence[Group], *, by_month: bool) -> None:
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    say = desk.say
    if not groups:
        desk.tell(say("Nobody is here yet. `meishi import` takes pictures of cards, and the care begins."))
        return
    table = Table(box=None, pad_edge=False)
    table.add_column(say("month") if by_month else say("occasion"), overflow="ellipsis", no_wrap=True, max_width=22)
    for heading in (say("meetings"), say("sent"), say("written"), say("ahead"), say("no address"), say("late")):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for group in groups:
        name = say.month(group.first_day) if by_month else group.met_at or say("not said where")
        counts = (group.met, group.sent, group.written, group.to_write, group.waiting, group.overdue)
        table.add_row(
            Text(name),
            *(str(count) if count else "·" for count in counts),
            _bar(group.sent, group.met),
        )
    console().print(table, highlight=False)
    met, sent = (sum(counts) for counts in zip(*((group.met, group.sent) for group in groups), strict=True))
    declined = sum(group.declined for group in groups)
    answered = sum(group.answered for group in groups)
    desk.tell()
    if met:
        desk.tell(coverage_words(say, met, sent))
    if answered:
        desk.tell(say.plural("One was answered.", "{count} were answered.", answered))
    if declined:
        desk.tell(say.plural("One wanted none.", "{count} wanted none.", declined))


def _bar(sent: int, met: int) -> str:
    """Show a share as five blocks; only what is whole looks whole."""
    full = 5 * sent // met
    return "█" * full + "░" * (5 - full)


def _save_plot(weeks: Sequence[Week], file: Path, say: Wording) -> None:
    from meishi.exchange.coverage_plot import Series, draw_weeks, save_picture  # noqa: PLC0415

    series = (
        Series(say("people met"), "#b8c4d6", [week.met for week in weeks]),
        Series(say("postcards posted"), "#2f6f9f", [week.posted for week in weeks]),
        Series(say("postcards answered"), "#e08a2c", [week.answered for week in weeks]),
    )
    save_picture(draw_weeks([week.monday for week in weeks], series), file)


def _written(desk: Desk, event: str | None) -> list[int]:
    from meishi.domain.task import PostcardState  # noqa: PLC0415
    from meishi.services.postcards import Choice, choose_postcards  # noqa: PLC0415

    tasks = choose_postcards(desk.planner.store, Choice(states=(PostcardState.WRITTEN,), event=event))
    return list(dict.fromkeys(task.contact_id for task in tasks))


def _step(
    contact_ids: list[int] | None, step: str, on: datetime | None, done: str, *, event: str | None = None
) -> None:
    """Note for several people what happened to their postcards; `done` is what to say of each.

    Without numbers, for all whose card is written.
    """
    from meishi.care import PostcardStep  # noqa: PLC0415
    from meishi.services.postcards import take_postcard_step  # noqa: PLC0415

    with open_desk() as desk:
        day = day_that_was(desk, on)
        numbers = contact_ids or _written(desk, event)
        if not numbers:
            desk.tell(desk.say("No postcard is waiting here."))

        def take(contact_id: int) -> CareRecord:
            return take_postcard_step(desk.planner, contact_id, PostcardStep(step), on=day)

        for_each(desk, numbers, take, done=desk.say(done))
