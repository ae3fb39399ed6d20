"""Cards with known meaning for every character: drawn by the generator of `samples`, or typed in for tests."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from meishi.domain.text import Box, Direction, TextLine
from meishi.recognize.layout import reading_order
from meishi.services.evaluate import LabelledCard

ADDRESS_LABELS = frozenset({"address", "building", "postal_code"})


@dataclass(frozen=True)
class Meaning:
    """What a run of characters of a line means.

    Attributes:
        start: First character.
        end: One past the last character.
        label: The generator's word for it: company, department, title, name, name_kana, name_roman, postal_code,
            address, building, telephone, fax, mobile, extension, email, url, label, other.
        is_translation: Whether the card says it elsewhere in its main language, so that no field wants it.
        address: For a piece of an address, which of the card's addresses it belongs to, from 0.
    """

    start: int
    end: int
    label: str
    is_translation: bool = False
    address: int = 0


@dataclass(frozen=True)
class MeantLine:
    """A line of text and what its parts mean.

    Attributes:
        text: As printed, or as it was read.
        box: Where it stands, in pixels of the card.
        direction: Line or column.
        meanings: From left to right, not overlapping.
        confidence: How sure an engine is of the reading, 0..1.
        alternatives: Other readings of the line.
    """

    text: str
    box: Box
    direction: Direction
    meanings: tuple[Meaning, ...]
    confidence: float = 0.97
    alternatives: tuple[str, ...] = ()

    def as_text_line(self) -> TextLine:
        """Give the line as the extract stage gets it."""
        return TextLine(self.text, self.confidence, self.box, self.direction, alternatives=self.alternatives)


@dataclass(frozen=True)
class MeantCard:
    """One side of a card: its lines with their meanings, and its fields.

    Attributes:
        lines: In reading order.
        size: Width and height in pixels.
        truth: The fields that a reader should find.
        other_addresses: Addresses beyond the one in `truth`: right when they are given, and no fault when not.
    """

    lines: tuple[MeantLine, ...]
    size: tuple[int, int]
    truth: LabelledCard
    other_addresses: tuple[str, ...] = ()


def draw_cards(folder: Path, *, set_name: str, count: int, seed: int) -> tuple[MeantCard, ...]:
    """Draw labelled cards without pictures, or load those that the folder has already.

    Args:
        folder: Where the generator keeps its records; made when it does not exist.
        set_name: `train` or `eval`; the two share no person, company, typeface or layout.
        count: How many cards; some have two sides.
        seed: The same seed draws the same cards.
    """
    if not (folder / "geometry.jsonl").exists():
        # Only here: whoever has the records needs no fonts.
        from generator.sets import generate  # noqa: PLC0415

        generate(set_name, count, seed, folder, faces_only=True)
    return tuple(load_cards(folder))


def load_cards(folder: Path) -> Iterator[MeantCard]:
    """Load the records of a folder that the generator filled."""
    truths = records(folder / "truth.jsonl")
    for truth, geometry in zip(truths, records(folder / "geometry.jsonl"), strict=True):
        width, height = geometry["picture_size"]
        others = tuple(other["address"] for other in truth.get("alternate_addresses", ()))
        drawn = [meant_line(line) for line in geometry["lines"]]
        numbered = number_addresses(drawn, (truth["fields"].get("address", ""), *others))
        yield MeantCard(in_reading_order(numbered), (width, height), truth_of(truth, drawn), others)


def records(path: Path) -> Iterator[dict[str, Any]]:
    """Load a file of JSON objects, one a line."""
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def truth_of(truth: dict[str, Any], lines: Sequence[MeantLine]) -> LabelledCard:
    """Give the fields that a reader should find on a card.

    Args:
        truth: The generator's record.
        lines: The card's lines as drawn.
    """
    return LabelledCard.model_validate(_with_code(truth, lines))


def _with_code(truth: dict[str, Any], lines: Sequence[MeantLine]) -> dict[str, Any]:
    """Add the postal code of an address in Latin letters, which the generator's truth leaves inside the address."""
    fields = truth["fields"]
    if "postal_code" in fields or "address" not in fields:
        return truth
    codes = [
        line.text[meaning.start : meaning.end]
        for line in lines
        for meaning in line.meanings
        if meaning.label == "postal_code" and not meaning.is_translation
    ]
    inside = [code for code in codes if code in fields["address"]]
    return truth | {"fields": fields | {"postal_code": inside[0]}} if inside else truth


def meant_line(line: dict[str, Any]) -> MeantLine:
    """Give a line of the generator's geometry with its meanings."""
    xs, ys = zip(*line["polygon"], strict=True)
    box = (round(min(xs)), round(min(ys)), round(max(xs) - min(xs)), round(max(ys) - min(ys)))
    meanings = tuple(
        Meaning(span["start"], span["end"], span["label"], span.get("alternate", False)) for span in line["spans"]
    )
    return MeantLine(line["text"], box, Direction(line["direction"]), meanings)


def number_addresses(lines: Sequence[MeantLine], addresses: Sequence[str]) -> list[MeantLine]:
    """Find out which address each piece of one belongs to.

    Args:
        lines: In the order they were drawn, so that the pieces of an address follow one another.
        addresses: The full addresses of the card.
    """
    wholes = [_bare(address) for address in addresses]
    current, read = 0, 0
    numbered = []
    for line in lines:
        meanings = []
        for meaning in line.meanings:
            if meaning.label in ADDRESS_LABELS and not meaning.is_translation:
                piece = _bare(line.text[meaning.start : meaning.end])
                if wholes[current].startswith(piece, read):
                    read += len(piece)
                else:
                    starts = [number for number, whole in enumerate(wholes) if piece and whole.startswith(piece)]
                    if starts:
                        current, read = starts[0], len(piece)
                meaning = replace(meaning, address=current)  # noqa: PLW2901 - the same meaning, numbered
            meanings.append(meaning)
        numbered.append(replace(line, meanings=tuple(meanings)))
    return numbered


def _bare(text: str) -> str:
    return re.sub(r"[^\w]|_", "", unicodedata.normalize("NFKC", text)).casefold()


def in_reading_order(lines: Iterable[MeantLine]) -> tuple[MeantLine, ...]:
    """Put lines into the order in which the recognize stage gives them."""
    listed = list(lines)
    order = reading_order([line.box for line in listed], [line.direction for line in listed])
    return tuple(listed[index] for index in order)


def with_lines(card: MeantCard, lines: Iterable[MeantLine]) -> MeantCard:
    """Give the card with other lines."""
    return replace(card, lines=in_reading_order(lines))


def owners(folder: Path) -> frozenset[str]:
    """Give the persons and companies that the cards of a folder belong to, in the generator's plain form."""
    return frozenset(
        f"{kind} {truth[kind]}"
        for truth in records(folder / "truth.jsonl")
        for kind in ("person", "company")
        if truth[kind]
    )
