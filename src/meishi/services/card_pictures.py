"""Pictures of cards, drawn anew from the kept originals."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

from meishi.errors import CardError, UnreadableFileError
from meishi.store import CardRecord, Originals

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from meishi.domain.photo import Photo

MAX_LONG_SIDE_PX = 640
_JPEG_QUALITY = 80


def card_image(card: CardRecord, originals: Originals) -> NDArray[np.uint8]:
    """Draw a card as its reader saw it: the boxes of its fields fit this picture.

    Returns:
        uint8, height x width x 3, BGR, flat and upright.

    Raises:
        UnreadableFileError: The original is gone or damaged; `meishi check` says more.
    """
    from meishi.rectify import flatten_card  # noqa: PLC0415 - few commands need pixels

    return flatten_card(photo_of(card, originals), card.reading.quad, card.reading.size)


def photo_of(card: CardRecord, originals: Originals) -> Photo:
    """Open the picture that a card was read from.

    Raises:
        UnreadableFileError: The original is gone or damaged; `meishi check` says more.
    """
    from meishi.decode import open_photos  # noqa: PLC0415 - few commands need pixels

    path = originals.path(card.kept_as)
    for photo in open_photos(path):
        if photo.page == card.page:
            return photo
    raise UnreadableFileError(f"{path}: has no page {card.page}", hint="`meishi check` looks after the originals.")


def card_jpeg(card: CardRecord, originals: Originals, *, long_side_px: int = MAX_LONG_SIDE_PX) -> bytes | None:
    """Give a card as a JPEG, upright and cut out of its picture; None when the original cannot be read any more.

    It is drawn anew from pixels: where and with what the photograph was taken is not in it.

    Args:
        card: The card.
        originals: Where its picture is kept.
        long_side_px: How long its longer side is at most.
    """
    import numpy as np  # noqa: PLC0415 - only exports with pictures need it
    from PIL import Image  # noqa: PLC0415

    with suppress(CardError):
        picture = Image.fromarray(np.ascontiguousarray(card_image(card, originals)[:, :, ::-1]))
        picture.thumbnail((long_side_px, long_side_px))
        written = BytesIO()
        picture.save(written, "JPEG", quality=_JPEG_QUALITY, optimize=True)
        return written.getvalue()
    return None
