"""Finds from files: what browsers, phones and mail programs leave becomes a link with its words."""

import plistlib
from email.message import EmailMessage

import pytest

from meishi.errors import UnreadableFileError
from meishi.exchange.read_find import MAX_LETTERS, holds_find, read_find

LINK = "https://example.com/椅子?a=1&b=2"


def mail(subject, body, html=None):
    message = EmailMessage()
    message["From"] = message["To"] = "yoko@example.jp"
    message["Subject"] = subject
    message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html")
    return message.as_bytes()


@pytest.mark.parametrize(
    ("name", "content", "text", "url"),
    [
        ("林業の椅子.url", b"[InternetShortcut]\r\nURL=https://example.com/a\r\n", "林業の椅子", "https://example.com/a"),
        ("Tea.webloc", plistlib.dumps({"URL": LINK}), "Tea", LINK),
        ("Tea.webloc", plistlib.dumps({"URL": LINK}, fmt=plistlib.FMT_BINARY), "Tea", LINK),
        ("a.txt", f"これ、好きそう\n{LINK}\n".encode(), "これ、好きそう", LINK),
        ("a.txt", "﻿思いつき".encode(), "思いつき", None),
        ("a.txt", "思いつき".encode("cp932"), "思いつき", None),
        ("a.txt", "思いつき".encode("utf-16"), "思いつき", None),
        ("a.TXT", b"https://example.com", "", "https://example.com"),
        ("m.eml", mail("Fwd: Re: 林業の椅子", f"<{LINK}>"), "林業の椅子", LINK),
        ("m.eml", mail("", f"好きそう {LINK} それから"), "好きそう それから", LINK),
        ("m.eml", mail("題", "", f'<a href="{LINK.replace("&", "&amp;")}">x</a>'), "題", None),
        ("m.eml", b"Subject: A\nContent-Type: text/html\n\n<a href='https://e.example/?a=1&amp;b'>", "A", "https://e.example/?a=1&b"),
        ("m.eml", b"Subject: A\nContent-Type: text/plain; charset=x-none\n\nhttps://e.example", "A", "https://e.example"),
    ],
)  # fmt: skip
def test_it_becomes_words_and_a_link(tmp_path, name, content, text, url):
    file = tmp_path / name
    file.write_bytes(content)
    assert holds_find(file)
    find = read_find(file)
    assert (find.text, find.url) == (text, url)


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b"\x89PNG\r\n\x00\x1a\x81\xff", "no text"),
        ("a.txt", b"x" * (MAX_LETTERS + 1), "limit"),
        ("a.url", b"[InternetShortcut]\nURL=file:///etc/passwd", "no link"),
        ("a.webloc", b"<plist><dict><key>URL", "no link"),
        ("a.webloc", b"bplist00garbage", "no link"),
        ("a.webloc", plistlib.dumps({"URL": "javascript:alert(1)"}), "no link"),
        ("a.webloc", plistlib.dumps(["https://example.com"]), "no link"),
        (
            "a.webloc",
            b'<!DOCTYPE p [<!ENTITY a "x">]><plist><dict><key>URL</key><string>&a;</string></dict></plist>',
            "no link",
        ),
        ("a.eml", b"\n\nno head", "no mail"),
        ("a.eml", b"From: a@example.com\n\n", "neither"),
    ],
)
def test_what_cannot_be_a_find_says_why(tmp_path, name, content, word):
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(UnreadableFileError, match=word) as raised:
        read_find(file)
    assert raised.value.hint


def test_pictures_are_no_finds(tmp_path):
    assert not holds_find(tmp_path / "card.jpg")
    assert not holds_find(tmp_path / "url")
