"""Mail domain <-> URL domain: both name the same organisation, so a slip in one shows in the other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from rapidfuzz.distance.Levenshtein import distance

from meishi.domain.field import Field, FieldKind
from meishi.domain.identity import company_brand
from meishi.resolve.domain_names import host_of, known_ending, registered
from meishi.resolve.repair.confusions import (
    CLEARLY_READ,
    LONG_WORD,
    RUN_TOGETHER,
    Confusions,
    confusable,
    confusable_by,
    is_long_word_misread,
)

_CLEARLY_AHEAD = 0.3
"""By how much the support of one domain has to be larger to overrule the other."""


def repair_domains(fields: Sequence[Field], learned: Confusions = frozenset()) -> tuple[Field, ...]:
    """Mend the domain of a mail address by a URL of the card and the other way round.

    A domain that cannot exist gives way; of two that can, the one that other readings of the same lines and the
    company's name support less, or the one that engines misread into the other and that was read with less
    confidence.
    """
    mended = list(fields)
    support = _support(fields)
    mails = [index for index, field in enumerate(mended) if field.kind is FieldKind.EMAIL]
    urls = [index for index, field in enumerate(mended) if field.kind is FieldKind.URL]
    for mail in mails:
        for url in urls:
            mended[mail], mended[url] = _repair_pair(mended[mail], mended[url], support, learned)
    companies = [name for field in fields if field.kind is FieldKind.COMPANY for name in _as_domains(field.value)]
    return tuple(_mended_by_company(field, companies) for field in mended)


def _as_domains(company: str) -> tuple[str, ...]:
    """Give the ways in which a domain may spell a company: blueheron for The Blue Heron Group, the whole name first."""
    words = re.findall(r"[a-z0-9]+", company.casefold()) if company.isascii() else []
    runs = [
        "".join(words[first:last])
        for first in range(len(words))
        for last in range(len(words), first, -1)
        if last - first > 1 or len(words[first]) >= LONG_WORD
    ]
    return tuple(dict.fromkeys([_latin_letters(company), *runs]))


def _latin_letters(company: str) -> str:
    """Give a company's name as a domain would spell it: atlasfreight for Atlas Freight Ltd."""
    return re.sub(r"[^a-z0-9]", "", company_brand(company)) if company.isascii() else ""


def _mended_by_company(field: Field, companies: Sequence[str]) -> Field:
    """Give a domain the spelling of the company where it was not read clearly and differs in a letter or two.

    Where it was, letters that run together may still be others: dunnwamer for Dunn & Warner.
    """
    if field.kind not in {FieldKind.EMAIL, FieldKind.URL}:
        return field
    domain = _domain_of(field.kind, field.value)
    label = domain.partition(".")[0]
    if label in companies:
        return field
    for company in companies:
        slips = 2 if len(company) >= 12 else 1
        # What the company's name has beyond the domain may be its legal form.
        # Nothing is read as a hyphen but a hyphen, and the name does not tell where it stands.
        if len(company) < 8 or "-" in label or company.startswith(label) or domain not in field.value:
            continue
        slipped = field.reading < CLEARLY_READ and distance(label, company) <= slips
        if slipped or confusable_by(label, company, RUN_TOGETHER) or is_long_word_misread(label, company):
            return _with_domain(field, label, company)
    return field


def _support(fields: Sequence[Field]) -> dict[str, float]:
    """Say how much speaks for each domain: lines that were read so, other readings of them, the company's name."""
    support: dict[str, float] = defaultdict(float)
    for field in fields:
        if field.kind in {FieldKind.EMAIL, FieldKind.URL}:
            main = _domain_of(field.kind, field.value)
            support[main] += field.confidence
            for other in {_domain_of(field.kind, value) for value in field.alternatives} - {main}:
                support[other] += 0.6 * field.confidence
    companies = [re.sub(r"[^a-z]", "", field.value.casefold()) for field in fields if field.kind is FieldKind.COMPANY]
    for domain in support:
        core = re.sub(r"[^a-z]", "", domain.partition(".")[0])
        if len(core) >= 4 and any(core in company for company in companies):
            support[domain] += 0.5
    return support


def _domain_of(kind: FieldKind, value: str) -> str:
    host = value.partition("@")[2] if kind is FieldKind.EMAIL else host_of(value)
    return registered(host).casefold()


def _repair_pair(mail: Field, url: Field, support: dict[str, float], learned: Confusions) -> tuple[Field, Field]:
    mail_domain, url_domain = registered(mail.value.partition("@")[2]), registered(host_of(url.value))
    if not mail_domain or not url_domain or mail_domain.casefold() == url_domain.casefold():
        return mail, url
    broken = _broken_by_slash(url.value, mail_domain) or (_lost_ending(url_domain, mail_domain) and url_domain)
    if broken:
        return mail, _with_domain(url, broken, mail_domain)
    if distance(mail_domain.casefold(), url_domain.casefold()) > 2:
        return mail, url
    ahead = support.get(url_domain.casefold(), 0.0) - support.get(mail_domain.casefold(), 0.0)
    if _gives_way(mail_domain, url_domain, (mail.confidence, url.confidence), ahead, learned):
        return _with_domain(mail, mail_domain, url_domain), url
    if _gives_way(url_domain, mail_domain, (url.confidence, mail.confidence), -ahead, learned):
        return mail, _with_domain(url, url_domain, mail_domain)
    return mail, url


def _gives_way(doubted: str, trusted: str, confidences: tuple[float, float], ahead: float, learned: Confusions) -> bool:
    doubted_confidence, trusted_confidence = confidences
    if not known_ending(trusted) or _shows_its_words(doubted, trusted):
        return False
    if not known_ending(doubted) or _lacks_dot(doubted, trusted):
        return True
    if abs(ahead) > _CLEARLY_AHEAD:
        return ahead > 0
    if _lost_letter(doubted.casefold(), trusted.casefold()) and doubted_confidence <= trusted_confidence:
        return True
    misread = confusable(doubted.casefold(), trusted.casefold(), learned)
    unlikely = bool(re.search(r"\d", doubted)) and not re.search(r"\d", trusted)
    return misread and (unlikely or doubted_confidence < trusted_confidence - 0.05)


def _shows_its_words(doubted: str, trusted: str) -> bool:
    """Whether a domain parts by capitals what the other one parts by hyphens: BlueHeron.com has lost none."""
    same = doubted.casefold() == trusted.casefold().replace("-", "")
    return same and re.search(r"[a-z][A-Z]", doubted) is not None


def _lost_letter(doubted: str, trusted: str) -> bool:
    """Whether one domain is the other one without one letter: letters get lost, they are rarely made up."""
    return any(trusted[:place] + trusted[place + 1 :] == doubted for place in range(len(trusted)))


def _broken_by_slash(url: str, domain: str) -> str | None:
    """The place in a URL that would be the mail's domain without the slash in it: www.pruitt/grant.ca."""
    broken = re.search("/?".join(re.escape(letter) for letter in domain), re.sub("^[a-z]+://", "", url), re.IGNORECASE)
    return broken.group() if broken and "/" in broken.group() else None


def _lost_ending(doubted: str, trusted: str) -> bool:
    """Whether a domain is the other one without its country: example.ne for example.ne.jp."""
    head, dot, country = trusted.casefold().rpartition(".")
    return bool(dot) and doubted.casefold() == head and "." in head and len(country) == 2


def _lacks_dot(doubted: str, trusted: str) -> bool:
    return doubted.replace(".", "") == trusted.replace(".", "") and doubted.count(".") < trusted.count(".")


def _with_domain(field: Field, wrong: str, right: str) -> Field:
    head, _, tail = field.value.rpartition(wrong)
    return field.model_copy(
        update={
            "value": f"{head}{right}{tail}",
            "raw": field.raw or field.value,
            "confidence": round(min(field.confidence, 0.85) * 0.95, 3),
            "repaired": True,
        }
    )
