"""How likely each value is exactly right: a logistic model over what speaks for and against it.

Engines and labellers say how sure they are of letters and labels, each on a scale of its own. What a user wants to know
is whether the value is right. The model was fitted to readings of drawn cards whose truth is known
(`models/field_confidence`), so that of the values with a confidence of 0.9 nine in ten are right.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from meishi.domain.field import Field, FieldKind
from meishi.domain.kana import kana_to_romaji, romaji_key
from meishi.errors import SetupError
from meishi.resolve.domain_names import host_of, registered
from meishi.resolve.pairing import pair_codes_with_addresses
from meishi.resolve.phones import international
from meishi.resolve.places import places_of

_MODEL = "field_confidence"
_PHONES = frozenset({FieldKind.TELEPHONE, FieldKind.MOBILE, FieldKind.FAX})
_LATIN_KINDS = frozenset({FieldKind.EMAIL, FieldKind.URL, FieldKind.NAME_ROMAN})


def with_calibrated_confidence(fields: Sequence[Field], region: str | None) -> tuple[Field, ...]:
    """Give fields the probability that they are exactly right as their confidence.

    Args:
        fields: All fields of the card, mended, with the labeller's and the engine's doubts as their confidence.
        region: The country whose domestic telephone numbers the card prints; see `card_region`.

    Raises:
        SetupError: The model is missing or damaged.
    """
    weights = _weights()
    supported = supported_fields(fields, region)
    return tuple(
        field.model_copy(
            update={"confidence": round(probability(evidence(field, supported=index in supported), weights), 3)}
        )
        for index, field in enumerate(fields)
    )


def evidence(field: Field, *, supported: bool) -> dict[str, float]:
    """Give what speaks for and against a value, as named numbers.

    Args:
        field: With the confidence that reading and labelling gave it.
        supported: Whether another part of the card says the same.
    """
    kind = "telephone" if field.kind in _PHONES else field.kind.value
    facts = {
        "always": 1.0,
        "doubt": _as_doubt(field.confidence),
        "doubt of the reading": _as_doubt(field.reading),
        "letters": math.log(len(field.value) + 1),
        "repaired": float(field.repaired),
        "supported": float(supported),
        f"kind={kind}": 1.0,
        f"supported.{kind}": float(supported),
    }
    if field.agreement is None:
        facts["read once"] = 1.0
        facts[f"read once.{kind}"] = 1.0
    else:
        facts["agreement"] = field.agreement
        facts[f"agreement.{kind}"] = field.agreement
    if field.kind not in _LATIN_KINDS and re.search(r"[A-Za-z]{2}", field.value):
        facts["latin"] = 1.0
    return facts


def _as_doubt(confidence: float) -> float:
    return math.log(min(0.99, max(0.005, 1.0 - confidence)))


def probability(facts: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Give the probability (0..1) that the model sees in facts."""
    total = sum(weights.get(name, 0.0) * value for name, value in facts.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def _weights() -> dict[str, float]:
    path = files("meishi") / "models" / _MODEL / f"{_MODEL}.json"
    try:
        return {str(name): float(weight) for name, weight in json.loads(path.read_text("utf-8"))["weights"].items()}
    except (OSError, ValueError, KeyError) as error:
        raise SetupError(
            f"the model of confidence cannot be loaded: {error}",
            hint=f"Install meishi again; in a checkout, `git checkout models/{_MODEL}` brings it back.",
        ) from error


def supported_fields(fields: Sequence[Field], region: str | None) -> frozenset[int]:
    """Find the fields that another part of the card, or a plan of numbers and places, speaks for.

    Returns:
        Their indexes.
    """
    card = _Card.of(fields)
    said = {index for index, field in enumerate(fields) if card.speaks_for(field)}
    valid = {
        index for index, field in enumerate(fields) if field.kind in _PHONES and international(field.value, region)
    }
    return frozenset({*_matching_places(fields), *said, *valid})


@dataclass(frozen=True)
class _Card:
    """What the fields of a card are compared with.

    Attributes:
        locals_: Local parts of its mail addresses, as romaji keys.
        mail_domains: What organisations register, from its mail addresses.
        url_domains: The same from its URLs.
        names: Parts of its names, as romaji keys.
        companies: Letters of its companies.
    """

    locals_: tuple[str, ...]
    mail_domains: frozenset[str]
    url_domains: frozenset[str]
    names: tuple[str, ...]
    companies: tuple[str, ...]

    @classmethod
    def of(cls, fields: Sequence[Field]) -> _Card:
        mails = [field.value.partition("@") for field in fields if field.kind is FieldKind.EMAIL]
        urls = [field.value for field in fields if field.kind is FieldKind.URL]
        return cls(
            tuple(romaji_key(local) for local, _, _ in mails),
            frozenset(registered(domain).casefold() for _, _, domain in mails) - {""},
            frozenset(registered(host_of(url)).casefold() for url in urls) - {""},
            tuple(key for field in fields for key in _name_keys(field)),
            tuple(_letters(field.value) for field in fields if field.kind is FieldKind.COMPANY),
        )

    def speaks_for(self, field: Field) -> bool:
        """Whether another value of the card says the same."""
        if field.kind is FieldKind.EMAIL:
            local, _, host = field.value.partition("@")
            domain = registered(host).casefold()
            named = any(key in romaji_key(local) for key in self.names)
            return domain in self.url_domains or (named and _core_in(domain, self.companies))
        if field.kind is FieldKind.URL:
            domain = registered(host_of(field.value)).casefold()
            return domain in self.mail_domains or _core_in(domain, self.companies)
        if field.kind is FieldKind.COMPANY:
            return any(_core_in(domain, [_letters(field.value)]) for domain in self.mail_domains | self.url_domains)
        return any(key in local for key in _name_keys(field) for local in self.locals_)


def _name_keys(field: Field) -> list[str]:
    """Give the parts of a name as they may stand in a mail address."""
    if field.kind is FieldKind.NAME_KANA:
        keys = [romaji_key(kana_to_romaji(part)) for part in field.value.split()]
    elif field.kind in {FieldKind.NAME, FieldKind.NAME_ROMAN} and field.value.isascii():
        keys = [romaji_key(part) for part in field.value.split()]
    else:
        return []
    return [key for key in keys if len(key) >= 3]


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())


def _core_in(domain: str, companies: Sequence[str]) -> bool:
    core = _letters(domain.partition(".")[0])
    return len(core) >= 4 and any(core in company for company in companies)


def _matching_places(fields: Sequence[Field]) -> list[int]:
    found = []
    for code, address in pair_codes_with_addresses(fields):
        if code is None or address is None:
            continue
        packed = re.sub(r"\s", "", fields[address].value)
        if any(f"{place.city}{place.town}" in packed for place in places_of(fields[code].value)):
            found += [code, address]
    return found
