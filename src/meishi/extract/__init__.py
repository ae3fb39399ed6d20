"""Text lines -> fields: what each piece of text on a card is.

Grammars find what has a form of its own (mail, URL, postal code, telephone); a labeller says what the rest is (name,
company, department, title, address); one place turns both into fields.
"""

from __future__ import annotations

from collections.abc import Sequence

from meishi.domain.field import Field
from meishi.domain.text import TextLine
from meishi.extract.options import ExtractOptions

__all__ = ["ExtractOptions", "extract_fields"]


def extract_fields(lines: Sequence[TextLine], card_size: tuple[int, int], options: ExtractOptions) -> tuple[Field, ...]:
    """Find the fields in the text lines of one card.

    Args:
        lines: The lines in reading order, with boxes in pixels of the card image.
        card_size: Width and height of the card image in pixels.
        options: What to give out.

    Returns:
        Fields in the order of the lines, at most one name, one reading, one romanised name and one company among
        them; empty when no line says anything that is a field.

    Raises:
        SetupError: The learned labeller's model is missing or damaged.
    """
    # The grammars and word lists load with the first card, so that importing the stage stays cheap.
    from meishi.extract.card_text import CardText  # noqa: PLC0415
    from meishi.extract.grammars import find_by_grammar  # noqa: PLC0415
    from meishi.extract.learned_labeller import LearnedLabeller  # noqa: PLC0415
    from meishi.extract.reconcile import fields_from_spans  # noqa: PLC0415
    from meishi.extract.rule_labeller import RuleLabeller  # noqa: PLC0415

    card = CardText.from_lines(lines, card_size)
    claimed = find_by_grammar(card)
    labeller = LearnedLabeller(options.model) if options.labeller == "learned" else RuleLabeller()
    labelled = labeller.label(card, claimed)
    fields = fields_from_spans(card, [*claimed, *labelled])
    return tuple(field for field in fields if field.confidence >= options.min_confidence)
