"""Pairs of contacts of which it is known whether they are one person, made from the sample generator's people."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from generator.content import draw_japanese_content, draw_latin_content, english_side
from generator.draws import Draws, Pool
from meishi.domain.contact import Address, Contact, PersonName, Phone, PhoneKind
from meishi.resolve.phones import international

_KINDS = {"fax": PhoneKind.FAX, "mobile": PhoneKind.MOBILE, "other": PhoneKind.OTHER}
SAME = ("same card", "new title", "new employer", "other side", "moved office")
_LOOK_ALIKE = {"same card": 0.8, **dict.fromkeys(("new title", "moved office"), 0.5)} | dict.fromkeys(
    ("namesake colleague", "colleague", "relative"), 0.5
)
"""How often two photographs look alike (`meishi.domain.look`), of one card and of two cards of a house."""
DIFFERENT = ("namesake", "namesake colleague", "colleague", "relative", "same reading", "stranger")


class Pair(NamedTuple):
    kind: str
    one: Contact
    other: Contact
    is_same: bool
    look_alike: bool


def draw_pairs(count, seed=1, pool=Pool.HELD_OUT):
    """Pairs of all kinds in turn; both contacts with what reading gets wrong and leaves out."""
    kinds = (*SAME, *DIFFERENT)
    for number in range(count):
        draws = Draws(f"{seed}/pairs/{number}")
        kind = kinds[number % len(kinds)]
        one, other = _draw_pair(kind, draws, pool)
        look_alike = draws.branch("look").chance(_LOOK_ALIKE.get(kind, 0.0))
        yield Pair(kind, misread(one, draws), misread(other, draws), kind in SAME, look_alike)


def _draw_pair(kind, draws, pool):
    first = draw_somebody(draws.branch("one"), pool, with_mobile=draws.chance(0.55))
    other = draw_somebody(draws.branch("other"), pool, with_mobile=draws.chance(0.55))
    mobiles = tuple(phone for phone in first.phones if phone.label == "mobile")
    named = {"person": first.person, "person_name": first.person_name}
    second = {
        "same card": lambda: first,
        "new title": lambda: replace(first, titles=other.titles, departments=other.departments),
        "moved office": lambda: replace(first, addresses=other.addresses, phones=(*_landlines(other), *mobiles)),
        "new employer": lambda: replace(other, **named, phones=(*_landlines(other), *mobiles)),
        "other side": lambda: english_side(draws.branch("english"), first) if first.japanese else first,
        "namesake": lambda: replace(other, **named),
        "namesake colleague": lambda: _with_number_in_mail(replace(_at_work_of(first, other), **named)),
        "colleague": lambda: _at_work_of(first, other),
        "relative": lambda: replace(
            _at_work_of(first, other), person_name=(first.person_name[0], other.person_name[1])
        ),
        "same reading": lambda: replace(other, person=first.person, person_name=(first.person_name[0], "別")),
        "stranger": lambda: other,
    }[kind]()
    return as_contact(first), as_contact(second)


def _with_number_in_mail(content):
    """Where an address is taken by a namesake, the next one gets a number: sato2@example.com."""
    return replace(content, emails=tuple(mail.replace("@", "2@") for mail in content.emails))


def draw_somebody(draws, pool, *, with_mobile):
    """Somebody with a name; half of the people print a mobile number."""
    for attempt in range(100):
        branch = draws.branch(str(attempt))
        content = draw_japanese_content(branch, pool) if branch.chance(0.8) else draw_latin_content(branch, pool)
        if content.person is not None and len(content.person_name) == 2:
            phones = tuple(phone for phone in content.phones if with_mobile or phone.label != "mobile")
            return replace(content, phones=phones)
    raise AssertionError("nobody has a name")


def _landlines(content):
    return tuple(phone for phone in content.phones if phone.label != "mobile")


def _at_work_of(content, other):
    """Somebody else with the company, the office and the main number of the first."""
    local = f"{other.person.given_roman}.{other.person.family_roman}".lower().replace(" ", "")
    emails = tuple(f"{local}@{mail.partition('@')[2]}" for mail in content.emails)
    mobile = [phone for phone in other.phones if phone.label == "mobile"]
    return replace(
        other,
        company=content.company,
        addresses=content.addresses,
        phones=(*_landlines(content), *mobile),
        emails=emails,
        urls=content.urls,
    )


def as_contact(content):
    """What a faultless reading of the card gives."""
    person, country = content.person, "JP" if content.japanese else None
    order = content.person_name
    kana = f"{person.family_kana} {person.given_kana}" if person.family_kana else None
    prints_reading = content.company.key[-1] > "m"
    return Contact(
        name=PersonName(
            full=" ".join(order),
            family=order[0] if content.japanese else order[-1],
            given=order[-1] if content.japanese else order[0],
            kana=kana if prints_reading and content.japanese else None,
            roman=f"{person.given_roman} {person.family_roman}"
            if person and content.japanese and person.family_roman
            else None,
        ),
        company=content.company.name if content.japanese else content.company.english or content.company.name,
        departments=content.departments,
        titles=content.titles,
        addresses=tuple(
            Address(full=" ".join(address.parts), postal_code=address.postal_code or None, country=country)
            for address in content.addresses
        ),
        phones=tuple(
            Phone(
                kind=_KINDS.get(phone.label, PhoneKind.WORK),
                number=phone.number,
                e164=international(phone.number, country),
            )
            for phone in content.phones
        ),
        emails=content.emails,
        urls=content.urls,
    )


def misread(contact, draws):
    """The contact as a poor reading gives it: one value in twelve has a wrong letter, one in twenty is not there."""

    def text(value):
        if not value or draws.chance(0.05):
            return None
        if draws.chance(1 / 12):
            place = draws.randrange(len(value))
            return value[:place] + draws.choice("口力一lO0l工夕山") + value[place + 1 :]
        return value

    def texts(values):
        return tuple(filter(None, map(text, values)))

    name = contact.name.model_copy(
        update={part: text(getattr(contact.name, part)) for part in ("full", "kana", "roman")}
    )
    phones = []
    for phone in contact.phones:
        number = text(phone.number)
        if number:
            phones.append(Phone(kind=phone.kind, number=number, e164=phone.e164 if number == phone.number else None))
    addresses = (
        address.model_copy(update={"full": full}) for address in contact.addresses if (full := text(address.full))
    )
    return contact.model_copy(
        update={
            "name": name,
            "company": text(contact.company),
            "departments": texts(contact.departments),
            "titles": texts(contact.titles),
            "emails": texts(contact.emails),
            "addresses": tuple(addresses),
            "phones": tuple(phones),
        }
    )
