"""`meishi evaluate`: how many fields of a labelled folder come out exactly right?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from meishi.cli.printing import console, print_error, print_json_line, words

if TYPE_CHECKING:
    from meishi.domain.reading import CardReading
    from meishi.services.evaluate import Evaluation, Score


def evaluate(
    folder: Annotated[Path, typer.Argument(help="A folder with pictures and their truth.jsonl.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole result as one JSON object.")] = False,
    mistakes: Annotated[bool, typer.Option("--mistakes", help="List every field that came out wrong.")] = False,
    engine: Annotated[
        str | None, typer.Option(help="What reads text: auto, tesseract, second-opinion or ppocr.")
    ] = None,
    labeller: Annotated[
        Literal["learned", "shipped", "rules"],
        typer.Option(help="What says what text means; `shipped` leaves out what was learned from your corrections."),
    ] = "learned",
    repair: Annotated[
        bool, typer.Option("--repair/--no-repair", help="Mend values by what the rest of the card says.")
    ] = True,
    limit: Annotated[int | None, typer.Option(min=1, help="Read only so many pictures, spread evenly.")] = None,
) -> None:
    """Read a labelled folder and count the fields that are exactly right."""
    from meishi.services.evaluate import evaluate_folder  # noqa: PLC0415
    from meishi.services.reading import read_files  # noqa: PLC0415
    from meishi.wiring import build_reading_parts, cpu_seconds, read_settings, reading_options  # noqa: PLC0415

    settings = read_settings(engine=engine)
    options = reading_options(settings, print_error, labeller=labeller, repair=repair)
    parts = build_reading_parts(settings.engine)

    def read_pictures(paths: Sequence[Path]) -> Iterator[CardReading]:
        for result in read_files(paths, parts, options):
            for error in result.errors:
                print_error(error)
            yield from result.readings

    evaluation = evaluate_folder(folder, read_pictures, cpu_seconds, limit=limit)
    if as_json:
        print_json_line(evaluation)
    else:
        _print_evaluation(evaluation, with_mistakes=mistakes)


def _print_evaluation(evaluation: Evaluation, *, with_mistakes: bool) -> None:
    from rich.table import Table  # noqa: PLC0415

    out, say = console(), words()
    if with_mistakes:
        for mistake in evaluation.mistakes:
            place = f"{mistake.file} {mistake.field}"
            given, expected = list(mistake.given), list(mistake.expected)
            line = say("{place}: {expected} was read as {given}", place=place, expected=expected, given=given)
            out.print(line, markup=False, highlight=False, soft_wrap=True)
    table = Table("", say("precision"), say("recall"), "F1", say("right"), say("missed"), say("wrong"))

    def add(name: str, score: Score) -> None:
        shares = (f"{share:.3f}" for share in (score.precision, score.recall, score.f1))
        table.add_row(name, *shares, *(str(count) for count in (score.right, score.missed, score.wrong)))

    for scores in (evaluation.by_field, evaluation.by_language, evaluation.by_kind):
        for name, score in scores.items():
            add(name, score)
        table.add_section()
    add(say("all"), evaluation.overall)
    out.print(table)
    out.print(
        say(
            "{cards} cards, {perfect} perfect, {missed} not found, {spurious} found where there is none; "
            "{seconds} CPU s a card",
            cards=evaluation.cards,
            perfect=evaluation.perfect_cards,
            missed=evaluation.missed_cards,
            spurious=evaluation.spurious_cards,
            seconds=f"{evaluation.cpu_seconds_per_card:.2f}",
        ),
        highlight=False,
    )
    sureness = evaluation.sureness
    out.print(
        say(
            "{share} of {values} values are sure enough to need no look; {wrong} of these are wrong",
            share=f"{sureness.share:.1%}",
            values=sureness.values,
            wrong=f"{sureness.error_rate:.1%}",
        ),
        highlight=False,
    )
