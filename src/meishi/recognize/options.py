"""The knobs of the recognize stage."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class RecognizeOptions(BaseModel):
    """How card images are cut into strips and which readings are kept.

    Attributes:
        padding: What a strip shows around its line on every side, as a share of the line's thickness.
        noise_confidence: A reading below this confidence that has no word or number in it is dropped as a piece of
            a logo or a texture.
        min_confidence: A reading below this is dropped whatever it says.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    padding: float = Field(default=0.15, ge=0, le=1)
    noise_confidence: float = Field(default=0.5, ge=0, le=1)
    min_confidence: float = Field(default=0.15, ge=0, le=1)
