"""The demo set: twelve files put together by hand, so that each kind of card and picture is there once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2

from generator.camera import Shot, photograph
from generator.draws import Draws, Pool
from generator.faces import draw_card
from generator.files import Page, Records, Work, encode_heic, encode_jpeg, encode_pdf, encode_png
from generator.scanner import scan_card, scan_sheet, screenshot
from generator.sheet import Face


@dataclass(frozen=True)
class _Recipe:
    """What one demo file shows; `card` picks the cards, so that a better looking one can be chosen."""

    name: str
    make: Callable[[Work, Draws, _Recipe], Records]
    kinds: tuple[str, ...]
    card: int = 0
    palette: str | None = None
    shot: Shot | None = None


def _faces(draws: Draws, recipe: _Recipe, pool: Pool) -> list[Face]:
    return [
        draw_card(draws.branch(f"cards {recipe.card}/{number}"), pool, kind, palette_kind=recipe.palette)[0]
        for number, kind in enumerate(recipe.kinds)
    ]


def _photo(work: Work, draws: Draws, recipe: _Recipe) -> Records:
    assert recipe.shot is not None
    pixels, placed = photograph(draws.branch(f"photo {recipe.card}"), _faces(draws, recipe, Pool.HELD_OUT), recipe.shot)
    heic = recipe.name.endswith(".heic")
    content = encode_heic(pixels, 55) if heic else encode_jpeg(pixels, recipe.shot.quality)
    return work.save(recipe.name, content, [Page(pixels, placed)], kind="photo", scene=recipe.shot.scene)


def _scan(work: Work, draws: Draws, recipe: _Recipe) -> Records:
    pixels, placed = scan_card(
        draws.branch(f"scan {recipe.card}"), _faces(draws, recipe, Pool.HELD_OUT)[0], dpi=300, turned=False
    )
    return work.save(recipe.name, encode_jpeg(pixels, 82), [Page(pixels, placed)], kind="scan", scene="scan")


def _flatbed(work: Work, draws: Draws, recipe: _Recipe) -> Records:
    pixels, placed = scan_sheet(draws.branch(f"scan {recipe.card}"), _faces(draws, recipe, Pool.HELD_OUT), dpi=200)
    return work.save(recipe.name, encode_jpeg(pixels, 72), [Page(pixels, placed)], kind="scan", scene="flatbed")


def _duplex(work: Work, draws: Draws, recipe: _Recipe) -> Records:
    faces = draw_card(draws.branch(f"cards {recipe.card}"), Pool.HELD_OUT, "pair")
    pages = [
        Page(*scan_card(draws.branch(f"page {number}"), face, dpi=200, turned=False))
        for number, face in enumerate(faces)
    ]
    return work.save(recipe.name, encode_pdf([p.pixels for p in pages], 200, 82), pages, kind="scan", scene="duplex")


def _screen(work: Work, draws: Draws, recipe: _Recipe) -> Records:
    pixels, placed = screenshot(draws.branch("screen"), _faces(draws, recipe, Pool.HELD_OUT)[0])
    return work.save(recipe.name, encode_png(pixels), [Page(pixels, placed)], kind="render", scene="screenshot")


def _shot(width: int, height: int, **wishes: object) -> Shot:
    chosen: dict[str, object] = {"quality": 84, "harshness": 0.45, "coverage": 0.8}
    return Shot(width, height, **(chosen | wishes))  # type: ignore[arg-type]


_RECIPES = (
    _Recipe("01-photo-wood.jpg", _photo, ("ja",), 4, shot=_shot(1800, 1350, desk="wood")),
    _Recipe("02-photo-vertical.jpg", _photo, ("vertical",), 6, shot=_shot(1350, 1800, desk="dark")),
    _Recipe("03-photo-english.jpg", _photo, ("latin",), 1, shot=_shot(1800, 1350, desk="wood")),
    _Recipe(
        "04-photo-white-on-white.jpg",
        _photo,
        ("ja",),
        palette="white",
        shot=_shot(1600, 1200, scene="white on white", harshness=0.8),
    ),
    _Recipe(
        "05-photo-dark-card.jpg", _photo, ("ja",), palette="dark", shot=_shot(1600, 1200, desk="wood", turned=True)
    ),
    _Recipe(
        "06-photo-four-cards.jpg",
        _photo,
        ("ja", "vertical", "latin", "bilingual"),
        2,
        shot=_shot(2400, 1800, count=4, desk="wood", coverage=None),
    ),
    _Recipe("07-photo-telephone.heic", _photo, ("bilingual",), 3, shot=_shot(1800, 1350)),
    _Recipe("08-photo-hand-held.jpg", _photo, ("ja",), 5, shot=_shot(1600, 1200, scene="occluded", harshness=0.9)),
    _Recipe("09-scan.jpg", _scan, ("ja",), 5),
    _Recipe("10-scan-both-sides.pdf", _duplex, ("pair",), 6),
    _Recipe("11-scan-sheet.jpg", _flatbed, ("ja", "latin", "ja", "latin", "ja", "latin")),
    _Recipe("12-screenshot 名刺.png", _screen, ("ja",), palette="white"),
)


def make_demo(work: Work) -> Records:
    """Make one file of the demo set; a larger count than recipes starts over with other cards."""
    cv2.setNumThreads(1)
    recipe = _RECIPES[(work.index - 1) % len(_RECIPES)]
    return recipe.make(work, work.draws(), recipe)
