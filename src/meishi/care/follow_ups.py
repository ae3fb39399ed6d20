"""When to be in touch again: a random working day of a window, on a day that has room."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from meishi.care.options import CareOptions
from meishi.care.working_days import is_known_country, working_days_between
from meishi.domain.contact import Contact
from meishi.domain.relation import Closeness

_SNOOZE_SPREAD_DAYS = 7
_MISSED_SPREAD_DAYS = 14


@dataclass(frozen=True)
class Diary:
    """What the days carry already.

    Attributes:
        taken: How many follow-ups each day carries.
        companions: How many of them are of people met on the same occasion.
    """

    taken: Mapping[date, int] = field(default_factory=dict)
    companions: Mapping[date, int] = field(default_factory=dict)


class Person(NamedTuple):
    """What counts for the day of a follow-up.

    Attributes:
        last_contact: The last day they were in touch, or a postcard was posted.
        country: Whose working days count; a country that is known.
        seed: Decides the random day. The same seed with the same diary gives the same day, on every machine.
        closeness: Sets the window.
        is_new: Whether it is the first follow-up since they met.
    """

    last_contact: date
    country: str
    seed: str
    closeness: Closeness = Closeness.MET
    is_new: bool = False


class Missed(NamedTuple):
    """A follow-up whose day is over.

    Attributes:
        id: Tells it from the others.
        due_on: The day that is over.
        person: Whose it is.
    """

    id: int
    due_on: date
    person: Person


def country_of(contact: Contact, options: CareOptions) -> str:
    """Tell whose working days count for a contact: those of its first address in a country that is known, or home's."""
    known = (address.country for address in contact.addresses if address.country and is_known_country(address.country))
    return next(known, options.home_country)


def plan_follow_up(person: Person, *, today: date, options: CareOptions, diary: Diary | None = None) -> date:
    """Choose the day for the next follow-up.

    Among the working days of the window, those come first that hold nobody met on the same occasion, then those that
    carry the fewest; chance decides among equals. Where no day of the window has room, the days after it are looked at.

    Args:
        person: Whose follow-up it is; the window counts from their last contact.
        today: No follow-up is planned for a day before it, however long ago the last contact was.
        options: The habits.
        diary: What the days carry already.

    Returns:
        A working day that has room and is no less than the quiet days away from the last contact.
    """
    window = options.windows[person.closeness]
    first = max(person.last_contact + timedelta(days=window.from_days), today)
    last = person.last_contact + timedelta(days=window.until_days)
    if last <= today:
        # The window is over: a whole one from now on, else all these people would fall to the same day.
        last = today + timedelta(days=window.until_days - window.from_days)
    return _choose(person, first, last, options, diary or Diary())


def snooze_follow_up(person: Person, earliest: date, *, options: CareOptions, diary: Diary | None = None) -> date:
    """Choose a day in the week from `earliest` on, for a follow-up that is put off."""
    last = earliest + timedelta(days=_SNOOZE_SPREAD_DAYS - 1)
    return _choose(person, earliest, last, options, diary or Diary())


def replan_missed(
    missed: tuple[Missed, ...], *, today: date, options: CareOptions, taken: Mapping[date, int]
) -> dict[int, date]:
    """Give new days to missed follow-ups, so that they neither pile up nor get lost.

    What is a few days late stays in today's list as long as today has room; those who are close stay first. All others
    are spread over the coming two weeks, or later where these are full.

    Args:
        missed: Follow-ups that fell due before today.
        today: The day in the user's calendar.
        options: The habits.
        taken: How many follow-ups each day carries.

    Returns:
        The new day of each follow-up that does not stay, by its id.
    """
    counts = {day: count for day, count in taken.items() if day >= today}
    ranks = list(Closeness)
    places = options.follow_ups_a_day - counts.get(today, 0)
    new_days: dict[int, date] = {}
    for one in sorted(missed, key=lambda m: (-ranks.index(m.person.closeness), m.due_on, m.id)):
        if (today - one.due_on).days <= options.late_days and places > 0:
            places -= 1
            continue
        # A person's window has passed already, so that every place is open to them.
        person = one.person._replace(is_new=True, seed=f"{one.person.seed}/missed {one.due_on.isoformat()}")
        tomorrow = today + timedelta(days=1)
        day = _choose(person, tomorrow, today + timedelta(days=_MISSED_SPREAD_DAYS), options, Diary(counts))
        counts[day] = counts.get(day, 0) + 1
        new_days[one.id] = day
    return new_days


def _choose(person: Person, first: date, last: date, options: CareOptions, diary: Diary) -> date:
    first = max(first, person.last_contact + timedelta(days=options.quiet_days))
    last = max(first, last)
    is_repeat = person.closeness is Closeness.MET and not person.is_new
    limit = min(options.repeats_a_day, options.follow_ups_a_day) if is_repeat else options.follow_ups_a_day
    for days in _stretches(first, last, person.country):
        if free := [day for day in days if diary.taken.get(day, 0) < limit]:
            return min(
                free,
                key=lambda day: (diary.companions.get(day, 0), diary.taken.get(day, 0), _ticket(person.seed, day)),
            )
    raise AssertionError  # pragma: no cover - some day in the future carries nothing


def _stretches(first: date, last: date, country: str) -> Iterator[tuple[date, ...]]:
    """The working days of a window, then those of each week after it."""
    yield working_days_between(first, last, country)
    while True:
        first, last = last + timedelta(days=1), last + timedelta(days=7)
        yield working_days_between(first, last, country)


def _ticket(seed: str, day: date) -> bytes:
    """Draw a day's lot.

    The lowest wins. Unlike a random generator this needs no state and gives the same on every version of Python, and a
    day that drops out moves nobody else.
    """
    return hashlib.sha256(f"{seed}/{day.isoformat()}".encode()).digest()
