"""What the four parts of a unit of work share: its connection, its time, and the statements written alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, select, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.errors import StaleRecord, UnknownRecord
from domain.lifecycle import require_transition

State = TypeVar("State", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Work:
    """One transaction: its connection, the moment it began, and where new ids come from."""

    connection: Connection
    now: datetime
    new_id: Callable[[], str]

    def insert(self, table: Table) -> "postgresql.Insert | sqlite.Insert":
        """An INSERT that knows ON CONFLICT; both databases write it alike."""
        if self.connection.dialect.name == "postgresql":
            return postgresql.insert(table)
        return sqlite.insert(table)

    def insert_missing(self, table: Table, values: Mapping[str, Any]) -> bool:
        """Insert a row unless one of its unique keys stands already; whether it was inserted.

        Another transaction that is inserting the same key is waited for.
        """
        insert = self.insert(table).values(**values).on_conflict_do_nothing()
        return self.connection.execute(insert.returning(*table.primary_key)).first() is not None

    def save_versioned(
        self,
        table: Table,
        record_id: str,
        version: int,
        lifecycle: Mapping[State, frozenset[State]],
        values: Mapping[str, Any],
    ) -> None:
        """Write ``values`` and the next version where the row still has ``version``.

        Raises:
            UnknownRecord: no such row.
            StaleRecord: the row has another version.
            WrongState: ``values["state"]`` may not follow the row's state.
        """
        standing = self.connection.execute(
            select(table.c.state, table.c.version).where(table.c.id == record_id)
        ).first()
        if standing is None:
            raise UnknownRecord(id=record_id)
        if standing.version != version:
            raise StaleRecord(f"version {version} was read, {standing.version} stands")
        following = values["state"]
        current = type(following)(standing.state)
        if current is not following:
            require_transition(lifecycle, current, following)
        written = self.connection.execute(
            update(table)
            .where(table.c.id == record_id, table.c.version == version, table.c.state == current)
            .values(**values, version=version + 1, updated_at=self.now)
        )
        if written.rowcount != 1:
            raise StaleRecord("saved by somebody else meanwhile")
