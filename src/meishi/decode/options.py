"""The limits and choices of the decode stage."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class DecodeOptions(BaseModel):
    """What `open_photos` accepts and how it draws pages.

    The limits are checked against what a file's header says, before a single pixel is decoded.

    Attributes:
        max_bytes: Largest file that is read at all.
        max_pixels: Most pixels that one picture or page may have; an A4 page at 1000 dpi has 97 million.
        max_pages: Most pages that a PDF or TIFF may have.
        pdf_dpi: Resolution at which PDF pages with text or drawings are rendered; a page that is one scanned picture
            is rendered at that picture's own resolution.
    """

    model_config = ConfigDict(frozen=True)

    max_bytes: int = Field(default=200_000_000, gt=0)
    max_pixels: int = Field(default=100_000_000, gt=0)
    max_pages: int = Field(default=500, gt=0)
    pdf_dpi: float = Field(default=300.0, gt=0)
