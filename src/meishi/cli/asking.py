"""How the terminal says what a command takes, and what was wrong with a call, in the user's language.

Typer says both in English; what it says is known by its templates, as errors of meishi are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from meishi.cli.line_breaks import break_japanese_lines
from meishi.cli.printing import say_with_hint
from meishi.wording import Wording, marked

if TYPE_CHECKING:
    from typer.exceptions import TyperException

# What Typer, and pydantic below it, say about calls; a test makes each mistake.
_SAID_BY_TYPER = (
    marked("Usage: {words}"),
    marked("Show this message and exit."),
    marked("Missing argument {name}."),
    marked("Missing option {name}."),
    marked("No such command {name}."),
    marked("No such command {name}. Did you mean {other}?"),
    marked("No such option: {name}"),
    marked("No such option: {name} (Possible options: {others})"),
    marked("Option {name} requires an argument."),
    marked("Option {name} does not take a value."),
    marked("Got unexpected extra argument(s) ({words})"),
    marked("Invalid value for {name}: {reason}"),
    marked("Value error, {value} is not one of {others}."),
    marked("Value error, {value} does not match the formats {others}."),
    marked("Value error, {value} does not match the format {others}."),
    marked("Input should be a valid integer, unable to parse string as an integer"),
    marked("Input should be a valid number, unable to parse string as a number"),
    marked("Input should be greater than or equal to {number}"),
    marked("Input should be less than or equal to {number}"),
)


def put_in_language(command: TyperCommand | TyperGroup, say: Wording) -> None:
    """Bring the help of a command, and of all commands below it, into a language."""
    from typer import rich_utils  # noqa: PLC0415 - only help needs it

    break_japanese_lines()
    rich_utils.ARGUMENTS_PANEL_TITLE = say("Arguments")
    rich_utils.OPTIONS_PANEL_TITLE = say("Options")
    rich_utils.COMMANDS_PANEL_TITLE = say("Commands")
    rich_utils.DEFAULT_STRING = say("[default: {}]")
    rich_utils.REQUIRED_LONG_STRING = say("[required]")
    _put_help(command, say)


def _put_help(command: TyperCommand | TyperGroup, say: Wording) -> None:
    command.help = say(command.help or "")
    command.epilog = say(command.epilog or "")
    # In the list of commands the first sentence is enough.
    command.short_help = command.help.partition("。")[0]
    for parameter in (*command.params, command.get_help_option(typer.Context(command))):
        if isinstance(parameter, TyperArgument | TyperOption) and parameter.help:
            parameter.help = say(parameter.help)
    usage = command.get_usage
    command.get_usage = lambda ctx: say(usage(ctx))  # type: ignore[method-assign]
    for member in command.commands.values() if isinstance(command, TyperGroup) else ():
        if isinstance(member, TyperCommand | TyperGroup):
            _put_help(member, say)


def print_usage_error(error: TyperException) -> None:
    """Say on stderr what was wrong with a call, and where its help is; nothing where help was shown instead."""
    message = error.format_message()
    if not message:
        return
    context = getattr(error, "ctx", None)
    say_with_hint(message, f"`{context.command_path} --help` shows what it takes." if context else "")
