"""Workers that read hundreds of pictures stay as large as they are after the first ones."""

import platform
from pathlib import Path

import pytest

from meishi.services.workers import give_memory_back

_IS_GLIBC = platform.libc_ver()[0] == "glibc"


def resident_mb():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


@pytest.mark.skipif(not _IS_GLIBC, reason="only glibc lets one ask for it")
def test_what_was_freed_between_things_that_stay_goes_back_to_the_system():
    pieces = [bytearray(60_000) for _ in range(3000)]
    staying = pieces[::50]
    before = resident_mb()
    del pieces
    give_memory_back()
    assert len(staying) == 60
    assert resident_mb() < before - 100
