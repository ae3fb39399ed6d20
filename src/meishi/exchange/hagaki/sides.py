"""The two sides of a card, complete."""

from __future__ import annotations

from collections.abc import Sequence

from meishi.care.message import MAX_LINES
from meishi.domain.address_side import AddressSide, AddressStyle
from meishi.exchange.hagaki import postal_frame
from meishi.exchange.hagaki.horizontal import lay_out_horizontal, lay_out_western
from meishi.exchange.hagaki.sheet import (
    CARD_HEIGHT_MM,
    CARD_WIDTH_MM,
    GUIDE_GREY,
    VERMILION,
    PlacedRun,
    Side,
    Stroke,
    column,
    line,
    text_length,
)
from meishi.exchange.hagaki.typeface import Direction
from meishi.exchange.hagaki.vertical import lay_out_vertical

_MESSAGE_MARGIN_MM = 11.0
_LARGEST_MESSAGE_MM = 11.5
_GUIDE_MM, _GUIDE_DASH_MM = 0.25, (0.8, 1.2)
_MARK_MIDDLE_MM = 6.0


def draw_address_side(side: AddressSide, *, preprinted: bool = False) -> Side:
    """Draw an address side.

    Args:
        side: What stands on it.
        preprinted: Whether the card bears frame and 「郵便はがき」 already: then the text alone is printed.

    Raises:
        GlyphMissingError: No font has a character.
    """
    layouts = {
        AddressStyle.VERTICAL: lay_out_vertical,
        AddressStyle.HORIZONTAL: lay_out_horizontal,
        AddressStyle.WESTERN: lay_out_western,
    }
    runs = (*layouts[side.style](side), *postal_frame.digits(side.postal_digits))
    title = " ".join(side.recipients[0].name)
    if preprinted:
        return Side(runs, title=title)
    is_western = side.style is AddressStyle.WESTERN
    return Side(
        (*runs, _card_mark("POST CARD" if is_western else "郵便はがき")),
        () if is_western else postal_frame.frame(),
        title,
    )


def draw_message_side(lines: Sequence[str] = (), *, direction: Direction = "down", title: str = "") -> Side:
    """Draw a message side: three guide lines for a thick pen, or the lines, large.

    Args:
        lines: At most three; none leaves the side to the hand.
        direction: Whether one writes down or across.
        title: Whose card it is.

    Raises:
        GlyphMissingError: No font has a character.
        ValueError: There are more than three lines.
    """
    if len(lines) > MAX_LINES:
        raise ValueError(f"a message has at most {MAX_LINES} lines")
    if not lines:
        return Side(strokes=_guides(direction), title=title)
    return Side(_message(lines, direction), title=title)


def _card_mark(text: str) -> PlacedRun:
    """What a card of one's own making must bear (Japan Post's rules for private cards)."""
    size, tracking = 3.0, 0.35
    width = (text_length(text, "across") + tracking * (len(text) - 1)) * size
    return line(
        text,
        size,
        left_mm=(CARD_WIDTH_MM - width) / 2,
        middle_mm=_MARK_MIDDLE_MM,
        tracking=tracking,
        colour=VERMILION,
    )


def _guides(direction: Direction) -> tuple[Stroke, ...]:
    """Rule three lanes as wide as the card allows: a thick pen needs the room."""
    margin = _MESSAGE_MARGIN_MM
    breadth = (CARD_WIDTH_MM if direction == "down" else CARD_HEIGHT_MM) - 2 * margin
    strokes = []
    for number in range(MAX_LINES + 1):
        place = margin + breadth * number / MAX_LINES
        ends = ((place, margin), (place, CARD_HEIGHT_MM - margin))
        if direction == "across":
            ends = ((margin, place), (CARD_WIDTH_MM - margin, place))
        strokes.append(Stroke(*ends, _GUIDE_MM, GUIDE_GREY, _GUIDE_DASH_MM))
    return tuple(strokes)


def _message(lines: Sequence[str], direction: Direction) -> tuple[PlacedRun, ...]:
    margin = _MESSAGE_MARGIN_MM
    across, along = CARD_WIDTH_MM - 2 * margin, CARD_HEIGHT_MM - 2 * margin
    if direction == "across":
        across, along = along, across
    longest = max(text_length(text, direction) for text in lines)
    size = min(_LARGEST_MESSAGE_MM, along / longest)
    lane = across / MAX_LINES
    first = (MAX_LINES - len(lines)) / 2 + 0.5
    if direction == "down":
        return tuple(
            column(text, size, centre_mm=CARD_WIDTH_MM - margin - lane * (first + number), top_mm=margin)
            for number, text in enumerate(lines)
        )
    return tuple(
        line(text, size, left_mm=margin, middle_mm=margin + lane * (first + number))
        for number, text in enumerate(lines)
    )
