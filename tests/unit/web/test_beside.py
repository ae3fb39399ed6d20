"""Two contacts beside each other, and what the one contact would say."""

from meishi.domain.contact import Contact, PersonName
from meishi.web.beside import put_beside

NAME = PersonName(full="山田 花子")


def test_only_what_both_say_is_the_same():
    one, other = Contact(name=NAME, emails=("a@example.jp",)), Contact(name=NAME, emails=("b@example.jp",))
    together = Contact(name=NAME, emails=("a@example.jp", "b@example.jp"))
    name, first, second = put_beside(one, other, together)
    assert (name.texts, name.is_same) == (("山田 花子",) * 3, True)
    # Both are kept: each has its row.
    assert (first.texts, first.is_same) == (("a@example.jp", "", "a@example.jp"), False)
    assert (second.texts, second.is_same) == (("", "b@example.jp", "b@example.jp"), False)
    # What neither says, they do not say alike.
    (_, third) = put_beside(Contact(name=NAME), Contact(name=NAME), Contact(name=NAME, emails=("c@example.jp",)))
    assert (third.texts, third.is_same) == (("", "", "c@example.jp"), False)


def test_what_both_say_stands_in_one_row_wherever_it_stood_on_the_cards():
    one = Contact(name=NAME, company="山田商店", titles=("部長", "顧問"))
    other = Contact(name=NAME, company="山田商会", titles=("顧問", "社長"))
    rows = put_beside(one, other, one.model_copy(update={"titles": ("部長", "顧問")}))
    assert [row.texts for row in rows[1:]] == [
        ("山田商店", "山田商会", "山田商店"),
        ("部長", "社長", "部長"),
        ("顧問", "顧問", "顧問"),
    ]
    assert [row.texts for row in put_beside(one, other)[2:]] == [("部長", "社長"), ("顧問", "顧問")]
