"""What everybody gets whom the user met, and when."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from meishi.care.options import CareOptions
from meishi.care.working_days import add_working_days, is_known_country, working_days_between
from meishi.domain.contact import Contact
from meishi.domain.encounter import Encounter
from meishi.domain.task import Aftercare, FollowUp, Postcard, PostcardState

_NOTHING_TAKEN: Mapping[date, int] = MappingProxyType({})


def plan_aftercare(
    contact: Contact,
    encounter: Encounter,
    *,
    seed: str,
    today: date,
    options: CareOptions | None = None,
    taken: Mapping[date, int] = _NOTHING_TAKEN,
) -> Aftercare:
    """Plan the thank-you postcard and the first follow-up of a person just met.

    Args:
        contact: Says whether there is an address to write to, and whose working days count.
        encounter: When they met.
        seed: Decides the random day. The same seed with the same days taken gives the same day, on every machine.
        today: No follow-up is planned for a day before it, however long ago the meeting was.
        options: The habits.
        taken: How many follow-ups each day carries already. Days that carry the fewest are preferred, so the people
            of one conference are not all written to on one day.

    Returns:
        A postcard due the given number of working days after the meeting, which waits for an address when the
        contact has none; and a follow-up on a working day of the window.
    """
    options = options or CareOptions()
    country = _country_of(contact, options.home_country)
    postcard = Postcard(
        due_on=add_working_days(encounter.met_on, options.postcard_working_days, country),
        state=PostcardState.TO_WRITE if contact.addresses else PostcardState.WAITING_FOR_ADDRESS,
    )
    window_days = options.follow_up_until_days - options.follow_up_from_days
    first = max(encounter.met_on + timedelta(days=options.follow_up_from_days), today)
    last = max(encounter.met_on + timedelta(days=options.follow_up_until_days), today)
    if last == today:
        # The meeting is so long ago that its window is over: a full window from now on, else all these people would
        # fall to the same day.
        last = today + timedelta(days=window_days)
    days = working_days_between(first, last, country)
    return Aftercare(postcard, FollowUp(due_on=_choose_day(days, seed, taken)))


def _country_of(contact: Contact, home_country: str) -> str:
    known = (address.country for address in contact.addresses if address.country and is_known_country(address.country))
    return next(known, home_country)


def _choose_day(days: tuple[date, ...], seed: str, taken: Mapping[date, int]) -> date:
    """Draw a day among those that carry the fewest follow-ups.

    Each day gets a ticket from seed and date, and the lowest wins. Unlike a random generator this needs no state and
    gives the same on every version of Python, and a day that drops out moves nobody else.
    """
    return min(days, key=lambda day: (taken.get(day, 0), _ticket(seed, day)))


def _ticket(seed: str, day: date) -> bytes:
    return hashlib.sha256(f"{seed}/{day.isoformat()}".encode()).digest()
