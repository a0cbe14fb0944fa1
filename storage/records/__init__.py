"""Records: what the database keeps, on SQLite or PostgreSQL."""

from storage.records.engine import engine_for
from storage.records.port import Records
from storage.records.sql import Clock, SqlRecords, utc_now

__all__ = ["Records", "open_records"]


def open_records(url: str, *, clock: Clock = utc_now) -> Records:
    """The database at ``sqlite:///path`` or ``postgresql://[user[:password]@]host[:port]/database``.

    Nothing is connected yet, and nothing is migrated. ``clock`` gives the time of transactions, aware UTC.

    Raises:
        BadSettings: the address is of no known form.
        RecordsUnavailable: the folder of the SQLite file cannot be made.
    """
    return SqlRecords(engine_for(url), clock)
