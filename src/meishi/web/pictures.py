"""Pictures of cards: by number, never by a path, and drawn anew from pixels, so that nothing else comes along."""

from __future__ import annotations

import hashlib
import threading
from enum import IntEnum

from fastapi import Request
from fastapi.responses import Response

from meishi.errors import UnreadableFileError
from meishi.services.card_pictures import card_jpeg
from meishi.services.import_ import Library
from meishi.web.refusals import RefusedError
from meishi.wording import marked

# A photograph takes some 150 MB while it is decoded.
_AT_ONCE = threading.Semaphore(2)


class Size(IntEnum):
    """How long the longer side is at most, in pixels."""

    SMALL = 640
    LARGE = 1600


def picture_of(request: Request, library: Library, contact_id: int, card_id: int, size: Size) -> Response:
    """Answer with the picture of a card as a JPEG, or that the browser has it already.

    Raises:
        RefusedError: The contact has no such card.
        UnreadableFileError: The original is gone or damaged.
    """
    card = next((card for card in library.store.cards(contact_id) if card.id == card_id), None)
    if card is None:
        raise RefusedError(404, marked("There is no such card."))
    what = f"{card.sha256} {card.reading.quad} {card.page} {size}"
    # The browser may keep it, but has to ask each time: whoever has left is shown nothing.
    headers = {"Cache-Control": "private, no-cache", "ETag": f'"{hashlib.sha256(what.encode()).hexdigest()[:32]}"'}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    with _AT_ONCE:
        jpeg = card_jpeg(card, library.originals, long_side_px=size)
    if jpeg is None:
        raise UnreadableFileError(
            marked("The picture of this card cannot be read any more."),
            hint=marked("`meishi check` looks after the originals."),
        )
    return Response(jpeg, media_type="image/jpeg", headers=headers)
