"""Two imports of the same pictures at the same moment, into one library."""

import subprocess
import sys
from pathlib import Path

from importing import open_library

CARDS = 30


def test_nobody_is_there_twice_and_nobody_is_missing(url, tmp_path, meishi_home):
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for number in range(CARDS):
        (pictures / f"{number:02}.jpg").write_bytes(f"picture {number}".encode())
    meishi_home.mkdir(mode=0o700)
    importer = Path(__file__).parent.parent / "importing.py"
    command = [sys.executable, str(importer), str(pictures), str(meishi_home), url]
    running = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [process.wait() for process in running] == [0, 0]
    library = open_library(meishi_home, url)
    records = library.store.contacts()
    assert sorted(record.contact.name.full for record in records) == [f"山田 {number:02}" for number in range(CARDS)]
    assert all(len(record.postcards) == len(record.follow_ups) == 1 for record in records)
    library.store.close()
