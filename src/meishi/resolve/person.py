"""The person's name: the printed form, and its split into family and given name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from meishi.domain.contact import PersonName
from meishi.domain.field import Field, FieldKind
from meishi.domain.kana import kana_to_romaji, romaji_key

_JAPANESE = re.compile(r"[぀-ヿ㐀-鿿豈-﫿々\U00020000-\U0003ffff]")
_SPLIT_TRUST_PRINTED = 0.97
_SPLIT_TRUST_INFERRED = 0.85


def person_name(fields: Sequence[Field]) -> tuple[PersonName, tuple[Field, ...]]:
    """Put the person's name together.

    Returns:
        The name, and the inferred fields of its split, each with a confidence of its own.
    """
    full, kana, roman = (_best(fields, kind) for kind in (FieldKind.NAME, FieldKind.NAME_KANA, FieldKind.NAME_ROMAN))
    if full is None:
        return PersonName(kana=kana.value if kana else None, roman=roman.value if roman else None), ()
    text = " ".join(full.value.split())
    family, given, trust = _split(text, full.raw, kana.value if kana else None)
    if family and given and _JAPANESE.search(text) and " " not in text and "・" not in text:
        text = f"{family} {given}"
    name = PersonName(
        full=text,
        family=family,
        given=given,
        kana=kana.value if kana else None,
        roman=roman.value if roman else None,
    )
    inferred = tuple(
        Field(
            kind=kind,
            value=value,
            raw=full.raw,
            confidence=round(full.confidence * trust, 3),
            box=full.box,
            line=full.line,
            inferred=True,
        )
        for kind, value in ((FieldKind.NAME_FAMILY, family), (FieldKind.NAME_GIVEN, given))
        if value
    )
    return name, inferred


def _best(fields: Sequence[Field], kind: FieldKind) -> Field | None:
    return max((field for field in fields if field.kind is kind), key=lambda field: field.confidence, default=None)


def _split(text: str, raw: str, kana: str | None) -> tuple[str | None, str | None, float]:
    if not _JAPANESE.search(text):
        return _split_latin(text)
    parts = text.split(" ")
    if len(parts) == 2:
        printed = bool(re.search(r"\s", raw.strip()))
        return parts[0], parts[1], _SPLIT_TRUST_PRINTED if printed else _SPLIT_TRUST_INFERRED
    if "・" in text:
        given, _, family = text.partition("・")
        return family, given, 0.7
    if len(parts) != 1 or not 2 <= len(text) <= 8:
        return None, None, 0.0
    # The package's native code aborts on names of one character, hence the bounds above.
    divided = _divider().divide_name(text)
    trust = 0.6 + 0.3 * float(divided.score)
    if kana and len(kana.split()) == 2 and len(text) == 2:
        trust = 0.95
    return str(divided.family), str(divided.given), min(trust, _SPLIT_TRUST_INFERRED)


@cache
def _divider() -> Any:  # noqa: ANN401 - the package carries no types
    from namedivider_core import BasicNameDivider  # type: ignore[import-untyped]  # noqa: PLC0415 - rarely needed

    return BasicNameDivider()


def _split_latin(text: str) -> tuple[str | None, str | None, float]:
    words = [word for word in text.replace(",", " ").split() if word.strip(".")]
    capitals = [word for word in words if len(word) > 1 and word.isupper() and word.isalpha()]
    if len(capitals) == 1 and len(words) == 2:
        # All capitals mark the family name, wherever it stands: SUZUKI Ichiro.
        family = capitals[0]
        return family, next(word for word in words if word != family), 0.9
    from nameparser import HumanName  # noqa: PLC0415 - 0.1 s to import

    parsed = HumanName(text)
    given = " ".join(part for part in (str(parsed.first), str(parsed.middle)) if part)
    family = str(parsed.last)
    if not family or not given:
        return (family or None), (given or None), 0.5
    return family, given, 0.85


def agrees_with_mail(name: PersonName, local_part: str) -> bool:
    """Whether a mail address's local part contains a part of the name as far as it is spelled out on the card."""
    spelled = [name.roman or "", kana_to_romaji(name.kana or "")]
    if name.full and not _JAPANESE.search(name.full):
        spelled.append(name.full)
    keys = {romaji_key(word) for text in spelled for word in text.split()}
    return any(len(key) >= 3 and key in romaji_key(local_part) for key in keys)
