"""Each kind of field in the form that the contact promises."""

from __future__ import annotations

import re
import unicodedata

from meishi.domain.field import Field, FieldKind

_DASH_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])\s*[-‐‑‒–—―−ー一~]\s*(?=[0-9])")
_PHONES = {FieldKind.TELEPHONE, FieldKind.MOBILE, FieldKind.FAX}


def half_width(text: str) -> str:
    """Fold widths by NFKC and every dash to `-`; variant characters such as 髙 and 﨑 stay."""
    folded = unicodedata.normalize("NFKC", text)
    return re.sub(r"[‐‑‒–—―−﹣]", "-", folded)


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
        value = re.sub(r"\s", "", half_width(value))
        if field.kind is FieldKind.EMAIL:
            local, _, domain = value.partition("@")
            value = f"{local}@{domain.strip('.')}"
    return field if value == field.value else field.model_copy(update={"value": value})
