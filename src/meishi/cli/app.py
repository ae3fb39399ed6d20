"""The command `meishi`: its subcommands, and the one place where errors end."""

from __future__ import annotations

import gc
import sys
import traceback
from contextlib import suppress

import typer
from typer.exceptions import TyperException
from typer.main import get_group

from meishi.cli import (
    bonds,
    contacts,
    doctor,
    edit,
    evaluate,
    export,
    feed,
    find,
    followups,
    history,
    import_,
    import_contacts,
    learn,
    mail,
    merge,
    postcards,
    read,
    review,
    schema,
    serve,
    sync,
    today,
    token,
    trip,
    upkeep,
    watch,
)
from meishi.cli.asking import print_usage_error, put_in_language
from meishi.cli.examples import add_examples
from meishi.cli.printing import print_error, say_aloud, say_with_hint, words
from meishi.errors import ExitCode, MeishiError
from meishi.wording import marked

app = typer.Typer(
    name="meishi",
    help="Turn photos and scans of business cards (名刺) into contacts, and see to the aftercare.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("read")(read.read)
app.command("import")(import_.import_)
app.command("watch")(watch.watch)
app.command("import-contacts")(import_contacts.import_contacts)
app.command("contacts")(contacts.contacts)
app.command("show")(contacts.show)
app.command("review")(review.review)
app.command("edit")(edit.edit)
app.command("merge")(merge.merge)
app.command("split")(merge.split)
app.command("today")(today.today)
app.add_typer(postcards.postcards)
app.add_typer(followups.followups)
app.command("note")(bonds.note)
app.command("closeness")(bonds.closeness)
app.command("bonds")(bonds.bonds)
app.command("year")(bonds.year)
app.command("history")(history.history)
app.command("undo")(history.undo)
app.command("backup")(upkeep.backup)
app.command("restore")(upkeep.restore)
app.command("check")(upkeep.check)
app.command("forget")(upkeep.forget)
app.add_typer(export.app)
app.command("sync")(sync.sync)
app.add_typer(find.app)
app.command("mail")(mail.mail)
app.add_typer(mail.mails)
app.command("trip")(trip.trip)
app.command("learn")(learn.learn)
app.command("evaluate")(evaluate.evaluate)
app.command("serve")(serve.serve)
app.command("feed")(feed.feed)
app.add_typer(token.app)
# Some forms are those of an option: `meishi schema show --private`.
app.command("schema", context_settings={"ignore_unknown_options": True})(schema.schema)
app.command("doctor")(doctor.doctor)
add_examples(app)


def main() -> None:
    """Run the command line; every error ends here, with a message, a hint and its exit code."""
    # What a start loads stays: to look through it again and again for what could go takes an eighth of the start.
    gc.set_threshold(50_000)
    command = get_group(app)
    say = words()
    if say.language != "en":
        put_in_language(command, say)
    try:
        # Commands give nothing back; what comes is the code of a `typer.Exit`.
        sys.exit(command(standalone_mode=False))
    except TyperException as error:
        print_usage_error(error)
        sys.exit(error.exit_code)
    except typer.Abort:
        say_aloud(marked("nothing was done"))
        sys.exit(ExitCode.BUG)
    except MeishiError as error:
        print_error(error)
        sys.exit(error.exit_code)
    except Exception as error:  # noqa: BLE001 - the last resort: whatever it is, it is a bug and is said to be one
        if _shows_tracebacks():
            traceback.print_exc()
        what = f"{type(error).__name__}: {error}"
        say_with_hint(
            say("this is a bug ({what}). What was saved before is safe.", what=what),
            marked("MEISHI_DEBUG=1 shows where it happened; please report it."),
        )
        sys.exit(ExitCode.BUG)


def _shows_tracebacks() -> bool:
    from meishi.wiring import read_settings  # noqa: PLC0415

    with suppress(MeishiError):
        return read_settings().debug
    return False
