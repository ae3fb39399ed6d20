"""What the properties of a vCard say about a person, as a contact: 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from meishi.domain.contact import Address, Contact, PersonName, Phone, PhoneKind
from meishi.domain.content_lines import ContentLine
from meishi.resolve.foreign import address_from_parts, person_name, phone

ROMAN_NAME = "X-MEISHI-ROMAN-NAME"
"""The name in Latin letters beside a Japanese one: no standard has a place for it that servers leave alone."""
_MOBILE = re.compile(r"(?:\+81[-\s]?|0)[789]0")


def vcard_contact(card: Sequence[ContentLine]) -> Contact:
    """Give what one vCard says.

    Args:
        card: Its properties, those that frame it left out.
    """
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
        urls=tuple(dict.fromkeys(filter(None, map(_url, by_name.get("URL", ()))))),
    )
    return nameless.model_copy(update={"name": _name(first, nameless)})


def _name(first: Callable[[str], ContentLine | None], nameless: Contact) -> PersonName:
    structured = first("N")
    parts = [part.strip() for part in structured.parts] if structured else []
    family, given, middle, *_ = [*parts, "", "", ""]
    full = _only_text(first("FN")) or ""
    if not any(parts) and full == " ".join(nameless.display_name.split()):
        # Every card has to bear a name; one without a person bears what it is listed as.
        full = ""
    return person_name(
        full=full,
        family=family,
        given=" ".join(filter(None, (given, middle))),
        kana=_kana(first, structured),
        roman=nameless.name.roman or "",
    )


def _url(line: ContentLine) -> str:
    # As it stands: what looks like an escape is part of the address, but for the colon that Apple's programs escape,
    # and servers that escape the backslash once more.
    return re.sub(r"^(https?)\\+:", r"\1:", line.value.strip(), flags=re.IGNORECASE)


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
    if not building:
        # Where a telephone has lines for the street, the building stands in the second one.
        street, _, building = street.partition("\n")
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
