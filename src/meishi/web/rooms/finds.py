"""Finds: what one came across, who would enjoy it, and one line to that one person."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from meishi.domain.one_line import MailState
from meishi.exchange.mail import as_mailto
from meishi.services.finds import match_find, parse_find
from meishi.services.one_line_mail import note_in_touch, send_once, write_draft
from meishi.web.doorkeeper import Notice
from meishi.web.pages import Room, go_to, noted, page, web_address, words_of
from meishi.web.parts import AtDesk, parts_of
from meishi.wording import marked

_MOST_SHOWN = 100
_PEOPLE = 8

_router = APIRouter()
ROOM = Room(marked("Finds"), "/finds", _router)


@_router.get("/finds")
def everything(request: Request, desk: AtDesk) -> Response:
    """Show the finds, the newest first."""
    return page(request, "finds.html", finds=desk.store.mail.finds()[:_MOST_SHOWN], web_address=web_address)


@_router.post("/finds")
def add(
    desk: AtDesk,
    what: Annotated[str, Form(max_length=2000)],
    why: Annotated[str, Form(max_length=2000)] = "",
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
    post = parts_of(request).post_office
    matches = match_find(desk.store, find_id, today=desk.today, options=post.options, limit=_PEOPLE)
    return page(request, "find.html", matches=matches, sends=post.deliver is not None, web_address=web_address)


@_router.post("/finds/{find_id}/line")
def send(
    request: Request,
    desk: AtDesk,
    find_id: int,
    contact_id: Annotated[int, Form()],
    line: Annotated[str, Form(max_length=1000)],
) -> Response:
    """Send one line with the find to one person, or hand it to the mail program of whoever reads.

    Raises:
        NewsletterError: It would be one of many alike; nothing was sent.
        MailUncertainError: Perhaps it was sent.
    """
    post = parts_of(request).post_office
    draft = write_draft(desk.store, contact_id, line, find_id=find_id)
    sender = post.sender()
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
    note_in_touch(desk.planner, contact_id)
    if post.deliver:
        said = desk.say("Your line is on its way to {name}.", name=desk.say.person(sent.display_name))
        return noted(desk, said, contact_id, back=f"/finds/{find_id}")
    link = as_mailto(draft.recipient, subject=draft.subject, body=draft.body)
    return page(request, "find_line.html", draft=draft, link=link, find_id=find_id)


def _hand_over(_message: EmailMessage) -> None:
    """The reader's own mail program does the rest."""
