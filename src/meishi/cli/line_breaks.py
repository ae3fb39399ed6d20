"""Where a line of the terminal may end: between any two letters of Japanese, not before a full stop."""

from __future__ import annotations

import re

_OPENING = "「『（［｛〈《【“‘"
_CLOSING = "、。，．！？：；」』）］｝〉》】”’…ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ％"
_JAPANESE = "\u3000-\u30ff\u3400-\u9fff\uff00-\uffef"
# What stays together: one letter of Japanese or a word of another script, with the marks that belong to it. Brackets of
# ASCII belong to a letter beside them, and within a word to the word.
_PIECE = re.compile(
    rf"\s*(?:[{_OPENING}(\[]*(?![{_OPENING}{_CLOSING}])[{_JAPANESE}][{_CLOSING})\]]*"
    rf"|[{_OPENING}]*[^\s{_OPENING}{_CLOSING}{_JAPANESE}]+[{_CLOSING}]*"
    rf"|\S)\s*"
)


def break_japanese_lines() -> None:
    """Let rich, which knows blanks alone, break lines of Japanese, so that they are neither ragged nor cut off."""
    from rich import _wrap  # noqa: PLC0415 - heavy, and of use only where something is printed

    _wrap.re_word = _PIECE
