"""What meishi says to its user, in the user's language.

The words in the code are English and name themselves; a catalogue (`ja.po`) holds the others. It is read as it is, so
nothing has to be compiled. `make wording` brings new words into it: what `say` and `marked` take, message and hint of
every error, and the terminal's help.

A text may come with its values in it already: an error's message, or a reason for review that lies in the library. It
is known by its template in the catalogue, `{path}: the file is empty`, and said in the same way. So errors are raised
with plain f-strings and stay English, in logs and for other programs; only the edges translate.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from meishi.wording.signs import ENGLISH, FORMS, Forms

if TYPE_CHECKING:
    from babel import Locale

Language = Literal["en", "ja"]

CATALOGUES = Path(__file__).parent


VALUES_IN_IT = "said with its values in it"
"""The comment of a template in the catalogue by which texts are known that have their values already."""

# Values of these names are said, too: a text's own word for something, what another error said, and a list of reasons.
_SAID = re.compile(r"(?:word|reason|error|(?P<list>reasons))(?:_2)*")


def marked(text: str) -> str:
    """Mark a text that is said elsewhere, so that it comes into the catalogues; values may stand in it."""
    return text


class Wording:
    """Says things in one language.

    Called with an English text, it gives the same in its language: `say("{count} to go", count=3)`.
    """

    def __init__(self, language: Language = "en") -> None:
        self.language = language
        self._catalogue = _EMPTY if language == "en" else _read_catalogue(language)
        self._forms: Forms = FORMS.get(language, ENGLISH)

    def __call__(self, text: str, **values: object) -> str:
        """Say a text, with values in its braces; or one that has its values already."""
        if values:
            return self._catalogue.texts.get(text, text).format(**values)
        return self._catalogue.texts.get(text) or self._say_known(text)

    def plural(self, one: str, many: str, count: int, **values: object) -> str:
        """Say a text about a number of things; `{count}` stands for the number."""
        said = self._catalogue.numbers.get(one, one if count == 1 else many)
        return said.format(count=count, **values)

    def _say_known(self, text: str) -> str:
        """Say a text by the template that it was made from; as it is where there is none."""
        for template in self._catalogue.templates:
            if template.core in text and (found := re.fullmatch(template.pattern, text, re.DOTALL)):
                values = {name: self._say_value(name, value) for name, value in found.groupdict().items()}
                return template.said.format(**values)
        return text

    def _say_value(self, name: str, value: str) -> str:
        is_said = _SAID.fullmatch(name)
        if is_said and is_said["list"]:
            return self.listing([self(reason) for reason in value.split(", ")])
        return self(value) if is_said else value

    def day(self, day: date, *, today: date | None = None) -> str:
        """Say a day with its weekday; the year only where it is not this year's."""
        is_this_year = today is not None and day.year == today.year
        return _say_date(day, self._forms.day if is_this_year else self._forms.day_with_year, self.language)

    def month(self, day: date) -> str:
        """Say a month with its year."""
        return _say_date(day, self._forms.month, self.language)

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


def language_of_user(environment: Mapping[str, str] = os.environ) -> Language:
    """Tell the language from MEISHI_LANGUAGE, else from the system's; for words about settings that cannot be read."""
    wanted = environment.get("MEISHI_LANGUAGE")
    return "ja" if wanted == "ja" else "en" if wanted == "en" else language_of_system(environment)


def language_of_system(environment: Mapping[str, str] = os.environ) -> Language:
    """Tell the language from the system's settings (POSIX: LC_ALL, LC_MESSAGES, LANG), English when in doubt."""
    names = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    first = next((name for name in names if name), "")
    return "ja" if first.lower().startswith("ja") else "en"


class _Template(NamedTuple):
    """A text with places for values.

    Attributes:
        core: The longest part without a value.
        pattern: What it looks like with values in it; a regular expression.
        said: The same in the other language, with the places.
    """

    core: str
    pattern: str
    said: str


class _Catalogue(NamedTuple):
    """The words of a language.

    Attributes:
        texts: What is said for a text.
        numbers: What is said for a text about a number of things, by its form for one. Japanese has one form for all.
        templates: Texts with values, those with the most words of their own first.
    """

    texts: Mapping[str, str]
    numbers: Mapping[str, str]
    templates: Sequence[_Template]


_EMPTY = _Catalogue({}, {}, ())


# Many of a list were met on one day, and babel takes longer for it than for the rest of a line.
@lru_cache(maxsize=2000)
def _say_date(day: date, form: str, language: Language) -> str:
    from babel.dates import format_date  # noqa: PLC0415

    return format_date(day, form, locale=_locale(language))


@cache
def _locale(language: Language) -> Locale:
    # Named by a word, babel would take it apart again for every day of a list.
    from babel import Locale  # noqa: PLC0415

    return Locale.parse(language)


@cache
def _read_catalogue(language: Language) -> _Catalogue:
    """Read a catalogue as `make wording` writes it: each text on a line of its own, or in several below an empty one.

    Babel would take longer for it than `meishi --help` should take.
    """
    texts: dict[str, str] = {}
    numbers: dict[str, str] = {}
    templates: list[tuple[str, str]] = []
    for entry in (CATALOGUES / f"{language}.po").read_text(encoding="utf-8").split("\n\n"):
        parts: dict[str, str] = {}
        part = ""
        for line in entry.splitlines():
            head, quote, rest = line.partition('"')
            if line.startswith("#") or not quote:
                continue
            part = head.strip() or part
            parts[part] = parts.get(part, "") + json.loads(quote + rest)
        if "msgid_plural" in parts:
            numbers[parts["msgid"]] = parts["msgstr[0]"]
        elif parts.get("msgid") and parts["msgstr"]:
            texts[parts["msgid"]] = parts["msgstr"]
            if VALUES_IN_IT in entry:
                templates.append((parts["msgid"], parts["msgstr"]))
    templates.sort(key=lambda template: -len(re.sub(r"\{\w+\}", "", template[0])))
    return _Catalogue(texts, numbers, tuple(_template(text, said) for text, said in templates))


def _template(text: str, said: str) -> _Template:
    own = re.split(r"\{(\w+)\}", text)
    words, names = own[::2], own[1::2]
    pattern = re.escape(words[0])
    for place, (name, word) in enumerate(zip(names, words[1:], strict=True)):
        is_first = name not in names[:place]
        pattern += (f"(?P<{name}>.*?)" if is_first else f"(?P={name})") + re.escape(word)
    return _Template(max(words, key=len), pattern, said)
