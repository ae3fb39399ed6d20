"""Company <-> domain: a mark's letter that was read into a company's name is not in its domain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from meishi.domain.field import Field, FieldKind
from meishi.resolve.domain_names import host_of, registered

_LEAST_LETTERS = 5
"""Shorter domains are found in many names by chance."""


def repair_companies(fields: Sequence[Field]) -> tuple[Field, ...]:
    """Leave a mark's letter out of a company's name in Latin letters where a domain of the card spells it without.

    `A Nyman Oy` beside nyman.fi is Nyman Oy, `Sauer & SPartner` beside sauerpartner.de is Sauer & Partner.
    """
    cores = {_letters(domain.partition(".")[0]) for field in fields if (domain := _domain(field))}
    known = [core for core in cores if len(core) >= _LEAST_LETTERS]
    return tuple(_mended(field, known) if field.kind is FieldKind.COMPANY else field for field in fields)


def _domain(field: Field) -> str:
    if field.kind is FieldKind.EMAIL:
        return registered(field.value.partition("@")[2])
    return registered(host_of(field.value)) if field.kind is FieldKind.URL else ""


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())


def _mended(field: Field, cores: Sequence[str]) -> Field:
    if not field.value.isascii():
        return field
    value = next(
        (shorter for shorter in _without_a_letter(field.value) if _is_spelled(field.value, shorter, cores)), ""
    )
    if not value:
        return field
    confidence = round(min(field.confidence, 0.85) * 0.95, 3)
    return field.model_copy(
        update={"value": value, "raw": field.raw or field.value, "confidence": confidence, "repaired": True}
    )


def _without_a_letter(company: str) -> Iterator[str]:
    """Give a name without each of the single letters that stand alone in it, begin a word or end one."""
    words = company.split(" ")
    for index, word in enumerate(words):
        rest = [""] if len(word) == 1 and word.isalpha() else []
        if len(word) > _LEAST_LETTERS and (word[:2].isupper() or word[0] == "0"):
            rest.append(word[1:])
        if len(word) > _LEAST_LETTERS and word[-1].isupper() and word[-2].islower():
            rest.append(word[:-1])
        for piece in rest:
            yield " ".join(filter(None, [*words[:index], piece, *words[index + 1 :]]))


def _is_spelled(company: str, shorter: str, cores: Sequence[str]) -> bool:
    """Whether a domain begins with a shorter name, or is its first words, and this is not so of the whole one."""
    return any(_spells(core, shorter) > _spells(core, company) for core in cores)


def _spells(core: str, company: str) -> int:
    """Say how well a domain spells a company: 2 when it is its first words, 1 when they go on, 0 when it does not."""
    words = company.split(" ")
    if any(_letters("".join(words[:count])) == core for count in range(1, len(words) + 1)):
        return 2
    return int(_letters(company).startswith(core))
