"""What is written for kitty is what it puts together again."""

import re
from base64 import b64decode

import cv2
import numpy as np
import pytest

from meishi.cli.review.kitty import as_kitty_graphics


@pytest.mark.parametrize("size", [(1, 1), (140, 780)])
def test_every_pixel_arrives_in_pieces_of_the_size_that_is_allowed(size):
    pixels = np.random.default_rng(1).integers(0, 256, size, np.uint8)
    written = as_kitty_graphics(pixels)
    pieces = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", written)
    assert "".join(f"\x1b_G{keys};{content}\x1b\\" for keys, content in pieces) == written
    assert [keys[-1] for keys, _ in pieces] == ["1"] * (len(pieces) - 1) + ["0"]
    assert max(len(content) for _, content in pieces) <= 4096
    png = b64decode("".join(content for _, content in pieces))
    assert (cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED) == pixels).all()
