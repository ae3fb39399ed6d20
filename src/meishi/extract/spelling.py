"""Spelling of titles and departments: one letter that an engine misread in a known word is put right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from meishi.extract.lexicons import word_set, words

_MIN_LATIN_LETTERS = 6
_MIN_JAPANESE_GLYPHS = 5
_MIN_DOUBTFUL_GLYPHS = 3
_DOUBTFUL_BELOW, _SURE_FROM = 0.95, 0.97
"""Where an engine is less sure than this (0..1), any one glyph may be wrong, not only one of the look-alikes."""
# Glyphs that are taken for one another; other differences may well be another word.
_ALIKE_GLYPHS = frozenset(
    frozenset(pair)
    for pair in (
        "ーグ", "ー一", "ニ二", "ロ口", "カ力", "エ工", "タ夕", "ハ八", "ト卜", "ソン", "シツ", "パバ", "プブ", "ペベ", "ポボ", "ピビ",
        "会合", "計圭", "計汁", "士土", "末未", "大太", "人入", "日曰", "目日", "白自", "千干", "王玉", "主ま", "員貝", "役投", "社杜",
        "代伐", "表衣", "取敢", "締絡", "部郎", "課諜", "係孫", "室宝", "店庄", "技枝", "術衛", "術街", "設没", "建健", "築策", "務努",
        "城域", "賀質", "壳売", "営宮", "業菜", "開閉", "発癸", "管菅", "理埋", "究突", "研斫", "教数", "授援", "博傅", "弁井", "護獲", "税祝", "ッツ", "ャヤ",
        "係保", "ュユ", "ョヨ", "ァア", "ィイ", "ェエ", "ォオ", "ンソ", "締稀", "締綿", "医菌", "歯菌", "画國", "リり", "ヘへ", "ベべ", "ペぺ",
    )
)  # fmt: skip


def without_marks(text: str) -> str:
    """Give a text in Latin letters without accents (Giám đốc -> Giam doc), letter for letter."""
    plain = "".join(unicodedata.normalize("NFD", letter)[:1] for letter in unicodedata.normalize("NFC", text))
    return plain.replace("đ", "d").replace("Đ", "D").replace("ł", "l").replace("ø", "o").replace("Ø", "O")


@cache
def _known_forms() -> frozenset[str]:
    """Known words of titles and departments in lower case, with their accents."""
    groups = ("titles", "title_modifiers", "department_words", "department_topics")
    return frozenset(word for group in groups for phrase in words("latin", group) for word in phrase.split())


@cache
def _known_words() -> dict[str, str]:
    """The same by their form without accents; of several, the first in the alphabet, without accents if there is one."""
    known: dict[str, str] = {}
    for word in sorted(_known_forms()):
        known.setdefault(without_marks(word), word)
    return known


@cache
def _by_wildcard() -> dict[str, frozenset[str]]:
    """Known words by their forms with one letter left open."""
    found: dict[str, set[str]] = {}
    for plain in _known_words():
        if len(plain) >= _MIN_LATIN_LETTERS:
            for index in range(len(plain)):
                found.setdefault(f"{plain[:index]}?{plain[index + 1 :]}", set()).add(plain)
    return {form: frozenset(plains) for form, plains in found.items()}


_SMALL_L = re.compile(r"(?<![\w'’.@/-])l(?=[a-z])(?!l)([a-z]+)")
_LOWER_CASE_WORDS = frozenset(["la", "las", "le", "les", "lo", "los", "lez", "lès", "lieu"])


def with_capital_i(text: str, *, of_a_person: bool = False) -> str:
    """Put back the capital I of words that were read with a small l: lto Systems, 12 lan Road.

    Args:
        text: In Latin letters.
        of_a_person: Whether it is a name, whose words all have a capital.

    Returns:
        The text with as many letters; a word that may be right with its small l stays.
    """
    capitals = len(re.findall(r"(?<!\w)[A-Z]", text))

    def mended(match: re.Match[str]) -> str:
        word, rest = match.group(), match.group(1)
        if word in _LOWER_CASE_WORDS or not (capitals or of_a_person):
            return word
        is_known = any(f"i{rest}" in word_set("latin", group) for group in ("given_names", "countries", "states"))
        return f"I{rest}" if of_a_person or is_known or rest[0] not in "aeiouy" else word

    return _SMALL_L.sub(mended, text)


_HIRAGANA_TWINS, _KATAKANA_TWINS = "りへべぺ", "リヘベペ"
_SMALL_Y = re.compile(r"(?<![きぎしじちにひびぴみりキギシジチニヒビピミリ])[ゃゅょャュョ]")
_LARGE_Y = dict(zip("ゃゅょャュョ", "やゆよヤユヨ", strict=True))


def corrected_kana(name: str) -> str:
    """Put the glyphs of a reading right that look alike: of the other kana (くリばやし), small where none is (らゅ)."""
    hiragana = sum("ぁ" <= glyph <= "ゖ" for glyph in name if glyph not in _HIRAGANA_TWINS)
    katakana = sum("ァ" <= glyph <= "ヺ" for glyph in name if glyph not in _KATAKANA_TWINS)
    if hiragana and not katakana:
        name = name.translate(str.maketrans(_KATAKANA_TWINS, _HIRAGANA_TWINS))
    elif katakana and not hiragana:
        name = name.translate(str.maketrans(_HIRAGANA_TWINS, _KATAKANA_TWINS))
    return _SMALL_Y.sub(lambda match: _LARGE_Y[match.group()], name)


def corrected_legal_form(company: str) -> str:
    """Put the small l of a legal form right, which looks like a capital I: S.r.I., engenharia Itda., 1td."""
    company = re.sub(r"(?<=\w )(?:UP|LIP|ILP|IIP)$", "LLP", company)
    company = re.sub(r"\b[I1](?=(?:td|tda|imited)\b)", "l", company)
    return re.sub(r"\b(S\.\s?r\.\s?)[I1|i](?=\.|$)", r"\1l", company, flags=re.IGNORECASE)


def corrected_latin(text: str) -> str:
    """Put misread letters of known title and department words right; unknown words stay as they are.

    Returns:
        The text with as many words; a word keeps its capitals.
    """
    text = re.sub(r"(?<![\w'’.-])Al(?![\w'’.-])", "AI", text)  # what no title or department means by Al
    return re.sub(rf"[A-Za-zÀ-ỹ]{{{_MIN_LATIN_LETTERS},}}", lambda match: _corrected_word(match.group()), text)


def _corrected_word(word: str) -> str:
    plain = without_marks(word).casefold()
    if plain in _known_words():
        # Engines see an accent in specks (DIREČTOR); one that the word has in some language stays.
        has_stray_accent = plain in _known_forms() and word.casefold() not in _known_forms()
        return without_marks(word) if has_stray_accent else word
    candidates = {
        known
        for index in range(len(plain))
        for known in _by_wildcard().get(f"{plain[:index]}?{plain[index + 1 :]}", ())
    }
    if len(candidates) != 1:
        return word
    right = _known_words()[candidates.pop()]
    # An accent that the known word lacks was printed: the word is one of another language.
    if any(without_marks(letter) != letter and letter not in right for letter in word.casefold()):
        return word
    # Plural, feminine and other endings are words of their own.
    if plain[-1] != without_marks(right)[-1] and plain[-1] in "saeno":
        return word
    return "".join(
        new.upper() if old.isupper() else new for old, new in zip(word, right.ljust(len(word)), strict=True)
    ).rstrip()


@cache
def _titles_by_length() -> dict[int, tuple[str, ...]]:
    lengths: dict[int, list[str]] = {}
    for title in words("japanese", "titles"):
        lengths.setdefault(len(title), []).append(title)
    return {length: tuple(titles) for length, titles in lengths.items()}


def corrected_japanese_title(text: str, confidence: float = 1.0) -> str:
    """Put one misread or lost glyph of a known Japanese title right.

    Args:
        text: The title as it was read, without spaces.
        confidence: How sure the engine is of it (0..1).

    Returns:
        The title; the text itself when it is known, too short, or differs by more than one look-alike or lost glyph,
        or in a doubtful reading by more than one glyph.
    """
    if text in _titles_by_length().get(len(text), ()):
        return text
    if confidence < _DOUBTFUL_BELOW:
        near = [
            (title, pair)
            for title in _titles_by_length().get(len(text), ())
            if (pair := _only_difference(text, title)) and (len(text) >= _MIN_DOUBTFUL_GLYPHS or pair in _ALIKE_GLYPHS)
        ]
        if len(near) == 1:
            return near[0][0]
    if len(text) < _MIN_JAPANESE_GLYPHS - 1:
        return text
    whole = [title for title in _titles_by_length().get(len(text) + 1, ()) if _lacks_one(text, title)]
    if len(whole) == 1 and len(text) + 1 >= _MIN_JAPANESE_GLYPHS:
        return whole[0]
    for title in _titles_by_length().get(len(text), ()):
        if _only_difference(text, title) in _ALIKE_GLYPHS:
            return title
    return text


def _only_difference(text: str, other: str) -> frozenset[str] | None:
    """The two glyphs in which texts of one length differ; None where they differ in none or in more."""
    place = next((place for place, glyph in enumerate(text) if glyph != other[place]), None)
    if place is None or text[place + 1 :] != other[place + 1 :]:
        return None
    return frozenset((text[place], other[place]))


@cache
def _department_parts() -> dict[int, frozenset[str]]:
    """Of what names of departments are put together, by length."""
    lengths: dict[int, set[str]] = {1: set("0123456789０１２３４５６７８９一二三四五六七八九十第")}
    for group in ("department_words", "department_parts", "department_endings"):
        for word in words("japanese", group):
            lengths.setdefault(len(word), set()).add(word)
    return {length: frozenset(parts) for length, parts in lengths.items()}


def corrected_japanese_department(text: str, confidence: float) -> str:
    """Put one misread glyph of a department right that is put together of known words (地城連携室: 地域連携室).

    Args:
        text: The department as it was read.
        confidence: How sure the engine is of it (0..1); where it is sure, the department may have a word of its own.
    """
    if len(text) < _MIN_DOUBTFUL_GLYPHS or confidence >= _SURE_FROM:
        return text
    found = set(_put_together(text, 0, is_doubtful=confidence < _DOUBTFUL_BELOW))
    return found.pop() if len(found) == 1 else text


def _put_together(text: str, mistakes: int, *, is_doubtful: bool) -> Iterator[str]:
    """The ways to put a text together of known words, one glyph of it changed at the most; in doubt, any glyph."""
    if not text:
        yield ""
    for length, parts in _department_parts().items():
        piece = text[:length]
        if len(piece) < length:
            continue
        if piece in parts:
            yield from (piece + rest for rest in _put_together(text[length:], mistakes, is_doubtful=is_doubtful))
        elif mistakes == 0 and length >= 2:
            for part in parts:
                pair = _only_difference(piece, part)
                if pair and (is_doubtful or pair in _ALIKE_GLYPHS):
                    yield from (part + rest for rest in _put_together(text[length:], 1, is_doubtful=is_doubtful))


def _lacks_one(text: str, title: str) -> bool:
    """Whether a text is a title without one of its inner glyphs; ends may as well be another title's."""
    ends_agree = title[0] == text[0] and title[-1] == text[-1]
    return ends_agree and any(title[:place] + title[place + 1 :] == text for place in range(1, len(title) - 1))
