"""Encodings of text files: UTF-8 with and without its mark, and the Windows form of Shift_JIS."""

from __future__ import annotations

from collections.abc import Callable

from meishi.exchange.forms import TextEncoding

GETA = "〓"
"""What Japanese printers set for a type that they do not have."""

# Signs that look the same and stand elsewhere in CP932, as JIS tables took them.
_EQUIVALENTS = str.maketrans("〜−—‖¢£¬–‑‐", "～－―∥￠￡￢‐‐‐")


def encodable(text: str, encoding: TextEncoding, report: Callable[[str], None]) -> str:
    """Give text that can be encoded.

    Args:
        text: Without lone surrogates.
        encoding: How it is going to be encoded.
        report: Is told every character that the encoding lacks; a geta mark stands for it.
    """
    if encoding is not TextEncoding.CP932:
        return text
    characters = []
    for character in text:
        fitting = character if _fits(character) else character.translate(_EQUIVALENTS)
        if not _fits(fitting):
            report(character)
            fitting = GETA
        characters.append(fitting)
    return "".join(characters)


def _fits(character: str) -> bool:
    try:
        return character.encode("cp932").decode("cp932") == character
    except UnicodeEncodeError:
        return False


def decode_text(content: bytes) -> str:
    """Decode a text file that says nothing about its encoding.

    UTF-8 and UTF-16 are known by their marks, UTF-8 without one by its form; all else is taken for the Windows form of
    Shift_JIS, and what is none of it becomes U+FFFD.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp932", errors="replace")
