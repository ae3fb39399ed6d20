"""The API under calls that nobody would write, drawn by schemathesis from the API's own document."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from importing import meet
from meishi.domain.contact import Address, Contact, PersonName
from web_site import running

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)


@pytest.mark.needs("schemathesis")
def test_whatever_is_called_the_answer_is_as_the_document_says_and_never_a_failure_of_the_server(tmp_path, capfd):
    with running(tmp_path / "library") as site:
        address = Address(full="東京都千代田区丸の内1-1-1", postal_code="100-0001", country="JP")
        people = [
            Contact(name=PersonName(full="山田 花子"), company="山田商店", addresses=(address,)),
            Contact(name=PersonName(full="鈴木 一郎"), company="鈴木工業"),
        ]
        meet(site.library, tmp_path, *people)
        with site.program() as program:
            token = program.headers["authorization"]
        drawing = ("--generation-deterministic", "--max-examples", "10", "--continue-on-failure")
        showing = ("--warnings", "off", "--no-color")
        # In a process of its own: what it brings along for pytest would slow down every other test.
        fuzzer = Path(sys.executable).with_name("st")
        run = subprocess.run(
            [
                *(fuzzer, "run", f"{site.address}/api/openapi.json", "--header", f"Authorization: {token}"),
                *("--checks", ",".join(CHECKS), *drawing, *showing),
            ],
            cwd=tmp_path,
            env={**os.environ, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert run.returncode == 0, run.stdout + run.stderr
        assert "Selected: 20/20" in run.stdout
        assert site.importer.trouble is None
    assert "failed" not in capfd.readouterr().err
