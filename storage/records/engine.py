"""Connections: one engine per address, with the habits each database needs."""

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from domain.errors import BadSettings, RecordsUnavailable
from storage.records.types import dump_json

BUSY_TIMEOUT_S = 30
"""How long a writer of SQLite queues for the one before it."""

POSTGRESQL_OPTIONS = {
    "statement_timeout": "60s",
    "lock_timeout": "30s",
    # A worker that hangs inside a transaction must not hold its rows for ever.
    "idle_in_transaction_session_timeout": "120s",
}


def engine_for(address: str) -> Engine:
    """An engine for ``sqlite:///path`` or ``postgresql://[user[:password]@]host[:port]/database``.

    Raises:
        BadSettings: the address is of no known form.
        RecordsUnavailable: the folder of the SQLite file cannot be made.
    """
    try:
        url = make_url(address)
    except ArgumentError:
        # The address is not repeated: it may hold a password.
        raise BadSettings("no database address", setting="records") from None
    match url.get_backend_name():
        case "sqlite":
            return _sqlite(url)
        case "postgresql":
            return _postgresql(url)
    raise BadSettings("the database is SQLite or PostgreSQL", setting="records")


def _sqlite(url: URL) -> Engine:
    if not url.database or url.database == ":memory:" or url.query:
        raise BadSettings("a SQLite address is sqlite:///path and nothing more", setting="records")
    try:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RecordsUnavailable(str(error)) from error
    engine = create_engine(
        url.set(drivername="sqlite+pysqlite"),
        connect_args={"timeout": BUSY_TIMEOUT_S},
        json_serializer=dump_json,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    # The driver would begin transactions by itself, late and never around DDL.
    connection.isolation_level = None
    # Without recursive triggers, INSERT OR REPLACE would delete a row past the triggers that guard it.
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "recursive_triggers = ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    # Taking the write lock at once makes writers queue; a later upgrade of a read lock fails without waiting.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _postgresql(url: URL) -> Engine:
    options = " ".join(f"-c {name}={value}" for name, value in POSTGRESQL_OPTIONS.items())
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={"application_name": "sohoa", "connect_timeout": 5, "options": options},
        json_serializer=dump_json,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=8,
    )
