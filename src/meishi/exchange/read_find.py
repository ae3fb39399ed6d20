"""A find from a file that a browser, a phone or a mail program leaves: a shortcut, a text, a mail to oneself."""

from __future__ import annotations

import plistlib
import re
from collections.abc import Callable
from email import message_from_bytes
from email.message import MIMEPart
from email.policy import default
from html import unescape
from pathlib import Path
from xml.parsers.expat import ExpatError

from meishi.domain.one_line import Find, part_link
from meishi.errors import UnreadableFileError
from meishi.exchange.files import read_limited

MAX_LETTERS = 500
"""Beyond this it is no longer something that one came across, but a document."""

_SHORTCUT_LINK = re.compile(r"^\s*URL\s*=\s*(https?://\S+)", re.IGNORECASE | re.MULTILINE)
_HTML_LINK = re.compile(r"""href\s*=\s*["'](https?://[^"']+)""", re.IGNORECASE)
# What mail programs put before the subject of what is forwarded or answered.
_FORWARDED = re.compile(r"^(?:(?:re|fwd?|wg|tr)\s*[:：]\s*)+", re.IGNORECASE)


def holds_find(file: Path) -> bool:
    """Whether a file's name says that a link, a text or a mail is in it."""
    return file.suffix.lower() in _READERS


def read_find(file: Path) -> Find:
    """Read what somebody wanted to keep.

    Args:
        file: A `.url` or `.webloc` shortcut, a `.txt`, or an `.eml`.

    Raises:
        UnreadableFileError: There is neither a link nor a text in it, or it is not what its name says.
    """
    find = _READERS[file.suffix.lower()](file, read_limited(file))
    if not find.title:
        raise UnreadableFileError(
            f"{file}: there is neither a link nor a text in it", hint="Drop it again with one of them in it."
        )
    if len(find.text) > MAX_LETTERS:
        raise UnreadableFileError(
            f"{file}: the text has {len(find.text)} letters, the limit is {MAX_LETTERS}",
            hint="Drop the link, or the one thought that you want to keep.",
        )
    return find


def _read_shortcut(file: Path, content: bytes) -> Find:
    """Read what Windows' browsers write: an INI file in the system's letters, of which only the link is of use."""
    link = _SHORTCUT_LINK.search(content.decode("latin-1"))
    if not link:
        raise UnreadableFileError(f"{file}: there is no link in it", hint="Drop it again from your browser.")
    return Find(text=_named(file), url=link[1])


def _read_webloc(file: Path, content: bytes) -> Find:
    """Read what macOS writes: a property list, as XML or binary."""
    try:
        listed = plistlib.loads(content)
    except (plistlib.InvalidFileException, ExpatError, ValueError, OverflowError, IndexError) as error:
        raise UnreadableFileError(f"{file}: there is no link in it", hint="Drop it again from your browser.") from error
    url = listed.get("URL") if isinstance(listed, dict) else None
    if not isinstance(url, str) or not url.startswith(("http://", "https://")):
        raise UnreadableFileError(f"{file}: there is no link in it", hint="Drop it again from your browser.")
    return Find(text=_named(file), url=url)


def _read_text(file: Path, content: bytes) -> Find:
    text, url = part_link(_decoded(file, content))
    return Find(text=text, url=url)


def _read_mail(file: Path, content: bytes) -> Find:
    """Read a mail to oneself: the subject, or else the first words, and the first link."""
    mail = message_from_bytes(content, policy=default)
    if not mail.keys():
        raise UnreadableFileError(f"{file}: this is no mail", hint="Save it again from your mail program.")
    subject = _FORWARDED.sub("", " ".join(str(mail.get("Subject", "")).split()))
    words, url = _words_and_link(mail.get_body(("plain", "html")))
    return Find(text=subject or words[:MAX_LETTERS], url=url)


def _words_and_link(body: MIMEPart | None) -> tuple[str, str | None]:
    if body is None:
        return "", None
    try:
        said = str(body.get_content())
    except (LookupError, ValueError):
        # A character set that nobody knows; links are written in ASCII in all of them.
        payload = body.get_payload(decode=True)
        said = payload.decode("ascii", "replace") if isinstance(payload, bytes) else ""
    if body.get_content_subtype() != "html":
        return part_link(said)
    link = _HTML_LINK.search(said)
    return "", unescape(link[1]) if link else None


def _decoded(file: Path, content: bytes) -> str:
    for encoding in ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp932"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableFileError(f"{file}: this is no text", hint="Save it as text (UTF-8), and drop it again.")


def _named(file: Path) -> str:
    """What a shortcut is called is the title of its page."""
    return " ".join(file.stem.split())


_READERS: dict[str, Callable[[Path, bytes], Find]] = {
    ".url": _read_shortcut,
    ".webloc": _read_webloc,
    ".txt": _read_text,
    ".eml": _read_mail,
}
