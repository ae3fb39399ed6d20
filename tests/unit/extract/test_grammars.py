"""What has a form of its own: mail, URL, telephone, postal code, with what engines make of them."""

import pytest

from meishi.domain.text import Direction, TextLine
from meishi.extract.card_text import CardText
from meishi.extract.grammars import find_by_grammar


def spans_of(*texts, direction=Direction.HORIZONTAL, alternatives=()):
    lines = []
    for number, text in enumerate(texts):
        box = (60, 40 + 40 * number, 14 * len(text), 24)
        if direction is Direction.VERTICAL:
            box = (900 - 40 * number, 40, 24, 24 * len(text))
        lines.append(TextLine(text, 0.9, box, direction, alternatives=alternatives))
    card = CardText.from_lines(lines, (1075, 650))
    return [(span.kind.value, span.value) for span in find_by_grammar(card) if span.kind]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("E-mail: taro.yamada@example.co.jp", "taro.yamada@example.co.jp"),
        ("taro . yamada @ example . co . jp", "taro.yamada@example.co.jp"),
        ("メール　ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "taro@example.jp"),
        ("taro@example.co,jp", "taro@example.co.jp"),
        ("taro©example.com", "taro@example.com"),
        ("E-MAILtaro@example.com", "taro@example.com"),
        ("EMAILtaro@example.com", "taro@example.com"),
        ("Emaaltaro@example.com", "taro@example.com"),
        ("Mail info@exam ple.co.jp", "info@example.co.jp"),
        ("E-mail: taroQexample.co.jp", "taro@example.co.jp"),
        ("nobuyuki.asada@example.co.jp", "nobuyuki.asada@example.co.jp"),
        ("email nora@example.com", "nora@example.com"),
        ("****@a-d-p.co.jp", "****@a-d-p.co.jp"),
        ("M/taro@example.com", "taro@example.com"),
        ("E.taro@example.com", "taro@example.com"),
        ("e.yamada@example.com", "e.yamada@example.com"),  # an initial, no label
        ("Minfo@example.com", "info@example.com"),
        ("X— taro@example.com", "taro@example.com"),
        ("taro@example.com, Tokyo", "taro@example.com"),
        ("taro@example.co.ip", "taro@example.co.jp"),
        ("taro@example.cojp", "taro@example.co.jp"),
        ("taro@example.acp", "taro@example.ac.jp"),
        ("taro@example.c0m", "taro@example.com"),
        ("taro@examplekr", "taro@example.kr"),
        ("taro@example.co.jpHP", "taro@example.co.jp"),
        ("lnfo@example.com", "Info@example.com"),
        ("judy26#example.com", "judy26@example.com"),
        ("kelly86@gmall.com", "kelly86@gmail.com"),
        ("kelly86@grnail.com", "kelly86@gmail.com"),
        ("kelly86@gmael.com", "kelly86@gmael.com"),  # no look-alike: a host of its own
    ],
)
def test_mail(text, address):
    assert spans_of(text) == [("email", address)]


@pytest.mark.parametrize(
    ("read", "beside", "address"),
    [
        ("e. judy@example.com", "t. 020 8845 2569", "judy@example.com"),
        ("e.judy@example.com", "m. (570) 908-5580", "judy@example.com"),
        ("Ejudy@example.com", "T 869-871-0143", "judy@example.com"),
        ("e.yamada@example.com", "TEL 03-1234-5678", "e.yamada@example.com"),
        ("E Eric@example.com", "T 869-871-0143", "Eric@example.com"),
        ("e. Simon@example.com", "p. 01223 466251", "Simon@example.com"),
        ("e. judy@example.com", "C. 07762 587034", "judy@example.com"),
        ("elJudy@example.com", "pl 0161 462 6791", "Judy@example.com"),
        ("el judy@example.com", "f| 0161 481 1238", "judy@example.com"),
    ],
)
def test_the_letter_before_a_mail_is_a_label_where_numbers_have_such_labels(read, beside, address):
    assert ("email", address) in spans_of(read, beside)


@pytest.mark.parametrize(
    ("text", "alternative", "address"),
    [
        ("tarotmc.tokyo", "tar o@tec. tokyo", "taro@tmc.tokyo"),
        ("TARO-YOEXAMPLE.CO.JP", "TARO-Y@EXAMPLE. C0. JP", "TARO-Y@EXAMPLE.CO.JP"),
        ("taro@examplejip", "taro@example.jp", "taro@example.jp"),
    ],
)
def test_the_sign_that_one_reading_lost_is_taken_from_another_one(text, alternative, address):
    assert spans_of(text, alternatives=(alternative,)) == [("email", address)]


def test_a_mail_that_runs_into_a_site_is_a_value_of_its_own():
    found = spans_of("neil@frontier-capital.uswww.frontier-capital.us")
    assert found == [("email", "neil@frontier-capital.us"), ("url", "www.frontier-capital.us")]


def test_mail_broken_over_two_lines():
    assert spans_of("E-mail: kazuhiro.matsudaira@", "very-long-company.co.jp") == [
        ("email", "kazuhiro.matsudaira@very-long-company.co.jp")
    ]


def test_a_url_without_a_space_before_a_mail_is_a_value_of_its_own():
    assert spans_of("https://www.example.net/taro@example.net") == [
        ("email", "taro@example.net"),
        ("url", "https://www.example.net/"),
    ]


@pytest.mark.parametrize("read", ["taroeexample.co.jp", "E-MAILtaroGexample.co.jp", "TAROOEXAMPLE.CO.JP"])
def test_a_mail_whose_sign_was_read_as_a_letter_is_told_by_the_domain_of_the_url(read):
    kinds = dict(spans_of(read, "https://www.example.co.jp"))

    assert kinds["email"].casefold() == "taro@example.co.jp"
    assert kinds["url"] == "https://www.example.co.jp"


def test_a_host_below_the_domain_of_another_url_is_no_mail():
    assert [kind for kind, _ in spans_of("shop.example.co.jp", "https://www.example.co.jp")] == ["url", "url"]


def test_the_sign_of_a_registered_word_is_no_mail():
    assert spans_of("Realtor®", "Business Development") == []


def test_words_of_a_name_are_no_part_of_the_mail_beside_it():
    assert spans_of("Taro Yamada taro@example.com") == [("email", "taro@example.com")]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("URL http://www.example.co.jp/", "http://www.example.co.jp/"),
        ("https://example.jp/company/map.html", "https://example.jp/company/map.html"),
        ("www . example . com", "www.example.com"),
        ("http:/www.example,co.jp", "http://www.example.co.jp"),
        ("HP: example.co.jp", "example.co.jp"),
        ("ホームページ example.tokyo", "example.tokyo"),
        ("ht tps://www.exam ple.jp", "https://www.example.jp"),
        ("htps//ww.example.co.p", "https://www.example.co.jp"),
        ("hitp://w.example.com/", "http://www.example.com/"),
        ("HP:www.example-uacjp", "www.example-u.ac.jp"),
        ("https//wwwexamplecojp", "https://www.example.co.jp"),
        ("Webexample.org.uk", "example.org.uk"),
    ],
)
def test_url(text, url):
    assert spans_of(text) == [("url", url)]


@pytest.mark.parametrize(
    "text", ["ABC Trading Co.,Ltd.", "John Smith, Ph.D.", "St.Louis", "facebook.com/example", "No.1"]
)
def test_what_is_no_url(text):
    assert spans_of(text) == []


def test_domain_of_a_mail_is_no_url():
    assert spans_of("info@example.co.jp") == [("email", "info@example.co.jp")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TEL 03-1234-5678", [("telephone", "03-1234-5678")]),
        ("TEL:O3-l234-5678", [("telephone", "03-1234-5678")]),
        ("1 0161 400 2963", [("telephone", "0161 400 2963")]),  # t 0161 ...
        ("102-095-2125", [("telephone", "02-095-2125")]),
        ("T 076-719-9069F 076-450-1338", [("telephone", "076-719-9069"), ("fax", "076-450-1338")]),
        ("ＴＥＬ（０３）１２３４－５６７８", [("telephone", "(03)1234-5678")]),
        ("電　話　03-1234-5678", [("telephone", "03-1234-5678")]),
        ("直通 03-1234-5678", [("telephone", "03-1234-5678")]),
        ("TEL(代表)03-1234-5678", [("telephone", "03-1234-5678")]),
        ("ファックス 03-1234-5678", [("fax", "03-1234-5678")]),
        ("電送 03-1234-5678", [("fax", "03-1234-5678")]),
        ("Mobile 090-1234-5678", [("mobile", "090-1234-5678")]),
        ("090-1234-5678", [("mobile", "090-1234-5678")]),
        ("0120-123-456", [("telephone", "0120-123-456")]),
        ("+81 90-1234-5678", [("mobile", "+81 90-1234-5678")]),
        ("Tel & Fax: 03-1234-5678", [("telephone", "03-1234-5678")]),
        ("TEL/FAX 03-1234-5678 / 03-1234-5679", [("telephone", "03-1234-5678"), ("fax", "03-1234-5679")]),
        ("TEL 03-1234-5678 FAX 03-1234-5679", [("telephone", "03-1234-5678"), ("fax", "03-1234-5679")]),
        ("03-1234-5678 090-1234-5678", [("telephone", "03-1234-5678"), ("mobile", "090-1234-5678")]),
        ("TEL 03-1234-5678 内線 204", [("telephone", "03-1234-5678"), ("extension", "204")]),
        ("Tel: 020 7946 0123 ext. 12", [("telephone", "020 7946 0123"), ("extension", "12")]),
        ("020 7946 0123 (O) / 07700 900456 (mob)", [("telephone", "020 7946 0123"), ("mobile", "07700 900456")]),
        ("Telefone: (11) 3123-4567", [("telephone", "(11)3123-4567")]),
        ("Celular: (11) 91234-5678", [("mobile", "(11)91234-5678")]),
        ("Di động: 0903 123 456", [("mobile", "0903 123 456")]),
        ("Handy: 0171 / 1234567", [("mobile", "0171 / 1234567")]),
        ("HP: +82-10-1234-5678", [("mobile", "+82-10-1234-5678")]),
        ("401 555 5555", [("telephone", "401 555 5555")]),
        ("F03-7700-3029", [("fax", "03-7700-3029")]),
        ("フA>ク 083-283-8458", [("fax", "083-283-8458")]),
        ("携電話 080-5870-1492", [("mobile", "080-5870-1492")]),
        ("Tel. móvel (81) 9.4650-4599", [("mobile", "(81)9.4650-4599")]),
        ("H.P+82-10-4298-3622", [("mobile", "+82-10-4298-3622")]),
        ("(041) 9344.7189 DIRETO: (041) 7164.9492", [("telephone", "(041)9344.7189"), ("telephone", "(041)7164.9492")]),
        ("M070-3206-2581", [("mobile", "070-3206-2581")]),
        ("+82-10-1234-5678 H.P", [("mobile", "+82-10-1234-5678")]),
        (
            "電話：024-273-1032 内線：9440　FAX：024-420-0811",
            [("telephone", "024-273-1032"), ("extension", "9440"), ("fax", "024-420-0811")],
        ),
        (
            "(82-51) 253-3999 T ext. 417 | (82-51) 480-9324 FAX",
            [("telephone", "(82-51)253-3999"), ("extension", "417"), ("fax", "(82-51)480-9324")],
        ),
        ("T 0141 496 0123 | F 0141 496 0124", [("telephone", "0141 496 0123"), ("fax", "0141 496 0124")]),
        ("T735.395.2734 F(783) 894-4712", [("telephone", "735.395.2734"), ("fax", "(783)894-4712")]),
        ("EA× 03-9983-3201", [("fax", "03-9983-3201")]),
        ("Fat: 535.330.2957", [("fax", "535.330.2957")]),
        ("2ax +44 20 7224 8751", [("fax", "+44 20 7224 8751")]),
        ("ffice: 338 272 9828", [("telephone", "338 272 9828")]),
        ("bile:267-300-0308", [("mobile", "267-300-0308")]),
        ("0:02-346-7569", [("telephone", "02-346-7569")]),
        ("携常電話 090-6295-8858", [("mobile", "090-6295-8858")]),
        (
            "[Mobile] 07283 379 232 [Office] (01223) 438 3166",
            [("mobile", "07283 379 232"), ("telephone", "(01223)438 3166")],
        ),
        ("f(573) 274-8920", [("fax", "(573)274-8920")]),
        ("C+61 485 288 522", [("mobile", "+61 485 288 522")]),
        ("0(301) 625-9951", [("telephone", "(301)625-9951")]),  # a sign read as a nought
        ("+55 [21] 2972-1652", [("telephone", "+55(21) 2972-1652")]),
        ("(231] 800-5421", [("telephone", "(231)800-5421")]),
        ("1300 240 858● fax (02) 9974 4180", [("telephone", "1300 240 858"), ("fax", "(02)9974 4180")]),
        ("539-477-7899Mobide: 614.307.4230", [("telephone", "539-477-7899"), ("mobile", "614.307.4230")]),
    ],
)
def test_telephone(text, expected):
    assert spans_of(text) == expected


def test_a_number_of_the_country_of_the_card_is_a_mobile_by_its_beginning():
    assert ("mobile", "0464 783 110") in spans_of("0464 783 110", "www.example.com.au")
    assert ("mobile", "82-10-6323-1703") in spans_of("Seoul 04775, Korea", "82-10-6323-1703")
    assert ("telephone", "+91 80 4704 5987") in spans_of("+91 80 4704 5987")  # Bengaluru, no mobile


def test_kanji_numerals_in_a_column():
    assert spans_of("電話　〇三―三三四四―一一二二", direction=Direction.VERTICAL) == [("telephone", "03-3344-1122")]


def test_kanji_numerals_with_dots_and_a_country_code():
    texts = "電話 〇七五.七一二.〇八〇四", "+八一ー八九ー三一一ー八七六七"
    assert spans_of(*texts, direction=Direction.VERTICAL) == [
        ("telephone", "075-712-0804"),
        ("telephone", "+81-89-311-8767"),
    ]


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("電話 〇八七一八四八二二〇三二", "087-848-2032"),
        ("携帯〇八〇二一四六九一七六一六", "080-1469-7616"),
    ],
)
def test_bars_read_as_one_and_two_in_a_column(read, printed):
    assert [value for _, value in spans_of(read, direction=Direction.VERTICAL)] == [printed]


def test_dash_read_as_one_in_a_column():
    assert spans_of("携帯 〇九〇一三六一八ー五五八三", direction=Direction.VERTICAL) == [("mobile", "090-3618-5583")]


@pytest.mark.parametrize(
    "text",
    [
        "登録番号 T1234567890123",
        "東京都知事許可（般-1）第123456号",
        "営業時間 9:00-18:00",
        "創業 1985年4月1日",
        "丸の内1-1-1",
    ],
)
def test_what_is_no_telephone(text):
    assert spans_of(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("〒104-0061 東京都中央区銀座1-3-6", "104-0061"),
        ("〒１０４ー００６１", "104-0061"),
        ("〒1O4-OO61 東京都中央区銀座1-3-6", "104-0061"),
        ("干104-0061 東京都中央区銀座1-3-6", "104-0061"),
        ("104-0061 東京都中央区銀座1-3-6", "104-0061"),
        ("■本社 104-0061", "104-0061"),
        ("〒1040061", "104-0061"),
    ],
)
def test_postal_code(text, code):
    assert spans_of(text) == [("postal_code", code)]


@pytest.mark.parametrize("read", ["七六九一一五〇六 香川県三豊市", "十七六九一五〇六", "〒七六九－一五〇六"])
def test_postal_code_of_a_column_with_misread_sign_and_bar(read):
    assert spans_of(read, direction=Direction.VERTICAL)[0] == ("postal_code", "769-1506")


@pytest.mark.parametrize("read", ["〒四六〇I〇〇〇八", "F四六〇－〇〇〇八", "テ四六〇の〇〇八"])
def test_a_column_behind_a_postal_mark_is_a_code_however_it_was_read(read):
    (kind, value) = spans_of(read, direction=Direction.VERTICAL)[0]
    assert (kind, value[:2]) == ("postal_code", "46")


def test_few_japanese_glyphs_in_the_pictures_of_a_latin_card_are_noise():
    card = CardText.from_lines(
        [
            TextLine("回回回賠", 0.5, (60, 40, 100, 24)),
            TextLine("Borcelle Airlines, 123 Anywhere Street, Any City", 0.9, (60, 80, 500, 24)),
            TextLine("hello@reallygreatsite.com www.reallygreatsite.com", 0.9, (60, 120, 500, 24)),
        ],
        (1075, 650),
    )
    assert [span.kind for span in find_by_grammar(card) if span.line == 0] == [None]


def test_seven_digits_in_a_line_of_a_japanese_card_are_a_postal_code():
    assert spans_of("900 0015", "沖縄県那覇市久茂地3-17-9")[0] == ("postal_code", "900-0015")
    assert ("postal_code", "900-0015") not in spans_of("900 0015", "3 Main Street")


def test_postal_code_in_kanji_numerals():
    assert spans_of("〒一〇四―〇〇六一", direction=Direction.VERTICAL) == [("postal_code", "104-0061")]


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("Puh. 09 479 268", "telephone", "09 479 268"),
        ("Faksi 09 433 963", "fax", "09 433 963"),
        ("Tlf. 22 11 22 33", "telephone", "22 11 22 33"),
        ("Direkte+4532575529", "telephone", "+4532575529"),
        ("T +49 (0)89 / 78 53 41-0", "telephone", "+49 (0) 89 / 78 53 41-0"),
        ("fl 0161 481 1238", "fax", "0161 481 1238"),
        ("TEL • FAX 0568-55-6601", "telephone", "0568-55-6601"),
        ("(852) 6771 1744", "mobile", "(852)6771 1744"),
        ("86-13929002877", "mobile", "86-13929002877"),
        ("+31(0120 270 23 20", "telephone", "+31 (0) 20 270 23 20"),
        ("475·894·0169", "telephone", "475·894·0169"),
        ("Q+49 (0)89 / 11 58 84-0", "telephone", "+49 (0) 89 / 11 58 84-0"),
        ("TIf: 23 84 08 55", "telephone", "23 84 08 55"),
        ("F|+I (596) 381-4217", "fax", "+1(596) 381-4217"),
        ("f828-299-8390", "fax", "828-299-8390"),
        ("Durchwahl +41 (0)31 549 31 89", "telephone", "+41 (0) 31 549 31 89"),
        ("Focsimile (852) 2353 8768", "fax", "(852)2353 8768"),
        ("01.243.804.5136", "telephone", "1.243.804.5136"),
        ("+1 222-889-8187f", "fax", "+1 222-889-8187"),
    ],
)
def test_labels_and_numbers_of_other_countries(text, kind, number):
    assert spans_of(text) == [(kind, number)]


def test_a_state_before_a_postal_code_is_no_label_of_a_number():
    assert spans_of("Ithaca, MI 47622-6211") == []


def test_a_misread_label_in_a_box_of_its_own_says_what_the_number_beside_it_is():
    lines = [TextLine("Mobite", 0.9, (60, 40, 70, 24)), TextLine("+1 (501) 541-6121", 0.9, (190, 40, 200, 24))]
    spans = find_by_grammar(CardText.from_lines(lines, (1075, 650)))
    assert [span.kind.value for span in spans if span.kind] == ["mobile"]


@pytest.mark.parametrize("read", ["http://www.example.edu/-asada", "http://www.example.edu/=asada"])
def test_a_path_begins_with_a_tilde_not_with_a_dash(read):
    assert spans_of(read) == [("url", "http://www.example.edu/~asada")]


def test_a_second_number_without_a_label_may_be_a_mobile_or_a_fax():
    lines = [TextLine(text, 0.9, (60, top, 200, 24)) for text, top in (("332-642-5808", 40), ("332-642-5811", 90))]
    spans = [span for span in find_by_grammar(CardText.from_lines(lines, (1075, 650))) if span.kind]
    assert spans[0].certainty >= 0.9
    assert spans[1].certainty < 0.7
