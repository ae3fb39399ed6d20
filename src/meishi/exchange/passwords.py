"""The passwords for the user's servers: in the system's keyring, or in a file that the user alone can read."""

from __future__ import annotations

import stat
from pathlib import Path

from meishi.errors import SettingError
from meishi.exchange.files import write_private
from meishi.wording import marked

_SERVICE = "meishi"
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
"""The hosts to which a password may go over an open line, for nobody else hears it."""

FILE_NAME = "server-password"
"""The file in the library's folder, for systems without a keyring."""


def find_password(home: Path, host: str, user: str) -> str | None:
    """Look for a password; None when none was kept.

    Args:
        home: The library's folder.
        host: The server, with its port where it has one.
        user: The user there.

    Raises:
        SettingError: The file with the password can be read by others.
    """
    file = home / FILE_NAME
    return read_password(file) if file.exists() else ask_keyring(host, user)


def read_password(file: Path) -> str:
    """Read a password from a file that its owner alone can read.

    Raises:
        SettingError: Others can read it, or it cannot be read.
    """
    try:
        if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise SettingError(
                f"others can read the password in {file}", hint=f"chmod 600 {file}; then choose a new password."
            )
        return file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"the password in {file} cannot be read: {error}", hint="Check the file's name.") from error


def ask_keyring(host: str, user: str) -> str | None:
    """Ask the system's keyring; None when it has no password, or there is no keyring."""
    try:
        import keyring  # noqa: PLC0415 - an extra, and slow to load
        from keyring.errors import KeyringError  # noqa: PLC0415
    except ModuleNotFoundError:
        return None
    try:
        return keyring.get_password(_SERVICE, f"{user}@{host}")
    except KeyringError:
        return None


def keep_password(home: Path, host: str, user: str, password: str) -> str:
    """Keep a password; says where."""
    import keyring  # noqa: PLC0415 - slow to load, and seldom needed
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        keyring.set_password(_SERVICE, f"{user}@{host}", password)
    except KeyringError:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(home / FILE_NAME, f"{password}\n".encode())
        return str(home / FILE_NAME)
    (home / FILE_NAME).unlink(missing_ok=True)
    return marked("the system's keyring")
