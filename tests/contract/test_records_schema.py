"""What the database itself keeps: its schema, its checks, and the rows that nobody may change."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from enum import StrEnum

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from domain.errors import RecordsUnavailable
from domain.model import Digest, DocumentState, OutcomeState, RepresentationKind
from storage.records.engine import engine_for
from storage.records.port import Records
from storage.records.schema import APPEND_ONLY, metadata

A = Digest("a" * 64)


@pytest.fixture
def engine(records_url: str) -> Iterator[Engine]:
    engine = engine_for(records_url)
    yield engine
    engine.dispose()


@pytest.fixture
def written(records: Records) -> Records:
    """A database with one row in each table that only grows."""
    with records.transaction() as tx:
        outcome, _ = tx.outcomes.add(dossier_code="H1", kind="decision", edition=1, name="qd", draft=A)
        tx.outcomes.issue(outcome, A)
        tx.audit.append("officer", "outcome_issued", outcome.id)
    return records


def test_migrating_goes_from_nothing_to_the_newest_and_stays(open_again: Callable[[], Records]) -> None:
    records = open_again()
    assert records.revision() is None

    newest = records.migrate()

    assert records.revision() == newest
    assert records.migrate() == newest


def test_migrations_end_at_the_tables_of_the_program(records: Records, engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


MIGRATE_AT_A_SIGN = """
import sys
from storage.records import open_records

records = open_records(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
print(records.migrate())
"""


def test_processes_may_migrate_at_once(records_url: str, open_again: Callable[[], Records]) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", MIGRATE_AT_A_SIGN, records_url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    said = [process.communicate(timeout=60)[0].strip() for process in running]

    assert [process.returncode for process in running] == [0, 0, 0]
    assert set(said) == {open_again().revision()}


def test_a_schema_of_a_later_version_is_refused(records: Records, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(RecordsUnavailable):
        records.migrate()


@pytest.mark.parametrize("table", [table.name for table in APPEND_ONLY])
@pytest.mark.parametrize("change", ["UPDATE {} SET sequence = sequence + 1", "DELETE FROM {}"])
def test_the_database_refuses_to_change_what_only_grows(
    written: Records, engine: Engine, table: str, change: str
) -> None:
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(change.format(table)))
    with engine.begin() as connection:
        assert connection.scalar(text(f"SELECT count(*) FROM {table}")) == 1


@pytest.mark.parametrize("table", [table.name for table in APPEND_ONLY])
def test_the_database_refuses_the_back_doors_too(written: Records, engine: Engine, table: str) -> None:
    if engine.dialect.name == "postgresql":
        statement = f"TRUNCATE {table} CASCADE"
    else:
        statement = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize(
    ("table", "column", "states"),
    [
        ("documents", "state", DocumentState),
        ("outcomes", "state", OutcomeState),
        ("representations", "kind", RepresentationKind),
    ],
)
def test_the_database_knows_every_state_and_no_other(
    records: Records, engine: Engine, table: str, column: str, states: type[StrEnum]
) -> None:
    with records.transaction() as tx:
        batch = tx.documents.open_batch("b", "s")
        tx.documents.add(batch_id=batch.id, name="n", original=A, size_bytes=1, dossier_code=None)
        tx.outcomes.add(dossier_code="H1", kind="decision", edition=1, name="qd", draft=A)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO representations (record_id, kind, digest, size_bytes, media_type, facts) "
                "VALUES ('r', 'original', 'd', 1, 'm', '{}')"
            )
        )
        for state in states:
            connection.execute(text(f"UPDATE {table} SET {column} = :state"), {"state": state.value})

    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text(f"UPDATE {table} SET {column} = 'forgotten'"))


def test_half_a_lease_is_refused(records: Records, engine: Engine) -> None:
    with records.transaction() as tx:
        tx.jobs.add("document", "d1", "ocr")

    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text("UPDATE jobs SET owner = 'worker'"))
