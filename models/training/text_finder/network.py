"""The network: a small encoder and decoder of plain and depthwise convolutions, which OpenCV runs well on one core.

All answers come from one map at a quarter of the picture's resolution; the line kernels are four channels of it, one
for each quarter of a cell, so that they have half the picture's resolution without a layer of that size.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

STRIDE = 4
KERNEL_STRIDE = 2
# The deepest layer has this step, so the sides of a picture have to be multiples of it.
SIDE_STEP_PX = 32


class Answer(NamedTuple):
    """What the network says about a batch of pictures; all are logits but for the vectors and the thickness.

    Attributes:
        kernels: N x 1 x H/2 x W/2; inside a shrunk text line.
        furigana: N x 1 x H/4 x W/4; on text: it is small kana beside a name.
        reading: N x 2 x H/4 x W/4; on text: which way it is read, as x and y of a vector, the longer the surer, at most 1.
        column: N x 1 x H/4 x W/4; on text: its glyphs stand below one another.
        thickness: N x 1 x H/4 x W/4; on text: log2 of the line's thickness / 16 px.
        card: N x 1 x H/4 x W/4; on a card.
        border: N x 1 x H/4 x W/4; on the border of a card.
        corner: N x 1 x H/4 x W/4; near the corner of a card.
    """

    kernels: Tensor
    furigana: Tensor
    reading: Tensor
    column: Tensor
    thickness: Tensor
    card: Tensor
    border: Tensor
    corner: Tensor


# Channels of the network's one output, in order; text_map.py in the detect stage counts on them.
CHANNEL_COUNTS = (4, 1, 2, 1, 1, 1, 1, 1)


def split_answer(output: Tensor) -> Answer:
    """Name the channels of the network's output and put the kernels' quarters side by side."""
    kernels, *others = torch.split(output, CHANNEL_COUNTS, dim=1)
    return Answer(nn.functional.pixel_shuffle(kernels, 2), *others)


def _convolution(
    inputs: int, outputs: int, size: int = 1, *, stride: int = 1, groups: int = 1, active: bool = True
) -> nn.Sequential:
    layers: list[nn.Module] = [
        nn.Conv2d(inputs, outputs, size, stride, size // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs),
    ]
    return nn.Sequential(*layers, nn.ReLU(inplace=True)) if active else nn.Sequential(*layers)


class _Residual(nn.Module):
    """A widened depthwise convolution beside a shortcut (inverted residual, MobileNetV2, arXiv:1801.04381)."""

    def __init__(self, width: int, size: int, widening: int = 2) -> None:
        super().__init__()
        wide = width * widening
        self.layers = nn.Sequential(
            _convolution(width, wide),
            _convolution(wide, wide, size, groups=wide),
            _convolution(wide, width, active=False),
        )

    def forward(self, x: Tensor) -> Tensor:
        return x + self.layers(x)


def _stage(inputs: int, outputs: int, blocks: int, size: int) -> nn.Sequential:
    """Halve the resolution, then look around."""
    return nn.Sequential(
        _convolution(inputs, inputs * 2),
        _convolution(inputs * 2, inputs * 2, 5, stride=2, groups=inputs * 2),
        _convolution(inputs * 2, outputs, active=False),
        *(_Residual(outputs, size) for _ in range(blocks)),
    )


class _Meeting(nn.Module):
    """Brings a coarse map to the resolution of a fine one and mixes both."""

    def __init__(self, coarse: int, fine: int, outputs: int) -> None:
        super().__init__()
        self.coarse = _convolution(coarse, outputs, active=False)
        self.fine = _convolution(fine, outputs, active=False)
        self.mix = nn.Sequential(
            nn.ReLU(inplace=True), _convolution(outputs, outputs, 5, groups=outputs), _convolution(outputs, outputs)
        )

    def forward(self, coarse: Tensor, fine: Tensor) -> Tensor:
        enlarged = nn.functional.interpolate(self.coarse(coarse), scale_factor=2.0, mode="nearest")
        return self.mix(enlarged + self.fine(fine))


class TextFinder(nn.Module):
    """The network. Its input is N x 3 x H x W, BGR, 0..1, its output N x 12 x H/4 x W/4 (see `split_answer`)."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(
            _convolution(3, 16, 3, stride=2), _convolution(16, 32, 3, stride=2), _Residual(32, 3), _Residual(32, 3)
        )
        self.stage_8 = _stage(32, 48, 3, 3)
        self.stage_16 = _stage(48, 72, 3, 5)
        self.stage_32 = _stage(72, 96, 4, 5)
        self.meet_16 = _Meeting(96, 72, 72)
        self.meet_8 = _Meeting(72, 48, 48)
        self.meet_4 = _Meeting(48, 32, 40)
        self.head = nn.Sequential(
            _convolution(40, 40, 3, groups=40), _convolution(40, 64), nn.Conv2d(64, sum(CHANNEL_COUNTS), 1)
        )

    def forward(self, pictures: Tensor) -> Tensor:
        """Answer a batch of pictures."""
        at_4 = self.stem(pictures)
        at_8 = self.stage_8(at_4)
        at_16 = self.stage_16(at_8)
        at_32 = self.stage_32(at_16)
        decoded_16 = self.meet_16(at_32, at_16)
        decoded_8 = self.meet_8(decoded_16, at_8)
        return self.head(self.meet_4(decoded_8, at_4))
