"""`meishi today`: whom does the day belong to?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from meishi.cli.printing import console, print_json_line

if TYPE_CHECKING:
    from datetime import date

    from meishi.store import TaskRecord


def today(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show the postcards and follow-ups that are due, what comes next, and who is still waiting for a postcard."""
    from meishi.services.today import look_at  # noqa: PLC0415
    from meishi.wiring import local_now, open_store, read_settings  # noqa: PLC0415

    with open_store(read_settings()) as store:
        agenda = look_at(local_now().date(), store)
    if as_json:
        print_json_line(agenda)
        return
    out = console()
    _print_tasks("Due", agenda.due, agenda.today)
    _print_tasks(f"Until {agenda.until}", agenda.coming, agenda.today)
    if not agenda.due and not agenda.coming:
        out.print(f"Nothing is due until {agenda.until}.", highlight=False)
    if agenda.next_follow_up_on:
        out.print(f"The next follow-up is on {agenda.next_follow_up_on}.", highlight=False)
    states = ", ".join(f"{count} {state}" for state, count in agenda.coverage.by_state.items() if count)
    out.print(f"Postcards: {agenda.coverage.met} meetings" + (f"; {states}" if states else ""), highlight=False)


def _print_tasks(heading: str, tasks: tuple[TaskRecord, ...], day: date) -> None:
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    if not tasks:
        return
    table = Table.grid(padding=(0, 2))
    for task in tasks:
        late = (day - task.due_on).days
        when = f"{late} days late" if late > 1 else "a day late" if late == 1 else str(task.due_on)
        state = "" if task.state in {"to-write", "scheduled"} else task.state.value
        table.add_row(
            f"  {when}", task.kind.value, str(task.contact_id), Text(task.display_name), Text(task.company or ""), state
        )
    out = console()
    out.print(f"[bold]{heading}[/bold]", highlight=False)
    out.print(table)
