"""Command line: read drawn pictures, see which values are right, write `models/field_confidence`.

Run from the root of a checkout, after the field labeller was trained: `PYTHONPATH=samples:models python -m
training.field_confidence`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from meishi.domain.contact import Contact
from meishi.domain.field import SURE_FROM
from meishi.domain.reading import CardReading
from meishi.extract import ExtractOptions, extract_fields
from meishi.resolve import ResolveOptions, resolve_contact
from meishi.resolve.confidence import evidence, probability, supported_fields
from meishi.resolve.phones import card_region
from meishi.services.evaluate import right_fields
from meishi.wiring import build_reading_parts
from training.field_confidence.fitting import Facts, fit
from training.field_labeller.faces import MeantCard
from training.field_labeller.pictures import PICTURES_SEED, draw_pictures, load_read_cards, read_pictures

_PARTS = 5
"""Cards are dealt into so many parts; each is judged by weights that were fitted to the others."""


@dataclass(frozen=True)
class _Judged:
    """The values of one card: what speaks for each, and whether it is right."""

    facts: tuple[Facts, ...]
    right: tuple[bool, ...]


def main() -> int:
    """Fit the model of confidence and write it with its figures."""
    parser = argparse.ArgumentParser(prog="training.field_confidence", description=main.__doc__)
    parser.add_argument("--pictures", type=int, default=400, help="how many pictures to read (default: 400)")
    parser.add_argument("--drawn", type=Path, default=Path(".cache/field_labeller"), help="where pictures are kept")
    parser.add_argument("--output", type=Path, default=Path("models/field_confidence"), help="where the model goes")
    given = parser.parse_args()
    folder = given.drawn / f"pictures-{given.pictures}-{PICTURES_SEED}"
    draw_pictures(folder, set_name="train", count=given.pictures, seed=PICTURES_SEED)
    read_pictures(folder, build_reading_parts("auto"))
    # The labeller learned from the other half, and would be surer of it than of cards that it has not seen.
    cards = [_judge(card) for card in tuple(load_read_cards(folder))[1::2]]
    model = {
        "weights": fit([f for card in cards for f in card.facts], [r for card in cards for r in card.right]),
        "fitted_to": {"pictures": given.pictures, "seed": PICTURES_SEED, "cards": len(cards)},
        "on_cards_left_out": _measure(cards),
    }
    given.output.mkdir(parents=True, exist_ok=True)
    path = given.output / "field_confidence.json"
    path.write_text(json.dumps(model, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps(model["on_cards_left_out"], indent=2), file=sys.stderr)
    return 0


def _judge(card: MeantCard) -> _Judged:
    lines = [line.as_text_line() for line in card.lines]
    fields = resolve_contact(extract_fields(lines, card.size, ExtractOptions()), ResolveOptions(calibrated=False))
    width, height = card.size
    reading = CardReading(
        file=card.truth.file,
        quad=((0, 0), (width, 0), (width, height), (0, height)),
        contact=Contact(),
        fields=fields.fields,
        engine="drawn",
    )
    countries = [address.country for address in fields.contact.addresses]
    supported = supported_fields(fields.fields, card_region(fields.fields, countries))
    judged = {id(field): right for field, right in right_fields(card.truth, reading)}
    found = [
        (evidence(field, supported=index in supported), judged[id(field)])
        for index, field in enumerate(reading.fields)
        if id(field) in judged
    ]
    return _Judged(tuple(facts for facts, _ in found), tuple(right for _, right in found))


def _measure(cards: Sequence[_Judged]) -> dict[str, Any]:
    """Judge each part of the cards by weights that were fitted to the others."""
    chances: list[tuple[float, bool]] = []
    for part in range(_PARTS):
        others = [card for number, card in enumerate(cards) if number % _PARTS != part]
        weights = fit([f for card in others for f in card.facts], [r for card in others for r in card.right])
        chances += [
            (probability(facts, weights), right)
            for card in cards[part::_PARTS]
            for facts, right in zip(card.facts, card.right, strict=True)
        ]
    sure = [right for chance, right in chances if chance >= SURE_FROM]
    return {
        "values": len(chances),
        "right": round(sum(right for _, right in chances) / max(1, len(chances)), 4),
        "sure": round(len(sure) / max(1, len(chances)), 4),
        "sure_but_wrong": round(sure.count(False) / max(1, len(sure)), 4),
    }


if __name__ == "__main__":
    sys.exit(main())
