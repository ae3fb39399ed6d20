"""An empty library on each database that meishi can use; a test that asks for `store` or `url` runs on all of them."""

import os

import pytest

from empty_libraries import postgresql_copies
from meishi.store import Store


@pytest.fixture(scope="session")
def new_postgresql_library():
    with postgresql_copies(os.environ["MEISHI_TEST_POSTGRESQL_URL"]) as new_library:
        yield new_library


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgresql"))])
def url(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'meishi.db'}"
    else:
        with request.getfixturevalue("new_postgresql_library")() as url:
            yield url


@pytest.fixture
def store(url):
    with Store.open(url) as store:
        yield store
