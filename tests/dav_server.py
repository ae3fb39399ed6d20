"""A real Radicale on the loopback, as a process of its own, and a proxy before it that stumbles like a bad network."""

from __future__ import annotations

import http.client
import random
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

from meishi.errors import ServerError
from meishi.exchange.dav import DavCollection
from patience import wait_until

USER, PASSWORD = "taro", "秘密 secret"
PATIENCE_SECONDS = 0.6
"""How long a client waits for an answer on a bad network; users wait longer."""
MISHAPS = ("500", "503", "cut", "lost", "never answered", "too late")
_KINDS = {
    "address-book": '<CR:addressbook xmlns:CR="urn:ietf:params:xml:ns:carddav"/>',
    "calendar": '<C:calendar xmlns:C="urn:ietf:params:xml:ns:caldav"/>',
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Radicale:
    """A server with an empty address book and an empty calendar.

    Attributes:
        folder: Where it keeps them, a file each thing.
    """

    def __init__(self, folder):
        self.port = free_port()
        self.folder = folder / "collections" / "collection-root" / USER
        users = folder / "users"
        users.write_text(f"{USER}:{PASSWORD}\n", encoding="utf-8")
        options = {
            "server-hosts": f"127.0.0.1:{self.port}",
            "auth-type": "htpasswd",
            "auth-htpasswd-filename": users,
            "auth-htpasswd-encryption": "plain",
            "auth-delay": "0",
            "storage-filesystem-folder": folder / "collections",
            "logging-level": "critical",
        }
        arguments = [f"--{name}={value}" for name, value in options.items()]
        self._log = (folder / "radicale.log").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "radicale", "--config", "", *arguments], stdout=self._log, stderr=self._log
        )
        self.client = httpx.Client(auth=(USER, PASSWORD), timeout=30)
        self._wait()
        for name in _KINDS:
            self.make_collection(name)

    def url(self, name, port=None):
        return f"http://127.0.0.1:{port or self.port}/{USER}/{name}/"

    @property
    def address_book(self):
        return self.url("address-book")

    @property
    def calendar(self):
        return self.url("calendar")

    def make_collection(self, name):
        body = (
            '<mkcol xmlns="DAV:"><set><prop><resourcetype><collection/>'
            f"{_KINDS[name]}</resourcetype></prop></set></mkcol>"
        )
        self.client.request("MKCOL", self.url(name), content=body).raise_for_status()

    def empty(self):
        for name in _KINDS:
            self.client.delete(self.url(name)).raise_for_status()
            self.make_collection(name)

    def get(self, url):
        return self.client.get(url).raise_for_status().text

    def edit(self, url, old, new):
        """Change a text in a resource, as somebody does on the telephone."""
        text = self.get(url)
        assert old in text, text
        self.put(url, text.replace(old, new))

    def put(self, url, text):
        kind = "text/vcard" if "VCARD" in text else "text/calendar"
        self.client.put(url, content=text.encode(), headers={"Content-Type": kind}).raise_for_status()

    def delete(self, url):
        self.client.delete(url).raise_for_status()

    def texts(self, collection):
        """All resources of a collection by their URLs."""
        answer = self.client.request("PROPFIND", collection, headers={"Depth": "1"}).raise_for_status().text
        paths = [part.partition("<")[0] for part in answer.split("<href>")[1:]]
        urls = [f"http://127.0.0.1:{self.port}{path}" for path in paths if not path.endswith("/")]
        return {url: self.get(url) for url in urls}

    def stop(self):
        self.client.close()
        self.process.terminate()
        self.process.wait(60)
        self._log.close()

    def _wait(self):
        def answers():
            with suppress(httpx.TransportError):
                return self.client.get(f"http://127.0.0.1:{self.port}/.web/")

        wait_until(answers, or_else="Radicale does not start")


class Detour(httpx.HTTPTransport):
    """Another way to the same server."""

    def __init__(self, port):
        super().__init__()
        self.port = port

    def handle_request(self, request):
        request.url = request.url.copy_with(port=self.port)
        return super().handle_request(request)


@contextmanager
def collection_at(url, form, *, port=None, is_bad=False):
    """An address book or calendar, by another port where one is given; on a bad network nobody waits for long."""
    transport = Detour(port) if port else None
    with httpx.Client(auth=(USER, PASSWORD), timeout=PATIENCE_SECONDS if is_bad else 30, transport=transport) as client:
        yield DavCollection(url, form, client=client, pause=lambda _: None)


def until_done(run):
    """Run as often as a user would whom the server lets down."""
    for _ in range(60):
        try:
            return run()
        except ServerError:
            continue
    raise AssertionError("never done")


class BadNetwork(ThreadingHTTPServer):
    """A proxy that fails a share of the requests in every way that a network knows."""

    daemon_threads = True

    def __init__(self, server_port, *, seed, share):
        super().__init__(("127.0.0.1", 0), _Stumbling)
        self.server_port_behind = server_port
        self.is_over = threading.Event()
        self._chance, self._share = random.Random(seed), share

    def draw_mishap(self):
        return self._chance.choice(MISHAPS) if self._chance.random() < self._share else ""


class _Stumbling(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_one_request(self):
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        mishap = self.server.draw_mishap()
        if mishap in {"500", "503"}:
            self._answer(int(mishap), [], b"busy")
            return
        if mishap in {"cut", "never answered"}:
            self._leave(wait=mishap == "never answered")
            return
        upstream = http.client.HTTPConnection("127.0.0.1", self.server.server_port_behind, timeout=30)
        upstream.request(self.command, self.path, body, dict(self.headers))
        answer = upstream.getresponse()
        content = answer.read()
        upstream.close()
        if mishap in {"lost", "too late"}:
            # Done on the server, but nobody hears of it.
            self._leave(wait=mishap == "too late")
            return
        self._answer(answer.status, answer.getheaders(), content)

    def _leave(self, *, wait):
        if wait:
            self.server.is_over.wait(2 * PATIENCE_SECONDS)
        self.close_connection = True

    def _answer(self, status, headers, content):
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in {"content-length", "transfer-encoding", "connection"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def bad_network(server_port, *, seed, share):
    """Put a bad network before a server; gives its port."""
    proxy = BadNetwork(server_port, seed=seed, share=share)
    thread = threading.Thread(target=proxy.serve_forever, daemon=True)
    thread.start()
    try:
        yield proxy.server_address[1]
    finally:
        proxy.is_over.set()
        proxy.shutdown()
        proxy.server_close()
        thread.join()
