"""From a path to photos."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from meishi.decode.options import DecodeOptions
from meishi.decode.pdf import is_pdf, open_pages
from meishi.decode.raster import open_pictures
from meishi.decode.stored import read_bytes
from meishi.domain.photo import Photo


def open_photos(path: Path, options: DecodeOptions | None = None) -> Iterator[Photo]:
    """Open a picture file, one photo a page.

    The format is told by the content, not by the suffix. Pages are decoded one at a time, as they are asked for.

    Args:
        path: JPEG, PNG, TIFF (all pages), WebP, BMP, GIF, HEIC or PDF (all pages); of an animation the first picture.
        options: Limits and resolution.

    Yields:
        The pages in order, numbered from 1, BGR, with the EXIF orientation applied, transparent parts white; `file`
        is the path as given.

    Raises:
        UnreadableFileError: Missing, a folder, not permitted, empty, truncated, encrypted, or no picture.
        PictureTooLargeError: Beyond the limits on bytes, pixels or pages; refused before decoding.
    """
    options = options or DecodeOptions()
    yield from open_content(read_bytes(path, options), path, options)


def open_content(content: bytes, path: Path, options: DecodeOptions) -> Iterator[Photo]:
    """Open a picture file whose bytes are at hand already, like `open_photos` does.

    Args:
        content: The whole file.
        path: What the file is called where it lies.
        options: Limits and resolution.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    open_format = open_pages if is_pdf(content) else open_pictures
    for number, pixels in enumerate(open_format(content, path, options), start=1):
        yield Photo(pixels=pixels, file=str(path), page=number, sha256=sha256)
