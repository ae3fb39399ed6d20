"""Postcards (はがき): what stands on a card -> a PDF for the printer, or a picture to look at beforehand."""

from meishi.exchange.hagaki.pdf import PrintOptions, make_pdf
from meishi.exchange.hagaki.preview import make_previews
from meishi.exchange.hagaki.sheet import Side
from meishi.exchange.hagaki.sides import draw_address_side, draw_message_side
from meishi.exchange.hagaki.typeface import Direction, GlyphMissingError

__all__ = [
    "Direction",
    "GlyphMissingError",
    "PrintOptions",
    "Side",
    "draw_address_side",
    "draw_message_side",
    "make_pdf",
    "make_previews",
]
