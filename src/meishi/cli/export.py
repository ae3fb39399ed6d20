"""`meishi export`: contacts and tasks as files for other programs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from meishi.cli.printing import print_losses, talk, words
from meishi.errors import ExitCode, UsageError
from meishi.exchange.forms import CsvFormat, TasksAs, TextEncoding, VcardVersion

if TYPE_CHECKING:
    from meishi.exchange.person import Person, Written

app = typer.Typer(
    name="export",
    help="Write contacts and tasks as files for other programs.",
    no_args_is_help=True,
    add_completion=False,
)

Query = Annotated[str, typer.Argument(help="Words that all must occur on the card; everybody when left out.")]
Output = Annotated[
    Path, typer.Option("--output", "-o", help="The file, which you alone can read; - is standard output.")
]
_STDOUT = Path("-")


@app.command("vcard")
def vcard(
    query: Query = "",
    *,
    version: Annotated[
        VcardVersion, typer.Option(help="3.0 is read everywhere; 4.0 is the newer one.")
    ] = VcardVersion.V3,
    photo: Annotated[bool, typer.Option("--photo", help="With a small picture of each card.")] = False,
    each: Annotated[
        bool, typer.Option("--each", help="A file for each person, into the folder that -o names.")
    ] = False,
    output: Output = _STDOUT,
) -> None:
    """Write contacts as vCards, for telephones and address books."""
    from meishi.exchange.write_vcard import write_vcards  # noqa: PLC0415
    from meishi.services.export import collect_people, picture_finder, write_each  # noqa: PLC0415
    from meishi.wiring import open_library, read_settings  # noqa: PLC0415

    if each and output == _STDOUT:
        raise UsageError("--each needs a folder", hint="Name it: -o FOLDER.")
    library = open_library(read_settings())
    with library.store as store:
        people = collect_people(store, query)
        picture_of = picture_finder(store, library.originals) if photo else lambda _: None
        if each:
            write_each(people, output, ".vcf", lambda person: write_vcards([person], version, picture_of))
        else:
            _give(write_vcards(people, version, picture_of), output)
    _report(people, output)


@app.command("csv")
def csv(
    query: Query = "",
    *,
    form: Annotated[CsvFormat, typer.Option("--for", help="Which program reads it.")] = CsvFormat.GENERIC,
    encoding: Annotated[
        TextEncoding | None, typer.Option(help="How the text is encoded; what that program expects when not given.")
    ] = None,
    output: Output = _STDOUT,
) -> None:
    """Write contacts as a table, for Google, Outlook, spreadsheets and postcard printing programs."""
    from meishi.exchange.write_csv import write_csv  # noqa: PLC0415

    _export(query, output, lambda people: write_csv(people, form, encoding))


@app.command("ics")
def ics(
    query: Query = "",
    *,
    postcards: Annotated[TasksAs, typer.Option(help="Make postcards tasks, or all-day events.")] = TasksAs.TODO,
    follow_ups: Annotated[TasksAs, typer.Option(help="Make follow-ups tasks, or all-day events.")] = TasksAs.TODO,
    alarm: Annotated[
        datetime | None, typer.Option(formats=["%H:%M"], help="When to be reminded on the day; 09:00 when not given.")
    ] = None,
    no_alarm: Annotated[bool, typer.Option("--no-alarm", help="Without reminders.")] = False,
    output: Output = _STDOUT,
) -> None:
    """Write postcards and follow-ups as a calendar."""
    from datetime import time  # noqa: PLC0415

    from meishi.exchange.person import Written  # noqa: PLC0415
    from meishi.exchange.write_calendar import write_calendar  # noqa: PLC0415
    from meishi.wiring import build_wording, local_now, read_settings  # noqa: PLC0415

    say = build_wording(read_settings())
    alarm_at = None if no_alarm else alarm.time() if alarm else time(9)

    def write(people: tuple[Person, ...]) -> Written:
        return Written(
            write_calendar(
                people, local_now(), postcards_as=postcards, follow_ups_as=follow_ups, alarm_at=alarm_at, say=say
            )
        )

    _export(query, output, write)


@app.command("json")
def json(
    query: Query = "",
    *,
    private: Annotated[
        bool, typer.Option("--private", help="With your private log, closeness, and what your postcards say.")
    ] = False,
    schema: Annotated[bool, typer.Option("--schema", help="Print what the file looks like, as JSON Schema.")] = False,
    output: Output = _STDOUT,
) -> None:
    """Write contacts with meetings and tasks as one JSON document, which `meishi import-contacts` reads."""
    import json as standard_json  # noqa: PLC0415

    from meishi.exchange.json_library import write_json  # noqa: PLC0415
    from meishi.exchange.person import Written  # noqa: PLC0415
    from meishi.wiring import local_now  # noqa: PLC0415

    if schema:
        from meishi.cli.schema import json_schema  # noqa: PLC0415

        _give((standard_json.dumps(json_schema("export json"), ensure_ascii=False, indent=2) + "\n").encode(), output)
        return
    _export(query, output, lambda people: Written(write_json(people, local_now())), with_private=private)


@app.command("jsonl")
def jsonl(
    query: Query = "",
    *,
    since: Annotated[
        datetime | None, typer.Option(help="Only people of whom something was saved or changed since then.")
    ] = None,
    output: Output = _STDOUT,
) -> None:
    """Write one JSON object a person, one a line, for pipelines."""
    from meishi.exchange.json_library import write_json_lines  # noqa: PLC0415
    from meishi.exchange.person import Written  # noqa: PLC0415

    _export(query, output, lambda people: Written(write_json_lines(people)), since=since)


@app.command("with")
def with_(
    exporter: Annotated[str, typer.Argument(metavar="NAME", help="The exporter of a package that you installed.")],
    query: Query = "",
    *,
    output: Output = _STDOUT,
) -> None:
    """Write contacts in the form of a package that you installed beside meishi."""
    from meishi.exchange.exporters import find_exporter  # noqa: PLC0415

    _export(query, output, find_exporter(exporter))


def _export(
    query: str,
    output: Path,
    write: Callable[[tuple[Person, ...]], Written],
    *,
    since: datetime | None = None,
    with_private: bool = False,
) -> None:
    from meishi.services.export import collect_people  # noqa: PLC0415
    from meishi.wiring import open_store, read_settings  # noqa: PLC0415

    with open_store(read_settings()) as store:
        people = collect_people(store, query, since=since.astimezone() if since else None, with_private=with_private)
    written = write(people)
    _give(written.content, output)
    _report(people, output)
    if written.losses:
        print_losses(written.losses)
        raise typer.Exit(ExitCode.BATCH_INCOMPLETE)


def _give(content: bytes, output: Path) -> None:
    from meishi.exchange.files import write_private  # noqa: PLC0415

    if output == _STDOUT:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        write_private(output, content)


def _report(people: tuple[Person, ...], output: Path) -> None:
    if output != _STDOUT:
        say = words()
        contacts = say.plural("one contact", "{count} contacts", len(people))
        talk(f"{output}: {contacts}")
