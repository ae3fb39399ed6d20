"""Address sides in lines: the Japanese one, and the Western one for cards that go abroad."""

from __future__ import annotations

from collections.abc import Sequence

from meishi.domain.address_side import AddressSide, Recipient, Sender
from meishi.exchange.hagaki.fitting import Paragraph, fit_each, stack
from meishi.exchange.hagaki.sheet import Area, PlacedRun, line, text_length
from meishi.exchange.hagaki.typeface import NO_BREAK

_ADDRESS_AREA = Area(11.0, 29.0, 91.0, 104.0)
_SENDER_AREA = Area(40.0, 110.0, 92.0, 140.0)
_WESTERN_AREA = Area(24.0, 62.0, 92.0, 137.0)
_WESTERN_SENDER_AREA = Area(8.0, 12.0, 62.0, 39.0)
_AIR_MAIL_MIDDLE_MM = 50.0


def lay_out_horizontal(side: AddressSide) -> tuple[PlacedRun, ...]:
    """Set a Japanese address side in lines."""
    first, *others = side.address_lines
    parts = [Paragraph(first, 4.7, 3.9)]
    parts += [Paragraph(other, 4.4, 3.7, 0.8, 8.0) for other in others]
    if side.company:
        parts.append(Paragraph(side.company, 4.7, 3.9, 5.0, 3.0))
    if side.departments:
        parts.append(Paragraph(" ".join(side.departments), 4.1, 3.5, 0.8, 3.0))
    if side.titles:
        parts.append(Paragraph(" ".join(side.titles), 4.1, 3.5, 0.8, 3.0))
    parts += [
        Paragraph(_greeted(recipient), 8.6, 5.4, 6.0 if number == 0 else 1.5, 9.0)
        for number, recipient in enumerate(side.recipients)
    ]
    return (*_stack(parts, _ADDRESS_AREA), *_sender(side.sender, _SENDER_AREA))


def lay_out_western(side: AddressSide) -> tuple[PlacedRun, ...]:
    """Set an address side for another country: the name first, the country last, in English capitals."""
    parts = [
        Paragraph(_greeted(recipient), 5.6, 4.2, 0.0 if number == 0 else 0.8)
        for number, recipient in enumerate(side.recipients)
    ]
    parts += [Paragraph(text, 4.1, 3.4) for text in (", ".join(side.titles), ", ".join(side.departments)) if text]
    if side.company:
        parts.append(Paragraph(side.company, 4.5, 3.6))
    parts += [Paragraph(text, 4.5, 3.6, 2.4 if number == 0 else 0.8) for number, text in enumerate(side.address_lines)]
    if side.country:
        parts.append(Paragraph(side.country, 5.0, 4.0, 1.6))
    air_mail = line("AIR MAIL", 4.2, left_mm=8.0, middle_mm=_AIR_MAIL_MIDDLE_MM, font="sans", tracking=0.08)
    return (*_stack(parts, _WESTERN_AREA), air_mail, *_sender_abroad(side.sender))


def _greeted(recipient: Recipient) -> str:
    return " ".join(recipient.name) + (NO_BREAK + recipient.honorific if recipient.honorific else "")


def _stack(parts: Sequence[Paragraph], area: Area) -> list[PlacedRun]:
    """Set parts from the top."""
    blocks = fit_each(parts, "across", end_mm=area.width)
    return [
        line(one.text, one.size_mm, left_mm=area.left + one.start_mm, middle_mm=area.top + one.across_mm)
        for one in stack(parts, blocks, room_mm=area.height)
    ]


def _sender(sender: Sender, area: Area) -> list[PlacedRun]:
    if not (sender.name or sender.address):
        return []
    parts = [Paragraph(f"〒{sender.postal_code}", 3.2, 2.8)] if sender.postal_code else []
    parts += [Paragraph(text, 3.3, 2.7) for text in (sender.address or "").split(" ", maxsplit=1) if text]
    if sender.company:
        parts.append(Paragraph(sender.company, 3.4, 2.8))
    if sender.name:
        parts.append(Paragraph(sender.name, 5.0, 3.4, 1.6))
    # A narrow block stands at the right.
    width = max(text_length(part.text, "across") * part.size_mm for part in parts)
    return _stack(parts, area._replace(left=max(area.left, area.right - width)))


def _sender_abroad(sender: Sender) -> list[PlacedRun]:
    if not (sender.name or sender.address):
        return []
    lines = [sender.name, sender.company, sender.address, f"{sender.postal_code or ''} JAPAN".strip()]
    return _stack([Paragraph(text, 3.0, 2.5, 0.6) for text in lines if text], _WESTERN_SENDER_AREA)
