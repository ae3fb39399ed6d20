"""`meishi token`: what other programs bring to the API of `meishi serve`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from meishi.cli.extras import needs_web
from meishi.cli.printing import console, print_json_line, say_aloud, words

if TYPE_CHECKING:
    from meishi.web.tokens import Tokens

app = typer.Typer(name="token", help="Let other programs use the library through `meishi serve`.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="What to call it: the program that gets it.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]


@app.command("add")
def add(
    name: Name,
    *,
    read_only: Annotated[bool, typer.Option("--read-only", help="Let it change nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make a token and print it, this once; the library keeps only its digest."""
    from meishi.wiring import local_now  # noqa: PLC0415

    made = _tokens().add(name, now=local_now(), read_only=read_only)
    if as_json:
        print_json_line(made)
        return
    sys.stdout.write(made.token + "\n")
    say_aloud("whoever has it has your contacts; it is not shown again. Programs send `Authorization: Bearer TOKEN`")


@app.command("list")
def list_(*, as_json: AsJson = False) -> None:
    """List the tokens by name."""
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    tokens = _tokens().all()
    if as_json:
        for token in tokens:
            print_json_line(token)
        return
    say = words()
    table = Table.grid(padding=(0, 2))
    for token in tokens:
        made = f"{token.made_at.astimezone():%Y-%m-%d}"
        table.add_row(Text(token.name), made, say("reads only") if token.read_only else "")
    console().print(table if tokens else say("No tokens yet."))


@app.command("remove")
def remove(name: Name) -> None:
    """Take a token away; the program that has it is refused from now on."""
    _tokens().remove(name)


def _tokens() -> Tokens:
    with needs_web():
        from meishi.web.tokens import Tokens  # noqa: PLC0415
    from meishi.wiring import read_settings  # noqa: PLC0415

    return Tokens(read_settings().home)
