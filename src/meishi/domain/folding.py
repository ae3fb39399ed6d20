"""The form in which texts are compared: whatever the width, case, kana or form of a character."""

from __future__ import annotations

import unicodedata

_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
# Forms of one character in names, which nobody tells apart when searching.
_NAME_VARIANTS = str.maketrans("髙﨑𠮷邉邊齋齊斎澤濱廣眞", "高崎吉辺辺斉斉斉沢浜広真")


def fold(text: str) -> str:
    """Bring text to the form in which it is compared: no widths, case, spaces or hyphens, one kana, one kanji form."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_HIRAGANA_TO_KATAKANA).translate(_NAME_VARIANTS)
    return "".join(
        character for character in folded if not character.isspace() and unicodedata.category(character) != "Pd"
    )
