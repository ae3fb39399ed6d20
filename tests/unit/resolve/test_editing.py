import pytest
from hypothesis import given
from hypothesis import strategies as st

from meishi.domain.contact import Address, Contact, PersonName, Phone, PhoneKind
from meishi.domain.entry import Checked, entries, full_path, value_at
from meishi.domain.field import Field, FieldKind
from meishi.errors import UsageError
from meishi.resolve.checking import remaining_reasons
from meishi.resolve.editing import set_value
from meishi.resolve.postal_codes import address_of_code, code_of_address

CARD = Contact(
    name=PersonName(full="山田 太郎", family="山田", given="太郎", kana="ヤマダ タロウ"),
    company="山田商店",
    titles=("課長", "弁理士"),
    addresses=(Address(full="東京都千代田区丸の内1-1-1", postal_code="100-0005", country="JP"),),
    phones=(Phone(kind=PhoneKind.WORK, number="03-1234-5678", e164="+81312345678"),),
    emails=("taro@example.com",),
)


def test_a_full_name_is_split_and_keeps_its_reading():
    name = set_value(CARD, "name.full", "鈴木　花子").name
    assert (name.full, name.family, name.given, name.kana) == ("鈴木 花子", "鈴木", "花子", "ヤマダ タロウ")


def test_what_would_speak_to_the_terminal_is_not_entered():
    assert set_value(Contact(), "company", "A\x1b[2J\0\r\nB").company == "A[2J B"


def test_a_telephone_number_gets_its_international_form_and_mobiles_are_known_by_their_prefix():
    contact = set_value(CARD, "phones.+", "０９０−１２３４−５６７８")
    assert contact.phones[1] == Phone(kind=PhoneKind.MOBILE, number="090-1234-5678", e164="+819012345678")
    contact = set_value(contact, "phones.1.kind", "other")
    assert contact.phones[1].kind is PhoneKind.OTHER


def test_a_postal_code_brings_its_address_and_an_address_its_code():
    nobody = Contact()
    assert set_value(nobody, "addresses.0.postal_code", "150-0001").addresses[0].full == "東京都渋谷区神宮前"
    (address,) = set_value(nobody, "addresses.+.full", "広島県神石郡神石高原町大矢6-6-8").addresses
    assert address.postal_code == "720-1601"
    assert (address.region, address.locality, address.street) == ("広島県", "神石郡神石高原町", "大矢6-6-8")


@pytest.mark.parametrize(
    "entered", ["〒530-0001 大阪市北区梅田1-1", "530-0001大阪市北区梅田1-1", "５３０－０００１　大阪市北区梅田1-1"]
)
def test_an_address_entered_as_on_a_letter_has_its_postal_code_in_front(entered):
    was = set_value(Contact(), "addresses.+", "広島県神石郡神石高原町大矢6-6-8")
    for path in ("addresses.0", "addresses.+"):
        address = set_value(was, path, entered).addresses[-1]
        assert (address.postal_code, address.full) == ("530-0001", "大阪市北区梅田1-1")


@pytest.mark.parametrize(
    ("code", "address"), [("100-0005", "東京都千代田区丸の内"), ("720-1601", "広島県神石郡神石高原町大矢")]
)
def test_codes_and_addresses_lead_to_one_another(code, address):
    assert address_of_code(code) == address
    assert code_of_address(address + "6-6-8") == code


def test_what_is_not_certain_is_not_filled_in():
    assert address_of_code("999-9999") is None
    assert code_of_address("どこか1-2-3") is None
    assert code_of_address("東京都千代田区") is None


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("age", "40"),
        ("name.nickname", "x"),
        ("titles.7", "x"),
        ("titles.one", "x"),
        ("phones.0.kind", "pigeon"),
        ("phones.3.kind", "work"),
        ("addresses.0.country", "Japan"),
        ("addresses.1.postal_code", "999-9999"),
        ("company.0", "x"),
        ("emails", "x"),
        ("emails.0", "taro"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_hint(path, value):
    with pytest.raises(UsageError) as caught:
        set_value(CARD, path, value)
    assert caught.value.hint


@given(st.sampled_from([entry.path for entry in entries(CARD)] + ["titles.+", "emails.+", "company"]), st.text())
def test_setting_a_value_twice_is_setting_it_once_and_an_empty_text_takes_it_away(path, text):
    path = full_path(CARD, path)
    if path.startswith("emails"):
        text += "@example.com"
    once = set_value(CARD, path, text)
    if value_at(once, path):
        assert set_value(once, path, value_at(once, path)) == once
    without = set_value(CARD, path, "")
    assert len(entries(without)) <= len(entries(CARD))


DOUBTFUL = Field(kind=FieldKind.COMPANY, value="山田商店", raw="山田商占", confidence=0.4)


def test_a_reason_for_review_goes_when_its_value_is_confirmed_or_corrected():
    fields = [DOUBTFUL]
    (reason,) = remaining_reasons(CARD, fields, Checked())
    assert "山田商店" in reason
    company = next(entry for entry in entries(CARD) if entry.kind is FieldKind.COMPANY)
    assert remaining_reasons(CARD, fields, Checked().more([company])) == ()
    assert remaining_reasons(set_value(CARD, "company", "山口商店"), fields, Checked()) == ()


def test_a_correction_that_contradicts_the_rest_is_a_reason_to_look():
    corrected = set_value(CARD, "addresses.0.postal_code", "720-1601")
    (reason,) = remaining_reasons(corrected, [], Checked())
    assert "720-1601" in reason
