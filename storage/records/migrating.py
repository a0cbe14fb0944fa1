"""Schema migrations, run from the program itself.

A new one is drafted with ``alembic.command.revision(config_for(connection), message, autogenerate=True)`` on a database
at the newest revision; the contract suite says when tables and migrations part.
"""

import threading
from importlib import resources

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, text

# Any number will do that no other program takes on this database.
ADVISORY_LOCK = 0x50_4F_48_4F_41

# Alembic keeps the migration under way in module globals.
_one_at_a_time = threading.Lock()


def upgrade(engine: Engine) -> str:
    """Bring the schema to the newest revision, in one transaction, and return that revision.

    Processes that call this at once queue: on PostgreSQL for an advisory lock, on SQLite for the write lock.
    """
    with _one_at_a_time, engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            # The limits of everyday statements are too short for the queue and for large tables.
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        command.upgrade(config_for(connection), "head")
        return str(_revision(connection))


def current_revision(engine: Engine) -> str | None:
    """The schema's revision; ``None`` for an empty database."""
    with engine.connect() as connection:
        return _revision(connection)


def config_for(connection: Connection) -> Config:
    """Alembic's configuration over the migrations in this package and an open connection."""
    config = Config()
    config.set_main_option("script_location", str(resources.files("storage.records") / "migrations"))
    config.attributes["connection"] = connection
    return config


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
