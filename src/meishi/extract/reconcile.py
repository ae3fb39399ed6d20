"""Where grammars and the labeller meet: spans become fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from meishi.domain.field import Field, FieldKind
from meishi.domain.kana import kana_to_romaji, romaji_key
from meishi.domain.text import Box
from meishi.extract.card_text import CardLine, CardText, Span, sub_box
from meishi.extract.folding import NUMERALS_READ_AS_KANA, fold, has_japanese, is_kana
from meishi.extract.latin_address import (
    begins_with_street,
    find_latin_code,
    find_latin_code_in_lines,
    mended_latin_code,
)
from meishi.extract.lexicons import word_set
from meishi.extract.mail_likeness import broken_as_spelled, completed_as_spelled, keys_of_mail
from meishi.extract.name_scores import best_split, corrected_reading, kana_reading_score
from meishi.extract.spelling import (
    corrected_japanese_department,
    corrected_japanese_title,
    corrected_kana,
    corrected_latin,
    corrected_legal_form,
    with_capital_i,
    without_marks,
)

_CONFIDENCE_OF_A_REPAIR = 0.85
_SURE_OF_KANA = 0.97
_READS_AS = 2.0
"""From what score on (`kana_reading_score`) kana are the reading of a name, whatever the chain takes them for."""
_NUMBER_DASH = re.compile(r"(?<=[0-9])\s*[-ー一―~]\s*(?=[0-9])")


def fields_from_spans(card: CardText, spans: Iterable[Span]) -> tuple[Field, ...]:
    """Turn spans into fields, joining those that continue one another.

    Args:
        card: The lines that the spans lie in.
        spans: What the grammars and the labeller found, in any order; spans without a kind are passed over.

    Returns:
        Fields in the order of the lines; an extension directly follows its number.
    """
    groups: list[list[Span]] = []
    pending: dict[FieldKind, list[Span]] = {}
    spans = tuple(spans)
    spans = [_with_degrees(card, span, spans) if span.kind is FieldKind.NAME else span for span in spans]
    spans = [replace(span, joins=True) if _goes_on(card, span) else span for span in spans]
    spans = _with_run_on_letters(card, spans)
    for span in sorted(spans, key=lambda item: (item.kind is None, item.joins, item.line, item.start)):
        if span.kind is None:
            continue
        if span.joins:
            base = _group_to_join(groups, pending, span)
            if base is not None and not _begins_another_address(card, base, span):
                base.append(span)
                continue
        groups.append([span])
        pending[span.kind] = groups[-1]
    groups.sort(key=lambda group: (group[0].line, group[0].start))
    fields = [field for group in groups for field in _fields(card, group)]
    fields = _with_readings(card, fields)
    spelled = _spelled(fields)
    return tuple(
        _as_spelled(field, spelled) if field.kind is FieldKind.NAME and has_japanese(field.value) else field
        for field in fields
    )


def _as_spelled(name: Field, spelled: frozenset[str]) -> Field:
    """A Japanese name with its break and its family name as the card spells them in other letters."""
    broken = broken_as_spelled(name.value, spelled)
    value = completed_as_spelled(broken, spelled)
    if value == broken:
        return name.model_copy(update={"value": broken})
    confidence = min(name.confidence, _CONFIDENCE_OF_A_REPAIR)
    return name.model_copy(update={"value": value, "confidence": confidence, "repaired": True})


def _with_readings(card: CardText, fields: Sequence[Field]) -> list[Field]:
    """Fields with the reading of the name told from a title, and put right by the kanji."""
    name = next((field for field in fields if field.kind is FieldKind.NAME and has_japanese(field.value)), None)
    if name is None:
        return list(fields)
    corrected = []
    for field in _with_reading_among_titles(fields, name):
        value = field.value
        if field.kind is FieldKind.NAME_KANA:
            is_sure = field.line is not None and card.lines[field.line].source.confidence >= _SURE_OF_KANA
            value = corrected_reading(value, name.value, is_sure=is_sure)
        changed = {"value": value, "confidence": min(field.confidence, _CONFIDENCE_OF_A_REPAIR), "repaired": True}
        corrected.append(field.model_copy(update=changed) if value != field.value else field)
    return corrected


def _with_degrees(card: CardText, name: Span, spans: Iterable[Span]) -> Span:
    """Take the degrees behind a name into it, as the card prints them: Lynda Brown, M.D."""
    text = card.lines[name.line].text
    degrees = re.match(r"(?:,\s*|\s+)(?=[A-Z])([A-Za-z.,\s-]+)$", text[name.end :])
    is_free = not any(span.line == name.line and span.start >= name.end for span in spans if span.kind)
    known = word_set("latin", "qualifications")
    if degrees and is_free and all(part.strip(" .").casefold() in known for part in degrees.group(1).split(",")):
        return replace(name, end=len(text.rstrip()))
    return name


def _with_reading_among_titles(fields: Sequence[Field], name: Field) -> list[Field]:
    """Fields with the title that is how the name is read as its reading, if they have none."""
    told = list(fields)
    if any(field.kind is FieldKind.NAME_KANA for field in fields):
        return told
    for place, field in enumerate(fields):
        if field.kind is FieldKind.TITLE and kana_reading_score(field.value, name.value) >= _READS_AS:
            told[place] = field.model_copy(update={"kind": FieldKind.NAME_KANA, "value": tidy_name(field.raw)})
            break
    return told


def _with_run_on_letters(card: CardText, spans: Sequence[Span]) -> list[Span]:
    """Spans of one word without a space made one: CS推進課 is a department, 営業本部長 a title."""
    kept = list(spans)
    for span in spans:
        if span.kind is not FieldKind.DEPARTMENT:
            continue
        titles = [one for one in kept if one.kind is FieldKind.TITLE and one.line == span.line]
        text = card.lines[span.line].text
        before = next((one for one in titles if one.end == span.start), None)
        behind = next((one for one in titles if one.start == span.end), None)
        place = kept.index(span)
        if behind and text[behind.start : behind.end] == "長":
            kept[place] = replace(span, end=behind.end, kind=FieldKind.TITLE)
            kept.remove(behind)
        elif before and re.fullmatch(r"[A-Z]{2,4}", text[before.start : before.end]):
            kept[place] = replace(span, start=before.start)
            kept.remove(before)
        elif text[span.start : span.end].endswith("長"):
            kept[place] = replace(span, kind=FieldKind.TITLE)
    return kept


def _goes_on(card: CardText, span: Span) -> bool:
    """Whether a span begins with what no address begins with: a column ended before the 号 of its number."""
    return span.kind is FieldKind.ADDRESS and card.lines[span.line].text[span.start :].lstrip().startswith(
        ("号", "番地", "丁目", "階")
    )


def _begins_another_address(card: CardText, address: Sequence[Span], span: Span) -> bool:
    """Whether a line after a whole address, its postal code included, is the street of an office elsewhere."""
    if span.kind is not FieldKind.ADDRESS or not begins_with_street(_text_of(card, span)):
        return False
    code = find_latin_code(" ".join(_text_of(card, line) for line in address))
    return code is not None and code.start > 0


def _text_of(card: CardText, span: Span) -> str:
    return card.lines[span.line].text[span.start : span.end].strip()


def _spelled(fields: Iterable[Field]) -> frozenset[str]:
    """Give the romaji keys of the words that spell a card's person: the romanised name, the reading, the mails."""
    words: list[str] = []
    keys: list[str] = []
    for field in fields:
        if field.kind is FieldKind.NAME_ROMAN:
            words += field.value.split()
        elif field.kind is FieldKind.NAME_KANA:
            words += [kana_to_romaji(part) for part in field.value.split()]
        elif field.kind is FieldKind.EMAIL:
            keys += keys_of_mail(field.value)
    keys += [romaji_key(word) for word in words]
    return frozenset(key for key in keys if len(key) >= 3)


def _group_to_join(groups: Sequence[list[Span]], pending: dict[FieldKind, list[Span]], span: Span) -> list[Span] | None:
    same = [group for group in groups if group[0].kind is span.kind]
    before = [group for group in same if (group[-1].line, group[-1].start) < (span.line, span.start)]
    if before:
        return max(before, key=lambda group: (group[-1].line, group[-1].start))
    return pending.get(span.kind) if span.kind else None


def _fields(card: CardText, group: list[Span]) -> Iterator[Field]:
    first = group[0]
    kind = first.kind
    assert kind is not None
    raw = " ".join(card.lines[span.line].folded.printed(span.start, span.end).strip() for span in group)
    reading = min(card.lines[span.line].source.confidence for span in group)
    certainty = min(span.certainty for span in group)
    value = first.value or _value(card, kind, group)
    field = Field(
        kind=kind,
        value=value,
        raw=raw,
        confidence=round(certainty * _reading_share(reading, value), 3),
        box=_union(sub_box(card.lines[span.line], span.start, span.end) for span in group),
        line=first.line,
        alternatives=first.alternatives,
        agreement=_agreement(card, group),
        reading=reading,
    )
    if not value:
        return
    if kind is FieldKind.ADDRESS and not has_japanese(value):
        code = find_latin_code_in_lines([_tidy_address(card.lines[s.line].text[s.start : s.end]) for s in group])
        if code and code.value in value:
            yield field.model_copy(update={"kind": FieldKind.POSTAL_CODE, "value": code.value, "raw": code.value})
    yield field


def _agreement(card: CardText, group: list[Span]) -> float | None:
    """Say how far another reading of a value's lines has the same letters, accents aside."""
    likeness = []
    for span in group:
        line = card.lines[span.line]
        if line.source.alternatives:
            own = _letters(line.text[span.start : span.end])
            likeness.append(max(_likeness(own, _letters(fold(other).text)) for other in line.source.alternatives))
    return round(min(likeness), 3) if likeness else None


def _likeness(own: str, other: str) -> float:
    """Give 1 where the other text contains one's own, else the share of letters that it has in the same order."""
    if own in other:
        return 1.0
    blocks = SequenceMatcher(None, own, other, autojunk=False).get_matching_blocks()
    return 0.8 * sum(block.size for block in blocks) / max(1, len(own))


def _letters(text: str) -> str:
    return "".join(glyph for glyph in without_marks(text).casefold() if glyph.isalnum())


def _reading_share(reading: float, value: str) -> float:
    """Give the share of certainty that the engine's own doubt leaves: long values have more letters to get wrong."""
    doubt = 1.0 - max(0.0, min(1.0, reading))
    return max(0.05, 1.0 - doubt * min(2.0, 0.6 + len(value) / 25))


def _value(card: CardText, kind: FieldKind, group: list[Span]) -> str:
    pieces = [card.lines[span.line].folded.printed(span.start, span.end).strip() for span in group]
    if kind is FieldKind.ADDRESS:
        commas = ["," if card.lines[span.line].text[span.end : span.end + 1] == "," else "" for span in group]
        text = " ".join(piece + comma for piece, comma in zip(pieces, commas, strict=True))
        return _tidy_address(_without_ligatures(card, text))
    if kind in {FieldKind.NAME, FieldKind.NAME_KANA, FieldKind.NAME_ROMAN}:
        name = tidy_name(_without_other_script("  ".join(pieces)))
        if has_japanese(name):
            name = _japanese_forms(name)
            return corrected_kana(name) if is_kana(name) else name
        return with_capital_i(_without_ligatures(card, name), of_a_person=True)
    if kind is FieldKind.COMPANY:
        pieces = [piece for piece in pieces if not _is_short_for_another(piece, pieces)]
    text = " ".join(" ".join(pieces).split())
    if kind in {FieldKind.TITLE, FieldKind.DEPARTMENT}:
        text = _corrected(text, kind, min(_confidence_of(card.lines[span.line], span) for span in group))
    elif kind is FieldKind.COMPANY:
        text = corrected_legal_form(text)
    return _japanese_forms(_without_spaces_between_glyphs(text)) if has_japanese(text) else with_capital_i(text)


def _is_short_for_another(piece: str, pieces: Sequence[str]) -> bool:
    """Whether one line of a Japanese company is its mark: 桜丘ハウジング above 株式会社桜丘ハウジング."""
    mark = _letters(piece)
    return has_japanese(piece) and any(mark in _letters(other) and len(piece) < len(other) for other in pieces)


def _without_ligatures(card: CardText, text: str) -> str:
    """Write ae where letters that touch were read as æ, unless the card is of a country that writes it."""
    if "æ" not in text.casefold() or any(_NORDIC.search(line.text) for line in card.lines):
        return text
    return text.replace("æ", "ae").replace("Æ", "AE")


_NORDIC = re.compile(r"[øåØÅ]|\.(?:dk|no|is|fo)(?![\w.])|\+(?:45|47|354|298)(?!\d\d\d\d\d\d\d\d\d)")


def _corrected(text: str, kind: FieldKind, confidence: float) -> str:
    if not has_japanese(text):
        return corrected_latin(text)
    if kind is FieldKind.TITLE:
        return corrected_japanese_title(text, confidence)
    return corrected_japanese_department(corrected_japanese_title(text), confidence)


def _confidence_of(line: CardLine, span: Span) -> float:
    """How sure the engine is of the words that a span has a part in."""
    position, found = 0, []
    for word in line.source.words:
        start = line.folded.original.find(word.text, position)
        if start < 0:
            break
        position = start + len(word.text)
        first, last = line.folded.starts[span.start], line.folded.starts[span.end]
        if start < last and position > first:
            found.append(word.confidence)
    return min(found, default=line.source.confidence)


_CHINESE_FORMS = str.maketrans(
    "壳觀實當圖總黑吴带关业务长东园开发经营设计门员课证团产专区师线绍贸电话络网级术华张马冈泽边广户岛桥见渊铃铁钢银锦县馆医药铺鋪",
    "売観実当図総黒呉帯関業務長東園開発経営設計門員課証団産専区師線紹貿電話絡網級術華張馬岡沢辺広戸島橋見淵鈴鉄鋼銀錦県館医薬舗舗",
)
"""Forms that no Japanese card prints; engines that also know Chinese read them for the Japanese ones."""


def _japanese_forms(text: str) -> str:
    text = text.translate(_CHINESE_FORMS).replace("第ニ", "第二").replace("宮業", "営業")
    text = _KANJI_IN_KATAKANA.sub(lambda match: _AS_KATAKANA[match.group()], text)
    # Small kana that follow no glyph they could belong to are large ones.
    return _STRAY_SMALL_KANA.sub(lambda match: _LARGE_KANA[match.group()], text)


_BEFORE_SMALL_KANA = "[フテデウヴスズツトドクグイシジチキギニヒビピミリ]"
_STRAY_SMALL_KANA = re.compile(rf"(?<!{_BEFORE_SMALL_KANA})(?<!{_BEFORE_SMALL_KANA} )[ァィゥェォ]")
_AS_KATAKANA = dict(zip("工力口夕卜八儿二", "エカロタトハルニ", strict=True))
_KANJI_IN_KATAKANA = re.compile(
    r"(?<![一-龥])[工力口夕卜](?=[ァ-ヴー]{2})|(?<=[ァ-ヴー])[工力口夕卜](?=[ァ-ヴー])|(?<=[ァ-ヴ])二(?=[ァ-ヴー])|八(?=イツ)|(?<=ビ)儿"
)
_LARGE_KANA = dict(zip("ァィゥェォ", "アイウエオ", strict=True))


def _without_other_script(name: str) -> str:
    """Leave out what was read beside a Japanese name in the same line: its romanised form, specks read as letters."""
    japanese = re.sub(r"[A-Za-z0-9][A-Za-z0-9.,'-]*", " ", name)
    return japanese.strip() if len(re.findall(r"[一-龥々]", japanese)) >= 2 else name


def tidy_name(printed: str) -> str:
    """Give a name with one space between its parts, letter-spacing closed up.

    A Japanese name that is printed without a break is given one when both parts are known names.
    """
    text = fold(printed).text.strip()
    parts = text.split()
    if not has_japanese(text) or is_kana(text):
        letter_spaced = len(parts) > 3 and all(len(part) == 1 for part in parts)
        if letter_spaced:
            return " ".join("".join(part.split()) for part in re.split(r"\s{2,}", text))
        return " ".join(parts)
    printed_names = re.sub(r"\s", "", "".join(_printed_letters(printed)))
    if len(parts) == 2:
        return " ".join(_printed_letters(part) for part in printed.split())
    wide = [part for part in re.split(r"\s{2,}|\u3000", printed.strip()) if part.strip()]
    if len(parts) > 2 and len(wide) == 2:
        return " ".join("".join(_printed_letters(part).split()) for part in wide)
    split = best_split(printed_names)
    if split and (split.family_known or split.given_known) and split.given:
        return f"{split.family} {split.given}"
    return printed_names


def _printed_letters(text: str) -> str:
    # Half-width kana and compatibility forms are folded; variant characters such as 髙 stay as printed.
    return fold(text).text


_BAR_READ_AS_ONE = re.compile(r"(?<=[二三四五六七八九])一(?=[二三四五六七八九]?十)|(?<=十)一(?=十)")
"""No number is written 五一二十四: the 一 is the dash of 五－二十四."""


_MISREAD_BUILDING = re.compile(r"(?:ピル|(?<=[一-龥\d])ヒル)(?=ー?[\s\d〇一二三四五六七八九十]|ー[階F]|$|ディング)")
_NUMERALS_AND_KANA = re.compile(
    r"(?<![ァ-ヺ])(?=[ニミハ]*[〇三四五六七八九十])[ニミハ〇一二三四五六七八九十]{2,}(?![ァ-ヺ])"
)
_ONE_READ_AS_LONG_VOWEL = re.compile(
    r"(?<=ー)ー(?=[〇一二三四五六七八九十])|(?<=ビル)ー(?=[〇一二三四五六七八九十階F])"
)


def _tidy_address(printed: str) -> str:
    text = fold(printed).text
    if has_japanese(text):
        text = _japanese_forms(_NUMBER_DASH.sub("-", text))
        text = _NUMERALS_AND_KANA.sub(lambda match: match.group().translate(NUMERALS_READ_AS_KANA), text)
        text = _BAR_READ_AS_ONE.sub("-", text)
        text = _ONE_READ_AS_LONG_VOWEL.sub("一", _MISREAD_BUILDING.sub("ビル", text))
        text = re.sub(r"夕ワ[一ー]", "タワー", re.sub(r"ブラザ(?!ー)", "プラザ", text))
        text = re.sub(r"(?<=[\d一二三四五六七八九十])丁[日曰月自](?=[\d一二三四五六七八九十]|$)", "丁目", text)
        text = re.sub(r"(?<=[\d-])[lI|](?=[\d-])|(?<=[\d]-)[lI](?=\s|$)", "1", text)
        text = re.sub(r"(?<=\d)[Oo](?=[\d号階F-])|(?<=-)[Oo](?=\d)", "0", text)
        text = _without_spaces_between_glyphs(text)
    else:
        text = mended_latin_code(with_capital_i(text))
        text = re.sub(r"(?<=\d)°(?=\s?[a-zA-Z])", "º", text)  # 3º andar, 2º B
    return " ".join(text.split()).strip(" ,、:;・|")


_GLYPH = r"[぀-ヿ一-龥々〆]"


def _without_spaces_between_glyphs(text: str) -> str:
    """Close up letter-spaced Japanese: a run of three and more single glyphs with spaces between them."""
    spaced = re.compile(rf"(?<!\S){_GLYPH}(?:\s+{_GLYPH}){{1,}}(?!\S)")
    return spaced.sub(lambda match: "".join(match.group().split()), text)


def _union(boxes: Iterable[Box]) -> Box:
    listed = list(boxes)
    left, top = min(box[0] for box in listed), min(box[1] for box in listed)
    right = max(box[0] + box[2] for box in listed)
    bottom = max(box[1] + box[3] for box in listed)
    return (left, top, right - left, bottom - top)
