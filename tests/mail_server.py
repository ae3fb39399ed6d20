"""A mail server of the tests' own, as a program: `python mail_server.py FOLDER [MODE]`.

It prints its port, then keeps each mail that it takes as a file in the folder. Modes: `plain`; `starttls`, which asks
for STARTTLS and a login before anything else; `refusing`, which knows no recipient; `silent`, which takes the text and
hangs up without a word; `slow`, which takes the text and answers when a file `go` lies in the folder.
"""

import asyncio
import ssl
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

USER, PASSWORD = "yoko", "open sesame"


@contextmanager
def mail_server(folder, mode="plain"):
    """A server in a process of its own; gives the settings that name it."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, __file__, str(folder), mode]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        try:
            port = running.stdout.readline().strip()
            yield {"MEISHI_SMTP_HOST": "127.0.0.1", "MEISHI_SMTP_PORT": port, "MEISHI_SMTP_SECURITY": "none"}
        finally:
            running.terminate()


class Keeper:
    """Keeps what it is sent."""

    def __init__(self, folder, mode):
        self.folder, self.mode = folder, mode

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if self.mode == "refusing":
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        number = len(list(self.folder.glob("*.eml"))) + 1
        (self.folder / f"{number}.eml").write_bytes(envelope.original_content)
        (self.folder / f"{number}.to").write_text("\n".join(envelope.rcpt_tos), encoding="utf-8")
        if self.mode == "silent":
            server.transport.close()
        while self.mode == "slow" and not (self.folder / "go").exists():
            await asyncio.sleep(0.02)
        return "250 taken"


def authenticate(server, session, envelope, mechanism, data):
    is_right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=is_right)


async def serve(folder, mode):
    options = {"hostname": "localhost", "enable_SMTPUTF8": False}
    if mode == "starttls":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
        options |= {
            "tls_context": context,
            "require_starttls": True,
            "auth_required": True,
            "authenticator": authenticate,
        }
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Keeper(folder, mode), **options), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "plain"))
