"""Whole invented cards: what a reader would take from them, with fields in the printed form."""

import pytest

from meishi.domain.field import FieldKind
from meishi.domain.text import Direction, TextLine
from meishi.extract import ExtractOptions, extract_fields

CARD_SIZE = (1075, 650)


def card(*lines):
    """Set lines below one another; an item is a text, or a text with its size in pixels."""
    top, placed = 40, []
    for item in lines:
        text, size = item if isinstance(item, tuple) else (item, 24)
        width = sum(size if ord(letter) > 0x2E7F else size // 2 for letter in text)
        placed.append(TextLine(text=text, confidence=0.95, box=(60, top, width, size)))
        top += round(size * 1.5)
    return placed


def columns(*lines):
    """Set columns from the right to the left."""
    right, placed = 1000, []
    for item in lines:
        text, size = item if isinstance(item, tuple) else (item, 30)
        box = (right - size, 60, size, size * len(text))
        placed.append(TextLine(text=text, confidence=0.95, box=box, direction=Direction.VERTICAL))
        right -= round(size * 1.7)
    return placed


def fields_of(lines):
    found = {}
    for field in extract_fields(lines, CARD_SIZE, ExtractOptions()):
        found.setdefault(field.kind.value, []).append(field.value)
    return found


def test_usual_japanese_card():
    found = fields_of(
        card(
            ("株式会社みずほ野製作所", 34),
            "営業本部　第一営業部",
            "課長",
            ("いのうえ　さとし", 14),
            ("井 上　　聡", 56),
            "Satoshi Inoue",
            "〒330-0845　埼玉県さいたま市大宮区仲町２－７５",
            "大宮フコクビル８階",
            "TEL 048-600-1234（代表）　FAX 048-600-1235",
            "携帯 090-9876-5432　内線 204",
            "E-mail：s.inoue@mizuhono.co.jp",
            "https://www.mizuhono.co.jp/",
        )
    )
    assert found == {
        "company": ["株式会社みずほ野製作所"],
        "department": ["営業本部", "第一営業部"],
        "title": ["課長"],
        "name_kana": ["いのうえ さとし"],
        "name": ["井上 聡"],
        "name_roman": ["Satoshi Inoue"],
        "postal_code": ["330-0845"],
        "address": ["埼玉県さいたま市大宮区仲町2-75 大宮フコクビル8階"],
        "telephone": ["048-600-1234"],
        "fax": ["048-600-1235"],
        "mobile": ["090-9876-5432"],
        "extension": ["204"],
        "email": ["s.inoue@mizuhono.co.jp"],
        "url": ["https://www.mizuhono.co.jp/"],
    }


def test_column_card_with_kanji_numerals():
    found = fields_of(
        columns(
            "有限会社松葉屋呉服店",
            "取締役　営業部長",
            ("長谷川　正一", 60),
            "〒六〇四―八一三六",
            "京都市中京区梅忠町二十番地一",
            "電話　〇七五―二二一―三三四四",
        )
    )
    assert found["company"] == ["有限会社松葉屋呉服店"]
    assert found["title"] == ["取締役", "営業部長"]
    assert found["name"] == ["長谷川 正一"]
    assert found["postal_code"] == ["604-8136"]
    assert found["address"] == ["京都市中京区梅忠町二十番地一"]
    assert found["telephone"] == ["075-221-3344"]


def test_title_and_name_on_one_line():
    found = fields_of(card(("若松建設（株）", 30), ("代表取締役社長　大西 健太郎", 40), "TEL 03-5555-1111"))
    assert found["company"] == ["若松建設（株）"]
    assert found["title"] == ["代表取締役社長"]
    assert found["name"] == ["大西 健太郎"]


def test_university_department_without_spaces():
    found = fields_of(
        card("東都大学大学院理工学研究科", "准教授　博士（工学）", ("三浦 亜希子", 50), "miura@sci.toto-u.ac.jp")
    )
    assert found["company"] == ["東都大学"]
    assert found["department"] == ["大学院理工学研究科"]
    assert found["title"] == ["准教授", "博士（工学）"]
    assert found["name"] == ["三浦 亜希子"]


def test_variant_characters_stay_as_printed():
    found = fields_of(card(("㈱髙﨑商店", 30), "店長", ("渡邉　髙志", 48), "TEL 06-6123-4567"))
    assert found["name"] == ["渡邉 髙志"]
    assert found["company"] == ["㈱髙﨑商店"]


def test_head_office_and_branch_are_two_addresses():
    found = fields_of(
        card(
            ("北斗運輸株式会社", 34),
            ("小林　誠", 50),
            "本社　〒060-0001　北海道札幌市中央区北一条西3-2",
            "TEL 011-222-3333",
            "仙台支店　〒980-0021　宮城県仙台市青葉区中央4-6-1",
            "TEL 022-333-4444",
        )
    )
    assert found["address"] == ["北海道札幌市中央区北一条西3-2", "宮城県仙台市青葉区中央4-6-1"]
    assert found["postal_code"] == ["060-0001", "980-0021"]
    assert "department" not in found


def test_hours_slogans_and_registration_numbers_are_no_fields():
    found = fields_of(
        card(
            "お客様の笑顔のために",
            ("さくら整骨院", 40),
            ("院長　青木 大輔", 44),
            "TEL 045-111-2222",
            "診療時間 9:00-12:00 / 15:00-19:00",
            "定休日 日曜・祝日",
            "登録番号 T1234567890123",
        )
    )
    assert found == {
        "company": ["さくら整骨院"],
        "title": ["院長"],
        "name": ["青木 大輔"],
        "telephone": ["045-111-2222"],
    }


def test_bilingual_card_keeps_the_japanese_side_and_the_romanised_name():
    found = fields_of(
        card(
            ("東洋ネットワーク株式会社", 34),
            "Toyo Network Co., Ltd.",
            "システム開発部　部長",
            "General Manager, Systems Development Dept.",
            ("加藤　美和", 50),
            "Miwa KATO",
            "kato.miwa@toyonet.co.jp",
        )
    )
    assert found["company"] == ["東洋ネットワーク株式会社"]
    assert found["name"] == ["加藤 美和"]
    assert found["name_roman"] == ["Miwa KATO"]
    assert found["title"] == ["部長"]
    assert found["department"] == ["システム開発部"]


def test_british_card():
    found = fields_of(
        card(
            ("Harrow & Pike Ltd", 40),
            ("Dr. Eleanor Whitcombe", 44),
            "Head of Research",
            "12 Mill Lane",
            "Cambridge CB2 1RX",
            "T +44 (0)1223 555 123   M 07700 900456",
            "e.whitcombe@harrowpike.co.uk",
            "www.harrowpike.co.uk",
        )
    )
    assert found["company"] == ["Harrow & Pike Ltd"]
    assert found["name"] == ["Dr. Eleanor Whitcombe"]
    assert found["title"] == ["Head of Research"]
    assert found["address"] == ["12 Mill Lane Cambridge CB2 1RX"]
    assert found["postal_code"] == ["CB2 1RX"]
    assert found["telephone"] == ["+44 (0)1223 555 123"] or found["telephone"] == ["+44 (0) 1223 555 123"]
    assert found["mobile"] == ["07700 900456"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [("Brückner Anlagenbau GmbH", 34), ("Jürgen Hofmeister", 44), "Vertriebsleiter", "Lindenstraße 14",
             "50674 Köln", "Fon +49 221 998877", "Telefax +49 221 998878", "hofmeister@brueckner.de"],
            {"name": "Jürgen Hofmeister", "company": "Brückner Anlagenbau GmbH", "title": "Vertriebsleiter",
             "address": "Lindenstraße 14 50674 Köln", "telephone": "+49 221 998877", "fax": "+49 221 998878"},
        ),
        (
            [("Moreira & Filhos Lda.", 34), ("Inês Moreira", 44), "Diretora Comercial", "Rua das Flores, 120",
             "4050-262 Porto", "Telefone: +351 222 001 002", "Telemóvel: +351 912 345 678", "ines@moreira.pt"],
            {"name": "Inês Moreira", "company": "Moreira & Filhos Lda.", "title": "Diretora Comercial",
             "address": "Rua das Flores, 120 4050-262 Porto", "telephone": "+351 222 001 002",
             "mobile": "+351 912 345 678"},
        ),
        (
            [("Atelier Lenoir SARL", 34), ("Camille Lenoir", 44), "Gérante", "8 rue de la Paix", "44000 Nantes",
             "Tél. 02 40 11 22 33", "Portable 06 11 22 33 44", "contact@atelier-lenoir.fr"],
            {"name": "Camille Lenoir", "company": "Atelier Lenoir SARL", "title": "Gérante",
             "address": "8 rue de la Paix 44000 Nantes", "telephone": "02 40 11 22 33", "mobile": "06 11 22 33 44"},
        ),
    ],
    ids=["German", "Portuguese", "French"],
)  # fmt: skip
def test_cards_of_other_countries(lines, expected):
    found = fields_of(card(*lines))
    assert {kind: found.get(kind, [None])[0] for kind in expected} == expected


@pytest.mark.parametrize(
    ("read", "other", "printed"),
    [
        ("竹山香 璃", "k.takeyama@example.com", "竹山 香璃"),
        ("今西度之", "IMANISHI Noriyuki", "今西 度之"),
        ("竹山香 璃", "info@example.com", "竹山香 璃"),
    ],
)
def test_a_name_is_broken_where_the_card_spells_it_so(read, other, printed):
    found = fields_of(card(("株式会社青葉", 34), "課長", (read, 50), other, "TEL 03-1234-5678"))
    assert found["name"] == [printed]


@pytest.mark.parametrize("sign", [", ", " | "])
def test_department_and_title_in_one_line(sign):
    found = fields_of(
        card(
            ("Joshua Hendricks", 44),
            f"Research & Development{sign}Senior Engineer",
            ("Cannon Holdings Corp.", 34),
            "5484 Kathleen Cliffs, New Christina, DC 58882",
            "Tel: 501-730-9135",
            "Email: joshua.hendricks@cannonholdings.net",
        )
    )
    assert found["department"] == ["Research & Development"]
    assert found["title"] == ["Senior Engineer"]


def test_a_department_that_stands_before_the_title_is_not_lost():
    found = fields_of(
        card(
            "Engineering Division | Sales Manager", ("David Flowers", 50), ("Johnson Consulting, Inc.", 34),
            "5341 Willis Greens, Margaretburgh, UT 39752", "Tel: 490.638.5870", "david@johnsonconsulting.net",
        )
    )  # fmt: skip
    assert found["department"] == ["Engineering Division"]
    assert found["title"] == ["Sales Manager"]


def test_a_long_family_name_is_not_parted():
    found = fields_of(
        card(
            ("勅使河原 美咲", 50),
            "Teshigawara Misaki",
            "執行役員",
            ("有限会社グリーンテック", 34),
            "〒760-0017 香川県高松市番町5丁目15番20号",
            "Tel. 087-484-7635　Fax. 087-355-1727",
            "misaki.teshigawara@greentech.co.jp",
        )
    )
    assert found["name"] == ["勅使河原 美咲"]
    assert found["title"] == ["執行役員"]


@pytest.mark.parametrize(
    ("read", "printed"),
    [("12 lan Road, London, SW1 4AB", "12 Ian Road, London, SW1 4AB"), ("Rua Augusta, 29, loja 3, Curitiba", None)],
)
def test_a_capital_i_read_as_a_small_l(read, printed):
    found = fields_of(card(("Sho lgarashi", 44), read, "sho.igarashi@example.com"))
    assert found["name"] == ["Sho Igarashi"]
    assert found["address"] == [printed or read]


def test_labels_in_boxes_of_their_own():
    lines = [
        TextLine("株式会社青葉", 0.9, (60, 40, 300, 40)),
        TextLine("中村 涼子", 0.9, (60, 120, 300, 56)),
        TextLine("TEL", 0.9, (60, 300, 50, 24)),
        TextLine("03-1234-5678", 0.9, (160, 300, 200, 24)),
        TextLine("FAX", 0.9, (60, 340, 50, 24)),
        TextLine("03-1234-5679", 0.9, (160, 340, 200, 24)),
    ]
    found = fields_of(lines)
    assert found["telephone"] == ["03-1234-5678"]
    assert found["fax"] == ["03-1234-5679"]


def test_letter_spaced_name_that_fell_into_boxes():
    lines = [
        TextLine("株式会社青葉", 0.9, (60, 40, 300, 30)),
        *(TextLine(glyph, 0.9, (60 + 130 * number, 120, 56, 56)) for number, glyph in enumerate("山田太郎")),
        TextLine("TEL 03-1234-5678", 0.9, (60, 300, 250, 24)),
    ]
    assert fields_of(lines)["name"] == ["山田 太郎"]


def test_an_address_whose_lines_have_numbers_beside_them_is_whole():
    lines = [
        TextLine("HARDY INSTITUTE", 0.98, (80, 90, 496, 42)),
        TextLine("Dustin GARCIA", 0.98, (82, 236, 512, 62)),
        TextLine("Plant Manager", 0.98, (78, 328, 204, 41)),
        TextLine("Address: 2150 Oak Avenue, New York,", 0.98, (79, 453, 499, 34)),
        TextLine("Fax:212 192 5881", 0.98, (610, 454, 182, 27)),
        TextLine("NY 10007, USA", 0.98, (78, 494, 202, 34)),
        TextLine("MOBILE:212 771 7378", 0.98, (614, 486, 237, 27)),
        TextLine("E:dustin.garcia@hardy-institute.org", 0.98, (612, 561, 390, 34)),
    ]
    assert fields_of(lines)["address"] == ["2150 Oak Avenue, New York, NY 10007, USA"]


def test_a_name_that_ran_together_with_its_romanised_form():
    found = fields_of(
        card(("土 谷 知 奈 津 TSUCHIYA Chinatsu", 60), "主任研究員", "データファーム証券(株)", "TEL 0868-55-7592")
    )
    assert found["name"] == ["土谷 知奈津"]


@pytest.mark.parametrize(
    ("read", "kind", "printed"),
    [
        ("代表取役", "title", "代表取締役"),
        ("工ネルギー事業部", "department", "エネルギー事業部"),
        ("第ニグループ", "department", "第二グループ"),
        ("施工部", "department", "施工部"),
    ],
)
def test_glyphs_that_engines_take_for_others_or_lose(read, kind, printed):
    found = fields_of(card(("株式会社青葉", 34), read, ("山田 太郎", 50), "yamada@aoba.co.jp"))
    assert found[kind] == [printed]


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("長野県松本市大手五丁目六番 第二山田ピル五F", "長野県松本市大手五丁目六番 第二山田ビル五F"),
        ("長野県松本市大手五丁目六番 坂本センタービルー三階", "長野県松本市大手五丁目六番 坂本センタービル一三階"),
        ("長野県松本市大手5-6 八イツ桜201号室", "長野県松本市大手5-6 ハイツ桜201号室"),
        ("長野県松本市大手5-6 スク工ア松本", "長野県松本市大手5-6 スクエア松本"),
        ("長野県松本市大手5-6 上総夕ワ一", "長野県松本市大手5-6 上総タワー"),
        ("長野県松本市大手5-6 北斗ブラザ", "長野県松本市大手5-6 北斗プラザ"),
        ("長野県松本市大手5-6 ブラザービル", "長野県松本市大手5-6 ブラザービル"),
    ],
)
def test_katakana_of_buildings(read, printed):
    found = fields_of(card(("株式会社青葉", 34), ("山田 太郎", 50), "〒390-0874", read, "yamada@aoba.co.jp"))
    assert found["address"] == [printed]


def test_a_research_institute_is_part_of_the_company_that_is_called_so():
    found = fields_of(card(("合同会社未来デザイン研究所", 34), "常務取締役", ("内藤 優子", 50), "03-1234-5678"))
    assert found["company"] == ["合同会社未来デザイン研究所"]
    assert "department" not in found


def test_company_logo_in_two_lines():
    found = fields_of(
        card(
            ("NORTHWIND", 60), ("LOGISTICS", 60), ("Maria Delgado", 36), "Operations Manager",
            "maria@northwindlogistics.com",
        )
    )  # fmt: skip
    assert found["company"] == ["NORTHWIND LOGISTICS"]
    assert found["name"] == ["Maria Delgado"]


@pytest.mark.parametrize("read", ["H Hering Immobilien e.K.", "HHering Immobilien e.K."])
def test_the_initial_in_a_company_mark_is_no_part_of_its_name(read):
    found = fields_of(card((read, 44), ("Ortrun Baum", 36), "Architektin", "baum@heringimmobilien.de"))
    assert found["company"] == ["Hering Immobilien e.K."]
    assert found["email"] == ["baum@heringimmobilien.de"]


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        (("123 Smith Fort", "Lake Pauline LSI7 6EB"), "123 Smith Fort Lake Pauline LS17 6EB"),
        (("52 Kennedy Ave", "Winnipeg, MB R9E 183"), "52 Kennedy Ave Winnipeg, MB R9E 1B3"),
        (("1 Mill Lane", "Leeds LS5 4AD"), "1 Mill Lane Leeds LS5 4AD"),
        (("2-20-11 Sakæ-cho", "Fuchu-shi, Tokyo, Japan"), "2-20-11 Sakae-cho Fuchu-shi, Tokyo, Japan"),
        (("Rua Lima, 194 - 11° andar", "São Paulo, 03916-447"), "Rua Lima, 194 - 11º andar São Paulo, 03916-447"),
    ],
)  # fmt: skip
def test_letters_and_digits_that_look_alike_in_foreign_addresses(read, printed):
    found = fields_of(card(("Judy Allen", 44), *read, "judy@example.com"))
    assert found["address"] == [printed]


def test_the_dot_of_an_i_that_was_read_as_an_accent():
    found = fields_of(card(("山田 日菜", 50), "E-mail hīna@mírai-tech.co.jp", "www.mirai-tech.co.jp"))
    assert (found["email"], found["url"]) == (["hina@mirai-tech.co.jp"], ["www.mirai-tech.co.jp"])


@pytest.mark.parametrize("mark", ["K", "青", "青 "])
def test_the_character_of_a_company_mark_in_front_of_its_legal_form(mark):
    found = fields_of(card((f"{mark}株式会社青葉電機", 44), ("山田 太郎", 50), "yamada@aoba.co.jp"))
    assert found["company"] == ["株式会社青葉電機"]


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("THE", "OAKRIDGE COMPANY INC.", "THE OAKRIDGE COMPANY INC."),
        ("Kidd", "& Phelps Inc.", "Kidd & Phelps Inc."),
        ("PHOENIX", "Phoenix Farms Inc.", "Phoenix Farms Inc."),
    ],
)
def test_the_first_word_of_a_company_in_two_lines(first, second, whole):
    found = fields_of(card((first, 50), (second, 50), ("Eric Watson", 44), "Photographer", "ericwatson@example.com"))
    assert found["company"] == [whole]
    assert found["name"] == ["Eric Watson"]


def test_a_line_of_the_address_that_is_read_below_the_department_is_none_of_it():
    lines = [
        TextLine(text, 0.97, box)
        for text, box in (
            ("Zenithsoft", (162, 96, 341, 62)),
            ("Katherine Cox", (266, 160, 475, 68)),
            ("P.O. Box 2465", (62, 306, 224, 45)),
            ("President", (436, 228, 143, 41)),
            ("IT Department", (401, 262, 213, 53)),
            ("Summermouth, VT 75352", (62, 350, 391, 43)),
            ("Office (398) 872-0861", (63, 390, 330, 46)),
            ("cox@zenithsoft.org", (63, 480, 293, 43)),
        )
    ]
    found = fields_of(lines)
    assert found["department"] == ["IT Department"]
    assert found["address"] == ["P.O. Box 2465 Summermouth, VT 75352"]


def test_every_field_points_at_its_line_and_box():
    lines = card(("株式会社青葉", 30), ("中村　涼子", 50), "TEL 03-1234-5678　FAX 03-1234-5679")
    for field in extract_fields(lines, CARD_SIZE, ExtractOptions()):
        x, y, width, height = field.box
        left, top, line_width, line_height = lines[field.line].box
        assert left <= x
        assert x + width <= left + line_width + 1
        assert (y, height) == (top, line_height)
        assert 0.0 < field.confidence <= 1.0


def test_no_lines_give_no_fields():
    assert extract_fields([], CARD_SIZE, ExtractOptions()) == ()


def test_badly_read_lines_are_less_sure():
    def confidence(reading):
        lines = [TextLine("TEL 03-1234-5678", reading, (60, 40, 250, 24))]
        (field,) = extract_fields(lines, CARD_SIZE, ExtractOptions())
        assert field.kind is FieldKind.TELEPHONE
        return field.confidence

    assert confidence(0.98) > confidence(0.8) > confidence(0.4)


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("坂本センターピルー三階", "坂本センタービル一三階"),
        ("富士タワーー二〇三", "富士タワー一二〇三"),
        ("二ー二ー一三", "二ー二ー一三"),
        ("富士タワー三階", "富士タワー三階"),
        ("第2ヒル 5F", "第2ビル 5F"),
        ("ローズヒル 201", "ローズヒル 201"),
    ],
)
def test_a_building_whose_one_was_read_as_a_long_vowel(read, printed):
    found = fields_of(card(("山田 太郎", 50), "〒150-0002 東京都渋谷区渋谷三-二-一", read))

    assert found["address"][0].endswith(printed)


@pytest.mark.parametrize("printed", ["Lynda Brown, M.D.", "Lynda Brown, PhD, MBA", "Lynda Brown CPA"])
def test_the_degrees_behind_a_name_are_part_of_it(printed):
    found = fields_of(card((printed, 44), "Director", "lynda@example.com"))
    assert found["name"] == [printed]
    assert found["title"] == ["Director"]


def test_what_is_misread_in_a_reading_of_kana_is_put_right_in_every_way():
    found = fields_of(card(("青木 春子", 50), ("ァオキ ハルコ", 20), "部長", "TEL 03-1234-5678"))
    assert found["name_kana"] == ["アオキ ハルコ"]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (("9977 West Jones Street • Melissatown, CO 80061",), "80061"),
        (("9977 West Jones Street", "Melissatown, CO80061"), "80061"),
        (("No. 26, Sec. 4, Guangfu Rd.", "Taipei 658, Taiwan"), "658"),
        (("604-6, Woomyeon-dong, Gangnam-gu", "Seoul 644-607, Korea"), "644-607"),
        (("Box 60", "139 53 Stockholm"), "139 53"),
        (("Vesterbrogade 90", "5808 Odense"), "5808"),
        (("ul. Piękna 47/42", "25-714 Kraków"), "25-714"),
        (("338 Queen Street", "Richmond, Victoria 3049"), "3049"),
        (("Ernistrasse 52a • 7441 St. Gallen",), "7441"),
        (("Reichmannallee 110", "D-58226Köln"), "58226"),
        (("9320 First Street", "Vancouver, OntarioB7H 5A6"), "B7H 5A6"),
        (("3846 NE Page Mill Drive", "Seattle, OH 60135"), "60135"),
    ],
)
def test_postal_codes_of_other_countries(lines, code):
    found = fields_of(
        card(("Brightwater Ltd", 34), ("Ann Marlowe", 40), "Sales Manager", *lines, "ann@brightwater.com")
    )
    assert found["postal_code"] == [code]


def test_an_office_elsewhere_below_a_whole_address_is_another_one():
    found = fields_of(
        card(
            ("Brightwater Inc.", 34),
            ("Ann Marlowe", 40),
            "Sales Manager",
            "7901 Coleman Avenue",
            "San Jose, CA 47138",
            "7676 Hunter Avenue",
            "Seattle, WA 88284",
            "ann@brightwater.com",
        )
    )
    assert found["address"] == ["7901 Coleman Avenue San Jose, CA 47138", "7676 Hunter Avenue Seattle, WA 88284"]
    assert found["postal_code"] == ["47138", "88284"]


@pytest.mark.parametrize(
    "small_print",
    ["Member FDIC", "Mon-Fri 9am-5pm", "Regulated by RICS", "Licensed & Insured", "A Subsidiary of Brant Holdings"],
)
def test_small_print_names_nobody(small_print):
    found = fields_of(
        card(("Optivex Pest Control", 34), small_print, ("Ann Marlowe", 40), "Sales Manager", "ann@optivex.com")
    )
    assert found["company"] == ["Optivex Pest Control"]
    assert found["title"] == ["Sales Manager"]
    assert "department" not in found


@pytest.mark.parametrize(("first", "second"), [("Lindner &", "Partner"), ("Pastor &", "Moraes Advogados")])
def test_a_company_goes_on_after_an_ampersand_that_ends_its_line(first, second):
    found = fields_of(card((first, 40), (second, 40), "", "Ann Marlowe", "Sales Manager", "ann@lindnerpartner.com"))
    assert found["company"] == [f"{first} {second}"]


def test_an_office_of_somebody_is_a_department():
    found = fields_of(
        card(
            ("Delmar Company", 34),
            ("David Sepulveda", 40),
            "Interior Designer",
            "OFFICE OF THE PRESIDENT",
            "d@delmar.biz",
        )
    )
    assert found["department"] == ["OFFICE OF THE PRESIDENT"]
    assert found["title"] == ["Interior Designer"]


@pytest.mark.parametrize(
    ("read", "mail", "right"),
    [
        ("佐木 千尋", "sasaki@example.co.jp", "佐々木 千尋"),
        ("瀬戸 彩", "setoguchi.aya@example.co.jp", "瀬戸口 彩"),
        ("林 太郎", "info@example.co.jp", "林 太郎"),
        ("瀬戸 彩", "seto.aya@example.co.jp", "瀬戸 彩"),
    ],
)
def test_a_glyph_of_the_family_name_that_was_passed_over_is_put_in_by_the_mail(read, mail, right):
    found = fields_of(card(("株式会社青葉電機", 44), ("部長", 24), (read, 50), mail))
    assert found["name"] == [right]


@pytest.mark.parametrize(
    ("name", "read", "right"),
    [
        ("近藤 千代子", "こんどう ちょこ", "こんどう ちよこ"),
        ("都築 ひとみ", "ツッキ ヒトミ", "ツヅキ ヒトミ"),
        ("山崎 愛", "ヤマサキ アイ", "ヤマサキ アイ"),
        ("服部 圭", "はっとり けい", "はっとり けい"),
    ],
)
def test_small_kana_of_a_reading_are_as_the_kanji_can_be_read(name, read, right):
    found = fields_of(card(("株式会社青葉電機", 44), (read, 20), (name, 50), "info@example.co.jp"))
    assert (found["name"], found["name_kana"]) == ([name], [right])


@pytest.mark.parametrize(
    ("lines", "address"),
    [
        (("53 Rudden Street", "Dublin 4"), "53 Rudden Street Dublin 4"),
        (("Karl Johans gate 78", "0966 Bergen"), "Karl Johans gate 78 0966 Bergen"),
        (("Post Office Box 7807", "Keithton, CA 32465"), "Post Office Box 7807 Keithton, CA 32465"),
        (("1596 Broadway", "Ste. 310", "Phoenix, AZ 85031"), "1596 Broadway Ste. 310 Phoenix, AZ 85031"),
    ],
)
def test_western_addresses_are_whole(lines, address):
    found = fields_of(card(("Brightwater Ltd", 34), ("Ann Marlowe", 40), "Sales Manager", *lines, "ann@acme.com"))
    assert found["address"] == [address]


def test_a_given_name_above_the_family_name_is_none_of_the_company():
    lines = [
        TextLine(text=text, confidence=0.98, box=box)
        for text, box in (
            ("CloudSight", (159, 67, 369, 77)),
            ("Elias", (59, 381, 131, 63)),
            ("Gallardo", (60, 452, 226, 60)),
            ("FINANCIAL ADVISOR", (62, 516, 269, 32)),
            ("Phone: (488) 661-2904", (633, 64, 273, 32)),
            ("E-mail: Info@cloudsight.ca", (629, 266, 341, 39)),
            ("www.cloudsight.ca", (630, 304, 242, 36)),
            ("7906 N. Boyer Way", (633, 478, 239, 32)),
            ("Ottawa, AB, Canada M7G 0A4", (633, 512, 381, 33)),
        )
    ]
    found = fields_of(lines)
    assert (found["name"], found["company"]) == (["Elias Gallardo"], ["CloudSight"])


def test_kana_above_a_name_that_is_read_so_are_no_title():
    lines = (
        ("帝都保険サービス株式会社", 44),
        ("法人営業部", 24),
        ("ミツギススム", 20),
        ("三ツ木 進", 50),
        "info@example.co.jp",
    )
    found = fields_of(card(*lines))
    assert (found["name"], found["name_kana"], found.get("title")) == (["三ツ木 進"], ["ミツギススム"], None)


def test_letters_that_run_into_a_department_are_part_of_it():
    lines = (("株式会社鶴見精機", 44), ("CS推進課", 24), ("取締役会長", 24), ("佐々木 雅子", 50), "info@example.co.jp")
    found = fields_of(card(*lines))
    assert (found["department"], found["title"]) == (["CS推進課"], ["取締役会長"])


@pytest.mark.parametrize("form", ["株式会社桜丘ハウジング", "㈱桜丘ハウジング"])
def test_a_company_above_its_whole_name_is_named_once(form):
    lines = (("桜丘ハウジング", 70), (form, 44), ("部長", 24), ("佐々木 雅子", 50), "info@sakuragaoka.co.jp")
    assert fields_of(card(*lines))["company"] == [form]


def test_the_head_of_a_department_is_a_title():
    lines = (("株式会社鶴見精機", 44), ("取締役 営業本部長", 24), ("佐々木 雅子", 50), "info@example.co.jp")
    found = fields_of(card(*lines))
    assert (found.get("department"), "".join(found["title"])) == (None, "取締役営業本部長")
