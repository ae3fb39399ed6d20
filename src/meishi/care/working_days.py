"""Working days, country by country."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays
from holidays.registry import EntityLoader

_ONE_DAY = timedelta(days=1)
# Japanese companies close from 29 December on; `holidays` knows 31 December to 3 January as bank holidays.
_COMPANY_CLOSING_DAYS = {"JP": frozenset({(12, 29), (12, 30)})}
_OBSERVED_CATEGORIES = frozenset({"public", "bank"})


def is_working_day(day: date, country: str) -> bool:
    """Tell whether offices work on a day.

    Args:
        day: The day.
        country: ISO 3166-1 alpha-2; must be known (see `is_known_country`).
    """
    if (day.month, day.day) in _COMPANY_CLOSING_DAYS.get(country, frozenset()):
        return False
    return bool(_calendar(country).is_working_day(day))


def add_working_days(day: date, count: int, country: str) -> date:
    """Count working days onwards from a day, which does not count itself.

    Returns:
        The `count`-th working day after `day`.
    """
    while count > 0:
        day += _ONE_DAY
        if is_working_day(day, country):
            count -= 1
    return day


def working_days_between(first: date, last: date, country: str) -> tuple[date, ...]:
    """List the working days of a window, both ends included.

    Returns:
        At least one day: in a window that is all holidays, the next working day after it.
    """
    days = tuple(
        day
        for offset in range((last - first).days + 1)
        if is_working_day(day := first + timedelta(days=offset), country)
    )
    return days or (add_working_days(last, 1, country),)


@cache
def is_known_country(country: str) -> bool:
    """Tell whether there is a calendar for a country (ISO 3166-1 alpha-2)."""
    # By the names alone: the list of `holidays` itself loads the calendars of all of them.
    return country in EntityLoader.get_country_codes(include_aliases=False)


@cache
def _calendar(country: str) -> holidays.HolidayBase:
    # Not every country knows bank holidays apart from public ones.
    supported = holidays.country_holidays(country).supported_categories
    return holidays.country_holidays(country, categories=tuple(_OBSERVED_CATEGORIES.intersection(supported)))
