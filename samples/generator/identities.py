"""Who a card belongs to: persons and organisations, drawn from packages and from our own word lists."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import import_module, resources

from generator import lexicon_ja as ja
from generator import lexicon_latin as latin
from generator.draws import Draws, Pool, only, pool_of
from generator.kana import KANA, hepburn

_NOT_BMP_SAFE = {"𠮷"}


@dataclass(frozen=True)
class Person:
    """A person, as names go on cards.

    Attributes:
        key: Name in its plain form; tells persons apart and decides the pool.
        family, given: As printed (old character forms included).
        family_kana, given_kana: Hiragana, empty for Latin names.
        family_roman, given_roman: Plain Latin letters for e-mail and for the romanised line.
    """

    key: str
    family: str
    given: str
    family_kana: str = ""
    given_kana: str = ""
    family_roman: str = ""
    given_roman: str = ""


@dataclass(frozen=True)
class Company:
    """An organisation, as cards name it.

    Attributes:
        key: Plain form; tells companies apart and decides the pool.
        name: As printed with its legal form; a blank stands where a line may break.
        brand: Name without the legal form.
        english: English name, empty when it has none.
        domain_word: What its domain is made of, ASCII.
        trade: What it does, for departments and logos.
    """

    key: str
    name: str
    brand: str
    english: str
    domain_word: str
    trade: str = ""


@cache
def _name_rows(file_name: str) -> tuple[tuple[str, ...], ...]:
    source = resources.files("japanese_personal_name_dataset") / "dataset" / file_name
    with source.open(encoding="utf-8") as stream:
        return tuple(tuple(row) for row in csv.reader(stream))


@cache
def _surnames(pool: Pool) -> tuple[tuple[str, str, float], ...]:
    rows = (row for row in _name_rows("last_name_org.csv") if pool_of("surname/" + row[0]) is pool)
    # Square-rooted frequencies: common names stay common without crowding out the rest.
    return tuple((row[0], row[2], float(row[1]) ** 0.5) for row in rows if len(row[0]) <= 4)


@cache
def _given_names(pool: Pool, gender: str) -> tuple[tuple[str, str], ...]:
    found = [
        (kanji, row[0])
        for row in _name_rows(f"first_name_{gender}_opti.csv")
        for kanji in row[2:]
        if 1 <= len(kanji) <= 3
        and pool_of("given/" + kanji) is pool
        and all(c in KANA or c in "ゃゅょっ" for c in row[0])
    ]
    return tuple(found)


def draw_japanese_person(draws: Draws, pool: Pool) -> Person:
    """Draw a Japanese person of the pool; now and then with an old character form or a kana given name."""
    surnames = _surnames(pool)
    family, family_kana, _ = draws.choices(surnames, [weight for *_, weight in surnames])[0]
    given, given_kana = draws.choice(_given_names(pool, draws.choice(("man", "woman"))))
    key = f"{family} {given}"
    if draws.chance(0.12):
        family = "".join(ja.OLD_FORMS.get(c, c) if ja.OLD_FORMS.get(c) not in _NOT_BMP_SAFE else c for c in family)
    if family.startswith("渡辺") and draws.chance(0.3):
        family = draws.choice(("渡邊", "渡邉", "渡部"))
    if draws.chance(0.03):
        given = given_kana
    style = draws.pick({"drop": 8.0, "h": 1.0, "keep": 1.0})
    return Person(
        key=key,
        family=family,
        given=given,
        family_kana=family_kana,
        given_kana=given_kana,
        family_roman=hepburn(family_kana, long_vowel=style).capitalize(),
        given_roman=hepburn(given_kana, long_vowel="drop").capitalize(),
    )


@cache
def _latin_names(locale: str, pool: Pool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if locale == "ko":
        first: tuple[str, ...] = latin.KOREAN_GIVEN
        last: tuple[str, ...] = latin.KOREAN_FAMILY
    else:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        genders = [getattr(provider, name, ()) for name in ("first_names_male", "first_names_female")]
        first = tuple(dict.fromkeys(n for names in genders for n in names)) or tuple(
            dict.fromkeys(provider.first_names)
        )
        last = tuple(dict.fromkeys(provider.last_names))
    return tuple(only(pool, [n for n in first if len(n) <= 14])), tuple(only(pool, [n for n in last if len(n) <= 18]))


def plain(text: str) -> str:
    """Fold a Latin text to ASCII letters, as e-mail addresses do."""
    text = text.replace("ß", "ss").replace("đ", "d").replace("Đ", "D").replace("ø", "o").replace("ł", "l")
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if c.isascii() and (c.isalnum() or c in " -"))


def draw_latin_person(draws: Draws, pool: Pool, country: latin.Country) -> Person:
    """Draw a person with a name of the country."""
    first_names, last_names = _latin_names(draws.choice(country.locales), pool)
    given = draws.choice(first_names)
    family = draws.choice(last_names)
    key = f"{given} {family}"
    if country.code in {"US", "GB"} and draws.chance(0.1):
        given = f"{given} {draws.choice('ABCDEFGHJKLMNPRSTW')}."
    if country.code in {"BR", "ES"} and draws.chance(0.35):
        family = f"{family} {draws.choice(last_names)}"
    return Person(key=key, family=family, given=given, family_roman=plain(family), given_roman=plain(given))


def _with_form(draws: Draws, brand: str) -> str:
    form = draws.pick(ja.COMPANY_FORMS)
    shown = draws.choice(ja.FORM_SHORT[form]) if form in ja.FORM_SHORT and draws.chance(0.18) else form
    gap = draws.pick({"": 7.0, "　": 1.0, " ": 1.0}) if shown == form else ""
    return shown + gap + brand if draws.chance(0.6) else brand + gap + shown


@cache
def _stems(pool: Pool) -> tuple[tuple[str, str], ...]:
    return tuple((kanji, reading) for kanji, reading in ja.COMPANY_STEMS if pool_of("company/" + kanji) is pool)


@cache
def _brands(pool: Pool) -> tuple[tuple[str, str], ...]:
    katakana = [(name, word) for name, word in ja.KATAKANA_BRANDS if pool_of("company/" + name) is pool]
    return tuple(katakana + [(name, name.lower()) for name in only(pool, ja.LATIN_BRANDS)])


def _stem(draws: Draws, pool: Pool) -> tuple[str, str]:
    if draws.chance(0.35):
        surname, kana, _ = draws.choice(_surnames(pool))
        return surname, hepburn(kana)
    return draws.choice(_stems(pool))


def draw_japanese_company(draws: Draws, pool: Pool) -> Company:
    """Draw a Japanese organisation: a firm with its legal form, or an office, school, clinic, association."""
    kind = draws.pick({"trade": 55.0, "brand": 22.0, "organisation": 14.0, "brand trade": 9.0})
    if kind == "organisation":
        pattern = draws.choice(list(ja.ORGANISATIONS))
        stem, reading = _stem(draws, pool)
        brand = pattern.replace("{}", stem)
        word = f"{plain(reading)}-{ja.ORGANISATIONS[pattern]}".lower()
        return Company(f"org {brand}", brand, brand, "", word)
    if kind == "trade":
        stem, reading = _stem(draws, pool)
        trade, trade_word, trade_english = draws.choice(ja.INDUSTRIES)
        brand, english_brand = stem + trade, f"{reading.capitalize()} {trade_english}"
        word = draws.choice(
            (f"{reading}-{trade_word}", f"{reading}{trade_word}", reading, f"{reading}-{trade_word[:3]}")
        )
    elif kind == "brand":
        brand, reading = draws.choice(_brands(pool))
        trade, english_brand, word = "", reading.upper() if brand.isascii() else reading.capitalize(), reading
    else:
        brand, reading = draws.choice(_brands(pool))
        trade, trade_word, trade_english = draws.choice(ja.INDUSTRIES)
        english_brand = f"{reading.capitalize()} {trade_english}"
        brand, word = brand + trade, draws.choice((reading, f"{reading}-{trade_word}"))
    form = draws.choice((" Co., Ltd.", " Inc.", " Corporation", " Co.,Ltd.", " K.K.", " CO., LTD.", ""))
    domain_word = "".join(c for c in plain(word).lower() if c.isalnum() or c == "-")
    return Company(f"ja {brand}", _with_form(draws, brand), brand, english_brand + form, domain_word, trade)


@cache
def _latin_stems(pool: Pool) -> tuple[str, ...]:
    return tuple(only(pool, latin.LATIN_STEMS))


def draw_latin_company(draws: Draws, pool: Pool, country: latin.Country) -> Company:
    """Draw an organisation of the country, named after a word, a family or two of them."""
    _, last_names = _latin_names(draws.choice(country.locales), pool)
    stems = _latin_stems(pool)
    trade = draws.choice(country.industries)
    kind = draws.pick({"stem trade": 5.0, "family trade": 3.0, "two families": 1.2, "stem": 1.6, "trade family": 0.8})
    stem, family = draws.choice(stems), draws.choice(last_names)
    brand = {
        "stem trade": f"{stem} {trade}",
        "family trade": f"{family} {trade}",
        "two families": f"{family} & {draws.choice(last_names)}",
        "stem": stem if draws.chance(0.5) else stem + draws.choice(("ia", "ix", "ware", "hub", "works", "ly", "One")),
        "trade family": f"{trade} {family}",
    }[kind]
    form = draws.choice(country.forms)
    name = form + brand if form.endswith(" ") else brand + form
    if draws.chance(0.18):
        name, brand = name.upper(), brand.upper()
    words = plain(brand).lower().replace("-", "").split()
    word = draws.choice(("".join(words), "-".join(words), words[0] if len(words[0]) > 3 else "".join(words)))
    return Company(f"latin {brand.lower()}", name, brand, "", word, trade)
