"""Content lines: the lines that vCards consist of (RFC 6350, section 3; RFC 2426, section 5; vCard 2.1)."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

MAX_OCTETS = 75
"""How long a line may be without its line break (RFC 6350, section 3.2)."""

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
# Many readers take these for line breaks too.
_SEPARATORS = str.maketrans("\u2028\u2029", "\n\n")
# All but the tab; a line break has a form of its own.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LONE_SURROGATES = re.compile(r"[\ud800-\udfff]")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_CARETS = {"^n": "\n", "^'": '"', "^^": "^"}
_CHARSETS = {"shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932"}


@dataclass(frozen=True)
class ContentLine:
    """One property of a vCard.

    Attributes:
        name: In capitals, without the group.
        group: What ties lines together, for instance `item1`; empty when there is none.
        parameters: Names in capitals to values; those without a name, as in vCard 2.1, are of `TYPE`.
        value: As it stands there, still escaped, without control characters.
    """

    name: str
    group: str
    parameters: Mapping[str, tuple[str, ...]]
    value: str

    @property
    def types(self) -> frozenset[str]:
        """The values of `TYPE`, in capitals; RFC 6350 also puts several between one pair of quotation marks."""
        return frozenset(kind for value in self.parameters.get("TYPE", ()) for kind in value.upper().split(","))

    @property
    def text(self) -> str:
        """The value as one text."""
        return unescape(self.value)

    @property
    def parts(self) -> tuple[str, ...]:
        """The value as parts between semicolons."""
        return tuple(unescape(part) for part in _split(self.value, ";"))

    @property
    def items(self) -> tuple[str, ...]:
        """The value as items between commas."""
        return tuple(unescape(item) for item in _split(self.value, ","))


def clean(text: str) -> str:
    """Give text that every file can hold: one kind of line break, no control characters, no halves of characters."""
    text = _LINE_BREAK.sub("\n", text).translate(_SEPARATORS)
    return _LONE_SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))


def escape(text: str, signs: str = ";,") -> str:
    r"""Escape a text value: `\`, line breaks, and signs that would part it (RFC 6350, section 3.4).

    vCard 3.0 escapes both signs everywhere (RFC 2426, section 4). In 4.0 a semicolon is escaped only where it could
    part something (RFC 6350, section 4.1), and readers take the backslash before another one for text.
    """
    text = clean(text).replace("\\", "\\\\").replace("\n", "\\n")
    for sign in signs:
        text = text.replace(sign, f"\\{sign}")
    return text


def unescape(value: str) -> str:
    """Undo `escape`."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def parameter(name: str, text: str) -> str:
    """Write a parameter with any text as its value (RFC 6868)."""
    text = clean(text).replace("^", "^^").replace("\n", "^n").replace('"', "^'")
    return f'{name}="{text}"'


def fold(line: str) -> str:
    """Break a line into pieces of at most 75 octets, never inside a character, and end it."""
    pieces: list[str] = []
    piece, octets = "", 0
    for character in line:
        size = len(character.encode("utf-8"))
        if octets + size > MAX_OCTETS:
            pieces.append(piece)
            # The blank that marks a continuation counts.
            piece, octets = " ", 1
        piece += character
        octets += size
    pieces.append(piece)
    return "\r\n".join(pieces) + "\r\n"


def content_lines(content: bytes) -> Iterator[ContentLine | str]:
    """Take a file apart into its properties.

    Bytes that are no UTF-8 are read by the `CHARSET` of their line, or else as the Windows form of Shift_JIS, which
    is what Japanese telephones and older address books write.

    Yields:
        Each property; what is none, as it stands there.
    """
    content = content.removeprefix(b"\xef\xbb\xbf")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content.decode("utf-16", errors="replace").encode("utf-8")
    try:
        text, charset = content.decode("utf-8"), ""
    except UnicodeDecodeError:
        # A byte a character: lines and parameters are ASCII, values are decoded one by one.
        text, charset = content.decode("latin-1"), "cp932"
    for line in _unfolded(text):
        if line.strip():
            yield _parsed(line, charset) or _decoded(line, charset)


def logical_lines(content: bytes) -> list[str]:
    """Give the lines of a vCard in UTF-8 unfolded and otherwise as they stand there, empty ones left out."""
    return [line for line in _unfolded(content.decode("utf-8-sig", errors="replace")) if line.strip()]


def _unfolded(text: str) -> Iterator[str]:
    pieces: list[str] = []
    soft_broken = encoded = False
    for line in _LINE_BREAK.split(text):
        if soft_broken:
            pieces[-1] = pieces[-1][:-1]
            pieces.append(line)
        elif line[:1] in {" ", "\t"} and pieces:
            pieces.append(line[1:])
        elif encoded and line and ":" not in line:
            pieces.append(line)
        else:
            yield "".join(pieces)
            pieces = [line]
            head = line.partition(":")[0].upper()
            encoded = "BASE64" in head or "ENCODING=B" in head
        is_quoted = "QUOTED-PRINTABLE" in pieces[0].partition(":")[0].upper()
        soft_broken = is_quoted and line.endswith("=")
    yield "".join(pieces)


def _parsed(line: str, charset: str) -> ContentLine | None:
    head, value = _cut(line, ":")
    if value is None:
        return None
    name, *raw_parameters = _split(head, ";", quotes=True)
    group, _, name = name.rpartition(".")
    if not re.fullmatch(r"[A-Za-z0-9-]+", name):
        return None
    parameters: dict[str, tuple[str, ...]] = {}
    for raw in raw_parameters:
        key, equals, values = raw.partition("=")
        if not equals:
            key, values = _bare_parameter(raw), raw
        key = key.strip().upper()
        parameters[key] = (*parameters.get(key, ()), *(_parameter_value(v) for v in _split(values, ",", quotes=True)))
    encodings = {encoding.upper() for encoding in parameters.get("ENCODING", ())}
    given = next(iter(parameters.get("CHARSET", ())), "")
    if "QUOTED-PRINTABLE" in encodings:
        raw_value = quopri.decodestring(value.encode("utf-8" if not charset else "latin-1"))
        value = _decode(raw_value, given or charset or "utf-8")
    elif charset:
        value = _decode(value.encode("latin-1"), given or charset)
    return ContentLine(name.upper(), group, parameters, clean(value).replace("\n", "\\n"))


def _bare_parameter(value: str) -> str:
    """Name a parameter that vCard 2.1 writes without its name."""
    return "ENCODING" if value.strip().upper() in {"QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT"} else "TYPE"


def _parameter_value(value: str) -> str:
    return re.sub(r"\^[n'^]", lambda found: _CARETS[found[0]], clean(value).strip().strip('"'))


def _decoded(line: str, charset: str) -> str:
    return _decode(line.encode("latin-1"), charset) if charset else line


def _decode(value: bytes, charset: str) -> str:
    charset = _CHARSETS.get(charset.casefold(), charset)
    for attempt in (charset, "cp932"):
        try:
            return value.decode(attempt)
        except (UnicodeDecodeError, LookupError):
            continue
    return value.decode("utf-8", errors="replace")


def _cut(line: str, sign: str) -> tuple[str, str | None]:
    """Cut a line at the first sign that stands outside quotation marks."""
    parts = _split(line, sign, quotes=True, at_most=1)
    return (parts[0], parts[1]) if len(parts) == 2 else (line, None)


def _split(text: str, sign: str, *, quotes: bool = False, at_most: int = -1) -> list[str]:
    """Split at a sign that is not escaped and, where they count, not within quotation marks."""
    parts: list[str] = []
    start = position = 0
    quoted = False
    while position < len(text) and len(parts) != at_most:
        character = text[position]
        if character == "\\" and not quotes:
            position += 1
        elif character == '"' and quotes:
            quoted = not quoted
        elif character == sign and not quoted:
            parts.append(text[start:position])
            start = position + 1
        position += 1
    return [*parts, text[start:]]
