"""Messages: to exactly one person, and nothing smuggled into their headers."""

import email
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.policy import default
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from mail_server import PASSWORD, USER
from meishi.errors import SettingError, UsageError
from meishi.exchange.mail import (
    Mailbox,
    MailRefusedError,
    MailUncertainError,
    Security,
    SmtpServer,
    as_eml,
    as_mailto,
    compose,
    send,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
YOKO = Mailbox(name="相原 陽子", address="yoko@example.jp")
TARO = Mailbox(name="𠮷田 髙志", address="takashi@example.com")
LINE = "これ、お好きだと思って。\n\nhttps://example.com/椅子\n"


def message(recipient=TARO, subject="これ、お好きだと思って。", body=LINE):
    return compose(YOKO, recipient, subject=subject, body=body, message_id="<1@example.jp>", now=NOW)


@contextmanager
def mail_server(folder, mode="plain"):
    """A server in a process of its own; gives its port."""
    program = Path(__file__).parents[2] / "mail_server.py"
    with subprocess.Popen(
        [sys.executable, str(program), str(folder), mode], stdout=subprocess.PIPE, text=True
    ) as running:
        try:
            yield int(running.stdout.readline())
        finally:
            running.terminate()


def taken(folder):
    """The mails that a server took."""
    files = sorted(folder.glob("*.eml"))
    return [email.message_from_bytes(file.read_bytes(), policy=default) for file in files]


def loopback(port, **options):
    return SmtpServer(host="127.0.0.1", port=port, **{"security": Security.NONE, **options})


@pytest.fixture
def certificate(tmp_path):
    """A certificate for localhost, made for this test; the server reads it from its folder."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (tmp_path / "certificate.pem").write_bytes(made.public_bytes(pem))
    key_form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (tmp_path / "key.pem").write_bytes(key.private_bytes(pem, *key_form))
    return tmp_path / "certificate.pem"


def test_japanese_names_subjects_and_words_arrive_as_they_were_written(tmp_path):
    with mail_server(tmp_path) as port:
        send(message(), loopback(port))
    (arrived,) = taken(tmp_path)
    assert arrived["Subject"] == "これ、お好きだと思って。"
    assert arrived["To"].addresses[0].display_name == "𠮷田 髙志"
    assert arrived["From"].addresses[0].addr_spec == "yoko@example.jp"
    assert arrived["Message-ID"] == "<1@example.jp>"
    assert arrived.get_content().replace("\r\n", "\n") == LINE
    assert (tmp_path / "1.to").read_text(encoding="utf-8") == "takashi@example.com"


def test_a_full_stop_alone_on_a_line_does_not_end_the_mail(tmp_path):
    with mail_server(tmp_path) as port:
        send(message(body="before\n.\n..after\n"), loopback(port))
    (arrived,) = taken(tmp_path)
    assert arrived.get_content().replace("\r\n", "\n") == "before\n.\n..after\n"


def test_over_tls_with_a_login(tmp_path, certificate):
    with mail_server(tmp_path, "starttls") as port:
        server = SmtpServer(
            host="localhost",
            port=port,
            security=Security.STARTTLS,
            user=USER,
            password=SecretStr(PASSWORD),
            ca_file=certificate,
        )
        send(message(), server)
        wrong = server.model_copy(update={"password": SecretStr("wrong")})
        with pytest.raises(MailRefusedError, match="not sent") as caught:
            send(message(), wrong)
        assert "MEISHI_SMTP_USER" in caught.value.hint
        with pytest.raises(SettingError, match="ASCII"):
            send(message(), server.model_copy(update={"password": SecretStr("ひみつ")}))
        distrusted = server.model_copy(update={"ca_file": None})
        with pytest.raises(MailRefusedError, match="certificate"):
            send(message(), distrusted)
    assert len(taken(tmp_path)) == 1


def test_a_server_that_says_no_has_not_sent_it(tmp_path):
    with mail_server(tmp_path, "refusing") as port, pytest.raises(MailRefusedError, match="no such person"):
        send(message(), loopback(port))


def test_a_server_that_is_not_there_has_not_sent_it():
    with pytest.raises(MailRefusedError):
        send(message(), loopback(1))


def test_a_server_that_hangs_up_after_the_text_leaves_it_open(tmp_path):
    with mail_server(tmp_path, "silent") as port, pytest.raises(MailUncertainError) as caught:
        send(message(), loopback(port))
    assert "settle" in caught.value.hint


def test_nothing_goes_over_an_open_line():
    with pytest.raises(SettingError, match="secret"):
        send(message(), SmtpServer(host="mail.example.com", security=Security.NONE))


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("山田\nBcc: everybody@example.com", "taro@example.com"),
        ("山田\r\n\r\nBuy now", "taro@example.com"),
        ("山田\u2028Bcc: x", "taro@example.com"),
        ("山田", "taro@example.com\nBcc: x@example.com"),
        ("山田", "taro@example.com, hanako@example.com"),
        ("山田", "taro@example.com;hanako@example.com"),
        ("山田", "<taro@example.com> hanako@example.com"),
        ("山田", "taro"),
        ("山田", "太郎@example.com"),
    ],
)
def test_what_would_be_another_header_or_recipient_is_refused(name, address):
    box = Mailbox(name=name, address=address)
    with pytest.raises(UsageError) as caught:
        message(recipient=box)
    assert caught.value.hint
    with pytest.raises(UsageError):
        as_mailto(box, subject="s", body="b")


def test_a_subject_with_a_line_break_is_refused():
    with pytest.raises(UsageError):
        message(subject="hello\nBcc: everybody@example.com")


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_a_card_says_there_is_one_recipient_or_none(name, subject):
    try:
        written = message(Mailbox(name=name, address="taro@example.com"), subject=subject)
    except UsageError:
        return
    read = email.message_from_bytes(written.as_bytes(), policy=default)
    assert [address.addr_spec for address in read["To"].addresses] == ["taro@example.com"]
    assert {header.lower() for header in read.keys()} == {  # noqa: SIM118 - a message is no dictionary
        *("from", "to", "subject", "date", "message-id", "content-type", "content-transfer-encoding", "mime-version")
    }
    assert read["Bcc"] is None


def test_an_address_that_japanese_telephones_have_is_taken():
    assert "a..b" in str(message(Mailbox(name="", address="a..b@docomo.ne.jp"))["To"])


def test_a_file_for_mail_programs_is_a_draft_to_the_same_person():
    read = email.message_from_bytes(as_eml(message()), policy=default)
    assert read["X-Unsent"] == "1"
    assert read["To"].addresses[0].addr_spec == "takashi@example.com"
    assert read.get_content().replace("\r\n", "\n") == LINE


def test_a_link_for_the_mail_program_holds_everything():
    parts = urlsplit(as_mailto(TARO, subject="& 挨拶?", body=LINE))
    assert unquote(parts.path) == "takashi@example.com"
    assert parse_qs(parts.query) == {"subject": ["& 挨拶?"], "body": [LINE.rstrip("\n").replace("\n", "\r\n")]}
