"""Each kind of field in the form that the contact promises."""

from __future__ import annotations

import re
import unicodedata

from meishi.domain.field import Field, FieldKind

_DASH_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])\s*[-‐‑‒–—―−ー一~]\s*(?=[0-9])")
_KANJI_DIGITS = "〇一二三四五六七八九"
# Columns print the hyphen as a bar that is written like the long vowel mark.
_TO_KANJI = str.maketrans("0123456789-", _KANJI_DIGITS + "ー")
_PHONES = {FieldKind.TELEPHONE, FieldKind.MOBILE, FieldKind.FAX}


def half_width(text: str) -> str:
    """Fold widths by NFKC and every dash to `-`, spaces to single ones; variant characters such as 髙 and 﨑 stay."""
    folded = unicodedata.normalize("NFKC", text)
    # Folding writes a stand-alone accent as a space and an accent.
    return " ".join(re.sub(r"[‐‑‒–—―−﹣]", "-", folded).split())


def as_printed(field: Field) -> str:
    """Give a number of the contact as the card prints it: in kanji numerals where the card has those.

    Inside, numbers are kept in Arabic digits, so that they can be compared and mended; columns print them in kanji.
    """
    if sum(field.raw.count(numeral) for numeral in _KANJI_DIGITS) < sum(c.isdecimal() for c in field.value) / 2:
        return field.value
    if any(c.isascii() and c.isdecimal() for c in unicodedata.normalize("NFKC", field.raw)):
        return field.value
    return field.value.translate(_TO_KANJI)


def _small_l(mail: str) -> str:
    """Read a capital I as the small l that it looks like, in a mail address that has no other capital.

    That of Info@ stays.
    """
    others = mail.replace("I", "")
    start = int(bool(re.match(r"Info(?![a-z])", mail)))
    return mail[:start] + mail[start:].replace("I", "l") if others == others.lower() else mail


def normalised(field: Field) -> Field:
    """Give a field with its value in the promised form; normalising twice changes nothing more.

    Digits and hyphens of telephone numbers, postal codes and addresses become half-width, a long vowel mark or 一
    between digits becomes a hyphen; mail addresses lose their spaces; names keep their characters as printed.
    """
    value = " ".join(field.value.split())
    if field.kind in _PHONES or field.kind is FieldKind.EXTENSION:
        value = _DASH_BETWEEN_DIGITS.sub("-", half_width(value))
    elif field.kind is FieldKind.POSTAL_CODE:
        value = _DASH_BETWEEN_DIGITS.sub("-", half_width(value)).lstrip("〒 ")
    elif field.kind is FieldKind.ADDRESS:
        value = _DASH_BETWEEN_DIGITS.sub("-", half_width(value))
    elif field.kind in {FieldKind.EMAIL, FieldKind.URL}:
        value = unicodedata.normalize("NFC", re.sub(r"\s", "", half_width(value)))
        # No site is called so; the third letter was lost in reading.
        value = re.sub(r"^(https?://)?ww\.", r"\1www.", value)
        # Nor so; the slash or the sign before it was read twice.
        value = re.sub(r"^(https?://)[a-z]www\.", r"\1www.", value)
        if field.kind is FieldKind.EMAIL:
            value = _small_l(value)
            local, _, domain = value.partition("@")
            value = f"{local}@{domain.strip('.')}"
    return field if value == field.value else field.model_copy(update={"value": value})
