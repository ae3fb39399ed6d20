"""Draw the stations of a card's way as pictures, to see where a reading went wrong.

Everything is drawn from the finished reading and the picture it came from; the pipeline knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from io import BytesIO
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from meishi.domain.field import Field
from meishi.domain.photo import Photo
from meishi.domain.reading import CardReading
from meishi.domain.text import Box
from meishi.errors import CardError, UsageError
from meishi.exchange.files import file_name, write_private
from meishi.services.reading import FileReading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image, ImageDraw, ImageFont

_LONG_SIDE_PX = 1400
_PANEL_PX = 760
_TEXT_PX = 22
_MARGIN_PX = 12
Colour = tuple[int, int, int]

_GREY = (90, 90, 90)
_COLOURS = (
    (214, 39, 40), (31, 119, 180), (44, 160, 44), (148, 103, 189), (200, 110, 0), (0, 140, 150), (180, 60, 140),
    (120, 80, 60), (110, 120, 0), (60, 60, 200),
)  # fmt: skip


class _Mark(NamedTuple):
    """A place on the card, and what is said about it beside the card."""

    box: Box | None
    tag: str
    text: str
    colour: Colour


def draw_stations(result: FileReading, folder: Path, number: int = 1) -> tuple[Path, ...]:
    """Draw what was found and read in a file, station by station.

    For each page the picture with the corners of its cards; for each card the flat card image, the card with its
    numbered lines and their readings, and the card with its fields, repairs and reasons for review.

    Args:
        result: What reading the file gave.
        folder: Where the pictures go, readable by the owner alone; made where it is missing.
        number: Which file of a call this is, from 1: the names begin with it, so they sort in the order of reading.

    Returns:
        The pictures, in the order of their names; none for a file that cannot be opened.

    Raises:
        UsageError: The folder cannot be made or written to.
    """
    from meishi.decode import open_photos  # noqa: PLC0415 - only this and a few other commands need pixels

    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"{folder}: cannot be made ({error.strerror or error})", hint="Name another folder."
        ) from error
    written = []
    with suppress(CardError):
        for photo in open_photos(result.path):
            readings = [reading for reading in result.readings if reading.page == photo.page]
            start = f"{number:03d}-{file_name(result.path.stem)}-p{photo.page:02d}"
            for name, picture in _stations(photo, readings):
                file = folder / f"{start}-{name}.jpg"
                write_private(file, _jpeg(picture))
                written.append(file)
    return tuple(written)


def _stations(photo: Photo, readings: Sequence[CardReading]) -> Iterator[tuple[str, Image.Image]]:
    from meishi.rectify import flatten_card  # noqa: PLC0415 - see above

    yield "c00-found", _found(photo, readings)
    for reading in readings:
        card = _image(flatten_card(photo, reading.quad, reading.size))
        start = f"c{reading.card:02d}"
        yield f"{start}-1-card", card
        yield f"{start}-2-lines", _marked(card, _line_marks(reading), (f"Read by {reading.engine}", *_codes(reading)))
        yield f"{start}-3-fields", _marked(card, _field_marks(reading.fields), reading.review_reasons)


def _found(photo: Photo, readings: Sequence[CardReading]) -> Image.Image:
    from PIL import ImageDraw  # noqa: PLC0415 - see above

    picture = _image(photo.pixels)
    factor = _shrink(picture)
    draw, font = ImageDraw.Draw(picture), _font()
    for reading, colour in zip(readings, cycle(_COLOURS), strict=False):
        corners = [(x * factor, y * factor) for x, y in reading.quad]
        draw.line([*corners, corners[0]], fill=colour, width=4)
        # The first corner is the top left of the upright card.
        _draw_tag(draw, corners[0], f"{reading.card}: {reading.orientation_degrees}°", colour, font)
    return picture


def _line_marks(reading: CardReading) -> list[_Mark]:
    lines = zip(reading.lines, reading.line_places, cycle(_COLOURS), strict=False)
    return [_Mark(place.box, str(index), text, colour) for index, (text, place, colour) in enumerate(lines)]


def _field_marks(fields: Iterable[Field]) -> list[_Mark]:
    marks = []
    for index, (field, colour) in enumerate(zip(fields, cycle(_COLOURS), strict=False)):
        text = f"{field.kind}: {field.value}   {field.confidence:.2f}"
        if field.repaired:
            text += f"   mended, was {field.raw!r}"
        elif field.inferred:
            text += "   inferred"
        elif field.line is None:
            text += "   from the code"
        # What is inferred stands where the field stands that it was inferred from.
        marks.append(_Mark(None if field.inferred else field.box, str(index), text, colour))
    return marks


def _codes(reading: CardReading) -> Iterator[str]:
    return (f"Code: {' | '.join(text.splitlines())}" for text in reading.codes)


def _marked(card: Image.Image, marks: Sequence[_Mark], remarks: Iterable[str]) -> Image.Image:
    """Draw the card with boxes and tags, and what they mean beside it."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - see above

    picture, font = card.copy(), _font()
    factor = _shrink(picture)
    draw = ImageDraw.Draw(picture)
    for mark in marks:
        if mark.box is not None:
            x, y, width, height = (side * factor for side in mark.box)
            draw.rectangle((x, y, x + width, y + height), outline=mark.colour, width=2)
            _draw_tag(draw, (x, y), mark.tag, mark.colour, font)
    rows = [(f"{mark.tag}  {mark.text}", mark.colour) for mark in marks] + [(remark, _GREY) for remark in remarks]
    wrapped = [(piece, colour) for text, colour in rows for piece in _wrapped(text, font)]
    line_px = round(_TEXT_PX * 1.4)
    height = max(picture.height, len(wrapped) * line_px + 2 * _MARGIN_PX)
    sheet = Image.new("RGB", (picture.width + _PANEL_PX, height), "white")
    sheet.paste(picture, (0, 0))
    draw = ImageDraw.Draw(sheet)
    for row, (piece, colour) in enumerate(wrapped):
        draw.text((picture.width + _MARGIN_PX, _MARGIN_PX + row * line_px), piece, fill=colour, font=font)
    return sheet


def _draw_tag(
    draw: ImageDraw.ImageDraw, place: tuple[float, float], text: str, colour: Colour, font: ImageFont.FreeTypeFont
) -> None:
    x, y = place[0], max(0.0, place[1] - _TEXT_PX)
    left, top, right, bottom = draw.textbbox((x, y), text, font=font)
    draw.rectangle((left - 3, top - 2, right + 3, bottom + 2), fill=colour)
    draw.text((x, y), text, fill="white", font=font)


def _wrapped(text: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    """Break a text into pieces as wide as the panel; Japanese breaks anywhere."""
    room, piece = _PANEL_PX - 2 * _MARGIN_PX, ""
    for character in " ".join(text.split("\n")):
        if font.getlength(piece + character) > room:
            yield piece
            piece = "   "
        piece += character
    yield piece


def _font() -> ImageFont.FreeTypeFont:
    import pylopdf_fonts_jp  # noqa: PLC0415 - see above
    from PIL import ImageFont  # noqa: PLC0415 - see above

    return ImageFont.truetype(str(pylopdf_fonts_jp.sans_path()), _TEXT_PX)


def _image(pixels: NDArray[np.uint8]) -> Image.Image:
    import numpy as np  # noqa: PLC0415 - see above
    from PIL import Image  # noqa: PLC0415 - see above

    return Image.fromarray(np.ascontiguousarray(pixels[:, :, ::-1]))


def _shrink(picture: Image.Image) -> float:
    """Shrink a picture in place to what a screen shows; give the factor."""
    width = picture.width
    picture.thumbnail((_LONG_SIDE_PX, _LONG_SIDE_PX))
    return picture.width / width


def _jpeg(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.save(written, "JPEG", quality=85)
    return written.getvalue()
