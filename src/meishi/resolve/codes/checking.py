"""A card's codes against its print: what a code says is read without a doubt, so it confirms, corrects and completes.

A code confirms what is printed the same. It corrects a printed value that is a few characters off, because then the
print was misread. What is further off stays as it was read: people print one number and put another into the code.
What the print has nothing of, the code adds, provided that it agrees with the print elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance.Levenshtein import distance

from meishi.domain.contact import Contact, PhoneKind
from meishi.domain.field import Field, FieldKind
from meishi.domain.folding import fold
from meishi.domain.text import Code
from meishi.resolve.codes.content import told_by
from meishi.resolve.domain_names import host_of, known_ending
from meishi.resolve.normalise import half_width, normalised

_CONFIRMED, _CORRECTED, _ADDED = 0.99, 0.98, 0.9
_SURELY_READ = 0.9
"""A number read with more confidence than this does not hold two wrong digits."""
_LONGEST = 120
"""No value of a card has more characters."""
_PHONES = frozenset([FieldKind.TELEPHONE, FieldKind.MOBILE, FieldKind.FAX])
_NAMES = frozenset([FieldKind.NAME, FieldKind.NAME_ROMAN, FieldKind.NAME_KANA])
_WORDS = frozenset([*_NAMES, FieldKind.COMPANY, FieldKind.DEPARTMENT, FieldKind.TITLE])
_KIND_OF_PHONE = {
    PhoneKind.WORK: FieldKind.TELEPHONE,
    PhoneKind.OTHER: FieldKind.TELEPHONE,
    PhoneKind.MOBILE: FieldKind.MOBILE,
    PhoneKind.FAX: FieldKind.FAX,
}
_JAPANESE = re.compile(r"[぀-ヿ㐀-鿿豈-﫿々]")
_URL_START = re.compile(r"(?:https?:/+)?(?:www\.)?", re.IGNORECASE)
# Sites where people have profiles, and addresses that only count who comes by.
_NO_HOMEPAGE = re.compile(
    r"(?:^|\.)(?:line\.me|lin\.ee|linkedin\.com|lnkd\.in|facebook\.com|fb\.me|instagram\.com|twitter\.com|x\.com|t\.co|"
    r"youtube\.com|youtu\.be|tiktok\.com|wa\.me|t\.me|8card\.net|bit\.ly|goo\.gl|tinyurl\.com|linktr\.ee|lit\.link|"
    r"google\.com|google\.co\.jp|goo\.ne\.jp|qr\.paps\.jp|q-r\.to|onl\.(?:la|sc|tw|bz)|x\.gd|ow\.ly|is\.gd|wechat\.com)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Told:
    """One value that a code tells."""

    kind: FieldKind
    value: str

    def may_be(self, kind: FieldKind) -> bool:
        """Whether a field of a kind can be the printed form of the value."""
        if self.kind in _PHONES:
            return kind in _PHONES
        return kind is self.kind or (self.kind in _NAMES and kind in _NAMES)

    def is_like(self, kind: FieldKind) -> bool:
        """Whether a field of a kind takes the value's place: no fax number is the misread telephone number."""
        return self.may_be(kind) and (kind is self.kind or FieldKind.FAX not in {kind, self.kind})


def check_codes(fields: Sequence[Field], codes: Sequence[Code]) -> tuple[tuple[Field, ...], frozenset[int]]:
    """Check the fields of a card by what its codes say.

    Args:
        fields: Normalised.
        codes: As read from the card.

    Returns:
        The fields in the same order, those that a code confirms with more confidence, those that it corrects with
        `repaired` set and their `raw` text kept; at the end the values that only a code has, with the code's text as
        `raw`, its place as `box` and no `line`. And the indices of all these: nothing else of the card knows better.
    """
    checked = list(fields)
    settled: set[int] = set()
    for code in codes:
        told = list(_told(told_by(code.text)))
        unmatched = _confirm(checked, told, settled)
        missing = _correct(checked, unmatched, settled)
        if len(missing) < len(told) or not any(_has(checked, value) for value in told):
            added = [_added(value, code) for value in missing if _belongs(value, checked)]
            settled.update(range(len(checked), len(checked) + len(added)))
            checked += added
    return tuple(checked), frozenset(settled)


def _told(contact: Contact) -> Iterator[_Told]:
    name = contact.name
    if name.full:
        split = (
            f"{name.family} {name.given}" if name.family and name.given and _JAPANESE.search(name.full) else name.full
        )
        yield _Told(FieldKind.NAME, split)
    if name.kana:
        yield _Told(FieldKind.NAME_KANA, name.kana)
    if contact.company:
        yield _Told(FieldKind.COMPANY, contact.company)
    yield from (_Told(FieldKind.DEPARTMENT, value) for value in contact.departments)
    yield from (_Told(FieldKind.TITLE, value) for value in contact.titles)
    yield from (_Told(FieldKind.EMAIL, value) for value in contact.emails)
    yield from (_Told(_KIND_OF_PHONE[phone.kind], phone.number) for phone in contact.phones)
    yield from (_Told(FieldKind.URL, value) for value in contact.urls)
    for address in contact.addresses:
        if address.postal_code:
            yield _Told(FieldKind.POSTAL_CODE, address.postal_code)
        yield _Told(FieldKind.ADDRESS, address.full)


def _confirm(checked: list[Field], told: Sequence[_Told], settled: set[int]) -> list[_Told]:
    """Raise the confidence of what is printed as a code has it; give the values that are not."""
    unmatched = []
    for value in told:
        same = [i for i, field in enumerate(checked) if value.may_be(field.kind) and _distance(field, value) == 0]
        for index in same:
            field = checked[index]
            checked[index] = field.model_copy(
                update={"value": _with_split(field, value), "confidence": max(field.confidence, _CONFIRMED)}
            )
        settled.update(same)
        if not same:
            unmatched.append(value)
    return unmatched


def _with_split(field: Field, told: _Told) -> str:
    """Set the space of a Japanese name where the code has it; the characters stay as printed."""
    family, _, given = told.value.partition(" ")
    together = field.value.replace(" ", "")
    if told.kind is not FieldKind.NAME or not given or not _JAPANESE.search(together):
        return field.value
    if len(together) != len(family) + len(given):
        return field.value
    return f"{together[: len(family)]} {together[len(family) :]}"


def _correct(checked: list[Field], unmatched: Sequence[_Told], settled: set[int]) -> list[_Told]:
    """Correct the fields that are a misreading of what a code says; give the values that no field is near to."""
    missing = []
    for value in unmatched:
        near = [
            (_distance(field, value), field.kind is not value.kind, index)
            for index, field in enumerate(checked)
            if index not in settled and value.is_like(field.kind) and _is_misreading(field, value)
        ]
        if not near:
            missing.append(value)
            continue
        *_, index = min(near)
        field = checked[index]
        corrected = {"value": _as_field_prints(field, value), "raw": field.raw or field.value}
        checked[index] = normalised(field.model_copy(update={**corrected, "confidence": _CORRECTED, "repaired": True}))
        settled.add(index)
    return missing


def _is_misreading(field: Field, told: _Told) -> bool:
    distance = _distance(field, told)
    if any(_distance(field.model_copy(update={"value": other}), told) == 0 for other in field.alternatives):
        return True
    length = len(_key(told.kind, told.value))
    if told.kind in _PHONES | {FieldKind.POSTAL_CODE}:
        return distance == 1 or (distance == 2 and field.confidence < _SURELY_READ)
    if told.kind in _WORDS and _JAPANESE.search(told.value):
        return length >= 3 and distance <= max(1, min(2, length // 6))
    return distance <= min(2, length // 5)


def _distance(field: Field, told: _Told) -> int:
    """How many characters differ, widths, spaces and the way of writing aside."""
    if told.kind in _PHONES:
        printed, said = _comparable_digits(field.value, told.value)
    else:
        printed, said = _key(field.kind, field.value), _key(told.kind, told.value)
    return distance(printed, said) if printed and said else 99


def _comparable_digits(printed: str, told: str) -> tuple[str, str]:
    """Give the digits of two numbers, where only one has its country code without that and the other's leading zero."""
    numbers = half_width(printed), half_width(told)
    digits = [re.sub(r"\D", "", number.replace("(0)", "")) for number in numbers]
    if ("+" in numbers[0]) != ("+" in numbers[1]):
        digits = [number.lstrip("0") for number in digits]
        shorter = min(map(len, digits))
        if shorter >= 8 and abs(len(digits[0]) - len(digits[1])) <= 3:
            digits = [number[-shorter:] for number in digits]
    return digits[0], digits[1]


def _key(kind: FieldKind, value: str) -> str:
    if kind is FieldKind.POSTAL_CODE:
        return re.sub(r"[^0-9a-z]", "", half_width(value).casefold())
    if kind is FieldKind.URL:
        return _URL_START.sub("", value, count=1).rstrip("/").casefold()
    if kind is FieldKind.EMAIL:
        return value.casefold()
    return "".join(character for character in fold(value) if unicodedata.category(character)[0] != "P")


def _as_field_prints(field: Field, told: _Told) -> str:
    """The code's value in the way of writing of the field: its hyphens, its `http://`, its capitals."""
    if told.kind in _PHONES | {FieldKind.POSTAL_CODE}:
        return _in_groups_of(field.value, told.value)
    if told.kind is FieldKind.URL:
        start = _URL_START.match(field.value)
        return (start.group() if start else "") + _URL_START.sub("", told.value, count=1).rstrip("/")
    if told.kind in _NAMES and field.value.isupper():
        return told.value.upper()
    return told.value


def _in_groups_of(printed: str, told: str) -> str:
    """Write a number with the hyphens and blanks, and with or without the country code, that another has."""
    before, digits = _comparable_digits(printed, told)
    places = [index for index, character in enumerate(printed) if character.isdecimal()]
    if len(before) != len(digits) or len(places) < len(digits):
        return told
    written = [*printed]
    for place, digit in zip(reversed(places), reversed(digits), strict=False):
        written[place] = digit
    return "".join(written)


def _has(fields: Sequence[Field], told: _Told) -> bool:
    return any(told.may_be(field.kind) for field in fields)


def _belongs(told: _Told, fields: Sequence[Field]) -> bool:
    """Whether a value that only the code has goes into the contact: nothing of its kind is printed, and it is sound."""
    same_kind = {field.kind for field in fields}
    if told.kind in same_kind or (told.kind is FieldKind.ADDRESS and FieldKind.POSTAL_CODE in same_kind):
        return False
    if told.kind in _PHONES:
        return 9 <= len(re.sub(r"\D", "", told.value)) <= 15
    if told.kind is FieldKind.EMAIL:
        return known_ending(told.value.rpartition("@")[2])
    if told.kind is FieldKind.URL:
        return _is_homepage(told.value)
    return 0 < len(_key(told.kind, told.value)) <= _LONGEST


def _is_homepage(url: str) -> bool:
    """Whether an address is a site's, rather than somebody's profile or one that counts visitors."""
    host, rest = host_of(url), re.sub(r"^https?:/+", "", url, flags=re.IGNORECASE).partition("/")[2]
    plain_path = re.fullmatch(r"(?:[a-z]{1,12}/?)?", rest) is not None
    return plain_path and known_ending(host) and not _NO_HOMEPAGE.search(host)


def _added(told: _Told, code: Code) -> Field:
    return normalised(Field(kind=told.kind, value=told.value, raw=code.text, confidence=_ADDED, box=code.box))
