"""`meishi note`, `closeness`, `bonds`, `year`: room for honesty. What is said here stays here."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from meishi.cli.desk import Desk, day_that_was, name_of, next_step, open_desk, says_yes, what_follows
from meishi.cli.listing import Row, print_rows
from meishi.cli.printing import print_json_line
from meishi.wording.states import closeness_word

if TYPE_CHECKING:
    from meishi.services.bonds import Bond, Standing

ContactId = Annotated[int, typer.Argument(metavar="ID", help="The contact's number; `meishi contacts` lists it.")]


def note(
    contact_id: ContactId,
    text: Annotated[str | None, typer.Argument(help="What was really said; asked for when left out.")] = None,
    *,
    taken: Annotated[str | None, typer.Option(help="How it was taken.")] = None,
    met: Annotated[
        bool | None,
        typer.Option("--met/--not-met", help="Whether you were in touch: the next follow-up counts from that day."),
    ] = None,
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="The day; today when left out.")
    ] = None,
) -> None:
    """Write a page of the private log about somebody: what was really said, and how it was taken."""
    from meishi.domain.relation import Note  # noqa: PLC0415

    with open_desk() as desk:
        say = desk.say
        day = day_that_was(desk, on)
        if text is None:
            person = desk.planner.store.care.person(contact_id)
            name = name_of(say, person.contact)
            text = _ask(desk, say("What was really said, between you and {name}?", name=name))
            if not text:
                desk.tell(say("Nothing noted."))
                return
            taken = taken or _ask(desk, say("How was it taken? (Enter: leave it)")) or None
            if met is None:
                met = says_yes(_ask(desk, say("Were you in touch that day? (Enter: no, y: yes)")))
        page = Note(noted_on=day, said=text, taken=taken, in_touch=bool(met))
        person = desk.planner.write_note(contact_id, page)
        follows = f" {next_step(desk, person)}" if met else ""
        desk.tell(say("Noted, for you alone.") + follows)


def closeness(
    contact_id: ContactId,
    how_close: Annotated[
        Literal["met", "acquaintance", "trusted", "friend"] | None,
        typer.Argument(metavar="met|acquaintance|trusted|friend", help="Shown when left out."),
    ] = None,
) -> None:
    """Say how close somebody is to you. Only you do; it sets how often you are in touch."""
    from meishi.domain.relation import Closeness  # noqa: PLC0415

    with open_desk() as desk:
        if how_close is None:
            person = desk.planner.store.care.person(contact_id)
        else:
            person = desk.planner.set_closeness(contact_id, Closeness(how_close))
        word = closeness_word(desk.say, person.closeness)
        desk.tell(f"{contact_id}  {what_follows(desk, person, word)}")


def bonds(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a person; they are private.")] = False,
) -> None:
    """See who stayed, who answered, and who went quiet."""
    from meishi.services.bonds import look_at_bonds  # noqa: PLC0415

    with open_desk(for_program=as_json) as desk:
        found = look_at_bonds(desk.planner.store.care.everybody(), desk.today)
        if as_json:
            for bond in found:
                print_json_line(bond)
            return
        if not found:
            desk.tell(desk.say("Nobody is here yet. `meishi import` takes pictures of cards, and the care begins."))
        for standing in dict.fromkeys(bond.standing for bond in found):
            members = [bond for bond in found if bond.standing is standing]
            desk.tell(f"{_standing_word(desk, standing)}  ({len(members)})", style="bold")
            print_rows(_row(desk, bond) for bond in members)
            desk.tell()


def year(
    which: Annotated[int | None, typer.Argument(metavar="YEAR", help="The current one when left out.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object; it is private.")] = False,
) -> None:
    """Look back on a year: whom you met, what you sent, and who stayed."""
    from meishi.services.bonds import look_back  # noqa: PLC0415

    with open_desk(for_program=as_json) as desk:
        say = desk.say
        looked = look_back(desk.planner.store.care.everybody(), which or desk.today.year, desk.today)
        if as_json:
            print_json_line(looked)
            return
        desk.tell(say("The year {year}", year=looked.year), style="bold")
        desk.tell("  " + say.plural("You met one person.", "You met {count} people.", looked.people))
        desk.tell(
            "  "
            + say.plural(
                "You posted one postcard; answers: {answers}.",
                "You posted {count} postcards; answers: {answers}.",
                looked.postcards,
                answers=looked.postcard_answers,
            )
        )
        desk.tell(
            "  "
            + say.plural(
                "You sent one line; answers: {answers}.",
                "You sent {count} lines; answers: {answers}.",
                looked.lines,
                answers=looked.line_answers,
            )
        )
        desk.tell("  " + say.plural("Your log has one new page.", "Your log has {count} new pages.", looked.notes))
        desk.tell()
        if looked.stayed:
            names = [say.person(bond.display_name) for bond in looked.stayed]
            desk.tell(
                say.plural("One stayed: {names}.", "{count} stayed: {names}.", len(names), names=say.listing(names))
            )
            desk.tell(say("Many are told, few stay. That is what a good year looks like."))
        else:
            desk.tell(say("Who stayed is for you to say: meishi closeness ID trusted"))


def _row(desk: Desk, bond: Bond) -> Row:
    say = desk.say
    answer = say("answered {day}", day=desk.day(bond.last_answer)) if bond.last_answer else ""
    return Row(
        bond.contact_id, bond.display_name, closeness_word(say, bond.closeness), desk.day(bond.last_contact), answer
    )


def _standing_word(desk: Desk, standing: Standing) -> str:
    say = desk.say
    return {
        "stayed": say("Stayed"),
        "answered": say("Answered within half a year"),
        "young": say("Still young"),
        "quiet": say("Went quiet"),
        "stopped": say("Without follow-ups, as you wished"),
    }[standing.value]


def _ask(desk: Desk, question: str) -> str:
    """Ask a question; no answer is an answer."""
    desk.tell(question, style="bold")
    with suppress(EOFError):
        return input("> ").strip()
    return ""
