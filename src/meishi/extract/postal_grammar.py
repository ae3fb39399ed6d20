"""Grammar of Japanese postal codes; those of other countries are part of their addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from meishi.domain.field import FieldKind
from meishi.extract.card_text import CardLine, CardText, Span
from meishi.extract.folding import NUMERALS_READ_AS_KANA, has_japanese, kanji_digits_to_arabic
from meishi.extract.lexicons import words
from meishi.extract.web_grammar import blank

_DIGIT = r"[0-9OoQ○〇lI|!SBZ]"
_SIGN = r"(?:〒|〶|〠|郵便番号\s?[:：]?)"
# What engines make of 〒 when they do not know it.
_MISREAD_SIGN = r"(?:干|千|テ|〒|平|T|F|〈|=|ﾃ|〉|宇|了|7|丁|I[IFT])"
_DASH = r"\s?[-ー一~・.]?\s?"
_SIGNED = re.compile(rf"{_SIGN}\s?({_DIGIT}{{3}}{_DASH}{_DIGIT}{{4}})(?!\s?[-ー]?\d)")
# In columns 〒 looks like 十, and the bar between the digits like 一 or 二.
_SIGNED_KANJI = re.compile(
    r"(?:〒|郵便番号|[十干千テTFf=]|I[=IFT-])?\s?([〇○零一二ニ三四五六七八九Oo0]{3}(?:[-ー|・\s]{0,2}|[一二ニ])[〇○零一二ニ三四五六七八九Oo0]{4})"
    r"(?![-ー〇一二三四五六七八九])"
)
_BARE = re.compile(rf"(?<![\d-])({_DIGIT}{{3}}\s?[-ー一]\s?{_DIGIT}{{4}})(?![\d-]|\s?[-ー一]\s?\d)")
_LEADING_SEVEN = re.compile(rf"^\s*{_MISREAD_SIGN}?\s?({_DIGIT}{{7}})\s*(?=[一-龥]{{2}})")
_ALONE = re.compile(rf"\s*{_MISREAD_SIGN}?\s?(\d{{3}}\s\d{{4}})\s*")
"""What is left of a code in a line of its own when its sign and its dash were too small to be read."""
_LOOKALIKES = str.maketrans("OoQ○〇lI|!SBZ", "000001111582")


def find_postal_codes(card: CardText, claimed: Sequence[Span]) -> tuple[Span, ...]:
    """Find the Japanese postal codes of a card.

    Returns:
        Spans of kind POSTAL_CODE that take in the sign 〒; the value is `123-4567` in half-width digits.
    """
    spans: list[Span] = []
    is_japanese = any(has_japanese(line.text) for line in card.lines)
    for line in card.lines:
        taken = [(span.start, span.end) for span in claimed if span.line == line.index]
        text = blank(line.text, taken)
        if line.is_vertical and sum(numeral in text for numeral in "〇一二三四五六七九") >= 2:
            text = text.translate(NUMERALS_READ_AS_KANA)
        codes = list(_codes_in_line(line, text)) or list(_code_by_another_reading(line, text))
        if not codes and is_japanese and (alone := _ALONE.fullmatch(text)):
            codes = [_span(line, alone, 0.7)]
        spans += codes
    return tuple(spans)


def _code_by_another_reading(line: CardLine, text: str) -> Iterator[Span]:
    """A column that is all numerals behind the sign 〒 in another engine's reading; which ones, the address tells."""
    if not line.is_vertical or len(re.sub(r"\s", "", text)) > _LONGEST_CODE:
        return
    for other in line.source.alternatives:
        digits = re.sub(r"\D", "", kanji_digits_to_arabic(other.translate(NUMERALS_READ_AS_KANA)))
        if other.startswith("〒") and 5 <= len(digits) <= 9:
            yield Span(line.index, 0, len(text), FieldKind.POSTAL_CODE, f"{digits[:3]}-{digits[3:7]}", 0.3)
            return


_LONGEST_CODE = 10
_INCOMPLETE = re.compile(
    rf"{_SIGN}\s?((?:{_DIGIT}{{2}}{_DASH}{_DIGIT}{{4}}|{_DIGIT}{{3}}{_DASH}{_DIGIT}{{3}}))(?!\s?[-ー]?\d)"
)

# A column of nine glyphs behind a sign of that kind, most of them numerals: a code, however badly it was read.
_GARBLED_COLUMN = re.compile(r"[〒十干千テデTFIエェハ=][^\d\s]{6,9}")


def _codes_in_line(line: CardLine, text: str) -> Iterator[Span]:
    for match in _INCOMPLETE.finditer(text):
        # A digit was lost; the address tells which one.
        value = re.sub(r"[^0-9]+", "-", match.group(1).translate(_LOOKALIKES)).strip("-")
        yield Span(line.index, match.start(), match.end(), FieldKind.POSTAL_CODE, value, 0.3)
    signed = list(_SIGNED.finditer(text))
    for match in signed:
        yield _span(line, match, 0.97)
    rest = blank(text, [(match.start(), match.end()) for match in signed])
    for match in _SIGNED_KANJI.finditer(rest):
        if match.group().startswith(("〒", "郵")) or (line.is_vertical and not rest[: match.start()].strip()):
            yield _span(line, match, 0.9)
            rest = blank(rest, [(match.start(), match.end())])
    if line.is_vertical and _GARBLED_COLUMN.fullmatch(re.sub(r"\s", "", rest)):
        digits = re.sub(r"\D", "", kanji_digits_to_arabic(rest.replace("ニ", "二")))
        if 5 <= len(digits) <= 8:
            value = f"{digits[:-4]}-{digits[-4:]}"
            yield Span(line.index, 0, len(text), FieldKind.POSTAL_CODE, value, 0.3)
            return
    for match in _BARE.finditer(rest):
        certainty = _certainty_of_bare(rest, match)
        if certainty > 0:
            yield _span(line, match, certainty, sign=re.search(rf"{_MISREAD_SIGN}\s?$", rest[: match.start()]))
            return
    lead = _LEADING_SEVEN.match(rest)
    if lead and re.search(r"[都道府県市区郡]", rest):
        yield _span(line, lead, 0.7)


def _certainty_of_bare(text: str, match: re.Match[str]) -> float:
    before, after = text[: match.start()].strip(), text[match.end() :].strip()
    if len(before) == 1 and not before.isascii() and not after:
        return 0.8  # another sign that 〒 was taken for
    header = re.sub(
        rf"(?:{'|'.join(words('japanese', 'address_headers'))}|住\s?所|所\s?在\s?地|Address)", "", before, count=1
    )
    if re.fullmatch(rf"{_MISREAD_SIGN}?", before) or not re.sub(r"[\W_]", "", header):
        if not after:
            return 0.8
        return 0.9 if has_japanese(after[:2]) else 0.0
    # In a line of its own words: "本社 104-0061 東京都".
    if has_japanese(after[:2]) and re.match(
        r"(?:北海道|東京都|京都府|大阪府|[一-龥]{2,3}県|[一-龥]{1,4}[市区郡])", after
    ):
        return 0.85
    # A Japanese address in English: "Chuo-ku, Tokyo 104-0061, Japan" is the address grammar's business.
    return 0.0


def _span(line: CardLine, match: re.Match[str], certainty: float, sign: re.Match[str] | None = None) -> Span:
    digits = kanji_digits_to_arabic(match.group(1).replace("ニ", "二").translate(_LOOKALIKES))
    digits = re.sub(r"\D", "", digits)
    if len(digits) == 8:
        digits = digits[:3] + digits[4:]
    start = sign.start() if sign else match.start()
    return Span(line.index, start, match.end(), FieldKind.POSTAL_CODE, f"{digits[:3]}-{digits[3:]}", certainty)
