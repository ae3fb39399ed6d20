"""Libraries as earlier versions of meishi left them."""

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text


def make_old_library(url, revision, statements=(), **values):
    """Make the tables of a revision, and run statements on them."""
    engine = create_engine(url)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "meishi:store/migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for statement in statements:
            connection.execute(text(statement), values)
    engine.dispose()
