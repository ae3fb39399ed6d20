"""What the aftercare says to its user, in the user's language.

The words in the code are English and name themselves; a catalogue (`ja.po`) holds the others. It is read as it is, so
nothing has to be compiled. `make wording` brings new words into it.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from meishi.wording.signs import ENGLISH, FORMS, Forms

Language = Literal["en", "ja"]

CATALOGUES = Path(__file__).parent


def marked(text: str) -> str:
    """Mark a text that is said elsewhere, an error's for instance, so that it comes into the catalogues."""
    return text


class Wording:
    """Says things in one language.

    Called with an English text, it gives the same in its language: `say("{count} to go", count=3)`.
    """

    def __init__(self, language: Language = "en") -> None:
        self.language = language
        self._catalogue = _read_catalogue(language)
        self._forms: Forms = FORMS.get(language, ENGLISH)

    def __call__(self, text: str, **values: object) -> str:
        """Say a text, with values in its braces."""
        said = self._catalogue.gettext(text)
        return said.format(**values) if values else said

    def plural(self, one: str, many: str, count: int, **values: object) -> str:
        """Say a text about a number of things; `{count}` stands for the number."""
        return self._catalogue.ngettext(one, many, count).format(count=count, **values)

    def day(self, day: date, *, today: date | None = None) -> str:
        """Say a day with its weekday; the year only where it is not this year's."""
        from babel.dates import format_date  # noqa: PLC0415

        is_this_year = today is not None and day.year == today.year
        form = self._forms.day if is_this_year else self._forms.day_with_year
        return format_date(day, form, locale=self.language)

    def month(self, day: date) -> str:
        """Say a month with its year."""
        from babel.dates import format_date  # noqa: PLC0415

        return format_date(day, self._forms.month, locale=self.language)

    def person(self, name: str, *, is_organisation: bool = False) -> str:
        """Name somebody within a sentence, as one speaks of them."""
        return name if is_organisation else name + self._forms.honorific

    def listing(self, names: Sequence[str]) -> str:
        """Name several in one go: `A, B and C`."""
        from babel.lists import format_list  # noqa: PLC0415

        return format_list(list(names), locale=self.language)

    def quote(self, text: str) -> str:
        """Put somebody's own words into quotation marks."""
        return self._forms.quotes[0] + text + self._forms.quotes[1]


def language_of_system(environment: Mapping[str, str] = os.environ) -> Language:
    """Tell the language from the system's settings (POSIX: LC_ALL, LC_MESSAGES, LANG), English when in doubt."""
    names = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    first = next((name for name in names if name), "")
    return "ja" if first.lower().startswith("ja") else "en"


@cache
def _read_catalogue(language: Language) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    import io  # noqa: PLC0415

    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with (CATALOGUES / f"{language}.po").open("rb") as file:
        compiled = io.BytesIO()
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
