"""`meishi postcards print`: address sides and message sides, for the printer or to look at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from meishi.cli.printing import console, print_json_line, talk
from meishi.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meishi.services.print_postcards import PrintedCard
    from meishi.wording import Wording


def print_(
    contact_ids: Annotated[
        list[int] | None, typer.Argument(metavar="ID", help="Contacts; all open postcards when left out.")
    ] = None,
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="A PDF; or a name that ends in .png, to see what it will look like.")
    ] = Path("postcards.pdf"),
    due: Annotated[bool, typer.Option("--due", help="Only cards that are due today or before.")] = False,
    written: Annotated[bool, typer.Option("--written", help="Only cards whose message is written.")] = False,
    event: Annotated[str | None, typer.Option(help="Only people met there, or with this tag.")] = None,
    side: Annotated[Literal["address", "message", "both"], typer.Option(help="Which side.")] = "address",
    message: Annotated[
        list[str] | None,
        typer.Option(metavar="LINE", help="A line of the message, up to three times; guide lines when left out."),
    ] = None,
    typed: Annotated[
        bool, typer.Option("--typed", help="Print what you wrote with `meishi postcards write`, large.")
    ] = False,
    preprinted: Annotated[
        bool, typer.Option("--preprinted", help="The cards bear the frame for the postal code already.")
    ] = False,
    style: Annotated[
        Literal["vertical", "horizontal"] | None, typer.Option(help="As suits name and address when left out.")
    ] = None,
    numerals: Annotated[Literal["kanji", "arabic"], typer.Option(help="In vertical addresses.")] = "kanji",
    honorific: Annotated[
        str | None, typer.Option(help="Instead of 様, or of 先生 for doctors, lawyers and teachers.")
    ] = None,
    together: Annotated[bool, typer.Option("--together", help="One card for all these contacts.")] = False,
    proof: Annotated[bool, typer.Option("--proof", help="On A4, with marks to cut the cards out by.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be printed.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a postcard, one a line.")] = False,
) -> None:
    """Print the postcards that are still to be posted: each person's address side, ready for the letter box."""
    from meishi.care.addressing import Numerals  # noqa: PLC0415
    from meishi.domain.address_side import AddressStyle  # noqa: PLC0415
    from meishi.domain.task import PostcardState  # noqa: PLC0415
    from meishi.services.postcards import OPEN_STATES, Choice  # noqa: PLC0415
    from meishi.services.print_postcards import (  # noqa: PLC0415
        CardSide,
        PrintJob,
        choose_contacts,
        print_postcards,
        written_messages,
    )
    from meishi.wiring import (  # noqa: PLC0415
        addressing_options,
        build_wording,
        local_now,
        open_store,
        print_options,
        read_settings,
    )

    settings = read_settings()
    job = PrintJob(
        side=CardSide(side),
        together=together,
        preprinted=preprinted,
        message=tuple(message or ()),
        addressing=addressing_options(
            settings,
            style=AddressStyle(style) if style else None,
            numerals=Numerals(numerals),
            honorific=honorific,
        ),
        printing=print_options(settings, proof=proof),
    )
    states = (PostcardState.WRITTEN,) if written else OPEN_STATES
    choice = Choice(states=states, due_by=local_now().date() if due else None, event=event)
    with open_store(settings) as store:
        records = choose_contacts(store, contact_ids or (), choice)
        messages = written_messages(store, records) if typed else {}
    cards = print_postcards(records, job, None if dry_run else output, messages)
    if as_json:
        for card in cards:
            print_json_line(card)
    else:
        _print_report(cards, output, build_wording(settings), dry_run=dry_run)
    if any(card.set_aside for card in cards):
        raise typer.Exit(ExitCode.CARD_REJECTED if len(cards) == 1 else ExitCode.BATCH_INCOMPLETE)


def _print_report(cards: Sequence[PrintedCard], output: Path, say: Wording, *, dry_run: bool) -> None:
    hints = set[str]()
    for card in cards:
        numbers = ", ".join(str(contact_id) for contact_id in card.contact_ids)
        whom = f"{numbers} {card.display_name}"
        for remark in card.remarks:
            talk(say("{name}: {remark}", name=whom, remark=say(remark)))
        if card.set_aside:
            talk(say("set aside: {name}: {reason}", name=whom, reason=say(card.set_aside)))
            if card.hint and card.hint not in hints:
                talk(f"  {say(card.hint)}")
                hints.add(card.hint)
    printed = sum(not card.set_aside for card in cards)
    if not cards:
        said = say("No postcard is waiting to be printed.")
    elif dry_run:
        said = say("{count} of {all} cards would be printed.", count=printed, all=len(cards))
    elif not printed:
        said = say("Nothing was printed.")
    else:
        said = say("{count} of {all} cards: {file}", count=printed, all=len(cards), file=output)
    console().print(said, markup=False, highlight=False)
