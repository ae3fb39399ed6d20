"""The place on the screen where the picture of a value is: characters, or pixels with a line of text below them."""

from __future__ import annotations

from rich.control import Control
from rich.segment import ControlType, Segment
from rich.text import Text
from textual.strip import Strip
from textual.widgets import Static

from meishi.cli.review.pictures import Grey
from meishi.cli.review.sixel import as_sixels


class PictureWidget(Static):
    """Shows text, and above its last row pixels where there are some."""

    _sixels = ""

    def show(self, text: Text) -> None:
        """Show characters alone."""
        self._sixels = ""
        self.update(text)

    def show_pixels(self, pixels: Grey, caption: Text) -> None:
        """Show pixels, and a row of text below them.

        Args:
            pixels: uint8, height x width, grey; it has to fit into all rows but the last one.
            caption: What the last row says.
        """
        self._sixels = as_sixels(pixels)
        self.update(Text("\n" * (self.content_size.height - 1)) + caption)

    def render_line(self, y: int) -> Strip:
        """Give a row; before the last one the pixels are drawn, for later rows would wipe them out again."""
        strip = super().render_line(y)
        if not self._sixels or y != self.size.height - 1:
            return strip
        region = self.content_region
        there = Control.move_to(region.x, region.y).segment.text
        # The cursor is where the row begins, and is to be there afterwards.
        drawn = f"\x1b7{there}{self._sixels}\x1b8"
        return Strip([Segment(drawn, None, [(ControlType.CURSOR_FORWARD, 0)]), *strip], strip.cell_length)
