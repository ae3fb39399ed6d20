"""The text layer of a PDF: what the outlines say, in letters that leave no ink, to be found and copied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import reportlab  # type: ignore[import-untyped]
import uharfbuzz as hb  # type: ignore[import-untyped]
from reportlab.pdfbase.pdfdoc import (  # type: ignore[import-untyped]
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFStream,
)
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from meishi.exchange.hagaki.sheet import PlacedRun

_FONT = "Unseen"
_BASE_LINE = 0.38
"""How far the letters' base line lies below the middle of a line, in em."""


class HiddenText:
    """Writes runs once more over their outlines, each stretched to its run's length.

    The font has one glyph for all characters, which is never drawn; a table says what each code means.
    """

    def __init__(self, canvas: Canvas, runs: Iterable[PlacedRun]) -> None:
        """Give the document the font.

        Args:
            canvas: Where the runs will be written.
            runs: All of them: the table of codes has to be complete.
        """
        self._canvas = canvas
        characters = sorted({character for run in runs for character in run.run.text})
        self._codes = {character: code for code, character in enumerate(characters, start=1)}
        _add_font(canvas, self._codes)

    def add(self, run: PlacedRun) -> None:
        """Write a run; the canvas measures in mm from the card's upper left corner."""
        codes = "".join(f"{self._codes[character]:04X}" for character in run.run.text)
        size = run.size_mm
        stretch = 100 * run.run.length / len(run.run.text)
        if run.run.direction == "across":
            matrix = f"1 0 0 1 {run.x_mm:.4f} {-run.y_mm - _BASE_LINE * size:.4f}"
        else:
            matrix = f"0 -1 1 0 {run.x_mm - _BASE_LINE * size:.4f} {-run.y_mm:.4f}"
        # Render mode 3: neither filled nor stroked (ISO 32000-1, 9.3.6).
        self._canvas.addLiteral(f"BT 3 Tr /{_FONT} {size:.4f} Tf {stretch:.3f} Tz {matrix} Tm <{codes}> Tj ET")


def _add_font(canvas: Canvas, codes: Mapping[str, int]) -> None:
    document = canvas._doc  # noqa: SLF001 - reportlab knows no other way to a font of one's own
    descriptor = PDFDictionary(
        {
            "Type": PDFName("FontDescriptor"),
            "FontName": PDFName(_FONT),
            "Flags": 4,
            "FontBBox": PDFArray([0, -120, 1000, 880]),
            "ItalicAngle": 0,
            "Ascent": 880,
            "Descent": -120,
            "CapHeight": 733,
            "StemV": 80,
            "FontFile2": document.Reference(PDFStream(content=_one_glyph())),
        }
    )
    descendant = PDFDictionary(
        {
            "Type": PDFName("Font"),
            "Subtype": PDFName("CIDFontType2"),
            "BaseFont": PDFName(_FONT),
            "CIDSystemInfo": PDFDictionary({"Registry": "(Adobe)", "Ordering": "(Identity)", "Supplement": 0}),
            "FontDescriptor": document.Reference(descriptor),
            "DW": 1000,
            "CIDToGIDMap": document.Reference(PDFStream(content=b"\0\1" * (len(codes) + 1))),
        }
    )
    font = PDFDictionary(
        {
            "Type": PDFName("Font"),
            "Subtype": PDFName("Type0"),
            "BaseFont": PDFName(_FONT),
            "Encoding": PDFName("Identity-H"),
            "DescendantFonts": PDFArray([document.Reference(descendant)]),
            "ToUnicode": document.Reference(PDFStream(content=_meanings(codes))),
        }
    )
    document.idToObject["BasicFonts"].dict[_FONT] = document.Reference(font)


def _one_glyph() -> bytes:
    """Give a font file whose glyph 1 is as large as a letter: readers drop text whose letters cover no ground."""
    vera = hb.Face(hb.Blob.from_file_path(str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))
    wanted = hb.SubsetInput()
    wanted.unicode_set.update([ord("M")])
    return bytes(hb.subset(vera, wanted).blob.data)


def _meanings(codes: Mapping[str, int]) -> bytes:
    """Write a ToUnicode table (ISO 32000-1, 9.10.3)."""
    entries = [f"<{code:04X}> <{character.encode('utf-16-be').hex().upper()}>" for character, code in codes.items()]
    # No more than a hundred entries a block.
    blocks = [entries[start : start + 100] for start in range(0, len(entries), 100)]
    listed = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Meanings def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{listed}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
