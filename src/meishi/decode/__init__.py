"""A file becomes photos, one a page."""

from meishi.decode.options import DecodeOptions
from meishi.decode.photos import open_content, open_photos
from meishi.decode.stored import printable, read_bytes
from meishi.decode.suffixes import SUPPORTED_SUFFIXES, looks_like_picture

__all__ = [
    "SUPPORTED_SUFFIXES",
    "DecodeOptions",
    "looks_like_picture",
    "open_content",
    "open_photos",
    "printable",
    "read_bytes",
]
