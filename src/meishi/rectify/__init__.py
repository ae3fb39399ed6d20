"""A photo becomes card images, each flat, upright and evenly lit."""

from meishi.rectify.finding import find_cards, part_of_card
from meishi.rectify.looks import look_of
from meishi.rectify.options import RectifyOptions
from meishi.rectify.warp import flatten_card

__all__ = ["RectifyOptions", "find_cards", "flatten_card", "look_of", "part_of_card"]
