"""What the system needs to start the watcher by itself: a systemd user unit, or a launchd agent."""

from __future__ import annotations

import plistlib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from meishi.errors import ExitCode

_LABEL = "meishi-watch"
# Started again, it would fail in the same way.
_FINAL = (ExitCode.USAGE, ExitCode.SETUP)


class ServiceManager(StrEnum):
    """Who starts the watcher."""

    SYSTEMD = "systemd"
    LAUNCHD = "launchd"


def service_file(
    manager: ServiceManager, command: Sequence[str], environment: Mapping[str, str], *, user_home: Path
) -> str:
    """Write the file that makes a service of a command.

    Args:
        manager: Who is to start it.
        command: The program's full path and its arguments.
        environment: The variables it needs.
        user_home: Where launchd is to put what the command says.

    Returns:
        The file's text; for systemd, it says in its head how to install it.
    """
    if manager is ServiceManager.LAUNCHD:
        return _launchd(command, environment, user_home)
    return _systemd(command, environment)


def _systemd(command: Sequence[str], environment: Mapping[str, str]) -> str:
    lines = (
        f"# Save as ~/.config/systemd/user/{_LABEL}.service, then: systemctl --user enable --now {_LABEL}",
        "[Unit]",
        "Description=meishi: business cards dropped into a folder become contacts",
        "",
        "[Service]",
        f"ExecStart={' '.join(_quoted(word, in_command=True) for word in command)}",
        *(f"Environment={_quoted(f'{name}={value}')}" for name, value in environment.items()),
        "Restart=on-failure",
        "RestartSec=30",
        f"RestartPreventExitStatus={' '.join(str(int(code)) for code in _FINAL)}",
        "# The watcher itself ends what it has started; told at the same time, those would seem to have failed.",
        "KillMode=mixed",
        "Nice=10",
        "UMask=0077",
        "",
        "[Install]",
        "WantedBy=default.target",
    )
    return "\n".join(lines) + "\n"


def _quoted(word: str, *, in_command: bool = False) -> str:
    """Quote for systemd, which expands % everywhere and $ in commands (systemd.syntax(7), systemd.service(5))."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("%", "%%")
    return f'"{escaped.replace("$", "$$") if in_command else escaped}"'


def _launchd(command: Sequence[str], environment: Mapping[str, str], user_home: Path) -> str:
    agent = {
        "Label": _LABEL,
        "ProgramArguments": list(command),
        "EnvironmentVariables": dict(environment),
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": 30,
        "ProcessType": "Background",
        "Umask": 0o077,
        "StandardErrorPath": str(user_home / "Library" / "Logs" / f"{_LABEL}.log"),
    }
    return plistlib.dumps(agent).decode("utf-8")
