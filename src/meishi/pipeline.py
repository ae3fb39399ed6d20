"""Read photos: the stages in order, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from pydantic import BaseModel, ConfigDict

from meishi.domain.card import CardImage
from meishi.domain.field import Field
from meishi.domain.photo import Photo
from meishi.domain.reading import CardReading, LinePlace, StageSeconds
from meishi.domain.text import Box, Code, OcrEngine, TextDetector, TextLine, UprightJudge
from meishi.errors import CardError, EngineFailedError
from meishi.extract import ExtractOptions, extract_fields
from meishi.recognize import RecognizeOptions, read_codes, recognize_text, without_codes
from meishi.rectify import RectifyOptions, find_cards, look_of, part_of_card
from meishi.resolve import ResolveOptions, resolve_contact


@dataclass(frozen=True)
class ReadingParts:
    """What reading needs and does not make itself; built once a process."""

    detector: TextDetector
    upright_judge: UprightJudge
    engine: OcrEngine


class ReadingOptions(BaseModel):
    """The options of all stages."""

    model_config = ConfigDict(frozen=True)

    rectify: RectifyOptions = RectifyOptions()
    recognize: RecognizeOptions = RecognizeOptions()
    extract: ExtractOptions = ExtractOptions()
    resolve: ResolveOptions = ResolveOptions()


@dataclass(frozen=True)
class PhotoReading:
    """What one photo gave.

    Attributes:
        file: The file as the user named it.
        page: Page within the file, from 1.
        readings: The cards that were read, in the order they lie in the picture.
        errors: Why other cards of the picture, or the whole picture, could not be read.
    """

    file: str
    page: int
    readings: tuple[CardReading, ...] = ()
    errors: tuple[CardError, ...] = ()


@dataclass(frozen=True)
class PartReading:
    """What a part of a card says, by one way of looking at it.

    Attributes:
        lines: Its text, in reading order; at least one line.
        fields: The values in it.
    """

    lines: tuple[TextLine, ...]
    fields: tuple[Field, ...]


def read_photos(photos: Sequence[Photo], parts: ReadingParts, options: ReadingOptions) -> tuple[PhotoReading, ...]:
    """Read every card of some photos; their lines go to the engine together, because its start is what costs.

    Returns:
        One result a photo, in the order given; a card that cannot be read is an error in its photo's result and
        does not touch the others.

    Raises:
        SetupError: The installation cannot read any card.
    """
    cards: list[CardImage] = []
    codes: list[tuple[Code, ...]] = []
    owners: list[int] = []
    rectify_seconds: list[float] = []
    readings: list[list[CardReading]] = [[] for _ in photos]
    errors: list[list[CardError]] = [[] for _ in photos]
    for owner, photo in enumerate(photos):
        started = perf_counter()
        try:
            found = find_cards(photo, parts.detector, parts.upright_judge, options.rectify)
        except CardError as error:
            errors[owner].append(error)
            continue
        found_codes = [read_codes(card, photo) for card in found]
        cards += [without_codes(card, on_it) for card, on_it in zip(found, found_codes, strict=True)]
        codes += found_codes
        owners += [owner] * len(found)
        rectify_seconds += [(perf_counter() - started) / len(found)] * len(found)
    started = perf_counter()
    texts = recognize_text(cards, parts.engine, options.recognize)
    recognize_seconds = (perf_counter() - started) / max(1, len(cards))
    for card, on_it, owner, rectified_in, text in zip(cards, codes, owners, rectify_seconds, texts, strict=True):
        if isinstance(text, CardError):
            errors[owner].append(text)
            continue
        seconds = StageSeconds(rectify=round(rectified_in, 3), recognize=round(recognize_seconds, 3))
        readings[owner].append(_understand(card, on_it, text, options, engine=parts.engine.name, seconds=seconds))
    return tuple(
        PhotoReading(photo.file, photo.page, tuple(readings[owner]), tuple(errors[owner]))
        for owner, photo in enumerate(photos)
    )


def read_part(
    photo: Photo, card: CardReading, box: Box, parts: ReadingParts, options: ReadingOptions
) -> tuple[PartReading, ...]:
    """Read a part of a card that was found before: somebody points at it.

    Args:
        photo: The picture.
        card: What was read when the card was found in it.
        box: The part, in pixels of the card image, and on it.
        parts: What reads.
        options: The options of all stages.

    Returns:
        The likeliest first: by the lines that are found in it, then all of it as one line, where it may be one.
        None of them when nothing in it can be read.

    Raises:
        EngineFailedError: The engine failed on it.
        SetupError: The installation cannot read any card.
    """
    ways = part_of_card(photo, card, box, parts.detector, options.rectify)
    texts = recognize_text(ways, parts.engine, options.recognize)
    failures = [text for text in texts if isinstance(text, EngineFailedError)]
    if failures:
        raise failures[0]
    return tuple(
        PartReading(text, extract_fields(text, (way.even.shape[1], way.even.shape[0]), options.extract))
        for way, text in zip(ways, texts, strict=True)
        if not isinstance(text, CardError)
    )


def _understand(
    card: CardImage,
    codes: tuple[Code, ...],
    lines: tuple[TextLine, ...],
    options: ReadingOptions,
    *,
    engine: str,
    seconds: StageSeconds,
) -> CardReading:
    """Turn the text lines and codes of one card into its reading."""
    started = perf_counter()
    height, width = card.even.shape
    fields = extract_fields(lines, (width, height), options.extract)
    resolution = resolve_contact(fields, options.resolve, codes)
    return CardReading(
        file=card.file,
        page=card.page,
        card=card.number,
        quad=card.quad,
        orientation_degrees=card.orientation_degrees,
        size=(width, height),
        contact=resolution.contact,
        fields=resolution.fields,
        review_reasons=resolution.review_reasons,
        lines=tuple(line.text for line in lines),
        alternatives=tuple(line.alternatives for line in lines),
        line_places=tuple(
            LinePlace(box=line.box, direction=line.direction, confidence=line.confidence) for line in lines
        ),
        look=look_of(card.even),
        codes=tuple(code.text for code in codes),
        engine=engine,
        seconds=seconds.model_copy(update={"extract": round(perf_counter() - started, 3)}),
    )
