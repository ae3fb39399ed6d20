"""Workers end when they are told to, and those that read hundreds of pictures stay as large as after the first ones."""

import platform
import time
from pathlib import Path

import pytest

from meishi.services.workers import WorkerPool, give_memory_back
from misbehaving import answer_half
from patience import wait_until

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


def test_a_worker_that_is_ended_in_the_middle_of_its_answer_holds_nobody_up(tmp_path):
    pool = WorkerPool(1)
    pool.submit(answer_half, tmp_path / "begun")
    listening = pool._executor_manager_thread
    wait_until((tmp_path / "begun").exists, or_else="no worker began")
    time.sleep(0.2)
    pool.shutdown(wait=False)
    listening.join(30)
    assert not listening.is_alive()
