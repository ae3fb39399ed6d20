"""The place on the screen where the picture of a value is: characters, or pixels with a line of text below them."""

from __future__ import annotations

from typing import Any

from rich.control import Control
from rich.segment import ControlType, Segment
from rich.text import Text
from textual.strip import Strip
from textual.visual import VisualType
from textual.widgets import Static


class PictureWidget(Static):
    """Shows text, and above its last row pixels where there are some.

    Args:
        wipe: What takes pixels away that the terminal draws over text.
    """

    def __init__(self, wipe: str = "", **options: Any) -> None:  # noqa: ANN401 - those of every widget
        super().__init__(**options)
        self._pixels = self._wipe = wipe

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Show text alone."""
        self._pixels = self._wipe
        super().update(content, layout=layout)

    def show_pixels(self, pixels: str, caption: Text) -> None:
        """Show pixels, and a row of text below them.

        Args:
            pixels: What makes the terminal draw them; they have to fit into all rows but the last one.
            caption: What the last row says.
        """
        self.update(Text("\n" * (self.content_size.height - 1)) + caption)
        self._pixels = pixels

    def render_line(self, y: int) -> Strip:
        """Give a row; before the last one the pixels are drawn, for later rows would wipe them out again."""
        strip = super().render_line(y)
        if not self._pixels or y != self.size.height - 1:
            return strip
        region = self.content_region
        there = Control.move_to(region.x, region.y).segment.text
        # The cursor is where the row begins, and is to be there afterwards.
        drawn = f"\x1b7{there}{self._pixels}\x1b8"
        return Strip([Segment(drawn, None, [(ControlType.CURSOR_FORWARD, 0)]), *strip], strip.cell_length)
