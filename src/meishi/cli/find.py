"""`meishi find`: what one comes across, and who would enjoy it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from meishi.cli.desk import Desk, open_desk
from meishi.cli.printing import console, print_json_line, say_aloud, words
from meishi.cli.watch import Settle, print_filed
from meishi.errors import ExitCode
from meishi.wording.states import ground_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from meishi.services.finds import FindMatches
    from meishi.services.import_ import FileOutcome
    from meishi.store import FindRecord

app = typer.Typer(name="find", help="Keep what you come across, and see who would enjoy it.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]


@app.command("add")
def add(
    words: Annotated[list[str], typer.Argument(metavar="URL|TEXT", help="A link, a text, or both.")],
    *,
    why: Annotated[str | None, typer.Option(help="Why you keep it; for you alone, it goes into no mail.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Your own word for it; may be given several times.")] = None,
    as_json: AsJson = False,
) -> None:
    """Keep a find."""
    from meishi.services.finds import parse_find  # noqa: PLC0415
    from meishi.wiring import local_now, open_store, read_settings  # noqa: PLC0415

    find = parse_find(words, why=why, tags=tag or ())
    with open_store(read_settings()) as store:
        kept = store.mail.add_find(find, now=local_now())
    if as_json:
        print_json_line(kept)
    else:
        console().print(f"{kept.id}  {kept.find.title}", markup=False, highlight=False)


@app.command("take")
def take(
    folder: Annotated[Path, typer.Argument(help="Where your browser, your phone or a mail rule puts them.")],
    *,
    tag: Annotated[
        list[str] | None, typer.Option(help="Your own word for them; the names of sub-folders count too.")
    ] = None,
    settle: Settle = 3.0,
    as_json: AsJson = False,
) -> None:
    """Keep the links (.url, .webloc), texts (.txt) and mails to yourself (.eml) in a folder; other files stay there.

    What was read moves to archive/ in the folder, the rest to set-aside/ with the reason. `meishi watch` does the same
    for as long as it runs.
    """
    from meishi.exchange.read_find import holds_find  # noqa: PLC0415
    from meishi.services.take_finds import take_finds  # noqa: PLC0415
    from meishi.services.watch import Settling, WatchedFolder, Watcher, look_once  # noqa: PLC0415
    from meishi.wiring import local_now, open_store, read_settings  # noqa: PLC0415

    settings = read_settings()
    with (
        WatchedFolder.claim(folder, home=settings.home, takes=holds_find, say=words()) as watched,
        open_store(settings) as store,
    ):

        def import_files(files: Sequence[Path]) -> Iterator[FileOutcome]:
            return take_finds(files, store, tags_of=lambda file: (*(tag or ()), *watched.tags_of(file)), now=local_now)

        watcher = Watcher(
            watched, import_files, settling=Settling(settle), clock=time.monotonic, now=local_now, tell=say_aloud
        )
        left = False
        for filed in look_once(watcher):
            left |= bool(filed.outcome.set_aside)
            print_filed(filed, as_json=as_json)
    if left or watcher.is_waiting or watcher.left_alone:
        raise typer.Exit(ExitCode.BATCH_INCOMPLETE)


@app.command("list")
def list_(*, as_json: AsJson = False) -> None:
    """List the finds, the newest first, and how many people have each."""
    with open_desk(for_program=as_json) as desk:
        finds = desk.planner.store.mail.finds()
        if as_json:
            for found in finds:
                print_json_line(found)
            return
        if not finds:
            desk.tell(desk.say("No finds yet. `meishi find add` keeps what you come across."))
            return
        _print_finds(desk, finds)


@app.command("remove")
def remove(find_id: Annotated[int, typer.Argument(metavar="FIND", help="Its number.")]) -> None:
    """Forget a find; the lines that went with it stay."""
    from meishi.wiring import open_store, read_settings  # noqa: PLC0415

    with open_store(read_settings()) as store:
        store.mail.remove_find(find_id)


@app.command("match")
def match(
    find_id: Annotated[int | None, typer.Argument(metavar="FIND", help="Its number; the newest one without.")] = None,
    *,
    limit: Annotated[int, typer.Option(min=1, help="How many people to name.")] = 5,
    as_json: AsJson = False,
) -> None:
    """Show who would enjoy a find, and why. Who had a line lately is left in peace."""
    from meishi.services.finds import match_find  # noqa: PLC0415
    from meishi.wiring import mail_options  # noqa: PLC0415

    with open_desk(for_program=as_json) as desk:
        options = mail_options(desk.settings)
        matches = match_find(desk.planner.store, find_id, today=desk.today, options=options, limit=limit)
        if as_json:
            print_json_line(matches)
        else:
            _print_matches(desk, matches)


def _print_finds(desk: Desk, finds: Sequence[FindRecord]) -> None:
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table.grid(padding=(0, 2))
    for found in finds:
        said = Text(found.find.title)
        for more in (found.find.url if found.find.text else None, found.find.why):
            if more:
                said.append(f"\n{more}", style="dim")
        said.append("".join(f" #{tag}" for tag in found.find.tags), style="cyan")
        people = len(found.sent_to)
        sent = desk.say.plural("sent to one person", "sent to {count} people", people) if people else ""
        table.add_row(str(found.id), desk.day(found.found_at.astimezone().date()), said, sent)
    console().print(table, highlight=False)


def _print_matches(desk: Desk, matches: FindMatches) -> None:
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    out, say = console(), desk.say
    out.print(f"{matches.find.id}  {matches.find.find.title}", style="bold", markup=False, highlight=False)
    if not matches.people:
        desk.tell(say("Nobody you know has to do with it."))
    table = Table.grid(padding=(0, 2))
    for person in matches.people:
        reasons = "; ".join(
            say("{ground}: {words}", ground=ground_word(say, reason.ground.value), words=say.listing(reason.words))
            for reason in person.match.reasons
        )
        name = Text(person.display_name)
        if not person.emails:
            name.append(" " + say("(no mail address)"), style="dim")
        table.add_row(f"  {person.match.contact_id}", name, Text(person.company or ""), Text(reasons, style="dim"))
    out.print(table)
    if matches.resting:
        desk.tell(
            say.plural(
                "One more had a line lately, or has it already.",
                "{count} more had a line lately, or have it already.",
                matches.resting,
            )
        )
    if matches.rests:
        desk.tell(say("It rests for now: {reason}.", reason=say(matches.rests)))
        return
    first = next((person.match.contact_id for person in matches.people if person.emails), None)
    if first is not None:
        out.print(f"meishi mail {first} --find {matches.find.id}", style="dim", highlight=False)
