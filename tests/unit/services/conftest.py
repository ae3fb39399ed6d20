"""An empty library for each test, and a Radicale for those of syncing, with an empty address book and calendar."""

import pytest

from dav_server import Radicale
from meishi.store import Store


@pytest.fixture
def store():
    with Store.open_in_memory() as store:
        yield store


@pytest.fixture(scope="session")
def radicale(tmp_path_factory):
    server = Radicale(tmp_path_factory.mktemp("radicale"))
    yield server
    server.stop()


@pytest.fixture
def server(radicale):
    radicale.empty()
    return radicale
