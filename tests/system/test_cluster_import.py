"""Imports that read on a real Dask cluster, whose workers are processes of their own."""

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from command import meishi, meishi_program
from importing import open_library, run_import
from meishi.errors import ExitCode, SetupError
from meishi.services import cluster as cluster_reading
from meishi.services.cluster import read_on_cluster
from misbehaving import read_sent_made_up, read_sent_or_misbehave

TESTS = Path(__file__).parents[1]
DEMO = TESTS.parent / "samples" / "demo"

pytestmark = pytest.mark.needs("dask")


@contextmanager
def running_cluster():
    """A cluster of two workers, in a session of its own; a task that has lost two workers is given up."""
    environment = {**os.environ, "PYTHONPATH": str(TESTS), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
    with subprocess.Popen(
        [sys.executable, str(TESTS / "cluster.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
        start_new_session=True,
    ) as process:
        try:
            yield json.loads(process.stdout.readline()), process
        finally:
            process.stdin.close()
            process.wait(30)


@pytest.fixture(scope="module")
def cluster():
    with running_cluster() as (cluster, _):
        yield cluster


@pytest.fixture
def pictures(tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()

    def make(names):
        files = [folder / name for name in names]
        for file in files:
            file.write_bytes(f"picture {file.name}".encode())
        return files

    return make


def test_every_file_gives_one_result_in_the_order_given_and_a_missing_one_its_reason(cluster, pictures):
    files = [*pictures(f"{number}.jpg" for number in range(9)), Path("missing.jpg")]
    results = list(read_on_cluster(files, read_sent_made_up, cluster["address"]))
    assert [result.path for result in results] == files
    assert [result.path.name for result in results if result.errors] == ["missing.jpg"]
    assert "no such file" in str(results[-1].errors[0])


@pytest.mark.parametrize("culprit", ["kills.jpg", "raises.jpg"])
def test_a_file_that_ends_its_workers_ends_only_itself(cluster, pictures, culprit):
    files = pictures(["0.jpg", culprit, "2.jpg", "3.jpg", "4.jpg", "5.jpg"])
    results = list(read_on_cluster(files, read_sent_or_misbehave, cluster["address"]))
    assert [result.path.name for result in results if result.errors] == [culprit]


def test_a_file_during_which_a_worker_ended_once_is_read_by_another(cluster, pictures, tmp_path):
    files = pictures(f"{number}.jpg" for number in range(6))
    files[2].write_bytes(f"kills once{tmp_path / 'killed'}".encode())
    results = list(read_on_cluster(files, read_sent_or_misbehave, cluster["address"]))
    assert (tmp_path / "killed").exists()
    assert not any(result.errors for result in results)


def test_a_worker_killed_in_the_middle_of_an_import_costs_nobody(cluster, pictures, meishi_home):
    from distributed import Client  # noqa: PLC0415 - an extra

    files = pictures(f"{number:02}.jpg" for number in range(40))
    library = open_library(meishi_home)

    def read_and_kill(paths):
        for number, result in enumerate(read_on_cluster(paths, read_sent_made_up, cluster["address"])):
            if number == 3:
                with Client(cluster["address"], set_as_default=False) as client:
                    os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
            yield result

    outcomes = run_import(files, library, read_and_kill)
    assert not any(outcome.set_aside for outcome in outcomes)
    assert sorted(record.contact.name.full[-2:] for record in library.store.contacts()) == [
        f"{n:02}" for n in range(40)
    ]
    library.store.close()


@pytest.mark.needs("tesseract")
def test_the_command_reads_there_what_it_reads_here(cluster, pictures, tmp_path):
    (tmp_path / "dropped").mkdir()
    for name in ("09-scan.jpg", "10-scan-both-sides.pdf"):
        (tmp_path / "dropped" / name).write_bytes((DEMO / name).read_bytes())
    found = []
    for home, executor in (("here", "processes"), ("there", cluster["address"])):
        settings = {"MEISHI_HOME": str(tmp_path / home), "MEISHI_ENGINE": "tesseract", "MEISHI_EXECUTOR": executor}
        assert meishi_program("import", tmp_path / "dropped", **settings).returncode == ExitCode.OK
        lines = meishi("contacts", "--json", **settings).stdout.splitlines()
        found.append([json.loads(line)["contact"] for line in lines])
    assert len(found[0]) == 2
    assert found[0] == found[1]


def test_a_cluster_that_is_not_there_is_said(pictures, monkeypatch):
    monkeypatch.setattr(cluster_reading, "_CONNECT_SECONDS", 1)
    with pytest.raises(SetupError) as caught:
        list(read_on_cluster(pictures(["0.jpg"]), read_sent_made_up, "tcp://127.0.0.1:9"))
    assert caught.value.hint


def test_an_address_that_is_none_is_refused_as_a_setting(tmp_path):
    result = meishi("import", tmp_path, MEISHI_EXECUTOR="somewhere")
    assert result.returncode == ExitCode.SETUP
    assert "MEISHI_EXECUTOR" in result.stderr


def test_a_cluster_that_is_lost_stops_the_import_with_what_is_done_saved(pictures, meishi_home):
    files = pictures(f"{number:02}.jpg" for number in range(40))
    library = open_library(meishi_home)
    with running_cluster() as (cluster, process):

        def read_until_lost(paths):
            for number, result in enumerate(read_on_cluster(paths, read_sent_made_up, cluster["address"])):
                if number == 5:
                    os.killpg(process.pid, signal.SIGKILL)
                yield result

        with pytest.raises(SetupError):
            run_import(files, library, read_until_lost)
    # A picture whose neighbour in the row is not read yet may be a front without its back, and is read again.
    assert len(library.store.contacts()) >= 3
    library.store.close()


def test_a_cluster_that_keeps_no_workers_is_not_waited_for_for_ever(pictures, meishi_home, monkeypatch):
    from distributed import Client  # noqa: PLC0415 - an extra

    monkeypatch.setattr(cluster_reading, "_WORKERS_SECONDS", 3)
    files = pictures(f"{number:02}.jpg" for number in range(40))
    with running_cluster() as (cluster, _), Client(cluster["address"], set_as_default=False) as client:

        async def close_workers(dask_scheduler):
            for address in list(dask_scheduler.workers):
                await dask_scheduler.remove_worker(address, stimulus_id="test", close=True)

        def read_until_all_have_left(paths):
            for number, result in enumerate(read_on_cluster(paths, read_sent_made_up, cluster["address"])):
                if number == 3:
                    client.run_on_scheduler(close_workers)
                yield result

        library = open_library(meishi_home)
        with library.store, pytest.raises(SetupError):
            run_import(files, library, read_until_all_have_left)
