"""PDF pages by PDFium."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
from numpy.typing import NDArray

from meishi.decode.options import DecodeOptions
from meishi.errors import PictureTooLargeError, UnreadableFileError

_POINTS_PER_INCH = 72.0
# A scan fills its page but for a rim; a smaller picture is a part of a designed page.
_SCAN_COVERAGE = 0.85
_MAX_SCAN_DPI = 1200.0


def is_pdf(content: bytes) -> bool:
    """Tell a PDF by its header, which readers accept anywhere in the first 1024 bytes (ISO 32000-1, annex H)."""
    return b"%PDF-" in content[:1024]


def open_pages(content: bytes, path: Path, options: DecodeOptions) -> Iterator[NDArray[np.uint8]]:
    """Render a PDF page by page.

    Args:
        content: The whole file.
        path: Names the file in error messages.
        options: The limits and the resolution.

    Yields:
        uint8, height x width x 3, BGR, on white.

    Raises:
        UnreadableFileError: Encrypted, broken or without pages.
        PictureTooLargeError: More pages, or a page (or picture in it) with more pixels than the limits allow;
            nothing of it was rendered.
    """
    document = _open_document(content, path)
    try:
        page_count = len(document)
        if page_count == 0:
            raise UnreadableFileError(f"{path}: the PDF has no pages", hint="Scan or export it again.")
        if page_count > options.max_pages:
            raise PictureTooLargeError(
                f"{path}: the PDF has {page_count} pages, the limit is {options.max_pages}",
                hint="Split the file, or raise the limit on pages in the settings.",
            )
        for index in range(page_count):
            yield _render(document, index, path, options)
    finally:
        document.close()


def _open_document(content: bytes, path: Path) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableFileError(
                f"{path}: the PDF is encrypted", hint="Save a copy without a password and read that."
            ) from error
        raise UnreadableFileError(
            f"{path}: the PDF is broken ({error})", hint="Copy or scan it again; the transfer may not have finished."
        ) from error
    # Form fields and notes that somebody typed on the card are drawn too.
    document.init_forms()
    return document


def _render(document: pypdfium2.PdfDocument, index: int, path: Path, options: DecodeOptions) -> NDArray[np.uint8]:
    try:
        page = document[index]
        try:
            dpi = _choose_dpi(page, f"{path}, page {index + 1}", options)
            bitmap = page.render(scale=dpi / _POINTS_PER_INCH, maybe_alpha=False)
            try:
                return np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])
            finally:
                bitmap.close()
        finally:
            page.close()
    except pypdfium2.PdfiumError as error:
        raise UnreadableFileError(
            f"{path}: page {index + 1} of the PDF is broken ({error})", hint="Scan or export that page again."
        ) from error


def _choose_dpi(page: pypdfium2.PdfPage, where: str, options: DecodeOptions) -> float:
    """Choose a page's resolution: a scan's own, else the wanted one, less where the page is a poster."""
    width_points, height_points = page.get_size()
    page_area = width_points * height_points
    if not page_area > 0:
        raise UnreadableFileError(f"{where}: the page has no size", hint="Scan or export that page again.")
    wanted_dpi = options.pdf_dpi
    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        width_px, height_px = picture.get_px_size()
        if width_px * height_px > options.max_pixels:
            raise PictureTooLargeError(
                f"{where}: holds a picture of {width_px} x {height_px} pixels, the limit is "
                f"{options.max_pixels:,} in all",
                hint="Scan it again at about 300 to 600 dpi.",
            )
        left, bottom, right, top = picture.get_bounds()
        picture_area = (right - left) * (top - bottom)
        if picture_area >= _SCAN_COVERAGE * page_area:
            wanted_dpi = min(_POINTS_PER_INCH * math.sqrt(width_px * height_px / picture_area), _MAX_SCAN_DPI)
    fitting_dpi = _POINTS_PER_INCH * math.sqrt(options.max_pixels / page_area) * 0.999
    if fitting_dpi < _POINTS_PER_INCH:
        raise PictureTooLargeError(
            f"{where}: the page measures {width_points:.0f} x {height_points:.0f} points, which is more than "
            f"{options.max_pixels:,} pixels at 72 dpi",
            hint="Export the page at its real paper size.",
        )
    return min(wanted_dpi, fitting_dpi)
