"""Confidence: more evidence makes a value likelier, and what is given out is a probability."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meishi.domain.field import Field, FieldKind
from meishi.resolve import ResolveOptions, resolve_contact
from meishi.resolve.confidence import supported_fields


def field(kind, value, confidence=0.93, **facts):
    return Field(kind=FieldKind(kind), value=value, raw=value, confidence=confidence, **facts)


def confidences(*fields):
    return [item.confidence for item in resolve_contact(fields).fields if not item.inferred]


def test_a_value_that_two_readings_agree_on_is_likelier_than_one_they_differ_on():
    (agreed,) = confidences(field("company", "株式会社青葉", agreement=1.0))
    (differing,) = confidences(field("company", "株式会社青葉", agreement=0.0))
    assert agreed > differing + 0.1


def test_a_surely_read_value_is_likelier_than_a_doubtful_one():
    (sure,) = confidences(field("title", "部長", 0.99, reading=0.99))
    (doubtful,) = confidences(field("title", "部長", 0.5, reading=0.6))
    assert sure > 0.9
    assert sure > doubtful + 0.1


def test_what_the_card_says_twice_is_supported():
    fields = [
        field("email", "taro@aoba.co.jp"),
        field("url", "www.aoba.co.jp"),
        field("telephone", "03-3344-1122"),
        field("telephone", "99-3344"),
        field("postal_code", "104-0061"),
        field("address", "東京都中央区銀座1-3-6"),
        field("name_roman", "Taro Yamada"),
        field("title", "部長"),
    ]
    assert supported_fields(fields, "JP") == {0, 1, 2, 4, 5, 6}


def test_uncalibrated_values_keep_the_confidence_of_reading():
    fields = resolve_contact([field("title", "部長", 0.93)], ResolveOptions(calibrated=False)).fields
    assert [item.confidence for item in fields] == [0.93]


@given(
    st.sampled_from([kind for kind in FieldKind if kind not in {FieldKind.NAME_FAMILY, FieldKind.NAME_GIVEN}]),
    st.floats(0, 1),
    st.floats(0, 1),
    st.none() | st.floats(0, 1),
    st.booleans(),
)
def test_every_confidence_is_a_probability(kind, confidence, reading, agreement, repaired):
    facts = {"reading": reading, "agreement": agreement, "repaired": repaired}
    assert all(0 <= value <= 1 for value in confidences(field(kind, "山田 太郎", confidence, **facts)))


@pytest.mark.parametrize("kind", ["name", "address", "telephone"])
def test_an_empty_card_beside_a_value_does_no_harm(kind):
    assert confidences(field(kind, "03-3344-1122"))


def test_what_is_hardly_right_stays_out_of_the_contact_and_is_told():
    noise = field("title", "T1e Sne So td", 0.02, reading=0.3, agreement=0.0)
    resolution = resolve_contact([field("name", "山田 太郎"), noise])
    assert resolution.contact.titles == ()
    assert resolution.fields[1].value == "T1e Sne So td"
    assert any("T1e Sne So td" in reason and "left out" in reason for reason in resolution.review_reasons)


def test_a_doubtful_address_stays_where_its_postal_code_is_likely():
    address = field("address", "63- -220 T1e Sne So td", 0.06, reading=0.5, agreement=0.1)
    (given_address,) = resolve_contact([field("postal_code", "633-0034", 0.97), address]).contact.addresses
    assert given_address.postal_code == "633-0034"
