"""Finds: what one came across, who would enjoy it, and one line to that one person."""

from __future__ import annotations

from collections.abc import Mapping
from email.message import EmailMessage
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response

from meishi.domain.one_line import MailState
from meishi.exchange.mail import MailUncertainError, as_mailto
from meishi.services.finds import match_find, parse_find
from meishi.services.one_line_mail import (
    check_draft,
    note_in_touch,
    open_lines,
    send_once,
    settle_mail,
    write_draft,
)
from meishi.web.doorkeeper import Notice
from meishi.web.guard import only_reads
from meishi.web.pages import Room, go_to, noted, page, web_address, words_of
from meishi.web.parts import AtDesk, Desk, parts_of
from meishi.web.turns import in_turn
from meishi.wording import marked
from meishi.wording.states import settled_word

_MOST_SHOWN = 100
_PEOPLE = 8
_LONGEST = 2000
_LONGEST_LINE = 1000
# Brings the page that one reads to `share`; the form that it opens there writes nothing before its button is pressed.
_BOOKMARKLET = (
    "javascript:void(open('{address}share?'+new URLSearchParams("
    "{{title:document.title,text:`${{getSelection()}}`.slice(0,1000),url:location.href}})))"
)

_router = APIRouter()
ROOM = Room(marked("Finds"), "/finds", _router)


@_router.get("/finds")
@in_turn
def everything(request: Request, desk: AtDesk, what: Annotated[str, Query(max_length=_LONGEST)] = "") -> Response:
    """Show the finds, the newest first, and the form for one more, with what was shared from another page in it."""
    return page(
        request,
        "finds.html",
        finds=desk.store.mail.finds()[:_MOST_SHOWN],
        what=what,
        bookmarklet=_BOOKMARKLET.format(address=request.base_url),
        open_lines=open_lines(desk.store),
        web_address=web_address,
    )


@_router.post("/finds")
def add(
    desk: AtDesk,
    what: Annotated[str, Form(max_length=_LONGEST)],
    why: Annotated[str, Form(max_length=_LONGEST)] = "",
    tags: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Keep a find, and go to whom it may please.

    Raises:
        UsageError: It is neither a link nor a text.
    """
    find = parse_find([what], why=why.strip() or None, tags=words_of(tags))
    kept = desk.store.mail.add_find(find, now=desk.now)
    desk.session.leave_notice(Notice(desk.say("Kept.")))
    return go_to(f"/finds/{kept.id}")


@_router.get("/finds/{find_id}")
def one(request: Request, desk: AtDesk, find_id: int) -> Response:
    """Show who would enjoy a find, and why; who had a line lately is left in peace."""
    return _show(request, desk, find_id)


@_router.post("/finds/{find_id}/line")
@only_reads
def look(
    request: Request,
    desk: AtDesk,
    find_id: int,
    contact_id: Annotated[int, Form()],
    line: Annotated[str, Form(max_length=_LONGEST_LINE)],
    *,
    change: Annotated[bool, Form()] = False,
) -> Response:
    """Show one line to one person as it would be sent, or once more in its field, to be changed. Nothing is sent.

    Raises:
        NewsletterError: It would be one of many alike.
    """
    if change:
        return _show(request, desk, find_id, typed={contact_id: line})
    post = parts_of(request).post_office
    draft = write_draft(desk.store, contact_id, line, find_id=find_id)
    check_draft(desk.store, draft, options=post.options, now=desk.now)
    return page(request, "find_line.html", draft=draft, sender=post.sender(), sends=post.deliver is not None)


@_router.post("/finds/{find_id}/send")
def send(
    request: Request,
    desk: AtDesk,
    find_id: int,
    contact_id: Annotated[int, Form()],
    line: Annotated[str, Form(max_length=_LONGEST_LINE)],
) -> Response:
    """Send one line with the find to one person, or hand it to the mail program of whoever reads.

    What a mail program does with it only its user knows: it counts when they say that it went.

    Raises:
        NewsletterError: It would be one of many alike; nothing was sent.
    """
    post = parts_of(request).post_office
    draft = write_draft(desk.store, contact_id, line, find_id=find_id)
    sender = post.sender()
    try:
        sent = send_once(
            desk.store,
            draft,
            sender,
            post.deliver or _hand_over,
            options=post.options,
            message_id=post.new_message_id(sender.address),
            clock=lambda: desk.now,
            after=MailState.SENT if post.deliver else MailState.HANDED_OVER,
        )
    except MailUncertainError:
        said = desk.say("Perhaps it was sent. Look into your sent mail, then say here what you saw.")
        desk.session.leave_notice(Notice(said))
        return go_to(f"/finds/{find_id}")
    note_in_touch(desk.planner, sent)
    if post.deliver:
        said = desk.say("Your line is on its way to {name}.", name=desk.say.person(sent.display_name))
        return noted(desk, said, contact_id, back=f"/finds/{find_id}")
    link = as_mailto(draft.recipient, subject=draft.subject, body=draft.body)
    return page(request, "find_handed_over.html", mail=sent, link=link)


@_router.post("/finds/lines/{mail_id}")
def settle(
    desk: AtDesk, mail_id: int, state: Annotated[Literal[MailState.SENT, MailState.NOT_SENT], Form()]
) -> Response:
    """Note what became of a line of which only the user knows whether it went.

    Raises:
        MailNotFoundError: There is no such line.
        StepNotPossibleError: It is known already that it was otherwise.
    """
    mail = settle_mail(desk.planner, mail_id, state)
    said = settled_word(desk.say, desk.say.person(mail.display_name), sent=state is MailState.SENT)
    back = "/finds" if mail.line.find_id is None else f"/finds/{mail.line.find_id}"
    return noted(desk, said, mail.line.contact_id, back=back)


def _show(request: Request, desk: Desk, find_id: int, *, typed: Mapping[int, str] | None = None) -> Response:
    """Show a find and whom it may please; `typed` has lines that were begun, by contact."""
    options = parts_of(request).post_office.options
    matches = desk.store.recall(match_find, desk.store, find_id, today=desk.today, options=options, limit=_PEOPLE)
    return page(
        request,
        "find.html",
        matches=matches,
        typed=typed or {},
        open_lines=[mail for mail in open_lines(desk.store) if mail.line.find_id == find_id],
        web_address=web_address,
    )


def _hand_over(_message: EmailMessage) -> None:
    """The reader's own mail program does the rest."""
