"""A one-line mail as a message (RFC 5322), a file, or a `mailto:` link (RFC 6068)."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict

from meishi.errors import UsageError
from meishi.wording import marked

# Not every server takes letters beyond ASCII as they are.
_POLICY = SMTP.clone(cte_type="7bit")


class Mailbox(BaseModel):
    """Somebody's name and mail address.

    Attributes:
        name: As it should be shown; may be empty.
        address: One address, `name@example.com`.
    """

    model_config = ConfigDict(frozen=True)

    name: str = ""
    address: str


def compose(
    sender: Mailbox, recipient: Mailbox, *, subject: str, body: str, message_id: str, now: datetime
) -> EmailMessage:
    """Write a message to one person.

    Raises:
        UsageError: A name, an address or the subject has characters that would end a header line, or the address is
            not exactly one.
    """
    message = EmailMessage(policy=_POLICY)
    message["From"] = _address(sender)
    message["To"] = _address(recipient)
    message["Subject"] = _one_line(marked("subject"), subject)
    message["Date"] = now
    message["Message-ID"] = message_id
    message.set_content(body, charset="utf-8")
    return message


def as_eml(message: EmailMessage) -> bytes:
    """Give a message as a file that mail programs open as a draft."""
    draft = EmailMessage(policy=_POLICY)
    # Apple's and Mozilla's programs open a file with this header for writing instead of reading.
    draft["X-Unsent"] = "1"
    for name, value in message.items():
        if name.lower() not in {"content-type", "content-transfer-encoding", "mime-version"}:
            draft[name] = value
    draft.set_content(message.get_content(), charset="utf-8")
    return draft.as_bytes()


def as_mailto(recipient: Mailbox, *, subject: str, body: str) -> str:
    """Give a link that opens the user's mail program with everything filled in.

    Raises:
        UsageError: As for `compose`.
    """
    address = _address(recipient).addr_spec
    crlf_body = "\r\n".join(body.splitlines())
    return (
        f"mailto:{quote(address, safe='@')}"
        f"?subject={quote(_one_line('subject', subject), safe='')}&body={quote(crlf_body, safe='')}"
    )


def _address(box: Mailbox) -> Address:
    name, address = _one_line(marked("name"), box.name), _one_line(marked("mail address"), box.address)
    user, sign, domain = address.rpartition("@")
    if not (user and sign and domain) or any(character in address for character in ' ,;<>()[]"\\:'):
        raise UsageError(f"{address!r} is not one mail address", hint="`meishi edit ID` puts it right.")
    if not address.isascii():
        raise UsageError(
            f"{address!r} has letters that mail servers do not take", hint="Ask for their address in Latin letters."
        )
    return Address(display_name=name, username=user, domain=domain)


def _one_line(word: str, text: str) -> str:
    """Refuse what would begin a header line of its own, or hide text (control and format characters)."""
    if any(unicodedata.category(character) in {"Cc", "Zl", "Zp"} for character in text):
        raise UsageError(
            f"the {word} has a line break or control character in it: {text!r}",
            hint=marked("Write it in one line; `meishi edit ID` puts a contact right."),
        )
    return text
