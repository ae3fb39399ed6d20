"""From a seed to the drawn sides of a card."""

from __future__ import annotations

from dataclasses import replace

from generator.content import Content, draw_japanese_content, draw_latin_content, english_side
from generator.draws import Draws, Pool
from generator.kit import Kit
from generator.layouts import Layout, layouts
from generator.sheet import DoesNotFitError, Face, Sheet, face_lines
from generator.styles import Style, draw_style, paint_ground

_TRIES = 40


def draw_card(draws: Draws, pool: Pool, kind: str, *, palette_kind: str | None = None) -> tuple[Face, ...]:
    """Draw one card.

    Args:
        draws: Source of chance.
        pool: Whose persons, companies, fonts and layouts it may use.
        kind: ja, vertical, latin, bilingual, or pair (Japanese front, another back).
        palette_kind: Wanted kind of ground; None takes what comes.

    Returns:
        One face, or front and back.
    """
    if kind == "pair":
        return _draw_pair(draws, pool)
    if kind == "latin" and draws.branch("abroad").chance(0.13):  # a Japanese firm's English card
        content = english_side(draws.branch("english"), draw_japanese_content(draws.branch("content"), pool))
        return (_draw_face(draws, content, "latin", "single", palette_kind),)
    if kind == "latin":
        return (_draw_face(draws, draw_latin_content(draws.branch("content"), pool), "latin", "single", palette_kind),)
    if kind == "vertical":
        mixed = draws.branch("mixed").chance(0.25)
        content = draw_japanese_content(draws.branch("content"), pool, vertical=not mixed)
        if mixed:
            content = replace(content, language="ja-vertical")
        return (_draw_face(draws, content, "mixed" if mixed else "vertical", "single", palette_kind),)
    content = draw_japanese_content(draws.branch("content"), pool, bilingual=kind == "bilingual")
    return (_draw_face(draws, content, "ja", "single", palette_kind),)


def _draw_pair(draws: Draws, pool: Pool) -> tuple[Face, ...]:
    vertical = draws.branch("front").chance(0.25)
    content = draw_japanese_content(draws.branch("content"), pool, vertical=vertical)
    front = _draw_face(draws.branch("front side"), content, "vertical" if vertical else "ja", "front", None)
    if draws.branch("back").chance(0.8) and content.person is not None:
        back = _draw_face(
            draws.branch("back side"), english_side(draws.branch("english"), content), "latin", "back", None
        )
    else:
        back = _draw_face(draws.branch("back side"), replace(content, language="ja"), "back", "back", None)
    return front, back


def _draw_face(draws: Draws, content: Content, script: str, side: str, palette_kind: str | None) -> Face:
    """Try layouts and type sizes until everything fits; a card that stays too full loses its extras."""
    for attempt in range(_TRIES):
        own = draws.branch(f"try {attempt}")
        layout = own.choice(layouts(script, content.pool))
        style = _style(own.branch("style"), content, script, palette_kind)
        if attempt > _TRIES // 3:
            content = _lighter(content)
        try:
            return _arrange(own, content, style, layout, side, plain=attempt > _TRIES // 4)
        except DoesNotFitError:
            continue
    raise DoesNotFitError(f"no layout takes the card {draws.path}")


def _style(draws: Draws, content: Content, script: str, palette_kind: str | None) -> Style:
    printed = "".join(content.person_name)
    if content.person is not None:
        printed += content.person.family_kana + content.person.given_kana if content.japanese else ""
    for attempt in range(60):
        style = draw_style(
            draws.branch(f"style {attempt}"),
            content.pool,
            japanese=content.japanese,
            vertical=script in {"vertical", "mixed"},
            name=printed,
            company=content.company.name,
        )
        if palette_kind is None or style.palette.kind == palette_kind:
            break
    return style


def _lighter(content: Content) -> Content:
    return replace(
        content,
        notes=(),
        social=(),
        slogan="",
        registration="",
        qualifications=content.qualifications[:1],
        addresses=content.addresses[:1],
        headings=(),
        phones=tuple(p for p in content.phones if p.office == 0)[:3],
        departments=content.departments[:2],
    )


def _arrange(draws: Draws, content: Content, style: Style, layout: Layout, side: str, *, plain: bool) -> Face:
    width, height = draws.branch("size").choice(layout.sizes)
    sheet = Sheet(width, height, corner_radius=3.0 if draws.branch("corner").chance(0.04) else 0.0)
    ground = draws.branch("ground")
    sheet.shapes.append(lambda painter: paint_ground(Draws(ground.path), style.palette, painter))
    kit = Kit(draws.branch("kit"), content, style, vertical=layout.script in {"vertical", "mixed"}, plain=plain)
    layout.arrange(kit, sheet)
    sheet.check()
    fonts = tuple(sorted({g.face.family for line in sheet.lines for g in line.block.glyphs}))
    unsure = ("name",) if content.name_suffix else ()
    person = content.person.key if content.person else ""
    return Face(
        sheet, face_lines(sheet), content.language, layout.name, person, content.company.key, side, fonts, unsure
    )
