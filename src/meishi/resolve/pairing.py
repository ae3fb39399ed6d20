"""Which postal code belongs to which address."""

from __future__ import annotations

import re
from collections.abc import Sequence

from meishi.domain.field import Field, FieldKind

_JAPANESE = re.compile(r"[぀-ヿ一-龥]")


def pair_codes_with_addresses(fields: Sequence[Field]) -> tuple[tuple[int | None, int | None], ...]:
    """Pair postal codes with addresses.

    A code belongs to the address that prints it; otherwise to the next address that has none yet, or to the one
    before when none follows.

    Returns:
        Indexes into `fields` (code, address), in the order of the addresses; None where one is alone.
    """
    addresses = [index for index, field in enumerate(fields) if field.kind is FieldKind.ADDRESS]
    codes = [index for index, field in enumerate(fields) if field.kind is FieldKind.POSTAL_CODE]
    owner: dict[int, int] = {}
    for address in addresses:
        inside = next((c for c in codes if c not in owner.values() and fields[c].value in fields[address].value), None)
        if inside is not None and not _JAPANESE.search(fields[address].value):
            owner[address] = inside
    for code in codes:
        if code in owner.values():
            continue
        free = [a for a in addresses if a not in owner and _accepts(fields[code].value, fields[a].value)]
        after = [address for address in free if address > code]
        chosen = after[0] if after else (free[-1] if free else None)
        if chosen is not None:
            owner[chosen] = code
    paired: list[tuple[int | None, int | None]] = [(owner.get(address), address) for address in addresses]
    paired += [(code, None) for code in codes if code not in owner.values()]
    return tuple(paired)


def _accepts(code: str, address: str) -> bool:
    japanese_code = bool(re.fullmatch(r"\d{3}-?\d{4}|\d{1,4}-\d{3,4}", code))  # or what was left of one
    return japanese_code or not _JAPANESE.search(address)
