"""The typefaces that cards are set in: where they are, who may use them, which glyphs they have.

Nothing is committed; every face comes from a Debian package or from PyPI. `DEBIAN_PACKAGES` is the one list.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont

from generator.draws import Draws, Pool

DEBIAN_PACKAGES = (
    "fonts-adf-gillius",
    "fonts-adf-libris",
    "fonts-adf-romande",
    "fonts-adf-universalis",
    "fonts-b612",
    "fonts-cabin",
    "fonts-cantarell",
    "fonts-clear-sans",
    "fonts-comfortaa",
    "fonts-crosextra-caladea",
    "fonts-crosextra-carlito",
    "fonts-dejavu-core",
    "fonts-dosis",
    "fonts-ebgaramond",
    "fonts-horai-umefont",
    "fonts-inter",
    "fonts-ipaexfont",
    "fonts-ipafont",
    "fonts-jura",
    "fonts-klee",
    "fonts-kouzan-mouhitsu",
    "fonts-lato",
    "fonts-league-spartan",
    "fonts-liberation2",
    "fonts-linuxlibertine",
    "fonts-manrope",
    "fonts-migmix",
    "fonts-morisawa-bizud-gothic",
    "fonts-morisawa-bizud-mincho",
    "fonts-motoya-l-cedar",
    "fonts-motoya-l-maruberi",
    "fonts-mplus",
    "fonts-noto-cjk",
    "fonts-noto-cjk-extra",
    "fonts-noto-core",
    "fonts-open-sans",
    "fonts-paratype",
    "fonts-quattrocento",
    "fonts-quicksand",
    "fonts-roboto-slab",
    "fonts-roboto-unhinted",
    "fonts-rocknroll",
    "fonts-sawarabi-gothic",
    "fonts-sawarabi-mincho",
    "fonts-sil-gentiumplus",
    "fonts-takao",
    "fonts-urw-base35",
    "fonts-vlgothic",
)

_ROOTS = (Path("/usr/share/fonts"), Path("/Library/Fonts"), Path.home() / ".local/share/fonts")
_MEASURE_PX = 128
"""Glyphs are measured once at this size; positions are then scaled, so measuring and drawing agree exactly."""

_BLANKS = frozenset(" \u3000\u00a0")
_GLYPH_CHECK_PX = 28
"""Large enough to tell a glyph from the box that stands for a missing one."""


class FontMissingError(RuntimeError):
    """Too few of the typefaces are installed to draw cards."""


@dataclass(frozen=True)
class Family:
    """One typeface.

    Attributes:
        name: What records call it.
        script: `ja` (has Latin letters too) or `latin`.
        style: gothic, mincho, round or brush; sans, serif or display.
        pool: Who may use it.
        files: File name by weight, lightest first; `|2` picks a face of a collection.
    """

    name: str
    script: str
    style: str
    pool: Pool
    files: dict[str, str]


T, H = Pool.TRAIN, Pool.HELD_OUT

# Typefaces that share their drawings (IPA and Takao; M+ and MigMix; Noto's two packagings) stay in one pool.
FAMILIES = (
    Family(
        "Noto Sans CJK JP",
        "ja",
        "gothic",
        T,
        {
            "light": "NotoSansCJK-Light.ttc",
            "regular": "NotoSansCJK-Regular.ttc",
            "medium": "NotoSansCJK-Medium.ttc",
            "bold": "NotoSansCJK-Bold.ttc",
        },
    ),
    Family(
        "Noto Serif CJK JP",
        "ja",
        "mincho",
        T,
        {
            "light": "NotoSerifCJK-Light.ttc",
            "regular": "NotoSerifCJK-Regular.ttc",
            "medium": "NotoSerifCJK-Medium.ttc",
            "bold": "NotoSerifCJK-Bold.ttc",
        },
    ),
    Family("IPAex Gothic", "ja", "gothic", T, {"regular": "ipaexg.ttf"}),
    Family("IPAex Mincho", "ja", "mincho", T, {"regular": "ipaexm.ttf"}),
    Family("Takao PMincho", "ja", "mincho", T, {"regular": "TakaoPMincho.ttf"}),
    Family("Takao PGothic", "ja", "gothic", T, {"regular": "TakaoPGothic.ttf"}),
    Family("VL PGothic", "ja", "gothic", T, {"regular": "VL-PGothic-Regular.ttf"}),
    Family(
        "M PLUS 1",
        "ja",
        "gothic",
        T,
        {
            "light": "Mplus1-Light.otf",
            "regular": "Mplus1-Regular.otf",
            "medium": "Mplus1-Medium.otf",
            "bold": "Mplus1-Bold.otf",
        },
    ),
    Family(
        "M PLUS 2",
        "ja",
        "gothic",
        T,
        {
            "light": "Mplus2-Light.otf",
            "regular": "Mplus2-Regular.otf",
            "medium": "Mplus2-Medium.otf",
            "bold": "Mplus2-Bold.otf",
        },
    ),
    Family("MigMix 1P", "ja", "gothic", T, {"regular": "migmix-1p-regular.ttf", "bold": "migmix-1p-bold.ttf"}),
    Family("Motoya Cedar", "ja", "gothic", T, {"regular": "MTLc3m.ttf"}),
    Family("Sawarabi Gothic", "ja", "gothic", T, {"regular": "sawarabi-gothic-medium.ttf"}),
    Family("Ume Mincho", "ja", "mincho", T, {"regular": "ume-pmo3.ttf"}),
    Family("Ume Mincho S3", "ja", "mincho", T, {"regular": "ume-pms3.ttf"}),
    Family("RocknRoll One", "ja", "round", T, {"regular": "RocknRollOne-Regular.ttf"}),
    Family("Kouzan Mouhitsu", "ja", "brush", T, {"regular": "kouzan-mouhitsu.ttf"}),
    Family(
        "BIZ UDP Gothic", "ja", "gothic", H, {"regular": "BIZUDPGothic-Regular.ttf", "bold": "BIZUDPGothic-Bold.ttf"}
    ),
    Family("BIZ UDP Mincho", "ja", "mincho", H, {"regular": "BIZUDPMincho-Regular.ttf"}),
    Family("BIZ UD Mincho", "ja", "mincho", H, {"regular": "BIZUDMincho-Regular.ttf"}),
    Family("Sawarabi Mincho", "ja", "mincho", H, {"regular": "sawarabi-mincho-medium.ttf"}),
    Family("Motoya Maruberi", "ja", "round", H, {"regular": "MTLmr3m.ttf"}),
    Family("Klee One", "ja", "mincho", H, {"regular": "KleeOne-Regular.ttf", "bold": "KleeOne-SemiBold.ttf"}),
    Family("Ume P Gothic", "ja", "gothic", H, {"regular": "ume-pgo4.ttf", "medium": "ume-pgo5.ttf"}),
    Family(
        "Roboto",
        "latin",
        "sans",
        T,
        {
            "light": "Roboto-Light.ttf",
            "regular": "Roboto-Regular.ttf",
            "medium": "Roboto-Medium.ttf",
            "bold": "Roboto-Bold.ttf",
        },
    ),
    Family(
        "Roboto Condensed",
        "latin",
        "sans",
        T,
        {"regular": "RobotoCondensed-Regular.ttf", "bold": "RobotoCondensed-Bold.ttf"},
    ),
    Family(
        "Roboto Slab",
        "latin",
        "serif",
        T,
        {"light": "RobotoSlab-Light.otf", "regular": "RobotoSlab-Regular.otf", "bold": "RobotoSlab-Bold.otf"},
    ),
    Family(
        "Lato",
        "latin",
        "sans",
        T,
        {
            "light": "Lato-Light.ttf",
            "regular": "Lato-Regular.ttf",
            "medium": "Lato-Medium.ttf",
            "bold": "Lato-Bold.ttf",
        },
    ),
    Family(
        "Liberation Sans",
        "latin",
        "sans",
        T,
        {"regular": "LiberationSans-Regular.ttf", "bold": "LiberationSans-Bold.ttf"},
    ),
    Family(
        "Liberation Serif",
        "latin",
        "serif",
        T,
        {"regular": "LiberationSerif-Regular.ttf", "bold": "LiberationSerif-Bold.ttf"},
    ),
    Family("DejaVu Sans", "latin", "sans", T, {"regular": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf"}),
    Family("DejaVu Serif", "latin", "serif", T, {"regular": "DejaVuSerif.ttf", "bold": "DejaVuSerif-Bold.ttf"}),
    Family(
        "Inter",
        "latin",
        "sans",
        T,
        {
            "light": "Inter-Light.otf",
            "regular": "Inter-Regular.otf",
            "medium": "Inter-Medium.otf",
            "bold": "Inter-SemiBold.otf",
        },
    ),
    Family(
        "EB Garamond", "latin", "serif", T, {"regular": "EBGaramond12-Regular.otf", "bold": "EBGaramond12-Bold.otf"}
    ),
    Family(
        "Cabin",
        "latin",
        "sans",
        T,
        {"regular": "Cabin-Regular.otf", "medium": "Cabin-Medium.otf", "bold": "Cabin-Bold.otf"},
    ),
    Family(
        "Comfortaa",
        "latin",
        "display",
        T,
        {"light": "Comfortaa-Light.ttf", "regular": "Comfortaa-Regular.ttf", "bold": "Comfortaa-Bold.ttf"},
    ),
    Family("URW Gothic", "latin", "sans", T, {"regular": "URWGothic-Book.otf", "bold": "URWGothic-Demi.otf"}),
    Family("URW Bookman", "latin", "serif", T, {"regular": "URWBookman-Light.otf", "bold": "URWBookman-Demi.otf"}),
    Family("P052", "latin", "serif", T, {"regular": "P052-Roman.otf", "bold": "P052-Bold.otf"}),
    Family("Gillius ADF", "latin", "sans", T, {"regular": "GilliusADF-Regular.otf", "bold": "GilliusADF-Bold.otf"}),
    Family("PT Sans", "latin", "sans", T, {"regular": "PTS55F.ttf", "bold": "PTS75F.ttf"}),
    Family("PT Serif", "latin", "serif", T, {"regular": "PTF55F.ttf", "bold": "PTF75F.ttf"}),
    Family(
        "Noto Sans",
        "latin",
        "sans",
        T,
        {
            "light": "NotoSans-Light.ttf",
            "regular": "NotoSans-Regular.ttf",
            "medium": "NotoSans-Medium.ttf",
            "bold": "NotoSans-Bold.ttf",
        },
    ),
    Family("Noto Serif", "latin", "serif", T, {"regular": "NotoSerif-Regular.ttf", "bold": "NotoSerif-Bold.ttf"}),
    Family("Gentium Plus", "latin", "serif", T, {"regular": "GentiumPlus-Regular.ttf", "bold": "GentiumPlus-Bold.ttf"}),
    Family(
        "Dosis",
        "latin",
        "sans",
        T,
        {"regular": "Dosis-Book.otf", "medium": "Dosis-Medium.otf", "bold": "Dosis-SemiBold.otf"},
    ),
    Family("Jura", "latin", "display", T, {"regular": "Jura-Regular.otf", "bold": "Jura-SemiBold.otf"}),
    Family(
        "Open Sans",
        "latin",
        "sans",
        H,
        {"light": "OpenSans-Light.ttf", "regular": "OpenSans-Regular.ttf", "bold": "OpenSans-Semibold.ttf"},
    ),
    Family("Carlito", "latin", "sans", H, {"regular": "Carlito-Regular.ttf", "bold": "Carlito-Bold.ttf"}),
    Family("Caladea", "latin", "serif", H, {"regular": "Caladea-Regular.ttf", "bold": "Caladea-Bold.ttf"}),
    Family(
        "Quicksand",
        "latin",
        "display",
        H,
        {"regular": "Quicksand-Regular.ttf", "medium": "Quicksand-Medium.ttf", "bold": "Quicksand-Bold.ttf"},
    ),
    Family(
        "Cantarell",
        "latin",
        "sans",
        H,
        {"light": "Cantarell-Light.otf", "regular": "Cantarell-Regular.otf", "bold": "Cantarell-Bold.otf"},
    ),
    Family(
        "Clear Sans",
        "latin",
        "sans",
        H,
        {
            "light": "ClearSans-Light.ttf",
            "regular": "ClearSans-Regular.ttf",
            "medium": "ClearSans-Medium.ttf",
            "bold": "ClearSans-Bold.ttf",
        },
    ),
    Family("Linux Libertine", "latin", "serif", H, {"regular": "LinLibertine_R.otf", "bold": "LinLibertine_RB.otf"}),
    Family("Linux Biolinum", "latin", "sans", H, {"regular": "LinBiolinum_R.otf", "bold": "LinBiolinum_RB.otf"}),
    Family(
        "Universalis ADF",
        "latin",
        "sans",
        H,
        {"regular": "UniversalisADFStd-Regular.otf", "bold": "UniversalisADFStd-Bold.otf"},
    ),
    Family(
        "Nimbus Sans Narrow",
        "latin",
        "sans",
        H,
        {"regular": "NimbusSansNarrow-Regular.otf", "bold": "NimbusSansNarrow-Bold.otf"},
    ),
    Family("C059", "latin", "serif", H, {"regular": "C059-Roman.otf", "bold": "C059-Bold.otf"}),
    Family(
        "Manrope",
        "latin",
        "sans",
        H,
        {
            "light": "Manrope-Light.ttf",
            "regular": "Manrope-Regular.ttf",
            "medium": "Manrope-Medium.ttf",
            "bold": "Manrope-Bold.ttf",
        },
    ),
    Family(
        "League Spartan",
        "latin",
        "display",
        H,
        {"regular": "LeagueSpartan-Regular.otf", "bold": "LeagueSpartan-SemiBold.otf"},
    ),
)

_WEIGHTS = ("light", "regular", "medium", "bold")


@cache
def _installed() -> dict[str, Path]:
    found: dict[str, Path] = {}
    roots = [root for root in _ROOTS if root.is_dir()]
    spec = importlib.util.find_spec("pylopdf_fonts_jp")
    if spec is not None and spec.origin is not None:
        roots.append(Path(spec.origin).parent)
    for root in roots:
        for path in sorted(root.rglob("*")):
            if path.suffix.lower() in {".otf", ".ttf", ".ttc"}:
                found.setdefault(path.name, path)
    return found


@cache
def families(script: str, pool: Pool) -> tuple[Family, ...]:
    """List the installed typefaces of a script and pool.

    Raises:
        FontMissingError: None of them is installed.
    """
    there = _installed()
    kept = tuple(
        Family(f.name, f.script, f.style, f.pool, {w: n for w, n in f.files.items() if n in there})
        for f in FAMILIES
        if f.script == script and f.pool is pool and any(n in there for n in f.files.values())
    )
    if not kept:
        raise FontMissingError(
            f"no {script} typeface of the {pool} pool is installed; on Debian: apt-get install "
            + " ".join(DEBIAN_PACKAGES)
        )
    return kept


def missing_families() -> list[str]:
    """List the typefaces that cannot be found on this machine."""
    there = _installed()
    return [f.name for f in FAMILIES if not any(name in there for name in f.files.values())]


@dataclass(frozen=True)
class Typeface:
    """A family at one weight, with its glyph measures in em.

    Attributes:
        family: The family's name.
        path: Font file.
        style: The family's style.
    """

    family: str
    path: str
    style: str

    def has(self, text: str) -> bool:
        """Tell whether every visible character has a glyph."""
        return all(character.isspace() or _has_glyph(self.path, character) for character in text)

    def prints(self, character: str) -> bool:
        """Tell whether one character can be printed; blanks always can."""
        return character in _BLANKS or _has_glyph(self.path, character)

    def advance_em(self, character: str, after: str = "") -> float:
        """Get how far the pen moves for a character, kerned with the one before it, in em."""
        return _advance(self.path, character) + (_kerning(self.path, after, character) if after else 0.0)

    def ink_em(self, character: str, *, vertical: bool = False) -> tuple[float, float, float, float]:
        """Get the glyph's ink as left, top, right, bottom in em; the origin is on the base line."""
        return _ink(self.path, character, vertical)

    def at(self, size_px: float) -> ImageFont.FreeTypeFont:
        """Load the font at a size in pixels an em."""
        return _load(self.path, round(size_px, 2))


@lru_cache(maxsize=400)
def _load(path: str, size_px: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size_px, index=0, layout_engine=ImageFont.Layout.RAQM)


@lru_cache(maxsize=200)
def _load_plain(path: str, size_px: int = _MEASURE_PX) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size_px, index=0, layout_engine=ImageFont.Layout.BASIC)


@cache
def _blank(path: str) -> tuple[tuple[int, int], bytes]:
    mask = _load_plain(path, _GLYPH_CHECK_PX).getmask("\U0010fffd")
    return mask.size, bytes(mask)


@cache
def _has_glyph(path: str, character: str) -> bool:
    try:
        mask = _load_plain(path, _GLYPH_CHECK_PX).getmask(character)
    except OSError:  # a glyph whose hinting program is broken
        return False
    return bool(mask.size[0] and mask.size[1]) and (mask.size, bytes(mask)) != _blank(path)


@cache
def _advance(path: str, character: str) -> float:
    return _load_plain(path).getlength(character) / _MEASURE_PX


@cache
def _kerning(path: str, left: str, right: str) -> float:
    if not (left.isascii() and right.isascii() and left.isalnum() and right.isalnum()):
        return 0.0
    both = _load(path, _MEASURE_PX).getlength(left + right, features=["-liga", "-dlig", "-clig"])
    return both / _MEASURE_PX - _advance(path, left) - _advance(path, right)


@cache
def _ink(path: str, character: str, vertical: bool) -> tuple[float, float, float, float]:  # noqa: FBT001 (cache key)
    features = ["vert"] if vertical else None
    left, top, right, bottom = _load(path, _MEASURE_PX).getbbox(character, anchor="ls", features=features)
    return left / _MEASURE_PX, top / _MEASURE_PX, right / _MEASURE_PX, bottom / _MEASURE_PX


def weight_near(family: Family, weight: str) -> Typeface:
    """Get the family at the wanted weight, or at the nearest one it has."""
    wanted = _WEIGHTS.index(weight)
    best = min(family.files, key=lambda name: (abs(_WEIGHTS.index(name) - wanted), name))
    return Typeface(family.name, str(_installed()[family.files[best]]), family.style)


def draw_family(draws: Draws, script: str, pool: Pool, *, styles: tuple[str, ...] = (), text: str = "") -> Family:
    """Draw a family that has every glyph of the text.

    Args:
        draws: Source of chance.
        script: `ja` or `latin`.
        pool: Who may use it.
        styles: Accepted styles; empty accepts all but brush.
        text: What it must be able to print.

    Returns:
        A family; one of another style when no family of these styles has the glyphs.

    Raises:
        FontMissingError: No installed family has them all.
    """
    candidates = list(families(script, pool))
    draws.shuffle(candidates)
    accepted = [f for f in candidates if (f.style in styles if styles else f.style != "brush")]
    for family in accepted + [f for f in candidates if f not in accepted]:
        if all(weight_near(family, weight).has(text) for weight in family.files):
            return family
    lacking = "".join(sorted({c for c in text if not any(weight_near(f, "regular").has(c) for f in candidates)}))
    raise FontMissingError(f"no installed {script} typeface of the {pool} pool has all of these: {lacking or text}")
