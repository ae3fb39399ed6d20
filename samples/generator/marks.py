"""What cards show besides text: company marks, small signs before numbers, QR codes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import segno

from generator.content import Content
from generator.draws import Draws
from generator.sheet import Box, Colour, Painter, Picture

Spot = tuple[float, float, float]
"""Middle and radius, mm."""


@dataclass(frozen=True)
class _Mark:
    """A company mark while it is being drawn.

    Attributes:
        painter: Draws it.
        x: Middle, mm.
        y: Middle, mm.
        r: Radius, mm.
        colour: Main colour.
        second: A paler one.
        ground: What lies behind.
        turn: Rotation, degrees.
        count: Of petals, discs and the like.
    """

    painter: Painter
    x: float
    y: float
    r: float
    colour: Colour
    second: Colour
    ground: Colour
    turn: float
    count: int

    def around(self, step: int, reach: float) -> tuple[float, float]:
        """Get a point of a ring of `count` points, at a share of the radius."""
        angle = math.radians(self.turn + 360 * step / self.count)
        return self.x + math.cos(angle) * self.r * reach, self.y + math.sin(angle) * self.r * reach

    def tint(self, step: int) -> Colour:
        """Get the two colours in turn."""
        return self.colour if step % 2 else self.second


def _ring(m: _Mark) -> None:
    m.painter.ellipse((m.x, m.y), (m.r * 0.85, m.r * 0.85), m.colour, width=m.r * 0.28, arc=(m.turn, m.turn + 300))
    m.painter.ellipse((m.x + m.r * 0.2, m.y), (m.r * 0.35, m.r * 0.35), m.second)


def _discs(m: _Mark) -> None:
    for step in range(m.count):
        m.painter.ellipse(m.around(step, 0.6), (m.r * 0.33, m.r * 0.33), m.tint(step))


def _triangles(m: _Mark) -> None:
    x, y, r = m.x, m.y, m.r
    m.painter.polygon([(x - r, y + r * 0.8), (x, y - r * 0.9), (x + r * 0.3, y + r * 0.8)], m.colour)
    m.painter.polygon([(x, y + r * 0.8), (x + r * 0.5, y - r * 0.2), (x + r, y + r * 0.8)], m.second)


def _wave(m: _Mark) -> None:
    for step in range(3):
        points = [
            (m.x - m.r + m.r * i / 12, m.y + (step - 1) * m.r * 0.55 + math.sin(i / 24 * 6.3 + step) * m.r * 0.2)
            for i in range(25)
        ]
        m.painter.line(points, m.tint(step), m.r * 0.25)


def _leaf(m: _Mark) -> None:
    m.painter.ellipse((m.x - m.r * 0.2, m.y), (m.r * 0.85, m.r * 0.38), m.colour, angle=-50)
    m.painter.ellipse((m.x + m.r * 0.35, m.y + m.r * 0.3), (m.r * 0.55, m.r * 0.24), m.second, angle=-20)


def _hexagon(m: _Mark) -> None:
    for reach, tint in ((1.0, m.colour), (0.55, m.ground)):
        corners = [math.radians(60 * i) for i in range(6)]
        m.painter.polygon([(m.x + math.cos(t) * m.r * reach, m.y + math.sin(t) * m.r * reach) for t in corners], tint)
    m.painter.ellipse((m.x, m.y), (m.r * 0.25, m.r * 0.25), m.second)


def _bars(m: _Mark) -> None:
    for step in range(4):
        left = m.x - m.r + m.r * step / 2
        top = m.y + m.r - 2 * m.r * (0.35 + 0.65 * ((step * 37 + m.count) % 4) / 3)
        m.painter.rectangle((left, top, left + m.r * 0.34, m.y + m.r), m.tint(step))


def _diamond(m: _Mark) -> None:
    for shift, tint in ((-0.3, m.colour), (0.3, m.second)):
        x = m.x + shift * m.r
        m.painter.polygon([(x, m.y - m.r), (x + m.r * 0.6, m.y), (x, m.y + m.r), (x - m.r * 0.6, m.y)], tint, 0.85)


def _swirl(m: _Mark) -> None:
    points = [
        (m.x + math.cos(t / 8 + m.turn) * m.r * t / 40, m.y + math.sin(t / 8 + m.turn) * m.r * t / 40)
        for t in range(4, 40)
    ]
    m.painter.line(points, m.colour, m.r * 0.22)


def _crest(m: _Mark) -> None:
    m.painter.ellipse((m.x, m.y), (m.r, m.r), m.colour)
    for step in range(m.count):
        angle = m.turn + 360 * step / m.count
        m.painter.ellipse(m.around(step, 0.5), (m.r * 0.34, m.r * 0.16), m.ground, angle=angle)


def _globe(m: _Mark) -> None:
    m.painter.ellipse((m.x, m.y), (m.r * 0.92, m.r * 0.92), m.colour, width=0.3)
    m.painter.ellipse((m.x, m.y), (m.r * 0.42, m.r * 0.92), m.colour, width=0.25)
    for shift in (-0.4, 0.0, 0.4):
        half = math.sqrt(0.84 - shift * shift) * m.r
        m.painter.line([(m.x - half, m.y + shift * m.r), (m.x + half, m.y + shift * m.r)], m.colour, 0.25)


def _chevrons(m: _Mark) -> None:
    top, bottom, size = m.y - m.r, m.y + m.r, 2 * m.r
    for step in range(3):
        x = m.x - m.r + size * 0.28 * step
        points = [
            (x, top), (x + size * 0.2, top), (x + size * 0.42, m.y), (x + size * 0.2, bottom), (x, bottom),
            (x + size * 0.22, m.y),
        ]  # fmt: skip
        m.painter.polygon(points, m.tint(step + 1))


def _house(m: _Mark) -> None:
    x, y, r = m.x, m.y, m.r
    m.painter.polygon([(x - r, y), (x, y - r * 0.9), (x + r, y)], m.colour)
    m.painter.rectangle((x - r * 0.65, y, x + r * 0.65, y + r * 0.85), m.second)
    m.painter.rectangle((x - r * 0.15, y + r * 0.3, x + r * 0.15, y + r * 0.85), m.ground)


_MARKS = (
    _ring, _discs, _triangles, _wave, _leaf, _hexagon, _bars, _diamond, _swirl, _crest, _globe, _chevrons, _house,
)  # fmt: skip


def make_logo(draws: Draws, size: float, colour: Colour, ground: Colour) -> Picture:
    """Draw a company mark.

    Args:
        draws: Source of chance.
        size: mm.
        colour: Main colour.
        ground: What it lies on.
    """
    shape = draws.choice(_MARKS)
    red, green, blue = (round(c * 0.55 + g * 0.45) for c, g in zip(colour, ground, strict=True))
    turn, count = draws.uniform(0, 360), draws.randint(3, 7)

    def paint(painter: Painter, box: Box) -> None:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        shape(_Mark(painter, x, y, size / 2, colour, (red, green, blue), ground, turn, count))

    return Picture(size, size, paint)


def _phone_sign(p: Painter, spot: Spot, ink: Colour, _back: Colour) -> None:
    x, y, r = spot
    p.ellipse((x - r * 0.1, y + r * 0.1), (r * 0.85, r * 0.85), ink, width=r * 0.42, arc=(60, 215))
    p.ellipse((x - r * 0.75, y - r * 0.45), (r * 0.32, r * 0.32), ink)
    p.ellipse((x + r * 0.4, y + r * 0.78), (r * 0.32, r * 0.32), ink)


def _mobile_sign(p: Painter, spot: Spot, ink: Colour, back: Colour) -> None:
    x, y, r = spot
    p.rectangle((x - r * 0.55, y - r, x + r * 0.55, y + r), ink)
    p.rectangle((x - r * 0.4, y - r * 0.75, x + r * 0.4, y + r * 0.6), back)


def _fax_sign(p: Painter, spot: Spot, ink: Colour, back: Colour) -> None:
    x, y, r = spot
    p.rectangle((x - r, y - r * 0.1, x + r, y + r * 0.9), ink)
    p.rectangle((x - r * 0.6, y - r, x + r * 0.6, y + r * 0.2), ink)
    p.rectangle((x - r * 0.45, y - r * 0.8, x + r * 0.45, y + r * 0.05), back)


def _mail_sign(p: Painter, spot: Spot, ink: Colour, back: Colour) -> None:
    x, y, r = spot
    p.rectangle((x - r, y - r * 0.7, x + r, y + r * 0.7), ink)
    p.line([(x - r, y - r * 0.6), (x, y + r * 0.15), (x + r, y - r * 0.6)], back, max(0.12, r * 0.2))


def _globe_sign(p: Painter, spot: Spot, ink: Colour, _back: Colour) -> None:
    x, y, r = spot
    p.ellipse((x, y), (r * 0.95, r * 0.95), ink, width=max(0.12, r * 0.18))
    p.ellipse((x, y), (r * 0.42, r * 0.95), ink, width=max(0.12, r * 0.15))
    p.line([(x - r * 0.95, y), (x + r * 0.95, y)], ink, max(0.12, r * 0.15))


def _pin_sign(p: Painter, spot: Spot, ink: Colour, back: Colour) -> None:
    x, y, r = spot
    p.ellipse((x, y - r * 0.3), (r * 0.65, r * 0.65), ink)
    p.polygon([(x - r * 0.6, y - r * 0.05), (x + r * 0.6, y - r * 0.05), (x, y + r)], ink)
    p.ellipse((x, y - r * 0.3), (r * 0.25, r * 0.25), back)


_SIGNS: dict[str, Callable[[Painter, Spot, Colour, Colour], None]] = {
    "phone": _phone_sign,
    "mobile": _mobile_sign,
    "fax": _fax_sign,
    "mail": _mail_sign,
    "globe": _globe_sign,
    "pin": _pin_sign,
}


def make_sign(name: str, size: float, shape: str, colour: Colour, ground: Colour) -> Picture:
    """Draw a small sign that stands for a label.

    Args:
        name: phone, mobile, fax, mail, globe or pin.
        size: mm.
        shape: disc, square or plain.
        colour: Of the disc, or of a plain sign.
        ground: What it lies on.
    """

    def paint(painter: Painter, box: Box) -> None:
        x, y, r = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, size / 2
        if shape == "disc":
            painter.ellipse((x, y), (r, r), colour)
        elif shape == "square":
            painter.rectangle(box, colour)
        if shape == "plain":
            _SIGNS[name](painter, (x, y, r * 0.9), colour, ground)
        else:
            _SIGNS[name](painter, (x, y, r * 0.52), ground, colour)

    return Picture(size, size, paint)


def qr_text(draws: Draws, content: Content) -> str:
    """Write what a card's QR code says: vCard 3.0 (RFC 2426), MECARD (NTT docomo) or a web address."""
    kind = draws.pick({"vcard": 4.0, "mecard": 3.0, "url": 3.0})
    name = content.person_name
    url = content.urls[0] if content.urls else ""
    phone = content.phones[0].number if content.phones else ""
    mail = content.emails[0] if content.emails else ""
    if kind == "url" or not name:
        return url or mail or phone or content.company.name
    family, given = (name[0], name[-1]) if content.japanese else (name[-1], name[0])
    if kind == "vcard":
        rows = ["BEGIN:VCARD", "VERSION:3.0", f"N:{family};{given};;;", f"FN:{' '.join(name)}"]
        rows += [f"ORG:{content.company.name}"]
        rows += [f"TEL;TYPE=WORK:{phone}"] if phone else []
        rows += [f"EMAIL:{mail}"] if mail else []
        rows += [f"URL:{url}"] if url else []
        return "\r\n".join([*rows, "END:VCARD", ""])
    values = {"TEL": phone, "EMAIL": mail, "URL": url}
    pieces = [f"N:{family},{given}", *(f"{key}:{value}" for key, value in values.items() if value)]
    return "MECARD:" + ";".join(pieces) + ";;"


_QUIET_MODULES = 2


def make_qr(draws: Draws, content: Content, size: float) -> Picture:
    """Draw a QR code whose content matches the card, on a white field of a size in mm."""
    code = segno.make(qr_text(draws, content), error="l", micro=False, boost_error=False)
    rows = [bytes(row) for row in code.matrix]
    module = size / (len(rows) + 2 * _QUIET_MODULES)

    def paint(painter: Painter, box: Box) -> None:
        painter.rectangle(box, (255, 255, 255))
        for y, row in enumerate(rows):
            top = box[1] + (y + _QUIET_MODULES) * module
            start = None
            for x, dark in enumerate([*row, 0]):
                if dark and start is None:
                    start = x
                elif not dark and start is not None:
                    left = box[0] + (start + _QUIET_MODULES) * module
                    right = box[0] + (x + _QUIET_MODULES) * module
                    painter.rectangle((left, top, right, top + module), (0, 0, 0))
                    start = None

    return Picture(size, size, paint)
