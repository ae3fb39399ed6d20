"""From card images to text lines: the stage itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from meishi.domain.card import CardImage
from meishi.domain.text import Box, Direction, LineReading, LineStrip, OcrEngine, TextLine, TextRegion, Word
from meishi.errors import CardError, EngineFailedError, NoTextFoundError
from meishi.recognize.columns import restore_bars
from meishi.recognize.layout import join_pieces, part_label_columns, reading_order
from meishi.recognize.marks import without_mark
from meishi.recognize.options import RecognizeOptions
from meishi.recognize.spacing import respace
from meishi.recognize.strips import bounding_box, cut_strip
from meishi.recognize.strokes import restore_strokes
from meishi.recognize.underscores import restore_underscores

_Readings = tuple[LineReading, ...]

_ONE_OR_TWO_LETTERS = re.compile(r"[\W_]*[A-Za-z]{1,2}[\W_]*")
_CLEAR_LETTERS = 0.75
"""How sure an engine is of labels such as T; of the pictures beside numbers, which it takes for letters, it is less."""

_WORD = re.compile(r"[^\W\d_]{3,}|\d{2,}|[\u3041-\u30ff\u3400-\u9fff]{2,}")


def recognize_text(
    cards: Sequence[CardImage], engine: OcrEngine, options: RecognizeOptions
) -> tuple[tuple[TextLine, ...] | CardError, ...]:
    """Read the text lines of card images.

    All strips of all cards go to the engine in one call, because starting an engine costs more than reading a line.
    When that call fails, each card is read by itself, so that one bad card does not take the others with it.

    Args:
        cards: Card images with their text regions.
        engine: What reads the strips.
        options: How strips are cut and which readings are kept.

    Returns:
        One entry a card, in the order given: its lines in reading order (at least one), a `NoTextFoundError` when
        nothing on it could be read, or an `EngineFailedError` when the engine failed on it.

    Raises:
        EngineMissingError: The engine or its language data is not installed.
    """
    regions = [part_label_columns(join_pieces(card.regions)) for card in cards]
    strips = [_cut_card(card, pieces, options) for card, pieces in zip(cards, regions, strict=True)]
    readings = _read_cards(strips, engine)
    return tuple(
        _set_out(card, pieces, card_strips, read, options)
        for card, pieces, card_strips, read in zip(cards, regions, strips, readings, strict=True)
    )


def strip_key(card: CardImage, index: int) -> str:
    """The name of a card's strip: file, page, card on the page, line."""
    return f"{card.file}#{card.page}.{card.number}/{index}"


def _cut_card(card: CardImage, regions: Sequence[TextRegion], options: RecognizeOptions) -> tuple[LineStrip, ...]:
    return tuple(
        cut_strip(card.even, region, padding=options.padding, key=strip_key(card, index))
        for index, region in enumerate(regions)
    )


def _read_cards(strips: Sequence[tuple[LineStrip, ...]], engine: OcrEngine) -> list[_Readings | EngineFailedError]:
    try:
        return list(_read_together(strips, engine))
    except EngineFailedError as error:
        if len(strips) == 1:
            return [error]
    return [_read_alone(card_strips, engine) for card_strips in strips]


def _read_together(strips: Sequence[tuple[LineStrip, ...]], engine: OcrEngine) -> list[_Readings]:
    batch = [strip for card_strips in strips for strip in card_strips]
    readings = engine.read_lines(batch) if batch else ()
    if len(readings) != len(batch):
        raise EngineFailedError(
            f"{engine.name} gave {len(readings)} readings for {len(batch)} lines",
            hint="This is a fault of the text engine; try another one.",
        )
    remaining = iter(readings)
    return [tuple(next(remaining) for _ in card_strips) for card_strips in strips]


def _read_alone(card_strips: tuple[LineStrip, ...], engine: OcrEngine) -> _Readings | EngineFailedError:
    try:
        return _read_together([card_strips], engine)[0]
    except EngineFailedError as error:
        return error


def _set_out(
    card: CardImage,
    regions: Sequence[TextRegion],
    strips: Sequence[LineStrip],
    readings: _Readings | EngineFailedError,
    options: RecognizeOptions,
) -> tuple[TextLine, ...] | CardError:
    """Turn a card's readings into text lines in reading order."""
    if isinstance(readings, EngineFailedError):
        return readings
    size = (card.even.shape[1], card.even.shape[0])
    lines = [
        _text_line(_as_printed(reading, strip), strip, bounding_box(region, size), options)
        for region, strip, reading in zip(regions, strips, readings, strict=True)
        if is_text(reading, options)
    ]
    if not lines:
        return NoTextFoundError(
            f"{card.file}: a card was found, but no text on it could be read",
            hint="Take the picture closer, sharper and in better light, or scan the card at 300 dpi.",
        )
    order = reading_order([line.box for line in lines], [line.direction for line in lines])
    return tuple(lines[index] for index in order)


def is_text(reading: LineReading, options: RecognizeOptions) -> bool:
    """Whether a reading is text rather than a piece of a logo or a texture; in doubt it is."""
    if not any(character.isalnum() for character in reading.text) or reading.confidence < options.min_confidence:
        return False
    if _ONE_OR_TWO_LETTERS.fullmatch(reading.text) and reading.confidence < _CLEAR_LETTERS:
        return False
    return reading.confidence >= options.noise_confidence or _WORD.search(reading.text) is not None


def _as_printed(reading: LineReading, strip: LineStrip) -> LineReading:
    """A reading with what the strip shows better than any engine reads it: bars, marks, underscores, spaces."""
    if strip.direction is Direction.VERTICAL:
        reading = restore_bars(restore_strokes(reading, strip), strip)
    return respace(restore_underscores(without_mark(reading, strip), strip), strip)


def _text_line(reading: LineReading, strip: LineStrip, box: Box, options: RecognizeOptions) -> TextLine:
    return TextLine(
        text=reading.text,
        confidence=reading.confidence,
        box=box,
        direction=strip.direction,
        words=tuple(_without_padding(word, strip, options.padding) for word in reading.words),
        model=reading.model,
        alternatives=reading.alternatives,
    )


def _without_padding(word: Word, strip: LineStrip, padding: float) -> Word:
    """A word whose span is a share of the line rather than of the padded strip."""
    height, width = strip.pixels.shape
    length, thickness = (height, width) if strip.direction is Direction.VERTICAL else (width, height)
    margin = padding * thickness / (1 + 2 * padding) / length
    start, end = (min(1.0, max(0.0, (share - margin) / (1 - 2 * margin))) for share in word.span)
    return Word(word.text, word.confidence, (start, end))
