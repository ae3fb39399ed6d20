"""Fields become one contact in the promised form."""

import pytest

from meishi.domain.contact import PhoneKind
from meishi.domain.field import Field, FieldKind
from meishi.resolve import ResolveOptions, resolve_contact


def field(kind, value, confidence=0.95, raw=None):
    return Field(kind=FieldKind(kind), value=value, raw=value if raw is None else raw, confidence=confidence)


def contact_of(*fields, repair=True):
    return resolve_contact(fields, ResolveOptions(repair=repair)).contact


def test_no_fields_give_an_empty_contact_and_say_so():
    resolution = resolve_contact(())
    assert resolution.contact.name.full is None
    assert resolution.contact.phones == ()
    assert "No name was found." in resolution.review_reasons


@pytest.mark.parametrize(
    ("printed", "full", "family", "given"),
    [
        ("佐々木　雄一", "佐々木 雄一", "佐々木", "雄一"),
        ("山田太郎", "山田 太郎", "山田", "太郎"),
        ("林 修", "林 修", "林", "修"),
        ("Avery Smith", "Avery Smith", "Smith", "Avery"),
        ("SUZUKI Ichiro", "SUZUKI Ichiro", "SUZUKI", "Ichiro"),
    ],
)
def test_name_is_split(printed, full, family, given):
    name = contact_of(field("name", printed)).name
    assert (name.full, name.family, name.given) == (full, family, given)


def test_split_of_a_name_is_marked_as_inferred_with_a_confidence_of_its_own():
    resolution = resolve_contact([field("name", "山田太郎", 0.9)])
    family = next(item for item in resolution.fields if item.kind is FieldKind.NAME_FAMILY)
    assert family.inferred
    assert family.value == "山田"
    assert family.confidence < 0.9


def test_a_name_of_one_character_is_not_split():
    name = contact_of(field("name", "林")).name
    assert (name.full, name.family) == ("林", None)


def test_japanese_address_is_split():
    contact = contact_of(
        field("postal_code", "720-1601"), field("address", "広島県神石郡神石高原町大矢６－６－８ 坂本センタービル13階")
    )
    (address,) = contact.addresses
    assert address.full == "広島県神石郡神石高原町大矢6-6-8 坂本センタービル13階"
    assert address.postal_code == "720-1601"
    assert address.country == "JP"
    assert address.region == "広島県"
    assert address.locality == "神石郡神石高原町"
    assert address.street == "大矢6-6-8"
    assert address.building == "坂本センタービル13階"


@pytest.mark.parametrize(
    ("full", "locality", "street", "building"),
    [
        ("仙台市青葉区一番町2丁目4-8 みちのくビル3F", "仙台市青葉区", "一番町2丁目4-8", "みちのくビル3F"),
        ("東京都千代田区丸の内1-1-1", "千代田区", "丸の内1-1-1", None),
        ("京都市中京区梅忠町二十番地一", "京都市中京区", "梅忠町二十番地一", None),
        ("大阪府大阪市北区梅田2丁目2番22号ハービスタワー5階", "大阪市北区", "梅田2丁目2番22号", "ハービスタワー5階"),
    ],
)
def test_parts_of_japanese_addresses(full, locality, street, building):
    (address,) = contact_of(field("address", full)).addresses
    assert (address.locality, address.street, address.building) == (locality, street, building)


def test_american_address_is_split():
    (address,) = contact_of(
        field("postal_code", "02111"), field("address", "178 Main Avenue Providence, RI 02111")
    ).addresses
    assert address.full == "178 Main Avenue Providence, RI 02111"
    assert (address.postal_code, address.country, address.region) == ("02111", "US", "RI")


def test_two_codes_go_with_two_addresses_in_order():
    contact = contact_of(
        field("postal_code", "100-0005"),
        field("address", "東京都千代田区丸の内1-1-1"),
        field("postal_code", "530-0001"),
        field("address", "大阪府大阪市北区梅田2-2-2"),
    )
    assert [address.postal_code for address in contact.addresses] == ["100-0005", "530-0001"]


def test_phones_carry_kind_extension_and_international_form():
    contact = contact_of(
        field("company", "株式会社青葉"),
        field("telephone", "06-6633-4110"),
        field("extension", "204"),
        field("mobile", "090-1234-5678"),
        field("fax", "06-6633-4111"),
    )
    assert [(phone.kind, phone.e164, phone.extension) for phone in contact.phones] == [
        (PhoneKind.WORK, "+81666334110", "204"),
        (PhoneKind.MOBILE, "+819012345678", None),
        (PhoneKind.FAX, "+81666334111", None),
    ]


def test_kanji_numerals_stay_as_printed_and_are_dialled_all_the_same():
    contact = contact_of(
        field(FieldKind.TELEPHONE, "03-3344-1122", raw="電話〇三ー三三四四ー一一二二"),
        field(FieldKind.POSTAL_CODE, "104-0061", raw="〒一〇四ー〇〇六一"),
        field(FieldKind.ADDRESS, "東京都中央区銀座一ー三六"),
        field(FieldKind.FAX, "03-3344-1133", raw="FAX 03-3344-1133"),
    )
    assert [phone.number for phone in contact.phones] == ["〇三ー三三四四ー一一二二", "03-3344-1133"]
    assert contact.phones[0].e164 == "+81333441122"
    assert contact.addresses[0].postal_code == "一〇四ー〇〇六一"


@pytest.mark.parametrize(
    ("kind", "read", "meant"),
    [
        (FieldKind.EMAIL, "Idumas@kappa.com", "ldumas@kappa.com"),
        (FieldKind.EMAIL, "Ian.Smith@example.com", "Ian.Smith@example.com"),
        (FieldKind.EMAIL, "Info@example.com", "Info@example.com"),
        (FieldKind.URL, "https://ww.kanto-kai.co.jp", "https://www.kanto-kai.co.jp"),
        (FieldKind.URL, "www.example.com", "www.example.com"),
    ],
)
def test_what_no_web_address_has_is_read_as_what_it_looks_like(kind, read, meant):
    contact = contact_of(field(kind, read))
    assert (contact.emails or contact.urls) == (meant,)


def test_a_number_in_no_numbering_plan_has_no_international_form():
    (phone,) = contact_of(field("company", "株式会社青葉"), field("mobile", "090-0000-0000")).phones
    assert phone.number == "090-0000-0000"
    assert phone.e164 is None


def test_country_code_with_trunk_zero():
    (phone,) = contact_of(field("telephone", "+44 (0) 7911 123456")).phones
    assert phone.e164 == "+447911123456"


def test_departments_and_titles_keep_their_order():
    contact = contact_of(
        field("department", "営業部"),
        field("department", "営業一課"),
        field("title", "部長"),
        field("title", "工学博士"),
    )
    assert contact.departments == ("営業部", "営業一課")
    assert contact.titles == ("部長", "工学博士")


def test_resolving_twice_changes_nothing_more():
    first = resolve_contact(
        [
            field("name", "山田太郎"),
            field("postal_code", "100-0005"),
            field("address", "東京都千代田区丸の内１－１－１"),
            field("telephone", "０３ー１２３４ー５６７８"),
        ]
    )
    printed = [item for item in first.fields if not item.inferred]
    assert resolve_contact(printed).contact == first.contact


def test_doubtful_and_contradictory_values_are_reasons_for_review():
    reasons = resolve_contact(
        [
            field("name", "山田 太郎", 0.4),
            field("company", "株式会社青葉"),
            field("email", "yamada@aoba.co.jp"),
            field("url", "https://www.midori.com"),
            field("postal_code", "530-0001"),
            field("address", "東京都千代田区丸の内1-1-1"),
        ]
    ).review_reasons
    assert any(reason.startswith("The name “山田 太郎”") for reason in reasons)
    assert any("another domain than the URL" in reason for reason in reasons)
    assert any("530-0001" in reason and "not in the address" in reason for reason in reasons)


def test_public_mail_beside_a_site_is_no_reason():
    reasons = resolve_contact(
        [
            field("name", "山田 太郎"),
            field("company", "株式会社青葉"),
            field("email", "yamada@gmail.com"),
            field("url", "https://www.aoba.co.jp"),
        ],
        ResolveOptions(calibrated=False),
    ).review_reasons
    assert reasons == ()


def test_a_name_in_katakana_stays_in_its_printed_order():
    name = resolve_contact([field("name", "マーティン・ケラハー")]).contact.name
    assert (name.full, name.family, name.given) == ("マーティン・ケラハー", "ケラハー", "マーティン")
