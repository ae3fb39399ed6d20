"""Numbers in kanji, as they are written in a vertical address."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = "〇一二三四五六七八九"
_COUNTER = r"丁目|番地|番町|番|号棟|号(?!室)|階|条|線|地割"
_FLOOR = re.compile(r"(?<![0-9A-Za-z])(?P<below>B)?(?P<number>\d{1,3})(?:F|階)(?![0-9A-Za-z])")
_COUNTED = re.compile(rf"(?<!\d)(?P<number>\d{{1,2}})(?={_COUNTER})")
_NUMBER = re.compile(r"(?<![A-Za-z])\d+(?![A-Za-z])")
_HYPHEN = re.compile(r"(?:(?<=[0-9A-Za-z])\s*[-‐‑‒–—―−－]|(?<=\d)ー)\s*(?=\d)")


def with_kanji_numerals(address: str) -> str:
    """Write the numbers of a Japanese address in kanji.

    What counts something is spoken and therefore written with 十 (12丁目 -> 十二丁目), a row of block and house numbers
    digit by digit (12-30 -> 一二－三〇). Numbers that belong to Latin letters stay as they are.
    """
    text = _floors(_HYPHEN.sub("－", _plain_digits(address)))
    text = _COUNTED.sub(lambda match: _spoken(int(match["number"])), text)
    return _NUMBER.sub(lambda match: "".join(_DIGITS[int(digit)] for digit in match.group()), text)


def _plain_digits(text: str) -> str:
    """Give full-width digits and Latin letters their usual width; everything else keeps its form."""
    return "".join(
        unicodedata.normalize("NFKC", character)
        if "！" <= character <= "～" and character not in "（），．－"
        else character
        for character in text
    )


def _floors(text: str) -> str:
    def spell(match: re.Match[str]) -> str:
        return ("地下" if match["below"] else "") + _spoken(int(match["number"])) + "階"

    return _FLOOR.sub(spell, text)


def _spoken(number: int) -> str:
    """Write a number below a hundred with 十; a larger one digit by digit."""
    if number == 0 or number >= 100:
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones else "")
