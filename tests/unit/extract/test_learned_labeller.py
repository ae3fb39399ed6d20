"""The learned labeller: on cards that nobody drew it is better than the rules, and a damaged model is no model."""

import shutil
from pathlib import Path

import pytest

from meishi.domain.reading import CardReading
from meishi.errors import SetupError
from meishi.extract import ExtractOptions, extract_fields
from meishi.extract.card_text import CardText
from meishi.extract.learned_labeller import MODEL_FILE, LearnedLabeller, _seconded, understood
from meishi.resolve import resolve_contact
from meishi.services.evaluate import compare
from meishi.trained import read_model
from typed_cards import typed_cards

MODEL = Path(__file__).resolve().parents[3] / "models" / "field_labeller"


def evaluation_of(labeller):
    """How well the typed cards come out."""
    labelled, readings = [], {}
    for card in typed_cards():
        contact = resolve_contact(extract_fields(card.lines, card.size, ExtractOptions(labeller=labeller))).contact
        wanted = tuple(address for address in contact.addresses if address.full not in card.other_addresses)
        corners = ((0, 0), (card.size[0], 0), card.size, (0, card.size[1]))
        labelled.append(card.truth)
        readings[card.name, 1] = [
            CardReading(
                file=card.name, quad=corners, contact=contact.model_copy(update={"addresses": wanted}), engine="typed"
            )
        ]
    return compare(labelled, readings)


def test_what_the_rules_say_too_is_surer():
    card = next(iter(typed_cards()))
    spans = LearnedLabeller().label(CardText.from_lines(card.lines, card.size), ())
    alone = [span.certainty for span in spans]
    seconded = [_seconded(span, spans).certainty for span in spans]
    assert all(after >= before for before, after in zip(alone, seconded, strict=True))
    assert sum(seconded) > sum(alone)
    assert [_seconded(span, ()) for span in spans] == list(spans)


def test_typed_cards_come_out_better_than_by_rules():
    learned, rules = evaluation_of("learned"), evaluation_of("rules")
    assert learned.overall.f1 > rules.overall.f1
    assert learned.overall.f1 >= 0.92
    assert learned.by_field["name"].f1 >= 0.94


def test_a_card_without_text_has_no_labels():
    assert LearnedLabeller().label(CardText.from_lines([], (910, 550)), []) == ()


@pytest.mark.parametrize("missing", ["field_labeller.npz", "metrics.json"])
def test_a_missing_file_is_told_with_what_to_do(tmp_path, missing):
    folder = shutil.copytree(MODEL, tmp_path / "model")
    (folder / missing).unlink()
    with pytest.raises(SetupError) as raised:
        read_model(folder, MODEL_FILE)
    assert raised.value.hint


def test_a_model_that_was_changed_is_refused(tmp_path):
    folder = shutil.copytree(MODEL, tmp_path / "model")
    path = folder / "field_labeller.npz"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(SetupError, match="is not the one that was trained"):
        read_model(folder, MODEL_FILE)


def test_what_is_no_model_is_told():
    with pytest.raises(SetupError, match="cannot be understood"):
        understood(b"no model at all")
