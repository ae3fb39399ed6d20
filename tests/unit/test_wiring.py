from __future__ import annotations

import pytest

from meishi.domain.relation import Closeness
from meishi.errors import SettingError
from meishi.wiring import build_care_options, read_settings


def test_the_habits_are_those_of_the_settings(monkeypatch):
    monkeypatch.setenv("MEISHI_FOLLOW_UP_WEEKS", "friend=1-2,met=4-9")
    monkeypatch.setenv("MEISHI_FOLLOW_UPS_A_DAY", "4")
    options = build_care_options(read_settings())

    assert options.windows[Closeness.FRIEND].until_days == 14
    assert options.windows[Closeness.MET].from_days == 28
    assert options.windows[Closeness.TRUSTED].from_days == 28
    assert options.follow_ups_a_day == 4


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MEISHI_FOLLOW_UP_WEEKS", "met=8-3"),
        ("MEISHI_FOLLOW_UP_WEEKS", "met=0-3"),
        ("MEISHI_FOLLOW_UP_WEEKS", "strangers=1-2"),
        ("MEISHI_HOME_COUNTRY", "ZZ"),
        ("MEISHI_QUIET_DAYS", "-1"),
    ],
)
def test_habits_that_make_no_sense_are_refused_by_name(monkeypatch, name, value):
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingError, match=name):
        build_care_options(read_settings())
