"""Mail domain <-> URL domain: both name the same organisation, so a slip in one shows in the other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from meishi.domain.field import Field, FieldKind
from meishi.resolve.domain_names import host_of, known_ending, registered
from meishi.resolve.repair.confusions import confusable, edit_distance


def repair_domains(fields: Sequence[Field]) -> tuple[Field, ...]:
    """Mend the domain of a mail address by a URL of the card and the other way round.

    A domain that cannot exist gives way; of two that can, the one that engines misread into the other gives way to
    the one read with more confidence.
    """
    mended = list(fields)
    mails = [index for index, field in enumerate(mended) if field.kind is FieldKind.EMAIL]
    urls = [index for index, field in enumerate(mended) if field.kind is FieldKind.URL]
    for mail in mails:
        for url in urls:
            mended[mail], mended[url] = _repair_pair(mended[mail], mended[url])
    return tuple(mended)


def _repair_pair(mail: Field, url: Field) -> tuple[Field, Field]:
    mail_host, url_host = mail.value.partition("@")[2], host_of(url.value)
    mail_domain, url_domain = registered(mail_host), registered(url_host)
    if not mail_domain or not url_domain or mail_domain.casefold() == url_domain.casefold():
        return mail, url
    if edit_distance(mail_domain.casefold(), url_domain.casefold()) > 2:
        return mail, url
    if _gives_way(mail_domain, url_domain, mail.confidence, url.confidence):
        return _with_domain(mail, mail_domain, url_domain), url
    if _gives_way(url_domain, mail_domain, url.confidence, mail.confidence):
        return mail, _with_domain(url, url_domain, mail_domain)
    return mail, url


def _gives_way(doubted: str, trusted: str, doubted_confidence: float, trusted_confidence: float) -> bool:
    if not known_ending(trusted):
        return False
    if not known_ending(doubted) or _lacks_dot(doubted, trusted):
        return True
    misread = confusable(doubted.casefold(), trusted.casefold())
    unlikely = bool(re.search(r"\d", doubted)) and not re.search(r"\d", trusted)
    return misread and (unlikely or doubted_confidence < trusted_confidence - 0.05)


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
