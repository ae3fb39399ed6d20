"""Flat card sides to make pictures of: drawn once by the generator of `samples`, then kept in a folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

DPI = 300
PX_PER_MM = DPI / 25.4

# What is drawn in turn. Columns are rarer in the world than here, but they are what a detector gets wrong.
_KINDS = ("ja", "latin", "vertical", "bilingual", "ja", "latin", "vertical", "pair")
_FURIGANA = "furigana"


@dataclass(frozen=True, eq=False)
class FlatLine:
    """A line of text on a flat card side.

    Attributes:
        box: Left, top, right, bottom of the ink, in pixels of the side.
        vertical: Set in a column.
        furigana: Small kana that tell how a name is read.
    """

    box: tuple[float, float, float, float]
    vertical: bool
    furigana: bool


@dataclass(frozen=True, eq=False)
class FlatCard:
    """One side of a card as printed.

    Attributes:
        pixels: uint8, height x width x 3, BGR, at `PX_PER_MM`.
        lines: All its text.
        round_corners: Whether the corners are rounded off.
    """

    pixels: NDArray[np.uint8]
    lines: tuple[FlatLine, ...]
    round_corners: bool = False


def draw_faces(folder: Path, *, pool_name: str, count: int, seed: int) -> None:
    """Draw card sides into a folder, as PNG files and one `faces.jsonl`; does nothing when they are there already.

    Args:
        folder: Made when it does not exist.
        pool_name: `train` or `held-out`; the pools share no person, company, typeface or layout.
        count: How many cards; one in eight has a second side.
        seed: The same seed draws the same cards.
    """
    listing = folder / "faces.jsonl"
    if listing.exists():
        return
    # Only here: whoever has the drawn faces needs no fonts.
    from generator.draws import Draws, Pool  # noqa: PLC0415
    from generator.faces import draw_card  # noqa: PLC0415
    from generator.sheet import DoesNotFitError  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    records = []
    for number in range(count):
        kind = _KINDS[number % len(_KINDS)]
        try:
            sides = draw_card(Draws(f"{seed}/text-finder/{pool_name}/{number}"), Pool(pool_name), kind)
        except DoesNotFitError:
            continue
        for side_number, side in enumerate(sides):
            name = f"{number:05d}-{side_number}.png"
            pixels = side.draw(DPI)
            height, width = pixels.shape[:2]
            cv2.imwrite(str(folder / name), pixels[:, :, ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 1])
            lines = [
                {
                    "box": [
                        round(share * side_px, 1) for share, side_px in zip(line.box, (width, height) * 2, strict=True)
                    ],
                    "vertical": line.vertical,
                    "furigana": line.phrase.line_kind() == _FURIGANA,
                }
                for line in side.lines
            ]
            records.append({"file": name, "round_corners": side.sheet.corner_radius > 0, "lines": lines})
    partial = listing.with_suffix(".partial")
    partial.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    partial.rename(listing)


class FaceBox:
    """The drawn card sides of a folder.

    Args:
        folder: What `draw_faces` filled.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with (folder / "faces.jsonl").open(encoding="utf-8") as listing:
            self._records = [json.loads(record) for record in listing]

    def __len__(self) -> int:
        """The number of sides."""
        return len(self._records)

    def pick(self, chance: np.random.Generator) -> FlatCard:
        """Read one side from the folder."""
        record = self._records[int(chance.integers(len(self._records)))]
        pixels = np.asarray(cv2.imread(str(self._folder / record["file"])), dtype=np.uint8)
        lines = tuple(FlatLine(tuple(line["box"]), line["vertical"], line["furigana"]) for line in record["lines"])
        return FlatCard(pixels, lines, record["round_corners"])
