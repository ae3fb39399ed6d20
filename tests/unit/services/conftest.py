"""A Radicale for all tests of syncing; each finds its address book and its calendar empty."""

import pytest

from dav_server import Radicale


@pytest.fixture(scope="session")
def radicale(tmp_path_factory):
    server = Radicale(tmp_path_factory.mktemp("radicale"))
    yield server
    server.stop()


@pytest.fixture
def server(radicale):
    radicale.empty()
    return radicale
