"""The same person again: how alike two contacts are, and whether they are one.

Fields are compared in folded form, one by one, and each speaks for or against with a weight, roughly the logarithm (to
base 2) of how much more often it is seen on two cards of one person than on cards of two people who share a name, an
employer or a number. The weights and the two bounds were set on pairs from the sample generator, with misread letters
and left-out fields (`make evaluate` prints what they give): joined without asking is what is right 99 times in 100,
proposed what a person should decide.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from meishi.domain.contact import Contact, PersonName, PhoneKind
from meishi.domain.folding import fold
from meishi.domain.identity import company_brand, is_japanese, name_spellings, numbers, personal_mails
from meishi.wording import marked

JOIN_AT = 8.5
"""From this score on, two contacts are taken for one person."""

ASK_AT = 2.0
"""From this score on, a person is asked."""


_PERSONAL = 6.5
"""The weight of what belongs to one person alone: a mail address, a mobile number."""


class Verdict(StrEnum):
    """What a likeness means."""

    SAME = "same"
    PERHAPS = "perhaps"
    DIFFERENT = "different"


class Likeness(NamedTuple):
    """How alike two contacts are.

    Attributes:
        score: The sum of what speaks for and against.
        reasons: What speaks for one person, in words, the strongest first.
        verdict: What it means.
    """

    score: float
    reasons: tuple[str, ...]
    verdict: Verdict


class Match(NamedTuple):
    """A known contact that may be the same person.

    Attributes:
        contact_id: Who.
        likeness: How alike they are.
    """

    contact_id: int
    likeness: Likeness


class _Evidence(NamedTuple):
    weight: float
    reason: str = ""


def find_same_person(
    contact: Contact, known: Iterable[tuple[int, Contact]], look_alike: Collection[int] = ()
) -> tuple[Match, ...]:
    """Compare a contact with known ones.

    Args:
        contact: What a card says.
        known: Who they are, each with a number.
        look_alike: The numbers of those whose cards look like this one.

    Returns:
        Those that are, or may be, the same person, the most alike first. At most the first one is `SAME`: when two
        known contacts are both as good as certain, a person has to say which.
    """
    matches = [
        Match(contact_id, compare(contact, other, look_alike=contact_id in look_alike)) for contact_id, other in known
    ]
    likely = sorted(
        (match for match in matches if match.likeness.verdict is not Verdict.DIFFERENT),
        key=lambda match: (-match.likeness.score, match.contact_id),
    )
    certain = [match for match in likely if match.likeness.verdict is Verdict.SAME]
    if len(certain) > 1:
        likely = [match._replace(likeness=match.likeness._replace(verdict=Verdict.PERHAPS)) for match in likely]
    return tuple(likely)


def compare(one: Contact, other: Contact, *, look_alike: bool = False) -> Likeness:
    """Tell how alike two contacts are, and why; the order does not matter.

    Args:
        one: What a card says.
        other: What is known of somebody.
        look_alike: Whether pictures of their cards look alike, as those of one card do, and those of colleagues.
    """
    evidence = [found for found in _evidence(one, other, look_alike=look_alike) if found.weight]
    score = sum(found.weight for found in evidence)
    for_it = sorted((found for found in evidence if found.reason), key=lambda found: -found.weight)
    has_name = not (one.is_organisation or other.is_organisation)
    verdict = Verdict.SAME if score >= JOIN_AT and has_name else Verdict.PERHAPS
    return Likeness(round(score, 2), tuple(f.reason for f in for_it), verdict if score >= ASK_AT else Verdict.DIFFERENT)


def _evidence(one: Contact, other: Contact, *, look_alike: bool) -> Iterator[_Evidence]:
    yield _names(one.name, other.name)
    personal = (_mails(one, other), _mobiles(one, other))
    yield from personal
    company = _companies(one.company, other.company)
    yield company
    # The main number and the address say no more than the company does.
    share = 0.5 if company.weight > 0 else 1.5
    if look_alike and company.weight <= 0:
        # The cards of one house look alike: that says no more than the company's name, where it can be compared.
        yield _Evidence(2.0, marked("cards that look alike"))
    if numbers(one, PhoneKind.WORK) & numbers(other, PhoneKind.WORK):
        yield _Evidence(share, marked("same telephone number"))
    if _any_alike([a.full for a in one.addresses], [a.full for a in other.addresses], 90):
        yield _Evidence(share, marked("same address"))
    if company.weight > 0:
        may_change = any(evidence.weight >= _PERSONAL for evidence in personal)
        yield _roles("department", one.departments, other.departments, may_change=may_change)
        yield _roles("title", one.titles, other.titles, may_change=may_change)


def _names(one: PersonName, other: PersonName) -> _Evidence:
    names = fold(one.full or ""), fold(other.full or "")
    spellings = name_spellings(one), name_spellings(other)
    if all(names) and names[0] == names[1]:
        return _Evidence(4.0, marked("same name"))
    if spellings[0] & spellings[1]:
        # One reading is written in many ways: 佐藤 宏 and 佐藤 浩 are two people.
        return _Evidence(*((-2.0, "") if _both_kanji(one, other) else (3.0, marked("same name in Latin letters"))))
    in_two_scripts = is_japanese(one.full or "") != is_japanese(other.full or "")
    if not all(spellings) and (not all(names) or in_two_scripts):
        # Kanji whose reading no card prints cannot be compared with Latin letters.
        return _Evidence(0.0)
    if _both_kanji(one, other) or not all(spellings):
        slips = OSA.distance(names[0], names[1])
        if slips == 1 and min(map(len, names)) >= 3:
            return _Evidence(-1.0, marked("names that differ in one letter"))
        return _Evidence(-8.0)
    closest = max(fuzz.ratio(a, b) for a in spellings[0] for b in spellings[1])
    return _Evidence(-1.0, marked("nearly the same name")) if closest >= 88 else _Evidence(-8.0)


def _both_kanji(one: PersonName, other: PersonName) -> bool:
    return is_japanese(one.full or "") and is_japanese(other.full or "")


def _mails(one: Contact, other: Contact) -> _Evidence:
    mails = personal_mails(one), personal_mails(other)
    if mails[0] & mails[1]:
        return _Evidence(_PERSONAL, marked("same mail address"))
    if not all(mails):
        return _Evidence(0.0)
    if any(_is_misread(a, b) for a in mails[0] for b in mails[1]):
        return _Evidence(2.0, marked("mail addresses that differ in one letter"))
    domains = [{mail.partition("@")[2] for mail in some} for some in mails]
    # One employer gives one person one address: two of them are two people.
    return _Evidence(-3.5) if domains[0] & domains[1] else _Evidence(-0.5)


def _is_misread(one: str, other: str) -> bool:
    """Whether two mail addresses differ in one letter, and not in the digit that tells namesakes apart."""
    if len(one) != len(other) or OSA.distance(one, other) != 1:
        return False
    return not any(a.isdigit() and b.isdigit() and a != b for a, b in zip(one, other, strict=True))


def _mobiles(one: Contact, other: Contact) -> _Evidence:
    mobiles = numbers(one, PhoneKind.MOBILE), numbers(other, PhoneKind.MOBILE)
    if mobiles[0] & mobiles[1]:
        return _Evidence(_PERSONAL, marked("same mobile number"))
    if not all(mobiles):
        return _Evidence(0.0)
    nearest = min(OSA.distance(a, b) for a in mobiles[0] for b in mobiles[1])
    return _Evidence(2.0, marked("mobile numbers that differ in one digit")) if nearest == 1 else _Evidence(-2.5)


def _companies(one: str | None, other: str | None) -> _Evidence:
    brands = company_brand(one), company_brand(other)
    if not all(brands):
        return _Evidence(0.0)
    if brands[0] == brands[1]:
        return _Evidence(3.5, marked("same company"))
    if fuzz.ratio(*brands) >= 80 or _is_part(*brands):
        return _Evidence(2.5, marked("nearly the same company"))
    # Names in two scripts cannot be compared.
    return _Evidence(0.0 if one and other and one.isascii() != other.isascii() else -1.5)


def _is_part(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= 4 and shorter in longer


def _roles(word: str, one: Sequence[str], other: Sequence[str], *, may_change: bool) -> _Evidence:
    """Compare what somebody does; without something personal in common, another role is another person's."""
    if not one or not other:
        return _Evidence(0.0)
    if _any_alike(one, other, 90):
        return _Evidence(1.0, marked(f"same {word}"))
    return _Evidence(0.0 if may_change else -1.0)


def _any_alike(one: Iterable[str], other: Sequence[str] | frozenset[str], at_least: float) -> bool:
    return any(fuzz.ratio(fold(a), fold(b)) >= at_least for a in one for b in other)
