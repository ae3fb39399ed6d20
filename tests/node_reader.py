"""ical.js, a reader from another ecosystem: what meishi writes is read back by somebody who knows nothing of it.

npm installs it into `.cache` in the version that `node/package.json` names, and a Node process answers for all tests.
Beside it lies axe-core, which looks for what keeps people out of a page; a browser runs it.
"""

from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
from functools import cache
from pathlib import Path

SOURCES = Path(__file__).parent / "node"
INSTALLED = Path(__file__).parents[1] / ".cache" / "node-reader"
AXE = INSTALLED / "node_modules" / "axe-core" / "axe.min.js"


@cache
def why_missing():
    """Why it cannot be asked; empty when it can."""
    if not shutil.which("node") or not shutil.which("npm"):
        return "Node or npm is not installed; `.ci/system-packages node` installs them"
    INSTALLED.mkdir(parents=True, exist_ok=True)
    # Tests run in several processes; one of them installs it.
    with INSTALLED.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _install()


def _install():
    is_installed = (INSTALLED / "node_modules").exists() and all(
        (INSTALLED / file.name).exists() and (INSTALLED / file.name).read_bytes() == file.read_bytes()
        for file in SOURCES.iterdir()
    )
    if is_installed:
        return ""
    for file in SOURCES.iterdir():
        shutil.copy(file, INSTALLED)
    quietly = ("--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts")
    done = subprocess.run(["npm", "install", *quietly], cwd=INSTALLED, capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(INSTALLED)
        return f"npm could not install what node/package.json names: {done.stderr[-200:]}"
    return ""


class NodeReader:
    """Parses vCards and calendars into lists of (name, parameters, type, values...)."""

    def __init__(self):
        self._process = subprocess.Popen(
            ["node", "read.mjs"], cwd=INSTALLED, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def parse(self, content):
        self._process.stdin.write(json.dumps(content.decode("utf-8")) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        assert "error" not in answer, answer
        return answer["parsed"]

    def cards(self, content):
        """The properties of each vCard: name to the values of its lines."""
        parsed = self.parse(content)
        return [_by_name(card) for card in ([parsed] if parsed[0] == "vcard" else parsed)]

    def tasks(self, content):
        """The properties of each task or event of a calendar, and how many alarms it has."""
        _, _, components = self.parse(content)
        return [(_by_name(component), len(component[2])) for component in components]

    def close(self):
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()


def _by_name(component):
    lines = {}
    for name, _, _, *values in component[1]:
        lines.setdefault(name, []).append(values[0] if len(values) == 1 else values)
    return lines
