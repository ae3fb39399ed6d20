"""A real Radicale on the loopback, as a process of its own, and a proxy before it that stumbles like a bad network."""

from __future__ import annotations

import http.client
import random
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

USER, PASSWORD = "taro", "秘密 secret"
_KINDS = {
    "address-book": '<CR:addressbook xmlns:CR="urn:ietf:params:xml:ns:carddav"/>',
    "calendar": '<C:calendar xmlns:C="urn:ietf:params:xml:ns:caldav"/>',
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Radicale:
    """A server with an empty address book and an empty calendar."""

    def __init__(self, folder):
        self.port = free_port()
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
        self.process.wait(10)
        self._log.close()

    def _wait(self):
        for _ in range(200):
            try:
                self.client.get(f"http://127.0.0.1:{self.port}/.web/")
            except httpx.TransportError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("Radicale does not start")


@contextmanager
def bad_network(server_port, *, seed, share):
    """A proxy that fails a share of the requests in every way that a network knows; gives its port."""
    chance = random.Random(seed)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one_request(self):
            self.raw_requestline = self.rfile.readline(65537)
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            mishap = chance.choice(["503", "lost", "cut"]) if chance.random() < share else ""
            if mishap == "503":
                self._answer(503, [], b"busy")
                return
            if mishap == "cut":
                self.close_connection = True
                return
            upstream = http.client.HTTPConnection("127.0.0.1", server_port, timeout=30)
            upstream.request(self.command, self.path, body, dict(self.headers))
            answer = upstream.getresponse()
            content = answer.read()
            upstream.close()
            if mishap == "lost":
                # Done on the server, but nobody hears of it.
                self.close_connection = True
                return
            self._answer(answer.status, answer.getheaders(), content)

        def _answer(self, status, headers, content):
            self.send_response_only(status)
            for name, value in headers:
                if name.lower() not in {"content-length", "transfer-encoding", "connection"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    proxy = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    proxy.daemon_threads = True
    thread = threading.Thread(target=proxy.serve_forever, daemon=True)
    thread.start()
    try:
        yield proxy.server_address[1]
    finally:
        proxy.shutdown()
        proxy.server_close()
        thread.join()
