"""What is written beside the pictures: `truth.jsonl` says what the cards say, `geometry.jsonl` where it stands."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from generator.camera import Placed
from generator.sheet import Face

Record = dict[str, Any]


def _points(polygon: Iterable[Iterable[float]]) -> list[list[float]]:
    return [[round(float(x), 1), round(float(y), 1)] for x, y in polygon]


def truth_record(face: Face, *, file: str, page: int | None, card: int, kind: str, scene: str) -> Record:
    """Write down what one side of a card says."""
    truth = face.sheet.truth()
    record: Record = {"file": file}
    if page is not None:
        record["page"] = page
    record |= {
        "card": card,
        "lang": face.language,
        "kind": kind,
        "scene": scene,
        "side": face.side,
        "person": face.person,
        "company": face.company,
        "layout": face.layout,
        "fonts": list(face.fonts),
        "fields": truth.fields(),
    }
    if face.unsure:
        record["unsure"] = list(face.unsure)
    if others := truth.alternates():
        record["alternate_addresses"] = others
    return record


def geometry_record(placed: Placed, *, file: str, page: int | None, card: int, size: tuple[int, int]) -> Record:
    """Write down where one side of a card and each of its lines stand in the picture.

    Args:
        placed: The card and its corners.
        file: Picture.
        page: Page of a PDF, from 1.
        card: Number of the card in the picture or page, from 1.
        size: Width and height of the picture in pixels, after its EXIF orientation was applied.
    """
    face = placed.face
    lines = [
        {
            "text": line.phrase.text.strip(),
            "direction": "vertical" if line.vertical else "horizontal",
            "kind": line.phrase.line_kind(),
            "polygon": _points(polygon),
            "spans": _spans(line.phrase.text, line.phrase.spans()),
        }
        for line, polygon in zip(face.lines, placed.line_polygons(), strict=True)
    ]
    record: Record = {"file": file}
    if page is not None:
        record["page"] = page
    return record | {
        "card": card,
        "picture_size": list(size),
        "quad": _points(placed.quad),
        "face_size": [round(face.sheet.width * 350 / 25.4), round(face.sheet.height * 350 / 25.4)],
        "face_size_mm": [face.sheet.width, face.sheet.height],
        "lines": lines,
    }


def _spans(text: str, spans: list[dict[str, Any]]) -> list[dict[str, Any]]:
    lead = len(text) - len(text.lstrip())
    return [span | {"start": span["start"] - lead, "end": span["end"] - lead} for span in spans]


def write_records(folder: Path, truths: Iterable[Record], geometries: Iterable[Record]) -> None:
    """Write both files, one JSON object a line."""
    for name, records in (("truth.jsonl", truths), ("geometry.jsonl", geometries)):
        with (folder / name).open("w", encoding="utf-8") as stream:
            stream.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
