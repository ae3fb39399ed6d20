"""What a caller can choose about extraction."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class ExtractOptions(BaseModel):
    """Options of `extract_fields`.

    Attributes:
        min_confidence: Values below this confidence (0..1) are not given out as fields.
    """

    model_config = ConfigDict(frozen=True)

    min_confidence: float = 0.05
