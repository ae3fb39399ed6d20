"""What every library of contacts promises, whatever database it lies on."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import create_engine, text

from importing import made_up_reading
from meishi.domain.contact import Address, Contact, PersonName
from meishi.domain.encounter import Encounter
from meishi.domain.folding import fold
from meishi.domain.task import Aftercare, FollowUp, FollowUpState, Postcard, PostcardState, TaskKind
from meishi.errors import ContactNotFoundError, DatabaseTooNewError, SettingError, StoreError, UsageError
from meishi.store import ContactFilter, NewContact, NewMeeting, NewPerson, NewPicture, ScannedCard, Store

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def picture(name, unread=()):
    return NewPicture(
        sha256=name * 8, original_name=f"{name}.jpg", kept_as=f"originals/{name}", size_bytes=3, unread=unread
    )


def person(tmp_path, name="山田 太郎", *, on="a", page=1, due_on=TODAY, state=PostcardState.TO_WRITE, **contact):
    full = Contact(name=PersonName(full=name), **contact)
    reading = made_up_reading(tmp_path / f"{on}.jpg", page, name=full.name)
    return NewContact(
        uid=f"{on}-{page}",
        contact=full,
        review_reasons=("look at it",),
        encounter=Encounter(met_on=TODAY, met_at="展示会", tags=("expo", "東京")),
        aftercare=Aftercare(Postcard(due_on=due_on, state=state), FollowUp(due_on=date(2027, 1, 5))),
        cards=(ScannedCard(sha256=on * 8, reading=reading),),
    )


class TestEveryDatabase:
    def test_what_was_saved_comes_back_with_both_tasks(self, store, tmp_path):
        new = person(tmp_path, addresses=(Address(full="東京都千代田区丸の内1-1-1", postal_code="100-0001"),))
        (contact_id,) = store.add([picture("a")], [new], now=NOW)
        record = store.contact(contact_id)
        assert record.contact == new.contact
        assert record.uid == new.uid
        assert record.review_reasons == new.review_reasons
        assert record.encounters[0].encounter == new.encounter
        assert [postcard.due_on for postcard in record.postcards] == [TODAY]
        assert [follow_up.due_on for follow_up in record.follow_ups] == [date(2027, 1, 5)]
        assert record.created_at == NOW
        assert record.created_at.tzinfo is not None
        (card,) = store.cards(contact_id)
        assert card.reading == new.cards[0].reading

    def test_a_card_is_saved_once_however_often_it_is_added(self, store, tmp_path):
        first = store.add([picture("a")], [person(tmp_path)], now=NOW)
        second = store.add([picture("a")], [person(tmp_path)], now=NOW)
        assert second == (None,)
        assert len(store.contacts()) == len(first) == 1

    def test_what_goes_wrong_halfway_leaves_nothing(self, store, tmp_path):
        twin = person(tmp_path, "山田 次郎", on="b").model_copy(update={"uid": "a-1"})
        with pytest.raises(StoreError):
            store.add([picture("a"), picture("b")], [person(tmp_path), twin], now=NOW)
        assert store.contacts() == ()
        assert store.known_pictures(["a" * 8]) == frozenset()

    def test_a_picture_with_cards_that_could_not_be_read_is_not_known_until_they_are(self, store, tmp_path):
        store.add([picture("a", unread=("hung",))], [person(tmp_path)], now=NOW)
        assert store.known_pictures(["a" * 8]) == frozenset()
        store.add([picture("a")], [person(tmp_path), person(tmp_path, "鈴木 花子", page=2)], now=NOW)
        assert store.known_pictures(["a" * 8]) == {"a" * 8}
        assert len(store.contacts()) == 2

    @pytest.mark.parametrize("query", ["山田", "ﾔﾏﾀﾞ", "やまだ 商店", "YAMADA@example.com", "山田　商店"])
    def test_search_finds_whatever_the_width_case_and_kana(self, store, tmp_path, query):
        yamada = Contact(
            name=PersonName(full="山田 太郎", kana="ヤマダ タロウ"),
            company="山田商店",
            emails=("yamada@example.com",),
        )
        new = person(tmp_path).model_copy(update={"contact": yamada})
        store.add([picture("a"), picture("b")], [new, person(tmp_path, "鈴木 花子", on="b")], now=NOW)
        assert [record.contact.display_name for record in store.contacts(query)] == ["山田 太郎"]

    @pytest.mark.parametrize(
        "query",
        ["田", "太郎", "郎", "山田", "zz", 'o"', "山田 太", "ama", '"', "山*", "田 OR 鈴", "NOT 山", "商店 a-b", "'"],
    )
    @pytest.mark.parametrize("few", [900, 0])
    def test_search_looks_for_what_was_typed_and_nothing_else(self, store, tmp_path, query, few, monkeypatch):
        # Whoever is found is one of few, or one of so many that they are looked for in another way.
        monkeypatch.setattr("meishi.store.searching._FEW", few)
        names = ("山田 太郎", "鈴木 花子", 'O"Neil', "田 OR 鈴")
        people = [person(tmp_path, name, on="a", page=page) for page, name in enumerate(names, start=1)]
        store.add([picture("a")], people, now=NOW)
        expected = {name for name in names if all(fold(word) in fold(name) for word in query.split())}
        assert {record.contact.display_name for record in store.contacts(query)} == expected

    def test_a_line_says_of_a_contact_what_a_list_shows(self, store, tmp_path):
        read = person(tmp_path, "鈴木 花子", on="b").model_copy(update={"review_reasons": ()})
        known = Contact(name=PersonName(full="山田 太郎", kana="ヤマダ タロウ"), company="山田商店")
        new = person(tmp_path).model_copy(update={"contact": known})
        store.add([picture("a"), picture("b")], [new, read], now=NOW)
        for query in ("", "山田", "花子"):
            records = store.contacts(query)
            expected = [
                one.line.model_copy(update={"met": Encounter(met_on=TODAY, met_at="展示会")}) for one in records
            ]
            assert list(store.lines(query)) == expected
        assert [line.display_name for line in store.lines(only=ContactFilter(company="山田"))] == ["山田 太郎"]
        assert [line.kana for line in store.lines("太郎")] == ["ヤマダ タロウ"]

    def test_what_is_recalled_is_looked_at_once_until_anybody_changes_the_library(self, store, url, tmp_path):
        looks = []

        def count(what, *, kind=""):
            looks.append((what, kind))
            return store.count()

        assert [store.recall(count, "all"), store.recall(count, "all"), store.recall(count, "all", kind="x")] == [0] * 3
        assert looks == [("all", ""), ("all", "x")]
        store.add([picture("a")], [person(tmp_path)], now=NOW)
        assert store.recall(count, "all") == 1
        with Store.open(url) as another_program:
            another_program.add([picture("b")], [person(tmp_path, "鈴木 花子", on="b")], now=NOW)
        assert [store.recall(count, "all"), store.recall(count, "all")] == [2, 2]
        assert len(looks) == 4
        store.forget(store.contacts("花子")[0].id)
        assert store.recall(count, "all") == 1

    def test_answers_hold_for_as_long_as_they_are_to_or_until_they_are_to_be_found_out_anew(self, store, tmp_path):
        store.hold_answers(3600)
        assert store.recall(store.count) == 0
        store.add([picture("a")], [person(tmp_path)], now=NOW)
        assert store.recall(store.count) == 0
        store.forget_answers()
        assert store.recall(store.count) == 1

    def test_what_happens_at_once_happens_whole_or_not_at_all(self, store, url, tmp_path):
        def fail():
            with store.at_once():
                store.add([picture("a")], [person(tmp_path)], now=NOW)
                assert len(store.contacts()) == 1
                store.contact(999)

        with pytest.raises(ContactNotFoundError):
            fail()
        assert store.contacts() == ()
        with store.at_once():
            (first,) = store.add([picture("a")], [person(tmp_path)], now=NOW)
            with suppress(ContactNotFoundError):
                store.forget(999)
            assert store.contact(first).contact.display_name == "山田 太郎"
            store.add([picture("b")], [person(tmp_path, "鈴木 花子", on="b")], now=NOW)
        with Store.open(url) as another_program:
            assert len(another_program.contacts()) == 2

    def test_a_look_that_fails_is_tried_again(self, store):
        answers = [ValueError("no"), None]

        def look():
            if error := answers.pop(0):
                raise error
            return "yes"

        with pytest.raises(ValueError, match="no"):
            store.recall(look)
        assert store.recall(look) == "yes"

    def test_filters_and_a_limit_narrow_the_list_down(self, store, tmp_path):
        yamada = person(tmp_path, company="株式会社 山田商店")
        suzuki = person(tmp_path, "鈴木 花子", on="b", company="鈴木（山田商店 御用達）").model_copy(
            update={
                "encounter": Encounter(met_on=TODAY, met_at="Tech Expo 2026", tags=("tokyo",)),
                "review_reasons": (),
            }
        )
        store.add([picture("a"), picture("b")], [yamada, suzuki], now=NOW)

        def names(**only):
            return [found.contact.display_name for found in store.contacts(only=ContactFilter(**only))]

        assert names(tag="tokyo") == names(met_at="tech expo") == ["鈴木 花子"]
        assert names(tag="東京", met_at="tech expo") == []
        assert names(company="(山田 商店") == ["鈴木 花子"]
        assert names(needs_review=True) == ["山田 太郎"]
        everybody = store.contacts()
        for only in (ContactFilter(), ContactFilter(company="山田")):
            assert [store.contacts(only=only, limit=1, offset=number) for number in range(3)] == [
                everybody[:1],
                everybody[1:],
                (),
            ]
        assert store.contacts("花子", only=ContactFilter(company="山田"), limit=1)[0].contact == suzuki.contact

    def test_who_should_be_looked_at_comes_by_the_number_of_reasons(self, store, tmp_path):
        people = [
            person(tmp_path, on=on).model_copy(update={"review_reasons": reasons})
            for on, reasons in (("a", ("one",)), ("b", ()), ("c", ("one", "two")), ("d", ("one",)))
        ]
        a, b, c, d = store.add([picture(on) for on in "abcd"], people, now=NOW)
        assert list(store.doubtful().items()) == [(c, 2), (a, 1), (d, 1)]
        assert [record.id for record in store.some([d, 99, b])] == [d, b]

    def test_a_percent_sign_is_a_sign_like_any_other(self, store, tmp_path):
        store.add([picture("a")], [person(tmp_path)], now=NOW)
        assert store.contacts("%") == ()

    def test_open_tasks_come_oldest_first_up_to_the_day(self, store, tmp_path):
        waiting = person(
            tmp_path, "住所 無", on="b", due_on=date(2026, 11, 20), state=PostcardState.WAITING_FOR_ADDRESS
        )
        store.add([picture("a"), picture("b")], [person(tmp_path), waiting], now=NOW)
        tasks = store.open_tasks(TODAY)
        assert [(task.kind, task.display_name) for task in tasks] == [
            (TaskKind.POSTCARD, "住所 無"),
            (TaskKind.POSTCARD, "山田 太郎"),
        ]
        assert len(store.open_tasks(date(2027, 1, 5))) == 4
        assert store.follow_ups_per_day() == {date(2027, 1, 5): 2}
        coverage = store.coverage()
        assert coverage.met == 2
        assert coverage.by_state[PostcardState.WAITING_FOR_ADDRESS] == 1

    def test_people_from_other_programs_come_with_all_meetings_and_tasks_and_once(self, store):
        new = NewPerson(
            uid="0d3f3a52-6a5e-4b0e-8d5c-6d6569736869",
            contact=Contact(name=PersonName(full="山田 太郎")),
            meetings=(
                NewMeeting(
                    encounter=Encounter(met_on=TODAY, met_at="展示会", tags=("expo",)),
                    postcard=Postcard(due_on=TODAY, state=PostcardState.POSTED),
                ),
                NewMeeting(encounter=Encounter(met_on=date(2026, 12, 1)), postcard=Postcard(due_on=TODAY)),
            ),
            follow_ups=(FollowUp(due_on=TODAY, state=FollowUpState.DONE), FollowUp(due_on=date(2027, 1, 5))),
        )
        (contact_id,) = store.add_people([new], now=NOW)
        record = store.contact(contact_id)
        assert [met.encounter for met in record.encounters] == [meeting.encounter for meeting in new.meetings]
        by_encounter = {postcard.encounter_id: postcard.state for postcard in record.postcards}
        assert [by_encounter[met.id] for met in record.encounters] == [PostcardState.POSTED, PostcardState.TO_WRITE]
        assert [follow_up.state for follow_up in record.follow_ups] == [FollowUpState.DONE, FollowUpState.SCHEDULED]
        assert store.cards(contact_id) == ()
        assert store.add_people([new], now=NOW) == (None,)
        assert store.contacts("太郎") == (record,)

    def test_what_no_database_can_hold_is_a_wrong_call_and_no_fault_of_the_library(self, store):
        with pytest.raises((UsageError, ContactNotFoundError)):
            store.contact(10**30)
        with suppress(UsageError):
            assert store.contacts("\0") == ()

    def test_nobody_has_an_unknown_number(self, store):
        with pytest.raises(ContactNotFoundError) as caught:
            store.contact(99)
        assert caught.value.hint

    def test_opened_again_everything_is_there(self, url, tmp_path):
        with Store.open(url) as store:
            store.add([picture("a")], [person(tmp_path)], now=NOW)
        with Store.open(url) as store:
            assert len(store.contacts()) == 1

    def test_the_library_of_a_newer_meishi_is_left_alone(self, url):
        Store.open(url).close()
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        engine.dispose()
        with pytest.raises(DatabaseTooNewError):
            Store.open(url)


def test_a_file_that_is_no_database_is_refused_clearly(tmp_path):
    file = tmp_path / "meishi.db"
    file.write_bytes(b"no database at all, and long enough to be looked at" * 50)
    with pytest.raises(StoreError) as caught:
        Store.open_file(file)
    assert caught.value.hint
    assert file.read_bytes().startswith(b"no database")


@pytest.mark.parametrize("url", ["nonsense", "mysql://somewhere/else"])
def test_an_address_that_makes_no_sense_is_refused(url):
    with pytest.raises(SettingError):
        Store.open(url)
