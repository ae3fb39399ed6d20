"""The choices of the rectify stage."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class RectifyOptions(BaseModel):
    """How `find_cards` looks for cards and draws them.

    Attributes:
        search_side_px: Long side of the reduced picture in which text and cards are looked for.
        refine_side_px: Long side of the larger picture in which the sides of found cards are placed exactly.
        card_side_px: Long side of the reduced card image in which its text regions are found.
        min_long_side_px: Card images are enlarged to at least this long side.
        max_long_side_px: Card images are reduced to at most this long side.
        min_quality: Quads of a lower quality (0..1) are no better than taking the text as it lies.
    """

    model_config = ConfigDict(frozen=True)

    search_side_px: int = Field(default=640, ge=200)
    refine_side_px: int = Field(default=1600, ge=200)
    card_side_px: int = Field(default=800, ge=200)
    min_long_side_px: int = Field(default=1000, ge=200)
    max_long_side_px: int = Field(default=2000, ge=200)
    min_quality: float = Field(default=0.35, ge=0, le=1)
