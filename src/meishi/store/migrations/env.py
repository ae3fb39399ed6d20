"""Runs migrations inside the transaction that opening a library has begun."""

from __future__ import annotations

from alembic import context

from meishi.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite cannot alter most of a table; Alembic then copies it.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
