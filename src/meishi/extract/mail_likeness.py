"""How a text relates to the card's mail addresses and URLs: the person in the local part, the company in the domain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from meishi.domain.field import FieldKind
from meishi.domain.kana import kana_to_romaji, romaji_key
from meishi.extract.card_text import Span
from meishi.extract.folding import has_japanese
from meishi.extract.lexicons import fold_name, japanese_names
from meishi.extract.spelling import without_marks
from meishi.extract.word_scores import latin_words

_PUBLIC_MAIL = frozenset(
    [
        "gmail",
        "yahoo",
        "outlook",
        "hotmail",
        "icloud",
        "live",
        "msn",
        "aol",
        "gmx",
        "web",
        "t-online",
        "me",
        "mac",
        "docomo",
        "ezweb",
        "softbank",
        "au",
        "nifty",
        "biglobe",
        "ocn",
        "so-net",
        "plala",
        "dion",
        "jcom",
        "proton",
        "protonmail",
        "mail",
        "qq",
        "163",
        "naver",
        "daum",
        "hanmail",
        "orange",
        "free",
        "wanadoo",
        "laposte",
        "sapo",
        "uol",
        "terra",
        "bol",
    ]
)
_SECOND_LEVEL = frozenset(
    ["co", "ne", "or", "ac", "go", "ed", "lg", "gr", "com", "org", "net", "gov", "edu", "ltd", "plc"]
)


@dataclass(frozen=True)
class WebNames:
    """What the mail addresses and URLs of a card say about who it belongs to.

    Attributes:
        local_parts: Romaji keys of the parts of each mail's local part, as sets (taro.yamada -> {taro, yamada}).
        locals_joined: The same local parts as one key each.
        domains: Letters and digits of the part of each host that names an organisation; public mail hosts left out.
    """

    local_parts: tuple[frozenset[str], ...]
    locals_joined: tuple[str, ...]
    domains: frozenset[str]

    @classmethod
    def from_spans(cls, claimed: Sequence[Span]) -> WebNames:
        """Collect them from what the grammars found."""
        mails = [span.value.casefold() for span in claimed if span.kind is FieldKind.EMAIL]
        urls = [span.value.casefold() for span in claimed if span.kind is FieldKind.URL]
        parts = [keys_of_mail(mail) for mail in mails]
        hosts = [mail.partition("@")[2] for mail in mails] + [re.sub(r"^https?://|/.*$", "", url) for url in urls]
        cores = (re.sub(r"[^a-z0-9]", "", _domain_core(host)) for host in hosts)
        return cls(
            tuple(frozenset(found) for found in parts),
            tuple("".join(found) for found in parts),
            frozenset(core for core in cores if core),
        )

    def person_likeness(self, keys: frozenset[str]) -> float:
        """Tell how well a name fits the local parts.

        Args:
            keys: Possible romaji keys of one part of a name.

        Returns:
            1 when a key is a part of its own, 0.7 when a part holds it, 0.3 when a part is its initial, else 0.
        """
        best = 0.0
        for parts, joined in zip(self.local_parts, self.locals_joined, strict=True):
            if keys & parts:
                return 1.0
            if any(len(key) >= 3 and key in joined for key in keys):
                best = max(best, 0.7)
            elif any(part == key[:1] for key in keys for part in parts):
                best = max(best, 0.3)
        return best

    def company_likeness(self, text: str) -> float:
        """Tell how much of a domain a company's name in Latin letters explains, 0..1."""
        if not self.domains or not re.search(r"[A-Za-z]{2}", text):
            return 0.0
        text = without_marks(text)
        squashed = re.sub(r"[^a-z0-9]", "", text.casefold())
        words_here = [re.sub(r"[^a-z0-9]", "", word) for word in latin_words(text)]
        initials = "".join(word[0] for word in words_here if word and word not in {"of", "and", "the"})
        return max(_likeness_to_domain(domain, squashed, words_here, initials) for domain in self.domains)


def keys_of_mail(mail: str) -> list[str]:
    """Give the romaji keys of the parts of a mail's local part, in their order: taro.yamada@ -> taro, yamada."""
    parts = re.split(r"[._\-\d]+", mail.partition("@")[0])
    return [key for part in parts if (key := romaji_key(part))]


def _likeness_to_domain(domain: str, squashed: str, words_here: Sequence[str], initials: str) -> float:
    if squashed == domain:
        return 1.0
    if domain in squashed or (squashed in domain and len(squashed) >= 4):
        shorter, longer = sorted((len(domain), len(squashed)))
        return 0.6 + 0.4 * shorter / longer
    covered = sum(len(word) for word in words_here if len(word) >= 3 and word in domain) / len(domain)
    if len(initials) >= 2 and domain.startswith(initials):
        return max(0.6, min(1.0, covered))
    return min(1.0, covered)


def _domain_core(host: str) -> str:
    """Give the part of a host that names the organisation: `www.example.co.jp` -> `example`."""
    labels = [label for label in host.split(".") if label and label != "www"]
    if len(labels) < 2:
        return ""
    index = -3 if len(labels) >= 3 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2 else -2
    return "" if labels[index] in _PUBLIC_MAIL else labels[index]


@cache
def family_keys(family: str) -> frozenset[str]:
    """Give the romaji keys of a family name in kanji, by the lexicon; of a Latin one, its own key."""
    if not has_japanese(family):
        return frozenset({romaji_key(family)} - {""})
    readings = japanese_names().surname_readings.get(fold_name(family), frozenset())
    return frozenset(romaji_key(kana_to_romaji(reading)) for reading in readings)


@cache
def given_keys(given: str) -> frozenset[str]:
    """Give the romaji keys of a given name in kanji or kana, by the lexicon; of a Latin one, its own key."""
    if not has_japanese(given):
        return frozenset({romaji_key(given)} - {""})
    readings = japanese_names().given_names.get(fold_name(given), frozenset())
    return frozenset(romaji_key(kana_to_romaji(reading)) for reading in readings)


def broken_as_spelled(name: str, spelled: frozenset[str]) -> str:
    """Give a Japanese name with its break behind the family name that the card spells in other letters.

    Engines and prints leave the break out or show it elsewhere: 竹山香 璃 with k.takeyama@ is 竹山 香璃.

    Args:
        name: In kanji or kana, with a space or without.
        spelled: Romaji keys of the words that spell the person.

    Returns:
        The name as it is unless exactly one break fits.
    """
    packed = "".join(name.split())
    if not 3 <= len(packed) <= 7:
        return name
    fitting = [size for size in range(1, len(packed)) if family_keys(packed[:size]) & spelled]
    return f"{packed[: fitting[0]]} {packed[fitting[0] :]}" if len(fitting) == 1 else name


@cache
def _surnames_by_key() -> dict[str, frozenset[str]]:
    """Surnames in folded form by the romaji keys of their readings."""
    found: dict[str, set[str]] = {}
    for surname, readings in japanese_names().surname_readings.items():
        for reading in readings:
            found.setdefault(romaji_key(kana_to_romaji(reading)), set()).add(surname)
    return {key: frozenset(surnames) for key, surnames in found.items()}


def completed_as_spelled(name: str, spelled: frozenset[str]) -> str:
    """Give a Japanese name with the glyph of the family name that the engine passed over: 佐木 千尋 with sasaki@.

    Args:
        name: In kanji or kana, with a space between its parts.
        spelled: Romaji keys of the words that spell the person.

    Returns:
        The name as it is where its family name is spelled so, or no surname that is spelled so holds it.
    """
    family, _, given = name.partition(" ")
    if not given or family_keys(family) & spelled:
        return name
    folded = fold_name(family)
    whole = [
        surname
        for key in spelled
        for surname in _surnames_by_key().get(key, ())
        if len(surname) == len(folded) + 1
        and any(surname[:at] + surname[at + 1 :] == folded for at in range(len(surname)))
    ]
    if not whole:
        return name
    surname = max(whole, key=lambda one: (japanese_names().surnames.get(one, 0), one))
    lost = next(at for at in range(len(surname)) if surname[:at] + surname[at + 1 :] == folded)
    return f"{family[:lost]}{surname[lost]}{family[lost:]} {given}"
