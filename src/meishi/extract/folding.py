"""Text in one width: what grammars and lexicons look at, with the way back to what was printed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Hyphens, dashes and minus signs that NFKC leaves as they are. The long vowel mark ー is not one of them: it is a
# letter in ビルディングー and a dash in 03ー1234, which only a grammar can tell.
_DASHES = frozenset("‐‑‒–—―−﹣－─━⁃˗")
_SOFT = frozenset("\u00ad\u200b\u200c\u200d\ufeff\u2060")
_ORDINALS = frozenset("ºª")  # 3º andar is not 3o andar
_VOICING_MARKS = frozenset("ﾞﾟ")


@dataclass(frozen=True)
class Folded:
    """A text folded to one width.

    Attributes:
        text: NFKC character by character, every dash as `-`, every space as one ` `.
        original: The text before folding.
        starts: For each character of `text` the index of the character of `original` that it came from, and one
            more entry for the end.
    """

    text: str
    original: str
    starts: tuple[int, ...]

    def printed(self, start: int, end: int) -> str:
        """Give the original text behind `text[start:end]`."""
        return self.original[self.starts[start] : self.starts[end]]


def fold(text: str) -> Folded:
    """Fold a text to one width, keeping the way back.

    Compatibility characters become what they stand for (㈱ -> (株), ５ -> 5, ﾋﾞ -> ビ); 髙 and 﨑 stay, for they are
    other letters than 高 and 崎. An í in a mail address or a host becomes an i.

    Returns:
        The folded text; folding it again changes nothing.
    """
    pieces: list[str] = []
    starts: list[int] = []
    index = 0
    while index < len(text):
        step = 2 if index + 1 < len(text) and text[index + 1] in _VOICING_MARKS else 1
        piece = _fold_cluster(text[index : index + step])
        if piece == " " and pieces and pieces[-1] == " " and text[index] in "\t\n\r":
            piece = ""
        pieces.extend(piece)
        starts.extend([index] * len(piece))
        index += step
    starts.append(len(text))
    return Folded(_ADDRESS.sub(_without_accents, "".join(pieces)), text, tuple(starts))


_ADDRESS = re.compile(r"[\w.-]+@[\w.-]+|[\w-]+(?:\.[\w-]+)*\.(?:jp|com|net|org)(?![\w.])")
_ACCENTED_I = str.maketrans("íìîïīĭıÍÌÎÏĪ", "iiiiiiiIIIII")


def _without_accents(address: re.Match[str]) -> str:
    """A mail address or host without the accents that engines see over the dot of an i."""
    return address.group().translate(_ACCENTED_I)


def _fold_cluster(cluster: str) -> str:
    first = cluster[0]
    if first in _DASHES:
        return "-" + ("" if len(cluster) == 1 else unicodedata.normalize("NFKC", cluster[1:]))
    if first in _SOFT:
        return ""
    if first.isspace():
        return " "
    if cluster in _ORDINALS:
        return cluster
    folded = unicodedata.normalize("NFKC", cluster)
    # Spacing accents such as ´ decompose to a space and a combining mark; they are noise better left alone.
    return cluster if folded.startswith(" ") else folded


def compact(text: str) -> str:
    """Drop all spaces of a text."""
    return "".join(text.split())


_KANJI_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def kanji_digits_to_arabic(text: str) -> str:
    """Turn positional kanji numerals (〇一二…九) into Arabic digits, one for one."""
    return text.translate(_KANJI_DIGITS)


NUMERALS_READ_AS_KANA = str.maketrans("ニミハ", "二三八")
"""What engines read where a number has a numeral; elsewhere these are the kana that they are."""


def has_japanese(text: str) -> bool:
    """Whether a text contains kana or Chinese characters."""
    return bool(_JAPANESE.search(text))


def is_kana(text: str) -> bool:
    """Whether a text consists of kana alone (spaces, ー and ・ allowed)."""
    return bool(_KANA_ONLY.fullmatch(text))


def is_latin(text: str) -> bool:
    """Whether a text has Latin letters and no Japanese ones."""
    return bool(_LATIN.search(text)) and not has_japanese(text)


_JAPANESE = re.compile(r"[぀-ヿ㐀-䶿一-鿿豈-﫿々〆〇\U00020000-\U0003ffff]")
_KANA_ONLY = re.compile(r"[ぁ-ゖァ-ヺー・･ ゝゞ]*[ぁ-ゖァ-ヺ][ぁ-ゖァ-ヺー・･ ゝゞ]*")
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
