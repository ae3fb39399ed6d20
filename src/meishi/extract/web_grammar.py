"""Grammar of e-mail addresses and URLs as cards print and engines read them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import cache

from meishi.domain.field import FieldKind
from meishi.extract.card_text import CardLine, CardText, Span
from meishi.extract.folding import fold
from meishi.extract.geometry import is_next_line
from meishi.extract.labels import LabelKind, find_labels

_DOT = r"\s?[.,、。･・]\s?"
_LABEL_PART = r"[A-Za-z0-9](?:[A-Za-z0-9_]|-(?=[A-Za-z0-9]))*"
_LOCAL = r"[A-Za-z0-9*_](?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~]|\s?[.,]\s?|\s?-\s?|\s_\s?)*"
_DOMAIN = rf"{_LABEL_PART}(?:{_DOT}{_LABEL_PART})+"
_AT = r"\s?[@©®]\s?|(?<=[a-z0-9])#(?=[a-z0-9-]+\.[a-z])|\s?\((?:a|at|@)\)\s?|\s?\[at\]\s?"
_MAIL = re.compile(rf"({_LOCAL})({_AT})({_DOMAIN})")
_MAIL_HEAD = re.compile(rf"({_LOCAL})(?:{_AT})((?:{_LABEL_PART}(?:{_DOT}{_LABEL_PART})*{_DOT}?)?)\s*$")
_MAIL_WITHOUT_AT = re.compile(rf"(?<![\w.])([a-z0-9][a-z0-9._-]*[a-z0-9])(Q|&|G)({_DOMAIN})(?![\w@])")
_STICKY_LABEL = re.compile(r"^(?:[Ee]-?[Mm]a[ai]?l|[Mm]ail|E-?MAIL|MAIL)[-.:;]*(?=[A-Za-z0-9])")
_SCHEME = r"(?:[hH][tTiIlL]{1,3}|(?<![A-Za-z])[tT]{2})[pP]{0,2}[sS5]?\s?[:;.]?\s?[/\\|JI]?[/\\|]\s?"
# Blurred, the three letters run together into two or four, and the dot behind them gets lost.
_WWW = rf"(?:[wW]{{2,4}}{_DOT}|[wW]{{3}}(?=[a-z]))"
_URL = re.compile(
    rf"(?:{_SCHEME}(?:{_WWW}|[wW]{_DOT})?|{_WWW})({_DOMAIN}|{_LABEL_PART})((?::\d+)?(?:\s?/[\w.~%!$&'*+,;=:@#?/-]*)?)",
    re.ASCII,
)
_BARE_URL = re.compile(
    rf"(?<![\w@.-])({_LABEL_PART}(?:\.{_LABEL_PART})+)((?:/[\w.~%!$&'*+,;=:@#?/-]*)?)(?![\w@])", re.ASCII
)
_PATH_OR_LABEL_NOISE = re.compile(r"[,.;:]+$")
_SOCIAL_HOSTS = re.compile(
    r"(?:^|\.)(?:facebook|fb|twitter|x|instagram|linkedin|youtube|youtu|tiktok|line|lin|github|note|ameblo|t)\.(?:com|me|be|ee|jp|co)$"
)


# Most cards need no more than these; they spare the start of the full list.
_COMMON_ENDINGS = frozenset(
    [
        "com",
        "net",
        "org",
        "jp",
        "biz",
        "info",
        "edu",
        "gov",
        "io",
        "co",
        "dev",
        "app",
        "me",
        "tv",
        "shop",
        "tokyo",
        "ai",
        "cloud",
        "online",
        "site",
        "tech",
        "eu",
        "us",
        "uk",
        "de",
        "fr",
        "it",
        "es",
        "pt",
        "nl",
        "be",
        "ch",
        "at",
        "se",
        "no",
        "fi",
        "dk",
        "ie",
        "pl",
        "cz",
        "br",
        "mx",
        "ar",
        "cl",
        "ca",
        "au",
        "nz",
        "in",
        "cn",
        "hk",
        "tw",
        "kr",
        "sg",
        "my",
        "th",
        "vn",
        "id",
        "ph",
        "ru",
        "za",
        "asia",
        "osaka",
        "kyoto",
    ]
)


@cache
def _all_endings() -> frozenset[str]:
    # The list comes with the package; nothing is fetched.
    from tldextract import TLDExtract  # noqa: PLC0415 - 0.3 s to import, and not every run reads a card

    return frozenset(entry.rsplit(".", 1)[-1] for entry in TLDExtract(suffix_list_urls=(), cache_dir=None).tlds)


def known_domain_end(domain: str) -> bool:
    """Whether a domain ends in a top-level domain that exists."""
    ending = domain.rsplit(".", 1)[-1].casefold()
    return ending in _COMMON_ENDINGS or ending in _all_endings()


def find_mails(card: CardText) -> tuple[Span, ...]:
    """Find the e-mail addresses of a card.

    Returns:
        Spans of kind EMAIL whose value is the address without spaces; an address over two lines has a second span,
        without a kind, on the second line.
    """
    spans: list[Span] = []
    letter = _letter_before_mails(card)
    for line in card.lines:
        others = _mails_of_alternatives(line)
        found = (
            _mail_torn_by_spaces(line)
            or list(_mails_in_line(line))
            or _mail_over_two_lines(card, line)
            or _mails_without_at(line)
            or _mail_by_alternative(line, others)
            or _mail_without_dot(line)
        )
        if letter and not any(label.kind is LabelKind.EMAIL for label in find_labels(line.text)):
            found = [_without_letter(span, letter) for span in found]
        spans += [_with_usual_words(span) for span in _with_alternatives(found, others)]
    return tuple(spans)


def _letter_before_mails(card: CardText) -> re.Pattern[str] | None:
    """Give the letter that announces mail addresses on a card whose numbers and hosts have one letter before them.

    "e. judy@example.com" below "t. 03-1234-5678" is the address of judy; alone on a card it would be that of E. Judy.
    """
    matches = (
        re.match(r"\W*([A-Za-z])(?=[lI|!]?(?![A-Za-z]))", line.text[label.start : label.end])
        for line in card.lines
        for label in find_labels(line.text)
        if not label.strong and label.kind in _NUMBERS_AND_HOSTS
    )
    labels = [match for match in matches if match]
    letters = "".join(label.group(1) for label in labels)
    if any(re.match(r"\W*[A-Za-z][|lI!]\s", label.string) for label in labels):
        return re.compile(r"[Ee][|lI1!.:,/]+(?=[A-Za-z])")
    if letters.islower():
        return re.compile(r"e[.:,|/]+(?=[A-Za-z])")
    # In small letters only with its sign: "e. judy@" below "C. 090-1234-5678".
    return re.compile(r"E[.:,|/]*(?=[a-z])|e[.:,|/]+(?=[A-Za-z])") if letters else None


_NUMBERS_AND_HOSTS = frozenset({LabelKind.TELEPHONE, LabelKind.FAX, LabelKind.MOBILE, LabelKind.URL})


def _without_letter(span: Span, letter: re.Pattern[str]) -> Span:
    match = letter.match(span.value) if span.kind is FieldKind.EMAIL else None
    return replace(span, start=span.start + match.end(), value=span.value[match.end() :]) if match else span


def _mails_of_alternatives(line: CardLine) -> list[str]:
    """Give the addresses in the other readings of a line, best first."""
    lines = [replace(line, folded=fold(text)) for text in line.source.alternatives]
    spans = [span for other in lines for span in (_mail_torn_by_spaces(other) or list(_mails_in_line(other)))]
    return list(dict.fromkeys(span.value for span in spans if known_domain_end(span.value)))


def _with_alternatives(found: Sequence[Span], others: Sequence[str]) -> list[Span]:
    """Give a line's only value the other readings of it; with several values nobody knows which is meant."""
    values = [span for span in found if span.kind]
    if len(values) != 1 or not others:
        return list(found)
    only = values[0]
    alternatives = tuple(other for other in others if other != only.value)
    return [replace(span, alternatives=alternatives) if span is only else span for span in found]


def _mail_by_alternative(line: CardLine, others: Sequence[str]) -> list[Span]:
    """Put the @ that was lost or read as a letter to where another reading of the line has it."""
    start, end = _room_after_label(line.text, LabelKind.EMAIL)
    piece = "".join(line.text[start:end].split()).replace(",", ".")
    if not others or re.match(rf"{_SCHEME}|www", piece) or not re.fullmatch(r"[\w.+@-]+", piece, re.ASCII):
        return []
    if "@" in piece:  # but nothing that could be a domain behind it
        return [Span(line.index, start, end, FieldKind.EMAIL, others[0], 0.6)]
    printed, other = piece, others[0]
    matcher = SequenceMatcher(None, other.casefold(), printed.casefold(), autojunk=False)
    if matcher.ratio() < 0.6:
        return []
    at = other.index("@")
    for operation, a, b, c, d in matcher.get_opcodes():
        if a <= at < b and operation != "equal":
            lost = operation == "delete" or d - c != b - a
            place = c if lost else c + at - a
            domain, _ = _domain(printed[place + (not lost) :])
            value = f"{printed[:place]}@{domain}"
            good = place > 0 and known_domain_end(domain) and "." in domain
            return [Span(line.index, start, end, FieldKind.EMAIL, value if good else other, 0.6)]
    return []


_WITHOUT_DOT = re.compile(
    rf"({_LOCAL})@({_LABEL_PART}?)(com|net|org|[jil1]p|kr|de|fr|it|es|uk|vn|br|pt|us)\s*$", re.ASCII
)


def _mail_without_dot(line: CardLine) -> list[Span]:
    """Find an address that lost the dot before its ending."""
    match = _WITHOUT_DOT.search(line.text)
    if not match or len(match.group(2)) < 3:
        return []
    start, local = _without_label(line.text, match.start(1), match.group(1))
    ending = re.sub(r"^[jil1]p$", "jp", match.group(3))
    value = mended_ending(f"{local}@{match.group(2)}.{ending}")
    return [Span(line.index, start, match.end(3), FieldKind.EMAIL, value, 0.5)] if local else []


def _mails_in_line(line: CardLine) -> Iterator[Span]:
    for match in _MAIL.finditer(line.text):
        # A URL may stand before it without a space.
        printed = match.group(1).rpartition("/")[2]
        start, local = _without_label(line.text, match.end(1) - len(printed), printed)
        domain, length = _domain(match.group(3))
        if not local or not domain:
            continue
        certainty = 0.98 if known_domain_end(domain) else 0.6
        if "@" not in match.group(2):
            certainty -= 0.15
        yield Span(line.index, start, match.start(3) + length, FieldKind.EMAIL, f"{local}@{domain}", certainty)


_WHOLE_MAIL = re.compile(r"[A-Za-z0-9*_][\w.+*%'-]*[@©®][A-Za-z0-9](?:[\w.,-]*[\w])?\.?", re.ASCII)


def _mail_torn_by_spaces(line: CardLine) -> list[Span]:
    """Find an address that has its line, or the rest of it after a label, to itself but was read with spaces inside."""
    start, end = _room_after_label(line.text, LabelKind.EMAIL)
    piece = line.text[start:end]
    words = piece.split()
    packed = re.sub(r"[@©®]{2}", "@", "".join(words).replace(",", ".").rstrip("."))
    if (
        len(words) < 2
        or re.search(r",\s+[A-Z]", piece)
        or re.search(r"www|https?", packed)
        or not _WHOLE_MAIL.fullmatch(packed)
        or not known_domain_end(packed)
    ):
        return []
    before = next((index for index, word in enumerate(words) if re.search(r"[@©®]", word)), 0)
    # "Taro Yamada taro@example.com": words of a name are no part of the address.
    if start == 0 and any(re.search(r"[A-Z]", word) for word in words[:before]):
        return []
    if not words[0][0].islower() and start == 0 and before > 0:
        return []
    value = re.sub(r"[©®]", "@", packed)
    return [Span(line.index, start, end, FieldKind.EMAIL, value, 0.85)]


def _room_after_label(text: str, kind: LabelKind) -> tuple[int, int]:
    """Give the part of a line from the end of its label of a kind, or its start, to the next label or its end."""
    labels = find_labels(text)
    own = next((label for label in labels if label.kind is kind), None)
    start = own.end if own else 0
    end = min((label.start for label in labels if label.start >= start and label is not own), default=len(text))
    while start < end and text[start] in " :;/|.-":
        start += 1
    return start, end


def _without_label(text: str, start: int, local: str) -> tuple[int, str]:
    label = max(
        (label.end for label in find_labels(text) if label.kind is LabelKind.EMAIL and label.end <= start + len(local)),
        default=0,
    )
    if label > start:
        local, start = text[label : start + len(local)], label
    sticky = _STICKY_LABEL.match(local)
    if sticky and len(local) > sticky.end():
        local, start = local[sticky.end() :], start + sticky.end()
    # A sign or a short label was read as a letter and a dash: X— taro@example.com.
    sticky = re.match(r"[^\W\d_]{0,2}[-ー]\s+(?=\w{3})", local)
    if sticky:
        local, start = local[sticky.end() :], start + sticky.end()
    # The stroke behind a label's letter was read as one: e| sales@example.com.
    sticky = re.match(r"[Ee][lI1|]\s+(?=\w{3})", local)
    if sticky:
        local, start = local[sticky.end() :], start + sticky.end()
    # A label's letter ran into an address that has no owner: Minfo@ is M info@.
    sticky = re.match(r"[EM](?=(?:info|mail|contact|office|sales|support|soumu)$)", local)
    if sticky:
        local, start = local[1:], start + 1
    cleaned = re.sub(r"\s", "", local).replace(",", ".").strip(".")
    return start + len(local) - len(local.lstrip()), cleaned


_RUN_ON = re.compile(
    r".*?\.(?:jp|com|net|org|co|info|biz)(?=(?:HP|URL|Web|WEB|TEL|Tel|FAX|Fax|https?|www)(?:[.:,/\s]|$))"
)
"""A domain and the label of what follows it without a space."""
_RUN_INTO_A_SITE = re.compile(r".+?\.[a-z]{2,}(?=www\.|https?:)")


def _domain(printed: str) -> tuple[str, int]:
    """Tidy a domain; give it with the length of the printed text that it takes."""
    finished = re.match(r"(.*?\.[A-Za-z]{2,}),\s", printed)  # taro@example.com, Tokyo
    if finished and known_domain_end(finished.group(1)):
        printed = finished.group(1)
    if run_on := _RUN_ON.match(printed) or _RUN_INTO_A_SITE.match(printed):
        printed = run_on.group()
    pieces = re.split(r"(\s?[.,、。･・]\s?)", printed)
    labels, separators = pieces[0::2], pieces[1::2]
    whole = ".".join(labels)
    if not any(" " in separator for separator in separators) and (mended := mended_ending(whole)) != whole:
        return mended, len(printed)
    # "taro@example.co.jp. Tel" or "...com, Tokyo": what follows a space is part of the domain only when needed.
    for count in range(len(labels), 1, -1):
        spaced = count < len(labels) or not any(" " in separator for separator in separators[: count - 1])
        if known_domain_end(labels[count - 1]) and (spaced or count == len(labels)):
            length = sum(len(piece) for piece in pieces[: 2 * count - 1])
            return ".".join(labels[:count]), length
    return whole, len(printed)


_SECOND_LEVEL = r"co|c0|ac|or|ne|go|lg|gr|ed|ad"
_MISREAD_ENDINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"\.({_SECOND_LEVEL})[.,]?[jil1I|\]J]?[pq]$", re.IGNORECASE), r".\1.jp"),  # .co.ip .co.p .cojp .acp
    (re.compile(rf"(?<=[\w-]{{2}})({_SECOND_LEVEL})\.?jp$", re.IGNORECASE), r".\1.jp"),  # exampleco.jp, exampleacjp
    (re.compile(r"\.[il1I|\]J][pq]$"), ".jp"),
    (re.compile(r"\.c(?:0m|orn|on|om[mn]|em|0rn|oin)$", re.IGNORECASE), ".com"),
    (re.compile(r"\.ne[l1fi]$", re.IGNORECASE), ".net"),
)


def mended_ending(domain: str) -> str:
    """Give a domain with an ending that exists where its own is a usual misreading of one; else as it is."""
    if known_domain_end(domain):
        return domain
    for misread, right in _MISREAD_ENDINGS:
        mended = misread.sub(right, domain)
        if mended != domain:
            return mended.replace("c0.jp", "co.jp").replace("C0.jp", "co.jp")
    return domain


_MAIL_HOSTS = ("gmail.com", "googlemail.com", "hotmail.com", "outlook.com", "icloud.com", "yahoo.com", "yahoo.co.jp")
_LOOKALIKES = (("rn", "m"), ("vv", "w"), ("1", "l"), ("i", "l"), ("0", "o"), ("q", "g"))


def _as_it_looks(domain: str) -> str:
    for letters, alike in _LOOKALIKES:
        domain = domain.replace(letters, alike)
    return domain


def _with_usual_words(span: Span) -> Span:
    """Mend an address that looks like one at a host where everybody may have one (gmall.com), or like Info@."""
    local, at, domain = span.value.partition("@")
    looks = _as_it_looks(domain.casefold())
    domain = next((host for host in _MAIL_HOSTS if _as_it_looks(host) == looks), domain)
    return replace(span, value=f"{re.sub('^lnfo(?![a-z])', 'Info', local)}{at}{domain}")


def with_mails_among_urls(spans: Sequence[Span]) -> list[Span]:
    """Find mail addresses whose @ was read as a letter, and which so look like a URL without a scheme.

    They end in the domain of another URL of the card: `taroeexample.jp` beside `www.example.jp`.
    """
    urls = [span for span in spans if span.kind is FieldKind.URL]
    hosts = {re.sub(r"^(?:https?://)?(?:www\.)?|/.*$", "", url.value.casefold()): url for url in urls}
    mended = []
    for span in spans:
        domain = next((host for host, url in hosts.items() if url is not span and _may_be_mail_at(span, host)), None)
        mended.append(_mail_at(span, domain) if domain else span)
    return mended


def _mail_at(span: Span, domain: str) -> Span:
    _, local = _without_label(span.value, 0, span.value[: -len(domain) - 1])
    return replace(span, kind=FieldKind.EMAIL, value=f"{local}@{domain}", certainty=0.6, alternatives=())


def _may_be_mail_at(span: Span, domain: str) -> bool:
    local = span.value[: -len(domain) - 1]
    return (
        span.kind is FieldKind.URL
        and span.value.casefold().endswith(domain)
        and len(local) >= 2
        and re.fullmatch(r"[\w.+-]*\w", local, re.ASCII) is not None
        and not local.startswith("www")
        and span.value[len(local)] != "."
    )


def _mail_over_two_lines(card: CardText, line: CardLine) -> list[Span]:
    head = _MAIL_HEAD.search(line.text)
    if not head or (head.group(2) == "" and "@" not in head.group()):
        return []  # the ® of a word
    following = _following_line(card, line)
    if following is None:
        return []
    tail = re.match(rf"\s*({_LABEL_PART}(?:{_DOT}{_LABEL_PART})*)", following.text)
    if not tail:
        return []
    start, local = _without_label(line.text, head.start(1), head.group(1))
    domain, length = _domain(re.sub(r"\s", "", head.group(2)).replace(",", ".") + tail.group(1))
    if not local or not known_domain_end(domain):
        return []
    taken = tail.start(1) + max(0, length - len(re.sub(r"\s", "", head.group(2))))
    return [
        Span(line.index, start, len(line.text), FieldKind.EMAIL, f"{local}@{domain}", 0.85),
        Span(following.index, 0, min(taken, len(following.text)), None),
    ]


def _following_line(card: CardText, line: CardLine) -> CardLine | None:
    near = (
        other
        for other in card.lines
        if other.index != line.index
        and is_next_line(line.box, other.box, glyph_px=line.glyph_px, vertical=line.is_vertical)
    )
    return min(near, key=lambda other: abs(other.box[1] - line.box[1]) + abs(other.box[0] - line.box[0]), default=None)


def _mails_without_at(line: CardLine) -> list[Span]:
    """Find addresses whose @ was read as a letter; only where an e-mail label says that there must be one."""
    if not any(label.kind is LabelKind.EMAIL for label in find_labels(line.text)):
        return []
    spans = []
    for match in _MAIL_WITHOUT_AT.finditer(line.text):
        domain, length = _domain(match.group(3))
        if known_domain_end(domain):
            value = f"{match.group(1)}@{domain}"
            spans.append(Span(line.index, match.start(1), match.start(3) + length, FieldKind.EMAIL, value, 0.6))
    return spans


def find_urls(card: CardText, claimed: Sequence[Span]) -> tuple[Span, ...]:
    """Find the URLs of a card; the domain of a mail address is none.

    Returns:
        Spans of kind URL with the value as printed, without spaces; pages on social networks get no kind.
    """
    spans: list[Span] = []
    for line in card.lines:
        taken = [(span.start, span.end) for span in claimed if span.line == line.index]
        text = blank(line.text, taken)
        found = _urls_in(line, text)
        if found:
            found = _with_alternatives(found, _urls_of_alternatives(line))
        spans.extend(found)
    return tuple(spans)


def _urls_in(line: CardLine, text: str) -> list[Span]:
    found = _url_torn_by_spaces(line, text) or list(_full_urls(line, text))
    text = blank(text, [(span.start, span.end) for span in found])
    return [*found, *_bare_urls(line, text)]


def _urls_of_alternatives(line: CardLine) -> list[str]:
    """Give the URLs in the other readings of a line, best first."""
    lines = [replace(line, folded=fold(text)) for text in line.source.alternatives]
    spans = [span for other in lines for span in _urls_in(other, other.text)]
    return list(dict.fromkeys(span.value for span in spans if span.kind))


_WHOLE_URL = re.compile(rf"(?:{_SCHEME})?(?:[\w-]+\.)+[A-Za-z]{{2,}}(?:/[\w.~%?&=#/-]*)?", re.ASCII)


def _url_torn_by_spaces(line: CardLine, text: str) -> list[Span]:
    """Find a URL that has its line, or the rest of it after a label, to itself but was read with spaces inside."""
    start, end = _room_after_label(text, LabelKind.URL)
    piece = text[start:end].rstrip()
    packed = re.sub(r"\s", "", piece).replace(",", ".").rstrip(".;:")
    marked = re.match(r"h?tt?ps?[:;.]?/|www\.", packed, re.IGNORECASE)
    if packed == piece or not marked or not _WHOLE_URL.fullmatch(packed):
        return []
    prefix = re.match(rf"(?:{_SCHEME})?", packed)
    assert prefix is not None
    rest = packed[prefix.end() :]
    host = rest.split("/")[0]
    if not known_domain_end(host):
        return []
    kind = None if _SOCIAL_HOSTS.search(host.casefold()) else FieldKind.URL
    return [Span(line.index, start, start + len(piece), kind, _tidy_prefix(prefix.group()) + rest, 0.85)]


def blank(text: str, taken: Sequence[tuple[int, int]]) -> str:
    """Overwrite parts of a text with a character that no grammar accepts."""
    for start, end in taken:
        text = text[:start] + "\x00" * (end - start) + text[end:]
    return text


def _full_urls(line: CardLine, text: str) -> Iterator[Span]:
    for match in _URL.finditer(text):
        domain, length = _domain(match.group(1))
        end = match.end() if length == len(match.group(1)) else match.start(1) + length
        path = match.group(2) if length == len(match.group(1)) else ""
        path = _tidy_path(path)
        prefix = _tidy_prefix(text[match.start() : match.start(1)])
        certainty = 0.97 if known_domain_end(domain) else 0.5
        kind = None if _SOCIAL_HOSTS.search(domain.casefold()) else FieldKind.URL
        yield Span(line.index, match.start(), end, kind, f"{prefix}{domain}{path}", certainty)


def _tidy_path(printed: str) -> str:
    """Give a path without spaces and without what follows it; no path begins with a hyphen, but with /~name."""
    return re.sub("^/[-=]", "/~", _PATH_OR_LABEL_NOISE.sub("", re.sub(r"\s", "", printed)))


def _tidy_prefix(printed: str) -> str:
    packed = re.sub(r"\s", "", printed).replace(",", ".").replace("、", ".").replace("。", ".")
    scheme = re.match(_SCHEME, packed)
    if not scheme:
        return _tidy_www(packed)
    return f"http{'s' if re.search('[sS5]', scheme.group()) else ''}://{_tidy_www(packed[scheme.end() :])}"


def _tidy_www(packed: str) -> str:
    return "www." if packed else ""


def _bare_urls(line: CardLine, text: str) -> Iterator[Span]:
    labels = [label for label in find_labels(line.text) if label.kind is LabelKind.URL]
    labelled = bool(labels)
    text = blank(text, [(label.start, label.end) for label in labels])
    for match in _BARE_URL.finditer(text):
        domain = match.group(1)
        if not _looks_like_host(domain, labelled=labelled) or re.search(r"[@©®][\w\s.-]*$", text[: match.start()]):
            continue
        kind = None if _SOCIAL_HOSTS.search(domain.casefold()) else FieldKind.URL
        path = _tidy_path(match.group(2))
        domain = re.sub(r"^(?:Web|WEB|URL|HP)(?=[a-z])", "", domain)  # a label that ran into it
        yield Span(line.index, match.start(), match.end(), kind, domain + path, 0.9 if labelled else 0.8)


def _looks_like_host(domain: str, *, labelled: bool) -> bool:
    labels = domain.split(".")
    if not known_domain_end(domain) or all(label.isdigit() for label in labels[:-1]):
        return False
    if labelled:
        return True
    # Co.Ltd, Ph.D, St.Louis, No.1, U.S.A look alike: an unlabelled host has a long enough first part, and a lower-case
    # ending (or is in capitals all through).
    ending, name = labels[-1], labels[-2]
    if domain.casefold() in {"co.ltd", "pte.ltd", "pvt.ltd", "pty.ltd"} or ending.casefold() in {"ltd", "inc", "llc"}:
        return False
    return len(domain) >= 6 and (ending.islower() or domain.isupper()) and (len(name) >= 3 or len(labels) > 2)
