"""Compares labellers by what matters: the contacts that come out."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from meishi.domain.contact import Address
from meishi.domain.field import Field
from meishi.domain.reading import CardReading
from meishi.domain.text import TextLine
from meishi.extract.card_text import CardText, Labeller
from meishi.extract.grammars import find_by_grammar
from meishi.extract.reconcile import fields_from_spans
from meishi.resolve import resolve_contact
from meishi.services.evaluate import Evaluation, compare
from training.field_labeller.faces import MeantCard

Extractor = Callable[[Sequence[TextLine], tuple[int, int]], tuple[Field, ...]]

LABELLED_FIELDS = ("name", "name_kana", "name_roman", "company", "department", "title", "address")
"""The fields that a labeller decides; the others are the grammars' business."""


def extractor(labeller: Labeller) -> Extractor:
    """Give the extract stage with a labeller of one's choice."""

    def extract(lines: Sequence[TextLine], card_size: tuple[int, int]) -> tuple[Field, ...]:
        card = CardText.from_lines(lines, card_size)
        claimed = find_by_grammar(card)
        return fields_from_spans(card, [*claimed, *labeller.label(card, claimed)])

    return extract


def measure(cards: Sequence[MeantCard], extract: Extractor) -> Evaluation:
    """Extract and resolve every card, and compare with its truth."""
    labelled, readings = [], {}
    for number, card in enumerate(cards):
        fields = extract([line.as_text_line() for line in card.lines], card.size)
        width, height = card.size
        file = f"{number}"
        labelled.append(card.truth.model_copy(update={"file": file, "page": 1}))
        contact = resolve_contact(fields).contact
        readings[file, 1] = [
            CardReading(
                file=file,
                quad=((0, 0), (width, 0), (width, height), (0, height)),
                contact=contact.model_copy(update={"addresses": _wanted(contact.addresses, card)}),
                fields=fields,
                engine="truth",
            )
        ]
    return compare(labelled, readings)


def _wanted(addresses: Sequence[Address], card: MeantCard) -> tuple[Address, ...]:
    """Leave out what is right but not in the truth: the card's further addresses."""
    others = {_bare(other) for other in card.other_addresses}
    return tuple(address for address in addresses if _bare(address.full) not in others)


def _bare(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    return "".join(glyph for glyph in folded if glyph.isalnum() and glyph != "ー")


def labelled_f1(evaluation: Evaluation) -> float:
    """Give the micro-F1 of the fields that a labeller decides."""
    scores = [evaluation.by_field[name] for name in LABELLED_FIELDS]
    right = sum(score.right for score in scores)
    missed = sum(score.missed for score in scores)
    wrong = sum(score.wrong for score in scores)
    return 2 * right / max(1, 2 * right + missed + wrong)


def as_table(evaluations: dict[str, Evaluation]) -> str:
    """Write evaluations side by side: one row a field, F1 each."""
    names = list(evaluations)
    rows = ["| field | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    fields = next(iter(evaluations.values())).by_field
    for field in fields:
        rows.append(
            f"| {field} | " + " | ".join(f"{evaluations[name].by_field[field].f1:.3f}" for name in names) + " |"
        )
    rows.append(
        "| **labelled fields** | " + " | ".join(f"{labelled_f1(evaluations[name]):.3f}" for name in names) + " |"
    )
    rows.append("| **all** | " + " | ".join(f"{evaluations[name].overall.f1:.3f}" for name in names) + " |")
    shares = (evaluations[name].perfect_cards / max(1, evaluations[name].cards) for name in names)
    rows.append("| **perfect cards** | " + " | ".join(f"{share:.3f}" for share in shares) + " |")
    return "\n".join(rows)
