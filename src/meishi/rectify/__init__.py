"""A photo becomes card images, each flat, upright and evenly lit."""

from meishi.rectify.finding import find_cards
from meishi.rectify.options import RectifyOptions

__all__ = ["RectifyOptions", "find_cards"]
