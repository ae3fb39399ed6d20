"""Mail local part <-> romanised name: look-alike letters in one are mended by the other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from meishi.domain.field import Field, FieldKind
from meishi.domain.kana import kana_to_romaji, romaji_key
from meishi.resolve.repair.confusions import (
    CLEARLY_READ,
    LONG_WORD,
    Confusions,
    confusable,
    confusable_by,
    is_long_word_misread,
)


def repair_mail_names(fields: Sequence[Field], learned: Confusions = frozenset()) -> tuple[Field, ...]:
    """Mend the local part of mail addresses by the person's name in Latin letters or kana, and the name by the mail.

    Only look-alikes are exchanged (0 and o, 1 and l, rn and m): a mail address may well be spelled unlike the name.

    Args:
        fields: The fields of a card.
        learned: Look-alikes besides the usual ones, from the user's corrections.
    """
    names = [word for field in fields for word in _latin_words(field)]
    locals_ = [part for field in fields if field.kind is FieldKind.EMAIL for part in _local_parts(field)]
    mended = []
    for field in fields:
        if field.kind is FieldKind.EMAIL:
            mended.append(_mended_mail(field, names, learned))
        elif field.kind is FieldKind.NAME_ROMAN or (field.kind is FieldKind.NAME and field.value.isascii()):
            mended.append(_mended_name(field, locals_))
        else:
            mended.append(field)
    return tuple(mended)


def _latin_words(field: Field) -> list[str]:
    if field.kind is FieldKind.NAME_ROMAN or (field.kind is FieldKind.NAME and field.value.isascii()):
        return [word.casefold() for word in re.findall(r"[A-Za-z]{3,}", field.value)]
    if field.kind is FieldKind.NAME_KANA:
        return [kana_to_romaji(part) for part in field.value.split()]
    return []


def _local_parts(field: Field) -> list[str]:
    return [part for part in re.split(r"[._\-]", field.value.partition("@")[0].casefold()) if len(part) >= 3]


def _mended_mail(field: Field, names: Sequence[str], learned: Confusions) -> Field:
    local, at, domain = field.value.partition("@")
    words = field.raw.partition("@")[0].split()
    if len(words) == 2 and local == "".join(words) and all(word.casefold() in names for word in words):
        local = ".".join(words)  # the space is where a dot was too small to be read
    pieces = re.split(r"([._\-])", local)
    said = {piece.casefold() for piece in pieces} & set(names)
    for index, piece in enumerate(pieces):
        # A look-alike digit inside a word is a misreading; a clear spelling of letters alone may be the person's own.
        has_digit = re.search(r"[a-z]", piece) and re.search(r"[015|!]", piece)
        if has_digit or (field.reading < CLEARLY_READ and len(piece) >= 5):
            right = next((name for name in names if confusable(piece.casefold(), name, learned)), None)
        else:
            right = next(
                (
                    name
                    for name in names
                    if confusable_by(piece.casefold(), name, learned)
                    or is_long_word_misread(piece.casefold(), name)
                    or (said - {name} and piece.casefold() not in names and _differ_in_one(piece.casefold(), name))
                ),
                None,
            )
        if right:
            pieces[index] = right
    return _changed(field, "".join(pieces) + at + domain)


def _differ_in_one(piece: str, name: str) -> bool:
    """Whether two words of four letters and more differ in one of them: the other word of the mail is the person's."""
    return len(piece) == len(name) >= 4 and sum(a != b for a, b in zip(piece, name, strict=True)) == 1


def _mended_name(field: Field, locals_: Sequence[str]) -> Field:
    words = field.value.split(" ")
    for index, word in enumerate(words):
        if re.search(r"[0-9|!]", word) or re.search(r"(?<=[a-z])I", word):
            right = next((part for part in locals_ if part.isalpha() and confusable(word.casefold(), part)), None)
            if right:
                words[index] = right.upper() if word.isupper() else right.capitalize()
        elif any(romaji_key(word) == romaji_key(part) for part in locals_):
            continue
        elif whole := next((part for part in locals_ if _lacks_inner_letter(word.casefold(), part)), None):
            words[index] = _with_letter(word, whole)
    return _changed(field, " ".join(words))


def _lacks_inner_letter(word: str, part: str) -> bool:
    """Whether a long word is a part of a mail but for one of its inner letters: mroarty for mcroarty."""
    return (
        len(word) >= LONG_WORD - 2
        and word not in {part[1:], part[:-1]}
        and any(part[:place] + part[place + 1 :] == word for place in range(1, len(part) - 1))
    )


def _with_letter(word: str, whole: str) -> str:
    """Put the letter into a word that it lacks, and keep the capitals of the others."""
    place = next(place for place in range(1, len(whole) - 1) if whole[:place] + whole[place + 1 :] == word.casefold())
    letter = whole[place].upper() if word.isupper() else whole[place]
    return word[:place] + letter + word[place:]


def _changed(field: Field, value: str) -> Field:
    if value == field.value:
        return field
    return field.model_copy(
        update={
            "value": value,
            "raw": field.raw or field.value,
            "confidence": round(min(field.confidence, 0.8) * 0.95, 3),
            "repaired": True,
        }
    )
