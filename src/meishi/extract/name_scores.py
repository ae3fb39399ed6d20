"""How much a text looks like a person's name, its reading in kana, or its form in Latin letters."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from meishi.domain.kana import kana_to_romaji, romaji_key, to_hiragana
from meishi.extract.folding import compact, has_japanese, is_kana
from meishi.extract.lexicons import NameLexicon, fold_name, japanese_names, longest_first, word_set
from meishi.extract.word_scores import latin_company_form, latin_words

_JAPANESE_NAME = re.compile(r"[一-龥々ヶヵケノヱぁ-んァ-ヴー㐀-䶿豈-﫿\U00020000-\U0003ffff〆]{2,9}")
_FOREIGN_KANA_NAME = re.compile(r"[ァ-ヴー]{1,9}(?:[・･=\s.][ァ-ヴーA-Z.]{1,9}){1,3}")


@dataclass(frozen=True)
class NameSplit:
    """One way to split a Japanese name.

    Attributes:
        family: Family name as printed.
        given: Given name as printed.
        family_known: Whether the family name is in the lexicon.
        given_known: Whether the given name is in the lexicon.
        score: How plausible the split is.
    """

    family: str
    given: str
    family_known: bool
    given_known: bool
    score: float


def best_split(name: str) -> NameSplit | None:
    """Split a Japanese name by the lexicons and by the spaces that it is printed with.

    Args:
        name: With or without spaces between the glyphs.

    Returns:
        The most plausible split; None when nothing speaks for any.
    """
    lexicon = japanese_names()
    packed = compact(name)
    printed_break = _printed_break(name)
    found: list[NameSplit] = []
    for size in range(1, min(5, len(packed))):
        family, given = packed[:size], packed[size:]
        count = lexicon.surnames.get(fold_name(family), 0)
        given_known = fold_name(given) in lexicon.given_names or to_hiragana(given) in lexicon.given_kana
        score = 0.0
        if count:
            score += 1.3 + 0.45 * math.log10(max(count, 1000) / 1000)
        if given_known:
            score += 1.6
        if len(given) > 3 and not given_known:
            score -= 1.0
        if printed_break == size:
            score += 1.2
        elif printed_break:
            score -= 0.8
        if score > 0:
            found.append(NameSplit(family, given, bool(count), given_known, score))
    return max(found, key=lambda split: split.score, default=None)


def _printed_break(name: str) -> int | None:
    """Give the length of the first part when the card sets two parts apart."""
    parts = name.split()
    if len(parts) == 2:
        return len(parts[0])
    # Letter-spaced names keep a wider gap between the parts: 山 田　太 郎.
    wide = re.split(r"\s{2,}", name.strip())
    if len(wide) == 2:
        return len(compact(wide[0]))
    return None


def japanese_name_score(text: str) -> float:
    """Weigh a Japanese text as a person's name, by its characters alone."""
    packed = compact(text)
    if _FOREIGN_KANA_NAME.fullmatch(text.strip()):
        return -0.8 if not longest_first("japanese", "company_endings").search(packed) else -3.0
    if not _JAPANESE_NAME.fullmatch(packed):
        return -5.0
    if packed in word_set("japanese", "titles") or packed in word_set("japanese", "prefectures"):
        return -4.0
    score = -2.2
    split = best_split(text)
    if split:
        score += split.score
    if is_kana(packed):
        score -= 1.0
    if len(packed) > 6:
        score -= 0.7 * (len(packed) - 6)
    if all(len(part) == 1 for part in text.split()) and " " in text.strip():
        score += 1.0
    if longest_first("japanese", "not_names").search(packed):
        score -= 3.0
    if re.search(
        r"(?:[部課室店局係]|支社|銀行|大学|病院|会社|法人|組合|協会|会議所|事務所|センター|商店|工業|産業|建設)$",
        packed,
    ) and not (split and split.family == packed):
        score -= 2.5
    if re.search(r"(?:長|役|士|師|員)$", packed) and not (split and split.given_known):
        score -= 2.0
    if re.search(r"[都道府県市区町村郡]$", packed) and not (split and split.given_known):
        score -= 1.5
    return score


def kana_reading_score(text: str, name: str) -> float:
    """Weigh a kana text as the reading of a name."""
    if not is_kana(text):
        return -5.0
    reading = to_hiragana(compact(text).replace("・", ""))
    kanji = compact(name)
    if not 2 <= len(reading) <= 16:
        return -5.0
    lexicon = japanese_names()
    split = best_split(name)
    score = -1.0
    if split and _reading_fits(reading, split, lexicon):
        score += 5.0
    elif _starts_with_any(reading, _surname_readings(kanji, lexicon)) or (
        split and _ends_with_any(reading, lexicon.given_names.get(fold_name(split.given), frozenset()))
    ):
        score += 3.2
    elif any(
        reading[:size] in lexicon.surname_kana and reading[size:] in lexicon.given_kana
        for size in range(2, len(reading) - 1)
    ):
        score += 1.6
    if not 0.9 <= len(reading) / max(1, len(kanji)) <= 3.6:
        score -= 2.0
    return score


_ALIKE_KANA = str.maketrans("ぁぃぅぇぉっづゃゅょゎ", "あいうえおつつやゆよわ")


def corrected_reading(kana: str, name: str, *, is_sure: bool) -> str:
    """Put small kana, a づ and a lost glyph of a reading right by what the kanji can be read as.

    Args:
        kana: The reading as it was read.
        name: The name in kanji.
        is_sure: Whether the engine was sure of the reading; then no glyph is lost.

    Returns:
        The reading as it is where the kanji can be read so, or cannot be read in exactly one way that looks like it.
    """
    split = best_split(name)
    read = to_hiragana(compact(kana))
    if not split or not is_kana(read):
        return kana
    lexicon = japanese_names()
    families = lexicon.surname_readings.get(fold_name(split.family), frozenset())
    givens = lexicon.given_names.get(fold_name(split.given), frozenset())
    ways = {(family, given) for family in families for given in givens}
    if any(family + given == read for family, given in ways):
        return kana
    alike = [way for way in ways if _looks_alike("".join(way), read, may_lack=not is_sure)]
    if len(alike) != 1:
        return kana
    right = (" " if " " in kana.strip() else "").join(alike[0])
    is_katakana = any("ァ" <= glyph <= "ヺ" for glyph in kana)
    return (
        "".join(chr(ord(glyph) + 0x60) if "ぁ" <= glyph <= "ゖ" else glyph for glyph in right) if is_katakana else right
    )


def _looks_alike(reading: str, read: str, *, may_lack: bool) -> bool:
    reading, read = reading.translate(_ALIKE_KANA), read.translate(_ALIKE_KANA)
    lacks_one = any(reading[:place] + reading[place + 1 :] == read for place in range(len(reading)))
    return reading == read or (may_lack and lacks_one)


def _surname_readings(kanji: str, lexicon: NameLexicon) -> frozenset[str]:
    found: set[str] = set()
    for size in range(1, min(5, len(kanji))):
        found |= lexicon.surname_readings.get(fold_name(kanji[:size]), frozenset())
    return frozenset(found)


def _reading_fits(reading: str, split: NameSplit, lexicon: NameLexicon) -> bool:
    families = lexicon.surname_readings.get(fold_name(split.family), frozenset())
    givens = lexicon.given_names.get(fold_name(split.given), frozenset())
    return any(reading == family + given for family in families for given in givens)


def _starts_with_any(text: str, beginnings: Iterable[str]) -> bool:
    return any(text.startswith(beginning) for beginning in beginnings)


def _ends_with_any(text: str, endings: Iterable[str]) -> bool:
    return any(text.endswith(ending) for ending in endings)


_LATIN_NAME_WORD = re.compile(
    r"(?:[A-ZÀ-ỸĐ][\wÀ-ỹ'’.-]*|[a-zà-ỹ][\wÀ-ỹ'’-]+|von|van|de|da|dos|der|den|di|la|le|bin|binti|al)"
)
_PARTICLES = frozenset(
    [
        "von",
        "van",
        "de",
        "da",
        "do",
        "dos",
        "das",
        "der",
        "den",
        "di",
        "del",
        "della",
        "la",
        "le",
        "bin",
        "binti",
        "al",
        "el",
        "ten",
        "ter",
        "zu",
        "zum",
        "y",
    ]
)


def romanised_name_score(text: str, name: str, kana: str | None) -> float:
    """Weigh a text in Latin letters as the romanised form of a Japanese name."""
    parts = re.findall(r"[A-Za-zÀ-ÿĀ-ž'’-]+", text)
    if not 1 <= len(parts) <= 4 or has_japanese(text) or re.search(r"\d|@", text):
        return -5.0
    keys = [romaji_key(part) for part in parts]
    lexicon = japanese_names()
    split = best_split(name)
    score = -1.5 if len(parts) >= 2 else -2.5
    if kana:
        whole = romaji_key(kana_to_romaji(to_hiragana(compact(kana))))
        if sorted("".join(keys)) == sorted(whole):
            score += 5.0
    if split:
        families = {romaji_key(kana_to_romaji(r)) for r in lexicon.surname_readings.get(fold_name(split.family), ())}
        givens = {romaji_key(kana_to_romaji(r)) for r in lexicon.given_names.get(fold_name(split.given), ())}
        score += 2.5 * bool(families.intersection(keys)) + 2.5 * bool(givens.intersection(keys))
    if score < 0 and len(parts) >= 2 and _looks_japanese(keys):
        score += 2.2
    if not all(part[0].isupper() for part in parts):
        score -= 1.0
    if latin_company_form(text) or set(latin_words(text)) & word_set("latin", "company_words"):
        score -= 3.0
    return score


def _looks_japanese(keys: list[str]) -> bool:
    """Whether two words can be written in kana: consonants and vowels alternate."""
    return all(
        re.fullmatch(r"(?:(?:[kgsztdnhbpmrwfjvc]?[hsy]?y?|kk|ss|tt|pp|cch|ssh|tts)?[aiueo]|n)+", key)
        for key in keys
        if key
    )


def latin_name_score(text: str) -> float:
    """Weigh a text in Latin letters as a person's name, by its words alone."""
    stripped = text.strip(" ,.")
    parts = stripped.replace(",", " ").split()
    if not 1 <= len(parts) <= 6 or re.search(r"[\d@&/:|+]", stripped) or has_japanese(stripped):
        return -5.0
    if not all(_LATIN_NAME_WORD.fullmatch(part) for part in parts):
        return -3.0
    folded = [part.casefold().strip(".") for part in parts]
    while folded and folded[0] in word_set("latin", "honorifics"):
        folded = folded[1:]
    honorific = len(folded) < len(parts)
    main = [word for word in folded if word not in _PARTICLES]
    if not main:
        return -5.0
    score = {1: -2.4, 2: 0.4, 3: 0.2, 4: -0.5}.get(len(main), -1.5)
    score += 2.0 if honorific else 0.0
    known = [word for word in main if word in word_set("latin", "given_names")]
    score += min(2.4, 1.7 * len(known))
    lower = [part for part in parts if part[0].islower() and part not in _PARTICLES]
    score -= 1.0 * len(lower) if len(lower) < len(main) or len(main) == 1 else 2.0
    bad = [
        word
        for word in main
        if word in word_set("latin", "company_words")
        or word in word_set("latin", "company_forms")
        or word in word_set("latin", "titles")
        or word in word_set("latin", "countries")
        or word in word_set("latin", "cities")
        or word in _NOT_IN_NAMES
    ]
    score -= 2.2 * len(bad) - (1.0 if known and bad else 0.0)
    if any(len(word) > 14 for word in main):
        score -= 1.0
    return score


_NOT_IN_NAMES = frozenset(
    [
        "the",
        "and",
        "your",
        "our",
        "for",
        "with",
        "of",
        "to",
        "in",
        "on",
        "at",
        "we",
        "you",
        "new",
        "best",
        "quality",
        "business",
        "street",
        "road",
        "avenue",
        "floor",
        "department",
        "division",
        "sales",
        "marketing",
        "engineering",
        "development",
        "manager",
        "director",
        "welcome",
        "since",
        "open",
        "card",
        "phone",
        "fax",
        "email",
        "web",
        "tel",
        "mobile",
        "www",
        "info",
        "address",
        "office",
        "your",
        "solution",
        "support",
        "customer",
        "team",
        "project",
    ]
)
