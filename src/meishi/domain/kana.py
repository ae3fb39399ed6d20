"""Kana and Latin letters: the spelling rules that connect a name's reading with its romanised form."""

from __future__ import annotations

import re

_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}

# Hepburn (ISO 3602 loose); two-letter syllables are looked up first.
_SYLLABLES = dict(
    pair.split(":")
    for pair in [
        "あ:a",
        "い:i",
        "う:u",
        "え:e",
        "お:o",
        "か:ka",
        "き:ki",
        "く:ku",
        "け:ke",
        "こ:ko",
        "さ:sa",
        "し:shi",
        "す:su",
        "せ:se",
        "そ:so",
        "た:ta",
        "ち:chi",
        "つ:tsu",
        "て:te",
        "と:to",
        "な:na",
        "に:ni",
        "ぬ:nu",
        "ね:ne",
        "の:no",
        "は:ha",
        "ひ:hi",
        "ふ:fu",
        "へ:he",
        "ほ:ho",
        "ま:ma",
        "み:mi",
        "む:mu",
        "め:me",
        "も:mo",
        "や:ya",
        "ゆ:yu",
        "よ:yo",
        "ら:ra",
        "り:ri",
        "る:ru",
        "れ:re",
        "ろ:ro",
        "わ:wa",
        "ゐ:i",
        "ゑ:e",
        "を:o",
        "ん:n",
        "が:ga",
        "ぎ:gi",
        "ぐ:gu",
        "げ:ge",
        "ご:go",
        "ざ:za",
        "じ:ji",
        "ず:zu",
        "ぜ:ze",
        "ぞ:zo",
        "だ:da",
        "ぢ:ji",
        "づ:zu",
        "で:de",
        "ど:do",
        "ば:ba",
        "び:bi",
        "ぶ:bu",
        "べ:be",
        "ぼ:bo",
        "ぱ:pa",
        "ぴ:pi",
        "ぷ:pu",
        "ぺ:pe",
        "ぽ:po",
        "ゔ:vu",
        "きゃ:kya",
        "きゅ:kyu",
        "きょ:kyo",
        "しゃ:sha",
        "しゅ:shu",
        "しょ:sho",
        "ちゃ:cha",
        "ちゅ:chu",
        "ちょ:cho",
        "にゃ:nya",
        "にゅ:nyu",
        "にょ:nyo",
        "ひゃ:hya",
        "ひゅ:hyu",
        "ひょ:hyo",
        "みゃ:mya",
        "みゅ:myu",
        "みょ:myo",
        "りゃ:rya",
        "りゅ:ryu",
        "りょ:ryo",
        "ぎゃ:gya",
        "ぎゅ:gyu",
        "ぎょ:gyo",
        "じゃ:ja",
        "じゅ:ju",
        "じょ:jo",
        "びゃ:bya",
        "びゅ:byu",
        "びょ:byo",
        "ぴゃ:pya",
        "ぴゅ:pyu",
        "ぴょ:pyo",
        "ふぁ:fa",
        "ふぃ:fi",
        "ふぇ:fe",
        "ふぉ:fo",
        "てぃ:ti",
        "でぃ:di",
        "うぃ:wi",
        "うぇ:we",
        "うぉ:wo",
        "ゔぁ:va",
        "ゔぃ:vi",
        "ゔぇ:ve",
        "ゔぉ:vo",
        "しぇ:she",
        "じぇ:je",
        "ちぇ:che",
        "とぅ:tu",
        "どぅ:du",
        "ぁ:a",
        "ぃ:i",
        "ぅ:u",
        "ぇ:e",
        "ぉ:o",
        "ゃ:ya",
        "ゅ:yu",
        "ょ:yo",
    ]
)


def to_hiragana(kana: str) -> str:
    """Give kana as hiragana; ー and everything that is no katakana stay."""
    return kana.translate(_KATAKANA_TO_HIRAGANA)


def kana_to_romaji(kana: str) -> str:
    """Give the Hepburn spelling of kana, long vowels written out (さとう -> satou).

    Returns:
        Lower-case Latin letters; a character that is no kana stays as it is.
    """
    text = to_hiragana(kana)
    spelled: list[str] = []
    index = 0
    doubled = False
    while index < len(text):
        if text[index] == "っ":
            doubled, index = True, index + 1
            continue
        if text[index] == "ー":
            spelled.append(spelled[-1][-1] if spelled and spelled[-1] else "")
            index += 1
            continue
        pair = text[index : index + 2]
        size = 2 if len(pair) == 2 and pair in _SYLLABLES else 1
        syllable = _SYLLABLES.get(text[index : index + size], text[index : index + size])
        spelled.append(("t" if syllable.startswith("ch") else syllable[:1]) * doubled + syllable)
        doubled = False
        index += size
    return "".join(spelled)


_KEY_RULES = (
    (r"[āâ]", "a"), (r"[īî]", "i"), (r"[ūû]", "u"), (r"[ēê]", "e"), (r"[ōô]", "o"),
    (r"[^a-z]", ""),
    (r"sy", "sh"), (r"ty", "ch"), (r"(?:zy|jy|dy)", "j"),
    (r"si", "shi"), (r"ti", "chi"), (r"tu", "tsu"), (r"(?<![cs])hu", "fu"), (r"(?:zi|di)", "ji"), (r"du", "zu"),
    (r"m(?=[pbm])", "n"), (r"tch", "cch"), (r"l", "r"),
    (r"oh(?![aiueo])", "o"), (r"o[uo]+", "o"), (r"uu+", "u"), (r"aa+", "a"), (r"ii+", "i"), (r"ee+", "e"),
)  # fmt: skip
_COMPILED_KEY_RULES = tuple((re.compile(pattern), replacement) for pattern, replacement in _KEY_RULES)


def romaji_key(spelling: str) -> str:
    """Fold a romanised name so that its usual spellings compare equal (Ohno, Ōno, Oono, Ouno -> ono).

    Returns:
        Lower-case ASCII letters without long vowels, in Hepburn.
    """
    key = spelling.casefold()
    for pattern, replacement in _COMPILED_KEY_RULES:
        key = pattern.sub(replacement, key)
    return key
