"""What a database address may be, how its failures are told, and how ids are made."""

import sqlite3
import threading
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from domain.errors import BadSettings, RecordsUnavailable
from storage.records import open_records
from storage.records.engine import engine_for
from storage.records.failures import translated
from storage.records.ids import TimeOrderedIds


@pytest.mark.parametrize(
    "url", ["", "records.db", "sqlite://", "sqlite:///:memory:", "sqlite:///a.db?mode=ro", "mysql://host/db"]
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(BadSettings):
        open_records(url)


def test_a_sqlite_file_gets_its_folder(tmp_path: Path) -> None:
    records = open_records(f"sqlite:///{tmp_path}/a/b/records.db")

    records.migrate()

    assert (tmp_path / "a" / "b" / "records.db").is_file()
    records.close()


def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(RecordsUnavailable):
        open_records(f"sqlite:///{tmp_path}/file/records.db")


def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "records.db").write_bytes(b"not a database" * 1000)
    records = open_records(f"sqlite:///{tmp_path}/records.db")

    with pytest.raises(RecordsUnavailable):
        records.revision()


def test_sqlite_is_opened_to_queue_writers_and_to_keep_what_it_promised(tmp_path: Path) -> None:
    engine = engine_for(f"sqlite:///{tmp_path}/records.db")

    with engine.connect() as connection:
        found = {
            name: connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "busy_timeout")
        }
    engine.dispose()
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "busy_timeout": 30_000,
    }


def test_a_writer_waits_for_the_one_before_it(tmp_path: Path) -> None:
    records = open_records(f"sqlite:///{tmp_path}/records.db")
    records.migrate()
    holder = sqlite3.connect(tmp_path / "records.db", isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    threading.Timer(0.3, holder.close).start()

    with records.transaction() as tx:
        tx.audit.append("worker", "waited", "x")

    records.close()


def test_a_fault_of_the_program_is_not_blamed_on_the_database(tmp_path: Path) -> None:
    engine = engine_for(f"sqlite:///{tmp_path}/records.db")

    with pytest.raises(IntegrityError), translated(), engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (x INTEGER NOT NULL)"))
        connection.execute(text("INSERT INTO t VALUES (NULL)"))
    engine.dispose()


def test_ids_are_uuids_of_version_7_that_tell_their_time() -> None:
    moment = datetime(2026, 11, 22, 19, 10, 58, 124_999, tzinfo=UTC)
    found = uuid.UUID(TimeOrderedIds(lambda: moment)())

    assert (found.version, found.variant) == (7, uuid.RFC_4122)
    assert found.int >> 80 == int(moment.timestamp() * 1000)


def test_ids_grow_also_when_the_clock_stands_or_goes_back() -> None:
    moments = iter([datetime(2026, 1, 1, tzinfo=UTC)] * 5000 + [datetime(2025, 1, 1, tzinfo=UTC)] * 10)
    new_id = TimeOrderedIds(lambda: next(moments))

    ids = [new_id() for _ in range(5010)]

    assert ids == sorted(set(ids))


def test_ids_given_to_threads_at_once_differ() -> None:
    new_id, found = TimeOrderedIds(lambda: datetime.now(UTC) + timedelta(0)), list[str]()
    threads = [threading.Thread(target=lambda: found.extend(new_id() for _ in range(500))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(found)) == 2000
