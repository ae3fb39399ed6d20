"""Sync with a real Radicale, a process of its own."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx
import pytest

from dav_server import PASSWORD, USER, bad_network, collection_at, until_done
from meishi.domain.contact import Contact, PersonName, Phone, PhoneKind
from meishi.domain.encounter import Encounter
from meishi.domain.task import FollowUp, Postcard
from meishi.errors import ServerError, UsageError
from meishi.exchange.dav import CARDS, DavCollection
from meishi.exchange.merge_contacts import marks_of
from meishi.exchange.read_vcard import read_vcards
from meishi.resolve.address_parts import split_address
from meishi.services.correct import set_values
from meishi.services.forget import forget_contact
from meishi.services.sync_contacts import sync_contacts
from meishi.services.sync_ledger import SyncOptions
from meishi.store import NewMeeting, NewPerson, Originals

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def uid(number):
    return f"00000000-0000-4000-8000-{number:012}"


def add(store, number, **values):
    values = {
        "name": PersonName(full=f"山田 {number}郎", family="山田", given=f"{number}郎"),
        "company": "山田商店",
        "emails": (f"nr{number}@example.com",),
    } | values
    new = NewPerson(
        uid=uid(number),
        contact=Contact(**values),
        meetings=(
            NewMeeting(encounter=Encounter(met_on=NOW.date(), tags=("fair",)), postcard=Postcard(due_on=NOW.date())),
        ),
        follow_ups=(FollowUp(due_on=NOW.date()),),
    )
    (contact_id,) = store.add_people([new], now=NOW)
    return contact_id


def sync(store, server, *, port=None, **options):
    with collection_at(server.address_book, CARDS, port=port, is_bad=port is not None) as collection:
        return sync_contacts(store, collection, options=SyncOptions(**options), now=NOW)


def there(server):
    """The people on the server by their identity."""
    people = [read_vcards(text.encode()).people[0] for text in server.texts(server.address_book).values()]
    return {person.uid: person.contact for person in people}


def here(store):
    return {record.uid: record.contact for record in store.contacts()}


def assert_equal(store, server):
    ours, theirs = here(store), there(server)
    assert ours.keys() == theirs.keys()
    for uid_, contact in ours.items():
        assert marks_of(contact) == marks_of(theirs[uid_])


def card(server, number):
    return f"{server.address_book}{uid(number)}.vcf"


def test_people_go_up_once_and_the_second_run_does_nothing(store, server):
    for number in range(3):
        add(store, number)
    assert len(sync(store, server).created_there) == 3
    assert_equal(store, server)
    again = sync(store, server)
    assert (again.created_there, again.changed_there, again.changed_here) == ([], [], [])


def test_a_change_on_the_telephone_comes_back_and_can_be_undone(store, server):
    contact_id = add(store, 1)
    sync(store, server)
    server.edit(card(server, 1), "nr1@example.com", "new@example.com")
    assert sync(store, server).changed_here == ["山田 1郎"]
    assert store.contact(contact_id).contact.emails == ("new@example.com",)
    assert store.history(contact_id)[0].by == "address book"
    store.undo(now=NOW)
    assert sync(store, server).changed_there == ["山田 1郎"]
    assert there(server)[uid(1)].emails == ("nr1@example.com",)


def test_a_correction_here_goes_there_and_what_the_telephone_added_stays(store, server):
    contact_id = add(store, 1)
    sync(store, server)
    server.edit(
        card(server, 1),
        "END:VCARD",
        "BDAY:1980-01-01\r\nNOTE:likes tea\r\nfoo.X-THING:x\r\nfoo.X-ABLABEL:label\r\nEND:VCARD",
    )
    set_values(contact_id, {"company": "鈴木商店"}, store, by="you", now=NOW)
    report = sync(store, server)
    assert (report.changed_there, report.conflicts) == (["山田 1郎"], [])
    text = server.get(card(server, 1))
    assert "ORG:鈴木商店" in text
    for kept in ("BDAY:1980-01-01", "NOTE:likes tea", "X-THING:x", "X-ABLABEL:label"):
        assert kept in text


def test_different_fields_changed_on_both_sides_are_both_kept(store, server):
    contact_id = add(store, 1)
    sync(store, server)
    server.edit(card(server, 1), "END:VCARD", "TEL;TYPE=CELL:090-1234-5678\r\nEND:VCARD")
    set_values(contact_id, {"titles.+": "部長"}, store, by="you", now=NOW)
    assert sync(store, server).conflicts == []
    assert_equal(store, server)
    contact = store.contact(contact_id).contact
    assert contact.titles == ("部長",)
    assert [phone.e164 for phone in contact.phones] == ["+819012345678"]


def test_of_one_field_changed_on_both_sides_the_correction_stays_and_the_other_is_not_lost(store, server):
    contact_id = add(store, 1)
    sync(store, server)
    server.edit(card(server, 1), "山田商店", "田中商店")
    set_values(contact_id, {"company": "鈴木商店"}, store, by="you", now=NOW)
    (conflict,) = sync(store, server).conflicts
    assert (conflict.field, conflict.kept, conflict.other) == ("company", "鈴木商店", "田中商店")
    assert_equal(store, server)
    record = store.contact(contact_id)
    assert record.contact.company == "鈴木商店"
    assert any("田中商店" in reason for reason in record.review_reasons)


def test_addresses_added_on_both_sides_come_together(store, server):
    contact_id = add(store, 1)
    sync(store, server)
    server.edit(card(server, 1), "END:VCARD", "EMAIL:there@example.com\r\nEND:VCARD")
    set_values(contact_id, {"emails.+": "here@example.com"}, store, by="you", now=NOW)
    assert sync(store, server).conflicts == []
    assert store.contact(contact_id).contact.emails == ("nr1@example.com", "here@example.com", "there@example.com")
    assert_equal(store, server)


def test_a_number_that_a_telephone_writes_its_own_way_has_not_changed(store, server):
    phone = Phone(kind=PhoneKind.WORK, number="03-1234-5678", e164="+81312345678")
    contact_id = add(store, 1, phones=(phone,))
    sync(store, server)
    server.edit(card(server, 1), "03-1234-5678", "+81 3-1234-5678")
    assert sync(store, server).changed_here == []
    assert store.contact(contact_id).contact.phones == (phone,)


def test_a_reading_that_the_telephone_drops_stays(store, server):
    name = PersonName(full="山田 太郎", family="山田", given="太郎", kana="ヤマダ タロウ", roman="Taro Yamada")
    contact_id = add(store, 1, name=name)
    sync(store, server)
    kept = [line for line in server.get(card(server, 1)).splitlines() if "PHONETIC" not in line and "ROMAN" not in line]
    kept = [line for line in kept if not line.startswith("SORT-STRING")]
    server.put(card(server, 1), "\r\n".join(kept) + "\r\n")
    sync(store, server)
    assert store.contact(contact_id).contact.name == name


def test_what_an_iphone_makes_of_a_card_changes_nothing_here_but_what_was_typed_there(store, server):
    before = Contact(
        name=PersonName(
            full="石川 美加子", family="石川", given="美加子", kana="イシカワ ミカコ", roman="Mikako Ishikawa"
        ),
        company="坂本物産",
        departments=("営業本部", "第一課"),
        titles=("工場長", "工学博士"),
        addresses=(
            split_address("広島県神石郡神石高原町大矢6-6-8 坂本センタービル13階", "720-1601"),
            split_address("1 Main Street, Boston, MA 02110", "02110"),
        ),
        urls=("https://example.com",),
    )
    contact_id = add(store, 1, **dict(before))
    sync(store, server)
    # It keeps what it shows: one title, one department, addresses in parts without their label; no tags.
    server.put(
        card(server, 1),
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//Apple Inc.//iOS 17.1//EN\r\nUID:{uid(1)}\r\n"
        "N:石川;美加子;;;\r\nFN:石川 美加子\r\n"
        "X-PHONETIC-FIRST-NAME:ミカコ\r\nX-PHONETIC-LAST-NAME:イシカワ\r\nORG:坂本物産;営業本部\r\nTITLE:工場長\r\n"
        "EMAIL;type=INTERNET;type=WORK;type=pref:nr1@example.com\r\n"
        "TEL;type=CELL;type=VOICE;type=pref:090-1234-5678\r\n"
        "item1.ADR;type=WORK;type=pref:;;大矢6-6-8\\n坂本センタービル13階;神石郡神石高原町;広島県;720-1601;日本\r\n"
        "item1.X-ABADR:jp\r\nitem2.ADR;type=WORK:;;1 Main Street;Boston;MA;02110;United States\r\n"
        "item3.URL;type=pref:https\\://example.com\r\nitem3.X-ABLabel:_$!<HomePage>!$_\r\nEND:VCARD\r\n",
    )
    report = sync(store, server)
    assert (report.changed_here, report.conflicts) == (["石川 美加子"], [])
    contact = store.contact(contact_id).contact
    assert [phone.e164 for phone in contact.phones] == ["+819012345678"]
    assert contact.model_copy(update={"phones": ()}) == before.model_copy(update={"emails": contact.emails})
    assert_equal(store, server)
    assert sync(store, server).changed_there == []


def test_who_is_removed_there_stays_here_and_is_not_sent_again_until_restored(store, server):
    contact_id = add(store, 1)
    sync(store, server)
    text = server.get(card(server, 1))
    server.delete(card(server, 1))
    assert sync(store, server).removed_there == ["山田 1郎"]
    assert store.contact(contact_id).contact.company == "山田商店"
    set_values(contact_id, {"company": "鈴木商店"}, store, by="you", now=NOW)
    sync(store, server)
    assert there(server) == {}
    server.put(card(server, 1), text)
    sync(store, server)
    assert_equal(store, server)


def test_who_is_forgotten_here_is_removed_there(store, server, tmp_path):
    contact_id = add(store, 1)
    sync(store, server)
    forget_contact(contact_id, store, Originals(tmp_path))
    assert len(sync(store, server).deleted_there) == 1
    assert there(server) == {}
    assert store.sync.items(server.address_book) == ()


def test_many_removals_have_to_be_confirmed(store, server):
    for number in range(10):
        add(store, number)
    sync(store, server)
    for number in range(7):
        server.delete(card(server, number))
    with pytest.raises(UsageError, match="7 were removed there"):
        sync(store, server)
    assert len(sync(store, server, confirm_removals=True).removed_there) == 7


def test_somebody_who_was_there_before_is_found_and_filled_up(store, server):
    server.put(
        f"{server.address_book}foreign.vcf",
        "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:foreign\r\nN:山田;1郎;;;\r\nFN:1郎 山田\r\n"
        "EMAIL:nr1@example.com\r\nTEL;TYPE=CELL:090-1234-5678\r\nEND:VCARD\r\n",
    )
    contact_id = add(store, 1)
    report = sync(store, server)
    assert (report.created_there, report.strangers) == ([], 0)
    assert [phone.e164 for phone in store.contact(contact_id).contact.phones] == ["+819012345678"]
    (text,) = server.texts(server.address_book).values()
    assert "ORG:山田商店" in text
    assert "UID:foreign" in text


def test_who_came_from_a_file_and_is_on_the_telephone_already_is_one_without_a_doubt(store, server):
    server.put(
        f"{server.address_book}foreign.vcf",
        "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:foreign\r\nN:近藤;五郎;;;\r\nFN:五郎 近藤\r\nORG:山田商店\r\n"
        "EMAIL:nr1@example.com\r\nTEL;TYPE=HOME:+81312345678\r\nEND:VCARD\r\n",
    )
    number = Phone(kind=PhoneKind.WORK, number="03-1234-5678", e164="+81312345678")
    contact_id = add(store, 1, name=PersonName(full="近藤五郎"), phones=(number,))
    assert sync(store, server).conflicts == []
    record = store.contact(contact_id)
    assert record.contact.name == PersonName(full="近藤 五郎", family="近藤", given="五郎")
    assert (record.contact.phones, record.review_reasons) == ((number,), ())
    again = sync(store, server)
    assert (again.changed_here, again.changed_there, len(there(server))) == ([], [], 1)


def test_strangers_are_counted_and_taken_over_only_when_asked(store, server):
    stranger = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:x\r\nN:;Mama;;;\r\nFN:Mama\r\nTEL:0312345678\r\nEND:VCARD\r\n"
    server.put(f"{server.address_book}mama.vcf", stranger)
    assert sync(store, server).strangers == 1
    assert store.contacts() == ()
    assert sync(store, server, take_new=True).taken_over == ["Mama"]
    (record,) = store.contacts()
    assert record.postcards[0].state == "not-planned"
    again = sync(store, server, take_new=True)
    assert (again.taken_over, again.strangers, again.changed_there) == ([], 0, [])


def test_a_dry_run_changes_nothing_anywhere(store, server):
    contact_id = add(store, 1)
    sync(store, server)
    add(store, 2)
    server.edit(card(server, 1), "山田商店", "田中商店")
    report = sync(store, server, dry_run=True)
    assert (report.created_there, report.changed_here) == (["山田 2郎"], ["山田 1郎"])
    assert len(there(server)) == 1
    assert store.contact(contact_id).contact.company == "山田商店"
    assert sync(store, server).changed_here == ["山田 1郎"]


@pytest.mark.parametrize("seed", range(3))
def test_a_bad_network_comes_to_the_same_end(store, server, seed):
    ids = [add(store, number) for number in range(20)]
    with bad_network(server.port, seed=seed, share=0.3) as port:
        until_done(lambda: sync(store, server, port=port))
        for number in range(0, 20, 3):
            server.edit(card(server, number), "山田商店", f"会社{number}")
        for number in range(0, 20, 4):
            set_values(ids[number], {"titles.+": "部長"}, store, by="you", now=NOW)
        until_done(lambda: sync(store, server, port=port))
    assert_equal(store, server)
    assert len(there(server)) == 20
    for number in range(20):
        contact = store.contact(ids[number]).contact
        assert contact.company == ("山田商店" if number % 3 else f"会社{number}")
        assert contact.titles == (() if number % 4 else ("部長",))


def test_at_another_address_nothing_is_put_and_the_address_books_are_named(store, server):
    add(store, 1)
    for url in (server.url("calendar"), f"http://127.0.0.1:{server.port}/{USER}/", f"http://127.0.0.1:{server.port}/"):
        with collection_at(url, CARDS) as collection, pytest.raises(ServerError, match="no address book") as refused:
            sync_contacts(store, collection, options=SyncOptions(), now=NOW)
        assert refused.value.hint == f"Set the address to one of these: {server.address_book}"
    assert server.texts(server.calendar) == {}
    assert there(server) == {}


class BusyCollection(DavCollection):
    """An address book in which somebody else is always quicker."""

    def put(self, href, content, etag):
        text = self.get(href).content.replace(b"END:VCARD", b"X-COUNT:1\r\nEND:VCARD")
        super().put(href, text, None if etag is None else self.get(href).etag)
        return super().put(href, content, etag)


def test_what_keeps_changing_there_is_left_for_the_next_run(store, server):
    contact_id = add(store, 1)
    sync(store, server)
    server.edit(card(server, 1), "END:VCARD", "EMAIL:there@example.com\r\nEND:VCARD")
    set_values(contact_id, {"titles.+": "部長"}, store, by="you", now=NOW)
    with collection_at(server.address_book, CARDS) as collection:
        busy = BusyCollection(collection.url, CARDS, client=collection._client)
        assert sync_contacts(store, busy, options=SyncOptions(), now=NOW).unsettled == 1
    assert sync(store, server).unsettled == 0
    assert_equal(store, server)
    assert there(server)[uid(1)].titles == ("部長",)


def test_a_mark_that_a_server_weakens_is_known_to_it_again(store, server):
    contact_id = add(store, 1)
    sync(store, server)
    (item,) = store.sync.items(server.address_book)
    with collection_at(server.address_book, CARDS) as collection:
        resource = collection.get(item.href)
        assert collection.put(item.href, resource.content, f"W/{resource.etag}")
    assert store.contact(contact_id).contact.emails == ("nr1@example.com",)


def test_it_is_told_how_far_it_is(store, server):
    for number in range(3):
        add(store, number)
    told = []
    sync(store, server, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_wrong_password_and_a_wrong_address_are_said(store, server):
    for client, url, word in (
        (httpx.Client(auth=(USER, "wrong")), server.address_book, "401"),
        (httpx.Client(auth=(USER, PASSWORD)), server.url("nowhere"), "404"),
        (httpx.Client(auth=(USER, PASSWORD)), "http://127.0.0.1:1/x/", "cannot be reached"),
    ):
        with client, pytest.raises(ServerError, match=word) as caught:
            sync_contacts(
                store, DavCollection(url, CARDS, client=client, pause=lambda _: None), options=SyncOptions(), now=NOW
            )
        assert caught.value.hint
