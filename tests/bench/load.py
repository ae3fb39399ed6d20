"""Measure how quickly pages answer twenty readers over 100,000 contacts, alone and while pictures are imported.

`PYTHONPATH=samples:tests python tests/bench/load.py`. A reader asks for a page, looks at it for a second, and asks for
the next one; the same is measured with readers who look at nothing and ask again at once, so that twenty questions are
always open. Wall-clock milliseconds, because waiting is what readers see: on a machine others use too they say little
by themselves, and are given as a ratio to one reader on the idle server of the same run, with the machine's load. CPU
milliseconds of the server a page say what a page costs.

The readers share the machine's processors with the server. So they keep their connections, as browsers do, and read of
an answer only how long it is: all twenty together take a twentieth of what the server does.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from library import A_DOUBT_IN, QUERIES, fill

from importing import open_library
from meishi.services.inbox import Inbox

DEMO = Path(__file__).parents[2] / "samples" / "demo"
READERS = 20
LOOKS_SECONDS = 1.0
"""For how long a reader looks at a page, on average."""
PICTURES = 600
"""How many wait to be imported: more than are read while it is measured."""


class Reader:
    """A browser that has come in, as far as a server can tell.

    Args:
        address: Where the page is.
        cookie: What `come_in` gives.
        pages: What it will ask for; `?` and words are a search.
    """

    def __init__(self, address: str, cookie: str, pages: Sequence[str]) -> None:
        self._host = address.removeprefix("http://")
        self._origin = address
        self._cookie = cookie
        self._connection: socket.socket | None = None
        csrf = re.search(rb'name="csrf" value="([0-9a-f]+)"', self._answer(self._get("/"))).group(1).decode()
        self._requests = {page: self._search(page[1:], csrf) if page[0] == "?" else self._get(page) for page in pages}
        self.leave()

    @staticmethod
    def come_in(address: str, link: str) -> str:
        """Give the cookie that a link brings."""
        connection = http.client.HTTPConnection(address.removeprefix("http://"))
        form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": address}
        connection.request("POST", "/pair", urlencode({"word": link.rpartition("/")[2]}), form)
        return connection.getresponse().headers["Set-Cookie"].partition(";")[0]

    def look(self, page: str) -> float:
        """Ask for a page, and tell how many milliseconds it took."""
        started = time.perf_counter()
        self._answer(self._requests[page])
        return (time.perf_counter() - started) * 1000

    def leave(self) -> None:
        """End the connection: the server does not keep it for as long as others are measured."""
        if self._connection:
            self._connection.close()
        self._connection = None

    def _get(self, path: str) -> bytes:
        return f"GET {path} HTTP/1.1\r\nHost: {self._host}\r\nCookie: {self._cookie}\r\n\r\n".encode()

    def _search(self, words: str, csrf: str) -> bytes:
        form = urlencode({"csrf": csrf, "query": words})
        return (
            f"POST /contacts HTTP/1.1\r\nHost: {self._host}\r\nCookie: {self._cookie}\r\nOrigin: {self._origin}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n\r\n{form}"
        ).encode()

    def _answer(self, request: bytes) -> bytes:
        if self._connection is None:
            host, _, port = self._host.partition(":")
            self._connection = socket.create_connection((host, int(port)), timeout=60)
            self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._connection.sendall(request)
        answer, length = b"", None
        while length is None or len(answer) < length:
            answer += (part := self._connection.recv(1 << 20))
            assert part, f"no answer to {request!r}"
            head, end, _ = answer.partition(b"\r\n\r\n")
            if length is None and end:
                assert head.startswith(b"HTTP/1.1 200 "), head
                length = len(head) + len(end) + int(re.search(rb"(?i)content-length: (\d+)", head).group(1))
        return answer


@contextmanager
def serving(home: Path) -> Iterator[tuple[int, str, str]]:
    """A running `meishi serve`: its process, its address, and a link that lets one device in."""
    command = [Path(sys.executable).with_name("meishi"), "serve", "--port", "0", "--json"]
    environment = {**os.environ, "MEISHI_HOME": str(home)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            said = json.loads(process.stdout.readline())
            yield process.pid, said["address"], said["link"]
        finally:
            process.terminate()


def read(
    readers: Sequence[Reader], pages: Sequence[str], seconds: float, *, looks_seconds: float
) -> dict[str, list[float]]:
    """Let readers look at pages for some time; gives the milliseconds of each page."""
    taken: dict[str, list[float]] = {page: [] for page in pages}
    until = time.perf_counter() + seconds

    def go_on(number: int) -> None:
        draw = random.Random(number)
        time.sleep(draw.random() * looks_seconds)
        while time.perf_counter() < until:
            page = draw.choice(pages)
            taken[page].append(readers[number].look(page))
            time.sleep(looks_seconds * (0.5 + draw.random()))
        readers[number].leave()

    threads = [threading.Thread(target=go_on, args=(number,)) for number in range(len(readers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def cpu_seconds_of(process: int) -> float:
    """CPU seconds of a process so far, without those of its children."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def p95(values: Sequence[float]) -> float:
    """What nineteen of twenty are below."""
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]


def send_pictures(address: str, home: Path) -> None:
    """Let pictures wait to be imported, each with other bytes than the ones before."""
    import httpx  # noqa: PLC0415

    token = [Path(sys.executable).with_name("meishi"), "token", "add", f"load {os.getpid()}"]
    environment = {**os.environ, "MEISHI_HOME": str(home)}
    word = subprocess.run(token, env=environment, check=True, capture_output=True, text=True).stdout.strip()
    cards = sorted(DEMO.glob("*.jpg"))
    for number in range(PICTURES):
        card = cards[number % len(cards)]
        # Behind the end of a picture nobody looks.
        files = {"pictures": (card.name, card.read_bytes() + str(number).encode())}
        headers = {"Authorization": f"Bearer {word}"}
        httpx.post(f"{address}/api/import", files=files, headers=headers, trust_env=False).raise_for_status()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--contacts", type=int, default=100_000)
    arguments.add_argument("--seconds", type=float, default=30)
    arguments.add_argument("--home", type=Path, help="a library that `library.py` has filled")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        home = chosen.home or Path(name)
        if not chosen.home:
            fill(open_library(home), chosen.contacts)
        pages = ["/", "/contacts", "/contacts/5", "/review", f"/review/{A_DOUBT_IN}", "/postcards", "/finds"]
        pages += [f"?{query}" for query in QUERIES]
        with serving(home) as (process, address, link):
            cookie = Reader.come_in(address, link)
            readers = [Reader(address, cookie, pages) for _ in range(READERS)]
            print(f"{'page':30}{'CPU ms':>8}{'ms alone':>10}")
            alone = []
            for page in pages:
                before, times = cpu_seconds_of(process), [readers[0].look(page) for _ in range(10)]
                alone += times[1:]
                print(f"{page:30}{(cpu_seconds_of(process) - before) * 100:8.0f}{statistics.median(times):10.0f}")
            for is_importing in (False, True):
                if is_importing:
                    send_pictures(address, home)
                for looks_seconds in (LOOKS_SECONDS, 0.0):
                    what = f"{READERS} readers{'' if looks_seconds else ' at once'}{', importing' * is_importing}"
                    before, before_here = cpu_seconds_of(process), time.process_time()
                    taken = read(readers, pages, chosen.seconds, looks_seconds=looks_seconds)
                    here = time.process_time() - before_here
                    tell(what, taken, alone, cpu_seconds_of(process) - before, here)
            print(f"left to import: {pictures_left(home)} of {PICTURES}")


def tell(
    what: str, taken: Mapping[str, Sequence[float]], alone: Sequence[float], cpu_seconds: float, here: float
) -> None:
    """Say how long readers waited; `here` is what playing them took."""
    every = [ms for times in taken.values() for ms in times]
    print(
        f"{what:30}{len(every):6} pages, {1000 * cpu_seconds / len(every):.1f} CPU ms each"
        f" ({1000 * here / len(every):.1f} for the reader),"
        f"{statistics.median(every):5.0f} ms in the middle,{p95(every):5.0f} ms at p95,"
        f" {p95(every) / p95(alone):.1f} times one reader on the idle server; load {os.getloadavg()[0]:.1f}"
    )
    slowest = sorted(taken, key=lambda page: p95(taken[page] or [0]), reverse=True)[:4]
    print("    slowest: " + ", ".join(f"{page} {p95(taken[page]):.0f} ms" for page in slowest))


def pictures_left(home: Path) -> int:
    """Count the pictures that are still to be imported."""
    return len(Inbox(home).waiting())


if __name__ == "__main__":
    main()
