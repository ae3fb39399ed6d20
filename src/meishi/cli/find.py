"""`meishi find`: what one comes across, and who would enjoy it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from meishi.cli.mail import say_what_is_open
from meishi.cli.printing import console, print_json_line

if TYPE_CHECKING:
    from meishi.services.finds import FindMatches

app = typer.Typer(name="find", help="Keep what you come across, and see who would enjoy it.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]


@app.command("add")
def add(
    words: Annotated[list[str], typer.Argument(metavar="URL|TEXT...", help="A link, a text, or both.")],
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
        console().print(f"find {kept.id}: {kept.find.title}", markup=False, highlight=False)


@app.command("list")
def list_(*, as_json: AsJson = False) -> None:
    """List the finds, the newest first, and how many people have each."""
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from meishi.wiring import open_store, read_settings  # noqa: PLC0415

    with open_store(read_settings()) as store:
        finds = store.mail.finds()
    if as_json:
        for found in finds:
            print_json_line(found)
        return
    if not finds:
        console().print("No finds yet.")
        return
    table = Table("find", "kept", "", "sent to", box=None, pad_edge=False)
    for found in finds:
        said = Text(found.find.title)
        for more in (found.find.url if found.find.text else None, found.find.why):
            if more:
                said.append(f"\n{more}", style="dim")
        said.append("".join(f" #{tag}" for tag in found.find.tags), style="cyan")
        table.add_row(str(found.id), f"{found.found_at:%Y-%m-%d}", said, str(len(found.sent_to) or ""))
    console().print(table)


@app.command("remove")
def remove(find_id: Annotated[int, typer.Argument(metavar="FIND", help="Its number.")]) -> None:
    """Forget a find; the lines that went with it stay."""
    from meishi.wiring import open_store, read_settings  # noqa: PLC0415

    with open_store(read_settings()) as store:
        store.mail.remove_find(find_id)


@app.command("match")
def match(
    find_id: Annotated[int | None, typer.Argument(metavar="[FIND]", help="Its number; the newest one without.")] = None,
    *,
    limit: Annotated[int, typer.Option(min=1, help="How many people to name.")] = 5,
    as_json: AsJson = False,
) -> None:
    """Show who would enjoy a find, and why. Who had a line lately is left in peace."""
    from meishi.services.finds import match_find  # noqa: PLC0415
    from meishi.wiring import local_now, mail_options, open_store, read_settings  # noqa: PLC0415

    settings = read_settings()
    with open_store(settings) as store:
        matches = match_find(store, find_id, today=local_now().date(), options=mail_options(settings), limit=limit)
        if as_json:
            print_json_line(matches)
            return
        say_what_is_open(store)
    _print_matches(matches)


def _print_matches(matches: FindMatches) -> None:
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    out = console()
    out.print(f"{matches.find.id}: {matches.find.find.title}", style="bold", markup=False, highlight=False)
    if not matches.people:
        out.print("Nobody you know has to do with it.")
    table = Table.grid(padding=(0, 2))
    for person in matches.people:
        reasons = "; ".join(f"{reason.ground}: {', '.join(reason.words)}" for reason in person.match.reasons)
        name = Text(person.display_name)
        if not person.emails:
            name.append(" (no mail address)", style="dim")
        table.add_row(f"  {person.match.contact_id}", name, Text(person.company or ""), Text(reasons, style="dim"))
    out.print(table)
    if matches.resting:
        out.print(f"{matches.resting} more had a line lately, or have it already.", highlight=False)
    first = next((person.match.contact_id for person in matches.people if person.emails), None)
    if first is not None:
        out.print(f"meishi mail {first} --find {matches.find.id}", style="dim", highlight=False)
