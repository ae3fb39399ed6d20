"""Pictures of counts, as bars: people met, postcards posted, postcards answered, week by week."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pylopdf_fonts_jp
from PIL import Image, ImageDraw, ImageFont

from meishi.exchange.files import write_private

_WIDTH, _HEIGHT = 1200, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 20, 50, 40
_INK, _GRID, _PAPER = "#333333", "#dddddd", "#ffffff"
_TEXT_SIZE = 15


class Series(NamedTuple):
    """One row of bars.

    Attributes:
        name: What it counts.
        colour: Of the bars.
        counts: One for each week.
    """

    name: str
    colour: str
    counts: Sequence[int]


def draw_weeks(mondays: Sequence[date], series: Sequence[Series]) -> Image.Image:
    """Draw bars week by week, with the months below.

    Args:
        mondays: The weeks.
        series: What was counted; as many counts as there are weeks.

    Returns:
        A picture in RGB.
    """
    months = [
        ""
        if week and monday.month == mondays[week - 1].month
        else f"{monday:%Y-%m}"
        if monday.month == 1 or week == 0
        else f"{monday:%m}"
        for week, monday in enumerate(mondays)
    ]
    return draw_bars(months, series)


def draw_bars(labels: Sequence[str], series: Sequence[Series]) -> Image.Image:
    """Draw bars place by place, those of one place side by side.

    Args:
        labels: What stands below each place; nothing below those with an empty one.
        series: What was counted; as many counts as there are labels.

    Returns:
        A picture in RGB.
    """
    picture = Image.new("RGB", (_WIDTH, _HEIGHT), _PAPER)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(pylopdf_fonts_jp.sans_path(), _TEXT_SIZE)
    top = _round_up(max((count for row in series for count in row.counts), default=1))
    width, height = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
    floor = _HEIGHT - _BOTTOM
    for quarter in range(5):
        y = floor - round(height * quarter / 4)
        draw.line((_LEFT, y, _WIDTH - _RIGHT, y), fill=_GRID)
        draw.text((_LEFT - 8, y), f"{top * quarter // 4}", fill=_INK, font=font, anchor="rm")
    place_width = width / max(1, len(labels))
    bar_width = place_width * 0.8 / max(1, len(series))
    for place, label in enumerate(labels):
        left = _LEFT + place * place_width
        for number, row in enumerate(series):
            x = left + place_width * 0.1 + number * bar_width
            if count := row.counts[place]:
                draw.rectangle((x, floor - height * count / top, max(x, x + bar_width - 1), floor), fill=row.colour)
        if label:
            draw.line((left, floor, left, floor + 5), fill=_INK)
            draw.text((left, floor + 8), label, fill=_INK, font=font)
    draw.line((_LEFT, floor, _WIDTH - _RIGHT, floor), fill=_INK)
    x = float(_LEFT)
    for row in series:
        draw.rectangle((x, 16, x + 14, 30), fill=row.colour)
        draw.text((x + 20, 23), row.name, fill=_INK, font=font, anchor="lm")
        x += 44 + font.getlength(row.name)
    return picture


def save_picture(picture: Image.Image, file: Path) -> None:
    """Save a picture as PNG, readable by its owner alone.

    Raises:
        UsageError: It cannot be written there.
    """
    content = io.BytesIO()
    picture.save(content, "PNG", optimize=True)
    write_private(file, content.getvalue())


def _round_up(count: int) -> int:
    """The next count that four lines divide evenly."""
    return max(4, -(-count // 4) * 4)
