"""The choices of the detect stage."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class DetectOptions(BaseModel):
    """How `LineDetector` looks for text.

    Attributes:
        long_side_px: Pictures are reduced to this long side for the network; smaller ones are left as they are.
        ink_threshold: From which text probability a pixel counts as text, 0..1.
        min_score: Regions whose mean text probability is lower are dropped, 0..1.
        unclip_ratio: The network marks the core of a line only; its box grows by area x ratio / perimeter.
        max_gap: Widest gap between two pieces of one line, in line heights; a wider one parts two columns.
        max_glyph_gap: The same between single glyphs, because names are often letter-spaced.
    """

    model_config = ConfigDict(frozen=True)

    long_side_px: int = Field(default=960, ge=64)
    ink_threshold: float = Field(default=0.3, gt=0, lt=1)
    min_score: float = Field(default=0.55, ge=0, lt=1)
    unclip_ratio: float = Field(default=1.6, ge=0)
    max_gap: float = Field(default=1.2, ge=0)
    max_glyph_gap: float = Field(default=2.2, ge=0)
