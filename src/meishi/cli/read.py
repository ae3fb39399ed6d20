"""`meishi read`: what is on these cards? Nothing is stored."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from meishi.cli.contacts import print_contact, print_reasons
from meishi.cli.printing import console, print_error, print_json_line, words
from meishi.errors import ExitCode

if TYPE_CHECKING:
    from meishi.domain.reading import CardReading


def read(
    files: Annotated[
        list[Path], typer.Argument(readable=False, help="Pictures of cards: JPEG, PNG, TIFF, WebP, HEIC or PDF.")
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a card, one a line.")] = False,
    engine: Annotated[
        str | None, typer.Option(help="What reads text: auto, tesseract, second-opinion or ppocr.")
    ] = None,
    debug_folder: Annotated[
        Path | None, typer.Option(help="Draw what was found and read, step by step, as pictures in this folder.")
    ] = None,
) -> None:
    """Read cards and print what they say; nothing is stored."""
    from meishi.services.reading import read_files  # noqa: PLC0415
    from meishi.wiring import build_reading_parts, read_settings, reading_options  # noqa: PLC0415

    settings = read_settings(engine=engine)
    failed = cards = 0
    parts, options = build_reading_parts(settings.engine), reading_options(settings, print_error)
    for number, result in enumerate(read_files(files, parts, options), start=1):
        for reading in result.readings:
            cards += 1
            if as_json:
                print_json_line(reading)
            else:
                _print_card(reading)
        for error in result.errors:
            print_error(error)
        failed += bool(result.errors)
        if debug_folder:
            from meishi.services.stations import draw_stations  # noqa: PLC0415

            draw_stations(result, debug_folder, number)
    if failed:
        raise typer.Exit(ExitCode.BATCH_INCOMPLETE if len(files) > 1 or cards else ExitCode.CARD_REJECTED)


def _print_card(reading: CardReading) -> None:
    from rich.text import Text  # noqa: PLC0415

    out, say = console(), words()
    head = Text(reading.contact.display_name, style="bold")
    place = say("page {page}, card {card}", page=reading.page, card=reading.card)
    out.print(head.append(f"  ({Path(reading.file).name}, {place})", style="not bold"))
    print_contact(reading.contact)
    print_reasons(reading.review_reasons)
    out.print()
