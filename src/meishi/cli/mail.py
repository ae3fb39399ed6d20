"""`meishi mail` and `meishi mails`: one line to one person, and what became of it."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from meishi.cli.desk import Desk, next_step, open_desk
from meishi.cli.printing import console, print_json_line, talk, words
from meishi.errors import UsageError
from meishi.wording import marked
from meishi.wording.states import mail_word, settled_word

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage

    from meishi.services.one_line_mail import Draft
    from meishi.wiring import Settings

mails = typer.Typer(name="mails", help="The lines you sent, and what became of them.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]


def mail(
    contact_id: Annotated[int, typer.Argument(metavar="ID", help="To whom; `meishi contacts` lists the numbers.")],
    *,
    find: Annotated[int | None, typer.Option(help="The find whose link goes with it.")] = None,
    line: Annotated[str | None, typer.Option(help="Your line; your editor opens when it is left out.")] = None,
    subject: Annotated[str | None, typer.Option(help="The line's beginning when left out.")] = None,
    address: Annotated[str | None, typer.Option("--to", help="Which of their addresses; the first without.")] = None,
    send: Annotated[bool, typer.Option("--send", help="Send it through your mail server.")] = False,
    open_: Annotated[bool, typer.Option("--open", help="Open it in your mail program.")] = False,
    eml: Annotated[Path | None, typer.Option(help="Write it to a file that mail programs open.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show it, and whether it could be sent.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write one line to one person. What would be a newsletter is refused."""
    from meishi.domain.one_line import MailState  # noqa: PLC0415
    from meishi.services.one_line_mail import check_draft, note_in_touch, send_once, write_draft  # noqa: PLC0415
    from meishi.wiring import (  # noqa: PLC0415
        local_now,
        mail_options,
        mail_sender,
        new_message_id,
    )

    ways = sum((send, open_, eml is not None))
    if ways > 1:
        raise UsageError(marked("a mail goes one way"), hint=marked("Choose --send, --open or --eml."))
    with open_desk(for_program=as_json) as desk:
        store, settings = desk.planner.store, desk.settings
        options = mail_options(settings)
        words = line if line is not None else _ask_editor(desk, contact_id, find)
        draft = write_draft(store, contact_id, words, find_id=find, subject=subject, address=address)
        if dry_run or not ways:
            check_draft(store, draft, options=options, now=local_now())
            _show(draft, as_json=as_json)
            if not dry_run:
                talk(desk.say("Nothing was sent: --send sends it, --open and --eml hand it to your mail program."))
            return
        sender = mail_sender(settings)
        sent = send_once(
            store,
            draft,
            sender,
            _way(settings, draft, send=send, eml=eml),
            options=options,
            message_id=new_message_id(sender.address),
            clock=local_now,
            after=MailState.SENT if send else MailState.HANDED_OVER,
        )
        note_in_touch(desk.planner, sent)
        if as_json:
            print_json_line(sent)
        else:
            desk.tell(f"{sent.display_name}  {mail_word(desk.say, sent.line.state)}")
            if sent.line.state.is_open:
                desk.tell(desk.say("When it went out: meishi mails settle {id} --sent", id=sent.id))
            else:
                desk.tell(next_step(desk, desk.planner.store.care.person(contact_id)))


@mails.command("list")
def list_(
    *,
    open_only: Annotated[bool, typer.Option("--open", help="Only those of which it is not known.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the lines that went to people, the newest first."""
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from meishi.services.one_line_mail import open_lines  # noqa: PLC0415

    with open_desk(for_program=as_json) as desk:
        found = open_lines(desk.planner.store) if open_only else desk.planner.store.mail.mails()
        if as_json:
            for record in found:
                print_json_line(record)
            return
        if not found:
            desk.tell(desk.say("No lines yet."))
            return
        table = Table.grid(padding=(0, 2))
        for record in found:
            state = mail_word(desk.say, record.line.state)
            day = desk.day(record.line.day)
            table.add_row(str(record.id), day, Text(record.display_name), state, Text(record.line.line))
        console().print(table, highlight=False)


@mails.command("settle")
def settle(
    mail_id: Annotated[int, typer.Argument(metavar="MAIL", help="Its number; `meishi mails list` lists them.")],
    *,
    sent: Annotated[bool, typer.Option("--sent/--not-sent", help="What your sent mail says.")],
    as_json: AsJson = False,
) -> None:
    """Say what became of a mail that was perhaps sent, or handed to your mail program."""
    from meishi.domain.one_line import MailState  # noqa: PLC0415
    from meishi.services.one_line_mail import settle_mail  # noqa: PLC0415

    with open_desk(for_program=as_json) as desk:
        record = settle_mail(desk.planner, mail_id, MailState.SENT if sent else MailState.NOT_SENT)
        if as_json:
            print_json_line(record)
            return
        desk.tell(settled_word(desk.say, desk.say.person(record.display_name), sent=sent))
        desk.tell(next_step(desk, desk.planner.store.care.person(record.line.contact_id)))


def _show(draft: Draft, *, as_json: bool) -> None:
    if as_json:
        print_json_line(draft)
        return
    say = words()
    whom = say("To: {name} <{address}>", name=draft.recipient.name, address=draft.recipient.address)
    text = f"{whom}\n{say('Subject: {subject}', subject=draft.subject)}\n\n{draft.body}"
    console().print(text, markup=False, highlight=False, end="")


def _way(settings: Settings, draft: Draft, *, send: bool, eml: Path | None) -> Callable[[EmailMessage], None]:
    """Give what takes the message where the user wants it."""
    from meishi.exchange.files import write_private  # noqa: PLC0415
    from meishi.exchange.mail import as_eml, as_mailto  # noqa: PLC0415
    from meishi.exchange.mail import send as send_by_smtp  # noqa: PLC0415
    from meishi.wiring import smtp_server  # noqa: PLC0415

    if send:
        server = smtp_server(settings)
        return lambda message: send_by_smtp(message, server)
    if eml is not None:
        return lambda message: write_private(eml, as_eml(message))
    link = as_mailto(draft.recipient, subject=draft.subject, body=draft.body)
    return lambda _: _open_link(link)


def _open_link(link: str) -> None:
    if typer.launch(link) != 0:
        raise UsageError(
            marked("no mail program could be opened"), hint=marked("--eml FILE writes a file that mail programs open.")
        )


def _ask_editor(desk: Desk, contact_id: int, find_id: int | None) -> str:
    """Open the user's editor for the line; what begins with # is not part of it."""
    if not sys.stdin.isatty():
        raise UsageError(marked("there is no line"), hint=marked("Give it with --line, or call this from a terminal."))
    contact = desk.planner.store.contact(contact_id).contact
    whom = desk.say.person(contact.display_name, is_organisation=contact.is_organisation)
    notes = ["", "# " + desk.say("One line to {name}", name=whom)]
    notes += [f"# {contact.company}"] if contact.company else []
    if find_id is not None:
        find = desk.planner.store.mail.find(find_id).find
        notes += [f"# {text}" for text in (find.text, find.url, find.why) if text]
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "line.txt"
        file.write_text("\n".join(notes) + "\n", encoding="utf-8")
        try:
            subprocess.run([*shlex.split(editor), str(file)], check=True)  # noqa: S603 - the user's own editor
        except (OSError, subprocess.CalledProcessError) as error:
            raise UsageError(f"the editor {editor} failed: {error}", hint="Set EDITOR, or give --line.") from error
        written = file.read_text(encoding="utf-8")
    return "\n".join(text for text in written.splitlines() if not text.startswith("#"))
