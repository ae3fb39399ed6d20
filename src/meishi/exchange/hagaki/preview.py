"""PDF -> pictures of its pages."""

from __future__ import annotations

import io

import pypdfium2  # type: ignore[import-untyped]

PREVIEW_DPI = 150


def make_previews(pdf: bytes, *, dpi: int = PREVIEW_DPI) -> tuple[bytes, ...]:
    """Draw every page of a PDF.

    Returns:
        One PNG a page.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(_draw(page, dpi) for page in document)
    finally:
        document.close()


def _draw(page: pypdfium2.PdfPage, dpi: int) -> bytes:
    picture = io.BytesIO()
    page.render(scale=dpi / 72).to_pil().save(picture, format="PNG")
    return picture.getvalue()
