"""The laws of the follow-ups, on whatever days, people and diaries Hypothesis thinks of."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from meishi.care import CareOptions, Diary, Missed, Person, plan_follow_up, replan_missed, snooze_follow_up
from meishi.care.working_days import is_working_day
from meishi.domain.relation import Closeness

TODAY = date(2026, 11, 25)

days = st.dates(date(2025, 1, 1), date(2028, 12, 31))
near_days = st.integers(-40, 120).map(lambda offset: TODAY + timedelta(days=offset))
people = st.builds(
    Person,
    last_contact=near_days,
    country=st.sampled_from(["JP", "US", "DE"]),
    seed=st.text(max_size=5),
    closeness=st.sampled_from(Closeness),
    is_new=st.booleans(),
)
diaries = st.builds(
    Diary,
    taken=st.dictionaries(near_days, st.integers(1, 12), max_size=80),
    companions=st.dictionaries(near_days, st.integers(1, 3), max_size=20),
)
habits = st.builds(
    CareOptions,
    quiet_days=st.integers(0, 60),
    follow_ups_a_day=st.integers(1, 10),
    repeats_a_day=st.integers(1, 10),
    late_days=st.integers(0, 7),
)


def person(last_contact=TODAY, seed="a", **attributes):
    return Person(last_contact, "JP", seed, **attributes)


@pytest.mark.parametrize(
    ("closeness", "first", "last"),
    [(Closeness.MET, 3, 8), (Closeness.ACQUAINTANCE, 6, 16), (Closeness.TRUSTED, 4, 10), (Closeness.FRIEND, 2, 8)],
)
def test_closeness_sets_the_window_in_weeks(closeness, first, last):
    drawn = [
        plan_follow_up(person(seed=str(n), closeness=closeness), today=TODAY, options=CareOptions()) for n in range(200)
    ]

    assert TODAY + timedelta(weeks=first) <= min(drawn)
    assert max(drawn) <= TODAY + timedelta(weeks=last)
    assert len(set(drawn)) > 10


def test_habits_without_a_window_for_somebody_are_refused():
    with pytest.raises(ValidationError, match="friend"):
        CareOptions(windows={closeness: CareOptions().windows[closeness] for closeness in list(Closeness)[:3]})


@given(someone=people, options=habits, diary=diaries)
def test_a_planned_day_is_a_working_day_not_past_not_full_and_not_too_soon(someone, options, diary):
    day = plan_follow_up(someone, today=TODAY, options=options, diary=diary)

    assert day >= TODAY
    assert is_working_day(day, someone.country)
    assert diary.taken.get(day, 0) < options.follow_ups_a_day
    assert day >= someone.last_contact + timedelta(days=options.quiet_days)
    assert day >= someone.last_contact + timedelta(days=options.windows[someone.closeness].from_days)


@given(someone=people, options=habits, diary=diaries, after_days=st.integers(1, 90))
def test_a_snoozed_day_is_not_before_the_day_asked_for_and_keeps_the_same_laws(someone, options, diary, after_days):
    earliest = TODAY + timedelta(days=after_days)

    day = snooze_follow_up(someone, earliest, options=options, diary=diary)

    assert day >= earliest
    assert is_working_day(day, someone.country)
    assert diary.taken.get(day, 0) < options.follow_ups_a_day
    assert day >= someone.last_contact + timedelta(days=options.quiet_days)


@given(someone=people, options=habits, diary=diaries)
def test_the_same_seed_gives_the_same_day(someone, options, diary):
    again = Diary(dict(reversed(list(diary.taken.items()))), dict(reversed(list(diary.companions.items()))))

    assert plan_follow_up(someone, today=TODAY, options=options, diary=diary) == plan_follow_up(
        someone, today=TODAY, options=options, diary=again
    )


@given(count=st.integers(1, 60), options=habits, taken=st.dictionaries(near_days, st.integers(1, 12), max_size=80))
def test_of_one_occasion_no_two_share_a_day_while_a_working_day_of_the_window_has_room(count, options, taken):
    window = options.windows[Closeness.MET]
    span = range(max(window.from_days, options.quiet_days), max(window.until_days, options.quiet_days) + 1)
    working_days = [day for n in span if is_working_day(day := TODAY + timedelta(days=n), "JP")]
    loads, companions = Counter(taken), Counter()
    for number in range(count):
        someone = person(seed=str(number), is_new=True)
        day = plan_follow_up(someone, today=TODAY, options=options, diary=Diary(loads, companions))
        if companions[day] and day in working_days:
            assert not [d for d in working_days if not companions[d] and loads[d] < options.follow_ups_a_day]
        loads[day] += 1
        companions[day] += 1

    assert all(loads[day] <= max(options.follow_ups_a_day, taken.get(day, 0)) for day in loads)


def test_places_are_kept_for_people_just_met():
    options = CareOptions(follow_ups_a_day=3, repeats_a_day=1)
    loads = Counter()
    for number in range(200):
        loads[plan_follow_up(person(seed=str(number)), today=TODAY, options=options, diary=Diary(loads))] += 1

    newcomer = plan_follow_up(person(seed="new", is_new=True), today=TODAY, options=options, diary=Diary(loads))

    assert max(loads.values()) == 1
    assert newcomer <= TODAY + timedelta(weeks=8)


missed_ones = st.lists(
    st.tuples(st.integers(1, 60), people).map(lambda m: (TODAY - timedelta(days=m[0]), m[1])), max_size=40
).map(lambda found: tuple(Missed(number, due_on, someone) for number, (due_on, someone) in enumerate(found)))


@given(missed=missed_ones, options=habits, taken=st.dictionaries(near_days, st.integers(1, 10), max_size=60))
def test_missed_ones_do_not_pile_up_and_none_is_lost(missed, options, taken):
    taken = {day: min(count, options.follow_ups_a_day) for day, count in taken.items() if day >= TODAY}
    new_days = replan_missed(missed, today=TODAY, options=options, taken=taken)
    stay = [one for one in missed if one.id not in new_days]

    loads = Counter(taken) + Counter(new_days.values())
    assert len(stay) + taken.get(TODAY, 0) <= options.follow_ups_a_day
    assert max(loads.values(), default=0) <= options.follow_ups_a_day
    assert all(day > TODAY for day in new_days.values())
    assert all((TODAY - one.due_on).days <= options.late_days for one in stay)
    for one in missed:
        if one.id in new_days:
            assert is_working_day(new_days[one.id], one.person.country)
            assert new_days[one.id] >= one.person.last_contact + timedelta(days=options.quiet_days)


def test_of_what_was_missed_the_closest_stay_first():
    options = CareOptions(follow_ups_a_day=1)
    yesterday = TODAY - timedelta(days=1)
    missed = (
        Missed(1, yesterday, person(yesterday - timedelta(weeks=8), "met")),
        Missed(2, yesterday, person(yesterday - timedelta(weeks=8), "friend", closeness=Closeness.FRIEND)),
    )

    assert set(replan_missed(missed, today=TODAY, options=options, taken={})) == {1}


def test_a_week_lost_to_illness_is_spread_over_the_days_after_it():
    options = CareOptions()
    missed = tuple(
        Missed(number, TODAY - timedelta(days=1 + number % 9), person(TODAY - timedelta(weeks=7), str(number)))
        for number in range(40)
    )

    new_days = replan_missed(missed, today=TODAY, options=options, taken={})

    assert len(new_days) == 40 - options.follow_ups_a_day
    assert max(Counter(new_days.values()).values()) <= options.follow_ups_a_day
    assert max(new_days.values()) <= TODAY + timedelta(days=14)
