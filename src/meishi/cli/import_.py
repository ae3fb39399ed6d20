"""`meishi import`: pictures become contacts, each with its postcard and its follow-up."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from meishi.cli.contacts import people_table
from meishi.cli.printing import console, print_error, print_json_line, progress_bar, talk, words
from meishi.cli.stopping import end_on_sigterm
from meishi.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from meishi.services.import_ import FileOutcome


def import_(
    paths: Annotated[list[Path], typer.Argument(readable=False, help="Pictures, or folders with pictures.")],
    *,
    met_at: Annotated[str | None, typer.Option(help="Where or on what occasion you met these people.")] = None,
    met_on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day you met them; today when not given.")
    ] = None,
    tag: Annotated[
        list[str] | None, typer.Option(help="Your own word for sorting; may be given several times.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and plan, save nothing.")] = False,
    report: Annotated[
        Path | None,
        typer.Option(metavar="FILE.html", help="Write a page that shows which cards need a look; for any browser."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a file, one a line.")] = False,
    engine: Annotated[
        str | None, typer.Option(help="What reads text: auto, tesseract, second-opinion or ppocr.")
    ] = None,
) -> None:
    """Import pictures of cards: contacts, postcards to write, follow-ups. What is known already is passed over."""
    from meishi.domain.encounter import Encounter  # noqa: PLC0415
    from meishi.services.collecting import collect_pictures  # noqa: PLC0415
    from meishi.services.import_report import write_import_report  # noqa: PLC0415
    from meishi.wiring import (  # noqa: PLC0415
        build_import,
        local_now,
        open_library,
        read_settings,
    )

    if report and dry_run:
        raise UsageError("a dry run saves nothing that a report could show", hint="Leave out one of the two options.")
    settings = read_settings(engine=engine)
    library = open_library(settings)
    now = local_now()
    encounter = Encounter(met_on=met_on.date() if met_on else now.date(), met_at=met_at, tags=tuple(tag or ()))
    collected = collect_pictures(paths)
    for error in collected.errors:
        print_error(error)
    outcomes: list[FileOutcome] = []
    started = perf_counter()
    end_on_sigterm()
    try:
        for outcome in _with_progress(
            build_import(settings, library, print_error, dry_run=dry_run)(collected.files, lambda _: encounter),
            len(collected.files),
        ):
            outcomes.append(outcome)
            if as_json:
                print_json_line(outcome)
    except KeyboardInterrupt:
        if report:
            write_import_report(report, outcomes, library, words(), occasion=met_at, now=local_now())
        saved = sum(len(outcome.contacts) for outcome in outcomes)
        say = words()
        contacts = say.plural("one contact", "{count} contacts", saved)
        said = say("stopped; saved: {contacts}. The same command goes on from here.", contacts=contacts)
        talk(f"\nmeishi: {said}")
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    if report:
        write_import_report(report, outcomes, library, words(), occasion=met_at, now=local_now())
    if not as_json:
        _print_report(outcomes, perf_counter() - started, dry_run=dry_run)
    if collected.errors or any(outcome.set_aside for outcome in outcomes):
        is_single = len(outcomes) == 1 and not outcomes[0].contacts
        raise typer.Exit(ExitCode.CARD_REJECTED if is_single else ExitCode.BATCH_INCOMPLETE)


def _with_progress(outcomes: Iterable[FileOutcome], total: int) -> Iterator[FileOutcome]:
    """Show on stderr how far the import has come, where somebody watches."""
    say = words()
    # Known pictures fly by and would make the time left look short: only those that are read count.
    with progress_bar(say("pictures"), "{task.fields[rate]}") as progress:
        task = progress.add_task("", total=total, rate="")
        started, read = perf_counter(), 0
        for outcome in outcomes:
            yield outcome
            if outcome.is_known:
                total -= 1
            else:
                read += 1
            rate = 60 * read / (perf_counter() - started)
            progress.update(task, total=total, completed=read, rate=say("{count} a minute", count=f"{rate:.0f}"))


def _print_report(outcomes: Sequence[FileOutcome], seconds: float, *, dry_run: bool) -> None:
    from rich.text import Text  # noqa: PLC0415

    say = words()
    contacts = [contact for outcome in outcomes for contact in outcome.contacts]
    if contacts:
        table = people_table("")
        for contact in contacts:
            table.add_row(
                str(contact.id or ""),
                Text(contact.display_name),
                Text(contact.company or ""),
                f"{contact.postcard_due_on:%m-%d}",
                f"{contact.follow_up_due_on:%m-%d}",
                Text("; ".join((say("known"), *contact.news)) if contact.is_known else ""),
            )
        console().print(table)
    for aside in (aside for outcome in outcomes for aside in outcome.set_aside):
        said = say("set aside: {reason}", reason=say(aside.reason))
        talk(said)
        if aside.hint:
            talk(f"  {say(aside.hint)}")
    cards = sum(outcome.cards for outcome in outcomes)
    counts = {
        say("would be new") if dry_run else say("new"): sum(not contact.is_known for contact in contacts),
        say("known people"): sum(contact.is_known for contact in contacts),
        say("pictures known already"): sum(outcome.is_known for outcome in outcomes),
        say("set aside"): sum(len(outcome.set_aside) for outcome in outcomes),
        say("to review"): sum(bool(contact.review_reasons) for contact in contacts),
    }
    summary = ", ".join(f"{name}: {count}" for name, count in counts.items())
    pace = "; " + say("{seconds} s a card", seconds=f"{seconds / cards:.1f}") if cards else ""
    console().print(f"{summary}{pace}", highlight=False)
    if not dry_run and any(contact.review_reasons for contact in contacts):
        talk(say("`meishi review` shows what is doubtful, each value beside its picture."))
