"""Kanji numerals in vertical text, which look like katakana, letters and rules."""

from __future__ import annotations

import re

_NUMERALS = "〇一二三四五六七八九十"
_ARABIC = re.compile("[1-9]")
_IN_A_NUMBER = re.compile(f"[{_NUMERALS}ニOo○ーー\\-－0]")
_TWO_BEFORE_A_COUNTER = re.compile(f"ニ(?=[{_NUMERALS}丁番号階])")
_TWO_AFTER_A_NUMERAL = re.compile(f"(?<=[{_NUMERALS}])ニ")
_LOOK_ALIKES = str.maketrans({"ニ": "二", "O": "〇", "o": "〇", "○": "〇", "0": "〇"})


def mend_kanji_numerals(text: str) -> str:
    """Mend the numerals of a vertical line: ニ becomes 二, and O and ○ become 〇, where a number stands.

    Text with Arabic numerals keeps its 0. The length of the text does not change.
    """
    if _ARABIC.search(text):
        return text
    glyphs = [character for character in text if not character.isspace()]
    in_a_number = sum(_IN_A_NUMBER.match(glyph) is not None for glyph in glyphs)
    if glyphs and in_a_number > 0.45 * len(glyphs):
        return text.translate(_LOOK_ALIKES)
    return _TWO_AFTER_A_NUMERAL.sub("二", _TWO_BEFORE_A_COUNTER.sub("二", text))
