"""`meishi learn`: your corrections teach the next reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from meishi.cli.printing import console, print_json_line, words
from meishi.errors import UsageError
from meishi.wording import Wording

if TYPE_CHECKING:
    from meishi.services.learn import Comparison, LearnOutcome
    from meishi.services.learned import LearnedModels


def learn(
    *,
    undo: Annotated[bool, typer.Option("--undo", help="Go back to what was in use before the last time.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Learn and measure, but leave in use what is.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Learn from your corrections what text on cards means; what is no better than before is not used."""
    from meishi.services.learned import LearnedModels  # noqa: PLC0415
    from meishi.wiring import local_now, open_store, read_settings  # noqa: PLC0415

    settings = read_settings()
    models = LearnedModels(settings.home)
    if undo:
        if dry_run:
            raise UsageError("--undo has no dry run", hint="Leave out one of the two options.")
        _undo(models, as_json=as_json)
        return
    from meishi.services.learn import learn as learn_from_corrections  # noqa: PLC0415 - loads the whole reading

    with open_store(settings) as store:
        outcome = learn_from_corrections(store, models, now=local_now(), dry_run=dry_run)
    if as_json:
        print_json_line(outcome)
    else:
        _print_outcome(outcome, dry_run=dry_run)


def _undo(models: LearnedModels, *, as_json: bool) -> None:
    if not models.step_back():
        raise UsageError("nothing was learned that could be taken back", hint="`meishi learn` learns.")
    if as_json:
        console().print_json(data={"undone": True})
    else:
        console().print(words()("Cards are read again as before."))


def _print_outcome(outcome: LearnOutcome, *, dry_run: bool) -> None:
    say = words()

    def tell(said: str) -> None:
        console().print(said, markup=False, highlight=False)

    cards, others = outcome.cards, outcome.held_back
    tell(say("Learned from {cards} corrected cards, tested on {others} others.", cards=cards, others=others))
    tell("  " + say("Mistakes on those: {counts}", counts=_counts(say, outcome.own)))
    tell("  " + say("Mistakes on the cards that came with meishi: {counts}", counts=_counts(say, outcome.shipped)))
    for read, printed in outcome.confusions:
        tell("  " + say("Misread again and again: {read} for {printed}", read=read, printed=printed))
    if older := outcome.without_lines:
        tell("  " + say("Not learned from, because an earlier version read them: {count} cards", count=older))
    if not outcome.is_better:
        tell(say("That is worse; cards are read as before."))
    elif dry_run:
        tell(say("Without --dry-run, this would be in use from now on."))
    else:
        tell(say("In use from now on; `meishi learn --undo` takes it back."))


def _counts(say: Wording, compared: Comparison) -> str:
    after, before = compared.after.errors, compared.before.errors
    values = compared.before.right + before
    return say("{after} instead of {before}, of {values} values", after=after, before=before, values=values)
