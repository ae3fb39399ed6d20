"""Which way up a card is, told by Tesseract's orientation and script detection (OSD)."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import pytesseract  # type: ignore[import-untyped]
from numpy.typing import NDArray
from PIL import Image

from meishi.errors import EngineMissingError

# From this confidence on, OSD is taken to be as good as certain.
_CERTAIN = 8.0


@dataclass(frozen=True)
class OsdUprightJudge:
    """Asks Tesseract's OSD; an `UprightJudge`.

    Attributes:
        long_side_px: The picture is reduced to this long side; larger ones cost more and are judged no better.
        timeout_seconds: A call that hangs is stopped after this time and counts as undecided.
    """

    long_side_px: int = 720
    timeout_seconds: float = 20.0

    def judge_upright(self, even: NDArray[np.uint8]) -> tuple[int, float]:
        """Tell how far a card has to be turned to stand upright.

        Args:
            even: uint8, height x width, grey, evened light.

        Returns:
            Quarter turns clockwise that set the card upright (0 to 3), and the confidence, 0..1; `(0, 0.0)` when
            there are too few characters to tell.

        Raises:
            EngineMissingError: Tesseract or its `osd` data is not installed.
        """
        scale = min(1.0, self.long_side_px / max(even.shape))
        reduced = cv2.resize(even, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        try:
            found = pytesseract.image_to_osd(
                Image.fromarray(reduced),
                config="--psm 0 --dpi 200",
                output_type=pytesseract.Output.DICT,
                timeout=self.timeout_seconds,
            )
        except pytesseract.TesseractNotFoundError as error:
            raise EngineMissingError(
                "Tesseract is not installed", hint="Install it: on Debian and Ubuntu, apt install tesseract-ocr."
            ) from error
        except pytesseract.TesseractError as error:
            if "osd" in str(error.message) and "load" in str(error.message):
                raise EngineMissingError(
                    "Tesseract lacks its orientation data (osd)",
                    hint="Install it: on Debian and Ubuntu, apt install tesseract-ocr-osd.",
                ) from error
            # Cards with few characters end here; the caller knows what to do without a verdict.
            return 0, 0.0
        except RuntimeError:
            # pytesseract's way of saying that the time was up.
            return 0, 0.0
        # `rotate` is the clockwise turn that mends the picture; `orientation` is its inverse.
        return round(found["rotate"] / 90) % 4, min(1.0, max(0.0, found["orientation_conf"]) / _CERTAIN)
