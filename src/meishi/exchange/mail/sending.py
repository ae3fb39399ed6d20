"""Hand a message to the user's mail server (SMTP, RFC 5321), and know what became of it.

Until the server has been given the text, nothing can have been sent. After it has, only its answer tells; without
one, the mail was perhaps sent.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import getaddresses
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from meishi.errors import ExitCode, MeishiError, ServerError, SettingError
from meishi.exchange.passwords import THIS_MACHINE
from meishi.wording import marked

_TIMEOUT_SECONDS = 60.0


class Security(StrEnum):
    """How the connection is kept secret."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class SmtpServer(BaseModel):
    """The user's mail server.

    Attributes:
        host: Its name.
        port: Where it listens; None for the usual one: 465 for TLS, 587 otherwise.
        security: How the connection is kept secret; none only to this machine itself.
        user: Whom to log in as; None for a server that asks nobody.
        password: Theirs.
        ca_file: Certificates to trust besides the system's, for a server of one's own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str
    port: int | None = Field(default=None, ge=1, le=65535)
    security: Security = Security.TLS
    user: str | None = None
    password: SecretStr | None = None
    ca_file: Path | None = None


class MailRefusedError(ServerError):
    """The mail was certainly not sent."""


class MailUncertainError(MeishiError):
    """The server has the text but did not answer: perhaps the mail was sent."""

    exit_code = ExitCode.BATCH_INCOMPLETE


def send(message: EmailMessage, server: SmtpServer) -> None:
    """Send a message.

    Raises:
        SettingError: The connection would not be secret.
        MailRefusedError: The mail was not sent; the reason is the server's.
        MailUncertainError: It may have been sent.
    """
    ((_, sender),) = getaddresses([str(message["From"])])
    ((_, recipient),) = getaddresses([str(message["To"])])
    connection = _connect(server)
    try:
        _begin(connection, server, sender, recipient)
        _hand_over(connection, message)
        # The mail is sent, whatever the server says to the farewell.
        with suppress(OSError, smtplib.SMTPException):
            connection.quit()
    finally:
        connection.close()


def _connect(server: SmtpServer) -> smtplib.SMTP:
    if server.security is Security.NONE and server.host not in THIS_MACHINE:
        raise SettingError(
            f"the connection to {server.host} would not be secret", hint="Set MEISHI_SMTP_SECURITY to tls or starttls."
        )
    port = server.port or (465 if server.security is Security.TLS else 587)
    try:
        if server.security is Security.TLS:
            return smtplib.SMTP_SSL(server.host, port, timeout=_TIMEOUT_SECONDS, context=_trust(server))
        connection = smtplib.SMTP(server.host, port, timeout=_TIMEOUT_SECONDS)
    except (OSError, smtplib.SMTPException) as error:
        raise _refused(error) from error
    try:
        if server.security is Security.STARTTLS:
            connection.starttls(context=_trust(server))
    except (OSError, smtplib.SMTPException) as error:
        connection.close()
        raise _refused(error) from error
    return connection


def _trust(server: SmtpServer) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if server.ca_file is not None:
        try:
            context.load_verify_locations(server.ca_file)
        except (OSError, ssl.SSLError) as error:
            raise SettingError(f"{server.ca_file} holds no certificates: {error}", hint="Name a PEM file.") from error
    return context


def _begin(connection: smtplib.SMTP, server: SmtpServer, sender: str, recipient: str) -> None:
    """Do everything that comes before the text; whatever goes wrong here, nothing was sent."""
    try:
        connection.ehlo_or_helo_if_needed()
        if server.user is not None:
            connection.login(server.user, server.password.get_secret_value() if server.password else "")
        for answer in (connection.mail(sender), connection.rcpt(recipient)):
            _expect(answer, {250, 251})
        _expect(connection.docmd("DATA"), {354})
    except UnicodeEncodeError as error:
        # smtplib sends user and password in ASCII alone.
        raise SettingError(
            "the mail server's user or password has letters other than ASCII", hint="Set another password for mails."
        ) from error
    except (OSError, smtplib.SMTPException) as error:
        raise _refused(error) from error


def _hand_over(connection: smtplib.SMTP, message: EmailMessage) -> None:
    """Give the server the text, and wait for its word."""
    text = re.sub(rb"(?m)^\.", b"..", message.as_bytes())  # a full stop alone would end the text (RFC 5321, 4.5.2)
    try:
        connection.send(text + (b"" if text.endswith(b"\r\n") else b"\r\n") + b".\r\n")
        answer = connection.getreply()
    except (OSError, smtplib.SMTPException) as error:
        raise MailUncertainError(
            f"the mail server took the text and did not say what became of it ({_reason(error)})",
            hint="Look into your sent mail, then say what you saw: meishi mails settle.",
        ) from error
    try:
        _expect(answer, {250})
    except smtplib.SMTPException as error:
        raise _refused(error) from error


def _expect(answer: tuple[int, bytes], codes: set[int]) -> None:
    if answer[0] not in codes:
        raise smtplib.SMTPResponseException(*answer)


def _refused(error: Exception) -> MailRefusedError:
    hints: dict[type[Exception], str] = {
        smtplib.SMTPAuthenticationError: marked("Check MEISHI_SMTP_USER and the password."),
        ssl.SSLCertVerificationError: marked(
            "Check MEISHI_SMTP_HOST; the server shows a certificate that is not its own."
        ),
        smtplib.SMTPResponseException: marked("Check the address, or ask whoever runs the server."),
    }
    hint = next(
        (hint for kind, hint in hints.items() if isinstance(error, kind)), marked("Check the MEISHI_SMTP_ settings.")
    )
    return MailRefusedError(f"the mail was not sent: {_reason(error)}", hint=hint)


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        return f"{error.smtp_code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"
    return str(error) or type(error).__name__
