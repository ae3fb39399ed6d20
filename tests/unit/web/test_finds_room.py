"""Finds: kept, matched with people, and sent to one of them by one line."""

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


def test_one_line_goes_to_one_person_once(site, reader, sent):
    keep(reader)
    page = submit(reader, "/finds/1/line", on="/finds/1", contact_id=1, line=LINE)
    assert "Your line is on its way to 森 一郎" in page.text
    assert [mail["To"].addresses[0].addr_spec for mail in sent] == ["mori@example.com"]
    assert LINE in sent[0].get_content()
    again = submit(reader, "/finds/1/line", on="/finds/1", contact_id=1, line=LINE)
    assert again.status_code >= 400
    assert len(sent) == 1


def test_a_line_that_was_perhaps_sent_is_said_to_be_so_and_not_sent_again(tmp_path):
    def break_off(_message):
        raise MailUncertainError("the server went away", hint="Look into your sent mail.")

    with running(tmp_path / "library", deliver=break_off) as site, site.reader() as client:
        meet(site.library, tmp_path, FORESTER)
        keep(client)
        page = submit(client, "/finds/1/line", on="/finds/1", contact_id=1, line=LINE)
        assert page.status_code == 502
        assert "Look into your sent mail." in page.text
        (line,) = site.library.store.mail.lines()
        assert line.state is MailState.PERHAPS_SENT


def test_two_lines_are_refused(reader, sent):
    keep(reader)
    assert submit(reader, "/finds/1/line", on="/finds/1", contact_id=1, line="一\n二").status_code == 400
    assert sent == []


def test_without_a_mail_server_the_reader_s_mail_program_gets_it(tmp_path):
    with running(tmp_path / "library") as site, site.reader() as client:
        meet(site.library, tmp_path, FORESTER)
        keep(client)
        page = submit(client, "/finds/1/line", on="/finds/1", contact_id=1, line=LINE)
        assert 'href="mailto:' in page.text
        (line,) = site.library.store.mail.lines()
        assert line.state is MailState.HANDED_OVER


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
