"""Where a card's parts stand. Each layout belongs to one pool: none is both trained on and judged by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generator.draws import Draws, Pool
from generator.kit import Kit
from generator.lexicon_ja import NOISE_LINES
from generator.lexicon_latin import LATIN_SLOGANS
from generator.phrases import Phrase, Segment, phrase, plain_phrase
from generator.sheet import Block, Box, Colour, Column, DoesNotFitError, Painter, Row, Sheet

T, H = Pool.TRAIN, Pool.HELD_OUT


@dataclass(frozen=True)
class Layout:
    """An arrangement.

    Attributes:
        name: For the records.
        script: ja, vertical, mixed (vertical name, horizontal lines), latin, or back.
        pool: Who may use it.
        arrange: Places the parts; raises DoesNotFitError when they do not fit.
        sizes: Card sizes in mm it suits.
    """

    name: str
    script: str
    pool: Pool
    arrange: Callable[[Kit, Sheet], None]
    sizes: tuple[tuple[float, float], ...]


LANDSCAPE = ((91.0, 55.0), (91.0, 55.0), (91.0, 55.0), (85.0, 55.0), (89.0, 51.0))
PORTRAIT = ((55.0, 91.0), (55.0, 91.0), (55.0, 85.0))
LAYOUTS: list[Layout] = []


def _layout(
    name: str, script: str, pool: Pool, sizes: tuple[tuple[float, float], ...] = LANDSCAPE
) -> Callable[[Callable[[Kit, Sheet], None]], Callable[[Kit, Sheet], None]]:
    def register(arrange: Callable[[Kit, Sheet], None]) -> Callable[[Kit, Sheet], None]:
        LAYOUTS.append(Layout(name, script, pool, arrange, sizes))
        return arrange

    return register


# -- decoration ----------------------------------------------------------------------------------------------------


def _fill(sheet: Sheet, box: Box, colour: Colour) -> None:
    sheet.shapes.append(lambda painter: painter.rectangle(box, colour))


def _shape(sheet: Sheet, points: list[tuple[float, float]], colour: Colour, opacity: float = 1.0) -> None:
    sheet.shapes.append(lambda painter: painter.polygon(points, colour, opacity))


def _rule(sheet: Sheet, start: tuple[float, float], end: tuple[float, float], colour: Colour, width: float) -> None:
    (x0, y0), (x1, y1), half = start, end, width / 2
    box = (x0, y0 - half, x1, y0 + half) if y0 == y1 else (x0 - half, y0, x0 + half, y1)
    _fill(sheet, box, colour)
    sheet.rules.append(box)


def _maybe_rule(kit: Kit, sheet: Sheet, x0: float, y0: float, x1: float, *, share: float = 0.5) -> None:
    draws = kit.draws.branch(f"rule {y0:.1f}")
    if draws.chance(share):
        colour = draws.choice((kit.palette.accent, kit.palette.soft))
        _rule(sheet, (x0, y0), (x1, y0), colour, draws.choice((0.15, 0.2, 0.35, 0.6)))


def _corner_decoration(kit: Kit, sheet: Sheet) -> None:
    """Put something in a corner or along an edge of an otherwise plain card, where no text stands."""
    draws = kit.draws.branch("corner")
    kind = draws.pick({"none": 11.0, "edge": 3.0, "corner": 1.5, "double edge": 1.0, "frame": 1.0, "arc": 1.0})
    accent, w, h = kit.palette.accent, sheet.width, sheet.height
    if kind == "edge":
        thick = draws.uniform(0.8, 2.0)
        side = draws.choice(("left", "top", "bottom", "right"))
        _fill(
            sheet,
            {
                "left": (0, 0, thick, h),
                "right": (w - thick, 0, w, h),
                "top": (0, 0, w, thick),
                "bottom": (0, h - thick, w, h),
            }[side],
            accent,
        )
    elif kind == "double edge":
        _fill(sheet, (0, h - 1.5, w, h), accent)
        _fill(sheet, (0, h - 2.2, w, h - 1.8), accent)
    elif kind == "corner":
        size = draws.uniform(4, 9)
        _shape(
            sheet,
            draws.choice(
                (
                    [(0, 0), (size, 0), (0, size)],
                    [(w, h), (w - size, h), (w, h - size)],
                    [(w, 0), (w - size, 0), (w, size)],
                )
            ),
            accent,
        )
    elif kind == "frame":
        for box in (
            (1.4, 1.4, w - 1.4, 1.6),
            (1.4, h - 1.6, w - 1.4, h - 1.4),
            (1.4, 1.4, 1.6, h - 1.4),
            (w - 1.6, 1.4, w - 1.4, h - 1.4),
        ):
            _fill(sheet, box, accent)
    elif kind == "arc":
        size = draws.uniform(4, 8)
        centre = draws.choice(((0.0, 0.0), (w, h), (w, 0.0)))
        sheet.shapes.append(lambda painter: painter.ellipse(centre, (size, size), accent))


def _m(kit: Kit) -> float:
    return kit.draws.branch("margin").uniform(4.0, 8.0)


def _person(
    kit: Kit,
    align: str = "left",
    *,
    colour: Colour | None = None,
    max_length: float | None = None,
    below: bool | None = None,
    reading: str | None = None,
) -> Block | None:
    """Stack roles and name; Latin cards put the title below the name more often."""
    if kit.content.person is None:
        return None
    draws = kit.draws.branch("person")
    name = kit.name(align, colour=colour, reading=reading)
    if max_length and name.width > max_length and not kit.vertical:
        name = kit.name(align, colour=colour, reading=reading, scale=max(0.72, max_length / name.width * 0.99))
    roles = kit.roles(align, colour=colour)
    if max_length and roles is not None and roles.width > max_length and not kit.vertical:
        roles = kit.roles(align, colour=colour, one_line=False, scale=max(0.8, max_length / roles.width * 0.99))
    if max_length and not kit.vertical and max(name.width, roles.width if roles else 0.0) > max_length:
        raise DoesNotFitError("name or titles are wider than their place")
    if below is None:
        below = draws.chance(0.12 if kit.content.japanese else 0.8)
    parts = [name, roles] if below else [roles, name]
    if kit.content.language == "bilingual" and kit.content.english_titles and draws.chance(0.4):
        english = phrase(Segment(", ".join(kit.content.english_titles), "title"), role="small")
        parts.insert(2 if below else 1, kit.line(english, colour=colour))
    return Column(parts, draws.uniform(1.2, 2.4), align)


def _qr_corner(kit: Kit, sheet: Sheet, x: float, y: float, anchor: str, *, share: float = 0.2) -> float:
    """Place a QR code now and then; get the width it takes."""
    draws = kit.draws.branch("qr corner")
    if kit.plain or not draws.chance(share):
        return 0.0
    size = draws.uniform(13.0, 18.0)
    sheet.put(kit.qr(size), x, y, anchor)
    return size + 2.0


# -- Japanese, horizontal ------------------------------------------------------------------------------------------


@_layout("ja-left", "ja", T)
def _ja_left(kit: Kit, sheet: Sheet) -> None:
    m, w, h = _m(kit), sheet.width, sheet.height
    _corner_decoration(kit, sheet)
    taken = _qr_corner(kit, sheet, w - m, h - m, "rb")
    contact = kit.contact(w - 2 * m - taken, h * 0.45)
    company = kit.company(max_length=w - 2 * m)
    person = _person(kit, max_length=w - 2 * m)
    sheet.put(company, m, m)
    free = h - 2 * m - company.height - contact.height
    if person is not None:
        x = m + kit.draws.choice((0.0, 0.0, 8.0, 14.0)) * (1 if person.width < w - 2 * m - 14 else 0)
        sheet.put(person, x, m + company.height + (free - person.height) * kit.draws.uniform(0.35, 0.65))
    sheet.put(contact, m, h - m, "lb")
    _maybe_rule(kit, sheet, m, h - m - contact.height - 1.4, w - m - taken, share=0.35)


@_layout("ja-name-centre", "ja", T)
def _ja_name_centre(kit: Kit, sheet: Sheet) -> None:
    m, w, h = _m(kit), sheet.width, sheet.height
    _corner_decoration(kit, sheet)
    company = kit.company(max_length=w - 2 * m)
    contact = kit.contact(w - 2 * m, h * 0.42)
    person = _person(kit, "centre", max_length=w - 2 * m)
    sheet.put(company, m, m)
    top, bottom = m + company.height, h - m - contact.height
    sheet.put(person, w / 2, (top + bottom) / 2, "cm")
    sheet.put(contact, kit.draws.choice((m, w - m - contact.width, (w - contact.width) / 2)), h - m, "lb")


@_layout("ja-indent", "ja", T)
def _ja_indent(kit: Kit, sheet: Sheet) -> None:
    m, w, h = _m(kit), sheet.width, sheet.height
    _corner_decoration(kit, sheet)
    x = m + kit.draws.uniform(10, 24)
    contact = kit.contact(w - x - m * 0.7, h * 0.45, mode="lines")
    company = kit.company(max_length=w - 2 * m)
    person = _person(kit, max_length=w - x - m)
    sheet.put(company, m, m)
    top, bottom = m + company.height, h - m - contact.height
    sheet.put(person, x, (top + bottom) / 2, "lm")
    sheet.put(contact, x, h - m, "lb")


@_layout("ja-centred", "ja", T)
def _ja_centred(kit: Kit, sheet: Sheet) -> None:
    m, w, h = _m(kit), sheet.width, sheet.height
    _corner_decoration(kit, sheet)
    company = kit.company("centre", max_length=w - 2 * m)
    contact = kit.contact(w - 2 * m, h * 0.4, align="centre", mode="lines")
    person = _person(kit, "centre", max_length=w - 2 * m)
    sheet.put(company, w / 2, m, "ct")
    top, bottom = m + company.height, h - m - contact.height
    sheet.put(person, w / 2, (top + bottom) / 2, "cm")
    sheet.put(contact, w / 2, h - m, "cb")
    _maybe_rule(kit, sheet, w * 0.3, bottom - 1.2, w * 0.7, share=0.3)


@_layout("ja-two-columns", "ja", T)
def _ja_two_columns(kit: Kit, sheet: Sheet) -> None:
    m, w, h = _m(kit) * 0.8, sheet.width, sheet.height
    cut = w * kit.draws.uniform(0.38, 0.46)
    person = _person(kit, max_length=cut - m - 2)
    right = Column(
        [
            kit.company(max_length=w - cut - m - 3, logo=kit.draws.choice(("none", "above"))),
            kit.contact(w - cut - m - 3, h * 0.6),
        ],
        kit.draws.uniform(2.5, 5.0),
    )
    sheet.put(person, m, h / 2, "lm")
    sheet.put(right, cut + 3, h / 2, "lm")
    if kit.draws.chance(0.7):
        _rule(sheet, (cut, h * 0.15), (cut, h * 0.85), kit.palette.accent, kit.draws.choice((0.2, 0.4, 0.8)))


@_layout("ja-band-left", "ja", T)
def _ja_band_left(kit: Kit, sheet: Sheet) -> None:
    m, w, h = 4.5, sheet.width, sheet.height
    band = kit.draws.uniform(14, 24)
    _fill(sheet, (0, 0, band, h), kit.palette.accent)
    mark = kit.draws.chance(0.7)
    if mark:
        sheet.put(
            kit.logo(band * 0.5, colour=kit.palette.on_accent),
            band / 2,
            kit.draws.choice((m + 2, h / 2 - band / 4)),
            "ct",
        )
    x = band + kit.draws.uniform(3.5, 6)
    room = w - x - m
    contact = kit.contact(room, h * 0.45)
    company = kit.company(max_length=room, logo="none")
    person = _person(kit, max_length=room)
    sheet.put(company, x, m + 1)
    top, bottom = m + 1 + company.height, h - m - contact.height
    sheet.put(person, x, (top + bottom) / 2, "lm")
    sheet.put(contact, x, h - m, "lb")


@_layout("ja-band-top", "ja", T)
def _ja_band_top(kit: Kit, sheet: Sheet) -> None:
    m, w, h = _m(kit), sheet.width, sheet.height
    company = kit.company(
        max_length=w - 2 * m, colour=kit.palette.on_accent, extras=False, logo=kit.draws.choice(("none", "left"))
    )
    band = company.height + kit.draws.uniform(5, 8)
    _fill(sheet, (0, 0, w, band), kit.palette.accent)
    sheet.put(company, kit.draws.choice((m, (w - company.width) / 2)), band / 2, "lm")
    taken = _qr_corner(kit, sheet, w - m, h - m, "rb", share=0.25)
    contact = kit.contact(w - 2 * m - taken, h - band - m - 13)
    person = _person(kit, max_length=w - 2 * m)
    bottom = h - m - contact.height
    sheet.put(person, m, (band + bottom) / 2, "lm")
    sheet.put(contact, m, h - m, "lb")


@_layout("ja-band-bottom", "ja", T)
def _ja_band_bottom(kit: Kit, sheet: Sheet) -> None:
    m, w, h = _m(kit), sheet.width, sheet.height
    contact = kit.contact(w - 2 * m, h * 0.42, colour=kit.palette.on_accent, mode="lines", notes=False)
    band = contact.height + kit.draws.uniform(5, 7)
    _fill(sheet, (0, h - band, w, h), kit.palette.accent)
    sheet.put(contact, kit.draws.choice((m, (w - contact.width) / 2)), h - band / 2, "lm")
    company = kit.company(max_length=w - 2 * m)
    person = _person(kit, max_length=w - 2 * m)
    sheet.put(company, m, m)
    sheet.put(
        person,
        kit.draws.choice((m, m + 10)) if person and person.width < w - 2 * m - 10 else m,
        (m + company.height + h - band) / 2,
        "lm",
    )


@_layout("ja-company-below", "ja", T)
def _ja_company_below(kit: Kit, sheet: Sheet) -> None:
    m, w, h = _m(kit), sheet.width, sheet.height
    _corner_decoration(kit, sheet)
    taken = _qr_corner(kit, sheet, w - m, m, "rt", share=0.2)
    person = _person(kit, max_length=w - 2 * m - taken)
    lower = Column([kit.company(max_length=w - 2 * m), kit.contact(w - 2 * m, h * 0.42)], kit.draws.uniform(1.2, 2.5))
    sheet.put(lower, m, h - m, "lb")
    sheet.put(person, m, m + (h - 2 * m - lower.height) * 0.4, "lm")
    _maybe_rule(kit, sheet, m, h - m - lower.height - 1.5, w - m, share=0.45)


@_layout("ja-right", "ja", T)
def _ja_right(kit: Kit, sheet: Sheet) -> None:
    m, w, h = _m(kit), sheet.width, sheet.height
    _corner_decoration(kit, sheet)
    align = kit.draws.choice(("right", "left"))
    contact = kit.contact(w - 2 * m, h * 0.42, align=align, mode="lines")
    company = kit.company(max_length=w - 2 * m)
    person = _person(kit, "right", max_length=w - 2 * m)
    sheet.put(company, m, m)
    top, bottom = m + company.height, h - m - contact.height
    sheet.put(person, w - m, (top + bottom) / 2, "rm")
    sheet.put(contact, w - m, h - m, "rb")
    _maybe_rule(kit, sheet, w - m - contact.width, bottom - 1.3, w - m, share=0.35)


@_layout("ja-portrait", "ja", T, PORTRAIT)
def _ja_portrait(kit: Kit, sheet: Sheet) -> None:
    m, w, h = 4.5, sheet.width, sheet.height
    align = kit.draws.choice(("centre", "left"))
    x = w / 2 if align == "centre" else m
    anchor = "c" if align == "centre" else "l"
    company = kit.company(align, max_length=w - 2 * m, logo=kit.draws.choice(("above", "none")))
    contact = kit.contact(w - 2 * m, h * 0.4, align=align, mode="lines")
    person = _person(kit, align, max_length=w - 2 * m)
    sheet.put(company, x, m + kit.draws.uniform(1, 6), anchor + "t")
    sheet.put(person, x, h * kit.draws.uniform(0.42, 0.5), anchor + "m")
    sheet.put(contact, x, h - m - 1, anchor + "b")


@_layout("ja-title-beside", "ja", H)
def _ja_title_beside(kit: Kit, sheet: Sheet) -> None:
    m, w, h = _m(kit), sheet.width, sheet.height
    _corner_decoration(kit, sheet)
    company = kit.company(max_length=w - 2 * m)
    contact = kit.contact(w - 2 * m - 6, h * 0.42, mode="lines")
    sheet.put(company, m, m)
    x = w - m - contact.width if kit.draws.chance(0.5) else m + 6
    top, bottom = m + company.height, h - m - contact.height
    if kit.content.person is not None:
        roles = kit.roles("left", one_line=False)
        name = kit.name("left")
        person = Row([roles, name], kit.draws.uniform(3, 6), kit.draws.choice(("bottom", "middle")))
        if person.width > w - 2 * m:
            person2: Block = Column([roles, name], 1.5)
            sheet.put(person2, m, (top + bottom) / 2, "lm")
        else:
            sheet.put(person, (w - person.width) / 2 if kit.draws.chance(0.5) else m, (top + bottom) / 2, "lm")
    sheet.put(contact, x, h - m, "lb")


@_layout("ja-diagonal", "ja", H)
def _ja_diagonal(kit: Kit, sheet: Sheet) -> None:
    m, w, h = 5.0, sheet.width, sheet.height
    a, b = w * kit.draws.uniform(0.2, 0.3), w * kit.draws.uniform(0.08, 0.16)
    points = [(w, 0), (w - a, 0), (w - b, h), (w, h)]
    _shape(sheet, points, kit.palette.accent)
    if kit.draws.chance(0.5):
        _shape(sheet, [(w - a - 2, 0), (w - a - 1, 0), (w - b - 1, h), (w - b - 2, h)], kit.palette.accent, 0.5)
    if kit.draws.chance(0.6):
        sheet.put(kit.logo(min(a, b) * 0.6, colour=kit.palette.on_accent), w - min(a, b) * 0.75, m, "ct")
    room = w - a - m - 3
    contact = kit.contact(room, h * 0.45)
    company = kit.company(max_length=room, logo="none")
    person = _person(kit, max_length=room)
    sheet.put(company, m, m)
    sheet.put(contact, m, h - m, "lb")
    sheet.put(person, m, (m + company.height + h - m - contact.height) / 2, "lm")


@_layout("ja-logo-half", "ja", H)
def _ja_logo_half(kit: Kit, sheet: Sheet) -> None:
    m, w, h = 5.0, sheet.width, sheet.height
    cut = w * kit.draws.uniform(0.3, 0.37)
    filled = kit.draws.chance(0.5)
    if filled:
        _fill(sheet, (0, 0, cut, h), kit.palette.accent)
    colour = kit.palette.on_accent if filled else None
    brand = kit.company_line(max_length=cut - 6, colour=colour, align="centre", scale=0.9)
    sheet.put(Column([kit.logo(kit.draws.uniform(11, 16), colour=colour), brand], 2.0, "centre"), cut / 2, h / 2, "cm")
    room = w - cut - m - 3
    contact = kit.contact(room, h * 0.5)
    person = _person(kit, max_length=room)
    sheet.put(person, cut + 4, m + 2)
    sheet.put(contact, cut + 4, h - m, "lb")


@_layout("ja-contact-top", "ja", H)
def _ja_contact_top(kit: Kit, sheet: Sheet) -> None:
    m, w, h = _m(kit), sheet.width, sheet.height
    _corner_decoration(kit, sheet)
    align = kit.draws.choice(("left", "right"))
    anchor = align[0]
    company = kit.company(max_length=w - 2 * m)
    upper = Column(
        [company, kit.contact(w - 2 * m, h * 0.42, align=align, mode="lines")], kit.draws.uniform(1.5, 3), align
    )
    person = _person(kit, "right", max_length=w - 2 * m)
    sheet.put(upper, m if align == "left" else w - m, m, anchor + "t")
    sheet.put(person, w - m, h - m, "rb")


@_layout("ja-frame", "ja", H)
def _ja_frame(kit: Kit, sheet: Sheet) -> None:
    w, h = sheet.width, sheet.height
    edge, m = kit.draws.uniform(1.8, 3.2), 6.5
    thick = kit.draws.choice((0.2, 0.35, 0.8))
    for box in (
        (edge, edge, w - edge, edge + thick),
        (edge, h - edge - thick, w - edge, h - edge),
        (edge, edge, edge + thick, h - edge),
        (w - edge - thick, edge, w - edge, h - edge),
    ):
        _fill(sheet, box, kit.palette.accent)
    person = _person(kit, "centre", max_length=w - 2 * m)
    company = kit.company("centre", max_length=w - 2 * m, logo=kit.draws.choice(("none", "left")))
    contact = kit.contact(w - 2 * m, h * 0.36, align="centre", mode="lines")
    sheet.put(company, w / 2, m, "ct")
    sheet.put(contact, w / 2, h - m, "cb")
    sheet.put(person, w / 2, (m + company.height + h - m - contact.height) / 2, "cm")


@_layout("ja-stripe-middle", "ja", H)
def _ja_stripe_middle(kit: Kit, sheet: Sheet) -> None:
    m, w, h = _m(kit), sheet.width, sheet.height
    name = (
        kit.name("left", colour=kit.palette.on_accent)
        if kit.content.person
        else kit.company_line(max_length=w - 2 * m, colour=kit.palette.on_accent)
    )
    company = kit.company(max_length=w - 2 * m) if kit.content.person else None
    roles = kit.roles("left") if kit.content.person else None
    contact = kit.contact(w - 2 * m, h * 0.4)
    upper = Column([company, roles], 2.0)
    stripe = name.height + 3.5
    top = m + upper.height + kit.draws.uniform(1.5, 3)
    _fill(sheet, (0, top, w, top + stripe), kit.palette.accent)
    sheet.put(upper, m, m)
    sheet.put(name, m, top + stripe / 2, "lm")
    sheet.put(contact, m, h - m + 1, "lb")
    if top + stripe + 0.5 > h - m + 1 - contact.height:
        raise DoesNotFitError("the contact block reaches into the stripe")


@_layout("ja-feet", "ja", H)
def _ja_feet(kit: Kit, sheet: Sheet) -> None:
    m, w, h = _m(kit), sheet.width, sheet.height
    _corner_decoration(kit, sheet)
    half = (w - 2 * m) * kit.draws.uniform(0.5, 0.58)
    left = kit.contact(half - 2, h * 0.4, order="a", mode="lines", notes=False)
    right = kit.contact(w - 2 * m - half, h * 0.42, order="nw", mode="lines", notes=False)
    person = _person(kit, max_length=w - 2 * m)
    company = kit.company(max_length=w - 2 * m)
    sheet.put(person, m, m)
    bottom = max(left.height, right.height)
    sheet.put(left, m, h - m, "lb")
    sheet.put(right, m + half, h - m, "lb")
    sheet.put(company, m, h - m - bottom - 2.5, "lb")


@_layout("ja-plain-list", "ja", H)
def _ja_plain_list(kit: Kit, sheet: Sheet) -> None:
    m, w, h = _m(kit), sheet.width, sheet.height
    person = _person(kit, max_length=w - 2 * m, below=kit.draws.chance(0.4))
    block = Column(
        [
            person,
            kit.company(max_length=w - 2 * m, logo="none"),
            kit.contact(w - 2 * m, h * 0.5, mode=kit.draws.choice(("lines", "table"))),
        ],
        kit.draws.uniform(2, 4),
    )
    sheet.put(block, m, h / 2, "lm")


# -- Japanese, vertical --------------------------------------------------------------------------------------------


@_layout("v-classic", "vertical", T, (*LANDSCAPE[:1], *PORTRAIT))
def _v_classic(kit: Kit, sheet: Sheet) -> None:
    m, w, h = kit.draws.uniform(4.5, 6.5), sheet.width, sheet.height
    company = kit.company("left", max_length=h - 2 * m, logo="none")
    contact = kit.contact(h - 2 * m, w * 0.4)
    person = _v_person(kit, h - 2 * m)
    sheet.put(company, w - m, m, "rt")
    left, right = m + contact.width, w - m - company.width
    sheet.put(person, (left + right) / 2, h * kit.draws.uniform(0.46, 0.52), "cm")
    low = kit.draws.chance(0.6)
    sheet.put(contact, m, h - m if low else m, "lb" if low else "lt")


def _v_person(kit: Kit, room: float) -> Block | None:
    """Put the roles to the right of the name and higher, or above it in the same column."""
    if kit.content.person is None:
        return None
    name = kit.name("left")
    roles = kit.roles("left", one_line=kit.draws.branch("v roles").chance(0.4))
    if roles is None:
        return name
    if roles.height > room:
        roles = kit.roles("left", one_line=False, scale=0.85)
        assert roles is not None
    draws = kit.draws.branch("v person")
    if draws.chance(0.35) and roles.height + name.height + 4 <= room and roles.width < 8:
        return Column([roles, name], draws.uniform(2.5, 4.0), "centre")
    return Row([roles, name], draws.uniform(1.5, 3.0), draws.choice(("top", "top", "middle")), reverse=True)


@_layout("v-portrait", "vertical", T, PORTRAIT)
def _v_portrait(kit: Kit, sheet: Sheet) -> None:
    m, w, h = 5.0, sheet.width, sheet.height
    if kit.draws.chance(0.4):
        sheet.put(kit.logo(kit.draws.uniform(6, 9)), m + 1, m + 1)
        contact_room = h - 2 * m - 12
    else:
        contact_room = h - 2 * m
    company = kit.company("left", max_length=h - 2 * m, logo="none")
    contact = kit.contact(contact_room, w * 0.42)
    person = _v_person(kit, h - 2 * m)
    sheet.put(company, w - m, m, "rt")
    sheet.put(contact, m, h - m, "lb")
    sheet.put(person, (m + contact.width + w - m - company.width) / 2, h / 2, "cm")


@_layout("v-frame", "vertical", T, (*LANDSCAPE[:2], *PORTRAIT))
def _v_frame(kit: Kit, sheet: Sheet) -> None:
    w, h, m = sheet.width, sheet.height, 6.0
    for box in (
        (2.2, 2.2, w - 2.2, 2.4),
        (2.2, h - 2.4, w - 2.2, h - 2.2),
        (2.2, 2.2, 2.4, h - 2.2),
        (w - 2.4, 2.2, w - 2.2, h - 2.2),
    ):
        _fill(sheet, box, kit.palette.accent)
    company = kit.company("left", max_length=h - 2 * m, logo="none")
    contact = kit.contact(h - 2 * m, w * 0.4)
    person = _v_person(kit, h - 2 * m)
    sheet.put(company, w - m, m, "rt")
    sheet.put(contact, m, m, "lt")
    sheet.put(person, (m + contact.width + w - m - company.width) / 2, h / 2, "cm")


@_layout("v-company-left", "vertical", H, (*LANDSCAPE[:1], *PORTRAIT))
def _v_company_left(kit: Kit, sheet: Sheet) -> None:
    m, w, h = kit.draws.uniform(4.5, 6.5), sheet.width, sheet.height
    person = _v_person(kit, h - 2 * m)
    company = kit.company("left", max_length=h - 2 * m, logo="none")
    contact = kit.contact(h - 2 * m, w * 0.4)
    sheet.put(person, w - m - kit.draws.uniform(0, 6), h / 2, "rm")
    company_x = m + contact.width + 2.5
    sheet.put(company, company_x, m, "lt")
    sheet.put(contact, m, h - m, "lb")


@_layout("v-edge", "vertical", H, (*LANDSCAPE[:2], *PORTRAIT))
def _v_edge(kit: Kit, sheet: Sheet) -> None:
    w, h, m = sheet.width, sheet.height, 5.0
    edge = kit.draws.uniform(2.0, 5.0)
    _fill(sheet, (w - edge, 0, w, h), kit.palette.accent)
    company = kit.company("left", max_length=h - 2 * m, logo="none")
    contact = kit.contact(h - 2 * m, w * 0.4)
    person = _v_person(kit, h - 2 * m)
    sheet.put(company, w - edge - 3, m, "rt")
    sheet.put(contact, m, h - m, "lb")
    sheet.put(person, (m + contact.width + w - edge - 3 - company.width) / 2, h * 0.5, "cm")


def _flat(kit: Kit) -> Kit:
    other = Kit(kit.draws, kit.content, kit.style, vertical=False, plain=kit.plain)
    other.wording = kit.wording
    return other


@_layout("v-name-h-rest", "mixed", T, (*LANDSCAPE[:1], *PORTRAIT))
def _v_name_h_rest(kit: Kit, sheet: Sheet) -> None:
    m, w, h = 5.0, sheet.width, sheet.height
    flat = _flat(kit)
    contact = flat.contact(w - 2 * m, h * 0.35, mode="lines")
    room = h - 2 * m - contact.height - 2
    person = _v_person(kit, room)
    company = kit.company("left", max_length=room, logo="none")
    sheet.put(company, w - m, m, "rt")
    sheet.put(person, (w - company.width) / 2, m + room / 2, "cm")
    sheet.put(contact, m if w > h else w / 2, h - m, "lb" if w > h else "cb")


@_layout("v-name-h-left", "mixed", H, (*LANDSCAPE[:1], *PORTRAIT))
def _v_name_h_left(kit: Kit, sheet: Sheet) -> None:
    m, w, h = 5.0, sheet.width, sheet.height
    flat = _flat(kit)
    company = flat.company("left", max_length=w - 2 * m)
    contact = flat.contact(w - 2 * m, h * 0.35, mode="lines")
    room = h - 2 * m - contact.height - company.height - 4
    person = _v_person(kit, room)
    sheet.put(company, m, m)
    sheet.put(person, w * kit.draws.uniform(0.45, 0.6), m + company.height + 2 + room / 2, "cm")
    sheet.put(contact, m, h - m, "lb")


# -- Latin ---------------------------------------------------------------------------------------------------------


@_layout("l-left", "latin", T)
def _l_left(kit: Kit, sheet: Sheet) -> None:
    m, w, h = _m(kit), sheet.width, sheet.height
    _corner_decoration(kit, sheet)
    taken = _qr_corner(kit, sheet, w - m, h - m, "rb", share=0.15)
    person = _person(kit, max_length=w - 2 * m)
    company = kit.company(max_length=w - 2 * m)
    contact = kit.contact(w - 2 * m - taken, h * 0.5)
    if kit.draws.chance(0.5):
        sheet.put(company, m, m)
        sheet.put(person, m, (m + company.height + h - m - contact.height) / 2, "lm")
    else:
        sheet.put(person, m, m)
        lower = m + (person.height if person else 0)
        sheet.put(company, m, (lower + h - m - contact.height) / 2, "lm")
    sheet.put(contact, m, h - m, "lb")


@_layout("l-centre", "latin", T)
def _l_centre(kit: Kit, sheet: Sheet) -> None:
    m, w, h = _m(kit), sheet.width, sheet.height
    _corner_decoration(kit, sheet)
    company = kit.company("centre", max_length=w - 2 * m, logo=kit.draws.choice(("above", "none", "left")))
    person = _person(kit, "centre", max_length=w - 2 * m)
    contact = kit.contact(w - 2 * m, h * 0.42, align="centre", mode="lines")
    sheet.put(company, w / 2, m, "ct")
    sheet.put(person, w / 2, (m + company.height + h - m - contact.height) / 2, "cm")
    sheet.put(contact, w / 2, h - m, "cb")


@_layout("l-split", "latin", T)
def _l_split(kit: Kit, sheet: Sheet) -> None:
    m, w, h = 5.0, sheet.width, sheet.height
    cut = w * kit.draws.uniform(0.34, 0.44)
    right_side = kit.draws.chance(0.5)
    x0 = w - cut if right_side else 0.0
    _fill(sheet, (x0, 0, x0 + cut, h), kit.palette.accent)
    brand = kit.company_line(max_length=cut - 6, colour=kit.palette.on_accent, align="centre")
    sheet.put(
        Column([kit.logo(kit.draws.uniform(10, 16), colour=kit.palette.on_accent), brand], 2.5, "centre"),
        x0 + cut / 2,
        h / 2,
        "cm",
    )
    x = m if right_side else cut + 4
    room = w - cut - m - 4
    person = _person(kit, max_length=room)
    contact = kit.contact(room, h * 0.58)
    sheet.put(person, x, m + 2)
    sheet.put(contact, x, h - m, "lb")


@_layout("l-two-columns", "latin", T)
def _l_two_columns(kit: Kit, sheet: Sheet) -> None:
    m, w, h = _m(kit) * 0.8, sheet.width, sheet.height
    cut = w * kit.draws.uniform(0.42, 0.5)
    left = Column(
        [_person(kit, max_length=cut - m - 2), kit.company(max_length=cut - m - 2, logo="none")],
        kit.draws.uniform(5, 10),
    )
    contact = kit.contact(w - cut - m - 3, h * 0.7)
    sheet.put(left, m, h / 2, "lm")
    sheet.put(contact, cut + 3, h / 2, "lm")
    if kit.draws.chance(0.6):
        _rule(sheet, (cut, h * 0.2), (cut, h * 0.8), kit.palette.accent, kit.draws.choice((0.2, 0.5)))


@_layout("l-right", "latin", T)
def _l_right(kit: Kit, sheet: Sheet) -> None:
    m, w, h = _m(kit), sheet.width, sheet.height
    _corner_decoration(kit, sheet)
    company = kit.company("right", max_length=w - 2 * m)
    person = _person(kit, "right", max_length=w - 2 * m)
    contact = kit.contact(w - 2 * m, h * 0.48, align="right", mode="lines")
    sheet.put(company, w - m, m, "rt")
    sheet.put(person, w - m, (m + company.height + h - m - contact.height) / 2, "rm")
    sheet.put(contact, w - m, h - m, "rb")


@_layout("l-corners", "latin", T)
def _l_corners(kit: Kit, sheet: Sheet) -> None:
    m, w, h = _m(kit), sheet.width, sheet.height
    person = _person(kit, max_length=w * 0.55)
    contact = kit.contact(
        w * 0.55, h * 0.5, align="right", order="nwa" if kit.draws.chance(0.5) else "wna", mode="lines", notes=False
    )
    company = kit.company(max_length=w - 2 * m)
    sheet.put(person, m, m)
    sheet.put(contact, w - m, m, "rt")
    sheet.put(company, m, h - m, "lb")


@_layout("l-portrait", "latin", T, PORTRAIT)
def _l_portrait(kit: Kit, sheet: Sheet) -> None:
    m, w, h = 4.5, sheet.width, sheet.height
    company = kit.company("centre", max_length=w - 2 * m, logo="above")
    person = _person(kit, "centre", max_length=w - 2 * m)
    contact = kit.contact(w - 2 * m, h * 0.4, align="centre", mode="lines")
    sheet.put(company, w / 2, m + 3, "ct")
    sheet.put(person, w / 2, h * 0.5, "cm")
    sheet.put(contact, w / 2, h - m - 1, "cb")


@_layout("l-footer", "latin", H)
def _l_footer(kit: Kit, sheet: Sheet) -> None:
    m, w, h = _m(kit), sheet.width, sheet.height
    half = (w - 2 * m) * kit.draws.uniform(0.45, 0.55)
    left = kit.contact(half - 2, h * 0.4, order="a", mode="lines", notes=False)
    right = kit.contact(w - 2 * m - half, h * 0.45, order="nw", mode="lines", notes=False)
    company = kit.company(max_length=w - 2 * m)
    person = _person(kit, max_length=w - 2 * m)
    sheet.put(company, m, m)
    foot = max(left.height, right.height)
    sheet.put(person, m, (m + company.height + h - m - foot) / 2, "lm")
    sheet.put(left, m, h - m - foot)
    sheet.put(right, m + half, h - m - foot)
    _maybe_rule(kit, sheet, m, h - m - foot - 1.5, w - m, share=0.4)


@_layout("l-curve", "latin", H)
def _l_curve(kit: Kit, sheet: Sheet) -> None:
    m, w, h = 5.5, sheet.width, sheet.height
    reach = w * kit.draws.uniform(0.3, 0.38)
    radius = h * kit.draws.uniform(0.9, 1.3)
    accent = kit.palette.accent

    def paint(painter: Painter) -> None:
        painter.ellipse((w + radius - reach - 2.0, h / 2), (radius, radius), accent, opacity=0.5)
        painter.ellipse((w + radius - reach, h / 2), (radius, radius), accent)

    sheet.shapes.append(paint)
    brand = kit.company_line(max_length=reach - 8, colour=kit.palette.on_accent, align="centre", scale=0.9)
    sheet.put(
        Column([kit.logo(kit.draws.uniform(9, 13), colour=kit.palette.on_accent), brand], 2.0, "centre"),
        w - reach / 2 + 1.5,
        h / 2,
        "cm",
    )
    room = w - reach - m - 4
    person = _person(kit, max_length=room)
    contact = kit.contact(room, h * 0.55)
    sheet.put(Column([person, contact], kit.draws.uniform(3, 6)), m, h / 2, "lm")


@_layout("l-band-foot", "latin", H)
def _l_band_foot(kit: Kit, sheet: Sheet) -> None:
    m, w, h = _m(kit), sheet.width, sheet.height
    company = kit.company(
        max_length=w - 2 * m, colour=kit.palette.on_accent, extras=False, logo=kit.draws.choice(("left", "none"))
    )
    band = company.height + kit.draws.uniform(4, 7)
    _fill(sheet, (0, h - band, w, h), kit.palette.accent)
    sheet.put(company, kit.draws.choice((m, w - m - company.width, (w - company.width) / 2)), h - band / 2, "lm")
    person = _person(kit, max_length=w - 2 * m)
    contact = kit.contact(w - 2 * m, h - band - m - (person.height if person else 0) - 4)
    sheet.put(person, m, m)
    sheet.put(contact, m if kit.draws.chance(0.5) else w - m - contact.width, h - band - 2.5, "lb")


@_layout("l-stacked", "latin", H)
def _l_stacked(kit: Kit, sheet: Sheet) -> None:
    m, w, h = _m(kit), sheet.width, sheet.height
    _corner_decoration(kit, sheet)
    align = kit.draws.choice(("left", "centre"))
    taken = _qr_corner(kit, sheet, w - m, h / 2, "rm", share=0.3) if align == "left" else 0.0
    block = Column(
        [
            _person(kit, align, max_length=w - 2 * m - taken),
            kit.company(align, max_length=w - 2 * m - taken, logo="none"),
            kit.contact(w - 2 * m - taken, h * 0.55, align=align, mode="lines" if align == "centre" else None),
        ],
        kit.draws.uniform(2.5, 4.0),
        align,
    )
    sheet.put(block, m if align == "left" else w / 2, h / 2, ("l" if align == "left" else "c") + "m")


@_layout("l-logo-right", "latin", H)
def _l_logo_right(kit: Kit, sheet: Sheet) -> None:
    m, w, h = _m(kit), sheet.width, sheet.height
    mark = kit.logo(kit.draws.uniform(9, 14))
    sheet.put(mark, w - m, m, "rt")
    company = kit.company_line(max_length=w - 2 * m - mark.width - 3)
    person = _person(kit, max_length=w - 2 * m)
    contact = kit.contact(w - 2 * m, h * 0.42)
    sheet.put(company, m, m)
    sheet.put(contact, w - m - contact.width if kit.draws.chance(0.4) else m, h - m, "lb")
    sheet.put(person, m, (m + max(company.height, mark.height * 0.7) + h - m - contact.height) / 2, "lm")


# -- backs ---------------------------------------------------------------------------------------------------------


def _company_alone(kit: Kit, sheet: Sheet, extra: list[Block | None]) -> None:
    w, h = sheet.width, sheet.height
    company = kit.company("centre", max_length=w - 14, logo="above", extras=False, scale=1.1)
    sheet.put(Column([company, *extra], 3.0, "centre"), w / 2, h / 2, "cm")


@_layout("back-mark", "back", T)
def _back_mark(kit: Kit, sheet: Sheet) -> None:
    if kit.draws.chance(0.4):
        _fill(sheet, (0, 0, sheet.width, 2.5), kit.palette.accent)
    url: Phrase | None = phrase(Segment(kit.content.urls[0], "url", "url:0")) if kit.content.urls else None
    _company_alone(kit, sheet, [kit.line(url) if url else None])


@_layout("back-services", "back", H)
def _back_services(kit: Kit, sheet: Sheet) -> None:
    draws: Draws = kit.draws.branch("services")
    texts = draws.sample(NOISE_LINES if kit.content.japanese else LATIN_SLOGANS, draws.randint(3, 5))
    rows: list[Block | None] = [kit.line(plain_phrase(text, "body")) for text in texts]
    company = kit.company(max_length=sheet.width - 12, extras=False)
    sheet.put(company, 6, 6)
    sheet.put(Column(rows, 1.2), 6, 8 + company.height + 4)


def layouts(script: str, pool: Pool) -> list[Layout]:
    """List the layouts of a script and pool."""
    return [layout for layout in LAYOUTS if layout.script == script and layout.pool is pool]
