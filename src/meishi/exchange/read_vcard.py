"""vCards from telephones, address books and servers: 2.1, 3.0 and 4.0."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

from meishi.domain.content_lines import ContentLine, clean, content_lines
from meishi.errors import UnreadableFileError
from meishi.exchange.person import Person, Read, lasting_uid
from meishi.resolve.vcard import ROMAN_NAME, vcard_contact
from meishi.wording import marked

UNDERSTOOD = frozenset(
    "BEGIN END VERSION PRODID KIND UID N FN SORT-STRING X-PHONETIC-LAST-NAME X-PHONETIC-FIRST-NAME SOUND ORG TITLE TEL "
    f"EMAIL URL NOTE CATEGORIES ADR LABEL REV X-ABSHOWAS X-ABLABEL X-ABADR X-ABUID {ROMAN_NAME}".split()
)
"""What meishi reads, what frames a card, and what only its program understands."""


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
    contact = vcard_contact(card)
    uid, revised = (
        next((line for line in by_name.get(name, ()) if line.value.strip()), None) for name in ("UID", "REV")
    )
    notes = dict.fromkeys(text for line in by_name.get("NOTE", ()) if (text := line.text.strip()))
    tags = (tag.strip() for line in by_name.get("CATEGORIES", ()) for tag in line.items)
    return Person(
        uid=lasting_uid(uid.text if uid else None, contact),
        contact=contact,
        tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
        note="\n".join(notes) or None,
        updated_at=_moment(revised.value) if revised else None,
        review_reasons=tuple(
            marked(f"this line of the vCard could not be read: {clean(line)[:80]}") for line in broken
        ),
    )


def _moment(text: str) -> datetime | None:
    with suppress(ValueError):
        moment = datetime.fromisoformat(text.strip())
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
