"""Mail: one line to one person, as a message for a server, a file, or the user's own mail program."""

from meishi.exchange.mail.composing import Mailbox, as_eml, as_mailto, compose
from meishi.exchange.mail.sending import MailRefusedError, MailUncertainError, Security, SmtpServer, send

__all__ = [
    "MailRefusedError",
    "MailUncertainError",
    "Mailbox",
    "Security",
    "SmtpServer",
    "as_eml",
    "as_mailto",
    "compose",
    "send",
]
