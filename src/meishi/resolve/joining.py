"""Two contacts of one person become one: the newest card wins, and what it changes is news."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from rapidfuzz import fuzz

from meishi.domain.contact import Address, Contact, PersonName, PhoneKind
from meishi.domain.folding import fold
from meishi.domain.identity import company_brand, is_japanese

# Two readings of one print differ in a letter or two; two titles or towns differ in more.
_ALIKE = 90.0

T = TypeVar("T", str, Address)


class News(NamedTuple):
    """What a newer card says otherwise than the older one.

    Attributes:
        what: company, department, title or address.
        was: On the older card.
        now: On the newer card.
    """

    what: str
    was: str
    now: str


class Joined(NamedTuple):
    """One contact of two.

    Attributes:
        contact: What is known of the person.
        news: What has changed.
    """

    contact: Contact
    news: tuple[News, ...]


def join(older: Contact, newer: Contact) -> Joined:
    """Put what two contacts of one person say together.

    Where the newer one says what the older one says, the older value stays as it is: it may have been corrected by
    hand, and the newer one misread. Where it says something else, it wins. Where it says nothing, the older value
    stays, but not what belongs to an employer whom the person has left. What stands in Latin letters beside Japanese is
    the other side of a card, not news.
    """
    stays = _is_same_employer(older.company, newer.company)
    kept = older if stays else _without_employer(older)
    is_translation = _is_latin(newer) and not _is_latin(older)
    departments = _newest(kept.departments, newer.departments, str, is_translation=is_translation)
    titles = _newest(kept.titles, newer.titles, str, is_translation=is_translation)
    addresses = _newest(kept.addresses, newer.addresses, lambda a: a.full, is_translation=is_translation)
    contact = Contact(
        name=_name(older.name, newer.name),
        company=older.company if stays and older.company else newer.company or older.company,
        departments=departments,
        titles=titles,
        addresses=addresses,
        phones=(*newer.phones, *(phone for phone in kept.phones if phone.kind is PhoneKind.MOBILE and _lacks(newer)))
        if newer.phones
        else kept.phones,
        emails=_newest(kept.emails, newer.emails, str, is_translation=False),
        urls=_newest(kept.urls, newer.urls, str, is_translation=False),
    )
    return Joined(contact, _news(older, contact))


def _lacks(contact: Contact) -> bool:
    return not any(phone.kind is PhoneKind.MOBILE for phone in contact.phones)


def _without_employer(contact: Contact) -> Contact:
    """Leave out what a person leaves behind with an employer: all but the name and the mobile number."""
    mobiles = tuple(phone for phone in contact.phones if phone.kind is PhoneKind.MOBILE)
    return Contact(name=contact.name, phones=mobiles)


def _is_same_employer(one: str | None, other: str | None) -> bool:
    if not one or not other or is_japanese(one) != is_japanese(other):
        return True
    return fuzz.ratio(company_brand(one), company_brand(other)) >= 80


def _is_latin(contact: Contact) -> bool:
    texts = (contact.name.full, contact.company, *contact.titles, *(address.full for address in contact.addresses))
    return not any(is_japanese(text) for text in texts if text)


def _name(older: PersonName, newer: PersonName) -> PersonName:
    if not older.full or not newer.full:
        first, second = (older, newer) if older.full else (newer, older)
    elif is_japanese(older.full) and not is_japanese(newer.full):
        first, second = older, newer.model_copy(update={"roman": newer.roman or newer.full})
    elif is_japanese(newer.full) and not is_japanese(older.full):
        first, second = newer, older.model_copy(update={"roman": older.roman or older.full})
    else:
        first, second = (older, newer) if _is_alike(older.full, newer.full) else (newer, older)
    return first.model_copy(update={"kana": first.kana or second.kana, "roman": first.roman or second.roman})


def _newest(older: Sequence[T], newer: Sequence[T], text: Callable[[T], str], *, is_translation: bool) -> tuple[T, ...]:
    if not newer or (older and is_translation):
        return tuple(older)
    return tuple(
        new if new in older else next((old for old in older if _is_alike(text(old), text(new))), new) for new in newer
    )


def _is_alike(one: str, other: str) -> bool:
    one, other = fold(one), fold(other)
    # A number that differs is another number, however alike the rest.
    return fuzz.ratio(one, other) >= _ALIKE and re.findall(r"\d+", one) == re.findall(r"\d+", other)


def _news(before: Contact, after: Contact) -> tuple[News, ...]:
    pairs = (
        ("company", before.company or "", after.company or ""),
        ("department", " ".join(before.departments), " ".join(after.departments)),
        ("title", " ".join(before.titles), " ".join(after.titles)),
        ("address", *(next((address.full for address in contact.addresses), "") for contact in (before, after))),
    )
    return tuple(News(what, was, now) for what, was, now in pairs if was and now and was != now)
