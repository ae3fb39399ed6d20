from __future__ import annotations

from datetime import date, timedelta

from meishi.care import PostcardStep
from meishi.domain.relation import Closeness, Note
from meishi.services.bonds import Standing, look_at_bonds, look_back
from meishi.services.coverage import by_event, by_month, per_week, recent_events
from meishi.services.postcards import Choice, choose_postcards, take_postcard_step
from met_people import meet, planner

MET_ON = date(2026, 3, 2)


def on(store, day):
    return planner(store, day)


def test_who_stayed_answered_and_went_quiet_follows_from_what_happened(store):
    friend, answered, quiet, young, stopped = meet(store, MET_ON, 5)
    on(store, MET_ON).set_closeness(friend, Closeness.FRIEND)
    for day in (date(2026, 4, 6), date(2026, 6, 1)):
        on(store, day).done(quiet)
        on(store, day).done(answered)
    on(store, date(2026, 6, 3)).answered(answered)
    on(store, MET_ON).stop(stopped)

    bonds = {bond.contact_id: bond.standing for bond in look_at_bonds(store.care.everybody(), date(2026, 8, 1))}

    assert bonds == {
        friend: Standing.STAYED,
        answered: Standing.ANSWERED,
        quiet: Standing.QUIET,
        young: Standing.YOUNG,
        stopped: Standing.STOPPED,
    }


def test_the_year_is_counted_by_the_days_on_which_things_happened(store):
    one, other = meet(store, MET_ON, 2)
    on(store, MET_ON).set_closeness(one, Closeness.TRUSTED)
    take_postcard_step(on(store, date(2026, 3, 5)), one, PostcardStep.POST)
    take_postcard_step(on(store, date(2027, 1, 5)), other, PostcardStep.POST)
    on(store, date(2026, 4, 6)).done(one, note="a line")
    on(store, date(2026, 4, 7)).answered(one)
    on(store, date(2026, 4, 8)).write_note(other, Note(noted_on=date(2026, 4, 8), said="frank"))

    year = look_back(store.care.everybody(), 2026, date(2027, 2, 1))

    assert (year.people, year.postcards, year.lines, year.line_answers, year.notes) == (2, 1, 1, 1, 2)
    assert [bond.contact_id for bond in year.stayed] == [one]
    assert look_back(store.care.everybody(), 2025, date(2027, 2, 1)).people == 0


def test_coverage_counts_everybody_once_by_occasion_and_by_month(store):
    first = meet(store, MET_ON, 4, met_at="Expo")
    meet(store, date(2026, 4, 1), 3, met_at="Dinner", with_address=False)
    for contact_id in first[:3]:
        take_postcard_step(on(store, date(2026, 3, 4)), contact_id, PostcardStep.POST)
    take_postcard_step(on(store, date(2026, 3, 20)), first[0], PostcardStep.ANSWER)
    take_postcard_step(on(store, date(2026, 3, 4)), first[3], PostcardStep.DECLINE)
    tasks = store.care.postcards()

    dinner, expo = by_event(tasks, date(2026, 4, 30))
    assert (expo.met_at, expo.met, expo.sent, expo.answered, expo.declined, expo.overdue) == ("Expo", 4, 3, 1, 1, 0)
    assert (dinner.met, dinner.waiting, dinner.overdue) == (3, 3, 3)
    assert recent_events(store, date(2026, 4, 30)) == (dinner, expo)
    assert recent_events(store, date(2027, 3, 15)) == (dinner,)
    for group in (dinner, expo):
        assert group.met == group.sent + group.written + group.to_write + group.waiting + group.declined
    assert [group.first_day for group in by_month(tasks, MET_ON)] == [date(2026, 4, 1), date(2026, 3, 1)]


def test_no_week_is_left_out_between_the_first_and_the_last(store):
    one, *_ = meet(store, MET_ON, 2)
    take_postcard_step(on(store, MET_ON + timedelta(weeks=3)), one, PostcardStep.POST)

    weeks = per_week(store.care.postcards())

    assert [week.monday for week in weeks] == [MET_ON + timedelta(weeks=n) for n in range(4)]
    assert [(week.met, week.posted) for week in weeks] == [(2, 0), (0, 0), (0, 0), (0, 1)]
    assert per_week([]) == ()


def test_postcards_are_chosen_by_day_and_by_part_of_the_occasions_name(store):
    meet(store, MET_ON, 2, met_at="Osaka Expo 2026")
    meet(store, date(2026, 3, 9), 1, met_at="Dinner")

    assert len(choose_postcards(store, Choice(event="osaka"))) == 2
    assert len(choose_postcards(store, Choice(event="EXPO"))) == 3  # the tag of them all
    assert len(choose_postcards(store, Choice(due_by=date(2026, 3, 6)))) == 2
