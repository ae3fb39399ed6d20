"""Read photos: the stages in order, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from pydantic import BaseModel, ConfigDict

from meishi.domain.card import CardImage
from meishi.domain.photo import Photo
from meishi.domain.reading import CardReading, LinePlace, StageSeconds
from meishi.domain.text import Code, OcrEngine, TextDetector, TextLine, UprightJudge
from meishi.errors import CardError
from meishi.extract import ExtractOptions, extract_fields
from meishi.recognize import RecognizeOptions, read_codes, recognize_text, without_codes
from meishi.rectify import RectifyOptions, find_cards, look_of
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
