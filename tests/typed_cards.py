"""Loads cards that were typed by hand (tests/golden/typed_cards.txt)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from meishi.domain.text import Direction, TextLine
from meishi.services.evaluate import LabelledCard

TYPED_CARDS = Path(__file__).parent / "golden" / "typed_cards.txt"

_HEAD = re.compile(r"card (\S+) (\d+)x(\d+) (\S+)")
_LINE = re.compile(r"(v?)(\d+) (\d+),(\d+) (.+)")
_FIELD = re.compile(r"= (\w+): (.+)")


@dataclass(frozen=True)
class TypedCard:
    """A card with its lines and what a reader should find.

    Attributes:
        name: What the card is called in the file.
        lines: In the order typed.
        size: Width and height in pixels.
        truth: The fields, and in `other_addresses` those beyond the first.
        other_addresses: Further addresses of the card.
    """

    name: str
    lines: tuple[TextLine, ...]
    size: tuple[int, int]
    truth: LabelledCard
    other_addresses: tuple[str, ...]


def typed_cards(path: Path = TYPED_CARDS) -> Iterator[TypedCard]:
    """Load the cards of a file."""
    text = re.sub(r"^#.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for block in text.strip().split("\n\n"):
        head, *rest = block.strip().splitlines()
        name, width, height, language = _HEAD.fullmatch(head).groups()
        lines = [_line(*match.groups()) for row in rest if (match := _LINE.fullmatch(row))]
        values = [match.groups() for row in rest if (match := _FIELD.fullmatch(row))]
        if len(lines) + len(values) != len(rest):
            raise ValueError(f"card {name}: a row is neither a line nor a field")
        fields, others = _fields(values)
        unsure = [field for key, value in values if key == "unsure" for field in value.split()]
        record = {"file": name, "lang": language, "kind": "typed", "fields": fields, "unsure": unsure}
        truth = LabelledCard.model_validate(record)
        yield TypedCard(name, tuple(lines), (int(width), int(height)), truth, others)


def _line(column: str, size: str, left: str, top: str, text: str) -> TextLine:
    thickness = int(size)
    length = round(sum(0.5 if glyph.isascii() else 1.0 for glyph in text) * thickness)
    extent = (thickness, length) if column else (length, thickness)
    direction = Direction.VERTICAL if column else Direction.HORIZONTAL
    return TextLine(text, 0.96, (int(left), int(top), *extent), direction)


def _fields(values: list[tuple[str, str]]) -> tuple[dict, tuple[str, ...]]:
    fields: dict = {}
    addresses = [value for field, value in values if field == "address"]
    for field, value in values:
        if field == "phones":
            kind, _, number = value.partition(" ")
            fields.setdefault("phones", []).append({"type": kind, "number": number})
        elif field == "unsure":
            continue
        elif field in ("emails", "urls"):
            fields.setdefault(field, []).append(value)
        else:
            fields.setdefault(field, value)
    return fields, tuple(addresses[1:])
