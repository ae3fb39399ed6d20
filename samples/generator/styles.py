"""How one card looks: typefaces, sizes, colours, what the paper is like."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass
from itertools import product

import cv2
import numpy as np

from generator.draws import Draws, Pool
from generator.fonts import Family, Typeface, draw_family, families, weight_near
from generator.sheet import Colour, Painter, Setting


@dataclass(frozen=True)
class Palette:
    """The colours of a card.

    Attributes:
        ground: Paper.
        ink: Main text.
        soft: Secondary text, still readable.
        accent: Bands, rules, logos.
        on_accent: Text on the accent.
        kind: white, tinted, dark, coloured or photographic.
    """

    ground: Colour
    ink: Colour
    soft: Colour
    accent: Colour
    on_accent: Colour
    kind: str


def _hsv(hue: float, saturation: float, value: float) -> Colour:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1.0, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)


def luminance(colour: Colour) -> float:
    """Get the relative luminance of a colour, 0..1 (WCAG 2.1)."""
    linear = [(c / 255 / 12.92) if c / 255 <= 0.03928 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    """Get the contrast ratio of two colours, 1..21 (WCAG 2.1)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _readable_on(draws: Draws, ground: Colour, wanted: Colour, *, least: float) -> Colour:
    if contrast(ground, wanted) >= least:
        return wanted
    light, dark = _hsv(draws.random(), 0.05, 0.98), _hsv(draws.random(), 0.3, 0.12)
    return light if contrast(ground, light) > contrast(ground, dark) else dark


_ACCENT_HUES = (0.0, 0.02, 0.06, 0.1, 0.13, 0.25, 0.33, 0.4, 0.48, 0.53, 0.57, 0.6, 0.63, 0.68, 0.78, 0.9, 0.95)


def draw_palette(draws: Draws) -> Palette:
    """Draw the colours of a card; most cards are white or nearly so."""
    kind = draws.pick({"white": 52.0, "tinted": 17.0, "dark": 13.0, "coloured": 11.0, "photographic": 7.0})
    hue = draws.choice(_ACCENT_HUES) + draws.uniform(-0.02, 0.02)
    accent = _hsv(hue, draws.uniform(0.5, 1.0), draws.uniform(0.35, 0.85))
    if kind == "white":
        ground: Colour = draws.choice(
            ((255, 255, 255), (255, 255, 255), (252, 252, 250), (250, 250, 252), (248, 247, 243))
        )
    elif kind == "tinted":
        ground = _hsv(draws.random(), draws.uniform(0.03, 0.14), draws.uniform(0.9, 0.99))
    elif kind == "dark":
        ground = _hsv(draws.choice((hue, 0.62, 0.6, 0.0, 0.4)), draws.uniform(0.0, 0.75), draws.uniform(0.05, 0.3))
        accent = draws.choice((_hsv(0.12, 0.55, 0.8), _hsv(hue, 0.5, 0.9), (235, 235, 235), _hsv(hue, 0.8, 0.75)))
    elif kind == "coloured":
        ground = _hsv(hue, draws.uniform(0.3, 0.85), draws.uniform(0.5, 0.9))
        accent = draws.choice((_hsv(hue, 0.6, 0.25), _hsv(hue + 0.5, 0.3, 0.95), (250, 250, 250)))
    else:
        ground = draws.choice((_hsv(hue, 0.4, 0.3), _hsv(hue, 0.12, 0.92), _hsv(0.58, 0.3, 0.45), (240, 238, 232)))
    wanted = draws.choice(((20, 20, 20), (0, 0, 0), (45, 45, 48), _hsv(hue, 0.6, 0.22), (35, 31, 32)))
    ink = _readable_on(draws, ground, wanted, least=7.0)
    mixing = draws.uniform(0.0, 0.38)
    soft: Colour = tuple(round(i * (1 - mixing) + g * mixing) for i, g in zip(ink, ground, strict=True))  # type: ignore[assignment]
    if contrast(ground, soft) < 4.0:
        soft = ink
    if contrast(ground, accent) < 1.6:
        accent = ink
    on_accent = (255, 255, 255) if contrast(accent, (255, 255, 255)) > contrast(accent, (20, 20, 20)) else (20, 20, 20)
    return Palette(ground, ink, soft, accent, on_accent, kind)


def paint_ground(draws: Draws, palette: Palette, painter: Painter) -> None:
    """Paint the paper: flat, toned, with fibres, a pattern, a watermark or a soft photograph behind the text."""
    painter.pixels[:] = palette.ground
    if palette.kind == "photographic":
        _paint_soft_photograph(draws, palette, painter)
        return
    kind = draws.pick({"flat": 70.0, "gradient": 7.0, "fibres": 5.0, "linen": 4.0, "pattern": 8.0, "watermark": 6.0})
    if kind == "gradient":
        _paint_gradient(draws, painter)
    elif kind == "fibres":
        _paint_fibres(draws, painter)
    elif kind == "linen":
        height, width = painter.pixels.shape[:2]
        rows = draws.branch("linen").array_source().normal(0, 3.0, (height, 1, 1))
        columns = draws.branch("linen 2").array_source().normal(0, 3.0, (1, width, 1))
        painter.pixels[:] = np.clip(painter.pixels + rows + columns, 0, 255).astype(np.uint8)
    elif kind == "pattern":
        _paint_pattern(draws, palette, painter)
    elif kind == "watermark":
        centre = (draws.uniform(0.1, 0.9) * painter.width, draws.uniform(0.1, 0.9) * painter.height)
        radius = draws.uniform(10, 30)
        for ring in range(draws.randint(1, 4)):
            painter.ellipse(centre, (radius - ring * 4, radius - ring * 4), _near(palette, 0.06 + 0.03 * (ring % 2)))


def _near(palette: Palette, share: float) -> Colour:
    return tuple(round(g * (1 - share) + a * share) for g, a in zip(palette.ground, palette.accent, strict=True))  # type: ignore[return-value]


def _paint_gradient(draws: Draws, painter: Painter) -> None:
    height, width = painter.pixels.shape[:2]
    across = np.linspace(-1, 1, width, dtype=np.float32)[None, :, None]
    down = np.linspace(-1, 1, height, dtype=np.float32)[:, None, None]
    slope = draws.uniform(-9, 9) * across + draws.uniform(-9, 9) * down - 6
    painter.pixels[:] = np.clip(painter.pixels + slope, 0, 255).astype(np.uint8)


def _paint_fibres(draws: Draws, painter: Painter) -> None:
    base = painter.pixels[0, 0].astype(int)
    for _ in range(draws.randint(60, 160)):
        x, y = draws.uniform(0, painter.width), draws.uniform(0, painter.height)
        turn = draws.uniform(0, 6.3)
        length = draws.uniform(1, 5)
        shade = draws.randint(-14, 10)
        points = [(x, y)]
        for _step in range(3):
            turn += draws.uniform(-0.5, 0.5)
            points.append((points[-1][0] + np.cos(turn) * length / 3, points[-1][1] + np.sin(turn) * length / 3))
        colour: Colour = tuple(int(np.clip(c + shade, 0, 255)) for c in base)  # type: ignore[assignment]
        painter.line(points, colour, 0.05)


def _paint_pattern(draws: Draws, palette: Palette, painter: Painter) -> None:
    colour, pitch = _near(palette, draws.uniform(0.04, 0.1)), draws.uniform(3, 8)
    columns, rows = int(painter.width / pitch) + 2, int(painter.height / pitch) + 2
    kind = draws.choice(("stripes", "dots", "waves", "grid", "triangles"))
    if kind == "stripes":
        for step in range(columns + rows):
            painter.line([(step * pitch, 0), (step * pitch - painter.height, painter.height)], colour, 0.25)
    elif kind == "grid":
        for step in range(columns):
            painter.line([(step * pitch, 0), (step * pitch, painter.height)], colour, 0.1)
        for step in range(rows):
            painter.line([(0, step * pitch), (painter.width, step * pitch)], colour, 0.1)
    else:
        for row, column in product(range(rows), range(columns)):
            place = ((column + 0.5 * (row % 2)) * pitch, row * pitch)
            _paint_motif(draws, painter, kind, place, pitch=pitch, colour=colour)


def _paint_motif(
    draws: Draws, painter: Painter, kind: str, place: tuple[float, float], *, pitch: float, colour: Colour
) -> None:
    x, y = place
    if kind == "dots":
        painter.ellipse(place, (0.3, 0.3), colour)
    elif kind == "waves":  # seigaiha
        for radius in (0.5, 0.3):
            painter.ellipse(place, (pitch * radius, pitch * radius), colour, width=0.1, arc=(180, 360))
    elif draws.chance(0.5):
        painter.polygon([(x, y), (x + pitch, y), (x + pitch / 2, y + pitch)], colour)


def _paint_soft_photograph(draws: Draws, palette: Palette, painter: Painter) -> None:
    height, width = painter.pixels.shape[:2]
    source = draws.branch("photo").array_source()
    picture = np.zeros((height, width, 3), np.float32)
    for cells, weight in ((3, 1.0), (7, 0.6), (17, 0.35), (60, 0.12)):
        coarse = source.normal(0, 1, (max(2, cells * height // width), cells, 3)).astype(np.float32)
        coarse = coarse * 0.25 + coarse.mean(axis=2, keepdims=True)
        picture += weight * cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    spread = 17.0 if luminance(palette.ground) > 0.35 else 14.0
    painter.pixels[:] = np.clip(painter.pixels + picture * spread, 0, 255).astype(np.uint8)


@dataclass(frozen=True)
class Style:
    """Typefaces and sizes of a card.

    Attributes:
        body, name, company: Families by use.
        latin: Family of ASCII characters on Japanese cards; None: the body's own.
        sizes_pt: Size by role.
        weights: Weight by role.
        tracking_em: Extra space by role.
    """

    body: Family
    name: Family
    company: Family
    latin: Family | None
    fallbacks: tuple[Typeface, ...]
    sizes_pt: dict[str, float]
    weights: dict[str, str]
    tracking_em: dict[str, float]
    palette: Palette

    def setting(
        self,
        role: str,
        *,
        scale: float = 1.0,
        colour: Colour | None = None,
        vertical: bool = False,
        tracking_em: float | None = None,
    ) -> Setting:
        """Get how lines of a role are set."""
        family = {"name": self.name, "company": self.company, "logo": self.company, "ruby": self.body}.get(
            role, self.body
        )
        weight = self.weights.get(role, self.weights["body"])
        latin = weight_near(self.latin, weight) if self.latin and role not in {"name", "company", "logo"} else None
        default = self.palette.soft if role in {"small", "slogan", "ruby"} else self.palette.ink
        return Setting(
            weight_near(family, weight),
            latin,
            self.fallbacks,
            self.sizes_pt.get(role, self.sizes_pt["body"]) * scale * 25.4 / 72,
            colour or default,
            self.tracking_em.get(role, 0.0) if tracking_em is None else tracking_em,
            vertical,
        )


def sets_vertically(family: Family) -> bool:
    """Tell whether the family turns the long-vowel sign in columns, as vertical setting needs."""
    left, top, right, bottom = weight_near(family, "regular").ink_em("ー", vertical=True)
    return bottom - top > right - left


_FALLBACKS = {Pool.TRAIN: ("IPAex Gothic", "Noto Sans CJK JP"), Pool.HELD_OUT: ("BIZ UDP Gothic", "Klee One")}


def _fallbacks(pool: Pool) -> tuple[Typeface, ...]:
    by_name = {f.name: f for f in families("ja", pool)}
    named = [by_name[name] for name in _FALLBACKS[pool] if name in by_name] or list(by_name.values())
    return tuple(weight_near(f, "regular") for f in named)


def draw_style(draws: Draws, pool: Pool, *, japanese: bool, vertical: bool, name: str, company: str) -> Style:
    """Draw the looks of a card whose name and company the typefaces can print."""
    palette = draw_palette(draws.branch("palette"))
    styles = (
        draws.choice((("gothic", "round"), ("gothic",), ("mincho",)))
        if japanese
        else draws.choice((("sans",), ("sans",), ("serif",), ("sans", "display")))
    )
    script = "ja" if japanese else "latin"
    if vertical and draws.chance(0.7):
        styles = ("mincho",)
    body = draw_family(draws, script, pool, styles=styles, text=name + company)
    for _ in range(30):
        if not vertical or sets_vertically(body):
            break
        body = draw_family(draws, script, pool, styles=styles, text=name + company)
    name_family = body
    if draws.chance(0.3):
        other = ("mincho",) if japanese else ("serif",)
        name_family = draw_family(
            draws, script, pool, styles=other if draws.chance(0.6) else styles, text=name + company
        )
        if japanese and pool is Pool.TRAIN and draws.chance(0.08):
            name_family = draw_family(draws, script, pool, styles=("brush",), text=name)
        if vertical and not sets_vertically(name_family):
            name_family = body
    company_family = draws.choice((body, body, name_family))
    if not weight_near(company_family, "regular").has(company):
        company_family = body
    latin = (
        draw_family(draws, "latin", pool, styles=("serif",) if body.style == "mincho" else ("sans",), text="TEL@.-")
        if japanese and draws.chance(0.35)
        else None
    )
    body_pt = draws.triangular(6.0, 9.0, 7.2) if japanese else draws.triangular(6.2, 9.5, 7.6)
    name_pt = draws.triangular(12.0, 20.0, 15.0) if japanese else draws.triangular(10.5, 18.0, 13.0)
    sizes = {
        "name": name_pt,
        "company": draws.triangular(8.5, 15.0, 10.5),
        "title": max(6.5, body_pt * draws.uniform(0.95, 1.2)),
        "body": body_pt,
        "small": max(5.6, body_pt * draws.uniform(0.82, 0.96)),
        "ruby": max(4.6, min(body_pt * 0.86, name_pt * draws.uniform(0.34, 0.46))),
        "slogan": max(6.0, body_pt * draws.uniform(0.85, 1.15)),
        "logo": draws.uniform(9.0, 15.0),
        "roman": max(6.2, body_pt * draws.uniform(0.95, 1.3)),
    }
    bold = "bold" if draws.chance(0.45) else "medium"
    weights = {
        "body": draws.pick({"regular": 7.0, "light": 1.5, "medium": 1.5}),
        "name": draws.choice(("regular", "medium", bold, bold)),
        "company": draws.choice(("regular", "medium", bold, "bold")),
        "title": draws.choice(("regular", "regular", "medium")),
        "label": draws.choice(("regular", "bold")),
        "logo": "bold",
        "small": "regular",
        "ruby": "regular",
        "slogan": "regular",
        "roman": "regular",
    }
    tracking = {
        "name": draws.choice((0.0, 0.0, 0.05, 0.12, 0.25)) if japanese else draws.choice((0.0, 0.0, 0.04, 0.12)),
        "company": draws.choice((0.0, 0.0, 0.03, 0.1)),
        "title": draws.choice((0.0, 0.0, 0.05)),
        "body": draws.choice((0.0, 0.0, 0.0, 0.03)),
        "roman": draws.choice((0.0, 0.0, 0.08)),
    }
    return Style(body, name_family, company_family, latin, _fallbacks(pool), sizes, weights, tracking, palette)
