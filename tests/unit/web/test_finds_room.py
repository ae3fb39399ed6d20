"""Finds: kept, matched with people, and sent to one of them by one line."""

import html
import re
from datetime import timedelta

import pytest

from importing import meet
from meishi.domain.contact import Contact, PersonName
from meishi.domain.one_line import MailState
from meishi.exchange.mail import MailUncertainError
from web_site import running, submit

FORESTER = Contact(name=PersonName(full="森 一郎"), titles=("林業コンサルタント",), emails=("mori@example.com",))
LINE = "これ、お好きだと思って。"


@pytest.fixture
def sent():
    return []


@pytest.fixture
def site(tmp_path, sent):
    with running(tmp_path / "library", deliver=sent.append) as running_site:
        meet(running_site.library, tmp_path, FORESTER)
        yield running_site


def keep(reader, what="林業の椅子 https://example.com/chair", **more):
    return submit(reader, "/finds", on="/finds", what=what, **more)


def test_a_find_is_kept_and_says_whom_it_may_please_and_why(site, reader):
    page = keep(reader, why="木が好き", tags="椅子、木工")
    assert page.url.path == "/finds/1"
    assert "森 一郎" in page.text
    assert "their work: 林業" in page.text
    (kept,) = site.library.store.mail.finds()
    assert (kept.find.url, kept.find.why, kept.find.tags) == ("https://example.com/chair", "木が好き", ("椅子", "木工"))
    assert "林業の椅子" in reader.get("/finds").text


def look_at(reader, **more):
    return submit(reader, "/finds/1/line", on="/finds/1", **{"contact_id": 1, "line": LINE, **more})


def send(reader, **more):
    return submit(reader, "/finds/1/send", on="/finds/1", **{"contact_id": 1, "line": LINE, **more})


def states_of(site):
    """What is known of the lines, and what became of the follow-ups of the first person."""
    follow_ups = site.library.store.care.person(1).follow_ups
    return [line.state for line in site.library.store.mail.lines()], [str(one.state) for one in follow_ups]


def test_a_line_is_shown_as_it_would_go_out_and_can_be_changed_before_it_does(site, reader, sent):
    keep(reader)
    page = look_at(reader)
    assert page.status_code == 200
    for text in (
        "相原 陽子 &lt;yoko@example.jp&gt;",
        "森 一郎 &lt;mori@example.com&gt;",
        LINE,
        "https://example.com/chair",
    ):
        assert text in page.text
    assert f'value="{LINE}"' in look_at(reader, change="true").text
    assert look_at(reader, line="一\n二").status_code == 400
    assert sent == []
    assert states_of(site) == ([], ["scheduled"])


def test_one_line_goes_to_one_person_once(site, reader, sent):
    keep(reader)
    page = send(reader)
    assert "Your line is on its way to 森 一郎" in page.text
    assert [mail["To"].addresses[0].addr_spec for mail in sent] == ["mori@example.com"]
    assert LINE in sent[0].get_content()
    assert send(reader).status_code >= 400
    assert len(sent) == 1
    page = reader.get("/finds/1").text
    assert "The one person whom it may please had a line lately" in page
    assert "Nobody you know" not in page


def test_for_somebody_without_follow_ups_nothing_older_is_offered_to_be_taken_back(site, reader):
    keep(reader)
    submit(reader, "/contacts/1/follow-up", step="stop")
    site.now += timedelta(hours=1)
    page = send(reader).text
    assert "on its way" in page
    assert "Undo" not in page


def test_a_line_that_was_perhaps_sent_is_asked_about_and_not_sent_again(tmp_path):
    def break_off(_message):
        raise MailUncertainError("the server went away", hint="Look into your sent mail.")

    with running(tmp_path / "library", deliver=break_off) as site, site.reader() as client:
        meet(site.library, tmp_path, FORESTER)
        keep(client)
        page = send(client)
        assert page.url.path == "/finds/1"
        assert "Perhaps it was sent." in page.text
        assert "Did it go out?" in page.text
        assert "Did your line go out?" in client.get("/").text
        assert states_of(site) == ([MailState.PERHAPS_SENT], ["scheduled"])
        page = submit(client, "/finds/lines/1", on="/finds", state="not-sent")
        assert "may get it another time" in page.text
        assert "Did it go out?" not in page.text
        assert states_of(site) == ([MailState.NOT_SENT], ["scheduled"])


def test_what_the_reader_s_mail_program_has_counts_when_the_reader_says_that_it_went(tmp_path):
    with running(tmp_path / "library") as site, site.reader() as client:
        meet(site.library, tmp_path, FORESTER)
        keep(client)
        page = send(client)
        assert 'href="mailto:mori@example.com' in page.text
        assert 'action="/finds/lines/1"' in page.text
        assert states_of(site) == ([MailState.HANDED_OVER], ["scheduled"])
        for _ in range(2):
            page = submit(client, "/finds/lines/1", on="/finds", state="sent")
            assert "your line to 森 一郎 went out." in page.text
        assert states_of(site) == ([MailState.SENT], ["done", "scheduled"])
        assert submit(client, "/finds/lines/1", on="/finds", state="not-sent").status_code == 409


def test_what_is_shared_from_elsewhere_comes_into_the_form_and_is_not_kept_by_itself(site, reader):
    shared = {"title": "The <chair>", "text": "https://example.com/a?b=1&c", "url": "https://example.com/a?b=1&c"}
    with site.stranger() as stranger:
        page = stranger.get("/share", params=shared)
    way = html.unescape(re.search(r'content="0; url=([^"]+)"', page.text).group(1))
    assert 'name="what" value="The &lt;chair&gt; https://example.com/a?b=1&amp;c"' in reader.get(way).text
    assert site.library.store.mail.finds() == ()
    with site.stranger() as stranger:
        assert stranger.get(way).status_code == 401
    target = reader.get("/static/meishi.webmanifest").json()["share_target"]
    assert (target["action"], target["method"]) == ("/share", "GET")


def test_a_long_text_that_is_shared_does_not_push_its_link_out(site, reader):
    link = "https://example.com/bees"
    page = reader.get("/share", params={"title": "Bees", "text": "hum " * 900, "url": link})
    way = html.unescape(re.search(r'content="0; url=([^"]+)"', page.text).group(1))
    shared = re.search(r'name="what" value="([^"]*)"', reader.get(way).text).group(1)
    keep(reader, what=shared)
    (kept,) = site.library.store.mail.finds()
    assert kept.find.url == link
    assert kept.find.text.startswith("Bees hum")


def test_what_is_pasted_is_text_and_no_script(reader):
    page = keep(reader, what="<script>alert(1)</script> javascript:alert(2)")
    assert "<script>alert" not in page.text
    assert 'href="javascript' not in page.text


def test_nothing_is_no_find(reader):
    assert keep(reader, what="   ").status_code in {400, 422}


def test_readers_may_look_but_neither_keep_nor_send(tmp_path):
    with running(tmp_path / "library", read_only=True) as site, site.reader() as client:
        assert keep(client).status_code == 403
        assert site.library.store.mail.finds() == ()
