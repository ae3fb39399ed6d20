"""Two contacts beside each other, and what the one contact would say."""

from meishi.domain.contact import Contact, PersonName
from meishi.web.beside import put_beside

NAME = PersonName(full="山田 花子")


def test_only_what_both_say_is_the_same():
    one, other = Contact(name=NAME, emails=("a@example.jp",)), Contact(name=NAME, emails=("b@example.jp",))
    together = Contact(name=NAME, emails=("a@example.jp", "b@example.jp"))
    name, first, second = put_beside(one, other, together)
    assert (name.texts, name.is_same) == (("山田 花子",) * 3, True)
    assert (first.texts, first.is_same) == (("a@example.jp", "b@example.jp", "a@example.jp"), False)
    # One more value of the one contact: two who say nothing do not say the same.
    assert (second.texts, second.is_same) == (("", "", "b@example.jp"), False)
