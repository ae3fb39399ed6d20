"""Cards with known meaning as they were really read: drawn pictures, found and read by the stages before extraction.

What finding and reading text does to a card cannot be made up in full: columns that run together, lines that are cut,
specks read as letters, boxes that are too high. These cards carry it all, and each character still has its meaning,
because the generator knows where it drew what.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from meishi.decode import DecodeOptions, open_photos
from meishi.domain.card import CardImage
from meishi.domain.text import Direction, TextLine
from meishi.errors import CardError
from meishi.pipeline import ReadingParts
from meishi.recognize import RecognizeOptions, recognize_text
from meishi.rectify import RectifyOptions, find_cards
from training.field_labeller.faces import (
    Meaning,
    MeantCard,
    MeantLine,
    meant_line,
    number_addresses,
    records,
    truth_of,
    with_lines,
)

PICTURES_SEED = 21
"""Seed of the pictures that are read; those of the drawn cards are others."""

_READ = "read.jsonl"
_FILES_A_BATCH = 8
_OUTSIDE = 0.15
"""How far a drawn line may lie outside a found card, as a share of the card, and still be looked for on it."""

_READABLE = 0.4
"""How much of a line has to be read right for it to keep its meaning; less is noise that no field is made of."""

_Owned = tuple[int, Meaning]
"""A meaning, and which of the drawn lines under a read one it belongs to."""


def draw_pictures(folder: Path, *, set_name: str, count: int, seed: int) -> None:
    """Draw labelled pictures, unless the folder has them already."""
    if not (folder / "geometry.jsonl").exists():
        from generator.sets import generate  # noqa: PLC0415 - whoever has the pictures needs no fonts

        generate(set_name, count, seed, folder)


def read_pictures(folder: Path, parts: ReadingParts) -> None:
    """Find and read the cards of a folder, and keep their text lines in it; what was read before is not read again."""
    path = folder / _READ
    files = list(dict.fromkeys(truth["file"] for truth in records(folder / "truth.jsonl")))
    done = {record["file"] for record in records(path)} if path.exists() else set()
    left = [file for file in files if file not in done]
    for start in range(0, len(left), _FILES_A_BATCH):
        cards: list[CardImage] = []
        batch = left[start : start + _FILES_A_BATCH]
        for photo in (photo for file in batch for photo in open_photos(folder / file, DecodeOptions())):
            try:
                cards += find_cards(photo, parts.detector, parts.upright_judge, RectifyOptions())
            except CardError:
                continue
        texts = recognize_text(cards, parts.engine, RecognizeOptions())
        found = [
            _record(card, text) for card, text in zip(cards, texts, strict=True) if not isinstance(text, CardError)
        ]
        with path.open("a", encoding="utf-8") as stream:
            stream.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in found)


def _record(card: CardImage, lines: Sequence[TextLine]) -> dict[str, Any]:
    height, width = card.even.shape
    return {
        "file": Path(card.file).name,
        "page": card.page,
        "quad": card.quad,
        "size": (width, height),
        "lines": [
            (line.text, round(line.confidence, 3), line.box, line.direction.value, line.alternatives) for line in lines
        ],
    }


def load_read_cards(folder: Path) -> Iterator[MeantCard]:
    """Give the cards of a folder as they were read, each character with the meaning of what was drawn there.

    Args:
        folder: Drawn by `draw_pictures` and read by `read_pictures`.
    """
    drawn = list(zip(records(folder / "truth.jsonl"), records(folder / "geometry.jsonl"), strict=True))
    for read in records(folder / _READ):
        width, height = read["size"]
        corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
        onto_card = cv2.getPerspectiveTransform(np.array(read["quad"], np.float32), corners)
        on_page = [
            (truth, [_on_card(meant_line(line), line["polygon"], onto_card) for line in geometry["lines"]])
            for truth, geometry in drawn
            if truth["file"] == read["file"] and (truth.get("page") or 1) == read["page"]
        ]
        if not on_page:
            continue
        truth, lines = max(on_page, key=lambda card: sum(_is_inside(line, (width, height)) for line in card[1]))
        if sum(_is_inside(line, (width, height)) for line in lines) < len(lines) / 2:
            continue  # no card of ours: something else was taken for one
        others = tuple(other["address"] for other in truth.get("alternate_addresses", ()))
        numbered = number_addresses(lines, (truth["fields"].get("address", ""), *others))
        card = MeantCard((), (width, height), truth_of(truth, lines), others)
        yield with_lines(card, (with_meanings(line, numbered) for line in read["lines"]))


def _on_card(line: MeantLine, polygon: Sequence[Sequence[float]], onto_card: NDArray[np.float64]) -> MeantLine:
    points = cv2.perspectiveTransform(np.array([polygon], np.float32), onto_card)[0]
    left, top = points.min(axis=0)
    right, bottom = points.max(axis=0)
    box = (round(left), round(top), max(1, round(right - left)), max(1, round(bottom - top)))
    return MeantLine(line.text, box, line.direction, line.meanings)


def _is_inside(line: MeantLine, size: tuple[int, int]) -> bool:
    x, y, width, height = line.box
    across, down = (x + width / 2) / size[0], (y + height / 2) / size[1]
    return -_OUTSIDE < across < 1 + _OUTSIDE and -_OUTSIDE < down < 1 + _OUTSIDE


def with_meanings(read: Sequence[Any], drawn: Sequence[MeantLine]) -> MeantLine:
    """Carry the meanings of the drawn lines that a read line lies over to its characters.

    Args:
        read: Text, confidence, box, direction and other readings, as `read_pictures` keeps them.
        drawn: The lines of the card as drawn, in pixels of the card that was found.
    """
    text, confidence, box, direction, alternatives = read
    x, y, width, height = box
    column = direction == Direction.VERTICAL
    under = [line for line in drawn if _shared(line.box, (x, y, width, height)) > 0.35]
    under.sort(key=lambda line: line.box[1] if column else line.box[0])
    printed = " ".join(line.text for line in under)
    meaning_of: list[_Owned | None] = []
    for number, line in enumerate(under):
        for place in range(len(line.text)):
            covering = next((meaning for meaning in line.meanings if meaning.start <= place < meaning.end), None)
            meaning_of.append((number, covering) if covering else None)
        meaning_of.append(None)
    matcher = SequenceMatcher(None, text, printed, autojunk=False)
    own = _aligned(matcher, meaning_of) if matcher.ratio() >= _READABLE else [None] * len(text)
    meanings = tuple(_runs(own)) or (Meaning(0, len(text), "other"),)
    return MeantLine(
        text, (x, y, width, height), Direction(direction), meanings, confidence, alternatives=tuple(alternatives)
    )


def _shared(drawn: Sequence[int], read: Sequence[int]) -> float:
    """Give the share of the smaller of two boxes that the other one covers."""
    wide = min(drawn[0] + drawn[2], read[0] + read[2]) - max(drawn[0], read[0])
    high = min(drawn[1] + drawn[3], read[1] + read[3]) - max(drawn[1], read[1])
    smaller = min(drawn[2] * drawn[3], read[2] * read[3])
    return max(0, wide) * max(0, high) / max(1, smaller)


def _aligned(matcher: SequenceMatcher[str], meaning_of: Sequence[_Owned | None]) -> list[_Owned | None]:
    own: list[_Owned | None] = []
    for operation, start, end, printed_start, printed_end in matcher.get_opcodes():
        length, printed_length = end - start, printed_end - printed_start
        if operation == "delete":  # read, but not printed
            own += [None] * length
            continue
        own += [meaning_of[printed_start + step * printed_length // length] for step in range(length)]
    return own


def _runs(own: Sequence[_Owned | None]) -> Iterator[Meaning]:
    """Give each meaning the stretch of characters from its first to its last."""
    for owned in dict.fromkeys(owned for owned in own if owned is not None):
        places = [place for place, other in enumerate(own) if other == owned]
        yield replace(owned[1], start=places[0], end=places[-1] + 1)
