"""An empty library for each test, and a Radicale for those of syncing, with an empty address book and calendar."""

import pytest

from dav_server import Radicale
from importing import open_library
from meishi.store import Store


@pytest.fixture
def store():
    with Store.open_in_memory() as store:
        yield store


@pytest.fixture
def library(meishi_home):
    """The same with room for pictures."""
    library = open_library(meishi_home)
    yield library
    library.store.close()


@pytest.fixture(scope="session")
def radicale(tmp_path_factory):
    server = Radicale(tmp_path_factory.mktemp("radicale"))
    yield server
    server.stop()


@pytest.fixture
def server(radicale):
    radicale.empty()
    return radicale
