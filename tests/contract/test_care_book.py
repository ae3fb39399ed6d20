"""What the care for people promises, whatever database it lies on: whole steps, all undoable, nobody left out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from meishi.care import PostcardStep
from meishi.domain.change import ChangeKind
from meishi.domain.relation import Closeness, Note
from meishi.domain.task import FollowUpState, PostcardState
from meishi.errors import ContactNotFoundError, MessageTooLongError, StepNotPossibleError, StoreError
from meishi.services.merge import merge_contacts
from meishi.services.postcards import give_address, keep_good, postcard_for, take_postcard_step, why_waiting
from meishi.store import CareStep, FollowUpChange, PostcardChange
from met_people import meet, noon, planner

MET_ON = date(2026, 11, 24)
TODAY = date(2026, 11, 25)


@pytest.fixture
def someone(store):
    (contact_id,) = meet(store, MET_ON)
    return contact_id


@pytest.fixture
def desk(store):
    return planner(store, TODAY)


def open_follow_ups(person):
    return [one for one in person.follow_ups if one.state.is_open]


def test_a_postcard_goes_its_way_with_a_date_for_each_step(desk, someone):
    take_postcard_step(desk, someone, PostcardStep.WRITE, good="聞き上手", message=["楽しいお話を", "ありがとう"])
    take_postcard_step(desk, someone, PostcardStep.POST, on=date(2026, 11, 26))
    person = take_postcard_step(desk, someone, PostcardStep.ANSWER, on=date(2026, 12, 3))

    (postcard,) = person.postcards
    assert postcard.state is PostcardState.ANSWERED
    assert (postcard.good, postcard.message) == ("聞き上手", ("楽しいお話を", "ありがとう"))
    assert (postcard.written_on, postcard.posted_on, postcard.answered_on) == (
        TODAY,
        date(2026, 11, 26),
        date(2026, 12, 3),
    )
    assert person.last_contact == date(2026, 12, 3)


def test_every_step_is_undone_one_by_one_down_to_the_beginning(store, desk, someone):
    before = store.care.person(someone)
    take_postcard_step(desk, someone, PostcardStep.WRITE, good="good", message=["Thank you"])
    take_postcard_step(desk, someone, PostcardStep.POST)
    take_postcard_step(desk, someone, PostcardStep.ANSWER)
    desk.done(someone, note="sent the article")
    desk.answered(someone)
    desk.set_closeness(someone, Closeness.FRIEND)
    desk.snooze(someone, TODAY + timedelta(days=90))
    desk.skip(someone)
    desk.stop(someone)
    desk.resume(someone)
    desk.write_note(someone, Note(noted_on=TODAY, said="was frank", in_touch=True))
    for _ in range(11):
        store.undo(now=noon(TODAY), contact_id=someone)

    assert store.care.person(someone) == before


def test_a_fourth_line_is_refused_and_changes_nothing(store, desk, someone):
    before = store.care.person(someone)
    with pytest.raises(MessageTooLongError):
        take_postcard_step(desk, someone, PostcardStep.WRITE, good="good", message=["1", "2", "3", "4"])

    assert store.care.person(someone) == before


def test_without_an_address_the_words_are_kept_and_the_card_goes_on_waiting(store, desk):
    (someone,) = meet(store, MET_ON, with_address=False)
    person = take_postcard_step(desk, someone, PostcardStep.WRITE, message=["Thank you"])

    assert person.postcards[0].state is PostcardState.WAITING_FOR_ADDRESS
    assert person.postcards[0].message == ("Thank you",)


def test_a_card_that_came_back_waits_for_an_address_and_counts_as_not_posted(store, desk, someone):
    take_postcard_step(desk, someone, PostcardStep.POST)
    take_postcard_step(desk, someone, PostcardStep.COME_BACK)

    assert store.coverage().by_state[PostcardState.WAITING_FOR_ADDRESS] == 1
    assert store.care.person(someone).postcards[0].posted_on is None


def test_a_new_address_takes_the_place_of_the_one_that_a_card_came_back_from(store, desk, someone):
    take_postcard_step(desk, someone, PostcardStep.POST)
    assert "came back" in why_waiting(take_postcard_step(desk, someone, PostcardStep.COME_BACK))

    give_address(desk, someone, "〒530-0001 大阪府大阪市北区梅田1-1")

    person = store.care.person(someone)
    (address,) = person.contact.addresses
    assert (address.full, address.postal_code) == ("大阪府大阪市北区梅田1-1", "530-0001")
    assert person.postcards[0].state is PostcardState.TO_WRITE


def test_an_address_that_was_missing_is_added_and_the_card_can_be_written(store, desk):
    (someone,) = meet(store, MET_ON, with_address=False)
    assert "no address" in why_waiting(store.care.person(someone))

    give_address(desk, someone, "大阪府大阪市北区梅田1-1")

    assert store.care.person(someone).postcards[0].state is PostcardState.TO_WRITE


def test_the_cards_under_way_are_the_posted_ones_the_last_one_first(store, desk):
    first, second, third, _ = meet(store, MET_ON, 4)
    for number, (person, step) in enumerate(
        [
            (first, PostcardStep.POST),
            (second, PostcardStep.POST),
            (third, PostcardStep.POST),
            (third, PostcardStep.ANSWER),
        ]
    ):
        take_postcard_step(desk, person, step, on=TODAY + timedelta(days=number))

    assert [task.contact_id for task in store.care.under_way(5)] == [second, first]
    assert [task.contact_id for task in store.care.under_way(1)] == [second]


def test_the_users_own_words_are_listed_those_of_most_meetings_first(store):
    assert store.care.tags(5) == ()
    meet(store, MET_ON, 3)
    meet(store, MET_ON + timedelta(days=1), tags=("fair", "木"), first=5)
    assert store.care.tags(5) == ("expo", "fair", "木")
    assert store.care.tags(1) == ("expo",)


def test_what_is_known_in_words_of_everybody_is_what_is_known_of_each(store, desk):
    first, second = meet(store, MET_ON, 2, met_at="展示会", tags=("友人", "東京"))
    take_postcard_step(desk, first, PostcardStep.WRITE, good="聞き上手", message=["ありがとう"])
    for said in ("養蜂をしている", "庭が広い"):
        desk.write_note(first, Note(noted_on=TODAY, said=said))
    words = {known.contact_id: known for known in store.care.known_words()}

    assert list(words) == [first, second]
    assert words[first][2:] == (("友人", "東京"), ("展示会",), ("養蜂をしている", "庭が広い"), ("聞き上手",))
    assert words[second][2:] == (("友人", "東京"), ("展示会",), (), ())
    assert words[second].contact == store.care.person(second).contact


def test_what_was_good_is_kept_before_there_is_a_message(store, desk, someone):
    person = store.care.person(someone)
    keep_good(desk, person, postcard_for(person, PostcardStep.WRITE), "kept the room laughing")

    (postcard,) = store.care.person(someone).postcards
    assert postcard.good == "kept the room laughing"
    assert postcard.state is PostcardState.TO_WRITE


def test_doing_one_plans_the_next_from_today_within_the_window(desk, someone):
    person = desk.done(someone, note="sent the article")

    assert [one.state for one in person.follow_ups] == [FollowUpState.DONE, FollowUpState.SCHEDULED]
    assert TODAY + timedelta(weeks=3) <= person.open_follow_up.due_on <= TODAY + timedelta(weeks=8)
    assert person.notes == (Note(noted_on=TODAY, said="sent the article", in_touch=True),)


def test_closeness_moves_the_next_one_into_its_window(desk, someone):
    person = desk.set_closeness(someone, Closeness.ACQUAINTANCE)

    assert MET_ON + timedelta(weeks=6) <= person.open_follow_up.due_on <= MET_ON + timedelta(weeks=16)


def test_a_talk_in_the_log_restarts_the_window_and_a_thought_does_not(desk, store, someone):
    planned = store.care.person(someone).open_follow_up
    thought = desk.write_note(someone, Note(noted_on=TODAY, said="could have said more"))
    assert thought.open_follow_up == planned

    later = planner(store, TODAY + timedelta(days=60))
    talk = later.write_note(someone, Note(noted_on=later.today, said="met by chance", in_touch=True))
    assert later.today + timedelta(weeks=3) <= talk.open_follow_up.due_on


def test_posting_late_keeps_the_line_away_from_the_card(store, someone):
    due_on = store.care.person(someone).open_follow_up.due_on
    late = planner(store, due_on - timedelta(days=2))
    person = take_postcard_step(late, someone, PostcardStep.POST)

    assert person.open_follow_up.due_on >= late.today + timedelta(days=late.options.quiet_days)


def test_only_the_user_ends_the_follow_ups_and_may_begin_them_again(desk, store, someone):
    assert open_follow_ups(desk.stop(someone)) == []
    assert desk.settle() == 0
    assert open_follow_ups(store.care.person(someone)) == []
    with pytest.raises(StepNotPossibleError) as refused:
        desk.done(someone)
    assert "resume" in refused.value.hint
    assert len(open_follow_ups(desk.resume(someone))) == 1


def test_who_has_lost_their_next_one_by_any_accident_gets_one(store, desk, someone):
    person = store.care.person(someone)
    accident = CareStep(
        kind=ChangeKind.FOLLOW_UP,
        summary="accident",
        contact_id=someone,
        day=TODAY,
        follow_up=FollowUpChange(open_id=person.open_follow_up.id, close_as=FollowUpState.DONE),
    )
    store.care.take_step(accident, by="me", now=noon(TODAY))
    desk.settle()

    assert len(open_follow_ups(store.care.person(someone))) == 1


def test_what_was_missed_gets_new_days_and_remembers_the_first(store):
    ids = meet(store, date(2026, 9, 1), 30)
    options = planner(store, TODAY).options
    moved = planner(store, TODAY).settle()

    assert moved > 20
    people = [store.care.person(contact_id) for contact_id in ids]
    assert all(len(open_follow_ups(person)) == 1 for person in people)
    assert max(store.follow_ups_per_day().values()) <= options.follow_ups_a_day
    late = [person for person in people if person.open_follow_up.planned_on]
    assert len(late) == moved
    assert all(person.open_follow_up.planned_on < TODAY < person.open_follow_up.due_on for person in late)
    assert planner(store, TODAY).settle() == 0


def test_an_answer_needs_a_line_that_was_sent(desk, someone):
    with pytest.raises(StepNotPossibleError):
        desk.answered(someone)
    desk.done(someone)
    person = desk.answered(someone)

    assert person.follow_ups[0].answered_on == TODAY
    with pytest.raises(StepNotPossibleError):
        desk.answered(someone)


def test_a_step_decided_on_what_has_changed_meanwhile_is_refused_whole(store, desk, someone):
    person = store.care.person(someone)
    step = CareStep(
        kind=ChangeKind.POSTCARD,
        summary="postcard posted",
        contact_id=someone,
        day=TODAY,
        note=Note(noted_on=TODAY, said="must not stay"),
        postcard=PostcardChange(id=person.postcards[0].id, before=PostcardState.WRITTEN, after=PostcardState.POSTED),
    )
    with pytest.raises(StoreError):
        store.care.take_step(step, by="me", now=noon(TODAY))

    assert store.care.person(someone) == person


def test_nobody_has_an_unknown_number(store, desk):
    with pytest.raises(ContactNotFoundError):
        desk.done(99)
    with pytest.raises(ContactNotFoundError):
        store.care.person(99)


def test_the_log_and_closeness_are_in_nothing_that_is_shown_or_exported(store, desk, someone):
    take_postcard_step(desk, someone, PostcardStep.WRITE, good="SECRET-GOOD", message=["SECRET-MESSAGE"])
    desk.write_note(someone, Note(noted_on=TODAY, said="SECRET-SAID", taken="SECRET-TAKEN"))
    desk.set_closeness(someone, Closeness.TRUSTED)

    public = [store.contact(someone), *store.open_tasks(date(2030, 1, 1)), *store.history(someone), store.coverage()]
    shown = "\n".join(record.model_dump_json() for record in (*public, *store.care.postcards()))
    assert "SECRET" not in shown
    assert "trusted" not in shown


def test_two_contacts_that_become_one_keep_words_notes_and_the_closer_closeness(store, desk):
    one, other = meet(store, MET_ON, 2)
    desk.set_closeness(other, Closeness.TRUSTED)
    desk.write_note(other, Note(noted_on=TODAY, said="was frank"))
    take_postcard_step(desk, other, PostcardStep.WRITE, good="listens", message=["Thank you"])
    before = store.care.person(one), store.care.person(other)
    merge_contacts(one, other, store, by="me", now=noon(TODAY))

    person = store.care.person(one)
    assert person.closeness is Closeness.TRUSTED
    assert [note.said for note in person.notes] == ["was frank"]
    assert [(card.good, card.message) for card in person.postcards] == [("listens", ("Thank you",))]
    assert len(open_follow_ups(person)) == 1
    store.undo(now=noon(TODAY))
    assert (store.care.person(one), store.care.person(other)) == before


def test_who_is_met_again_by_another_card_is_left_in_peace_for_the_quiet_days(store):
    (known,) = meet(store, date(2026, 10, 26))
    due_on = store.care.person(known).open_follow_up.due_on
    again = due_on - timedelta(days=1)
    (new,) = meet(store, again, met_at="another fair")
    merge_contacts(known, new, store, by="me", now=noon(again))
    meeting_day = planner(store, again)
    meeting_day.settle()

    assert store.care.person(known).open_follow_up.due_on >= again + timedelta(days=meeting_day.options.quiet_days)


def test_postcards_are_counted_by_occasion_and_state_since_a_day(store):
    meet(store, date(2026, 2, 2), 2, met_at="展示会")
    meet(store, date(2026, 3, 2), 1, met_at="展示会", first=2, with_address=False)
    meet(store, date(2026, 3, 3), 1, met_at=None, first=3)

    counts = {(one.met_at, one.state): one for one in store.care.occasions(date(2026, 2, 1), date(2026, 3, 1))}
    fair = counts["展示会", PostcardState.TO_WRITE]

    assert (fair.count, fair.overdue, fair.first_day) == (2, 2, date(2026, 2, 2))
    assert counts["展示会", PostcardState.WAITING_FOR_ADDRESS].overdue == 0
    assert counts[None, PostcardState.TO_WRITE].count == 1
    assert len(store.care.occasions(date(2026, 3, 3), date(2026, 3, 1))) == 1
