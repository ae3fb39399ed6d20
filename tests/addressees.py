"""Forty invented people and companies whose addresses are hard to set: long, short, rare, foreign, shared."""

from __future__ import annotations

from meishi.care.addressing import AddressingOptions, Numerals, write_address_side
from meishi.domain.address_side import AddressStyle, Sender
from meishi.domain.contact import Address, Contact, PersonName

SENDER = Sender(name="相原 陽子", postal_code="251-0035", address="神奈川県藤沢市片瀬海岸2-19-20 片瀬ハイツ203")
SENDER_AT_WORK = Sender(
    name="相原 陽子", postal_code="251-0035", address="神奈川県藤沢市片瀬海岸2-19-20", company="相原企画株式会社"
)
HORIZONTAL = AddressStyle.HORIZONTAL


def somebody(name, address, code=None, *, building=None, company=None, departments=(), titles=(), **more):
    """A contact; a Japanese name is given with a blank between its parts."""
    family, _, given = (name or "").partition(" ")
    is_split = bool(given) and not (name or "").isascii()
    return Contact(
        name=PersonName(
            full=name, family=family if is_split else None, given=given if is_split else None, roman=more.get("roman")
        ),
        company=company,
        departments=tuple(departments),
        titles=tuple(titles),
        addresses=(
            Address(
                full=" ".join(filter(None, (address, building))),
                postal_code=code,
                country=more.get("country", "JP"),
                building=building,
            ),
        ),
    )


TYPICAL = somebody(
    "山田 太郎",
    "東京都千代田区丸の内1-12-30",
    "100-0005",
    building="坂本センタービル13階",
    company="坂本物産株式会社",
    departments=["経営企画室"],
    titles=["部長"],
)
LONG = somebody(
    "勅使河原 龍之介",
    "北海道札幌市中央区北十二条西23丁目2-5",
    "060-0012",
    building="ノースゲートスクエア札幌イーストタワー21F",
    company="一般社団法人日本地域包括ケア推進協議会",
    departments=["研究開発本部", "第二システム開発部", "基盤技術グループ"],
    titles=["執行役員", "シニアプロジェクトマネージャー"],
)
RARE = somebody("𠮷田 髙志", "大阪府大阪市北区梅田3-1-3", "530-0001", company="株式会社﨑山製作所", titles=["社長"])
COUPLE = (
    somebody("佐藤 健一", "福岡県福岡市博多区博多駅前1-1-1", "812-0011", building="グランメゾンA-203号室"),
    somebody("佐藤 美咲", "福岡県福岡市博多区博多駅前1-1-1", "812-0011"),
)
ABROAD = somebody(
    "John Smith",
    "1 Infinite Loop, Cupertino, CA 95014, USA",
    "95014",
    country="US",
    company="Acme Corporation",
    titles=["VP of Engineering"],
)
COMPANY_ALONE = somebody(None, "宮城県仙台市青葉区本町3-8-1", "980-0014", company="みちのく印刷株式会社")

_PEOPLE = [
    (TYPICAL,),
    (somebody("林 恵", "京都府京都市左京区一乗寺塚本町5-3", "606-8116", company="みどり園", titles=["園長"]),),
    (LONG,),
    (RARE,),
    (
        somebody(
            None,
            "神奈川県横浜市西区みなとみらい2-2-1",
            "220-8138",
            building="ランドマークタワー38F",
            company="株式会社湘南データサービス",
            departments=["総務部"],
        ),
    ),
    (
        somebody(
            None,
            "宮城県仙台市青葉区本町3-8-1",
            "980-0014",
            company="特定非営利活動法人全国災害復興支援ボランティアネットワーク",
        ),
    ),
    COUPLE,
    (
        somebody("佐藤 健一", "福岡県福岡市博多区博多駅前1-1-1", "812-0011"),
        somebody("高橋 ゆり", "福岡県福岡市博多区博多駅前1-1-1"),
        somebody("五十嵐 翔", "福岡県福岡市博多区博多駅前1-1-1"),
    ),
    (
        somebody(
            "Alexandre Konstantinopoulos",
            "東京都港区芝浦3-4-1",
            "108-8118",
            building="グランパークタワーB1F",
            company="NTTコミュニケーションズ株式会社",
            departments=["Global Sales Div."],
            titles=["Director"],
        ),
    ),
    (
        somebody(
            "アレクサンドラ・コンスタンチノープル",
            "東京都渋谷区神宮前6-12-18",
            "150-0001",
            building="WeWork Iceberg",
            company="シー・アイ・エー株式会社",
            titles=["チーフ・エグゼクティブ・オフィサー"],
        ),
    ),
    (ABROAD,),
    (
        somebody(
            "Jürgen Müller-Lüdenscheidt",
            "Hauptstraße 12, 80331 München, Germany",
            "80331",
            country="DE",
            company="Donaudampfschifffahrtsgesellschaft mbH",
            titles=["Geschäftsführer"],
        ),
    ),
    (
        somebody(
            "陳 大文",
            "Unit 1203, 12/F, Tower 2, Lippo Centre, 89 Queensway, Admiralty, Hong Kong",
            country="HK",
            roman="Chan Tai Man",
            company="Golden Harvest Ltd.",
        ),
    ),
    (
        somebody(
            "Taro Yamada",
            "1-2-3 Marunouchi, Chiyoda-ku, Tokyo 100-0005, Japan",
            "100-0005",
            company="Yamada Trading Co., Ltd.",
            titles=["President"],
        ),
    ),
    (
        somebody(
            "鈴木 花子",
            "愛知県名古屋市中区栄2丁目10番19号",
            "460-0008",
            building="名古屋商工会議所ビル9階",
            company="すずき法律事務所",
            titles=["弁護士"],
        ),
    ),
    (somebody("王 芳", "兵庫県神戸市中央区港島中町6-1", company="ワンファン貿易"),),
    (
        somebody(
            "小鳥遊 ひまわり",
            "東京都新宿区西新宿2-8-1",
            "163-8001",
            building="新宿NSビル 第一本庁舎",
            company="(株)ユニバーサル・ブレインズ",
            departments=["DX推進部", "AI Lab"],
            titles=["主任研究員"],
        ),
    ),
    (somebody("渡邉 正", "石川県金沢市広坂1-1-1", "920-8577", company="渡邉醫院", titles=["院長", "医学博士"]),),
    (
        somebody(
            "岡本 多朗",
            "鹿児島県大島郡瀬戸内町大字古仁屋字船津23番地",
            "894-1592",
            building="瀬戸内町役場庁舎内コミュニティセンター2階 第三会議室",
            company="坂本物産",
            departments=["営業部"],
            titles=["課長代理"],
        ),
    ),
    (
        somebody(
            "Seo-yeon Kim",
            "45 Sejong-daero, Jung-gu, Seoul",
            "04524",
            country="KR",
            company="Hanguk Design",
            titles=["Art Director", "Founder"],
        ),
    ),
    (somebody("Zoë O’Connor", "12 Parliament Street, Kilkenny", "R95 K2T0", country="IE", company="Kilkenny Crafts"),),
    (somebody("林 一", "東京都中央区銀座4-5-6", "104-0061"),),
    (somebody("長谷川 太郎左衛門", "静岡県静岡市葵区追手町9-6", "420-8601", titles=["第十二代当主"]),),
    (
        somebody(
            "田中 涼",
            "沖縄県那覇市泉崎1-2-2",
            "900-8570",
            company="特定非営利活動法人地域まちづくり支援センター沖縄県支部連絡協議会",
            departments=["事務局", "広報・渉外・国際交流推進担当"],
            titles=["事務局長代理", "国際交流推進コーディネーター"],
        ),
    ),
]
_PLAIN = [
    (people, AddressingOptions(sender=(SENDER, SENDER_AT_WORK, Sender())[number % 3]))
    for number, people in enumerate(_PEOPLE)
]
_ACROSS = [
    (people, AddressingOptions(style=HORIZONTAL, sender=SENDER_AT_WORK))
    for people in (_PEOPLE[index] for index in (0, 2, 3, 4, 5, 6, 9, 14, 18, 23))
]
_ARABIC = [
    (people, AddressingOptions(numerals=Numerals.ARABIC, sender=SENDER))
    for people in (_PEOPLE[index] for index in (0, 2, 6, 14, 16, 18))
]
FORTY = (*_PLAIN, *_ACROSS, *_ARABIC)


def written_sides():
    """The forty address sides."""
    return [write_address_side(people, options) for people, options in FORTY]
