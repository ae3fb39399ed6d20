"""Repair by redundancy: what the rest of a card supports is mended, everything else stays as it was read."""

import pytest

from meishi.domain.field import Field, FieldKind
from meishi.resolve import ResolveOptions, resolve_contact
from meishi.resolve.repair.confusions import confusable


def field(kind, value, confidence=0.85):
    return Field(kind=FieldKind(kind), value=value, raw=value, confidence=confidence)


def repaired(*fields, repair=True):
    options = ResolveOptions(repair=repair, calibrated=False)
    return [item for item in resolve_contact(fields, options).fields if not item.inferred]


def test_wrong_digit_of_a_postal_code_is_mended_by_the_address():
    code, _ = repaired(field("postal_code", "104-0081"), field("address", "東京都中央区銀座1-3-6", 0.95))
    assert code.value == "104-0061"
    assert code.repaired
    assert code.raw == "104-0081"
    assert code.confidence < 0.85


@pytest.mark.parametrize("read", ["460-008", "46-0008", "480-0003"])
def test_a_code_of_which_digits_were_lost_is_taken_from_the_address(read):
    code, _ = repaired(field("postal_code", read, 0.3), field("address", "愛知県名古屋市中区栄3-1-7", 0.95))
    assert (code.value, code.raw, code.repaired) == ("460-0008", read, True)


def test_strokes_of_a_code_in_kanji_numerals_are_told_by_the_address():
    code = Field(kind=FieldKind.POSTAL_CODE, value="822-0021", raw="〒八二二ー〇〇二一", confidence=0.85)
    code, _ = repaired(code, field("address", "福岡県福岡市博多区博多駅前二ー一三ー二三", 0.95))
    assert code.value == "812-0011"


def test_what_is_left_of_a_code_is_no_reason_to_take_one_that_is_unlike_it():
    code, _ = repaired(field("postal_code", "12-3456", 0.3), field("address", "愛知県名古屋市中区栄3-1-7", 0.95))
    assert (code.value, code.repaired) == ("12-3456", False)


def test_a_clearly_read_code_of_another_place_is_left_to_the_reader():
    code, _ = repaired(field("postal_code", "100-0001", 0.97), field("address", "東京都千代田区丸の内1-1-1", 0.97))
    assert code.value == "100-0001"
    assert not code.repaired


@pytest.mark.parametrize(
    ("code", "read", "printed"),
    [
        ("104-0061", "東京都中央区銀厘1-3-6", "東京都中央区銀座1-3-6"),
        ("229-1123", "神奈川県相模原市上満4505-19", "神奈川県相模原市上満4505-19"),  # the code exists no more
        ("532-0011", "大阪府大阪市淀川区西中鳥5-1-2", "大阪府大阪市淀川区西中島5-1-2"),
        ("541-0053", "大版府大阪市中央区本町2-4-8", "大阪府大阪市中央区本町2-4-8"),
        ("900-0015", "冲縄梨那霸市久茂地4-20-18", "沖縄県那覇市久茂地4-20-18"),
    ],
)
def test_wrong_kanji_of_an_address_is_mended_by_the_postal_code(code, read, printed):
    _, address = repaired(field("postal_code", code, 0.95), field("address", read))
    assert address.value == printed
    assert address.repaired == (read != printed)


def test_several_wrong_kanji_of_an_address_are_mended_where_the_engine_was_unsure():
    code = field("postal_code", "330-0854", 0.93)
    read = field("address", "埼玉梨さいたま市大富区楼木町4-14-11", 0.59)

    _, unsure = repaired(code, read.model_copy(update={"reading": 0.92}))
    _, sure = repaired(code, read.model_copy(update={"reading": 0.99}))

    assert unsure.value == "埼玉県さいたま市大宮区桜木町4-14-11"
    assert sure.value == read.value


def test_a_neighbouring_town_that_exists_is_not_overruled():
    _, address = repaired(field("postal_code", "160-0022"), field("address", "東京都新宿区西新宿2-8-1"))
    assert address.value == "東京都新宿区西新宿2-8-1"


def test_agreement_raises_confidence():
    code, address = repaired(field("postal_code", "104-0061"), field("address", "東京都中央区銀座1-3-6"))
    assert code.confidence > 0.85
    assert address.confidence > 0.85
    assert not code.repaired


@pytest.mark.parametrize(
    ("mail", "url", "mended_mail", "mended_url"),
    [
        ("taro@exarnple.co.jp", "https://www.example.co.jp", "taro@exarnple.co.jp", "https://www.example.co.jp"),
        ("taro@examp1e.co.jp", "https://www.example.co.jp", "taro@example.co.jp", "https://www.example.co.jp"),
        ("taro@example.co.jp", "http://www.exampleco.jp", "taro@example.co.jp", "http://www.example.co.jp"),
        ("taro@example.c0m", "www.example.com", "taro@example.com", "www.example.com"),
        ("taro@gmail.com", "www.example.com", "taro@gmail.com", "www.example.com"),
        ("taro@example.jp", "www.exampl.jp", "taro@example.jp", "www.example.jp"),
        ("taro@example.nl", "www.examplenl", "taro@example.nl", "www.example.nl"),
        ("taro@example.ne.jp", "https://example.ne", "taro@example.ne.jp", "https://example.ne.jp"),
        ("taro@exampleworks.ca", "http://www.example/works.ca/", "taro@exampleworks.ca", "http://www.exampleworks.ca/"),
    ],
)
def test_domains_of_mail_and_site_mend_each_other(mail, url, mended_mail, mended_url):
    first, second = repaired(field("email", mail), field("url", url))
    assert (first.value, second.value) == (mended_mail, mended_url)


def test_what_other_readings_support_mends_a_domain():
    mail = field("email", "taro@namba.co.jp")
    url = field("url", "www.nmba.co.jp").model_copy(update={"alternatives": ("www.namba.co.jp",)})
    _, mended = repaired(mail, url)
    assert mended.value == "www.namba.co.jp"
    assert mended.repaired


def test_the_company_s_name_decides_between_two_domains():
    mail, _, _ = repaired(
        field("email", "ana@becera-viajes.es"),
        field("url", "www.becerra-viajes.es"),
        field("company", "Becerra Viajes SL"),
    )
    assert mail.value == "ana@becerra-viajes.es"


@pytest.mark.parametrize(
    ("reading", "read", "expected"),
    [
        (0.9, "jessica@atlastreight.io", "jessica@atlasfreight.io"),
        (0.9, "jessica@atlasfreght.io", "jessica@atlasfreight.io"),
        (0.99, "jessica@atlasfreght.io", "jessica@atlasfreght.io"),  # clearly printed so
        (0.99, "jessica@atlastreight.io", "jessica@atlasfreight.io"),  # but for one look-alike in a long word
        (0.9, "jessica@afreight.io", "jessica@afreight.io"),
        (0.9, "jessica@atlasfreigh.io", "jessica@atlasfreigh.io"),  # may well be all of it
        (0.9, "jessica@atlas-freight.io", "jessica@atlas-freight.io"),
    ],
)
def test_the_company_s_name_mends_a_domain_that_was_not_read_clearly(reading, read, expected):
    mail = Field(kind=FieldKind.EMAIL, value=read, raw=read, confidence=0.85, reading=reading)
    _, mended = repaired(field("company", "Atlas Freight Ltd.", 0.95), mail)
    assert mended.value == expected


def test_letters_that_run_together_in_a_domain_are_told_by_the_company():
    mail = Field(kind=FieldKind.EMAIL, value="a@dunnwamer.co.uk", raw="", confidence=0.95, reading=0.99)
    assert repaired(field("company", "Dunn & Warner Limited"), mail)[1].value == "a@dunnwarner.co.uk"


def test_the_name_mends_letters_of_a_mail_that_was_not_read_clearly():
    mail = Field(kind=FieldKind.EMAIL, value="dernck@example.com", raw="", confidence=0.85, reading=0.9)
    assert repaired(field("name", "Derrick Moss"), mail)[1].value == "derrick@example.com"


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("6258-41-1822", "0258-41-1822"),
        ("675-847-8998", "075-847-8998"),
        ("2042-283-9667", "042-283-9667"),  # the telephone before the number was read as a 2
        ("03-1234-5678", "03-1234-5678"),
        ("9060-12-3456", "9060-12-3456"),  # mended, it would be a number that nobody has
    ],
)
def test_first_digit_of_a_japanese_number_is_mended(read, printed):
    number, _ = repaired(field("telephone", read), field("name", "山田 太郎"))
    assert number.value == printed
    assert number.repaired == (read != printed)


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("costendorp@example.nl", "oostendorp@example.nl"),
        ("c.oostendorp@example.nl", "c.oostendorp@example.nl"),
        ("oostendorf@example.nl", "oostendorf@example.nl"),  # p and f do not look alike
    ],
)
def test_a_long_name_mends_one_look_alike_of_a_mail_however_clearly_it_was_read(read, printed):
    mail, _ = repaired(field("email", read).model_copy(update={"reading": 0.99}), field("name", "Casper Oostendorp"))
    assert mail.value == printed


def test_a_space_in_a_mail_is_the_dot_between_the_parts_of_the_name():
    mail = field("email", "kaylavazquez@example.com").model_copy(update={"raw": "kayla vazquez@example.com"})
    mended, _ = repaired(mail, field("name", "Kayla Vazquez"))
    assert mended.value == "kayla.vazquez@example.com"


def test_a_digit_in_a_mail_is_mended_by_the_romanised_name():
    mail, _ = repaired(field("email", "tar0.yamada@example.co.jp"), field("name_roman", "Taro Yamada"))
    assert mail.value == "taro.yamada@example.co.jp"


def test_a_mail_spelled_unlike_the_name_is_left_alone():
    mail, _ = repaired(field("email", "yamada01@example.co.jp"), field("name_roman", "Taro Yamada"))
    assert mail.value == "yamada01@example.co.jp"


def test_repair_can_be_switched_off():
    code, _ = repaired(field("postal_code", "104-0081"), field("address", "東京都中央区銀座1-3-6"), repair=False)
    assert code.value == "104-0081"


def test_every_repair_is_told():
    reasons = resolve_contact(
        [field("name", "山田 太郎"), field("postal_code", "104-0081"), field("address", "東京都中央区銀座1-3-6")]
    ).review_reasons
    assert "The postal code was mended from “104-0081” to “104-0061”." in reasons


@pytest.mark.parametrize(("read", "printed"), [("examp1e", "example"), ("exarnple", "example"), ("0no", "ono")])
def test_look_alikes(read, printed):
    assert confusable(read, printed)


@pytest.mark.parametrize(("read", "printed"), [("example", "example"), ("sato", "kato"), ("abc", "xyz")])
def test_what_does_not_look_alike(read, printed):
    assert not confusable(read, printed)


def test_a_code_in_kanji_that_differs_in_strokes_alone_is_that_of_the_address():
    read = field("postal_code", "812-0021", 0.97).model_copy(update={"raw": "〒八一二-〇〇二一"})
    place = field("address", "福岡県福岡市博多区博多駅前一-七-一三", 0.97)

    code, _ = repaired(read, place)
    arabic, _ = repaired(read.model_copy(update={"raw": "〒812-0021"}), place)

    assert code.value == "812-0011"
    assert arabic.value == "812-0021"


@pytest.mark.parametrize(
    ("read", "printed", "domain"),
    [
        ("A Nyman Oy", "Nyman Oy", "nyman.fi"),
        ("Sauer & SPartner", "Sauer & Partner", "sauerpartner.de"),
        ("Hollis OrthodonticsM plc", "Hollis Orthodontics plc", "hollisorthodontics.co.uk"),
        ("A Plus Builders", "A Plus Builders", "aplusbuilders.com"),
    ],
)
def test_the_letter_of_a_mark_that_the_domain_lacks_is_none_of_the_company(read, printed, domain):
    company, _ = repaired(field("company", read), field("email", f"info@{domain}"))
    assert company.value == printed


@pytest.mark.parametrize(
    ("read", "mail", "printed"),
    [
        ("Phoebe MRoarty", "phoebe-mcroarty@example.com", "Phoebe McRoarty"),
        ("Laura Lemmens", "llemmens@example.com", "Laura Lemmens"),  # the initial of Laura
    ],
)
def test_an_inner_letter_that_a_name_lost_is_taken_from_the_mail(read, mail, printed):
    name, _ = repaired(field("name", read), field("email", mail))
    assert name.value == printed


def test_a_domain_of_some_of_the_companys_words_is_spelled_like_them():
    _, mail = repaired(field("company", "The Blue Heron Group"), field("email", "ford@blucheron.com"))
    assert mail.value == "ford@blueheron.com"


@pytest.mark.parametrize(
    ("read", "other", "printed"),
    [
        ("1 461-640-5203", "+1 429-616-6876", "+1 461-640-5203"),
        ("1435-979-4359", "+1524-368-4420", "+1435-979-4359"),
        ("1-461-640-5203", "+1 (429) 616-6876", "1-461-640-5203"),  # printed in another way
        ("020 7946 0018", "+44 7700 900123", "020 7946 0018"),
    ],
)
def test_a_plus_that_a_number_lost_is_taken_from_a_number_printed_like_it(read, other, printed):
    number, _ = repaired(field("telephone", read), field("mobile", other))
    assert number.value == printed


@pytest.mark.parametrize(
    ("name", "read", "printed"),
    [
        ("Allan Friis", "friis.rllan@example.dk", "friis.allan@example.dk"),
        ("Allan Friis", "friis.info@example.dk", "friis.info@example.dk"),
        ("Sang-woo Kang", "sangwoo.kang@example.kr", "sangwoo.kang@example.kr"),
        ("Allan Friis", "rllan@example.dk", "rllan@example.dk"),  # nothing says whose address it is
    ],
)
def test_a_letter_of_a_mail_is_mended_where_the_rest_of_it_is_the_persons(name, read, printed):
    mail = Field(kind=FieldKind.EMAIL, value=read, raw=read, confidence=0.9, reading=0.99)
    _, mail = repaired(field("name", name), mail)
    assert mail.value == printed


@pytest.mark.parametrize(
    ("read", "printed"),
    [("www.BlueHeron.com", "www.BlueHeron.com"), ("www.blueheron.com", "www.blue-heron.com")],
)
def test_a_domain_whose_words_begin_with_capitals_lost_no_hyphen(read, printed):
    _, url = repaired(field("email", "ann@blue-heron.com", 0.95), field("url", read, 0.9))
    assert url.value == printed
