"""Sides: which readings show the two sides of one card, and what both together say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import product

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from meishi.domain.contact import Contact, PersonName
from meishi.domain.identity import company_brand, is_japanese, name_spellings, personal_mails
from meishi.domain.kana import kana_to_romaji, romaji_key
from meishi.domain.reading import CardReading

# Names in Latin letters that are as alike as this are one name, spelled or read a little otherwise.
_ALIKE = 85.0


def group_sides(readings: Sequence[CardReading]) -> list[tuple[CardReading, ...]]:
    """Put the sides of one card together.

    Two pages of one file that follow each other, each with one card alone, are two sides of a card when what they say
    speaks for one person (see `are_sides`), or when one of them names nobody and has nothing of its own.

    Args:
        readings: The readings of one file, page by page.

    Returns:
        One or two readings a card, the one with the person's name first.
    """
    cards_of_page = {reading.page: 0 for reading in readings}
    for reading in readings:
        cards_of_page[reading.page] += 1
    groups: list[tuple[CardReading, ...]] = []
    for reading in readings:
        before = groups[-1] if groups else ()
        alone = cards_of_page[reading.page] == 1
        if len(before) == 1 and alone and cards_of_page[before[0].page] == 1 and _follow(before[0], reading):
            groups[-1] = (before[0], reading) if is_front(before[0], reading) else (reading, before[0])
        else:
            groups.append((reading,))
    return groups


def join_contacts(front: Contact, back: Contact) -> Contact:
    """Say in one contact what both sides of a card say; what both say, the front says.

    A name that the back prints in Latin letters becomes the romanised name of a front in other letters.
    """
    name = front.name
    roman = name.roman or back.name.roman
    if not roman and name.full and not _is_latin(name.full) and back.name.full and _is_latin(back.name.full):
        roman = back.name.full
    known_numbers = {phone.e164 or phone.number for phone in front.phones}
    known_codes = {address.postal_code or address.full for address in front.addresses}
    return Contact(
        name=name.model_copy(update={"kana": name.kana or back.name.kana, "roman": roman})
        if name.full
        else PersonName.model_validate(back.name.model_dump()),
        company=front.company or back.company,
        departments=front.departments or back.departments,
        titles=front.titles or back.titles,
        addresses=(
            *front.addresses,
            *(address for address in back.addresses if (address.postal_code or address.full) not in known_codes),
        ),
        phones=(
            *front.phones,
            *(phone for phone in back.phones if (phone.e164 or phone.number) not in known_numbers),
        ),
        emails=tuple(dict.fromkeys((*front.emails, *back.emails))),
        urls=_urls(front, back),
    )


def are_sides(one: CardReading, other: CardReading) -> bool:
    """Tell whether two cards that were taken one after the other are the sides of one.

    Colleagues' cards, which often follow each other, have the company and its telephone number in common, too. So the
    sides must be in two scripts, or one of them names nobody; they have to share something; and the names must agree
    as far as the one can be the reading of the other, unless both bear the same person's mail address.
    """
    contacts = one.contact, other.contact
    names = [contact.name for contact in contacts]
    if all(name.full for name in names):
        if is_japanese(names[0].full or "") == is_japanese(names[1].full or ""):
            return False
        return _are_one_person(*contacts)
    return _share_something(*contacts) and not _have_own_mails(*contacts)


def _follow(one: CardReading, other: CardReading) -> bool:
    """Whether two pages of one file are the sides of one card."""
    if other.page != one.page + 1:
        return False
    contacts = one.contact, other.contact
    if all(contact.name.full for contact in contacts):
        return _are_one_person(*contacts)
    if _share_something(*contacts):
        return not _have_own_mails(*contacts)
    # A back with a map or a motto has nothing of its own; somebody else's card, whose name was not read, has.
    return not all(contact.emails or contact.phones for contact in contacts)


def _are_one_person(one: Contact, other: Contact) -> bool:
    """Whether two contacts, each with a name, say enough in common and nothing against being one person."""
    if personal_mails(one) & personal_mails(other):
        return True
    if _have_own_mails(one, other):
        return False
    agree = _agree(one.name, other.name)
    return agree is not False and _share_something(one, other)


def _agree(one: PersonName, other: PersonName) -> bool | None:
    """Whether two names are one, in one script or two; None where the reading of kanji cannot be told."""
    full, other_full = one.full or "", other.full or ""
    if is_japanese(full) and is_japanese(other_full):
        same = re.sub(r"\s", "", full), re.sub(r"\s", "", other_full)
        return OSA.distance(*same) <= (1 if min(map(len, same)) > 3 else 0)
    spellings = name_spellings(one), name_spellings(other)
    if all(spellings):
        return any(fuzz.ratio(a, b) >= _ALIKE for a, b in product(*spellings))
    kanji, latin = (one, other) if is_japanese(full) else (other, one)
    words = [key for word in (latin.full or "").split() if (key := romaji_key(word))]
    readings = [frozenset(keys) for keys in _readings(kanji)]
    heard = [any(fuzz.ratio(key, word) >= _ALIKE for key in keys for word in words) for keys in readings if keys]
    return all(heard) if heard else None


def _readings(name: PersonName) -> Iterator[Iterator[str]]:
    """How the family name and the given name may be spelled in Latin letters; none where they are not known."""
    from meishi.extract.lexicons import fold_name, japanese_names  # noqa: PLC0415 - few cards have two sides

    known = japanese_names()
    for part, readings in ((name.family, known.surname_readings), (name.given, known.given_names)):
        yield (romaji_key(kana_to_romaji(kana)) for kana in readings.get(fold_name(part or ""), ()))


def _share_something(one: Contact, other: Contact) -> bool:
    return bool(_marks(one) & _marks(other))


def _have_own_mails(one: Contact, other: Contact) -> bool:
    """Whether each has a person's mail address at one employer, and not the same one; a letter may be misread."""
    mails, others = personal_mails(one), personal_mails(other)
    if not mails or not others or min(OSA.distance(a, b) for a, b in product(mails, others)) <= 1:
        return False
    return bool({mail.partition("@")[2] for mail in mails} & {mail.partition("@")[2] for mail in others})


def _marks(contact: Contact) -> set[str]:
    """What two sides of one card have in common and two cards seldom do."""
    numbers = {phone.e164 for phone in contact.phones if phone.e164}
    hosts = {mail.partition("@")[2].casefold() for mail in personal_mails(contact)} | set(map(_host, contact.urls))
    return {*contact.emails, *numbers, *hosts, *((company_brand(contact.company),) if contact.company else ())}


def _host(url: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", url.casefold()).partition("/")[0]


def _urls(front: Contact, back: Contact) -> tuple[str, ...]:
    """The web addresses of both sides, without those that one side misread by a letter where the other did not.

    The one that the mail addresses confirm is right; without them, the front's.
    """
    mails = {*front.emails, *back.emails}
    hosts = {mail.partition("@")[2] for mail in mails}
    kept: list[str] = []
    for url in sorted((*front.urls, *back.urls), key=lambda url: _host(url) not in hosts):
        if all(url == other or OSA.distance(url, other) != 1 for other in (*mails, *kept)):
            kept.append(url)
    return tuple(dict.fromkeys(url for url in (*front.urls, *back.urls) if url in kept))


def is_front(one: CardReading, other: CardReading) -> bool:
    """Whether the first of two sides is the one that a contact is named after: it names a person, in own letters."""
    names = one.contact.name.full, other.contact.name.full
    if not (names[0] and names[1]):
        return bool(names[0]) or not names[1]
    return not _is_latin(names[0]) or _is_latin(names[1])


def _is_latin(text: str) -> bool:
    return all(unicodedata.name(c, "").startswith("LATIN") for c in text if c.isalpha())
