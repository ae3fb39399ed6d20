"""Calendars as text, with every backslash kept."""

from __future__ import annotations

from icalendar import Calendar, vText
from icalendar.prop import vCategory

from meishi.domain.content_lines import escape


class _Text(vText):
    r"""A text escaped by RFC 5545, section 3.3.11: icalendar itself makes a line break of the `\N` in `C:\New`."""

    def to_ical(self) -> bytes:
        return escape(self).encode("utf-8")


def calendar_bytes(calendar: Calendar) -> bytes:
    """Write a calendar in UTF-8; its texts, whoever wrote them, are read again as they are."""
    for component in calendar.walk():
        for name, value in component.items():
            component[name] = [_kept(one) for one in value] if isinstance(value, list) else _kept(value)
    written: bytes = calendar.to_ical()
    return written


def _kept(value: object) -> object:
    if isinstance(value, vCategory):
        value.cats = [_Text(category) for category in value.cats]
        return value
    return _Text(value, params=value.params) if isinstance(value, vText) else value
