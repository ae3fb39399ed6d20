"""`meishi review`: doubtful cards on a screen, the doubtful value beside its picture."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from meishi.cli.printing import console, words
from meishi.errors import UsageError


def review(
    contact_ids: Annotated[
        list[int] | None,
        typer.Argument(metavar="ID", help="Whom to look at; all who need it, the most doubtful first, if left out."),
    ] = None,
) -> None:
    """Look at doubtful cards one by one: one key says that a value is right, and a wrong one is put right at once."""
    from meishi.services.review import waiting_for_review  # noqa: PLC0415
    from meishi.wiring import local_now, open_library, read_settings, user_name  # noqa: PLC0415

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "the review screen needs a terminal",
            hint="`meishi contacts --needs-review` lists who waits, `meishi edit` puts values right.",
        )
    say = words()
    library = open_library(read_settings())
    with library.store as store:
        waiting = contact_ids or list(waiting_for_review(store))
        if not waiting:
            console().print(say("Nobody needs a look."))
            return
        for contact_id in waiting:
            store.contact(contact_id)
        from meishi.cli.review.app import ReviewApp  # noqa: PLC0415 - draws on numpy and textual
        from meishi.cli.review.pixel_terminal import ask_for_pixels  # noqa: PLC0415 - the same

        app = ReviewApp(waiting, library, by=user_name(), now=local_now, pixels=ask_for_pixels())
        app.run()
    console().print(
        say("Nothing doubtful is left with {done} of {count}.", done=app.done, count=len(waiting)), highlight=False
    )
