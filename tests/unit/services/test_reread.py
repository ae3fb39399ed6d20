"""Read again: the part of a real card that somebody points at, by the engine that is set, in a process of its own."""

from pathlib import Path

import pytest

from importing import open_library
from meishi.domain.encounter import Encounter
from meishi.domain.field import FieldKind
from meishi.errors import CardError, EngineFailedError, UsageError
from meishi.wiring import build_import, build_part_reader, local_now, read_settings

DEMO = Path(__file__).parents[3] / "samples" / "demo" / "01-photo-wood.jpg"

pytestmark = pytest.mark.needs("tesseract")


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """One real card, read and kept."""
    home = tmp_path_factory.mktemp("library")
    library = open_library(home)
    settings = read_settings(home=home, engine="tesseract", workers=1)
    met = Encounter(met_on=local_now().date())
    (outcome,) = build_import(settings, library, print)([DEMO], lambda _: met)
    assert outcome.contacts
    yield library, settings
    library.store.close()


@pytest.fixture
def reader(library):
    part_reader = build_part_reader(library[1], library[0], print)
    yield part_reader
    part_reader.close()


def line_of(card, words):
    """Where a line of a card stands, with a little room around it."""
    (x, y, width, height) = next(line.box for line in card.reading.text_lines if words in line.text)
    return x - 5, y - 5, width + 10, height + 10


def test_a_line_is_read_again_as_what_the_field_takes(library, reader):
    store = library[0].store
    (record,) = store.contacts()
    (card,) = store.cards(record.id)

    (number, *_) = reader.propose(record.contact, "phones.0.number", FieldKind.TELEPHONE, card, line_of(card, "Tel"))
    (mail, *_) = reader.propose(record.contact, "emails.1", FieldKind.EMAIL, card, line_of(card, "@"))
    (title, *_) = reader.propose(record.contact, "departments.1", FieldKind.DEPARTMENT, card, line_of(card, "係長"))

    assert number == "055-824-3330"
    assert mail == "sugitani_takeo@eng.cho-sei.net"
    assert title == "係長"  # whatever it is, who points at it knows better


def test_where_nothing_stands_nothing_is_made_up(library, reader):
    store = library[0].store
    (record,) = store.contacts()
    (card,) = store.cards(record.id)
    width, height = card.reading.size

    with pytest.raises(CardError, match="Nothing was read"):
        reader.propose(record.contact, "emails.1", FieldKind.EMAIL, card, (width - 40, height - 20, 40, 20))
    with pytest.raises(UsageError, match="too small"):
        reader.propose(record.contact, "company", FieldKind.COMPANY, card, (width, height, 100, 100))


def test_a_part_that_takes_too_long_is_given_up(library):
    store, settings = library[0].store, library[1]
    (record,) = store.contacts()
    (card,) = store.cards(record.id)
    hasty = build_part_reader(settings.model_copy(update={"photo_seconds": 0.001}), library[0], print)

    try:
        with pytest.raises(EngineFailedError, match="took too long"):
            hasty.propose(record.contact, "company", FieldKind.COMPANY, card, line_of(card, "Tel"))
    finally:
        hasty.close()
