"""Pictures as files, and their records."""

from __future__ import annotations

import io
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pillow_heif
from PIL import Image

from generator.camera import Picture8, Placed
from generator.draws import Draws
from generator.records import Record, geometry_record, truth_record

Records = tuple[list[Record], list[Record]]
"""Truth and geometry records, in step."""

_PDF_DATE = time.struct_time((2026, 1, 1, 0, 0, 0, 3, 1, 0))
_ORIENTATION_TAG = 0x0112
_TURNS = {3: 2, 6: 1, 8: 3}
"""EXIF orientation -> quarter turns clockwise that a viewer applies (EXIF 2.32, tag Orientation)."""


@dataclass(frozen=True)
class Page:
    """One picture, or one page of a PDF.

    Attributes:
        pixels: uint8, height x width x 3, RGB, as a viewer shows it.
        placed: The cards in it.
    """

    pixels: Picture8
    placed: Sequence[Placed]


@dataclass(frozen=True)
class Work:
    """One file to make.

    Attributes:
        set_name: Which set.
        seed: Seed of the set.
        index: Number in the set, from 1.
        folder: Where to; files are named after set and index.
        faces_only: Records alone, no pictures.
    """

    set_name: str
    seed: int
    index: int
    folder: Path
    faces_only: bool = False

    def draws(self) -> Draws:
        """Get the source of chance of this file."""
        return Draws(f"{self.seed}/{self.set_name}/{self.index}")

    def save(self, file: str, content: bytes, pages: Sequence[Page], *, kind: str, scene: str) -> Records:
        """Write one file and get its records."""
        (self.folder / file).write_bytes(content)
        return records_of(file, pages, kind=kind, scene=scene)

    def save_jpeg(self, stem: str, page: Page, *, quality: int, kind: str, scene: str, orientation: int = 1) -> Records:
        """Write a picture as JPEG and get its records."""
        content = encode_jpeg(page.pixels, quality, orientation=orientation)
        return self.save(stem + ".jpg", content, [page], kind=kind, scene=scene)


def records_of(file: str, pages: Sequence[Page], *, kind: str, scene: str) -> Records:
    """Get the records of all cards in a file."""
    truths: list[Record] = []
    geometries: list[Record] = []
    for number, page in enumerate(pages, start=1):
        page_number = number if file.endswith(".pdf") else None
        size = (page.pixels.shape[1], page.pixels.shape[0])
        for card, placed in enumerate(page.placed, start=1):
            truths.append(truth_record(placed.face, file=file, page=page_number, card=card, kind=kind, scene=scene))
            geometries.append(geometry_record(placed, file=file, page=page_number, card=card, size=size))
    return truths, geometries


def encode_jpeg(pixels: Picture8, quality: int, *, orientation: int = 1) -> bytes:
    """Encode a picture as JPEG; with an orientation, the pixels are stored turned so that a viewer turns them back."""
    stored = np.ascontiguousarray(np.rot90(pixels, _TURNS.get(orientation, 0)))
    exif = Image.Exif()
    if orientation != 1:
        exif[_ORIENTATION_TAG] = orientation
    buffer = io.BytesIO()
    Image.fromarray(stored).save(buffer, "JPEG", quality=quality, exif=exif)
    return buffer.getvalue()


def encode_png(pixels: Picture8) -> bytes:
    """Encode a picture as PNG."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def encode_heic(pixels: Picture8, quality: int) -> bytes:
    """Encode a picture as HEIC, as telephones do."""
    buffer = io.BytesIO()
    pillow_heif.from_pillow(Image.fromarray(pixels)).save(buffer, quality=quality)
    return buffer.getvalue()


def encode_pdf(pages: Sequence[Picture8], dpi: float, quality: int) -> bytes:
    """Encode pages as a PDF of JPEGs, dated alike whenever it is made."""
    images = [Image.fromarray(pixels) for pixels in pages]
    buffer = io.BytesIO()
    images[0].save(
        buffer,
        "PDF",
        save_all=True,
        append_images=images[1:],
        resolution=dpi,
        quality=quality,
        creationDate=_PDF_DATE,
        modDate=_PDF_DATE,
    )
    return buffer.getvalue()
