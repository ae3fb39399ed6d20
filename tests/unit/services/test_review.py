import hashlib

import pytest

from importing import made_up_reading, open_library, run_import
from meishi.domain.contact import Address, Phone, PhoneKind
from meishi.domain.field import Field, FieldKind
from meishi.services.reading import FileReading
from meishi.services.review import look_at


@pytest.fixture
def form_of(meishi_home, tmp_path):
    """Gives the form of a contact with one card, whose reading is made up."""
    opened = []

    def make(*, fields=(), lines=(), alternatives=(), **contact):
        file = tmp_path / "card.jpg"
        file.write_bytes(b"a picture")
        reading = made_up_reading(file, **contact).model_copy(
            update={"fields": fields, "lines": lines, "alternatives": alternatives}
        )
        library = open_library(meishi_home)
        opened.append(library)
        run_import(
            [file],
            library,
            lambda _: [FileReading(file, sha256=hashlib.sha256(b"a picture").hexdigest(), readings=[reading])],
        )
        (record,) = library.store.contacts()
        return {line.path: line for line in look_at(record.id, library.store).lines}

    yield make
    for library in opened:
        library.store.close()


def phone_field(**more):
    return Field(kind=FieldKind.TELEPHONE, confidence=0.5, line=0, **more)


def test_other_readings_of_a_line_are_offered_for_the_value_alone_and_as_the_contact_would_have_it(form_of):
    lines = form_of(
        fields=(phone_field(value="03-1234-5678", raw="O3-1234-5678", repaired=True),),
        lines=("TEL: O3-1234-5678 (代)",),
        alternatives=(("TEL: 03-1284-5678 (代)", "TEL 03-1234-5673(代)"),),
        phones=(Phone(kind=PhoneKind.WORK, number="03-1234-5678"),),
    )
    assert lines["phones.0.number"].alternatives[-2:] == ("03-1284-5678", "03-1234-5673")
    assert lines["phones.0.number"].raw == "O3-1234-5678"


def test_a_value_of_which_nothing_else_is_known_has_no_alternatives(form_of):
    lines = form_of(
        fields=(phone_field(value="03-1234-5678", raw="03-1234-5678"),),
        lines=("03-1234-5678",),
        phones=(Phone(kind=PhoneKind.WORK, number="03-1234-5678"),),
    )
    assert lines["phones.0.number"].alternatives == ()


def test_postal_code_and_address_make_offers_for_each_other(form_of):
    lines = form_of(
        addresses=(
            Address(full="東京都千代田区丸の内1-2-3", postal_code="530-0001", region="東京都", street="丸の内1-2-3"),
        )
    )
    assert lines["addresses.0.postal_code"].alternatives == ("100-0005",)
    assert lines["addresses.0.full"].alternatives == ("大阪府大阪市北区梅田1-2-3",)
