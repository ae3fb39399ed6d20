"""Words and habits that the card generator does not have, put into some of its cards before they are learned from.

Cards of the world name temples, studios and shops, people with names in katakana, brands made of invented words, and
trades that no list holds. A chain that sees them learns from place, size and neighbours what words cannot tell.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from string import capwords

from meishi.domain.text import Direction
from meishi.extract.folding import has_japanese
from training.field_labeller.faces import Meaning, MeantCard, MeantLine, with_lines

_STEMS = (
    "竹泉 天満 黒姫 白浜 音羽 若狭 小春 梅園 常盤 双葉 松風 花園 千歳 緑丘 月見 星野 霧島 大空 朝霧 夕凪 紅葉 銀河 蒼天 風花 "
    "はなみずき たんぽぽ ひなた こもれび しおかぜ あすなろ かがやき やまぼうし リベルタ ソレイユ カリーノ フィオーレ ルミナス オアシス"
).split()  # fmt: skip
_ORGANISATIONS = (
    "{}寺 {}神社 {}商店 {}製麺所 {}歯科医院 {}税理士事務所 {}設計事務所 {}大学 {}高等学校 {}市 {}町役場 {}県庁 {}接骨院 {}整体院 {}保育園 "
    "{}クリニック {}動物病院 {}旅館 {}酒造 {}製作所 {}鉄工所 {}建具店 {}美容室 {}書店 {}新聞社 {}出版 {}農場 {}牧場 {}水産 {}青果 {}生花店 "
    "{}音楽教室 {}学習塾 {}道場 {}法律事務所 {}司法書士事務所 {}商工会議所 {}観光協会 {}漁業協同組合 {}森林組合 {}財団 {}研究所 {}図書館 {}美術館 "
    "スタジオ{} アトリエ{} サロン・ド・{} カフェ{} ビストロ{} ギャラリー{} オフィス{} {}ベーカリー {}フーズ {}ラボ {}ワークス {}デザイン {}ホーム "
    "{}株式会社 株式会社{} 有限会社{} 合同会社{} 医療法人{}会 学校法人{}学園 社会福祉法人{}会 一般社団法人{} 公益財団法人{}財団 NPO法人{} "
    "認定NPO法人_{}の会 NPO法人_{}の学校 医療法人社団_{}会_{}クリニック 医療法人_{}会_{}病院 社会医療法人{}会_{}中央病院 一般社団法人_{}協会 "
    "{}宗_{}院 {}派_{}寺 学校法人{}学院_{}高等学校 国立大学法人_{}大学 株式会社_{} 有限会社_{} 自家焙煎_{}珈琲 手打蕎麦_{} 鮨_{} 株式会社{}・ジャパン"
).split()  # fmt: skip
_TITLES = (
    "宮司 院長 園長 塾長 師範 棟梁 女将 料理長 杜氏 船長 司書 学芸員 保健師 管理栄養士 獣医師 歯科医師 助産師 公認会計士 税理士 行政書士 司法書士 弁理士 "
    "不動産鑑定士 土地家屋調査士 一級建築士 中小企業診断士 気象予報士 翻訳家 写真家 作曲家 編集長 記者 論説委員 主任研究員 特任助教 名誉教授 客員教授 学部長 "
    "事務長 看護師長 薬剤師 支配人 副支配人 店長 副店長 区長 町長 市長 県議会議員 市議会議員 秘書 技監 工場長代理 副参事 主幹 係員 班長 組長 相談員 "
    "エリアマネージャー スーパーバイザー スクラムマスター データサイエンティスト UIデザイナー アートディレクター カメラマン イラストレーター ソムリエ "
    "シェフ パティシエ バイヤー トレーナー カスタマーサクセス セールスマネージャー テックリード 共同創業者 代表社員 代表世話人 広報担当 採用担当 営業担当 "
    "村議会議員 町議会議員 都議会議員 衆議院議員 民生委員 日本循環器学会専門医 日本外科学会指導医 認定看護師 救急救命士 言語聴覚士 宅地建物取引士 賃貸不動産経営管理士 "
    "一級建築施工管理技士 電気主任技術者 技術士(機械部門) 博士(理学) 博士（文学） 修士（経営学） キャリアコンサルタント 社会福祉士 住職 副住職 禰宜 店主 焙煎士 庭師"
).split()  # fmt: skip
_TOPICS = (
    "営業 企画 総務 人事 経理 法務 広報 開発 製造 品質保証 購買 物流 商品 宣伝 編集 販売 施工 設備 保全 情報 デジタル戦略 海外 法人 地域連携 観光 農政 "
    "福祉 教育 税務 都市計画 環境 防災 医事 看護 薬剤 放射線 リハビリテーション 外商 食品 衣料 金融 不動産 アライアンス マーケティング プラットフォーム"
).split()  # fmt: skip
_UNITS = (
    "部 課 室 係 局 班 本部 事業部 センター グループ チーム 推進室 推進課 統括部 支店 営業所 担当 ユニット 部門 科 第一部 第二課 東日本支社 西日本支店"
).split()
_KATAKANA_GIVEN = (
    "ジョン:John マイケル:Michael アンナ:Anna ソフィー:Sophie リー:Lee クリスティーナ:Christina ダニエル:Daniel ラファエル:Rafael "
    "イヴァン:Ivan グエン:Nguyen マリア:Maria オリバー:Oliver カリム:Karim サラ:Sarah"
).split()  # fmt: skip
_KATAKANA_FAMILY = (
    "スミス:Smith ブラウン:Brown ミュラー:Müller デュポン:Dupont ロッシ:Rossi シルバ:Silva ナカムラ:Nakamura コバレンコ:Kovalenko "
    "ハッサン:Hassan パーク:Park チャン:Chang ラーマン:Rahman マッケンジー:McKenzie フェルナンデス:Fernandez"
).split()  # fmt: skip
_ROLES = (
    "Director Manager Engineer Analyst Consultant Specialist Coordinator Advisor Officer Executive Planner Strategist "
    "Producer Researcher Scientist Designer Editor Buyer Recruiter Controller Auditor Surveyor Curator Broker Agent "
    "Salesperson Realtor Appraiser Programmer Nurse Pharmacist Professor Fellow Owner Partner Founder Photographer Developer "
    "Attorney Paralegal Technician Supervisor Superintendent Trainer Instructor Lecturer Representative Administrator"
).split()
_RANKS = "Licensed Staff Certified Registered Managing Visiting Senior Junior Lead Principal Associate Assistant Chief Deputy Regional Global Executive Head Founding".split()
_FIELDS = (
    "Sales|Marketing|Product|Data|Quality|Supply Chain|Human Resources|Finance|Legal|Security|Network|Clinical|Field|"
    "Customer Success|Brand|Events|Operations|Research|Logistics|Procurement|Facilities|Public Affairs|Energy|Retail|"
    "Sales & Marketing|Research & Development|R&D|Finance & Accounting|Planning & Design|Service & Support|Mergers and Acquisitions"
).split("|")
_TRADES = (
    "Florist|Baker|Carpenter|Translator|Illustrator|Videographer|Osteopath|Midwife|Winemaker|Goldsmith|Notary|"
    "Landscape Gardener|Tour Guide|Violin Maker|Yoga Teacher|Copywriter|Sommelier|Barrister|Veterinary Surgeon|"
    "Graduate Student|Postdoctoral Scholar|Ph.D. Candidate|Reader in Chemistry|Member of Technical Staff|Of Counsel|General Contractor|"
    "Wissenschaftliche Mitarbeiterin|Gebietsleiter|Amministratore Unico|Ingegnere|Directeur|Zaakvoerder|Säljare|Verkställande direktör|"
    "Salgschef|Daglig leder|Toimitusjohtaja|Myyntipäällikkö|Prezes Zarządu|Przedstawiciel Handlowy|Técnico de Vendas|Kỹ sư"
).split("|")
_GROUPS = ("{} Department", "{} Division", "{} Team", "{} Group", "Department of {}", "{} Office", "{} Unit", "{}")
_FOREIGN_UNITS = (
    "Área de Marketing|Área Comercial|Departamento de Ventas|Dpto. Técnico|Departamento de Calidad|Dirección Financiera|Recursos Humanos|"
    "Afdeling Verkoop|Afdeling Inkoop|Afdeling Marketing|Klantenservice|Financiën|Ufficio Tecnico|Ufficio Commerciale|Ufficio Acquisti|"
    "Reparto Vendite|Settore Qualità|Abteilung Einkauf|Abteilung Technik|Bereich Vertrieb|Service Commercial|Direction Technique|"
    "Office of the President|Office of Development|School of Law|School of Medicine|Faculty of Science|College of Arts and Sciences|"
    "Graduate School of Business|Division of Cardiology|Department of Mathematics|Information Systems Laboratory|Private Client|"
    "Commercial Property|Wealth Management|Overseas Sales Team 2|Planning Group|Institut für Informatik|Lehrstuhl für Optik|"
    "Dipartimento di Fisica|Avdelning Inköp|Afdeling Inkoop|Dział Handlowy|"
    "Pôle Communication|Département Recherche|Departamento Comercial|Setor Financeiro|Área de Projetos|Gerência de Qualidade"
).split("|")
_WESTERN_ORGANISATIONS = (
    "University of {}", "{} University", "{} State University", "{} College", "The {} School of Medicine", "{} Institute of Technology",
    "Universität {}", "Technische Universität {}", "Université de {}", "Law Offices of {}", "Hotel {}", "Studio {}", "Grupo {}", "Cabinet {}",
    "{} & {}", "{} {} LLP", "{} & {} Ltd", "The {} Company", "{} Oy", "{} AB", "{} A/S", "{} Sp. z o.o.", "{} Pte. Ltd.", "{} (HK) Ltd.",
)  # fmt: skip
"""Names of which the brand is but a part; a second brand is that of a partner."""
_ROOMS = (
    "Allen Hall, Room {}", "Room {}", "Terman Building, Suite {}", "Engineering Quad {}", "Mail Code {}", "Mail Stop {}", "Packer Bldg. Rm {}",
    "Victoria House", "The Old Mill", "Parc d'activités {}", "Immeuble Le Palatin", "Level {}", "Unit {}", "2nd Floor", "P.O. Box {}",
)  # fmt: skip
_NICKNAMES = "Bob Chip Liz Ted Sandy Mick Jo Kit".split()
_POST_NOMINALS = "PhD MBA CPA CFP PMP MD RN Esq. FRICS LL.M. MSc FCA AIA CEng Dipl.Arch.".split()
_TAGLINES = (
    "COOL CLIMATE WINES|Made with care|Fine Furniture|building better cities|SMART HOMES & GARDENS|Coffee · Books · Music|"
    "Your partner for growth|Food for thought|ART AND OBJECTS|Handmade in Yorkshire|Sales & Lettings|we make things work|Travel differently|"
    "Meisterbetrieb seit drei Generationen|Ihr Spezialist für Holz und Glas|Wir bauen Zukunft|Alles aus einer Hand|Mit Herz und Verstand|"
    "Le savoir-faire au quotidien|Maison fondée en 1921|Votre projet, notre métier|L'élégance du bois|Artisans depuis trois générations|"
    "Tradição e inovação|Cuidando de você|Há 30 anos no mercado|Sua casa em boas mãos|Compromisso com o cliente|"
    "Soluciones a su medida|Desde 1948|Su casa, nuestra pasión|La tradizione del gusto|Artigiani dal 1934|Passione per il legno|"
    "Qualität aus Tradition|Calidad y confianza|Samen sterk|Al servicio de la industria|Quality. Service. Value.|Service. Quality. Trust.|"
    "Vakwerk sinds 1975|Altijd dichtbij|Een goed gevoel|Uy tín tạo niềm tin|Chất lượng là danh dự"
).split("|")
_PROMISES = (
    "{0} {1} {2}", "{0} {2} that last", "your {1} {2} partner", "{2}. {3}. {4}.", "{2}, {3} & {4}", "{2} | {3} | {4}", "since {6}", "established {6}",
    "{0} {2} since {6}", "{0} {5} since {6}", "the {1} way to {2}", "{2} you can trust", "{1} {2} for {5}", "where {2} meets {3}", "we care about {2}",
    "more than {2}", "{1} {2}, {1} {3}", "people, {2} and {3}", "the art of {2}", "{2} made simple", "it's all about {2}", "passion for {2}",
)  # fmt: skip
_DOING = "building serving creating crafting designing growing shaping protecting delivering connecting making restoring growing teaching powering moving".split()
_PRAISE = "better honest trusted fresh smart sustainable local friendly reliable creative modern simple personal beautiful safe bright lasting fine".split()
_PROMISED = (
    "homes|service|quality|value|gardens|health|progress|trust|growth|ideas|flavour|travel|music|energy|comfort|craft|results|care|style|learning|"
    "innovation|logistics|design|people|families|business|technology|tomorrow|water|light|sound|safety|property|wealth|law|memories|smiles"
).split("|")
_PLACES_SERVED = "the valley|our neighbours|the region|Kent and Sussex|the whole family|small business|the north coast|Greater Boston|modern living".split(
    "|"
)
_SYLLABLES = "ba be bri ca co dal del dor el en far fen gal gra hel io jen ka lan len lor mar mer mi nor nu ol or pel qua ra ri sel sol ta ter ti tra ul val ven vi wen xo yar zen".split()
_BRAND_TAILS = (
    "", "", "", " Group", " Partners", " Studio", " Labs", " Capital", " Coffee", " Books", " & Sons", " Design", " Foods",
    " Clinic", " Travel", " Homes", " Consulting", " Airlines", " Insurance", " Architects", " Real Estate", " Media", " Wines",
    " Digital Agency", " Engineering Works", " Tech Solutions", " Creative", " Logistics", " Inc.", " Ltd", " LLC", " GmbH", " S.A.", " Pty Ltd", " Co., Ltd.",
)  # fmt: skip


def vary(card: MeantCard, seed: str) -> MeantCard:
    """Give the card, in about half of the cases with some of its words and habits changed; a seed always the same."""
    chance = random.Random(f"vary {seed}")  # noqa: S311 - repeatable training wants a seeded generator
    if chance.random() < 0.5:
        return card
    habits = (
        (0.35, _with_other_company),
        (1.0, _with_other_positions),
        (0.3, _with_company_in_two_lines),
        (0.12, _with_other_latin_name),
        (0.1, _with_katakana_name),
        (0.15, _with_title_before_name),
        (0.25, _with_unit_behind_company),
        (0.08, _with_romanised_name_behind_name),
        (0.15, _with_translated_position),
        (0.2, _with_unit_behind_title),
        (0.12, _with_name_in_two_lines),
        (0.06, _with_title_in_two_lines),
        (0.3, _with_tagline),
        (0.06, _without_company),
        (0.15, _with_room),
    )
    lines = list(card.lines)
    for share, habit in habits:
        if chance.random() < share:
            lines = habit(lines, chance)
    return with_lines(card, lines)


def _only(lines: list[MeantLine], label: str, *, japanese: bool) -> MeantLine | None:
    """Give the horizontal line that is one value of a kind from end to end, when there is exactly one."""
    found = [
        line
        for line in lines
        if line.direction is Direction.HORIZONTAL
        and [m.label for m in line.meanings] == [label]
        and not line.meanings[0].is_translation
        and has_japanese(line.text) is japanese
    ]
    return found[0] if len(found) == 1 else None


def _below(line: MeantLine, text: str, size: float, meanings: tuple[Meaning, ...]) -> MeantLine:
    x, y, _, height = line.box
    glyph = max(4, round(height * size))
    box = (x, y + round(height * 1.25), max(2, round(extent(text) * glyph)), glyph)
    return MeantLine(text, box, Direction.HORIZONTAL, meanings, line.confidence)


def _behind(line: MeantLine, joint: str, text: str, meanings: tuple[Meaning, ...]) -> MeantLine:
    """Add text with its meanings to the end of a line."""
    shift = len(line.text) + len(joint)
    moved = tuple(replace(m, start=m.start + shift, end=m.end + shift) for m in meanings)
    whole = line.text + joint + text
    x, y, width, height = line.box
    box = (x, y, max(2, round(width * extent(whole) / max(0.5, extent(line.text)))), height)
    return replace(line, text=whole, box=box, meanings=line.meanings + moved)


def _with_unit_behind_company(lines: list[MeantLine], chance: random.Random) -> list[MeantLine]:
    """Set departments behind the organisation, with a space or without (東都大学文学部　史学科)."""
    company = _only(lines, "company", japanese=True)
    units = [line for line in lines if line.meanings and all(m.label == "department" for m in line.meanings)]
    if company is None or not units or not has_japanese(units[0].text):
        return lines
    joined = _behind(company, chance.choice(("", "", " ", "　")), units[0].text, units[0].meanings)
    return [joined, *(line for line in lines if line is not company and line is not units[0])]


def _with_romanised_name_behind_name(lines: list[MeantLine], chance: random.Random) -> list[MeantLine]:
    """Let the name and its romanised form run together, the name letter-spaced now and then."""
    name, roman = _only(lines, "name", japanese=True), _only(lines, "name_roman", japanese=False)
    if name is None or roman is None:
        return lines
    if chance.random() < 0.5:
        name = _rewritten(name, lambda _: True, lambda text: " ".join(text.replace(" ", "").replace("　", "")))
    joined = _behind(name, " ", roman.text, roman.meanings)
    return [joined, *(line for line in lines if line.text not in (roman.text, joined.text) and line.box != name.box)]


def _with_translated_position(lines: list[MeantLine], chance: random.Random) -> list[MeantLine]:
    """Say title and department of a Japanese card once more in English, below the name in Latin letters."""
    name = _only(lines, "name_roman", japanese=False)
    if name is None:
        return lines
    title = f"{chance.choice(_RANKS)} {chance.choice(_ROLES)}" if chance.random() < 0.3 else chance.choice(_ROLES)
    unit = chance.choice(_GROUPS).format(chance.choice(_FIELDS))
    parts = chance.choice((((title, "title"),), ((title, "title"), (unit, "department")), ((unit, "department"),)))
    text, meanings = "", []
    for words, label in parts:
        text += ", " if text else ""
        meanings.append(Meaning(len(text), len(text) + len(words), label, is_translation=True))
        text += words
    return [*lines, _below(name, text, chance.uniform(0.8, 1.1), tuple(meanings))]


def _with_unit_behind_title(lines: list[MeantLine], chance: random.Random) -> list[MeantLine]:
    """Set a department behind a title in Latin letters (Associate Director, Building Consultancy)."""
    title = _only(lines, "title", japanese=False)
    if title is None or any(m.label == "department" for line in lines for m in line.meanings):
        return lines
    unit = chance.choice((*_FIELDS, *_FOREIGN_UNITS, chance.choice(_GROUPS).format(chance.choice(_FIELDS))))
    joined = _behind(
        title,
        chance.choice((", ", " - ", " | ", " · ", ". ", "・", " / ", " – ")),
        unit,
        (Meaning(0, len(unit), "department"),),
    )
    return [joined if line is title else line for line in lines]


def _with_tagline(lines: list[MeantLine], chance: random.Random) -> list[MeantLine]:
    """Say what the organisation promises, below its name or, now and then, above the person's."""
    company, name = _only(lines, "company", japanese=False), _only(lines, "name", japanese=False)
    text = _tagline(chance)
    meanings = (Meaning(0, len(text), "other"),)
    if name is not None and (company is None or chance.random() < 0.3):
        x, y, _, height = name.box
        size = max(4, round(height * chance.uniform(0.4, 0.7)))
        box = (x, y - round(size * chance.uniform(1.3, 2.5)), max(2, round(extent(text) * size)), size)
        return [*lines, MeantLine(text, box, Direction.HORIZONTAL, meanings, name.confidence)]
    if company is None:
        return lines
    return [*lines, _below(company, text, chance.uniform(0.4, 0.7), meanings)]


def _tagline(chance: random.Random) -> str:
    if chance.random() < 0.35:
        return _cased(chance.choice(_TAGLINES), chance)
    things, year = chance.sample(_PROMISED, 3), str(chance.randint(1890, 2020))
    text = chance.choice(_PROMISES).format(
        chance.choice(_DOING), chance.choice(_PRAISE), *things, chance.choice(_PLACES_SERVED), year
    )
    return chance.choice((text, text, text[:1].upper() + text[1:], capwords(text), text.upper()))


def _without_company(lines: list[MeantLine], _: random.Random) -> list[MeantLine]:
    """Give the card to a person who has no company; the domain is named after the person."""
    lines = [line for line in lines if not any(m.label == "company" for m in line.meanings)]
    name = _only(lines, "name", japanese=False)
    if name is None:
        return lines
    own = "".join(glyph for glyph in name.text.casefold() if glyph.isascii() and glyph.isalpha())
    return [
        _rewritten(line, lambda m: m.label in ("email", "url"), lambda text: _other_host(text, own)) for line in lines
    ]


def _rewritten(line: MeantLine, wanted: Callable[[Meaning], bool], words: Callable[[str], str]) -> MeantLine:
    """Replace the text of the meanings that are wanted, the box growing or shrinking with the line."""
    text, meanings = line.text, list(line.meanings)
    for number, meaning in enumerate(meanings):
        if not wanted(meaning):
            continue
        new = words(text[meaning.start : meaning.end])
        shift = len(new) - (meaning.end - meaning.start)
        text = text[: meaning.start] + new + text[meaning.end :]
        meanings[number] = replace(meaning, end=meaning.end + shift)
        meanings[number + 1 :] = [replace(m, start=m.start + shift, end=m.end + shift) for m in meanings[number + 1 :]]
    share = extent(text) / max(0.5, extent(line.text))
    x, y, width, height = line.box
    column = line.direction is Direction.VERTICAL
    box = (x, y, width, max(2, round(height * share))) if column else (x, y, max(2, round(width * share)), height)
    return replace(line, text=text, box=box, meanings=tuple(meanings))


def extent(text: str) -> float:
    """Give the length of a text in wide glyphs."""
    return sum(0.5 if glyph.isascii() else 1.0 for glyph in text)


def _with_other_positions(lines: list[MeantLine], chance: random.Random) -> list[MeantLine]:
    """Give about half of the titles and departments other words."""
    return [_with_other_words(line, chance) for line in lines]


def _with_other_words(line: MeantLine, chance: random.Random) -> MeantLine:
    def is_varied(meaning: Meaning) -> bool:
        return meaning.label in ("title", "department") and not meaning.is_translation and chance.random() < 0.5

    def words(text: str) -> str:
        label = next(m.label for m in line.meanings if line.text[m.start : m.end] == text)
        return _title(text, chance) if label == "title" else _department(text, chance)

    plain = len({line.text[m.start : m.end] for m in line.meanings}) == len(line.meanings)
    return _rewritten(line, is_varied, words) if plain else line


def _title(text: str, chance: random.Random) -> str:
    if has_japanese(text):
        return chance.choice(_TITLES)
    if chance.random() < 0.25:
        return _cased(chance.choice(_TRADES), chance)
    rank = f"{chance.choice(_RANKS)} " if chance.random() < 0.5 else ""
    if chance.random() < 0.2:
        return _cased(f"{rank}{chance.choice(_ROLES)} of {chance.choice(_FIELDS)}", chance)
    field = f"{chance.choice(_FIELDS)} " if chance.random() < 0.7 else ""
    tail = f", {chance.choice(_FIELDS)}" if chance.random() < 0.1 else ""
    return _cased(f"{rank}{field}{chance.choice(_ROLES)}{tail}", chance)


def _cased(text: str, chance: random.Random) -> str:
    return chance.choice((text, text, text, text.upper(), text.capitalize(), text.lower()))


def _department(text: str, chance: random.Random) -> str:
    if has_japanese(text):
        return f"{chance.choice(_TOPICS)}{chance.choice(_UNITS)}"
    if chance.random() < 0.25:
        return _cased(chance.choice(_FOREIGN_UNITS), chance)
    return _cased(chance.choice(_GROUPS).format(chance.choice(_FIELDS)), chance)


def _with_other_company(lines: list[MeantLine], chance: random.Random) -> list[MeantLine]:
    """Rename the organisation; a domain made of its old name is renamed with it, as far as letters can say."""
    whole = [m for line in lines for m in line.meanings if m.label == "company" and not m.is_translation]
    if len(whole) != 1:
        return lines
    japanese = any(has_japanese(line.text) for line in lines)
    brand = "".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(2, 3)))
    if japanese and chance.random() < 0.75:
        name = chance.choice(_ORGANISATIONS).replace("_", " ").format(chance.choice(_STEMS), chance.choice(_STEMS))
    elif not japanese and chance.random() < 0.3:
        other = "".join(chance.choice(_SYLLABLES) for _ in range(2)).capitalize()
        name = chance.choice(_WESTERN_ORGANISATIONS).format(brand.capitalize(), other)
    else:
        written = chance.choice((brand, brand.capitalize(), brand.capitalize(), brand.upper()))
        name = written + chance.choice(_BRAND_TAILS)

    def is_company(meaning: Meaning) -> bool:
        return meaning.label == "company" and not meaning.is_translation

    def is_web(meaning: Meaning) -> bool:
        return meaning.label in ("email", "url")

    changed = [_rewritten(line, is_company, lambda _: name) for line in lines]
    if brand not in name.casefold() and chance.random() < 0.5:
        return changed
    return [_rewritten(line, is_web, lambda text: _other_host(text, brand)) for line in changed]


def _other_host(text: str, brand: str) -> str:
    head, at, host = text.rpartition("@")
    prefix = next((p for p in ("https://www.", "http://www.", "https://", "http://", "www.") if host.startswith(p)), "")
    _, dot, rest = host[len(prefix) :].partition(".")
    return f"{head}{at}{prefix}{brand}{dot}{rest}"


def _with_company_in_two_lines(lines: list[MeantLine], chance: random.Random) -> list[MeantLine]:
    """Set a name of several Latin words in two lines, as logos do, the second one often smaller and in capitals."""
    company = _only(lines, "company", japanese=False)
    if company is None or " " not in company.text.strip():
        return lines
    words = company.text.split()
    return _in_two_lines(lines, company, chance.randint(1, len(words) - 1), chance, sizes=(1.0, 1.0, 0.8, 0.6, 0.5))


def _with_name_in_two_lines(lines: list[MeantLine], chance: random.Random) -> list[MeantLine]:
    """Set the given name above the family name, which is larger now and then."""
    name = _only(lines, "name", japanese=False)
    if name is None or " " not in name.text.strip():
        return lines
    words = name.text.split()
    cut = 1 if chance.random() < 0.7 else len(words) - 1
    return _in_two_lines(lines, name, cut, chance, sizes=(1.0, 1.0, 1.0, 1.0, 1.3))


def _with_title_in_two_lines(lines: list[MeantLine], chance: random.Random) -> list[MeantLine]:
    """Break a title where a column is too narrow for it, before its last word (Business Development / Manager)."""
    title = _only(lines, "title", japanese=False)
    if title is None or len(title.text.split()) < 3:
        return lines
    return _in_two_lines(lines, title, len(title.text.split()) - 1, chance, sizes=(1.0,))


def _in_two_lines(
    lines: list[MeantLine], whole: MeantLine, cut: int, chance: random.Random, *, sizes: tuple[float, ...]
) -> list[MeantLine]:
    """Break a line before the word that `cut` counts, flush left, centred or flush right; what is below moves down."""
    words, label = whole.text.split(), whole.meanings[0].label
    first, second = " ".join(words[:cut]), " ".join(words[cut:])
    if label == "company" and chance.random() < 0.5:
        second = second.upper()
    x, y, _, height = whole.box
    heights = height, max(4, round(height * chance.choice(sizes)))
    spare = abs(extent(first) * heights[0] - extent(second) * heights[1])
    offset = round(chance.choice((0.0, 0.0, 0.5, 1.0)) * spare)
    first_is_longer = extent(first) * heights[0] > extent(second) * heights[1]
    lefts = (x, x + offset) if first_is_longer else (x + offset, x)
    tops = y, y + round(height * chance.uniform(1.05, 1.5))
    rows = [
        MeantLine(
            text, (left, top, max(2, round(extent(text) * size)), size), Direction.HORIZONTAL,
            (Meaning(0, len(text), label),), whole.confidence,
        )
        for text, left, top, size in zip((first, second), lefts, tops, heights, strict=True)
    ]  # fmt: skip
    shift = round(height * 1.3)
    below = [
        replace(line, box=(line.box[0], line.box[1] + shift, *line.box[2:])) if line.box[1] > y + height // 2 else line
        for line in lines
        if line is not whole
    ]
    return [*below, *rows]


def _with_other_latin_name(lines: list[MeantLine], chance: random.Random) -> list[MeantLine]:
    """Shorten a Latin name to one word, write it in capitals, or put the letters of a degree after it, a part of it."""
    owners = [line for line in lines if len(line.meanings) == 1 and line.meanings[0].label == "name"]
    if len(owners) != 1 or has_japanese(owners[0].text):
        return lines
    habit = chance.random()
    if habit < 0.3:
        changed = _rewritten(owners[0], lambda _: True, lambda name: name.split()[0])
    elif habit < 0.5:
        changed = _rewritten(owners[0], lambda _: True, str.upper)
    elif habit < 0.6:
        # Engines miss the space between capitals.
        changed = _rewritten(owners[0], lambda _: True, lambda name: name.upper().replace(" ", ""))
    elif habit < 0.7:
        changed = _rewritten(owners[0], lambda _: True, lambda name: _with_nickname(name, chance))
    else:
        letters = f"{chance.choice((', ', ' '))}{chance.choice(_POST_NOMINALS)}"
        changed = _rewritten(owners[0], lambda _: True, lambda name: name.strip() + letters)
    return [changed if line is owners[0] else line for line in lines]


def _with_nickname(name: str, chance: random.Random) -> str:
    given, *rest = name.split()
    nickname = chance.choice(_NICKNAMES)
    return " ".join((given, chance.choice(("“{}”", '"{}"', "({})")).format(nickname), *rest))


def _with_room(lines: list[MeantLine], chance: random.Random) -> list[MeantLine]:
    """Set a room, a house or a mail stop as a line of its own above an address in Latin letters, a part of it."""
    streets = [
        line
        for line in lines
        if line.direction is Direction.HORIZONTAL
        and line.meanings
        and line.meanings[0].label == "address"
        and line.meanings[0].start == 0
        and not has_japanese(line.text)
    ]
    if not streets:
        return lines
    street = min(streets, key=lambda line: line.box[1])
    x, y, _, height = street.box
    text = chance.choice(_ROOMS).format(chance.randint(2, 6999))
    box = (x, y, max(2, round(extent(text) * height)), height)
    room = MeantLine(
        text, box, Direction.HORIZONTAL, (replace(street.meanings[0], start=0, end=len(text)),), street.confidence
    )
    shift = round(height * 1.3)
    moved = [
        replace(line, box=(line.box[0], line.box[1] + shift, *line.box[2:])) if line.box[1] >= y - height // 2 else line
        for line in lines
    ]
    place = lines.index(street)
    return [*moved[:place], room, *moved[place:]]


def _with_katakana_name(lines: list[MeantLine], chance: random.Random) -> list[MeantLine]:
    """Give the card to somebody whose name is written in katakana."""
    owner = [line for line in lines if any(m.label == "name" for m in line.meanings)]
    if len(owner) != 1 or not has_japanese(owner[0].text):
        return lines
    named = [m for m in owner[0].meanings if m.label == "name"]
    given, given_roman = chance.choice(_KATAKANA_GIVEN).split(":")
    family, family_roman = chance.choice(_KATAKANA_FAMILY).split(":")
    name = f"{given}{chance.choice('・・・ ')}{family}"
    merged = [m for m in owner[0].meanings if m.label != "name"]
    span = Meaning(named[0].start, named[-1].end, "name")
    line = replace(owner[0], meanings=tuple(sorted([*merged, span], key=lambda m: m.start)))
    changed = _rewritten(line, lambda m: m.label == "name", lambda _: name)
    kept = [other for other in lines if not any(m.label in ("name_kana", "name") for m in other.meanings)]
    romanised = [
        _rewritten(other, lambda m: m.label == "name_roman", lambda _: f"{given_roman} {family_roman}")
        for other in kept
    ]
    return [*romanised, changed]


def _with_title_before_name(lines: list[MeantLine], chance: random.Random) -> list[MeantLine]:
    """Set title and name in one line, now and then without a space (営業部長山田太郎)."""
    names = [line for line in lines if line.meanings and all(m.label == "name" for m in line.meanings)]
    titles = [line for line in lines if line.meanings and all(m.label == "title" for m in line.meanings)]
    if len(names) != 1 or not titles or names[0].direction is not titles[0].direction:
        return lines
    name, title = names[0], titles[-1]
    if not has_japanese(name.text) or not has_japanese(title.text):
        return lines
    gap = chance.choice(("", " ", "　", "　"))
    shift = len(title.text) + len(gap)
    moved = tuple(replace(m, start=m.start + shift, end=m.end + shift) for m in name.meanings)
    glyph = min(name.box[2], name.box[3])
    length = round(glyph * extent(title.text + gap + name.text))
    column = name.direction is Direction.VERTICAL
    box = (name.box[0], name.box[1], glyph, length) if column else (name.box[0], name.box[1], length, glyph)
    joined = replace(name, text=f"{title.text}{gap}{name.text}", box=box, meanings=title.meanings + moved)
    return [line for line in lines if line is not name and line is not title] + [joined]
