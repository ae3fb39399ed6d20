import json

import pytest

from meishi.domain.contact import Address, Contact, PersonName, Phone, PhoneKind
from meishi.domain.field import Field, FieldKind
from meishi.domain.reading import CardReading
from meishi.errors import UsageError
from meishi.services.evaluate import (
    LabelledCard,
    OtherAddress,
    TrueFields,
    compare,
    evaluate_folder,
    load_truth,
    right_fields,
)

CORNERS = ((0.0, 0.0), (91.0, 0.0), (91.0, 55.0), (0.0, 55.0))


def reading_of(contact, file="a.jpg", page=1, card=1):
    return CardReading(file=file, page=page, card=card, quad=CORNERS, contact=contact, engine="replay")


def card_of(file="a.jpg", lang="ja", kind="photo", unsure=(), **fields):
    return LabelledCard(file=file, lang=lang, kind=kind, unsure=unsure, fields=TrueFields(**fields))


def test_widths_spaces_punctuation_and_case_are_no_mistakes():
    truth = card_of(
        name="石川 美加子",
        company="ＡＢＣ株式会社",
        phones=({"type": "work", "number": "06-6633-4110"},),
        urls=("http://www.example.co.jp/",),
    )
    contact = Contact(
        name=PersonName(full="石川美加子"),
        company="ABC 株式会社",
        phones=(Phone(kind=PhoneKind.WORK, number="06 (6633) 4110"),),
        urls=("www.Example.co.jp",),
    )
    result = compare([truth], {("a.jpg", 1): [reading_of(contact)]})
    assert result.mistakes == ()
    assert result.perfect_cards == 1
    assert result.overall.f1 == 1.0


def test_a_wrong_value_is_missed_and_wrong_at_once_and_an_added_one_is_wrong():
    truth = card_of(name="山田 太郎", emails=("yamada@example.com",))
    contact = Contact(name=PersonName(full="山田 大郎"), emails=("yamada@example.com",), titles=("部長",))
    result = compare([truth], {("a.jpg", 1): [reading_of(contact)]})
    assert (result.by_field["name"].missed, result.by_field["name"].wrong) == (1, 1)
    assert result.by_field["title"].wrong == 1
    assert result.overall.right == 1
    assert {mistake.field for mistake in result.mistakes} == {"name", "title"}


def test_a_number_under_the_wrong_kind_is_a_mistake():
    truth = card_of(phones=({"type": "fax", "number": "03-1234-5678"},))
    contact = Contact(phones=(Phone(kind=PhoneKind.WORK, number="03-1234-5678"),))
    assert compare([truth], {("a.jpg", 1): [reading_of(contact)]}).overall.right == 0


def test_unsure_fields_count_neither_way():
    truth = card_of(name="山田 太郎", unsure=("title",))
    contact = Contact(name=PersonName(full="山田 太郎"), titles=("何か",))
    assert compare([truth], {("a.jpg", 1): [reading_of(contact)]}).perfect_cards == 1


def test_the_postal_code_inside_a_latin_address_is_not_compared_twice():
    truth = card_of(lang="en", address="1 High Street, London, W2 6BD", postal_code="W2 6BD")
    contact = Contact(addresses=(Address(full="1 High Street, London", postal_code="W2 6BD"),))
    assert compare([truth], {("a.jpg", 1): [reading_of(contact)]}).perfect_cards == 1


def test_a_postal_code_that_the_label_has_inside_the_address_alone_counts_as_printed():
    truth = card_of(lang="en", address="345 Market Street, Austin, TX 78778, USA")
    contact = Contact(addresses=(Address(full="345 Market Street, Austin, TX, USA", postal_code="78778"),))
    assert compare([truth], {("a.jpg", 1): [reading_of(contact)]}).perfect_cards == 1


def test_a_further_address_of_a_card_counts_neither_way():
    truth = card_of(address="東京都中央区銀座1-3-6", postal_code="104-0061").model_copy(
        update={"alternate_addresses": (OtherAddress(address="大阪府大阪市北区梅田1-1", postal_code="530-0001"),)}
    )
    contact = Contact(
        addresses=(
            Address(full="東京都中央区銀座1-3-6", postal_code="104-0061"),
            Address(full="大阪府大阪市北区梅田1-1", postal_code="530-0001"),
        )
    )
    assert compare([truth], {("a.jpg", 1): [reading_of(contact)]}).perfect_cards == 1


def test_each_value_that_was_read_is_judged():
    truth = card_of(
        name="山田 太郎",
        title="部長 工学博士",
        phones=({"type": "work", "number": "〇三ー三三四四ー一一二二"},),
        emails=("yamada@aoba-bussan.jp",),
        unsure=("company",),
    )
    fields = (
        Field(kind=FieldKind.NAME, value="山田 大郎", confidence=0.9),
        Field(kind=FieldKind.NAME_FAMILY, value="山田", confidence=0.9, inferred=True),
        Field(kind=FieldKind.TITLE, value="工学博士", confidence=0.9),
        Field(kind=FieldKind.TELEPHONE, value="03-3344-1122", raw="〇三ー三三四四ー一一二二", confidence=0.9),
        Field(kind=FieldKind.FAX, value="03-3344-1122", raw="03-3344-1122", confidence=0.9),
        Field(kind=FieldKind.EMAIL, value="yamada@aoba-bussan.jp", confidence=0.9),
        Field(kind=FieldKind.COMPANY, value="青葉物産", confidence=0.9),
    )
    reading = reading_of(Contact()).model_copy(update={"fields": fields})
    assert [(field.kind, right) for field, right in right_fields(truth, reading)] == [
        (FieldKind.NAME, False),
        (FieldKind.TITLE, True),
        (FieldKind.TELEPHONE, True),
        (FieldKind.FAX, False),
        (FieldKind.EMAIL, True),
    ]


def test_sure_values_are_counted_with_those_of_them_that_are_wrong():
    fields = (
        Field(kind=FieldKind.NAME, value="山田 太郎", confidence=0.99),
        Field(kind=FieldKind.COMPANY, value="青葉物産", confidence=0.99),
        Field(kind=FieldKind.TITLE, value="部長", confidence=0.2),
    )
    reading = reading_of(Contact()).model_copy(update={"fields": fields})
    truth = card_of(name="山田 太郎", company="青葉物産株式会社", title="部長")
    sureness = compare([truth], {("a.jpg", 1): [reading]}).sureness
    assert (sureness.values, sureness.sure, sureness.sure_but_wrong) == (3, 2, 1)
    assert sureness.error_rate == 0.5


def test_cards_of_one_picture_are_paired_with_the_readings_most_alike_and_the_rest_is_spurious():
    truths = [card_of(name="山田 太郎"), card_of(name="鈴木 花子")]
    readings = [
        reading_of(Contact(name=PersonName(full="鈴木 花子"))),
        reading_of(Contact(company="影")),
        reading_of(Contact(name=PersonName(full="山田 太郎"))),
    ]
    result = compare(truths, {("a.jpg", 1): readings})
    assert result.perfect_cards == 2
    assert result.spurious_cards == 1
    assert result.by_field["company"].wrong == 1


def test_a_card_that_was_not_found_misses_all_its_fields():
    result = compare([card_of(name="山田 太郎", company="山田商店")], {})
    assert result.missed_cards == 1
    assert result.overall.missed == 2


def test_a_folder_is_read_file_by_file_and_the_time_is_divided_by_the_cards(tmp_path):
    truth = {"file": "a.jpg", "lang": "ja", "kind": "scan", "fields": {"name": "山田 太郎"}}
    (tmp_path / "truth.jsonl").write_text(json.dumps(truth) + "\n", encoding="utf-8")
    clock = iter([10.0, 10.5])

    def read_pictures(paths):
        return [reading_of(Contact(name=PersonName(full="山田 太郎")), file=str(path)) for path in paths]

    result = evaluate_folder(tmp_path, read_pictures, cpu_seconds=lambda: next(clock))
    assert result.perfect_cards == 1
    assert result.by_kind["scan"].f1 == 1.0
    assert result.cpu_seconds_per_card == pytest.approx(0.5)


@pytest.mark.parametrize("content", [None, "{not json}\n", '{"fields": {}}\n'])
def test_a_folder_without_usable_truth_is_refused(tmp_path, content):
    if content is not None:
        (tmp_path / "truth.jsonl").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        load_truth(tmp_path)
    assert caught.value.hint
