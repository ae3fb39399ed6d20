"""`meishi postcards`: the thank-you cards."""

from __future__ import annotations

import typer

from meishi.cli.print_postcards import print_

postcards = typer.Typer(name="postcards", help="Thank-you postcards.", no_args_is_help=True)


@postcards.callback()
def _postcards() -> None:
    """Keep `print` a command of its own while it is the only one."""


postcards.command("print")(print_)
