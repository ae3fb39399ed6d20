"""The real page on loopback over a real library: what the tests of the web page talk to."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path

import httpx

from importing import open_library, read_made_up, read_made_up_part
from meishi.care import CareOptions
from meishi.care.one_line import MailOptions
from meishi.exchange.mail import Mailbox
from meishi.services.import_ import import_pictures
from meishi.services.inbox import Inbox, InboxImporter
from meishi.services.reread import PartReader
from meishi.web import Parts, PostOffice, create_app
from meishi.web.doorkeeper import Doorkeeper
from meishi.web.feed_key import FeedKey
from meishi.web.serving import make_server, take_site
from meishi.web.tokens import Tokens
from patience import wait_until

TODAY = date(2026, 11, 24)


class Site:
    """A running page.

    Attributes:
        library: What it shows.
        doorkeeper: Who lets devices in.
        address: Where it is.
        tokens: What programs bring.
        feed_key: What calendar programs bring.
        now: What its clock says; a test may set it.
    """

    def __init__(
        self,
        library,
        home,
        *,
        read_only=False,
        language="en",
        is_secure=False,
        read=read_made_up,
        deliver=None,
        read_part=read_made_up_part,
    ):
        self.library = library
        self.now = datetime.combine(TODAY, time(12), UTC)
        self.doorkeeper = Doorkeeper(home, lambda: self.now, is_secure=is_secure)
        self.tokens = Tokens(home)
        self.feed_key = FeedKey(home)

        def import_files(files, encounter_of):
            return import_pictures(
                files, library, read, encounter_of=encounter_of, today=self.now.date(), now=lambda: self.now
            )

        self.importer = InboxImporter(Inbox(home), import_files)
        self.parts = Parts(
            library=library,
            care=CareOptions(),
            clock=lambda: self.now,
            user="me",
            doorkeeper=self.doorkeeper,
            tokens=self.tokens,
            feed_key=self.feed_key,
            importer=self.importer,
            part_reader=PartReader(library.originals, lambda: read_part),
            post_office=PostOffice(
                MailOptions(),
                sender=lambda: Mailbox(name="相原 陽子", address="yoko@example.jp"),
                new_message_id=lambda address: f"<1@{address.partition('@')[2]}>",
                deliver=deliver,
            ),
            language=language,
            read_only=read_only,
        )
        self._site = take_site("127.0.0.1", 0, lan=False)
        self.address = self._site.address
        self.app = create_app(self.parts, address=self.address, hosts=self._site.hosts)

    def stranger(self):
        """A browser that has not come in."""
        return httpx.Client(base_url=self.address, headers={"Origin": self.address}, trust_env=False, timeout=30)

    @contextmanager
    def reader(self):
        """A browser that has come in by a link."""
        with self.stranger() as client:
            assert client.post("/pair", data={"word": self.doorkeeper.new_link()}).status_code == 303
            yield client

    def program(self, **options):
        """A program that has a token."""
        word = self.tokens.add(f"program {len(self.tokens.all())}", now=self.now, **options).token
        return httpx.Client(
            base_url=f"{self.address}/api", headers={"Authorization": f"Bearer {word}"}, trust_env=False, timeout=30
        )


@contextmanager
def running(home, **options):
    library = open_library(home)
    site = Site(library, home, **options)
    started = threading.Event()
    server = make_server(site.app, started=started.set)
    thread = threading.Thread(target=server.run, kwargs={"sockets": list(site._site.sockets)})
    thread.start()
    try:
        assert started.wait(60)
        yield site
    finally:
        server.should_exit = True
        thread.join()
        site.importer.stop()
        site.parts.press.close()
        site.parts.part_reader.close()
        for bound in site._site.sockets:
            bound.close()
        library.store.close()


def csrf_of(client, path="/"):
    """The word that the forms of a page send along."""
    return re.search(r'name="csrf" value="([0-9a-f]+)"', client.get(path).text).group(1)


def submit(client, path, /, on="/", **fields):
    """Send a form as the page has it, and follow where it leads."""
    return client.post(path, data={"csrf": csrf_of(client, on), **fields}, follow_redirects=True)


def said_at_last(capfd):
    """The line that the page prints about a failure, which may come after its answer."""
    said = []

    def is_whole():
        said.append("".join(capfd.readouterr()))
        return "\n" in "".join(said)

    wait_until(is_whole, or_else="nothing was said")
    return "".join(said)


@contextmanager
def serving(*options):
    """A running `meishi serve` and what it says on starting."""
    command = [Path(sys.executable).with_name("meishi"), "serve", "--port", "0", "--json", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process, json.loads(process.stdout.readline())
        finally:
            process.kill()
