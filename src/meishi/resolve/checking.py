"""What is left to look at after a person has looked."""

from __future__ import annotations

from collections.abc import Sequence

from meishi.domain.contact import Contact
from meishi.domain.entry import Checked, Entry, entries
from meishi.domain.field import Field
from meishi.domain.folding import fold
from meishi.resolve.normalise import as_printed
from meishi.resolve.options import ResolveOptions
from meishi.resolve.review import review_reasons


def remaining_reasons(
    contact: Contact, fields: Sequence[Field], checked: Checked, options: ResolveOptions | None = None
) -> tuple[str, ...]:
    """Say what a person should still look at.

    Args:
        contact: As it is now.
        fields: All fields of its cards, those of values that were corrected since included.
        checked: What the user found right.
        options: What counts as doubtful.

    Returns:
        One sentence a reason, as `resolve_contact` gives them; empty when nothing is doubtful any more.
    """
    behind = [_behind(entry, fields, checked) for entry in entries(contact)]
    reasons = review_reasons(contact, behind, options or ResolveOptions())
    return tuple(reason for reason in reasons if reason not in checked.reasons)


def field_of(entry: Entry, fields: Sequence[Field]) -> Field | None:
    """Find the field that a value of a contact was read from, the surest one of several; None when it was entered."""
    wanted = fold(entry.value)
    read = [f for f in fields if f.kind is entry.kind and wanted in {fold(f.value), fold(as_printed(f))}]
    return max(read, key=lambda field: field.confidence, default=None)


def _behind(entry: Entry, fields: Sequence[Field], checked: Checked) -> Field:
    read = field_of(entry, fields)
    if read is None or (entry.kind, entry.value) in checked.values:
        return Field(kind=entry.kind, value=read.value if read else entry.value, confidence=1.0)
    return read
