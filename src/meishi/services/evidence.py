"""Evidence: text lines of cards whose truth is known, on which labellers are compared without any picture."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict

from meishi.domain.reading import CardReading
from meishi.domain.text import TextLine
from meishi.errors import SetupError
from meishi.extract import ExtractOptions, extract_fields
from meishi.resolve import ResolveOptions, resolve_contact
from meishi.services.evaluate import Evaluation, LabelledCard, compare
from meishi.trained import model_folder

EVIDENCE_FILE = "evidence.jsonl.gz"
"""Beside the labeller that came with meishi: the cards of `samples/eval` as they were read."""


OTHER_CARDS_FILE = "other_cards.jsonl.gz"
"""Beside it: cards of all kinds, on which a labeller that learned from one house's cards is to stay as it was."""


class CardLines(BaseModel):
    """One side of a card as it was read.

    Attributes:
        size: Width and height of the card image in pixels.
        lines: In reading order.
    """

    model_config = ConfigDict(frozen=True)

    size: tuple[int, int]
    lines: tuple[TextLine, ...]


class LabelledLines(CardLines):
    """The same, and what it prints.

    Attributes:
        truth: What a reader should find.
    """

    truth: LabelledCard


def shipped_evidence() -> tuple[LabelledLines, ...]:
    """Give the cards that come with the labeller to measure it."""
    return tuple(LabelledLines.model_validate_json(line) for line in _shipped(EVIDENCE_FILE))


def shipped_other_cards() -> tuple[CardLines, ...]:
    """Give the cards that come with the labeller, so that it forgets nothing."""
    return tuple(CardLines.model_validate_json(line) for line in _shipped(OTHER_CARDS_FILE))


def _shipped(file: str) -> list[bytes]:
    try:
        return gzip.decompress((model_folder("field_labeller") / file).read_bytes()).splitlines()
    except (OSError, EOFError, zlib.error) as error:
        raise SetupError(f"the cards in {file} cannot be loaded: {error}", hint="Install meishi again.") from error


def pack(cards: Iterable[CardLines]) -> bytes:
    """Write cards as they come with the labeller; equal cards give equal bytes."""
    text = "".join(card.model_dump_json(exclude_defaults=True) + "\n" for card in cards)
    return gzip.compress(text.encode(), mtime=0)


def evaluate_lines(cards: Sequence[LabelledLines], extract: ExtractOptions, resolve: ResolveOptions) -> Evaluation:
    """Find out what is right when the lines of cards are understood with these options."""
    labelled = [card.truth.model_copy(update={"file": str(number), "page": 1}) for number, card in enumerate(cards)]
    readings = {(str(number), 1): [_understood(card, extract, resolve)] for number, card in enumerate(cards)}
    return compare(labelled, readings)


def _understood(card: LabelledLines, extract: ExtractOptions, resolve: ResolveOptions) -> CardReading:
    width, height = card.size
    resolution = resolve_contact(extract_fields(card.lines, card.size, extract), resolve)
    return CardReading(
        file=card.truth.file,
        quad=((0, 0), (width, 0), (width, height), (0, height)),
        contact=resolution.contact,
        fields=resolution.fields,
        engine="evidence",
    )
