"""What a corrected card teaches: its values are found again in its lines, however they were read."""

import pytest

from meishi.domain.field import FieldKind
from meishi.domain.text import TextLine
from meishi.extract.learned_labeller import shipped_model
from meishi.extract.lessons import Side, find_values, lessons_from

VALUES = {
    FieldKind.NAME: ["山田 太郎"],
    FieldKind.COMPANY: ["株式会社みどりの風"],
    FieldKind.TITLE: ["聞き役"],
    FieldKind.ADDRESS: ["東京都中央区銀座1-3-6 青葉ビル5F"],
}
LINES = ("株式会社みどりの風", "聞き役 山田 太郎", "ていねいに", "〒104-0061 東京都中央区銀座1-3-6", "青葉ビル5F")


def side(lines):
    texts = [TextLine(text, 0.9, (50, 40 + 60 * row, 30 * len(text), 30)) for row, text in enumerate(lines)]
    return Side(texts, (910, 550))


def labels(lines, values=None):
    """The labels that are taught, for those tokens of which it is said what they are."""
    (lesson,) = lessons_from([side(lines)], values or VALUES, shipped_model())
    return [next(iter(allowed)) if len(allowed) == 1 else None for allowed in lesson.allowed]


def test_each_value_is_found_and_what_is_none_is_no_field():
    (lesson,) = lessons_from([side(LINES)], VALUES, shipped_model())
    taught = labels(LINES)
    assert taught[:2] == ["B-company", "I-company"]
    assert {"B-title", "B-name", "I-name", "claimed", "B-address", "I-address"} <= set(taught)
    assert taught.count("B-address") == 1
    slogan = [allowed for allowed in lesson.allowed if "other" in allowed]
    assert slogan
    assert not any("B-name" in allowed for allowed in slogan)


@pytest.mark.parametrize("read", ["株式会杜みどりの風", "株式会社 みどりの凧", "株 式 会 社 みどりの風"])
def test_a_misread_value_is_found_all_the_same(read):
    assert labels((read, *LINES[1:]))[0] == "B-company"


def test_where_a_value_is_not_found_nothing_is_said_about_the_rest():
    (lesson,) = lessons_from([side(LINES[1:])], VALUES, shipped_model())
    everything = frozenset(shipped_model().labels)
    assert [allowed for allowed in lesson.allowed if len(allowed) > 1] == [everything]
    assert find_values(side(LINES[1:]), VALUES)[FieldKind.COMPANY, "株式会社みどりの風"] is False


def test_a_value_on_the_other_side_is_no_missing_one():
    front, back = lessons_from([side(LINES[1:]), side(LINES[:1])], VALUES, shipped_model())
    assert all("B-name" not in allowed for allowed in front.allowed if len(allowed) > 1)
    assert next(iter(back.allowed[0])) == "B-company"


@pytest.mark.parametrize("odd", ["—", "・", " ", "x"])
def test_a_value_without_letters_or_of_one_letter_does_no_harm(odd):
    assert labels(LINES, VALUES | {FieldKind.DEPARTMENT: [odd]})


def test_a_side_without_text_teaches_nothing():
    assert lessons_from([side(())], VALUES, shipped_model()) == ()
