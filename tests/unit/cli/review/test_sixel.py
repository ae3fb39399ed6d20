"""What is written in sixels is what a terminal draws."""

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from meishi.cli.review.sixel import as_sixels


def decoded(written):
    """A picture as a terminal draws it that knows the standard and nothing else."""
    head, body = re.fullmatch(r'\x1bPq"1;1;(\d+;\d+)(.*)\x1b\\', written, re.DOTALL).groups()
    width, height = map(int, head.split(";"))
    colours = {int(number): int(share) for number, share in re.findall(r"#(\d+);2;(\d+);\2;\2", body)}
    picture = np.full((-(-height // 6) * 6, width), -1, int)
    top = left = colour = 0
    for token in re.finditer(r"#(\d+)(;2;[\d;]+)?|!(\d+)([?-~])|([?-~])|([$-])", body):
        number, defines, times, repeated, single, move = token.groups()
        if number and not defines:
            colour = int(number)
        elif move:
            top, left = (top, 0) if move == "$" else (top + 6, 0)
        elif repeated or single:
            bits = ord(repeated or single) - 63
            for _ in range(int(times or 1)):
                for row in range(6):
                    if bits >> row & 1:
                        picture[top + row, left] = colours[colour]
                left += 1
    return picture[:height]


@given(st.integers(1, 20), st.integers(1, 20), st.randoms(use_true_random=False))
def test_every_pixel_is_drawn_in_its_grey(height, width, chance):
    pixels = np.array([[chance.choice((0, 60, 128, 255)) for _ in range(width)] for _ in range(height)], np.uint8)
    assert np.abs(decoded(as_sixels(pixels)) - pixels / 2.55).max() <= 4
