from __future__ import annotations

import os
import stat
import time

import pytest

from meishi.errors import UnreadableFileError, UsageError
from meishi.exchange.files import read_limited, write_private


def test_a_written_file_is_its_owners_alone_even_where_it_was_not(tmp_path):
    file = tmp_path / "contacts.vcf"
    file.write_text("old")
    file.chmod(0o644)
    write_private(file, b"new")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["contacts.vcf"]


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(UsageError):
        write_private(tmp_path / "nowhere" / "contacts.vcf", b"")


def test_a_file_of_100_megabytes_is_refused_unread(tmp_path):
    file = tmp_path / "huge.vcf"
    with file.open("wb") as opened:
        opened.truncate(100_000_000)
    before = time.process_time()
    with pytest.raises(UnreadableFileError, match="100,000,000"):
        read_limited(file)
    assert time.process_time() - before < 0.5


def test_what_is_no_file_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty").touch()
    for name in ("pipe", "empty", "missing", "."):
        with pytest.raises(UnreadableFileError):
            read_limited(tmp_path / name)
