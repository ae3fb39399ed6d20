"""CSV for Google Contacts, Outlook, spreadsheets, and Japanese programs that print addresses on postcards."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from meishi.domain.contact import Address, Contact, Phone, PhoneKind
from meishi.domain.content_lines import clean
from meishi.domain.encounter import Encounter
from meishi.exchange.csv_cells import defuse
from meishi.exchange.csv_headers import GOOGLE_HEADER, HAGAKI_HEADER, OUTLOOK_HEADER
from meishi.exchange.encoding import encodable
from meishi.exchange.forms import CsvFormat, TextEncoding
from meishi.exchange.person import Loss, Person, Written
from meishi.exchange.write_vcard import spoken_number
from meishi.wording import marked

SEVERAL = " / "
"""What stands between several departments or titles in one cell."""
GOOGLE_SEVERAL = " ::: "
"""What Google puts between several values of one cell."""


USUAL_ENCODING: Mapping[CsvFormat, TextEncoding] = {
    CsvFormat.GOOGLE: TextEncoding.UTF_8,
    CsvFormat.OUTLOOK: TextEncoding.UTF_8_SIG,
    CsvFormat.GENERIC: TextEncoding.UTF_8_SIG,
    CsvFormat.HAGAKI: TextEncoding.CP932,
}

_OUTLOOK_NUMBERS = {
    PhoneKind.WORK: ("Business Phone", "Business Phone 2", "Company Main Phone"),
    PhoneKind.MOBILE: ("Mobile Phone", "Car Phone"),
    PhoneKind.FAX: ("Business Fax", "Other Fax"),
    PhoneKind.OTHER: ("Other Phone", "Primary Phone"),
}
_GOOGLE_LABELS = {
    PhoneKind.WORK: "Work",
    PhoneKind.MOBILE: "Mobile",
    PhoneKind.FAX: "Work Fax",
    PhoneKind.OTHER: "Other",
}

_Row = dict[str, str]
_Value = TypeVar("_Value")


def write_csv(people: Sequence[Person], form: CsvFormat, encoding: TextEncoding | None = None) -> Written:
    """Write people as a table with a header, one row each.

    Args:
        people: Who.
        form: Whom the file is for.
        encoding: How it is encoded; None for what the reader of the form expects.

    Returns:
        The file, and what it cannot hold: values beyond the columns of the form, characters beyond the encoding.
    """
    encoding = encoding or USUAL_ENCODING[form]
    losses: list[Loss] = []
    rows = [_row(person, form, losses) for person in people]
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    columns = _columns(form, rows)
    writer.writerow(columns)
    as_they_are = form in {CsvFormat.GOOGLE, CsvFormat.OUTLOOK}
    for person, row in zip(people, rows, strict=True):
        missing: dict[str, None] = {}
        cells = [
            defuse(
                encodable(clean(row.get(column, "")), encoding, lambda c, seen=missing: seen.setdefault(c)),  # type: ignore[misc]
                numbers_as_they_are=as_they_are,
            )
            for column in columns
        ]
        if missing:
            losses.append(
                Loss(
                    display_name=person.contact.display_name,
                    what=marked(f"{encoding.value} has no {' '.join(missing)}; 〓 stands for it"),
                )
            )
        writer.writerow(cells)
    return Written(written.getvalue().encode(encoding.value), tuple(losses))


def _row(person: Person, form: CsvFormat, losses: list[Loss]) -> _Row:
    if form is CsvFormat.GOOGLE:
        return _google_row(person)
    if form is CsvFormat.GENERIC:
        return _generic_row(person)
    row, left_over = _outlook_row(person) if form is CsvFormat.OUTLOOK else _hagaki_row(person)
    losses.extend(
        Loss(display_name=person.contact.display_name, what=marked(f"{form.value} has no more room: {value}"))
        for value in left_over
    )
    return row


def _columns(form: CsvFormat, rows: Sequence[_Row]) -> list[str]:
    if form is CsvFormat.OUTLOOK:
        return OUTLOOK_HEADER
    if form is CsvFormat.HAGAKI:
        return HAGAKI_HEADER
    if form is CsvFormat.GENERIC:
        # Every row has the columns of its own values in the same order; the longest lists decide how many there are.
        return _merged([_generic_row(_NOBODY), *rows])
    return _merged([_google_row(_NOBODY_WITH_ALL), *rows])


def _merged(rows: Sequence[_Row]) -> list[str]:
    """List the columns of all rows; a numbered one goes behind the last of its kind."""
    columns: list[str] = []
    for row in rows:
        previous = -1
        for column in row:
            if column in columns:
                previous = columns.index(column)
            else:
                previous += 1
                columns.insert(previous, column)
    return columns


def _split_name(contact: Contact) -> tuple[str, str]:
    """Family and given name; a name that nobody split counts as the family's."""
    name = contact.name
    if name.family or name.given:
        return name.family or "", name.given or ""
    return name.full or "", ""


def _split_kana(contact: Contact) -> tuple[str, str]:
    family, _, given = (contact.name.kana or "").partition(" ")
    return family, given


def _google_row(person: Person) -> _Row:
    contact = person.contact
    family, given = _split_name(contact)
    family_kana, given_kana = _split_kana(contact)
    row = dict.fromkeys(GOOGLE_HEADER, "") | {
        "First Name": given,
        "Last Name": family,
        "Phonetic First Name": given_kana,
        "Phonetic Last Name": family_kana,
        "File As": contact.name.full or "",
        "Organization Name": contact.company or "",
        "Organization Title": SEVERAL.join(contact.titles),
        "Organization Department": SEVERAL.join(contact.departments),
        "Notes": person.note or "",
        "Labels": GOOGLE_SEVERAL.join((*person.tags, "* myContacts")),
    }
    row |= _google_lists(contact)
    if contact.name.roman:
        row |= {"Custom Field 1 - Label": "Roman name", "Custom Field 1 - Value": contact.name.roman}
    return row


def _google_lists(contact: Contact) -> _Row:
    row: _Row = {}
    for number, email in enumerate(contact.emails, start=1):
        row |= {f"E-mail {number} - Label": "Work", f"E-mail {number} - Value": email}
    for number, phone in enumerate(contact.phones, start=1):
        label = _GOOGLE_LABELS[phone.kind]
        row |= {f"Phone {number} - Label": label, f"Phone {number} - Value": spoken_number(phone)}
    for number, address in enumerate(contact.addresses, start=1):
        start = f"Address {number} - "
        row |= {
            f"{start}Label": "Work",
            f"{start}Formatted": address.full,
            f"{start}Street": address.street or "",
            f"{start}City": address.locality or "",
            f"{start}PO Box": "",
            f"{start}Region": address.region or "",
            f"{start}Postal Code": address.postal_code or "",
            f"{start}Country": address.country or "",
            f"{start}Extended Address": address.building or "",
        }
    for number, url in enumerate(contact.urls, start=1):
        row |= {f"Website {number} - Label": "Work", f"Website {number} - Value": url}
    return row


def _outlook_row(person: Person) -> tuple[_Row, list[str]]:
    contact = person.contact
    family, given = _split_name(contact)
    family_kana, given_kana = _split_kana(contact)
    row: _Row = {
        "First Name": given,
        "Last Name": family,
        "Given Yomi": given_kana,
        "Surname Yomi": family_kana,
        "Nickname": contact.name.roman or "",
        "Job Title": SEVERAL.join(contact.titles),
        "Department": SEVERAL.join(contact.departments),
        "Company": contact.company or "",
        "Notes": person.note or "",
    }
    left_over: list[str] = []
    room = {kind: list(columns) for kind, columns in _OUTLOOK_NUMBERS.items()}
    for phone in contact.phones:
        columns = room[phone.kind]
        if columns:
            row[columns.pop(0)] = spoken_number(phone)
        else:
            left_over.append(spoken_number(phone))
    mail_columns = ("E-mail Address", "E-mail 2 Address", "E-mail 3 Address")
    left_over += _fill(row, mail_columns, contact.emails)
    left_over += _fill(row, ("Web Page", "Personal Web Page"), contact.urls)
    for kind, address in zip(("Business", "Other"), contact.addresses, strict=False):
        row |= _outlook_address(kind, address)
    left_over += [address.full for address in contact.addresses[2:]]
    return row, left_over


def _outlook_address(kind: str, address: Address) -> _Row:
    street = " ".join(filter(None, (address.street, address.building)))
    has_parts = address.region or address.locality
    return {
        f"{kind} Street": street if has_parts else address.full,
        f"{kind} City": address.locality or "",
        f"{kind} State": address.region or "",
        f"{kind} Postal Code": address.postal_code or "",
        f"{kind} Country/Region": address.country or "",
    }


def _fill(row: _Row, columns: Sequence[str], values: Sequence[str]) -> list[str]:
    """Put values into columns, and give those for which there is none."""
    row |= dict(zip(columns, values, strict=False))
    return list(values[len(columns) :])


def _hagaki_row(person: Person) -> tuple[_Row, list[str]]:
    contact = person.contact
    address = next(iter(contact.addresses), None)
    row: _Row = {
        "氏名": contact.name.full or "",
        "フリガナ": contact.name.kana or "",
        "敬称": "様" if contact.name.full else "御中",
        "会社名": contact.company or "",
        "部署名": " ".join(contact.departments),
        "役職": " ".join(contact.titles),
        "メールアドレス": next(iter(contact.emails), ""),
        "備考": " ".join(person.tags),
    }
    if address:
        building = address.building or ""
        full = address.full.removesuffix(building).rstrip() if building else address.full
        row |= {"郵便番号": address.postal_code or "", "住所1": full, "住所2": building}
    columns = {PhoneKind.FAX: "FAX番号", PhoneKind.MOBILE: "携帯電話"}
    for phone in reversed(contact.phones):
        row[columns.get(phone.kind, "電話番号")] = phone.number
    # What goes on a postcard is what this form is for: a second number is no loss, a second address is.
    return row, [address.full for address in contact.addresses[1:]]


def _generic_row(person: Person) -> _Row:
    contact, name = person.contact, person.contact.name
    meeting = person.meetings[-1] if person.meetings else None
    encounter = meeting.encounter if meeting else None
    postcard = meeting.postcard if meeting else None
    follow_up = person.follow_ups[-1] if person.follow_ups else None
    row: _Row = {
        "uid": person.uid,
        "name": name.full or "",
        "family_name": name.family or "",
        "given_name": name.given or "",
        "kana": name.kana or "",
        "roman": name.roman or "",
        "company": contact.company or "",
        "departments": SEVERAL.join(contact.departments),
        "titles": SEVERAL.join(contact.titles),
    }
    for number, address in _numbered(contact.addresses):
        row |= _generic_address(f"address_{number}", address)
    for number, phone in _numbered(contact.phones):
        row |= _generic_phone(f"phone_{number}", phone)
    row |= {f"email_{number}": email or "" for number, email in _numbered(contact.emails)}
    row |= {f"url_{number}": url or "" for number, url in _numbered(contact.urls)}
    return row | {
        "tags": SEVERAL.join(person.tags),
        "note": person.note or "",
        **_generic_meeting(encounter),
        "postcard": postcard.state.value if postcard else "",
        "postcard_due_on": str(postcard.due_on) if postcard else "",
        "follow_up": follow_up.state.value if follow_up else "",
        "follow_up_due_on": str(follow_up.due_on) if follow_up else "",
    }


def _generic_meeting(encounter: Encounter | None) -> _Row:
    return {
        "met_on": str(encounter.met_on) if encounter else "",
        "met_at": encounter.met_at or "" if encounter else "",
    }


def _generic_address(start: str, address: Address | None) -> _Row:
    parts = ("postal_code", "full", "country", "region", "locality", "street", "building")
    return {f"{start}_{part}": getattr(address, part, None) or "" for part in parts}


def _generic_phone(start: str, phone: Phone | None) -> _Row:
    return {
        f"{start}": phone.number if phone else "",
        f"{start}_kind": phone.kind.value if phone else "",
        f"{start}_extension": phone.extension or "" if phone else "",
    }


def _numbered(values: Sequence[_Value]) -> Iterable[tuple[int, _Value | None]]:
    """Number values from 1; one column is there even for nothing."""
    return enumerate(values or (None,), start=1)


_NOBODY = Person(uid="", contact=Contact())
_NOBODY_WITH_ALL = Person(
    uid="",
    contact=Contact(
        addresses=(Address(full=""),),
        phones=(Phone(kind=PhoneKind.WORK, number=""),),
        emails=("",),
        urls=("",),
    ),
)
