"""What values of a card, states and days of the aftercare are called, on every screen alike.

Kinds and states come by their values, as `meishi.domain` names them.
"""

from __future__ import annotations

from datetime import date

from meishi.wording import Wording, marked

FIELD_WORDS = {
    "name": marked("name"),
    "name_family": marked("family name"),
    "name_given": marked("given name"),
    "name_kana": marked("reading"),
    "name_roman": marked("Roman name"),
    "company": marked("company"),
    "department": marked("department"),
    "title": marked("title"),
    "postal_code": marked("postal code"),
    "address": marked("address"),
    "telephone": marked("telephone"),
    "mobile": marked("mobile"),
    "fax": marked("fax"),
    "extension": marked("extension"),
    "email": marked("e-mail"),
    "url": marked("web"),
}
"""What kinds of values are called, in lists, forms and reasons for review; in English, to be said."""


def postcard_word(say: Wording, state: str) -> str:
    """Say where a postcard stands."""
    return {
        "to-write": say("to write"),
        "waiting-for-address": say("waiting for an address"),
        "written": say("written, not posted"),
        "posted": say("posted"),
        "answered": say("answered"),
        "declined": say("declined by them"),
        "not-planned": say("none planned"),
    }[state]


def follow_up_word(say: Wording, state: str) -> str:
    """Say where a follow-up stands."""
    return {
        "scheduled": say("planned"),
        "done": say("done"),
        "skipped": say("skipped"),
        "stopped": say("stopped, as you wished"),
    }[state]


def closeness_word(say: Wording, closeness: str) -> str:
    """Say how close somebody is."""
    return {
        "met": say("met"),
        "acquaintance": say("acquaintance"),
        "trusted": say("trusted"),
        "friend": say("friend"),
    }[closeness]


def mail_word(say: Wording, state: str) -> str:
    """Say what is known about a mail."""
    return {
        "perhaps-sent": say("perhaps sent"),
        "sent": say("went out"),
        "not-sent": say("not sent"),
        "handed-over": say("handed to the mail program"),
    }[state]


def settled_word(say: Wording, name: str, *, sent: bool) -> str:
    """Say that it is noted what became of a line to somebody, who is named as `Wording.person` does."""
    if sent:
        return say("Noted: your line to {name} went out.", name=name)
    return say("Noted: {name} does not have it, and may get it another time.", name=name)


def coverage_words(say: Wording, met: int, sent: int) -> str:
    """Say of how many meetings the postcard went out."""
    if not sent:
        return say.plural("One meeting; its postcard is ahead.", "{count} meetings; their postcards are ahead.", met)
    return say.plural(
        "Of {met} meetings, one has its postcard.", "Of {met} meetings, {count} have their postcard.", sent, met=met
    )


def lateness(say: Wording, due_on: date, today: date) -> str:
    """Say when something is due, seen from today."""
    late = (today - due_on).days
    if late > 0:
        return say.plural("a day late", "{count} days late", late)
    return say("today") if late == 0 else say.day(due_on, today=today)


def when_and_where(say: Wording, met_on: date, met_at: str | None, today: date) -> str:
    """Say when and where somebody was met."""
    day = say.day(met_on, today=today)
    return say("{day}, {place}", day=day, place=met_at) if met_at else day


def ground_word(say: Wording, ground: str) -> str:
    """Say what a person and a find have to do with one another."""
    return {
        "tags": say("tags"),
        "what you talked about": say("what you talked about"),
        "their work": say("their work"),
        "their company": say("their company"),
        "where they are": say("where they are"),
        "where you met": say("where you met"),
    }[ground]
