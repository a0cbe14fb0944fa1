"""The records port on SQLAlchemy: one class for SQLite and PostgreSQL."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine
from typing_extensions import override

from storage.records import migrating
from storage.records.audit import SqlAudit
from storage.records.documents import SqlDocuments
from storage.records.failures import translated
from storage.records.ids import TimeOrderedIds
from storage.records.jobs import SqlJobs
from storage.records.lessons import SqlLessons
from storage.records.numbers import SqlNumbers
from storage.records.outcomes import SqlOutcomes
from storage.records.port import Records, UnitOfWork
from storage.records.work import Work

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time of this machine, aware UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class SqlUnitOfWork:
    """One transaction's documents, outcomes, jobs, lessons, numbers and audit trail."""

    documents: SqlDocuments
    outcomes: SqlOutcomes
    jobs: SqlJobs
    lessons: SqlLessons
    numbers: SqlNumbers
    audit: SqlAudit
    began_at: datetime

    def now(self) -> datetime:
        """The transaction's time, aware UTC."""
        return self.began_at


class SqlRecords(Records):
    """The database behind an engine. Safe to share between threads; each transaction has its own connection."""

    def __init__(self, engine: Engine, clock: Clock = utc_now) -> None:
        self._engine = engine
        self._clock = clock
        self._new_id = TimeOrderedIds(clock)

    def __repr__(self) -> str:
        return f"SqlRecords({self._engine.url.render_as_string(hide_password=True)!r})"

    @override
    @contextmanager
    def transaction(self) -> Iterator[UnitOfWork]:
        with translated(), self._engine.begin() as connection:
            # Read after the wait for the database: a lease counts from when it is given.
            work = Work(connection, self._clock(), self._new_id)
            yield SqlUnitOfWork(
                SqlDocuments(work),
                SqlOutcomes(work),
                SqlJobs(work),
                SqlLessons(work),
                SqlNumbers(work),
                SqlAudit(work),
                work.now,
            )

    @override
    def migrate(self) -> str:
        with translated():
            return migrating.upgrade(self._engine)

    @override
    def revision(self) -> str | None:
        with translated():
            return migrating.current_revision(self._engine)

    @override
    def close(self) -> None:
        self._engine.dispose()
