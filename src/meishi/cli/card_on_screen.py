"""The picture of somebody's card between the lines of a command, where the terminal draws pixels."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from meishi.errors import CardError

if TYPE_CHECKING:
    from meishi.cli.desk import Desk
    from meishi.cli.review.pixel_terminal import PixelTerminal
    from meishi.store import Originals, Store

ShowCard = Callable[[int], None]
"""Shows the card of a contact below what was printed last."""

_COLUMNS, _ROWS = 60, 11
_MARGIN = 3


def card_shower(desk: Desk) -> ShowCard:
    """Give what shows the newest card of a contact; nothing where the terminal draws no pixels.

    The terminal is asked what it can, so this comes before anything is read from it.
    """
    from meishi.cli.review.pixel_terminal import ask_for_pixels  # noqa: PLC0415 - few commands need pixels
    from meishi.store import Originals  # noqa: PLC0415

    terminal = ask_for_pixels()
    if terminal is None:
        return lambda _: None
    return lambda contact_id: show_card(contact_id, desk.planner.store, Originals(desk.settings.home), terminal)


def show_card(contact_id: int, store: Store, originals: Originals, terminal: PixelTerminal) -> None:
    """Show the newest card of a contact; nothing where there is none, or its picture is gone."""
    import cv2  # noqa: PLC0415 - few commands need pixels
    import numpy as np  # noqa: PLC0415 - the same

    from meishi.cli.review.pictures import enlarge  # noqa: PLC0415 - the same
    from meishi.services.card_pictures import card_image  # noqa: PLC0415
    from meishi.services.merge import numbered_cards  # noqa: PLC0415

    cards = numbered_cards(store.cards(contact_id))
    with suppress(CardError):
        for front, *_ in cards[-1:]:
            card = np.asarray(cv2.cvtColor(card_image(front, originals), cv2.COLOR_BGR2GRAY), dtype=np.uint8)
            drawn = terminal.draw(enlarge(card, _COLUMNS, _ROWS, terminal.cell))
            # Room first: where the screen has to scroll for it, the picture would not know its place.
            sys.stdout.write("\n" * _ROWS + f"\x1b[{_ROWS}A\x1b7\x1b[{_MARGIN}C{drawn}\x1b8\x1b[{_ROWS}B")
            sys.stdout.flush()
