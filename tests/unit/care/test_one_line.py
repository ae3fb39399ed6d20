"""A one-line mail stays one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meishi.care.one_line import (
    MailOptions,
    NewsletterError,
    check_no_newsletter,
    check_one_line,
    last_line_to,
    why_find_rests,
)
from meishi.domain.one_line import MailState, SentLine
from meishi.errors import UsageError

TODAY = date(2026, 11, 24)


def line(contact_id=1, find_id=None, text="見つけました", day=TODAY, state=MailState.SENT):
    return SentLine(contact_id=contact_id, find_id=find_id, line=text, day=day, state=state)


def days_ago(count):
    return TODAY - timedelta(days=count)


def test_one_line_is_one_line():
    assert check_one_line("  これ、お好きだと思って。\n\n") == "これ、お好きだと思って。"
    with pytest.raises(UsageError, match="one line"):
        check_one_line("one\ntwo")
    with pytest.raises(UsageError, match="no line"):
        check_one_line(" \n ")


@pytest.mark.parametrize(
    ("new", "past", "why"),
    [
        (line(), [line(day=days_ago(400))], "these very words"),
        (line(text="ミツケマシタ "), [line(text="みつけました", day=days_ago(9))], "these very words"),
        (line(find_id=7, text="b"), [line(find_id=7, text="a", day=days_ago(9))], "this find already"),
        (
            line(4, 7, "new"),
            [line(number, 7, f"{number}", days_ago(number)) for number in (1, 2, 3)],
            "as many people as it should",
        ),
        (line(2, 7, "new"), [line(1, 7, "old")], "somebody else today"),
        (line(9), [line(number, day=days_ago(number)) for number in (1, 2, 3)], "to several people already"),
        (line(9, text="x"), [line(number, text=f"{number}") for number in range(5)], "as many lines went out today"),
    ],
)
def test_what_would_be_a_newsletter_is_refused_and_the_reason_said(new, past, why):
    with pytest.raises(NewsletterError, match=why) as caught:
        check_no_newsletter(new, past)
    assert caught.value.hint


def test_a_find_rests_for_the_day_and_for_good_when_enough_people_have_it():
    options = MailOptions(people_a_find=2)
    assert why_find_rests({}, TODAY, options) == ""
    assert why_find_rests({1: days_ago(1)}, TODAY, options) == ""
    assert "today" in why_find_rests({1: TODAY}, TODAY, options)
    assert "as many people" in why_find_rests({1: days_ago(9), 2: days_ago(1)}, TODAY, options)


def test_what_was_not_sent_does_not_count_and_what_perhaps_was_does():
    check_no_newsletter(line(), [line(state=MailState.NOT_SENT)])
    for state in (MailState.PERHAPS_SENT, MailState.HANDED_OVER):
        with pytest.raises(NewsletterError):
            check_no_newsletter(line(), [line(state=state)])


def test_a_second_find_to_the_same_person_is_welcome():
    check_no_newsletter(line(find_id=8, text="another"), [line(find_id=7)])


def test_the_last_line_is_the_last_that_may_have_gone():
    lines = [line(day=days_ago(30)), line(day=days_ago(3), state=MailState.NOT_SENT), line(2)]
    assert last_line_to(lines, 1) == days_ago(30)
    assert last_line_to(lines, 3) is None


@given(
    st.lists(
        st.builds(
            line,
            st.integers(1, 6),
            st.sampled_from([None, 1, 2]),
            st.sampled_from(["a", "b", "c", "d", "e", "f", "g"]),
            st.integers(0, 4).map(days_ago),
        ),
        max_size=60,
    ),
)
def test_whatever_is_tried_no_newsletter_comes_of_it(tried):
    options = MailOptions(people_a_find=2, mails_a_day=3)
    sent = []
    for new in tried:
        try:
            check_no_newsletter(new, sent, options=options)
        except NewsletterError:
            continue
        sent.append(new)
    for day in {one.day for one in sent}:
        assert sum(one.day == day for one in sent) <= 3
    for find in (1, 2):
        with_it = [one for one in sent if one.find_id == find]
        assert len(with_it) <= 2
        assert len({one.contact_id for one in with_it}) == len(with_it)
        assert len({one.day for one in with_it}) == len(with_it)
    assert len({(one.contact_id, one.line) for one in sent}) == len(sent)
    for text in "abcdefg":
        assert len({one.contact_id for one in sent if one.line == text}) <= 2
