"""All commands of `meishi`, as they are typed."""

from __future__ import annotations

import typer

from meishi.cli import app


def commands(command=None, path=()):
    """Every command with its name; a group counts where it does something by itself."""
    command = command or typer.main.get_command(app)
    for name, below in getattr(command, "commands", {}).items():
        yield from commands(below, (*path, name))
    if path and (not hasattr(command, "commands") or command.invoke_without_command):
        yield " ".join(path), command
