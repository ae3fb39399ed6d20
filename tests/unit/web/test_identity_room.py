"""Who is who: joined, told apart, taken out and forgotten from the page, and the way back."""

from datetime import timedelta

import pytest

from importing import TODAY, meet
from meishi.domain.contact import Contact, PersonName
from web_site import running, submit

NAMESAKE = Contact(name=PersonName(full="山田 花子"), company="坂本物産", emails=("hanako@sakamoto.example.jp",))


@pytest.fixture
def site(site, tmp_path):
    """Somebody with the name of the first contact is met a day later: the library cannot tell."""
    meet(site.library, tmp_path, NAMESAKE, met_on=TODAY + timedelta(days=1))
    return site


def ids(site):
    return {record.id for record in site.library.store.contacts()}


def test_who_may_be_the_same_stands_there_and_anybody_else_can_be_looked_for(reader, site):
    page = reader.get("/contacts/1/merge").text
    assert 'href="/contacts/1/merge/3"' in page
    assert "鈴木" not in page

    page = submit(reader, "/contacts/1/merge/search", query="鈴木").text
    assert 'href="/contacts/1/merge/2"' in page
    assert "One contact." in page
    assert 'href="/contacts/1/merge/1"' not in submit(reader, "/contacts/1/merge/search", query="山田").text


def test_two_stand_beside_each_other_with_what_one_contact_would_say(reader, site):
    page = reader.get("/contacts/1/merge/3").text
    for said in ("山田商店", "坂本物産", "hanako@yamada.example.jp", "hanako@sakamoto.example.jp", "As one contact"):
        assert said in page
    assert page.count("the same</span>") == 1  # the name
    assert ids(site) == {1, 2, 3}
    assert reader.get("/contacts/1/merge/1").status_code == 400
    assert reader.get("/contacts/1/merge/9").status_code == 404


def test_one_person_is_joined_and_taken_apart_again_by_undo(reader, site):
    page = submit(reader, "/contacts/1/merge", other_id=3)
    assert page.url.path == "/contacts/1"
    assert "one contact now" in page.text
    assert ids(site) == {1, 2}
    record = site.library.store.contact(1)
    assert len(record.encounters) == len(record.postcards) == 2

    change = site.library.store.history(1)[0]
    submit(reader, f"/changes/{change.id}/undo")
    assert ids(site) == {1, 2, 3}


def test_two_people_stay_two_and_nobody_is_asked_again(reader, site):
    assert site.library.store.contact(3).questions
    page = submit(reader, "/contacts/3/apart", other_id=1)
    assert "stay two" in page.text
    assert not site.library.store.contact(3).questions


def test_a_card_of_somebody_else_becomes_a_contact_of_its_own(reader, site):
    submit(reader, "/contacts/1/merge", other_id=2)
    assert "This card is somebody else" in reader.get("/contacts/1").text

    page = submit(reader, "/contacts/1/split", card=2)

    assert "鈴木 一郎 is a contact of their own now" in page.text
    assert page.url.path not in {"/contacts/1", "/contacts/3"}
    assert "This card is somebody else" not in reader.get("/contacts/1").text
    assert submit(reader, "/contacts/1/split", card=1).status_code == 400


def test_nobody_is_forgotten_unless_it_is_confirmed_and_then_for_good(reader, site):
    assert "there is no way back" in reader.get("/contacts/1/forget").text
    assert submit(reader, "/contacts/1/forget").status_code == 400
    assert 1 in ids(site)

    page = submit(reader, "/contacts/1/forget", sure="true").text

    assert "山田 花子 is not here any more" in page
    assert ids(site) == {2, 3}
    assert reader.get("/contacts/1").status_code == 404
    assert submit(reader, "/contacts/1/forget", sure="true").status_code == 404


def test_a_backup_that_still_holds_somebody_is_named(reader, site, tmp_path):
    backup = tmp_path / "meishi.backup"
    backup.write_bytes(b"")
    site.library.store.note_backup(backup, now=site.now)
    assert str(backup) in submit(reader, "/contacts/1/forget", sure="true").text


def test_a_reader_may_look_but_change_nobody(tmp_path, site):
    with running(tmp_path / "library", read_only=True) as closed, closed.reader() as client:
        assert client.get("/contacts/1/merge/3").status_code == 200
        assert submit(client, "/contacts/1/merge/search", query="鈴木").status_code == 200
        for path, fields in (("merge", {"other_id": 3}), ("split", {"card": 1}), ("forget", {"sure": "true"})):
            assert submit(client, f"/contacts/1/{path}", **fields).status_code == 403
        assert ids(site) == {1, 2, 3}
