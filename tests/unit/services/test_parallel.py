from pathlib import Path

import pytest

from meishi.errors import EngineMissingError
from meishi.services.parallel import read_in_parallel
from meishi.services.workers import WorkerPool
from misbehaving import read_or_misbehave


def read_all(names):
    paths = [Path(name) for name in names]
    return list(read_in_parallel(paths, read_or_misbehave, WorkerPool, workers=2, send=lambda path: path))


def test_every_file_gives_one_result_in_the_order_given():
    names = [f"{number}.jpg" for number in range(11)]
    results = read_all(names)
    assert [str(result.path) for result in results] == names
    assert not any(result.errors for result in results)


@pytest.mark.parametrize("culprit", ["kills.jpg", "raises.jpg", "hangs.jpg"])
def test_a_file_that_ends_its_process_or_fails_ends_only_itself(culprit):
    names = [*(f"{number}.jpg" for number in range(5)), culprit, "6.jpg"]
    results = read_all(names)
    assert [str(result.path) for result in results] == names
    assert [result.path.name for result in results if result.errors] == [culprit]


def test_a_missing_engine_stops_everything_at_once():
    with pytest.raises(EngineMissingError):
        read_all(["0.jpg", "not-installed.jpg", "2.jpg"])
