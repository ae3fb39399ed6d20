"""What the library promises about finds and mails, whatever database it lies on."""

from datetime import UTC, date, datetime

import pytest

from importing import made_up_reading
from meishi.domain.contact import Contact, PersonName
from meishi.domain.encounter import Encounter
from meishi.domain.one_line import Find, MailState, SentLine
from meishi.domain.task import Aftercare, FollowUp, Postcard
from meishi.errors import (
    ContactNotFoundError,
    FindNotFoundError,
    MailNotFoundError,
    StepNotPossibleError,
    StoreError,
    UsageError,
)
from meishi.store import NewContact, NewMail, NewPicture, ScannedCard

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = date(2026, 11, 24)
LINK = Find(text="間伐材の椅子", url="https://example.com/isu", why="彼が話していた", tags=("林業",))


@pytest.fixture
def contact_id(store, tmp_path):
    name = PersonName(full="山田 太郎")
    reading = made_up_reading(tmp_path / "a.jpg", name=name)
    new = NewContact(
        uid="a",
        contact=Contact(name=name, emails=("taro@example.com",)),
        encounter=Encounter(met_on=TODAY),
        aftercare=Aftercare(Postcard(due_on=TODAY), FollowUp(due_on=date(2027, 1, 5))),
        cards=(ScannedCard(sha256="a" * 8, reading=reading),),
    )
    picture = NewPicture(sha256="a" * 8, original_name="a.jpg", kept_as="originals/a", size_bytes=3)
    (number,) = store.add([picture], [new], now=NOW)
    return number


def mail(contact_id, find_id=None, message_id="<1@example.com>"):
    line = SentLine(
        contact_id=contact_id, find_id=find_id, line="お好きだと思って", day=TODAY, state=MailState.PERHAPS_SENT
    )
    return NewMail(line=line, address="taro@example.com", subject="お好きだと思って", message_id=message_id)


def anything(past):
    """A check that lets everything pass."""


def test_a_find_comes_back_and_the_same_link_is_kept_once(store):
    first = store.mail.add_find(LINK, now=NOW)
    again = store.mail.add_find(Find(url=LINK.url, tags=("椅子",)), now=NOW)
    assert first.find == LINK
    assert again.id == first.id
    assert again.find.tags == ("林業", "椅子")
    assert again.find.why == LINK.why
    assert [found.id for found in store.mail.finds()] == [first.id]


def test_a_mail_is_perhaps_sent_until_it_is_known(store, contact_id):
    find = store.mail.add_find(LINK, now=NOW)
    number = store.mail.write_down(mail(contact_id, find.id), anything, now=NOW)
    (open_mail,) = store.mail.mails([MailState.PERHAPS_SENT])
    assert (open_mail.id, open_mail.display_name, open_mail.message_id) == (number, "山田 太郎", "<1@example.com>")
    assert store.mail.find(find.id).sent_to == {contact_id: TODAY}
    settled, was_open = store.mail.settle(number, MailState.SENT, now=NOW)
    assert (settled.line.state, was_open) == (MailState.SENT, True)
    assert store.mail.settle(number, MailState.SENT, now=NOW) == (settled, False)
    assert store.mail.mails([MailState.PERHAPS_SENT]) == ()
    with pytest.raises(StepNotPossibleError, match="known"):
        store.mail.settle(number, MailState.NOT_SENT, now=NOW)


def test_what_was_not_sent_is_free_again(store, contact_id):
    find = store.mail.add_find(LINK, now=NOW)
    number = store.mail.write_down(mail(contact_id, find.id), anything, now=NOW)
    store.mail.settle(number, MailState.NOT_SENT, now=NOW)
    assert store.mail.find(find.id).sent_to == {}


def test_what_the_check_refuses_is_not_written_down(store, contact_id):
    store.mail.write_down(mail(contact_id), anything, now=NOW)

    def refuse_a_second(past):
        if past:
            raise UsageError("no")

    with pytest.raises(UsageError):
        store.mail.write_down(mail(contact_id, message_id="<2@example.com>"), refuse_a_second, now=NOW)
    assert len(store.mail.lines()) == 1


def test_one_message_is_written_down_once(store, contact_id):
    store.mail.write_down(mail(contact_id), anything, now=NOW)
    with pytest.raises(StoreError):
        store.mail.write_down(mail(contact_id), anything, now=NOW)


def test_a_find_can_be_forgotten_and_its_lines_stay(store, contact_id):
    find = store.mail.add_find(LINK, now=NOW)
    store.mail.write_down(mail(contact_id, find.id), anything, now=NOW)
    store.mail.remove_find(find.id)
    assert store.mail.finds() == ()
    assert [line.find_id for line in store.mail.lines()] == [None]


def test_numbers_that_nobody_has_are_said(store):
    with pytest.raises(FindNotFoundError):
        store.mail.find(9)
    with pytest.raises(MailNotFoundError):
        store.mail.settle(9, MailState.SENT, now=NOW)
    with pytest.raises(ContactNotFoundError):
        store.mail.write_down(mail(9), anything, now=NOW)


def test_who_is_forgotten_takes_their_mails_along(store, contact_id):
    find = store.mail.add_find(LINK, now=NOW)
    store.mail.write_down(mail(contact_id, find.id), anything, now=NOW)
    store.forget(contact_id)
    assert store.mail.lines() == ()
    assert store.mail.find(find.id).sent_to == {}
