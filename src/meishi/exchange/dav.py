"""A collection on a CardDAV or CalDAV server (RFC 6352, RFC 4791): what changed there, and how to change it.

Networks break and servers stumble: every request is one that may be sent twice. What is made is made only where it is
not there (`If-None-Match`), what is replaced only while it is what was seen (`If-Match`); so a request whose answer was
lost does no harm when it is sent again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

import httpx
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from meishi.errors import ServerError
from meishi.wording import marked

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ATTEMPTS = 5
_FIRST_PAUSE_SECONDS = 0.2
_STUMBLES = frozenset({429, 500, 502, 503, 504})
_RESOURCES_A_REQUEST = 50
_DAV = "{DAV:}"


@dataclass(frozen=True)
class Form:
    """What kind of things a collection holds.

    Attributes:
        word: What to call the collection.
        kind: What the collection says that it is.
        content_type: Of what is put there.
        namespace: Of the XML elements.
        report: Asks for several resources at once.
        data: The property that holds a resource.
        suffix: The end of names.
    """

    word: str
    kind: str
    content_type: str
    namespace: str
    report: str
    data: str
    suffix: str


CARDS = Form(
    word=marked("address book"),
    kind="addressbook",
    content_type="text/vcard; charset=utf-8",
    namespace="urn:ietf:params:xml:ns:carddav",
    report="addressbook-multiget",
    data="address-data",
    suffix=".vcf",
)
TASKS = Form(
    word=marked("calendar"),
    kind="calendar",
    content_type="text/calendar; charset=utf-8",
    namespace="urn:ietf:params:xml:ns:caldav",
    report="calendar-multiget",
    data="calendar-data",
    suffix=".ics",
)


@dataclass(frozen=True)
class Resource:
    """One thing in a collection.

    Attributes:
        href: Where it lies: the path on the server.
        etag: Which version of it; empty when the server does not say.
        content: The bytes.
    """

    href: str
    etag: str
    content: bytes


@dataclass(frozen=True)
class Changes:
    """What is different in a collection since a token was given.

    Attributes:
        token: Stands for the collection as it is now; None when the server knows no tokens.
        etags: The paths that are new or changed, with their versions.
        removed: The paths that are gone.
        is_whole: Whether `etags` lists the whole collection, so that whatever is not there is gone.
    """

    token: str | None
    etags: Mapping[str, str]
    removed: frozenset[str]
    is_whole: bool


class ChangedThereError(Exception):
    """What was to be made is there already, or what was to be replaced has changed: look again."""


class DavCollection:
    """An address book or a calendar on a server."""

    def __init__(
        self, url: str, form: Form, *, client: httpx.Client, pause: Callable[[float], None] = time.sleep
    ) -> None:
        """Name a collection.

        Args:
            url: Its address.
            form: What it holds.
            client: Knows user and password.
            pause: Waits, before something is tried again.
        """
        self.url = url.rstrip("/") + "/"
        self._form = form
        self._client = client
        self._pause = pause
        self._path = unquote(urlsplit(self.url).path)

    def href_of(self, name: str) -> str:
        """Give the path that something of that name has in the collection."""
        return f"{self._path}{name}{self._form.suffix}"

    def changes(self, token: str | None) -> Changes:
        """Ask what changed since a token was given (RFC 6578); everything when it is None or no longer known.

        Raises:
            ServerError: The server does not answer, or refuses, or there is something else at the address.
        """
        if token is None:
            self._refuse_something_else()
        etags: dict[str, str] = {}
        removed: set[str] = set()
        is_whole = token is None
        while True:
            answer = self._send("REPORT", self.url, _sync_query(token), {"Depth": "0"})
            if answer.status_code >= 400:
                if token is not None:
                    return self.changes(None)
                self._refuse_unless_missing_feature(answer)
                return self._listed()
            root = _parsed(answer)
            is_cut_off = False
            for href, status, properties in _responses(root):
                if status == 507:
                    is_cut_off = True
                elif status == 404:
                    removed.add(href)
                    etags.pop(href, None)
                elif self._is_member(href):
                    etags[href] = properties.get("getetag", "")
                    removed.discard(href)
            new_token = root.findtext(f"{_DAV}sync-token") or None
            if not is_cut_off or new_token in {None, token}:
                return Changes(new_token, etags, frozenset(removed), is_whole)
            token = new_token

    def _refuse_something_else(self) -> None:
        """Refuse an address where no such collection is, and say where there is one (RFC 6764, section 6).

        People know the address of their server; what is put there ends nobody knows where.
        """
        root = self._look(self.url, "0")
        if self._collections(root):
            return
        known = ", ".join(self._elsewhere(root))
        raise ServerError(
            f"there is no {self._form.word} at {self.url}",
            hint=f"Set the address to one of these: {known}"
            if known
            else marked(
                "Check the address: it has to be that of an address book or calendar, and make it there first."
            ),
        )

    def _elsewhere(self, root: Element) -> list[str]:
        """Find the collections of the user, from what the server says of some address."""
        home = self._href(root, f"{{{self._form.namespace}}}{self._form.kind}-home-set")
        principal = self._href(root, f"{_DAV}current-user-principal")
        if not home and principal and self._is_same_server(principal):
            home = self._href(self._look(principal, "0"), f"{{{self._form.namespace}}}{self._form.kind}-home-set")
        if home and not self._is_same_server(home):
            # The password is for the server that was named.
            return [home]
        return [urljoin(self.url, quote(href)) for href in self._collections(self._look(home or self.url, "1"))]

    def _look(self, url: str, depth: str) -> Element:
        answer = self._send("PROPFIND", url, self._what_is_there(), {"Depth": depth})
        self._refuse_failure(answer)
        return _parsed(answer)

    def _what_is_there(self) -> bytes:
        query = ET.Element(f"{_DAV}propfind")
        wanted = ET.SubElement(query, f"{_DAV}prop")
        for name in (f"{_DAV}resourcetype", f"{_DAV}current-user-principal"):
            ET.SubElement(wanted, name)
        ET.SubElement(wanted, f"{{{self._form.namespace}}}{self._form.kind}-home-set")
        return _encoded(query)

    def _collections(self, root: Element) -> list[str]:
        kind = f".//{_DAV}resourcetype/{{{self._form.namespace}}}{self._form.kind}"
        found = [response for response in root.iter(f"{_DAV}response") if response.find(kind) is not None]
        return [unquote(urlsplit(response.findtext(f"{_DAV}href") or "").path) for response in found]

    def _href(self, root: Element, name: str) -> str:
        """Give the address that a property holds; empty when there is none."""
        href = root.findtext(f".//{name}/{_DAV}href")
        return urljoin(self.url, href) if href else ""

    def _is_same_server(self, url: str) -> bool:
        ours, other = urlsplit(self.url), urlsplit(url)
        return (ours.scheme, ours.netloc) == (other.scheme, other.netloc)

    def _listed(self) -> Changes:
        answer = self._send("PROPFIND", self.url, _PROPFIND, {"Depth": "1"})
        self._refuse_failure(answer)
        etags = {
            href: properties.get("getetag", "")
            for href, _, properties in _responses(_parsed(answer))
            if self._is_member(href)
        }
        return Changes(None, etags, frozenset(), is_whole=True)

    def fetch(self, hrefs: Sequence[str]) -> Iterator[Resource]:
        """Get resources, many with one request; those that are gone by now are left out.

        Raises:
            ServerError: The server does not answer, or refuses.
        """
        for start in range(0, len(hrefs), _RESOURCES_A_REQUEST):
            some = hrefs[start : start + _RESOURCES_A_REQUEST]
            answer = self._send("REPORT", self.url, self._multiget(some), {"Depth": "1"})
            if answer.status_code >= 400:
                self._refuse_unless_missing_feature(answer)
                yield from (resource for href in some if (resource := self.get(href)))
                continue
            for href, status, properties in _responses(_parsed(answer)):
                if status != 404 and self._form.data in properties:
                    content = properties[self._form.data].encode("utf-8")
                    yield Resource(href, properties.get("getetag", ""), content)

    def get(self, href: str) -> Resource | None:
        """Get one resource; None when it is not there.

        Raises:
            ServerError: The server does not answer, or refuses.
        """
        answer = self._send("GET", self._url_of(href))
        if answer.status_code in {404, 410}:
            return None
        self._refuse_failure(answer)
        return Resource(href, answer.headers.get("ETag", ""), answer.content)

    def put(self, href: str, content: bytes, etag: str | None) -> str:
        """Make a resource, or replace the version of it that is known.

        Args:
            href: Where.
            content: What.
            etag: The version that is replaced; None to make it where nothing is yet.

        Returns:
            The new version; empty when the server does not say it.

        Raises:
            ChangedThereError: There is something else by now.
            ServerError: The server does not answer, or refuses.
        """
        headers = {"Content-Type": self._form.content_type}
        if etag is None:
            headers["If-None-Match"] = "*"
        elif etag:
            # A server that compresses its answers marks them as weak (W/), and then knows its own mark no more.
            headers["If-Match"] = etag.removeprefix("W/")
        answer = self._send("PUT", self._url_of(href), content, headers)
        if answer.status_code in {404, 409, 412}:
            raise ChangedThereError(href)
        self._refuse_failure(answer)
        return str(answer.headers.get("ETag", ""))

    def delete(self, href: str) -> None:
        """Remove a resource; nothing happens where there is none.

        Raises:
            ServerError: The server does not answer, or refuses.
        """
        answer = self._send("DELETE", self._url_of(href))
        if answer.status_code not in {404, 410}:
            self._refuse_failure(answer)

    def _send(
        self, method: str, url: str, content: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        reason = ""
        headers = {"Content-Type": "application/xml; charset=utf-8", **(headers or {})}
        for attempt in range(_ATTEMPTS):
            if attempt:
                self._pause(_FIRST_PAUSE_SECONDS * 2 ** (attempt - 1))
            try:
                answer = self._client.request(method, url, content=content, headers=headers)
            except httpx.TransportError as error:
                reason = str(error) or type(error).__name__
                continue
            if answer.status_code not in _STUMBLES:
                return answer
            reason = marked(f"it answers {answer.status_code}")
        raise ServerError(
            f"the server {urlsplit(url).netloc} cannot be reached: {reason}",
            hint="What was done so far is kept; the same command goes on from here.",
        )

    def _refuse_failure(self, answer: httpx.Response) -> None:
        if answer.status_code < 400:
            return
        hints = {
            401: marked("Check user and password: `meishi sync --set-password` takes a new one."),
            403: marked("The server does not allow it to this user; check address and user."),
            404: marked(
                "Check the address: it has to be that of an address book or calendar, and make it there first."
            ),
            405: marked("Check the address: it has to be that of an address book or calendar."),
            507: marked("There is no room left on the server."),
        }
        raise ServerError(
            f"the server refuses {answer.request.method} {answer.request.url.path}: {answer.status_code}",
            hint=hints.get(answer.status_code, marked("Check the address in the settings.")),
        )

    def _refuse_unless_missing_feature(self, answer: httpx.Response) -> None:
        if answer.status_code in {401, 404}:
            self._refuse_failure(answer)

    def _is_member(self, href: str) -> bool:
        return href.startswith(self._path) and not href.endswith("/")

    def _url_of(self, href: str) -> str:
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}{quote(href)}"

    def _multiget(self, hrefs: Sequence[str]) -> bytes:
        query = ET.Element(f"{{{self._form.namespace}}}{self._form.report}")
        wanted = ET.SubElement(query, f"{_DAV}prop")
        ET.SubElement(wanted, f"{_DAV}getetag")
        ET.SubElement(wanted, f"{{{self._form.namespace}}}{self._form.data}")
        for href in hrefs:
            ET.SubElement(query, f"{_DAV}href").text = quote(href)
        return _encoded(query)


_PROPFIND = b'<?xml version="1.0"?><propfind xmlns="DAV:"><prop><getetag/></prop></propfind>'


def _sync_query(token: str | None) -> bytes:
    query = ET.Element(f"{_DAV}sync-collection")
    ET.SubElement(query, f"{_DAV}sync-token").text = token or ""
    ET.SubElement(query, f"{_DAV}sync-level").text = "1"
    ET.SubElement(ET.SubElement(query, f"{_DAV}prop"), f"{_DAV}getetag")
    return _encoded(query)


def _encoded(query: Element) -> bytes:
    written: bytes = ET.tostring(query, "utf-8", xml_declaration=True)
    return written


def _parsed(answer: httpx.Response) -> Element:
    try:
        root: Element = fromstring(answer.content)
    except (ET.ParseError, DefusedXmlException) as error:
        raise ServerError(
            f"the server answers {answer.request.url.path} with something else than WebDAV",
            hint="Check the address: it has to be that of an address book or calendar.",
        ) from error
    return root


def _responses(root: Element) -> Iterator[tuple[str, int, dict[str, str]]]:
    """Give path, status and properties (without their namespaces) of each resource in a multistatus answer."""
    for response in root.iter(f"{_DAV}response"):
        href = unquote(urlsplit(response.findtext(f"{_DAV}href") or "").path)
        status = _status(response.findtext(f"{_DAV}status"))
        properties: dict[str, str] = {}
        for found in response.iter(f"{_DAV}propstat"):
            if _status(found.findtext(f"{_DAV}status")) == 200:
                for item in found.iterfind(f"{_DAV}prop/*"):
                    properties[item.tag.rpartition("}")[2]] = item.text or ""
        yield href, status, properties


def _status(line: str | None) -> int:
    words = (line or "").split()
    return int(words[1]) if len(words) > 1 and words[1].isdecimal() else 200
