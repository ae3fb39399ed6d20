from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from meishi.care import CareOptions, Diary, Window, plan_aftercare
from meishi.care.working_days import is_working_day
from meishi.domain.contact import Address, Contact
from meishi.domain.encounter import Encounter
from meishi.domain.relation import Closeness
from meishi.domain.task import FollowUpState, PostcardState

JAPANESE = Contact(addresses=(Address(full="東京都千代田区丸の内1-1", country="JP"),))
AMERICAN = Contact(addresses=(Address(full="1 Main Street, Boston", country="US"),))
WITHOUT_ADDRESS = Contact(emails=("mikako@example.co.jp",))

days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
contacts = st.sampled_from([JAPANESE, AMERICAN, WITHOUT_ADDRESS])


def habits(from_days, until_days, **options):
    """Habits whose every closeness has the same window."""
    window = Window(from_days=from_days, until_days=until_days)
    return CareOptions(windows=dict.fromkeys(Closeness, window), quiet_days=0, **options)


windows = st.tuples(st.integers(1, 120), st.integers(0, 120)).map(
    lambda window: habits(window[0], window[0] + window[1], follow_ups_a_day=100)
)


def plan(contact=JAPANESE, met_on=date(2026, 11, 24), *, seed="a", today=None, options=None, taken=None):
    return plan_aftercare(
        contact,
        Encounter(met_on=met_on),
        seed=seed,
        today=today or met_on,
        options=options,
        diary=Diary(taken or {}),
    )


def country_of(contact):
    return contact.addresses[0].country if contact.addresses else "JP"


def test_the_postcard_is_due_three_working_days_after_the_meeting():
    tuesday = date(2026, 11, 24)

    assert plan(met_on=tuesday).postcard.due_on == date(2026, 11, 27)


def test_weekends_and_national_holidays_do_not_count_as_working_days():
    thursday_before_labour_thanksgiving_day = date(2026, 11, 19)

    assert plan(met_on=thursday_before_labour_thanksgiving_day).postcard.due_on == date(2026, 11, 25)


def test_the_japanese_new_year_closing_is_no_working_time():
    assert plan(met_on=date(2026, 12, 28)).postcard.due_on == date(2027, 1, 6)


def test_the_calendar_is_that_of_the_contacts_country():
    new_years_eve = date(2026, 12, 29)

    assert plan(AMERICAN, met_on=new_years_eve).postcard.due_on == date(2027, 1, 4)
    assert plan(JAPANESE, met_on=new_years_eve).postcard.due_on == date(2027, 1, 6)


@pytest.mark.parametrize("country", [None, "ZZ"])
def test_a_country_that_nobody_knows_counts_as_home(country):
    contact = Contact(addresses=(Address(full="somewhere", country=country),))

    assert plan(contact) == plan(JAPANESE)


def test_without_an_address_the_postcard_waits_for_one_and_is_not_dropped():
    assert plan(WITHOUT_ADDRESS).postcard.state is PostcardState.WAITING_FOR_ADDRESS
    assert plan(JAPANESE).postcard.state is PostcardState.TO_WRITE


def test_people_of_a_meeting_long_ago_are_spread_over_the_coming_weeks():
    today = date(2026, 11, 24)

    due_days = {plan(met_on=date(2024, 5, 1), seed=str(number), today=today).follow_up.due_on for number in range(30)}

    assert min(due_days) >= today
    assert max(due_days) <= today + timedelta(days=35)
    assert len(due_days) > 10


def test_different_people_get_different_days():
    due_days = Counter(plan(seed=f"person {number}").follow_up.due_on for number in range(200))

    assert len(due_days) > 15
    assert max(due_days.values()) < 30


def test_the_drawn_day_never_changes_between_versions():
    assert plan(seed="5f0c1f9e").follow_up.due_on == date(2027, 1, 6)


def test_a_window_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValidationError):
        habits(10, 9)


@given(contact=contacts, met_on=days, seed=st.text(), options=windows)
def test_a_follow_up_is_a_working_day_in_the_window_or_the_first_one_after_it(contact, met_on, seed, options):
    follow_up = plan(contact, met_on, seed=seed, options=options).follow_up

    window = options.windows[Closeness.MET]
    first, last = (met_on + timedelta(days=days) for days in (window.from_days, window.until_days))
    assert follow_up.state is FollowUpState.SCHEDULED
    assert is_working_day(follow_up.due_on, country_of(contact))
    assert follow_up.due_on >= first
    if follow_up.due_on > last:
        skipped = range((follow_up.due_on - first).days)
        assert not any(is_working_day(first + timedelta(days=day), country_of(contact)) for day in skipped)


@given(contact=contacts, met_on=days, seed=st.text(), waited_days=st.integers(0, 1000))
def test_no_follow_up_is_planned_for_the_past(contact, met_on, seed, waited_days):
    today = met_on + timedelta(days=waited_days)

    assert plan(contact, met_on, seed=seed, today=today).follow_up.due_on >= today


@given(contact=contacts, met_on=days, count=st.integers(1, 20))
def test_between_meeting_and_postcard_lie_exactly_the_working_days_asked_for(contact, met_on, count):
    due_on = plan(contact, met_on, options=CareOptions(postcard_working_days=count)).postcard.due_on

    passed = [met_on + timedelta(days=offset) for offset in range(1, (due_on - met_on).days + 1)]
    assert sum(is_working_day(day, country_of(contact)) for day in passed) == count
    assert is_working_day(due_on, country_of(contact))


@given(met_on=days, seed=st.text(), taken=st.dictionaries(days, st.integers(1, 5)))
def test_the_same_seed_gives_the_same_plan(met_on, seed, taken):
    assert plan(met_on=met_on, seed=seed, taken=taken) == plan(met_on=met_on, seed=seed, taken=dict(taken))


@given(met_on=days, people=st.integers(2, 40), options=windows)
def test_no_two_of_a_batch_share_a_day_while_free_working_days_remain(met_on, people, options):
    taken: Counter[date] = Counter()
    for number in range(people):
        taken[plan(met_on=met_on, seed=str(number), options=options, taken=taken).follow_up.due_on] += 1

    window = options.windows[Closeness.MET]
    days_after = range(window.from_days, window.until_days + 1)
    free_days = max(1, sum(is_working_day(met_on + timedelta(days=day), "JP") for day in days_after))
    assert len(taken) == min(people, free_days)
    assert max(taken.values()) - min(taken.values()) <= 1
