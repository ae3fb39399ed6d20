"""How a page is made: a template, the reader's words, and what every page shows around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from meishi.exchange.passwords import THIS_MACHINE
from meishi.web.doorkeeper import Notice
from meishi.web.languages import LANGUAGES
from meishi.web.parts import Desk, parts_of, session_of, wording_of
from meishi.web.refusals import NotInsideError, RefusedError
from meishi.wording import states

_FOLDER = Path(__file__).parent
STATIC = _FOLDER / "static"

_templates = Environment(
    loader=FileSystemLoader(_FOLDER / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    # They do not change while meishi runs; looking whether they have takes time on every page.
    auto_reload=False,
    trim_blocks=True,
    lstrip_blocks=True,
)


_FAR_EASTERN = re.compile("[\u3040-\u30ff\u3400-\U0010ffff]")


@dataclass(frozen=True)
class Room:
    """A part of the page that a reader can go to.

    Attributes:
        name: What the way there is called, English, `marked`; empty for a room without a way of its own.
        path: Where it is.
        router: What it answers.
    """

    name: str
    path: str
    router: APIRouter


def page(request: Request, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
    """Make a page from a template.

    A template has the values given and, by itself: `say`, `plural`, `day`, the words of `states`; `csrf`, which every
    form sends along (macro `form_key`); `is_near`; `read_only`; `rooms` and `here` for the way around; `notice`.
    """
    session = session_of(request)
    # A word for the reader waits for a page that they look at, not for a picture or a script.
    notice = session.take_notice() if session else None
    return HTMLResponse(fragment(request, template, notice=notice, **values), status_code=status)


def fragment(request: Request, template: str, **values: object) -> str:
    """Make a piece of a page from a template, with what `page` gives templates but the notice."""
    parts, session, say = parts_of(request), session_of(request), wording_of(request)
    today = parts.clock().date()
    return _templates.get_template(template).render(
        say=say,
        plural=say.plural,
        today=today,
        day=lambda day: say.day(day, today=today),
        when_and_where=lambda met_on, met_at: states.when_and_where(say, met_on, met_at, today),
        coverage_words=lambda met, sent: states.coverage_words(say, met, sent),
        lateness=lambda due_on: states.lateness(say, due_on, today),
        postcard_word=lambda state: states.postcard_word(say, state),
        follow_up_word=lambda state: states.follow_up_word(say, state),
        mail_word=lambda state: states.mail_word(say, state),
        ground_word=lambda ground: states.ground_word(say, ground),
        closeness_word=lambda closeness: states.closeness_word(say, closeness),
        lang_of=lang_of,
        is_near=is_near,
        csrf=session.csrf if session else "",
        is_inside=session is not None,
        read_only=parts.read_only,
        rooms=request.app.state.rooms,
        here=request.url.path,
        languages=LANGUAGES,
        **values,
    )


def is_near(address: str) -> bool:
    """Tell whether an address is of this machine alone."""
    return urlsplit(address).hostname in THIS_MACHINE


def refusal_page(request: Request, refusal: RefusedError) -> Response:
    """Make the page that says why a request is refused, and what to do next."""
    template = "door.html" if isinstance(refusal, NotInsideError) else "refusal.html"
    answer = page(
        request,
        template,
        status=refusal.status,
        message=str(refusal),
        hint=refusal.hint,
        has_password=parts_of(request).doorkeeper.has_password,
        word=None,
    )
    answer.headers.update(refusal.headers)
    return answer


def noted(desk: Desk, text: str, contact_id: int, *, back: str) -> RedirectResponse:
    """Answer a form that changed something about a contact: the page before, with a word and the way to undo it.

    Args:
        desk: The desk.
        text: What was done, in the reader's language.
        contact_id: To whom.
        back: Where to go, a path of this page; see `way_back`.
    """
    leave_word(desk, text, contact_id)
    return go_to(back)


def leave_word(desk: Desk, text: str, contact_id: int, *, came_from: str = "", back_to_id: int | None = None) -> None:
    """Leave a word for the next page, with the way to undo what this request has changed about a contact.

    Args:
        desk: The desk.
        text: What was done, in the reader's language.
        contact_id: To whom.
        came_from: Where taking it back leads; see `way_back`.
        back_to_id: Whose page that is.
    """
    # What was not done just now, by this request, is not taken back by the way: a step may have changed nothing.
    changes = (change for change in desk.store.history(contact_id) if change.changed_at == desk.now)
    done = tuple(change.id for change in changes if change.undone_at is None)
    desk.session.leave_notice(Notice(text, done, came_from, back_to_id))


def go_to(path: str) -> RedirectResponse:
    """Send the browser to another page by GET, so that loading it again repeats nothing."""
    return RedirectResponse(path, status_code=303)


def way_back(came_from: str, contact_id: int | None = None) -> str:
    """Tell where a form goes back to by the word that it sent along; never an address of somebody else's choice."""
    rooms = {"contact": "/contacts", "review": "/review"}
    if came_from in rooms and contact_id is not None:
        return f"{rooms[came_from]}/{contact_id}"
    return "/postcards" if came_from == "postcards" else "/"


def words_of(typed: str) -> list[str]:
    """Give the words of a field for several, parted by spaces or commas of either width."""
    return typed.replace("、", " ").replace(",", " ").split()


def web_address(printed: str) -> str | None:
    """Give the address that a printed web address leads to; None where it would lead to anything else than the web."""
    address = printed if "://" in printed else f"https://{printed}"
    return address if re.fullmatch(r"https?://[^\s\"'<>\\]+", address, re.IGNORECASE) else None


def lang_of(text: str | None) -> str:
    """Tell in which language a text from a card is to be drawn and read out; Han letters look different elsewhere."""
    return "ja" if text and _FAR_EASTERN.search(text) else "en"


def way_around(rooms: Sequence[Room]) -> tuple[Room, ...]:
    """Give the rooms that the page shows a way to."""
    return tuple(room for room in rooms if room.name)
