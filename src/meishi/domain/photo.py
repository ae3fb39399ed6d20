"""The picture a card comes in: one photograph, one scan, one page of a PDF."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Photo:
    """One decoded picture.

    Attributes:
        pixels: uint8, height x width x 3, BGR, with the EXIF orientation applied.
        file: The name of the file it came from, as the user gave it.
        page: Page within the file, from 1; 1 for formats without pages.
        sha256: Hex digest of the whole file's bytes.
    """

    pixels: NDArray[np.uint8]
    file: str
    page: int = 1
    sha256: str = ""
