"""Postal code <-> Japanese address: one wrong digit or one or two wrong kanji are mended by the other side."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance.Levenshtein import distance

from meishi.domain.field import Field
from meishi.resolve.pairing import pair_codes_with_addresses
from meishi.resolve.places import Place, places_in, places_of, similar_codes
from meishi.resolve.postal_codes import code_of_address

_FOLDS = str.maketrans(
    {
        "ヶ": "ケ",
        "が": "ケ",
        "ガ": "ケ",
        "之": "ノ",
        "の": "ノ",
        "髙": "高",
        "﨑": "崎",
        "澤": "沢",
        "濱": "浜",
        "齋": "斎",
        "斉": "斎",
        "嶋": "島",
        "ニ": "二",
        "ハ": "八",
        "ミ": "三",
        "エ": "工",
        "ロ": "口",
        "カ": "力",
        "タ": "夕",
        "ト": "卜",
    }
)
_KANJI_DIGIT = {
    "〇": "0",
    "一": "1",
    "二": "2",
    "三": "3",
    "四": "4",
    "五": "5",
    "六": "6",
    "七": "7",
    "八": "8",
    "九": "9",
}


@dataclass(frozen=True)
class _Alignment:
    """How a place's official name lies on the beginning of a printed address.

    Attributes:
        distance: Characters that differ.
        mended: The printed address with those characters put right.
        length: Number of characters of the official name that were compared.
        start: Prefecture and city, as they were compared; what follows is the town.
    """

    distance: int
    mended: str
    length: int
    start: str = ""


def repair_postal(fields: Sequence[Field]) -> tuple[Field, ...]:
    """Mend postal codes by their addresses and addresses by their postal codes.

    Nothing is changed when the two disagree in more than a slip, or when the address as read exists.
    """
    mended = list(fields)
    for code_index, address_index in pair_codes_with_addresses(fields):
        if code_index is None or address_index is None:
            continue
        code, address = mended[code_index], mended[address_index]
        if not re.search(r"[一-龥]", address.value):
            continue
        own = _best(places_of(code.value), address.value)
        if re.fullmatch(r"\d{3}-?\d{4}", code.value) and not _is_garbled(code, own):
            mended[code_index], mended[address_index] = _repair_pair(code, address, own)
        else:
            mended[code_index] = _from_address(code, address)
    return tuple(mended)


def _is_garbled(code: Field, own: _Alignment | None) -> bool:
    """Whether several digits of a code may be wrong: it is no code of this place, and was badly read.

    In columns engines take 一一 for 二 and the bar for 一.
    """
    in_kanji = sum(code.raw.count(numeral) for numeral in _KANJI_DIGIT) >= 4
    return code.confidence < (0.8 if in_kanji else 0.4) and (own is None or own.distance > 2)


def _from_address(code: Field, address: Field) -> Field:
    """Give the address's own code for one of which digits were lost or misread, if what was read is like it."""
    own = code_of_address(address.value)
    if own is None or distance(re.sub(r"\D", "", code.value), own.replace("-", "")) > 3:
        return code
    return _changed(code, own, 0.8)


def _repair_pair(code: Field, address: Field, own: _Alignment | None) -> tuple[Field, Field]:
    if own and own.distance == 0:
        return _confirmed(code), _confirmed(address)
    strokes = _with_other_strokes(code, address)
    if strokes:
        return _changed(code, strokes, 0.9), _confirmed(address)
    other = _exact_neighbour(code.value, address.value)
    if other and _is_misreading(code, other):
        value = f"{other[:3]}-{other[3:]}"
        return _changed(code, value, 0.9), _confirmed(address)
    if (
        own
        and (_is_slip(own, address.value) or _is_badly_read(own, code, address))
        and len(own.mended) == len(address.value)
        and not _exists(places_of(code.value), address.value)
    ):
        return _confirmed(code), _changed(address, own.mended, 0.85)
    return code, address


_CLEARLY_READ_ADDRESS, _WELL_READ_CODE = 0.95, 0.85
"""Below the one (0..1) several kanji of an address may be wrong; from the other one on a code is believed."""
_LONG_PLACE, _BADLY_READ = 8, 0.4
"""From so many characters on, a place is still told when at most this share of them is wrong."""

_STROKES = str.maketrans("23", "11")
"""In kanji numerals 1, 2 and 3 are so many strokes, and nothing else."""


def _with_other_strokes(code: Field, address: Field) -> str | None:
    """Give the address's own code where a code in kanji differs from it in 一, 二 and 三 alone."""
    if not any(numeral in code.raw for numeral in _KANJI_DIGIT):
        return None
    own = code_of_address(address.value)
    if own is None or own == code.value or own.translate(_STROKES) != code.value.translate(_STROKES):
        return None
    return own


# Digits that engines take for one another.
_ALIKE = frozenset({"08", "06", "09", "17", "14", "27", "38", "35", "39", "49", "56", "58", "59", "68", "69", "89"})


def _is_misreading(code: Field, other: str) -> bool:
    """Whether the code was rather misread than printed so: some cards do print a code that is not quite theirs."""
    read = re.sub(r"\D", "", code.value)
    pair = next("".join(sorted(digits)) for digits in zip(read, other, strict=True) if digits[0] != digits[1])
    return code.confidence < (0.94 if pair in _ALIKE else 0.6)


def _is_slip(alignment: _Alignment, address: str) -> bool:
    start = alignment.start
    if alignment.length - len(start) >= 2 and _lay(start, address).distance >= alignment.distance:
        # There is no such prefecture or city, and the town is the code's.
        return alignment.distance <= len(start) // 2
    return (alignment.distance == 1 and alignment.length >= 4) or (alignment.distance == 2 and alignment.length >= 8)


def _is_badly_read(alignment: _Alignment, code: Field, address: Field) -> bool:
    """Whether so much of the address agrees with a well read code that the rest is the engine's, which was unsure."""
    is_doubtful = address.reading < _CLEARLY_READ_ADDRESS and code.confidence >= _WELL_READ_CODE
    return is_doubtful and alignment.length >= _LONG_PLACE and alignment.distance <= _BADLY_READ * alignment.length


def _exact_neighbour(code: str, address: str) -> str | None:
    """Find the one code that differs in one digit and stands for exactly this address."""
    printed = _letters(address, _compared(address))
    found = [
        (len(place.town), similar)
        for similar in similar_codes(code)
        for place in places_of(similar)
        if place.town and not place.is_office and _begins(printed, place)
    ]
    if not found:
        return None
    longest = max(length for length, _ in found)
    codes = {similar for length, similar in found if length == longest}
    return codes.pop() if len(codes) == 1 else None


def _exists(places: Sequence[Place], address: str) -> bool:
    """Whether the address as read names a real town of the same city: then it is not for the code to overrule."""
    cities = {(place.prefecture, place.city) for place in places}
    printed = _letters(address, _compared(address))
    return any(
        len(town.town) >= 2 and _begins(printed, town)
        for prefecture, city in cities
        for town in places_in(prefecture, city)
    )


def _best(places: Sequence[Place], address: str) -> _Alignment | None:
    alignments = [_align(place, address) for place in places]
    return min(alignments, key=lambda alignment: (alignment.distance, -alignment.length), default=None)


def _align(place: Place, address: str) -> _Alignment:
    """Lay the official name on the beginning of the address, in the spelling that fits best."""
    alignments = (replace(_lay(start + town, address), start=start) for start, town in _spellings(place))
    return min(alignments, key=lambda alignment: alignment.distance)


def _begins(printed: Sequence[str], place: Place) -> bool:
    """Whether an address, as it is compared, begins with a place's official name in any spelling."""
    names = ([_folded(letter) for letter in start + town] for start, town in _spellings(place))
    return any(printed[: len(name)] == name for name in names)


def _spellings(place: Place) -> list[tuple[str, str]]:
    """Give what may be printed of a place: prefecture and city, then the town."""
    town = re.sub(r"(?:大字|字)", "", place.town)
    county = re.match(r"^.+?郡(.+[町村])$", place.city)
    cities = (place.city, county.group(1)) if county else (place.city,)
    # The prefecture may be misread, or not printed at all.
    return [(prefecture + city, town) for prefecture in (place.prefecture, "") for city in cities]


def _lay(official: str, address: str) -> _Alignment:
    """Align a text with the beginning of another one by edit distance, spaces and 大字 passed over."""
    reach = _compared(address)[: len(official) + 2]
    printed = _letters(address, reach)
    wanted = [_folded(letter) for letter in official]
    rows, columns = len(wanted), len(printed)
    cost = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows + 1):
        for j in range(columns + 1):
            if i == 0 or j == 0:
                cost[i][j] = i + j
            else:
                same = cost[i - 1][j - 1] + (wanted[i - 1] != printed[j - 1])
                cost[i][j] = min(same, cost[i - 1][j] + 1, cost[i][j - 1] + 1)
    end = min(range(columns + 1), key=lambda j: (cost[rows][j], abs(j - rows)))
    distance = cost[rows][end]
    return _Alignment(distance, _rewritten(official, address, reach, cost, end) if distance else address, rows)


def _compared(address: str) -> list[int]:
    """Give the places of an address that are compared, spaces and 大字 passed over."""
    positions = [index for index, letter in enumerate(address) if not letter.isspace()]
    for match in re.finditer(r"大字|(?<=[一-龥])字(?=[一-龥])", address):
        positions = [index for index in positions if not match.start() <= index < match.end()]
    return positions


def _letters(address: str, positions: Sequence[int]) -> list[str]:
    return [_folded(address[index]) for index in positions]


def _rewritten(official: str, address: str, reach: Sequence[int], cost: Sequence[Sequence[int]], end: int) -> str:
    letters = list(address)
    i, j = len(official), end
    while i > 0 or j > 0:
        differs = i > 0 and j > 0 and _folded(official[i - 1]) != _folded(address[reach[j - 1]])
        if i > 0 and j > 0 and cost[i][j] == cost[i - 1][j - 1] + differs:
            if differs:
                letters[reach[j - 1]] = official[i - 1]
            i, j = i - 1, j - 1
        elif i > 0 and cost[i][j] == cost[i - 1][j] + 1:
            at = reach[j - 1] if j > 0 else 0
            letters[at] = (letters[at] + official[i - 1]) if j > 0 else official[i - 1] + letters[at]
            i -= 1
        else:
            letters[reach[j - 1]] = ""
            j -= 1
    return "".join(letters)


def _folded(letter: str) -> str:
    letter = unicodedata.normalize("NFKC", letter).translate(_FOLDS)
    return _KANJI_DIGIT.get(letter, letter)


def _confirmed(field: Field) -> Field:
    confidence = round(1.0 - 0.5 * (1.0 - field.confidence), 3)
    return field.model_copy(update={"confidence": confidence})


def _changed(field: Field, value: str, trust: float) -> Field:
    if value == field.value:
        return field
    return field.model_copy(
        update={
            "value": value,
            "raw": field.raw or field.value,
            "confidence": round(min(field.confidence, trust) * 0.95, 3),
            "repaired": True,
        }
    )
