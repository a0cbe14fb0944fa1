"""Alembic's entry: runs the migrations over the connection that ``storage.records.migrating`` hands in."""

from alembic import context

from storage.records.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
