import pytest
from hypothesis import given

from meishi.domain.contact import Address, Contact, PersonName, Phone, PhoneKind
from meishi.domain.identity import company_brand, identity_keys
from meishi.resolve.duplicates import Verdict, compare, find_same_person
from meishi.resolve.joining import join
from pairs import SAME, draw_pairs
from people import contacts

MOBILE = Phone(kind=PhoneKind.MOBILE, number="090-1234-5678", e164="+819012345678")
WATANABE = Contact(
    name=PersonName(full="渡邉 髙志", family="渡邉", given="髙志", kana="ワタナベ タカシ"),
    company="株式会社山田商店",
    departments=("営業部",),
    titles=("課長",),
    addresses=(Address(full="東京都千代田区丸の内1-1-1", postal_code="100-0005"),),
    phones=(Phone(kind=PhoneKind.WORK, number="03-1234-5678", e164="+81312345678"), MOBILE),
    emails=("watanabe@yamada.example.jp",),
)


def watanabe(**changes):
    return WATANABE.model_copy(update=changes)


def test_generated_pairs_are_joined_with_a_precision_of_99_in_100_and_most_true_ones_are_joined_or_proposed():
    counts = {True: [], False: []}
    for pair in draw_pairs(440, seed=7):
        counts[pair.is_same].append(compare(pair.one, pair.other).verdict)
    rightly, wrongly = (counts[is_same].count(Verdict.SAME) for is_same in (True, False))
    assert rightly / (rightly + wrongly) >= 0.99
    assert rightly / len(counts[True]) > 0.55
    assert counts[True].count(Verdict.DIFFERENT) / len(counts[True]) < 0.1


@pytest.mark.parametrize(
    "other",
    [
        watanabe(name=PersonName(full="渡辺高志", family="渡辺", given="高志")),
        watanabe(company="（株）山田商店", titles=("部長",)),
        watanabe(company="㈱ヤマダ商店", emails=("WATANABE@yamada.example.jp",)),
        watanabe(company="別会社", emails=("t@new.example.com",), titles=("取締役",)),
        watanabe(name=PersonName(full="Takashi Watanabe"), company="Yamada Shoten Inc.", titles=("Manager",)),
        watanabe(name=PersonName(full="WATANABE Takashi"), company="Yamada Shoten Inc.", titles=()),
    ],
)
def test_the_same_person_in_other_letters_another_office_or_another_job_is_joined(other):
    assert compare(WATANABE, other).verdict is Verdict.SAME
    assert identity_keys(WATANABE) & identity_keys(other)


def test_kanji_without_a_reading_do_not_speak_against_a_name_in_latin_letters():
    silent = watanabe(name=PersonName(full="渡邉 髙志", family="渡邉", given="髙志"), phones=())
    other = watanabe(name=PersonName(full="Takashi Watanabe"), company="Yamada Shoten Inc.", phones=())
    assert compare(silent, other).verdict is not Verdict.DIFFERENT


@pytest.mark.parametrize(
    "other",
    [
        watanabe(name=PersonName(full="渡邉 花子", family="渡邉", given="花子"), phones=(), emails=()),
        watanabe(name=PersonName(full="鈴木 一郎", family="鈴木", given="一郎"), phones=WATANABE.phones[:1], emails=()),
        Contact(name=PersonName(full="鈴木 髙志"), company="別会社"),
    ],
)
def test_relatives_colleagues_and_strangers_are_other_people(other):
    assert compare(WATANABE, other).verdict is Verdict.DIFFERENT


def test_a_name_alone_is_a_question_and_no_answer():
    namesake = Contact(name=WATANABE.name, company="別会社", titles=("部長",))
    assert compare(WATANABE, namesake).verdict is Verdict.PERHAPS


def test_two_that_are_both_certain_are_left_to_a_person():
    matches = find_same_person(WATANABE, [(1, WATANABE), (2, watanabe(titles=("部長",)))])
    assert [match.contact_id for match in matches] == [1, 2]
    assert all(match.likeness.verdict is Verdict.PERHAPS for match in matches)


@pytest.mark.parametrize("form", ["株式会社山田", "山田（株）", "㈱山田", "山田 株式会社", "有限会社　山田"])
def test_a_company_is_the_same_whatever_its_legal_form_is_written_as(form):
    assert company_brand(form) == company_brand("山田")


@given(contacts(), contacts())
def test_the_order_of_two_contacts_does_not_matter(one, other):
    assert compare(one, other).verdict is compare(other, one).verdict
    assert compare(one, other).score == compare(other, one).score


@given(contacts())
def test_a_contact_joined_with_itself_stays_as_it_is(contact):
    assert join(contact, contact) == (contact, ())


def test_the_newer_card_wins_and_its_changes_are_news():
    newer = watanabe(titles=("部長",), addresses=(Address(full="大阪府大阪市北区梅田3-1-1"),), phones=())
    contact, news = join(WATANABE, newer)
    assert contact.titles == ("部長",)
    assert contact.phones == WATANABE.phones
    assert [(one.what, one.was, one.now) for one in news] == [
        ("title", "課長", "部長"),
        ("address", "東京都千代田区丸の内1-1-1", "大阪府大阪市北区梅田3-1-1"),
    ]


def test_what_belongs_to_an_employer_who_was_left_is_left_behind():
    newer = Contact(name=WATANABE.name, company="鈴木電機株式会社")
    contact, (news,) = join(WATANABE, newer)
    assert news.what == "company"
    assert contact == Contact(name=WATANABE.name, company="鈴木電機株式会社", phones=(MOBILE,))


def test_a_misread_value_does_not_replace_the_one_that_was_there():
    newer = watanabe(
        name=PersonName(full="渡邉 髙志"),
        company="株式会社山田商店",
        addresses=(Address(full="東京都千代田区丸の内1-1-1 "),),
    )
    assert join(WATANABE, newer) == (WATANABE, ())


def test_the_english_side_adds_letters_and_is_no_news():
    english = Contact(name=PersonName(full="Takashi Watanabe"), company="Yamada Shoten Inc.", titles=("Manager",))
    contact, news = join(WATANABE, english)
    assert contact.name.roman == "Takashi Watanabe"
    assert (contact.titles, contact.company) == (WATANABE.titles, WATANABE.company)
    assert news == ()


def test_all_kinds_of_pairs_are_drawn():
    assert {pair.kind for pair in draw_pairs(22)} > set(SAME)
