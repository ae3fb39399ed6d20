"""`meishi backup`, `restore`, `check` and `forget`: the library is kept whole, and people can be removed from it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from meishi.cli.printing import console, print_json_line, say_aloud, words
from meishi.errors import ExitCode, UsageError
from meishi.wording import marked

if TYPE_CHECKING:
    from meishi.services.backup import BackupOutcome


def backup(
    file: Annotated[Path, typer.Argument(help="Where to write it; must not be there yet.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Write the whole library, contacts and pictures, into one file, also while it is in use."""
    from meishi.services.backup import write_backup  # noqa: PLC0415
    from meishi.wiring import local_now, open_library, read_settings  # noqa: PLC0415

    library = open_library(read_settings())
    with library.store as store:
        outcome = write_backup(file, store, library.originals, now=local_now())
    _print_backup(marked("written: {what}"), outcome, as_json=as_json)


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `meishi backup` has written.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Fill an empty library from a backup; from SQLite to PostgreSQL and back, too."""
    from meishi.services.backup import restore_backup  # noqa: PLC0415
    from meishi.wiring import open_library, read_settings  # noqa: PLC0415

    library = open_library(read_settings())
    with library.store as store:
        outcome = restore_backup(file, store, library.originals)
    _print_backup(marked("restored: {what}"), outcome, as_json=as_json)


def _print_backup(done: str, outcome: BackupOutcome, *, as_json: bool) -> None:
    say = words()
    if as_json:
        print_json_line(outcome)
    else:
        size = f"{outcome.size_bytes / 1e6:.1f} MB"
        counts = (
            say.plural("one contact", "{count} contacts", outcome.contacts),
            say.plural("one picture", "{count} pictures", outcome.originals),
        )
        console().print(say(done, what=", ".join((*counts, size))), highlight=False)
    for name in outcome.damaged:
        say_aloud(say("{name} is missing or damaged and is not in it; `meishi check` says more.", name=name))
    if outcome.damaged:
        raise typer.Exit(ExitCode.BATCH_INCOMPLETE)


def check(
    *,
    repair: Annotated[bool, typer.Option("--repair", help="Mend what can be mended; nothing is deleted.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Look whether every picture is what it was, everybody has their tasks, and the database is sound."""
    from meishi.services.check import check_library  # noqa: PLC0415
    from meishi.wiring import local_now, open_library, read_settings  # noqa: PLC0415

    library = open_library(read_settings())
    with library.store as store:
        outcome = check_library(store, library.originals, now=local_now(), repair=repair)
    if as_json:
        print_json_line(outcome)
    else:
        out, say = console(), words()
        for finding in outcome.findings:
            mended = " " + say("(mended)") if finding.is_repaired else ""
            out.print(f"{say(finding.kind)}: {say(finding.what)}{mended}", markup=False, highlight=False)
            if finding.hint:
                out.print(f"  {say(finding.hint)}", markup=False, highlight=False)
        counts = (
            say.plural("one contact", "{count} contacts", outcome.contacts),
            say.plural("one picture", "{count} pictures", outcome.originals),
        )
        found = len(outcome.findings) or say("nothing")
        said = say("Looked at: {what}. Found: {count}.", what=", ".join(counts), count=found)
        out.print(said, markup=False, highlight=False)
    if any(not finding.is_repaired for finding in outcome.findings):
        raise typer.Exit(ExitCode.STORE)


def forget(
    contact_id: Annotated[int, typer.Argument(metavar="ID", help="The contact's number; `meishi contacts` lists it.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; there is no way back.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was removed as a JSON object.")] = False,
) -> None:
    """Remove a person for good: contact, meetings, tasks, journal and pictures. Nothing brings them back."""
    from meishi.services.forget import forget_contact  # noqa: PLC0415
    from meishi.wiring import open_library, read_settings  # noqa: PLC0415

    library = open_library(read_settings())
    with library.store as store:
        record = store.contact(contact_id)
        if not yes:
            if not sys.stdin.isatty():
                raise UsageError("nobody can be asked here", hint="Say --yes when you are sure; there is no way back.")
            typer.confirm(words()("Remove {name} for good?", name=record.contact.display_name), abort=True, err=True)
        outcome = forget_contact(contact_id, store, library.originals)
    if as_json:
        print_json_line(outcome)
        return
    say = words()

    def tell(said: str, style: str | None = None) -> None:
        console().print(said, style=style, markup=False, highlight=False)

    gone = say.plural(
        "{name} is not here any more; one row of the database was removed.",
        "{name} is not here any more; {count} rows of the database were removed.",
        sum(outcome.forgotten.removed.values()),
        name=outcome.forgotten.display_name,
    )
    tell(gone)
    for file in outcome.removed_files:
        tell(say("removed: {what}", what=file))
    for name in outcome.forgotten.shared_originals:
        tell(say("kept, because it shows somebody else too: {name}", name=name))
    if outcome.models:
        tell(say("removed: what was learned from this card; `meishi learn` learns anew from the others"))
    for file in outcome.backups:
        tell(say("still holds this person: {file}", file=file), "yellow")
    if outcome.others:
        tell(
            say.plural(
                "and a backup that was moved since", "and {count} backups that were moved since", outcome.others
            ),
            "yellow",
        )
