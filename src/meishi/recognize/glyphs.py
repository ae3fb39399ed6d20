"""What kind of glyph a character is: the little that reading needs to know about scripts."""

from __future__ import annotations

import re
from collections import Counter

_CJK = re.compile(
    "[\u2e80-\u2fdf\u3001-\u30ff\u3220-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff01-\uffef"
    "\U00020000-\U0003ffff]"
)
_KANA_OR_KANJI = re.compile("[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\u3012\u3220-\u33ff\U00020000-\U0003ffff]")


def is_wide(character: str) -> bool:
    """Whether a character is set in a full em square, so that no space is printed beside it by default."""
    return _CJK.fullmatch(character) is not None


def is_kana(character: str) -> bool:
    """Whether a character is hiragana or katakana."""
    return "\u3041" <= character <= "\u30ff"


def has_japanese(text: str) -> bool:
    """Whether a text holds kana, kanji or Japanese signs such as 〒 and ㈱."""
    return _KANA_OR_KANJI.search(text) is not None


def glyph_count(text: str) -> int:
    """How many characters of a text leave ink."""
    return sum(not character.isspace() for character in text)


def lacks_glyphs(text: str, other: str) -> bool:
    """Whether a text is another one with kana or kanji left out: engines rather pass over them than make them up."""
    glyphs, remaining = "".join(text.split()), iter("".join(other.split()))
    left_out = Counter(other) - Counter(text)
    is_part = all(glyph in remaining for glyph in glyphs)
    return is_part and any(left_out) and all(is_wide(glyph) and glyph.isalpha() for glyph in left_out)
