"""How much a text looks like a title, a department or a company, by its words alone.

Scores are in the manner of log-odds: above 0 speaks for the reading, below 0 against it; they add up with what place
and size say.
"""

from __future__ import annotations

import re
from functools import cache

from meishi.extract.folding import compact, has_japanese
from meishi.extract.lexicons import longest_first, word_set, words
from meishi.extract.spelling import corrected_japanese_title, corrected_latin, without_marks

_TITLE_ENDING = re.compile(
    r"(?:技能士|技術士|技術者|建築士|管理士|診断士|整備士|検査員|調査員|販売員|鑑定士|鑑定人|主任者|管理者|責任者|取扱者|指導員|専門員|相談員|"
    r"研究員|操縦士|設計士|計理士|療法士|福祉士|保育士|施工管理技士|検定会員|電気工事士|消防設備士|アナリスト|コンサルタント|エンジニア|マネー?ジャー?|"
    r"デザイナー|ディレクター|プロデューサー|プランナー|アドバイザー|コーディネーター?|スペシャリスト|アーキテクト|リーダー|オフィサー|アソシエイト|"
    r"専門医|指導医|認定医|議会議員|インストラクター|トレーナー|カウンセラー|セラピスト|プログラマー|ライター|エディター|パートナー|ストラテジスト|サイエンティスト|エバンジェリスト|"
    r"エヴァンジェリスト|プランニング技能士|教授|准教授|講師|助教|取締役|監査役|執行役員?|理事|顧問|主任|主査|主事|参事|担当)$"
)
_DEGREE = re.compile(
    r"^(?:博士|修士|学士|専門職)\s?[(（].{1,8}[)）]$|^.{1,4}(?:博士|修士)$|^MBA$|^Ph\.?\s?D\.?$|^[1-3一二三]級.{2,16}士$|^第[一二三1-3]種.{2,14}者?$"
)
_JAPANESE_CORE = re.compile(r"[一-龥ァ-ヶぁ-ん]")


@cache
def _title_grammar() -> re.Pattern[str]:
    def group(name: str) -> str:
        return "|".join(re.escape(word) for word in sorted(words("japanese", name), key=len, reverse=True))

    heads = rf"(?:[一-龥ァ-ヶーA-Z0-9]{{0,10}}?(?:{group('heads_of')})長)"
    title = rf"(?:{group('titles')}|{heads})"
    prefix = rf"(?:{group('title_prefixes')})"
    suffix = rf"(?:{group('title_suffixes')})"
    return re.compile(
        rf"(?:{prefix})*{title}(?:{suffix})?(?:[・/兼]?(?:{prefix})*{title}(?:{suffix})?)*(?:\([^)]{{1,8}}\))?"
    )


def japanese_title_score(text: str) -> float:
    """Weigh a Japanese text as a title or qualification."""
    packed = compact(text).strip("・/")
    if len(packed) < 2 or len(packed) > 30 or not _JAPANESE_CORE.search(packed):
        return -3.0
    packed = corrected_japanese_title(packed)
    if packed in word_set("japanese", "weak_titles"):
        return 1.6
    if packed in word_set("japanese", "titles") or _DEGREE.match(packed):
        return 4.5
    if longest_first("japanese", "company_forms").search(packed) and "法人" in packed:
        return -3.0
    if _title_grammar().fullmatch(packed):
        return 4.0
    if re.search(
        r"[をにへがでとはもぁ-ん]{2}|[をへがは。、!]|(?<=[ァ-ヴー一-龥])[をにのでと](?=[ァ-ヴー一-龥])", packed
    ):
        return -3.0  # a sentence
    if _TITLE_ENDING.search(packed) and len(packed) <= 22:
        return 2.5
    if re.fullmatch(r"[一-龥0-9]{2,9}士", packed):
        return 1.5
    latin_core = re.sub(r"[A-Za-z&.\s/・-]+", "", packed)
    if latin_core and latin_core != packed and latin_core in word_set("japanese", "titles"):
        return 3.0
    return -3.0


_DEPARTMENT_ENDING_OVERRIDE = re.compile(
    r"(?:全部|一部|外部|内部|上部|下部|服部|阿部|渡部|安部|岡部|園部|磯部|綾部|建部|矢部|長谷部|日下部|物部|軽部|卜部)$"
)


_MEDICAL = frozenset(
    [
        "内科",
        "外科",
        "小児科",
        "眼科",
        "皮膚科",
        "整形外科",
        "産婦人科",
        "耳鼻咽喉科",
        "放射線科",
        "看護部",
        "薬剤部",
        "歯科",
        "精神科",
        "麻酔科",
    ]
)


@cache
def _department_endings() -> re.Pattern[str]:
    ordered = sorted(words("japanese", "department_endings"), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(re.escape(word) for word in ordered)})(?:[0-9０-９A-Z]|\([^)]*\)|[一二三四五])?$")


def japanese_department_score(text: str) -> float:
    """Weigh a Japanese text as a department, branch or other part of an organisation."""
    packed = compact(text)
    if len(packed) < 2 or len(packed) > 34 or not _JAPANESE_CORE.search(packed) or re.search(r"[。!?、]$", packed):
        return -3.0
    if packed in word_set("japanese", "company_forms") or packed in word_set("japanese", "titles"):
        return -3.0
    if packed in {"本社", "本店", "住所", "電話", "内線", "直通", "代表", "学科", "支店", "支社"}:
        return -2.0
    ending = _department_endings().search(packed)
    inner = longest_first("japanese", "department_words").search(packed)
    if not ending:
        return 1.2 if inner and packed in {"経営企画", "営業", "総務", "人事", "経理", "広報", "開発", "企画"} else -3.0
    if packed in _MEDICAL:
        return 3.0
    if len(packed) - len(ending.group()) < 1 and len(packed) < 3:
        return -2.0
    score = 1.6
    if inner:
        score += 1.6
    if ending.group().rstrip("0123456789") in {
        "部",
        "課",
        "室",
        "係",
        "事業部",
        "本部",
        "研究科",
        "学部",
        "支店",
        "営業所",
        "支社",
        "グループ",
        "推進室",
        "学科",
        "専攻",
        "出張所",
        "事業本部",
        "研究室",
    }:
        score += 1.0
    if ending.group() in {"店", "科", "局", "分野", "教室", "コース", "工場"} and not inner:
        score -= 0.8
    if _DEPARTMENT_ENDING_OVERRIDE.search(packed) and len(packed) <= 4:
        score -= 3.0
    if longest_first("japanese", "company_forms").search(packed):
        score -= 2.0
    if re.search(r"\d{3,}|[。、]", packed):
        score -= 2.0
    return score


@cache
def _company_endings() -> re.Pattern[str]:
    ordered = sorted(words("japanese", "company_endings"), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(re.escape(word) for word in ordered)})$")


def japanese_company_score(text: str) -> float:
    """Weigh a Japanese text as the name of an organisation."""
    packed = compact(text)
    if len(packed) < 2 or len(packed) > 40:
        return -3.0
    form = longest_first("japanese", "company_forms").search(packed)
    if form and len(packed) > len(form.group()) + 1:
        at_edge = form.start() == 0 or form.end() == len(packed)
        score = 5.0 if at_edge else 3.0
        if re.search(r"[。]|(?:です|ます)$", packed):
            score -= 3.0
        if _department_endings().search(packed) and not at_edge:
            score -= 1.0
        return score
    if not has_japanese(packed):
        return -3.0
    if re.search(r"[をがは。、!]|(?:する|します|です)", packed):
        return -3.0  # a sentence
    ending = _company_endings().search(packed)
    if ending and len(packed) > len(ending.group()):
        return 2.4 if len(ending.group()) >= 2 else 0.6
    return -1.5


# ---------------------------------------------------------------------------------------------------------------------
# Latin letters


_WORD = re.compile(r"[A-Za-zÀ-ỹ&][\w'’&.-]*|[&/,-]")


def latin_words(text: str) -> list[str]:
    """Split a text in Latin letters into words, folded to lower case, without full stops at their ends."""
    return [word.casefold().strip(".") for word in re.findall(r"[\w&'’.+-]+", text) if word.strip(".-+'")]


@cache
def _phrase_pattern(group: str) -> re.Pattern[str]:
    ordered = sorted({*words("latin", group), *map(without_marks, words("latin", group))}, key=len, reverse=True)
    return re.compile(rf"(?<![\w.'-])(?:{'|'.join(re.escape(word) for word in ordered)})(?![\w'])", re.IGNORECASE)


def latin_title_score(text: str) -> float:
    """Weigh a text in Latin letters as a title or qualification."""
    folded = " ".join(corrected_latin(text).casefold().split()).strip(" .,")
    if not folded or len(folded) > 70 or re.search(r"\d{3,}|@", folded):
        return -3.0
    if folded in word_set("latin", "titles") or folded in _plain_titles():
        return 4.5 + 0.5 * folded.count(" ")
    qualifications = [part.strip(" .") for part in re.split(r"[,/]", folded)]
    if all(part in word_set("latin", "qualifications") for part in qualifications):
        return 3.5
    found = list(_phrase_pattern("titles").finditer(folded))
    if not found or set(latin_words(folded)) & _SLOGAN_WORDS:
        return -3.0
    left = _phrase_pattern("titles").sub(" ", folded)
    if latin_words(left) and all(match.group() in _WEAK_TITLES for match in found):
        known_rest = [word for word in latin_words(left) if word in word_set("latin", "title_modifiers")]
        if not known_rest:
            return -3.0
    rest = [word for word in latin_words(left) if word not in _CONNECTORS]
    known = [word for word in rest if word in word_set("latin", "title_modifiers") or word in _topic_words()]
    unknown = len(rest) - len(known)
    score = 4.0 - 1.3 * unknown
    if len(folded.split()) > 8:
        score -= 1.5
    if _phrase_pattern("company_words").search(left) or latin_company_form(text):
        score -= 1.5
    return score


_SLOGAN_WORDS = frozenset(
    [
        "your",
        "our",
        "we",
        "you",
        "my",
        "us",
        "that",
        "this",
        "with",
        "trusted",
        "let's",
        "made",
        "always",
        "best",
        "since",
    ]
)
# Words that are titles by themselves, but ordinary words beside others.
_WEAK_TITLES = frozenset(
    [
        "commercial",
        "commerciale",
        "comercial",
        "agent",
        "buyer",
        "coach",
        "pilot",
        "captain",
        "partner",
        "principal",
        "chief",
        "lead",
        "head",
        "fellow",
        "associate",
        "student",
        "intern",
        "secretary",
        "broker",
        "owner",
        "representante",
        "responsable",
        "chargé",
        "minister",
        "counsel",
        "clerk",
        "teacher",
    ]
)
_CONNECTORS = frozenset(
    [
        "of",
        "and",
        "&",
        "the",
        "for",
        "de",
        "da",
        "do",
        "des",
        "du",
        "la",
        "le",
        "les",
        "für",
        "und",
        "et",
        "e",
        "y",
        "-",
        "/",
        ",",
        "+",
        "d'",
        "en",
        "in",
    ]
)


@cache
def _plain_titles() -> frozenset[str]:
    return frozenset(map(without_marks, words("latin", "titles")))


@cache
def _topic_words() -> frozenset[str]:
    return frozenset(word for topic in words("latin", "department_topics") for word in topic.split())


def latin_department_score(text: str) -> float:
    """Weigh a text in Latin letters as a department."""
    folded = " ".join(corrected_latin(text).casefold().split()).strip(" .,")
    if not folded or len(folded) > 70 or re.search(r"\d{3,}|@", folded):
        return -3.0
    if re.match(r"(?:trưởng|phó) phòng", folded):
        return -3.0
    strong = re.search(
        r"\w+abteilung\b|\b(?:department|dipartimento|avdelning|avdeling|afdeling|dept|division|div|section|faculty|fakultät|faculté|faculdade|"
        r"abteilung|bereich|departamento|setor|département|"
        r"graduate school|school of|office of|bureau|business unit|phòng|bộ phận|khoa|planning office|ufficio|servizio|reparto|gerência|diretoria|direction|pôle|branch|institute of)\b",
        folded,
    )
    topic = _phrase_pattern("department_topics").search(folded)
    rest = [w for w in latin_words(folded) if w not in _CONNECTORS and w not in _topic_words()]
    if strong:
        return 3.6 + (0.6 if topic else 0.0) - (2.0 if latin_company_form(text) else 0.0)
    weak = _phrase_pattern("department_words").search(folded)
    if topic and weak:
        return 2.4
    if topic and not rest:
        return 1.6
    return -3.0


@cache
def _form_pattern() -> re.Pattern[str]:
    ordered = sorted(words("latin", "company_forms"), key=len, reverse=True)
    return re.compile(
        rf"(?:^|[\s,(]|(?<=\w)\.)(?:{'|'.join(re.escape(word) for word in ordered)})\.?\)?(?=$|[\s,.)&])", re.IGNORECASE
    )


def latin_company_form(text: str) -> bool:
    """Whether a text in Latin letters has a legal form (Inc., Ltd., GmbH, S.A., ...) after other words."""
    for match in _form_pattern().finditer(text):
        word = match.group().strip(" ,.()")
        # Short forms are words of other languages too: they count in their usual capitals, and at the end.
        if len(word) <= 2 and not (word.isupper() or word in {"Co", "co"} or "." in word):
            continue
        if match.start() > 0 and (match.end() >= len(text) - 12):
            return True
    return bool(re.match(r"(?:PT|CV|Công ty)\s", text))


def latin_company_score(text: str) -> float:
    """Weigh a text in Latin letters as the name of an organisation."""
    folded = " ".join(text.casefold().split()).strip(" .,")
    if len(folded) < 2 or len(folded) > 80 or re.search(r"\d{4,}|@", folded):
        return -3.0
    if latin_company_form(text):
        return 5.0
    found = _phrase_pattern("company_words").findall(folded)
    if found:
        return min(2.6, 1.4 + 0.6 * len(found)) - (0.6 if len(folded.split()) > 6 else 0.0)
    return -1.2
