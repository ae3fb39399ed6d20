"""Review: the doubtful first, what the form saves, the way on, the way back, and what cards may say."""

import html
import re
import sqlite3
from contextlib import closing

import pytest

from importing import meet_doubtful
from meishi.domain.contact import PhoneKind
from meishi.domain.field import FieldKind
from web_site import csrf_of, running, submit

ATTACK = "<script>alert(1)</script>"


@pytest.fixture
def site(tmp_path):
    """Two doubtful cards, the second one with more doubts."""
    with running(tmp_path / "library") as running_site:
        meet_doubtful(running_site.library, tmp_path, "鈴木 一郎", "03-1234-5678", reasons=("03-1234-5678 is unsure",))
        meet_doubtful(
            running_site.library, tmp_path, ATTACK, "03-9999-5678", reasons=("03-9999-5678 is unsure", "light")
        )
        yield running_site


@pytest.fixture
def reader(site):
    with site.reader() as client:
        yield client


def form_of(reader, contact_id, **changes):
    """The lines of a form as a browser sends them, some of them changed."""
    text = reader.get(f"/review/{contact_id}").text
    lines = re.findall(r'name="path" value="([^"]*)"><input type="hidden" name="was" value="([^"]*)"', text)
    paths, were = ([html.unescape(line[place]) for line in lines] for place in (0, 1))
    values = [changes.get(path.replace(".", "_"), was) for path, was in zip(paths, were, strict=True)]
    # The line for what is missing, where nothing was entered.
    return {"path": [*paths, "titles.+"], "was": [*were, ""], "value": [*values, ""]}


def send(reader, contact_id, fields=None, **more):
    return submit(reader, f"/review/{contact_id}", **(fields or form_of(reader, contact_id)), **more)


def number_of(site, contact_id):
    return site.library.store.contact(contact_id).contact.phones[0].number


def test_the_most_doubtful_come_first_and_lead_to_their_form(reader):
    page = reader.get("/review").text

    assert "2 cards are doubtful" in page
    assert page.index('href="/review/2"') < page.index('href="/review/1"')
    assert 'href="/review/1"' in reader.get("/").text


def test_a_form_shows_where_a_value_stands_and_what_else_it_may_be(reader):
    page = reader.get("/review/1").text

    assert 'viewBox="0 0 910 550"' in page
    assert 'x="10" y="20" width="300" height="40"' in page
    assert '<button class="chip" name="take" value="phones.0.number=03-1234-5673"' in page
    assert "03-1234-5678 is unsure" in page
    assert "not on the card?" in page


def test_a_card_that_says_a_script_is_text_everywhere(reader):
    for path in ("/review", "/review/2"):
        page = reader.get(path).text
        assert ATTACK not in page
        assert html.escape(ATTACK) in page


def test_what_was_changed_is_saved_at_once_and_taken_back(site, reader):
    page = send(reader, 1, form_of(reader, 1, emails_0="ichiro@suzuki.example.jp", company="鈴木工業"), focus="line-2")

    contact = site.library.store.contact(1).contact
    assert (contact.emails, contact.company) == (("ichiro@suzuki.example.jp",), "鈴木工業")
    assert contact.phones[0].number == "03-1234-5678"
    assert str(page.url).endswith("/review/1#line-2")
    undo = re.search(r'action="(/changes/\d+/undo)"', page.text).group(1)
    page = submit(reader, undo, came_from="review", contact_id=1)
    assert page.url.path == "/review/1"
    assert site.library.store.contact(1).contact.emails == ()


def test_a_postal_code_and_an_address_entered_together_are_one_address(site, reader):
    form = form_of(reader, 1, addresses_0_postal_code="100-0005", addresses_0_full="東京都千代田区丸の内1-1-1")
    send(reader, 1, form)

    (address,) = site.library.store.contact(1).contact.addresses
    assert (address.postal_code, address.full) == ("100-0005", "東京都千代田区丸の内1-1-1")


def test_a_postal_code_alone_completes_the_address(site, reader):
    send(reader, 1, form_of(reader, 1, addresses_0_postal_code="100-0005"))

    (address,) = site.library.store.contact(1).contact.addresses
    assert address.full.startswith("東京都千代田区丸の内")


def test_another_reading_is_taken_by_one_click(site, reader):
    send(reader, 1, take="phones.0.number=03-1234-5673")

    assert number_of(site, 1) == "03-1234-5673"


def test_what_kind_of_number_it_is_is_put_right_beside_it(site, reader):
    page = reader.get("/review/1").text
    assert re.search(r'<option value="work" selected>telephone</option>', page)

    page = send(reader, 1, form_of(reader, 1, phones_0_kind="mobile"))
    (phone,) = site.library.store.contact(1).contact.phones
    assert (phone.kind, phone.number) == (PhoneKind.MOBILE, "03-1234-5678")
    assert re.search(r'<option value="mobile" selected>mobile</option>', reader.get("/review/1").text)
    submit(reader, re.search(r'action="(/changes/\d+/undo)"', page.text).group(1))
    assert site.library.store.contact(1).contact.phones[0].kind is PhoneKind.WORK

    assert send(reader, 1, form_of(reader, 1, phones_0_kind="pigeon")).status_code == 400
    send(reader, 1, form_of(reader, 1, phones_0_kind="fax", phones_0_number=""))
    assert site.library.store.contact(1).contact.phones == ()


def read_again(reader, contact_id, path, region):
    return submit(reader, f"/review/{contact_id}/read", path=path, region=region)


def test_a_line_of_the_card_can_be_chosen_to_be_read_again(reader):
    page = reader.get("/review/1").text

    assert '<option value="1 10 20 300 40" lang="en">O3-1234-5678</option>' in page


def test_what_is_read_again_waits_in_its_field_and_is_saved_by_the_reader_alone(site, reader):
    page = read_again(reader, 1, "phones.0.number", "1 10 20 300 40").text

    assert re.search(r'id="line-\d+" name="value" value="03-7777-8888"', page)
    assert 'value="03-1234-5678">' in page  # what it was when the form was shown
    assert number_of(site, 1) == "03-1234-5678"
    send(reader, 1, form_of(reader, 1, phones_0_number="03-7777-8888"))
    assert number_of(site, 1) == "03-7777-8888"


def test_a_value_gets_all_that_stands_there_where_nothing_is_of_its_kind(reader):
    page = read_again(reader, 1, "company", "1 10 20 300 40").text

    assert 'name="value" value="card 1 at 10-20-300-40"' in page
    assert 'value="company=or else"' in page


def test_a_box_ends_where_the_card_ends(reader):
    assert "card 1 at 900-500-10-50" in read_again(reader, 1, "titles.+", "1 900 500 99999 99999").text


@pytest.mark.parametrize(
    ("path", "region", "status"),
    [
        ("company", "1 10 20 2 2", 400),
        ("company", "1 2000 20 50 50", 400),
        ("company", "2 10 20 300 40", 404),  # somebody else's card
        ("emails.+", "1 10 20 300 40", 422),  # no mail address is there
        ("nothing", "1 10 20 300 40", 422),
        ("company", "1 10 20 300", 422),
        ("company", "../../1 10 20 300 40", 422),
    ],
)
def test_a_part_that_cannot_be_read_is_refused_in_words(reader, path, region, status):
    page = read_again(reader, 1, path, region)

    assert page.status_code == status
    assert "data-why" in page.text


def test_what_the_card_says_more_is_added(site, reader):
    form = form_of(reader, 1)
    form["value"][-1] = "部長"
    send(reader, 1, form)

    assert site.library.store.contact(1).contact.titles == ("部長",)


def test_when_nothing_doubtful_is_left_the_next_card_comes(site, reader):
    page = send(reader, 2, then="all right")

    assert site.library.store.contact(2).review_reasons == ()
    assert page.url.path == "/review/1"
    assert "nothing doubtful is left" in page.text
    page = send(reader, 1, then="skip")
    assert page.url.path == "/review"
    assert site.library.store.contact(1).review_reasons
    send(reader, 1, confirm="phones.0.number")
    assert (FieldKind.TELEPHONE, "03-1234-5678") in site.library.store.contact(1).checked.values


def test_a_form_that_is_out_of_date_overwrites_nothing(site, reader):
    old = form_of(reader, 1, phones_0_number="03-1111-2222")
    send(reader, 1, take="phones.0.number=03-1234-5673")

    answer = send(reader, 1, old)

    assert answer.status_code == 409
    assert "changed somewhere else" in answer.text
    assert number_of(site, 1) == "03-1234-5673"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"path": ["company"], "was": [], "value": ["x"]}, 422),
        ({"path": ["company", "company"], "was": [""], "value": ["x", "y"]}, 422),
        ({"path": ["__class__"], "was": [""], "value": ["x"]}, 400),
        ({"path": ["nothing.+"], "was": [""], "value": ["x"]}, 400),
        ({"path": ["emails.+"], "was": [""], "value": ["no mail address"]}, 400),
    ],
)
def test_a_form_that_makes_no_sense_changes_nothing(site, reader, fields, status):
    before = site.library.store.contact(1)

    assert send(reader, 1, fields).status_code == status
    assert site.library.store.contact(1) == before


def test_the_way_on_is_never_to_somewhere_else(reader):
    answer = reader.post(
        "/review/1",
        data={"csrf": csrf_of(reader), **form_of(reader, 1), "confirm": "phones.0.number", "focus": "//x.y"},
    )
    assert answer.headers["location"] in {"/review/1", "/review"}


def test_two_that_may_be_one_are_joined_or_kept_apart(site, reader, tmp_path):
    store = site.library.store
    with closing(sqlite3.connect(tmp_path / "library" / "meishi.db")) as database, database:
        database.execute("INSERT INTO questions (contact_id, other_id, because, is_answered) VALUES (1, 2, '[]', 0)")
    page = reader.get("/review/1").text
    assert "One person or two?" in page
    assert "03-9999-5678" in page

    page = submit(reader, "/review/1/two", other_id=2)
    assert store.contact(1).questions == ()
    submit(reader, re.search(r'action="(/changes/\d+/undo)"', page.text).group(1))
    page = submit(reader, "/review/1/same", other_id=2)
    assert "one contact now" in page.text
    assert [record.id for record in store.contacts()] == [2]
    submit(reader, re.search(r'action="(/changes/\d+/undo)"', page.text).group(1))
    assert {record.id for record in store.contacts()} == {1, 2}


def test_a_library_for_reading_shows_and_takes_nothing(site, tmp_path):
    with running(tmp_path / "library", read_only=True) as only_to_read, only_to_read.reader() as reader:
        page = reader.get("/review/1").text
        assert "All is right" not in page
        assert "readonly" in page
        fields = {"path": ["company"], "was": ["坂本物産"], "value": ["x"]}
        assert send(reader, 1, fields).status_code == 403
    assert site.library.store.contact(1).contact.company == "坂本物産"
