"""Pictures of cards: a card cut out of the kept original, small enough to be passed on."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO

from meishi.errors import CardError
from meishi.store import CardRecord, Originals

MAX_LONG_SIDE_PX = 640
_JPEG_QUALITY = 80


def card_jpeg(card: CardRecord, originals: Originals) -> bytes | None:
    """Give a card as a JPEG, upright and cut out of its picture; None when the original cannot be read any more.

    It is drawn anew from pixels: where and with what the photograph was taken is not in it.
    """
    import numpy as np  # noqa: PLC0415 - only exports with pictures need it
    from PIL import Image  # noqa: PLC0415

    from meishi.decode import open_photos  # noqa: PLC0415
    from meishi.rectify import RectifyOptions  # noqa: PLC0415
    from meishi.rectify.warp import card_size, clamp_to_card, flatten, true_ratio  # noqa: PLC0415

    with suppress(CardError):
        for photo in open_photos(originals.path(card.kept_as)):
            if photo.page != card.page:
                continue
            quad = np.array(card.reading.quad, dtype=np.float64)
            height, width = photo.pixels.shape[:2]
            size = card_size(quad, clamp_to_card(true_ratio(quad, (width, height))), RectifyOptions())
            picture = Image.fromarray(np.ascontiguousarray(flatten(photo.pixels, quad, size)[:, :, ::-1]))
            picture.thumbnail((MAX_LONG_SIDE_PX, MAX_LONG_SIDE_PX))
            written = BytesIO()
            picture.save(written, "JPEG", quality=_JPEG_QUALITY, optimize=True)
            return written.getvalue()
    return None
