"""The text of a QR code as a contact: vCard, MECARD, a web or mail address, a telephone number."""

from __future__ import annotations

import re

from meishi.domain.contact import Contact, Phone, PhoneKind
from meishi.domain.content_lines import ContentLine, clean, content_lines, unescape
from meishi.resolve.vcard import vcard_contact

_MOBILE = re.compile(r"^(?:\+?81[-\s]?|0)[789]0")
_MAIL = re.compile(r"[^\s@:/?]+@[^\s@:/?]+\.[A-Za-z]{2,}")
_WEB = re.compile(r"(?:https?://\S+|www\.[^\s@]+)", re.IGNORECASE)
# What MECARD (NTT docomo) shares with vCard, by the same names.
_MECARD = frozenset(["N", "SOUND", "TEL", "EMAIL", "URL", "ADR", "ORG", "TITLE"])


def told_by(text: str) -> Contact:
    """Give what a code says about a person; an empty contact when it says nothing of the kind."""
    text = clean(text).strip()
    head = text[:12].upper()
    if head.startswith("BEGIN:VCARD"):
        lines = [line for line in content_lines(text.encode()) if isinstance(line, ContentLine)]
        end = next((index for index, line in enumerate(lines) if line.name == "END"), len(lines))
        return _with_kinds(vcard_contact(lines[1:end]))
    if head.startswith("MECARD:"):
        return _with_kinds(vcard_contact(_mecard_properties(text)))
    if head.startswith(("MAILTO:", "TEL:")):
        text = re.split(r"[?;]", text.partition(":")[2])[0]
    if _MAIL.fullmatch(text):
        return Contact(emails=(text,))
    if _WEB.fullmatch(text):
        return Contact(urls=(text,))
    if re.fullmatch(r"[+0(][\d\s().-]{8,20}", text):
        return _with_kinds(Contact(phones=(Phone(kind=PhoneKind.OTHER, number=text.strip()),)))
    return Contact()


def _with_kinds(contact: Contact) -> Contact:
    """Call numbers of mobile telephones what they are, where the code only says that they are numbers."""
    phones = tuple(
        phone.model_copy(update={"kind": PhoneKind.MOBILE})
        if phone.kind in {PhoneKind.OTHER, PhoneKind.WORK} and _MOBILE.match(phone.number)
        else phone
        for phone in contact.phones
    )
    return contact.model_copy(update={"phones": phones})


def _mecard_properties(text: str) -> list[ContentLine]:
    """Take a MECARD apart: `NAME:value;`, with a backslash before signs that are part of a value."""
    pieces = re.findall(r"(?:\\.|[^;\\])+", text.partition(":")[2], re.DOTALL)
    named = ((name.strip().upper(), value.strip()) for name, _, value in (piece.partition(":") for piece in pieces))
    return [_property(name, value) for name, value in named if name in _MECARD and value]


def _property(name: str, value: str) -> ContentLine:
    if name == "ADR":
        # Box, room, street, town, region, postal code and country between commas; or, most often, one free text.
        fields = re.split(r"(?<!\\),", value)
        return ContentLine(name, "", {}, ";".join(fields) if len(fields) == 7 else f";;{value}")
    if name in {"N", "SOUND"}:
        # Family name and given name stand apart by a comma.
        kind = {"TYPE": ("X-IRMC-N",)} if name == "SOUND" else {}
        return ContentLine(name, "", kind, re.sub(r"(?<!\\),", ";", value))
    # A vCard has web addresses as they are, a MECARD escapes their colon.
    return ContentLine(name, "", {}, unescape(value) if name == "URL" else value)
