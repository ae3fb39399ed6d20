"""An empty library on each database that meishi can use; a test that asks for `store` or `url` runs on all of them."""

import os

import pytest
from sqlalchemy import create_engine, text

from meishi.store import Store


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgresql"))])
def url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'meishi.db'}"
    url = os.environ["MEISHI_TEST_POSTGRESQL_URL"]
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return url


@pytest.fixture
def store(url):
    with Store.open(url) as store:
        yield store
