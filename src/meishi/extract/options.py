"""What a caller can choose about extraction."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Setting


class ExtractOptions(BaseModel):
    """Options of `extract_fields`.

    Attributes:
        labeller: What says which text is a name, a company, a department, a title or an address: `learned` from drawn
            cards, with the rules as one of its cues; `rules` alone.
        model: The learned labeller's model, as `ChainModel.to_bytes` writes it; None for the one that came with meishi.
        min_confidence: Values below this confidence (0..1) are not given out as fields.
    """

    model_config = ConfigDict(frozen=True)

    labeller: Literal["learned", "rules"] = "learned"
    model: bytes | None = Setting(default=None, repr=False)
    min_confidence: float = 0.05
