"""A line to somebody, and what follows from it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from meishi.care.one_line import MailOptions
from meishi.domain.one_line import Find, MailState
from meishi.domain.relation import Note
from meishi.domain.task import FollowUpState
from meishi.exchange.mail import Mailbox, MailRefusedError, MailUncertainError
from meishi.services.finds import match_find, parse_find
from meishi.services.one_line_mail import note_in_touch, open_lines, send_once, settle_mail, write_draft
from meishi.store import Store
from met_people import meet, noon, planner

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ME = Mailbox(name="相原 陽子", address="yoko@example.jp")
OPTIONS = MailOptions()


@pytest.fixture
def store(tmp_path):
    with Store.open_file(tmp_path / "library" / "meishi.db") as opened:
        yield opened


def send(
    store, contact_id, line="これ、お好きだと思って。", *, deliver=lambda message: None, find_id=None, day=TODAY, **more
):
    draft = write_draft(store, contact_id, line, find_id=find_id)
    message_id = f"<{contact_id}-{day}-{len(store.mail.lines())}@example.jp>"
    return send_once(store, draft, ME, deliver, options=OPTIONS, message_id=message_id, clock=lambda: noon(day), **more)


def test_a_line_is_the_follow_up_and_the_next_one_counts_from_it(store):
    (contact_id,) = meet(store, TODAY - timedelta(days=30))
    mail = send(store, contact_id)
    note_in_touch(planner(store, TODAY), mail)
    assert mail.line.state is MailState.SENT
    person = store.care.person(contact_id)
    assert [one.state for one in person.follow_ups] == [FollowUpState.DONE, FollowUpState.SCHEDULED]
    assert person.last_contact == TODAY
    assert person.open_follow_up.due_on > TODAY + timedelta(days=10)


def test_who_wants_no_follow_ups_may_be_written_to_all_the_same(store):
    (contact_id,) = meet(store, TODAY)
    planner(store, TODAY).stop(contact_id)
    note_in_touch(planner(store, TODAY), send(store, contact_id))
    assert store.care.person(contact_id).open_follow_up is None


def test_a_line_that_the_mail_program_has_counts_when_the_user_says_that_it_went(store):
    (contact_id,) = meet(store, TODAY)
    mail = send(store, contact_id, after=MailState.HANDED_OVER)
    note_in_touch(planner(store, TODAY), mail)
    assert [one.state for one in store.care.person(contact_id).follow_ups] == [FollowUpState.SCHEDULED]
    assert open_lines(store) == (mail,)
    for _ in range(2):  # a button is pressed twice now and then
        settle_mail(planner(store, TODAY), mail.id, MailState.SENT)
    follow_ups = store.care.person(contact_id).follow_ups
    assert [one.state for one in follow_ups] == [FollowUpState.DONE, FollowUpState.SCHEDULED]
    assert open_lines(store) == ()


def test_a_mail_found_in_the_sent_folder_counts_from_then_on(store):
    (contact_id,) = meet(store, TODAY)

    def hang_up(message):
        raise MailUncertainError("no word")

    with pytest.raises(MailUncertainError):
        send(store, contact_id, deliver=hang_up)
    assert store.care.person(contact_id).follow_ups[0].state is FollowUpState.SCHEDULED
    settle_mail(planner(store, TODAY), 1, MailState.SENT)
    assert store.care.person(contact_id).follow_ups[0].state is FollowUpState.DONE


def test_what_was_refused_can_be_sent_again(store):
    (contact_id,) = meet(store, TODAY)

    def refuse(message):
        raise MailRefusedError("no")

    with pytest.raises(MailRefusedError):
        send(store, contact_id, deliver=refuse)
    assert send(store, contact_id).line.state is MailState.SENT


def test_the_mail_holds_the_line_and_the_link_and_nothing_else(store):
    (contact_id,) = meet(store, TODAY)
    find = store.mail.add_find(Find(url="https://example.com/a", why="内緒", text="題"), now=NOW)
    messages = []
    send(store, contact_id, find_id=find.id, deliver=messages.append)
    assert messages[0].get_content().split() == ["これ、お好きだと思って。", "https://example.com/a"]


def test_a_long_line_is_cut_for_the_subject_between_words(store):
    (contact_id,) = meet(store, TODAY)
    draft = write_draft(store, contact_id, "I saw the exhibition about letterpress printing and thought of you")
    assert draft.subject == "I saw the exhibition about letterpress…"
    assert len(write_draft(store, contact_id, "長" * 60).subject) == 40


def test_what_was_talked_about_finds_who_would_enjoy_it(store):
    _, beekeeper, _ = meet(store, TODAY, 3)
    note = Note(noted_on=TODAY, said="休みの日は養蜂をしているそうだ")
    planner(store, TODAY).write_note(beekeeper, note)
    store.mail.add_find(Find(text="都会の養蜂: 屋上の蜂蜜"), now=NOW)
    matches = match_find(store, None, today=TODAY, options=OPTIONS)
    assert [person.match.contact_id for person in matches.people] == [beekeeper]
    assert matches.people[0].match.reasons[0].words == ("養蜂",)
    send(store, beekeeper, "別の話", day=TODAY - timedelta(days=3))
    matches = match_find(store, None, today=TODAY, options=OPTIONS)
    assert matches.people == ()
    assert matches.resting == 1


@pytest.mark.parametrize(
    ("typed", "text", "url"),
    [
        (["https://example.com/a"], "", "https://example.com/a"),
        (["見て", "https://example.com/a", "これ"], "見て これ", "https://example.com/a"),
        (["読みたい本"], "読みたい本", None),
    ],
)
def test_a_find_is_whatever_was_pasted(typed, text, url):
    find = parse_find(typed)
    assert (find.text, find.url) == (text, url)
