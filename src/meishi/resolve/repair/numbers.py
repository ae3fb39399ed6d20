"""Telephone number <-> the country's plan: a number that cannot be dialled lost or gained its first digit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from meishi.domain.field import Field, FieldKind
from meishi.resolve.phones import card_region, international

_PHONES = frozenset({FieldKind.TELEPHONE, FieldKind.MOBILE, FieldKind.FAX})


def repair_numbers(fields: Sequence[Field]) -> tuple[Field, ...]:
    """Mend a plus that was lost, and the first digit of Japanese telephone numbers, which begin with 0.

    Where another digit was read (0 and 6, 8, 9 look alike), and where a symbol before the number was read as a digit,
    the number is mended if that makes one that exists.
    """
    fields = _with_lost_plus(fields)
    if card_region(fields, ()) != "JP":
        return tuple(fields)
    return tuple(_mended(field) if field.kind in _PHONES else field for field in fields)


def _with_lost_plus(fields: Sequence[Field]) -> list[Field]:
    """Put the plus back before a number whose neighbour has one before the same country's code: 1 461-640-5203."""
    shapes = {_shape(field.value[1:]) for field in fields if field.kind in _PHONES and field.value.startswith("+")}
    return [
        _changed(field, f"+{field.value}") if field.kind in _PHONES and _shape(field.value) in shapes else field
        for field in fields
    ]


def _shape(number: str) -> tuple[str, str]:
    """Give the first digit of a number, and how it is grouped and parted."""
    return number[:1], re.sub(r"\d", "0", number)


def _mended(field: Field) -> Field:
    digits = re.sub(r"\D", "", field.value)
    if field.value.startswith(("0", "(0", "+")) or not digits:
        return field
    if len(digits) in {10, 11} and digits[0] in "689":
        value = re.sub(r"\d", "0", field.value, count=1)
    elif len(digits) in {11, 12} and digits[1] == "0":
        value = re.sub(r"^\D*\d", "", field.value)
    else:
        return field
    if not international(value, "JP"):
        return field
    return _changed(field, value)


def _changed(field: Field, value: str) -> Field:
    confidence = round(min(field.confidence, 0.85) * 0.95, 3)
    return field.model_copy(
        update={"value": value, "raw": field.raw or field.value, "confidence": confidence, "repaired": True}
    )
