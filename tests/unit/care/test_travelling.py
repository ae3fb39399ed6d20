"""Who is where one is going."""

import pytest

from meishi.care.travelling import is_at
from meishi.domain.contact import Address
from meishi.resolve.places import readings_of

SAPPORO = Address(full="北海道札幌市中央区北一条西2", country="JP", region="北海道", locality="札幌市中央区")
SAGAMIHARA = Address(full="神奈川県相模原市中央区1-1", country="JP", region="神奈川県", locality="相模原市中央区")
MUNICH = Address(full="Hauptstraße 12, 80331 München", country="DE", locality="München")


def there(address, place):
    readings = readings_of(address.region, address.locality) if address.region else ()
    return is_at(address, place, readings=readings)


@pytest.mark.parametrize(
    "place", ["札幌", "札幌市", "北海道", "Sapporo", "sapporo", "さっぽろ", "サッポロ", "Hokkaido"]
)
def test_a_place_may_be_named_as_one_says_it(place):
    assert there(SAPPORO, place)
    assert not there(SAGAMIHARA, place)


def test_a_place_whose_name_only_begins_alike_is_another_one():
    assert not there(SAGAMIHARA, "Saga")
    assert there(SAGAMIHARA, "Sagamihara")


def test_places_abroad_are_found_as_they_are_written():
    assert there(MUNICH, "münchen")
    assert not there(MUNICH, "Sapporo")


def test_no_place_is_nowhere():
    assert not there(SAPPORO, " ")
    assert readings_of("北海道", "無い市") == ()
