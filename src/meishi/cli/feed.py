"""`meishi feed`: the secret address by which a calendar program shows the open tasks."""

from __future__ import annotations

import re
import sys
from typing import Annotated

import typer

from meishi.cli.extras import needs_web
from meishi.cli.printing import console, print_json_line, say_aloud, words
from meishi.errors import UsageError


def feed(
    *,
    renew: Annotated[bool, typer.Option("--renew", help="Make another address; the one before ends.")] = False,
    revoke: Annotated[bool, typer.Option("--revoke", help="Let nobody read it any more.")] = False,
    at: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Where `meishi serve` says that it is.")
    ] = "http://127.0.0.1:8765",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Make an address at which `meishi serve` gives your open tasks to a calendar program, and print it, this once."""
    with needs_web():
        from meishi.web.feed_key import FeedKey  # noqa: PLC0415
    from meishi.wiring import local_now, read_settings  # noqa: PLC0415

    if renew and revoke:
        raise UsageError("--renew and --revoke are two different things", hint="Choose one of them.")
    if not re.fullmatch(r"https?://[^\s/?#]+/?", at):
        raise UsageError(
            f"{at} is no address of a server", hint="Give the one that `meishi serve` prints: http://HOST:PORT."
        )
    key, say = FeedKey(read_settings().home), words()
    if revoke:
        key.revoke()
    known = key.feed
    if renew or not (known.made_at or revoke):
        known = key.renew(at, now=local_now())
    if as_json:
        print_json_line(known)
    elif known.address:
        sys.stdout.write(f"{known.address}\n")
        say_aloud(
            "whoever has this address reads whom your open tasks are for, when, where you met, and your tags; "
            "it is not shown again"
        )
        say_aloud("subscribe to it in your calendar program; `meishi serve` has to run when that asks")
    elif known.made_at:
        since = known.made_at.astimezone().date()
        said = say("There is an address since {day}. It is not shown again; --renew makes another one.", day=since)
        console().print(said, highlight=False)
    else:
        console().print(say("No calendar program can read your tasks."))
