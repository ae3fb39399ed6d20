"""Grammar of telephone and fax numbers: where they stand, what they are for, their extension."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from meishi.domain.field import FieldKind
from meishi.extract.card_text import CardLine, CardText, Span
from meishi.extract.folding import compact, kanji_digits_to_arabic
from meishi.extract.geometry import gap_right, in_one_column, in_one_row, is_next_line
from meishi.extract.labels import Label, LabelKind, blurred_label, find_labels, only_label
from meishi.extract.web_grammar import blank

# What engines read where a digit is printed.
_LOOKALIKES = str.maketrans("OoQD○〇lI|!SsBZzi", "0000001111585221")
_SURE_DIGIT = r"[0-9]"
# A letter counts as a digit only beside one.
_DIGIT = r"(?:[0-9]|(?<=[0-9])[OoQ○〇lISBZ]|[OoQ○〇lISBZ](?=[-ー]?[Oo0-9])|(?<=[0-9]-)[OoQlI](?=[OoQlI]))"
_SEPARATOR = r"(?:\s?[-ー一~・·._]\s?|\s?\(\s?|\s?\)\s?-?\s?|\s{1,2})"
_NUMBER = re.compile(
    rf"(?:(?<![A-Za-z0-9#])|(?<=[A-Z])(?=\+\d))(?:\+\s?|\(\s?\+?\s?)?(?:(?:\d{{1,3}}[ .]?)?(?:\(0\)\s?)?\d{{2,5}}\)?\s?/\s?)?{_DIGIT}(?:{_SEPARATOR}{{0,2}}{_DIGIT})+"
)
_KANJI_DIGIT = r"[〇○零一二ニ三四五六七八九OoQ0]"
_KANJI_NUMBER = re.compile(rf"\+?{_KANJI_DIGIT}(?:[-ー・.()\s|｜丨]{{0,2}}{_KANJI_DIGIT}){{8,12}}")
_EXTENSION = re.compile(
    r"^\s*[,/、]?\s*[(\[]?\s*(?:内\s?線\s?(?:番号)?|ext(?:ension|n)?|\(内\)|内(?=[\s:.)]*\d)|x(?=\d)|Durchwahl|DW|Ramal|Poste)"
    r"[\s.:)#]*([0-9OoIl][0-9OoIl-]{0,6})\s*[)\]]?",
    re.IGNORECASE,
)
_TRAILING_REMARK = re.compile(
    r"^\s*[(\[]\s*(代|代表|直通|直|大代表|携帯|会社|自宅|FAX|Fax|fax|TEL|Tel|Mobile|mobile|M|F|T|office|Office|direct|Direct|main|Main|cell|Cell|fixo|24H)\s*[)\]]"
)
# "020 7447 7205 Fax / 07034 711393 (mob)": the label follows the number.
_LABEL_BEHIND = re.compile(
    r"^\s*[(\[]?\s*(O|M|F|T|P|C|D|H|W|H\.?P|Fax|FAX|fax|Tel|TEL|tel|Mob|mob|Mobile|mobile|Cell|cell|Office|office|Direct|direct|[fmpcot])"
    r"\.?\s*[)\]]?\s*(?=$|[/·|,•・;]|ext)"
)
_KIND_OF_REMARK = {
    "携帯": LabelKind.MOBILE,
    "mobile": LabelKind.MOBILE,
    "m": LabelKind.MOBILE,
    "hp": LabelKind.MOBILE,
    "h.p": LabelKind.MOBILE,
    "mob": LabelKind.MOBILE,
    "c": LabelKind.MOBILE,
    "cell": LabelKind.MOBILE,
    "fax": LabelKind.FAX,
    "f": LabelKind.FAX,
}
_PHONE_LABELS = {LabelKind.TELEPHONE, LabelKind.MOBILE, LabelKind.FAX, LabelKind.TELEPHONE_AND_FAX}
_FIELD_KIND = {
    LabelKind.TELEPHONE: FieldKind.TELEPHONE,
    LabelKind.MOBILE: FieldKind.MOBILE,
    LabelKind.FAX: FieldKind.FAX,
}
_REGISTRATION = re.compile(
    r"登録|許可|免許|届出|法人番号|インボイス|適格|口座|第\s?\d|No\.?\s?\d|VAT|USt|HRB|CNPJ|CPF|NIF|SIRET|GST|ABN|MST",
    re.IGNORECASE,
)
_AREA_IN_BRACKETS = re.compile(r"[(\[{](0|\d{2,5})[)\]}]")
_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d[-./年]\s?\d{1,2}[-./月]\s?\d{1,2}")


_LEAST_OF_A_NUMBER = 7


@dataclass(frozen=True)
class _Candidate:
    """A run of digits that may be a telephone number."""

    line: CardLine
    start: int
    end: int
    value: str

    @property
    def digits(self) -> str:
        return re.sub(r"\D", "", self.value)


def find_phones(card: CardText, claimed: Sequence[Span]) -> tuple[Span, ...]:
    """Find the telephone numbers of a card.

    Args:
        card: All lines of the card.
        claimed: What other grammars found before: mail addresses, URLs, postal codes.

    Returns:
        Spans of kind TELEPHONE, MOBILE, FAX and EXTENSION (directly after its number), with the number in half-width
        digits as value, and spans without a kind on their labels. A number that serves for both has two spans.
    """
    region = _card_region(card, claimed)
    spans: list[Span] = []
    unlabelled: list[Span] = []
    for line in card.lines:
        taken = [(span.start, span.end) for span in claimed if span.line == line.index]
        spans.extend(_phones_in_line(card, line, taken, region, unlabelled))
    first = next((span for span in spans if span.kind in _FIELD_KIND.values()), None)
    return tuple(
        replace(span, certainty=round(_SURE_OF_ITS_USE * span.certainty, 3))
        if span in unlabelled and span is not first and span.kind is FieldKind.TELEPHONE
        else span
        for span in spans
    )


_SURE_OF_ITS_USE = 0.75
"""How sure it is that a number beside others is a telephone where no label says so: it may be a mobile or a fax."""


def _phones_in_line(
    card: CardText, line: CardLine, taken: list[tuple[int, int]], region: str | None, unlabelled: list[Span]
) -> Iterator[Span]:
    """Find the numbers of a line; those that no label announces are added to the list as well."""
    text = _DATE.sub(lambda match: "\x00" * len(match.group()), blank(line.text, taken))
    text = _AREA_IN_BRACKETS.sub(r"(\1)", text)
    text = re.sub(r"\+[Il|](?=[ (.-])", "+1", text)
    labels = [label for label in find_labels(text) if label.kind in _PHONE_LABELS or label.kind is LabelKind.EXTENSION]
    bare = blank(text, [(label.start, label.end) for label in labels])
    numbers = [number for run in _runs(line, bare) for number in _split_run(run)]
    previous_end = 0
    previous_kind: LabelKind | None = None
    for position, number in enumerate(numbers):
        own_labels = [x for x in labels if previous_end <= x.start and x.end <= number.start + 1]
        # Durchwahl +41 31 549 31 89 is a direct line with all its digits.
        if own_labels and own_labels[-1].kind is LabelKind.EXTENSION and len(number.digits) < _LEAST_OF_A_NUMBER:
            continue
        label = next((x for x in reversed(own_labels) if x.kind is not LabelKind.EXTENSION), None)
        kind = label.kind if label else None
        tail = line.text[number.end :]
        remark = _TRAILING_REMARK.match(tail) or (None if label else _LABEL_BEHIND.match(tail))
        if remark:
            kind = _KIND_OF_REMARK.get(remark.group(1).casefold(), kind or LabelKind.TELEPHONE)
            tail = tail[remark.end() :]
        if kind is None and previous_kind is LabelKind.TELEPHONE_AND_FAX and position > 0:
            kind = LabelKind.FAX
        if kind is None and position == 0:
            kind = _label_beside(card, line)
        completed, continuation = _complete(card, number, tail)
        others = blank(bare, [(other.start, other.end) for other in numbers if other is not number])
        certainty = _certainty(completed, labelled=kind is not None, text=bare, alone=_stands_alone(others, number))
        if certainty <= 0:
            continue
        end = number.end + (remark.end() if remark else 0)
        if label:
            yield Span(line.index, label.start, label.end, None)
        if continuation:
            yield continuation
        span = _span(completed, end, kind or _kind_of_number(completed, region), certainty)
        if kind is None:
            unlabelled.append(span)
        yield span
        extension = _EXTENSION.match(tail)
        if extension:
            at = len(line.text) - len(tail)
            value = extension.group(1).translate(_LOOKALIKES)
            # The space behind it may be where the next number's label begins.
            end = at + len(extension.group().rstrip())
            yield Span(line.index, at, end, FieldKind.EXTENSION, value, 0.9)
        previous_end, previous_kind = end, kind


def _runs(line: CardLine, text: str) -> Iterator[_Candidate]:
    kanji = [
        match
        for match in _KANJI_NUMBER.finditer(text)
        if len(re.findall(r"[〇○零一二三四五六七八九]", match.group())) >= 4
    ]
    for match in kanji:
        yield _Candidate(line, match.start(), match.end(), _tidy_kanji(match.group()))
    for match in _NUMBER.finditer(blank(text, [(m.start(), m.end()) for m in kanji])):
        start = match.start()
        printed = match.group()
        if len(re.findall(_SURE_DIGIT, printed)) * 2 < len(re.findall(_DIGIT, printed)):
            continue
        yield _Candidate(line, start, match.end(), _tidy(printed))


def _tidy(printed: str) -> str:
    value = printed.translate(_LOOKALIKES)
    value = re.sub(r"[ー一~・_]", "-", value)
    value = re.sub(r"\s*-\s*", "-", value)
    value = re.sub(r"\s*([()])\s*", r"\1", value)
    value = re.sub(r"\s+", " ", value)
    value = re.sub(r"^(\+\d{1,3} ?\(0)[1lI|](?=[^)]*$)", r"\1)", value)  # +31 (01 20 270 is +31 (0) 20 270
    value = re.sub(r"\)(?=\d)", ") ", value) if value.startswith("+") else value
    value = re.sub(r"(?<=\d)\(0\)", " (0)", value) if value.startswith("+") else value
    # A sign or a label's letter in front of an area code was read as a nought, a t in front of a nought as a 1.
    value = re.sub(r"^0(?=\([2-9]\d\d\) ?\d{3}-\d{4}$|1[-. ]\d{3}[-. ]\d{3}[-. ]\d{4}$)", "", value.strip(" -."))
    return re.sub(r"^1 ?(?=0[1-9]\d{0,3}[- .](?:\d[- .]?){6,8}$)", "", value)


def _tidy_kanji(printed: str) -> str:
    value = kanji_digits_to_arabic(printed.replace("ニ", "二")).translate(_LOOKALIKES)
    value = re.sub(r"[ー・.|｜丨\s]+", "-", value)
    value = _without_dashes_read_as_one(value)
    return re.sub(r"-*([()])-*", r"\1", value)


def _without_dashes_read_as_one(value: str) -> str:
    """Take a 1 or 2 for a dash where that makes a number of the usual grouping: 一, 二 and ー look alike in columns."""
    digits = re.sub(r"\D", "", value)
    surplus = len(digits) - (11 if digits.startswith(("070", "080", "090", "050")) else 10)
    if _is_japanese_number(digits) or surplus not in {1, 2}:
        return value
    bars = [index for index, letter in enumerate(value) if letter in "12"]
    for chosen in combinations(bars, surplus):
        changed = "".join("-" if index in chosen else letter for index, letter in enumerate(value))
        groups = [len(group) for group in re.findall(r"\d+", changed)]
        number = re.sub(r"\D", "", changed)
        mobile = number.startswith(("070", "080", "090", "050"))
        usual = groups == [3, 4, 4] if mobile else groups in ([2, 4, 4], [3, 3, 4], [4, 2, 4])
        if usual and _is_japanese_number(number):
            return changed
    return value


def _split_run(run: _Candidate) -> Iterator[_Candidate]:
    """Split a run that holds two numbers with nothing but a space between them."""
    if len(run.digits) <= 11 or run.value.startswith("+"):
        second = re.search(r"\s\+", run.value)
        if not second:
            yield run
            return
    printed = run.line.text[run.start : run.end]
    for gap in re.finditer(r"\s+", printed):
        left = replace(run, end=run.start + gap.start(), value=_tidy(printed[: gap.start()]))
        right = replace(run, start=run.start + gap.end(), value=_tidy(printed[gap.end() :]))
        if _is_japanese_number(left.digits):
            yield left
            yield from _split_run(right)
            return
        if len(left.digits) == 7 and _is_japanese_number(right.digits):
            yield right
            return
    yield run


def _is_japanese_number(digits: str) -> bool:
    if len(digits) == 11:
        return digits.startswith(("070", "080", "090", "050", "060", "020", "0800"))
    return len(digits) == 10 and digits.startswith("0") and not digits.startswith(("070", "080", "090", "00"))


def _complete(card: CardText, number: _Candidate, tail: str) -> tuple[_Candidate, Span | None]:
    """Take in the rest of a number that the card breaks over two lines."""
    if not re.match(r"^\s*[-ー一]\s*$", tail) or len(number.digits) >= 10:
        return number, None
    for other in card.lines:
        if other.index == number.line.index or not is_next_line(
            number.line.box, other.box, glyph_px=number.line.glyph_px, vertical=number.line.is_vertical
        ):
            continue
        rest = re.match(rf"\s*({_DIGIT}(?:{_SEPARATOR}?{_DIGIT})+)\s*$", other.text)
        if rest:
            value = f"{number.value}-{_tidy(rest.group(1))}"
            return replace(number, value=value, end=len(number.line.text)), Span(other.index, 0, rest.end(), None)
    return number, None


def _stands_alone(text: str, number: _Candidate) -> bool:
    around = text[: number.start] + text[number.end :]
    return not any(character.isalnum() for character in around)


def _certainty(number: _Candidate, *, labelled: bool, text: str, alone: bool) -> float:
    digits, value = number.digits, number.value
    if _REGISTRATION.search(text) and not labelled:
        return 0.0
    before = text[: number.start].rstrip()
    after = text[number.end : number.end + 1]
    if not labelled and (
        after in {"号", "番", "丁", "円", "人", "年", "階", "F", "%"} or before.endswith(("T", "第", "〒", "¥"))
    ):
        return 0.0
    if _is_japanese_number(digits):
        grouped = bool(re.search(r"[-() .]", value))
        return 0.97 if labelled else (0.93 if grouped else 0.6)
    if value.startswith(("+", "(+")) and 8 <= len(digits) <= 15:
        return 0.96 if labelled else 0.92
    groups = re.findall(r"\d+", value)
    if [len(group) for group in groups] in ([3, 3, 4], [1, 3, 3, 4]):
        return 0.96 if labelled else 0.9
    if labelled and 7 <= len(digits) <= 15:
        usual = 8 <= len(digits) <= 13
        return (0.93 if len(groups) > 1 else 0.8) if usual else 0.6
    if re.match(r"\((?:0\d{1,4}|\d{2,3})\)", value) and 9 <= len(digits) <= 12:
        return 0.75
    if alone and 9 <= len(digits) <= 13 and len(groups) >= 3:
        return 0.75
    if alone and 8 <= len(digits) <= 13 and len(groups) >= 2 and not re.fullmatch(r"\d{5}-\d{3,4}", value):
        return 0.6
    return 0.0


def _span(number: _Candidate, end: int, kind: LabelKind, certainty: float) -> Span:
    # A number for telephone and fax alike counts once, as telephone.
    field_kind = _FIELD_KIND.get(kind, FieldKind.TELEPHONE)
    return Span(number.line.index, number.start, end, field_kind, number.value, certainty)


def _kind_of_number(number: _Candidate, region: str | None) -> LabelKind:
    """Tell a mobile number by its beginning, where the country's numbering plan sets mobiles apart."""
    if region is None and _is_japanese_number(number.digits) and not number.value.startswith("+"):
        return LabelKind.MOBILE if number.digits.startswith(("070", "080", "090")) else LabelKind.TELEPHONE
    has_code = number.value.startswith(("+", "(+")) or _CODE_WITHOUT_PLUS.match(number.value)
    if region is None and not has_code:
        return LabelKind.TELEPHONE
    import phonenumbers  # noqa: PLC0415 - 0.04 s; only unlabelled foreign numbers need it

    plus = "+" if has_code else ""
    try:
        parsed = phonenumbers.parse(f"{plus}{number.value.replace('(0)', '')}", region)
    except phonenumbers.NumberParseException:
        return LabelKind.TELEPHONE
    kind = phonenumbers.number_type(parsed)
    if kind in {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE}:
        return LabelKind.MOBILE if kind == phonenumbers.PhoneNumberType.MOBILE else LabelKind.TELEPHONE
    # Numbers that are in no plan (samples, new ranges) are told by their length and first digits alone.
    national = str(parsed.national_number)
    beginnings = _MOBILE_BEGINNINGS.get(parsed.country_code or 0, ())
    return LabelKind.MOBILE if national.startswith(beginnings) else LabelKind.TELEPHONE


_CODE_WITHOUT_PLUS = re.compile(r"\(?(?:82[) -]+(?:10|2|[3-6]\d)|86[) -]+1\d|852[) -]+\d{4}|886[) -]+\d|65[) -]+\d{4})")
"""Numbers that begin with the country's code all the same: 82-10-1234-5678, (852) 6123 4567."""

_MOBILE_BEGINNINGS: dict[int, tuple[str, ...]] = {
    81: ("70", "80", "90"),
    44: ("7",),
    33: ("6", "7"),
    34: ("6", "7"),
    351: ("9",),
    49: ("15", "16", "17"),
    84: ("3", "5", "7", "8", "9"),
    82: ("10",),
    86: ("13", "15", "17", "18", "19"),
    39: ("3",),
    61: ("4",),
    31: ("6",),
    65: ("8", "9"),
    91: ("6", "7", "8", "9"),
    47: ("4", "9"),
    46: ("7",),
    358: ("4", "50"),
    43: ("6",),
    41: ("7",),
    48: ("5", "6", "7"),
    353: ("8",),
    886: ("9",),
    852: ("5", "6", "9"),
}
_REGIONS = {"uk": "GB", "fr": "FR", "de": "DE", "es": "ES", "pt": "PT", "it": "IT", "vn": "VN", "kr": "KR", "in": "IN"}
_REGIONS |= {"br": "BR", "sg": "SG", "ch": "CH", "at": "AT", "nl": "NL", "be": "BE", "au": "AU", "tw": "TW"}
_REGIONS |= {"hk": "HK", "cn": "CN", "dk": "DK", "no": "NO", "se": "SE", "fi": "FI", "pl": "PL", "ie": "IE", "mx": "MX"}
_COUNTRY_CODES = {
    "44": "GB",
    "33": "FR",
    "49": "DE",
    "34": "ES",
    "351": "PT",
    "39": "IT",
    "84": "VN",
    "82": "KR",
    "91": "IN",
    "61": "AU",
    "31": "NL",
    "55": "BR",
    "886": "TW",
    "852": "HK",
    "86": "CN",
    "65": "SG",
    "43": "AT",
    "41": "CH",
    "45": "DK",
    "47": "NO",
    "46": "SE",
    "358": "FI",
    "48": "PL",
    "353": "IE",
    "32": "BE",
}
_PRINTED_CODE = re.compile(rf"\+\s?({'|'.join(_COUNTRY_CODES)})(?!\d{{11}})")


def _card_region(card: CardText, claimed: Sequence[Span]) -> str | None:
    """Guess the country of domestic numbers by the domains and country codes on the card."""
    for line in card.lines:
        code = _PRINTED_CODE.search(line.text)
        if code:
            return _COUNTRY_CODES[code.group(1)]
    for span in claimed:
        if span.kind in {FieldKind.EMAIL, FieldKind.URL}:
            ending = re.sub(r"^https?://", "", span.value).split("/")[0].rsplit(".", 1)[-1].casefold()
            if ending in _REGIONS:
                return _REGIONS[ending]
    text = " ".join(line.text for line in card.lines)
    return next((region for region, sign in _SIGNS_OF_REGIONS.items() if sign.search(text)), None)


_SIGNS_OF_REGIONS = {
    "GB": re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"),
    "AU": re.compile(r"\b(?:NSW|VIC|QLD|TAS|ACT)\s+\d{4}\b|\bAustralia\b"),
    "KR": re.compile(r"\b(?:South )?Korea\b"),
    "IN": re.compile(r"\bIndia\b"),
    "SG": re.compile(r"\bSingapore \d{6}\b"),
    "HK": re.compile(r"\bHong Kong\b"),
    "TW": re.compile(r"\bTaiwan\b"),
    "FR": re.compile(r"\b(?:rue|cedex|t[ée]l[ée]copie)\b|\bTél\b", re.IGNORECASE),
    "PT": re.compile(r"\b\d{4}-\d{3} [A-Z]\w+|\bLda\b"),
    "NL": re.compile(r"\b\d{4} ?(?!N[EW]|S[EW])[A-Z]{2} [A-Z]\w+|\bB\.V\.(?!\w)"),
    "DE": re.compile(r"\bGmbH\b|\bD-\d{5}\b"),
}


_CLEAR_LETTER = 0.75


def _label_beside(card: CardText, line: CardLine) -> LabelKind | None:
    """Find the label of a number that stands in a box of its own: to the left in the row, or above a column."""
    best: tuple[int, LabelKind] | None = None
    for other in card.lines:
        if other.index == line.index or len(compact(other.text)) > 16:
            continue
        if line.is_vertical and other.is_vertical:
            beside = in_one_column(other.box, line.box) and other.box[1] < line.box[1]
            gap = line.box[1] - other.box[1] - other.box[3]
        else:
            beside = in_one_row(other.box, line.box) and other.box[0] < line.box[0]
            gap = gap_right(other.box, line.box)
        # A picture beside a number, such as that of a telephone, is read as a letter, but not clearly.
        is_picture = len(compact(other.text)) == 1 and other.source.confidence < _CLEAR_LETTER
        if not beside or gap > 12 * line.glyph_px or is_picture:
            continue
        kind = only_label(other.text) or _last_label(other.text) or blurred_label(other.text)
        if kind in _PHONE_LABELS and (best is None or gap < best[0]):
            best = (gap, kind)
    return best[1] if best else None


def _last_label(text: str) -> LabelKind | None:
    """Give the kind of a label that ends a text, as in `03-1234-5678 FAX`."""
    labels: Sequence[Label] = find_labels(text)
    return labels[-1].kind if labels and not any(c.isalnum() for c in text[labels[-1].end :]) else None
