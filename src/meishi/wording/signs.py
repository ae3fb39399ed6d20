"""How each language writes days, names and quotations."""

from __future__ import annotations

from typing import NamedTuple


class Forms(NamedTuple):
    """The forms of one language.

    Attributes:
        day: A day of this year; a pattern of Unicode's LDML, as are the next two.
        day_with_year: Any other day.
        month: A month with its year.
        honorific: What a person's name ends in when one speaks of them.
        quotes: What opens and closes somebody's own words.
    """

    day: str
    day_with_year: str
    month: str
    honorific: str
    quotes: tuple[str, str]


ENGLISH = Forms("EEE d MMM", "EEE d MMM y", "MMMM y", "", ("“", "”"))
JAPANESE = Forms("M月d日(EEE)", "y年M月d日(EEE)", "y年M月", "さん", ("「", "」"))
FORMS = {"en": ENGLISH, "ja": JAPANESE}
