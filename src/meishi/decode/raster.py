"""Picture files by Pillow: JPEG, PNG, TIFF, WebP, BMP, GIF and, with libheif, HEIC."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from meishi.decode.colour import to_bgr
from meishi.decode.options import DecodeOptions
from meishi.errors import PictureTooLargeError, UnreadableFileError

_FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "BMP", "GIF", "HEIF")
# What Pillow's readers raise on broken files besides OSError; they parse foreign bytes and let much through.
_BROKEN_FILE_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    OverflowError,
    RuntimeError,
    struct.error,
    zlib.error,
)


def open_pictures(content: bytes, path: Path, options: DecodeOptions) -> Iterator[NDArray[np.uint8]]:
    """Decode a picture file page by page.

    A TIFF gives each of its pages; of an animation or a multi-shot JPEG the first picture counts.

    Args:
        content: The whole file.
        path: Names the file in error messages.
        options: The limits.

    Yields:
        uint8, height x width x 3, BGR, with the EXIF orientation applied.

    Raises:
        UnreadableFileError: Not a picture, of an unknown format, truncated or broken.
        PictureTooLargeError: More pixels or pages than the limits allow; nothing was decoded.
    """
    with _translated(path, content, options):
        _register_heif()
        picture = Image.open(io.BytesIO(content), formats=_FORMATS)
    with picture:
        with _translated(path, content, options):
            page_count = _count_pages(picture, path, options)
        for index in range(page_count):
            with _translated(path, content, options):
                picture.seek(index)
                _refuse_too_many_pixels(picture, path, options)
                picture.load()
                pixels = to_bgr(_turned_as_taken(picture))
            yield pixels


@cache
def _register_heif() -> None:
    pillow_heif.register_heif_opener()


@contextmanager
def _translated(path: Path, content: bytes, options: DecodeOptions) -> Iterator[None]:
    """Turn what Pillow raises into this program's errors, and keep its warnings to itself."""
    try:
        with warnings.catch_warnings():
            # Pillow warns on odd metadata and on sizes that the limits below judge anyway.
            warnings.simplefilter("ignore")
            yield
    except (UnreadableFileError, PictureTooLargeError):
        raise
    except (Image.DecompressionBombError, MemoryError) as error:
        raise PictureTooLargeError(
            f"{path}: the picture has more pixels than the limit of {options.max_pixels:,}",
            hint="Save the picture smaller, at about 300 to 600 dpi.",
        ) from error
    except UnidentifiedImageError as error:
        raise _unknown_format(path, content) from error
    except _BROKEN_FILE_ERRORS as error:
        raise UnreadableFileError(
            f"{path}: the picture is truncated or broken ({error})",
            hint="Copy or sync it again; the transfer may not have finished.",
        ) from error


def _unknown_format(path: Path, content: bytes) -> UnreadableFileError:
    if _is_text(content):
        return UnreadableFileError(
            f"{path}: this is text, not a picture", hint="Name a photo or a scan; the suffix alone makes no picture."
        )
    return UnreadableFileError(
        f"{path}: not a picture in a known format",
        hint="Save it as JPEG, PNG, TIFF, WebP, HEIC or PDF; if it is one, it is broken: copy it again.",
    )


def _is_text(content: bytes) -> bool:
    head = content[:4096]
    if b"\0" in head:
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        # A cut at byte 4096 may split the last character; an error before that means other bytes than text.
        return len(head) == 4096 and error.start > len(head) - 4
    return True


def _count_pages(picture: Image.Image, path: Path, options: DecodeOptions) -> int:
    if picture.format != "TIFF":
        return 1
    # Asking for `n_frames` would walk a hostile file's whole chain of pages; step only as far as the limit.
    count = 1
    while True:
        try:
            picture.seek(count)
        except EOFError:
            return count
        count += 1
        if count > options.max_pages:
            raise PictureTooLargeError(
                f"{path}: the file has more than {options.max_pages} pages",
                hint="Split the file, or raise the limit on pages in the settings.",
            )


def _refuse_too_many_pixels(picture: Image.Image, path: Path, options: DecodeOptions) -> None:
    width, height = picture.size
    if width * height > options.max_pixels:
        raise PictureTooLargeError(
            f"{path}: the picture has {width} x {height} pixels, the limit is {options.max_pixels:,} in all",
            hint="Save the picture smaller, at about 300 to 600 dpi.",
        )


def _turned_as_taken(picture: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except _BROKEN_FILE_ERRORS:
        # Broken EXIF is no reason to refuse sound pixels; uprightness is found from the text later anyway.
        return picture
