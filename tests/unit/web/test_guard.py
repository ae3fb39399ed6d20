"""What every answer bears, and what no request may do to the page."""

import errno
import socket
from contextlib import closing, suppress

import pytest

from importing import meet
from meishi.domain.contact import Contact, PersonName
from meishi.web.guard import MAX_BODY_BYTES
from meishi.web.limits import RateLimit
from meishi.web.pages import web_address
from web_site import csrf_of, running, said_at_last, submit

SCRIPT = "<script>alert(1)</script>"


def test_every_answer_lets_browsers_load_nothing_from_elsewhere_and_keep_no_page(site, reader):
    for path in ("/", "/contacts", "/contacts/1", "/static/meishi.css", "/nothing", "/contacts/99"):
        headers = reader.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"
        assert "server" not in headers


def test_no_page_names_another_site_or_has_a_script_within(site, reader):
    for path in ("/", "/contacts", "/contacts/1", "/contacts/1/log"):
        page = reader.get(path).text
        assert "http" not in page.replace("http://www.w3.org", "")
        assert "style=" not in page
        assert " on" + "click" not in page
        assert page.count("<script") == page.count('<script src="/static/')


def test_what_a_card_prints_stays_text(site, reader, tmp_path):
    evil = Contact(
        name=PersonName(full=f"{SCRIPT}山田", kana=SCRIPT),
        company=f'"><img src=x onerror=alert(1)>{SCRIPT}',
        departments=(SCRIPT,),
        emails=('x"onmouseover="alert(1)@example.jp',),
        urls=("javascript:alert(1)", "https://example.jp/'\"><script>"),
    )
    meet(site.library, tmp_path / "library", evil)

    for path in ("/", "/contacts", "/contacts/3", "/contacts/3/log"):
        page = reader.get(path).text
        assert SCRIPT not in page
        assert "<img src=x" not in page
        assert 'href="javascript' not in page
        assert '"onmouseover="' not in page
    found = submit(reader, "/contacts", query=f'"{SCRIPT}').text
    assert SCRIPT not in found


@pytest.mark.parametrize(
    ("printed", "leads_to"),
    [
        ("example.jp/a", "https://example.jp/a"),
        ("HTTP://example.jp", "HTTP://example.jp"),
        ("javascript:alert(1)", "https://javascript:alert(1)"),
        ("javascript://example.jp/%0aalert(1)", None),
        ("data://text/html,x", None),
        ("https://example.jp/<script>", None),
        ("https://example.jp/ x", None),
    ],
)
def test_a_web_address_leads_to_the_web_or_nowhere(printed, leads_to):
    assert web_address(printed) == leads_to


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e%2f%2e%2e%2fwiring.py",
        "/static//etc/passwd",
        "/contacts/1/cards/..%2f..%2fmeishi.db/small.jpg",
        "/contacts/1/cards/1/..%2flarge.jpg",
        "/contacts/..%2f1",
    ],
)
def test_no_path_leads_out_of_the_page(site, reader, path):
    answer = talk(site, "GET", path, cookie(reader))

    assert answer.split(b" ", 2)[1] in {b"404", b"422", b"400"}
    assert b"SQLite" not in answer
    assert b"import " not in answer


def test_what_is_too_large_is_refused_before_it_is_read(site, reader):
    csrf = csrf_of(reader)

    answer = talk(site, "POST", "/contacts", f"{cookie(reader)}Origin: {site.address}\r\nContent-Length: {10**12}\r\n")

    assert b"413" in answer.partition(b"\r\n")[0]
    for path, proof in (("/import", cookie(reader)), ("/api/import", bearer(site))):
        answer = talk(site, "POST", path, f"{proof}Origin: {site.address}\r\nContent-Length: {10**12}\r\n")
        assert b"413" in answer.partition(b"\r\n")[0]
        assert b"Send fewer or smaller files at once." in answer
    form = {"csrf": csrf, "said": "x" * MAX_BODY_BYTES}
    refused = reader.post("/contacts/1/log", data=form)
    assert refused.status_code == 413
    assert "default-src 'none'" in refused.headers["content-security-policy"]
    assert "<h1>Not done</h1>" in refused.text
    assert "Send fewer or smaller files at once." in refused.text


def test_who_is_not_inside_is_not_listened_to(site):
    """Nothing of what is sent is waited for: the answer comes before it."""
    answer = talk(site, "POST", "/contacts", f"Origin: {site.address}\r\nContent-Length: 1000\r\n")

    assert b"401" in answer.partition(b"\r\n")[0]


@pytest.mark.parametrize("path", ["/contacts/1/log", "/api/contacts/search"])
def test_what_never_ends_is_refused_once_it_is_too_large(site, reader, path):
    host, port = site.address.removeprefix("http://").split(":")
    sent = 0
    with closing(socket.create_connection((host, int(port)), 10)) as connection:
        connection.sendall(
            f"POST {path} HTTP/1.1\r\nHost: {host}:{port}\r\nOrigin: {site.address}\r\n"
            f"{cookie(reader)}{bearer(site)}Transfer-Encoding: chunked\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode()
        )
        connection.settimeout(10)
        answer = b""
        try:
            while sent < 50 * MAX_BODY_BYTES:
                connection.sendall(b"2000\r\n" + b"x" * 0x2000 + b"\r\n")
                sent += 0x2000
        except OSError:
            pass
        with suppress(OSError):
            answer = connection.recv(65536)
    assert sent < 50 * MAX_BODY_BYTES or b"413" in answer
    assert reader.get("/contacts").status_code == 200


def test_a_page_that_is_not_there_and_a_way_that_is_not_taken_say_so(reader):
    assert "There is no such page." in reader.get("/nothing").text
    assert reader.get("/nothing").status_code == 404
    answer = reader.delete("/contacts")
    assert answer.status_code == 405
    assert "This page does not take that." in answer.text
    assert reader.get("/contacts/99").status_code == 404
    assert "there is no contact 99" in reader.get("/contacts/99").text
    assert reader.get(f"/contacts/{10**30}").status_code == 400


def test_a_failure_that_nobody_foresaw_says_where_and_not_about_whom(site, reader, capfd):
    def fail():
        raise KeyError("山田 花子")

    site.app.app.get("/fails")(fail)
    answer = reader.get("/fails")

    assert answer.status_code == 500
    assert "This is a bug" in answer.text
    said = said_at_last(capfd)
    assert "KeyError in " in said
    assert "山田" not in answer.text + said


def test_where_there_is_no_room_on_the_disk_it_says_so(site, reader):
    def fail():
        raise OSError(errno.ENOSPC, "No space left on device")

    site.app.app.get("/fails")(fail)
    answer = reader.get("/fails")
    assert answer.status_code == 507
    assert "There is no room on the disk." in answer.text


def test_no_request_is_noted_anywhere(site, reader, capfd):
    submit(reader, "/contacts", query="山田")
    reader.get("/nothing?山田")

    said = capfd.readouterr()
    assert said.err + said.out == ""


def test_a_library_that_is_read_only_shows_all_and_changes_nothing(tmp_path):
    with running(tmp_path / "library", read_only=True) as site, site.reader() as reader:
        meet(site.library, tmp_path, Contact(name=PersonName(full="山田 花子")))
        before = site.library.store.contacts()
        assert "山田" in submit(reader, "/contacts", query="山田").text
        assert reader.get("/contacts/1").status_code == 200
        for path, fields in (
            ("/contacts/1/postcard", {"step": "post"}),
            ("/contacts/1/follow-up", {"step": "done"}),
            ("/contacts/1/log", {"said": "x"}),
            ("/contacts/1/closeness", {"closeness": "friend"}),
            ("/changes/1/undo", {}),
        ):
            answer = submit(reader, path, **fields)
            assert answer.status_code == 403
            assert "reading only" in answer.text
        assert site.library.store.contacts() == before
        assert site.library.store.history(1) == ()


def test_more_than_the_limit_waits_until_the_first_is_long_enough_ago():
    limit = RateLimit(2, 10)

    assert limit.wait_seconds("a", 0) == 0
    assert limit.wait_seconds("a", 4) == 0
    assert limit.wait_seconds("a", 5) == 5
    assert limit.wait_seconds("b", 5) == 0
    assert limit.wait_seconds("a", 10) == 0
    assert limit.wait_seconds("a", 11) == 3


def cookie(reader):
    return f"Cookie: meishi={reader.cookies['meishi']}\r\n"


def bearer(site):
    return f"Authorization: Bearer {site.tokens.add('raw', now=site.now).token}\r\n"


def talk(site, method, path, headers):
    """Send what no browser sends, as it is, and give all that comes back."""
    host, port = site.address.removeprefix("http://").split(":")
    request = f"{method} {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n{headers}\r\n"
    with closing(socket.create_connection((host, int(port)), 10)) as connection:
        connection.sendall(request.encode())
        return b"".join(iter(lambda: connection.recv(65536), b""))
