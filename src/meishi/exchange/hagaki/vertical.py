"""The vertical address side: address and company from the right, the name in the middle, the sender at the left."""

from __future__ import annotations

from collections.abc import Sequence

from meishi.domain.address_side import AddressSide, Recipient, Sender
from meishi.exchange.hagaki.fitting import LINE_PITCH, Block, Paragraph, breadth_of, fit, fit_each, stack
from meishi.exchange.hagaki.sheet import PlacedRun, column, line, text_length
from meishi.exchange.hagaki.typeface import NO_BREAK, shape

_MIDDLE_MM = 50.0
_RIGHT_MM, _TOP_MM, _BOTTOM_MM = 93.0, 26.0, 133.0
_NAME_TOP_MM, _NAME_BOTTOM_MM = 34.0, 128.0
_SENDER_LEFT_MM, _SENDER_TOP_MM, _SENDER_BOTTOM_MM = 7.5, 70.0, 127.0
_SENDER_NAME_MM, _SENDER_CODE_MM = 5.0, 16.0
_CLEARANCE_MM = 2.4
"""Between the name and what stands beside it."""

# How far letters of a short name are spread, by their number, in em.
_NAME_TRACKING = {1: 0.0, 2: 0.75, 3: 0.45, 4: 0.25, 5: 0.12}
_NAME_MM, _SMALLEST_NAME_MM = 10.5, 5.6
_JOINT_GAP_EM, _JOINT_BREADTH_MM = 0.5, 40.0
_TITLE_ABOVE_LETTERS = 4
"""Up to so many letters a title stands above the name; a longer one to its right."""
_TITLE_MM, _TITLE_TOP_MM, _TITLE_SPACE_MM = 3.9, 28.0, 2.5


def lay_out_vertical(side: AddressSide) -> tuple[PlacedRun, ...]:
    """Set an address side in columns."""
    title_above = len(side.titles) == 1 and len(side.titles[0]) <= _TITLE_ABOVE_LETTERS and len(side.recipients) == 1
    names = _names(side.recipients, side.titles[0] if title_above else "")
    name_right = max(run.ink.right for run in names)
    name_left = min(run.ink.left for run in names)
    parts = _parts(side, with_titles=not title_above)
    beside = _columns(parts, fit_each(parts, "down", end_mm=_BOTTOM_MM), _RIGHT_MM, name_right + _CLEARANCE_MM)
    return (*beside, *names, *_sender(side.sender, name_left - _CLEARANCE_MM))


def _parts(side: AddressSide, *, with_titles: bool) -> list[Paragraph]:
    first, *others = side.address_lines
    parts = [Paragraph(first, 4.9, 4.0, 0.0, _TOP_MM)]
    parts += [Paragraph(other, 4.4, 3.7, 1.2, _TOP_MM + 9.0) for other in others]
    belonging = []
    if side.company:
        belonging.append(Paragraph(side.company, 4.7, 3.8, 1.4, _TOP_MM + 6.0))
    if side.departments:
        belonging.append(Paragraph(" ".join(side.departments), 4.0, 3.4, 1.4, _TOP_MM + 10.0))
    if with_titles and side.titles:
        belonging.append(Paragraph(" ".join(side.titles), 3.9, 3.3, 1.4, _TOP_MM + 10.0))
    if belonging:
        belonging[0] = belonging[0]._replace(space_mm=3.0)
    return parts + belonging


def _columns(parts: Sequence[Paragraph], blocks: Sequence[Block], right_mm: float, left_mm: float) -> list[PlacedRun]:
    """Set parts from the right."""
    return [
        column(one.text, one.size_mm, centre_mm=right_mm - one.across_mm, top_mm=one.start_mm)
        for one in stack(parts, blocks, room_mm=right_mm - left_mm)
    ]


def _names(recipients: Sequence[Recipient], title: str) -> list[PlacedRun]:
    """Set the names in the middle, the largest thing on the card."""
    title_length = text_length(title, "down") * _TITLE_MM
    top = max(_NAME_TOP_MM, _TITLE_TOP_MM + title_length + _TITLE_SPACE_MM) if title else _NAME_TOP_MM
    placed = _joint_names(recipients, top) if len(recipients) > 1 else _single_name(recipients[0], top)
    if title:
        top = min(run.ink.top for run in placed) - title_length - _TITLE_SPACE_MM
        placed.append(column(title, _TITLE_MM, centre_mm=_MIDDLE_MM, top_mm=top))
    return placed


def _single_name(recipient: Recipient, top_mm: float) -> list[PlacedRun]:
    """Set one name with its honorific, spread out when it is short, in two or three columns when it is long."""
    text = " ".join(recipient.name) + (NO_BREAK + recipient.honorific if recipient.honorific else "")
    tracking = _NAME_TRACKING.get(sum(len(part) for part in recipient.name), 0.0)
    block = fit(
        text,
        "down",
        size_mm=_NAME_MM,
        smallest_mm=_SMALLEST_NAME_MM,
        length_mm=_NAME_BOTTOM_MM - top_mm,
        tracking=tracking,
    )
    top_mm += _lowering(top_mm, block.length_mm)
    pitch = block.size_mm * LINE_PITCH
    rightmost = _MIDDLE_MM + pitch * (len(block.lines) - 1) / 2
    return [
        column(part, block.size_mm, centre_mm=rightmost - pitch * number, top_mm=top_mm, tracking=tracking)
        for number, part in enumerate(block.lines)
    ]


def _joint_names(recipients: Sequence[Recipient], top_mm: float) -> list[PlacedRun]:
    """Set names beside one another, a shared family name once, all honorifics at one height."""
    letters = max(sum(len(part) for part in recipient.name) for recipient in recipients)
    tracking = _NAME_TRACKING.get(letters, 0.0)
    family = recipients[0].name[0] if len(recipients[0].name) > 1 else ""
    gap = _JOINT_GAP_EM + tracking
    texts = []
    for number, recipient in enumerate(recipients):
        shares_family = number > 0 and len(recipient.name) > 1 and recipient.name[0] == family
        text = " ".join(recipient.name[1:] if shares_family else recipient.name)
        texts.append((text, _tracked_length(family, tracking) + gap if shares_family else 0.0))
    longest = max(start + _tracked_length(text, tracking) for text, start in texts)
    total = longest + gap + max(text_length(recipient.honorific, "down") for recipient in recipients)
    size = min(_NAME_MM * 0.86, (_NAME_BOTTOM_MM - top_mm) / total, _JOINT_BREADTH_MM / (1.3 * len(recipients)))
    top_mm += _lowering(top_mm, total * size)
    centres = [_MIDDLE_MM + size * 1.3 * ((len(recipients) - 1) / 2 - number) for number in range(len(recipients))]
    placed = [
        column(text, size, centre_mm=centre, top_mm=top_mm + start * size, tracking=tracking)
        for (text, start), centre in zip(texts, centres, strict=True)
    ]
    placed += [
        column(recipient.honorific, size, centre_mm=centre, top_mm=top_mm + (longest + gap) * size)
        for recipient, centre in zip(recipients, centres, strict=True)
        if recipient.honorific
    ]
    return placed


def _lowering(top_mm: float, length_mm: float) -> float:
    """How far a short name is moved down, so that it stands a little above the middle."""
    return max(0.0, (_NAME_BOTTOM_MM - top_mm - length_mm) * 0.32)


def _tracked_length(text: str, tracking: float) -> float:
    return shape(text, "down", tracking=tracking).length


def _sender(sender: Sender, right_mm: float) -> list[PlacedRun]:
    """Set the sender at the lower left, as close to the edge as it goes: the middle is the recipient's."""
    parts = [
        Paragraph(text, 3.3, 2.7, 0.6 * number, _SENDER_TOP_MM + 6.0 * number)
        for number, text in enumerate((sender.address or "").split(" ", maxsplit=1))
        if text
    ]
    if sender.company:
        parts.append(Paragraph(sender.company, 3.4, 2.8, 1.2, _SENDER_TOP_MM + 4.0))
    if sender.name:
        # The name ends where the address may end.
        longest = _SENDER_BOTTOM_MM - _SENDER_TOP_MM - 8.0
        length = min(text_length(sender.name, "down") * _SENDER_NAME_MM, longest)
        parts.append(Paragraph(sender.name, _SENDER_NAME_MM, 2.5, 1.6, _SENDER_BOTTOM_MM - length))
    if not parts:
        return []
    blocks = fit_each(parts, "down", end_mm=_SENDER_BOTTOM_MM)
    right = min(right_mm, _SENDER_LEFT_MM + max(breadth_of(parts, blocks), _SENDER_CODE_MM))
    placed = _columns(parts, blocks, right, _SENDER_LEFT_MM)
    if sender.postal_code:
        code = line(f"〒{sender.postal_code}", 3.1, left_mm=_SENDER_LEFT_MM, middle_mm=_SENDER_BOTTOM_MM + 5.0)
        placed.append(code)
    return placed
