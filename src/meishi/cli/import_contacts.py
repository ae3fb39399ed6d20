"""`meishi import-contacts`: people come over from other address books."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from meishi.cli.contacts import people_table
from meishi.cli.printing import console, print_error, print_json_line, talk, words
from meishi.errors import CardError, ExitCode, UsageError
from meishi.wording.states import postcard_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meishi.services.import_contacts import ContactsFile, ContactsOutcome


def import_contacts(
    files: Annotated[list[Path], typer.Argument(readable=False, help="vCard, CSV or JSON files.")],
    *,
    with_aftercare: Annotated[
        bool, typer.Option("--with-aftercare", help="Plan a postcard and a follow-up for everybody new.")
    ] = False,
    met_at: Annotated[
        str | None, typer.Option(help="Where you met them; the file's word, else its name, when not given.")
    ] = None,
    met_on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="When you met them; the file's word, else today, when not given."),
    ] = None,
    tag: Annotated[
        list[str] | None, typer.Option(help="Your own word for sorting; may be given several times.")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN=FIELD", help="What a column of a CSV file says; COLUMN= passes it over."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask about the columns.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and plan, save nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a file, one a line.")] = False,
) -> None:
    """Import contacts from telephones, Google, Outlook, Eight, Sansan, another meishi; who is known is passed over."""
    from meishi.domain.encounter import Encounter  # noqa: PLC0415
    from meishi.services.import_contacts import ContactsFile, import_contacts  # noqa: PLC0415
    from meishi.wiring import build_care_options, local_now, open_store, read_settings  # noqa: PLC0415

    columns = _columns(column or [])
    now = local_now()
    outcomes: list[ContactsOutcome] = []
    failed = False
    settings = read_settings()
    with open_store(settings) as store:
        for path in files:
            try:
                file = ContactsFile(path, columns)
            except CardError as error:
                print_error(error)
                failed = True
                continue
            if file.table is not None and not dry_run and not yes:
                _confirm(file)
            outcome = import_contacts(
                file,
                store,
                encounter=Encounter(
                    met_on=met_on.date() if met_on else now.date(),
                    met_at=met_at,
                    tags=tuple(tag or ()),
                ),
                with_aftercare=with_aftercare,
                now=now,
                care=build_care_options(settings),
                dry_run=dry_run,
            )
            outcomes.append(outcome)
            if as_json:
                print_json_line(outcome)
            else:
                _print_columns(file)
                _print_outcome(outcome, dry_run=dry_run)
    if failed:
        raise typer.Exit(ExitCode.BATCH_INCOMPLETE if outcomes else ExitCode.CARD_REJECTED)


def _columns(options: Sequence[str]) -> dict[str, str]:
    columns = {}
    for option in options:
        name, equals, field = option.rpartition("=")
        if not equals:
            raise UsageError(f"--column {option} says nothing", hint="Write it as --column 'COLUMN=FIELD'.")
        columns[name] = field
    return columns


def _confirm(file: ContactsFile) -> None:
    if not sys.stdin.isatty():
        raise UsageError(
            f"{file.name}: somebody has to confirm what its columns say",
            hint="Look with --dry-run, then add --yes; --column 'COLUMN=FIELD' corrects one.",
        )
    _print_columns(file)
    if not typer.confirm(words()("Read it like this?"), err=True):
        raise typer.Exit(ExitCode.OK)


def _print_columns(file: ContactsFile) -> None:
    for column, target in file.columns():
        talk(f"  {column}: {target.field if target else words()('passed over')}")


def _print_outcome(outcome: ContactsOutcome, *, dry_run: bool) -> None:
    from rich.text import Text  # noqa: PLC0415

    say = words()
    new = [person for person in outcome.people if not person.is_known]
    if new:
        table = people_table()
        for person in new:
            table.add_row(
                str(person.id or ""),
                Text(person.display_name),
                Text(person.company or ""),
                postcard_word(say, person.postcard) if person.postcard else "",
                str(person.follow_up_due_on or say("none planned")),
            )
        console().print(table)
    if outcome.passed_over:
        listed = ", ".join(f"{name} ({count})" for name, count in sorted(outcome.passed_over.items()))
        said = say("{file}: no place for {values}", file=outcome.file, values=listed)
        talk(said)
    counts = {
        say("would be new") if dry_run else say("new"): len(new),
        say("known already"): len(outcome.people) - len(new),
    }
    listed = ", ".join((str(outcome.kind), *(f"{name}: {count}" for name, count in counts.items())))
    console().print(f"{outcome.file}: {listed}", markup=False, highlight=False)
