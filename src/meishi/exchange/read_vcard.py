"""vCards from telephones, address books and servers: 2.1, 3.0 and 4.0."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime

from meishi.domain.contact import Address, Contact, PersonName, Phone, PhoneKind
from meishi.errors import UnreadableFileError
from meishi.exchange.content_lines import ContentLine, clean, content_lines
from meishi.exchange.foreign import address_from_parts, person_name, phone
from meishi.exchange.person import Person, Read, lasting_uid
from meishi.exchange.write_vcard import ROMAN_NAME

UNDERSTOOD = frozenset(
    "BEGIN END VERSION PRODID KIND UID N FN SORT-STRING X-PHONETIC-LAST-NAME X-PHONETIC-FIRST-NAME SOUND ORG TITLE TEL "
    f"EMAIL URL NOTE CATEGORIES ADR LABEL REV X-ABSHOWAS X-ABLABEL X-ABADR X-ABUID {ROMAN_NAME}".split()
)
"""What meishi reads, what frames a card, and what only its program understands."""
_MOBILE = re.compile(r"(?:\+81[-\s]?|0)[789]0")


def read_vcards(content: bytes, name: str = "vCard") -> Read:
    """Read all cards of a file.

    Args:
        content: The file.
        name: What to call it in errors.

    Raises:
        UnreadableFileError: There is no vCard in it.
    """
    people: list[Person] = []
    passed_over: Counter[str] = Counter()
    card: list[ContentLine] | None = None
    broken: list[str] = []
    for line in content_lines(content):
        if isinstance(line, str):
            broken.append(line)
        elif line.name == "BEGIN" and line.value.strip().upper() == "VCARD":
            card, broken = [], []
        elif line.name == "END" and line.value.strip().upper() == "VCARD" and card is not None:
            if _is_person(card):
                people.append(_person(card, broken))
                passed_over.update(line.name for line in card if line.name not in UNDERSTOOD)
            else:
                passed_over["KIND:group"] += 1
            card = None
        elif card is not None:
            card.append(line)
    if card is not None:
        passed_over["cut-off vCard"] += 1
    if not people and not passed_over:
        raise UnreadableFileError(f"{name}: there is no vCard in it", hint="Export the contacts again as vCard (.vcf).")
    return Read(tuple(people), dict(passed_over))


def _is_person(card: Sequence[ContentLine]) -> bool:
    return not any(
        line.name in {"KIND", "X-ADDRESSBOOKSERVER-KIND"} and line.value.strip().lower() == "group" for line in card
    )


def _person(card: Sequence[ContentLine], broken: Sequence[str]) -> Person:
    by_name: dict[str, list[ContentLine]] = {}
    for line in card:
        by_name.setdefault(line.name, []).append(line)

    def first(name: str) -> ContentLine | None:
        return next((line for line in by_name.get(name, ()) if line.value.strip()), None)

    def texts(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(text for line in by_name.get(name, ()) if (text := line.text.strip())))

    company, departments = _organisation(first("ORG"))
    nameless = Contact(
        name=PersonName(roman=_only_text(first(ROMAN_NAME))),
        company=company,
        departments=departments,
        titles=texts("TITLE"),
        addresses=tuple(filter(None, (_address(line, card) for line in by_name.get("ADR", ())))),
        phones=tuple(dict.fromkeys(_phone(line) for line in by_name.get("TEL", ()) if line.text.strip())),
        emails=texts("EMAIL"),
        # As it stands: what looks like an escape is part of the address.
        urls=tuple(dict.fromkeys(url for line in by_name.get("URL", ()) if (url := line.value.strip()))),
    )
    contact = nameless.model_copy(update={"name": _name(first, nameless)})
    uid, revised = first("UID"), first("REV")
    tags = (tag.strip() for line in by_name.get("CATEGORIES", ()) for tag in line.items)
    return Person(
        uid=lasting_uid(uid.text if uid else None, contact),
        contact=contact,
        tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
        note="\n".join(texts("NOTE")) or None,
        updated_at=_moment(revised.value) if revised else None,
        review_reasons=tuple(f"this line of the vCard could not be read: {clean(line)[:80]}" for line in broken),
    )


def _name(first: Callable[[str], ContentLine | None], nameless: Contact) -> PersonName:
    structured = first("N")
    parts = [part.strip() for part in structured.parts] if structured else []
    family, given, middle, *_ = [*parts, "", "", ""]
    full = _only_text(first("FN")) or ""
    if not any(parts) and full == nameless.display_name:
        # Every card has to bear a name; one without a person bears what it is listed as.
        full = ""
    return person_name(
        full=full,
        family=family,
        given=" ".join(filter(None, (given, middle))),
        kana=_kana(first, structured),
        roman=nameless.name.roman or "",
    )


def _only_text(line: ContentLine | None) -> str | None:
    return " ".join(line.text.split()) or None if line else None


def _kana(first: Callable[[str], ContentLine | None], structured: ContentLine | None) -> str:
    phonetic = [line.text.strip() for part in ("LAST", "FIRST") if (line := first(f"X-PHONETIC-{part}-NAME"))]
    if any(phonetic):
        return " ".join(filter(None, phonetic))
    # Japanese mobile telephones keep the reading as SOUND;X-IRMC-N.
    sound, sort_string = first("SOUND"), first("SORT-STRING")
    if sound and "X-IRMC-N" in sound.types:
        return " ".join(filter(None, (part.strip() for part in sound.parts)))
    sort_as = structured.parameters.get("SORT-AS", ()) if structured else ()
    candidate = " ".join(sort_as) or (sort_string.text.strip() if sort_string else "")
    candidate = candidate.replace(",", " ")
    return candidate if re.fullmatch(r"[぀-ヿｦ-ﾟ・ー\s]+", candidate) else ""


def _organisation(line: ContentLine | None) -> tuple[str | None, tuple[str, ...]]:
    if line is None:
        return None, ()
    company, *departments = (part.strip() for part in line.parts)
    return company or None, tuple(filter(None, departments))


def _address(line: ContentLine, card: Sequence[ContentLine]) -> Address | None:
    # The post office box has no place of its own.
    box, building, street, locality, region, code, country, *_ = [*(part.strip() for part in line.parts), *[""] * 7]
    label = " ".join(line.parameters.get("LABEL", ())) or _label(line, card)
    return address_from_parts(
        full=label.strip(),
        postal_code=code,
        country=country,
        region=region,
        locality=locality,
        street=" ".join(filter(None, (street, box))),
        building=building,
    )


def _label(address: ContentLine, card: Iterable[ContentLine]) -> str:
    """Find the address as it is printed, which 3.0 writes beside its parts."""
    labels = (line for line in card if line.name == "LABEL" and address.group and line.group == address.group)
    return next((line.text for line in labels), "")


_KIND_OF_TYPE: Mapping[str, PhoneKind] = {
    "FAX": PhoneKind.FAX,
    "CELL": PhoneKind.MOBILE,
    "MOBILE": PhoneKind.MOBILE,
    "IPHONE": PhoneKind.MOBILE,
    "WORK": PhoneKind.WORK,
    "MAIN": PhoneKind.WORK,
}


def _phone(line: ContentLine) -> Phone:
    text = line.text.strip()
    if text.casefold().startswith("tel:"):
        # As in RFC 3966.
        text = text[4:].replace(";ext=", " ext. ").partition(";")[0]
    kind = next((kind for name, kind in _KIND_OF_TYPE.items() if name in line.types), None)
    if kind is None and not line.types and _MOBILE.match(text):
        kind = PhoneKind.MOBILE
    return phone(kind or PhoneKind.OTHER, text)


def _moment(text: str) -> datetime | None:
    with suppress(ValueError):
        moment = datetime.fromisoformat(text.strip())
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
