from __future__ import annotations

import stat
from datetime import date, timedelta

import pytest
from PIL import Image

from meishi.errors import UsageError
from meishi.exchange.coverage_plot import Series, draw_weeks, save_picture

MONDAYS = [date(2026, 1, 5) + timedelta(weeks=n) for n in range(60)]


def colours(picture):
    return {colour for _, colour in picture.getcolors(1 << 16)}


def test_a_bar_is_as_high_as_its_count_says():
    picture = draw_weeks(MONDAYS[:2], [Series("met", "#ff0000", [10, 20])])
    columns = {}
    for x in range(picture.width):
        red = sum(picture.getpixel((x, y)) == (255, 0, 0) for y in range(45, picture.height))
        columns.setdefault(red, x)
    low, high = sorted(columns)[-2:]

    assert high == pytest.approx(2 * low, abs=2)


@pytest.mark.parametrize("weeks", [0, 1, 60])
def test_any_number_of_weeks_can_be_drawn(weeks):
    picture = draw_weeks(MONDAYS[:weeks], [Series("met", "#ff0000", [1] * weeks), Series("x", "#0000ff", [0] * weeks)])

    assert ((255, 0, 0) in colours(picture)) is True  # in the legend at least
    assert picture.size == (1200, 300)


def test_the_picture_is_the_users_alone_and_a_missing_folder_is_said(tmp_path):
    file = tmp_path / "weeks.png"
    picture = draw_weeks(MONDAYS, [Series("met", "#ff0000", [1] * 60)])
    save_picture(picture, file)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with Image.open(file) as saved:
        assert saved.format == "PNG"
    with pytest.raises(UsageError):
        save_picture(picture, tmp_path / "missing" / "weeks.png")
