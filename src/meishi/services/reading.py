"""Read: files of pictures become readings; nothing is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from meishi.decode import DecodeOptions, open_photos
from meishi.domain.photo import Photo
from meishi.domain.reading import CardReading
from meishi.errors import CardError
from meishi.pipeline import ReadingOptions, ReadingParts, read_photos

PHOTOS_A_BATCH = 8
"""How many photos share one start of the text engine; more costs memory and saves nothing that can be measured."""


OpenFile = Callable[[Path, DecodeOptions], Iterator[Photo]]
"""Opens a file, one photo a page; raises a CardError where it cannot."""
StepLimit = Callable[[int], AbstractContextManager[object]]
"""Watches over a step that works on so many photos."""


@dataclass
class FileReading:
    """What one file gave.

    Attributes:
        path: The file as the user named it.
        sha256: Hex digest of its bytes; empty when it could not be opened.
        readings: Its cards, page by page.
        errors: Why the file, a page or a card of it could not be read.
    """

    path: Path
    sha256: str = ""
    readings: list[CardReading] = field(default_factory=list)
    errors: list[CardError] = field(default_factory=list)


def read_files(
    paths: Sequence[Path],
    parts: ReadingParts,
    options: ReadingOptions | None = None,
    decode_options: DecodeOptions | None = None,
    *,
    open_file: OpenFile = open_photos,
    step_limit: StepLimit = nullcontext[int],
) -> Iterator[FileReading]:
    """Read the cards of files, several photos at a time.

    Args:
        paths: Files, not folders.
        parts: What reads.
        options: How to read.
        decode_options: Limits for opening.
        open_file: Opens each of them.
        step_limit: Entered around every step, with the number of photos that it works on.

    Yields:
        One result a file, in the order given, as soon as it is known.

    Raises:
        SetupError: The installation cannot read any card.
    """
    options, decode_options = options or ReadingOptions(), decode_options or DecodeOptions()
    results = [FileReading(path) for path in paths]
    batch: list[tuple[FileReading, Photo]] = []
    given = 0
    for number, result in enumerate(results, start=1):
        try:
            for photo in _open_each(open_file(result.path, decode_options), step_limit):
                result.sha256 = photo.sha256
                batch.append((result, photo))
                if len(batch) == PHOTOS_A_BATCH:
                    _read_batch(batch, parts, options, step_limit)
        except CardError as error:
            result.errors.append(error)
        if batch and number == len(results):
            _read_batch(batch, parts, options, step_limit)
        if not batch:
            yield from results[given:number]
            given = number


def _open_each(photos: Iterator[Photo], step_limit: StepLimit) -> Iterator[Photo]:
    while True:
        with step_limit(1):
            photo = next(photos, None)
        if photo is None:
            return
        yield photo


def _read_batch(
    batch: list[tuple[FileReading, Photo]], parts: ReadingParts, options: ReadingOptions, step_limit: StepLimit
) -> None:
    """Read the photos that have gathered, hand their results out, and empty the batch."""
    photos = [photo for _, photo in batch]
    with step_limit(len(photos)):
        photo_readings = read_photos(photos, parts, options)
    for (result, _), photo_reading in zip(batch, photo_readings, strict=True):
        result.readings += photo_reading.readings
        result.errors += photo_reading.errors
    batch.clear()
