"""What a driver's error means to the caller."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic.util import CommandError
from sqlalchemy.exc import DataError, DBAPIError, SQLAlchemyError, StatementError

from domain.errors import BadRequest, RecordsUnavailable, SohoaError, StaleRecord, UnknownRecord

# PostgreSQL names its errors by SQLSTATE, SQLite by result code.
_SERIALIZATION_FAILURE, _DEADLOCK, _UNDEFINED_TABLE = "40001", "40P01", "42P01"
_UNIQUE = frozenset({"23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"})
_FOREIGN_KEY = frozenset({"23503", "SQLITE_CONSTRAINT_FOREIGNKEY"})
_FIRST_WINS = _UNIQUE | {_SERIALIZATION_FAILURE, _DEADLOCK}

_FAULTS_OF_THE_PROGRAM = ("IntegrityError", "ProgrammingError", "NotSupportedError")


@contextmanager
def translated() -> Iterator[None]:
    """Let no driver error pass that a caller could do something about.

    Raises:
        RecordsUnavailable: the database does not answer, is locked too long, or has not this version's schema.
        StaleRecord: another transaction was first.
        UnknownRecord: a row names a batch, dossier, document or outcome that does not exist.
        BadRequest: a value does not fit the database.
    """
    try:
        yield
    except StatementError as error:
        if isinstance(error.orig, SohoaError):
            raise error.orig from None
        meaning = _meaning_of(error)
        if meaning is None:
            raise
        raise meaning from error
    except SQLAlchemyError as error:
        # Without a statement there is only the pool: no connection became free in time.
        raise RecordsUnavailable(str(error)) from error
    except CommandError as error:
        raise RecordsUnavailable(f"the schema is of another version: {error}") from error


def _meaning_of(error: StatementError) -> SohoaError | None:
    code = _code(error)
    if code in _FIRST_WINS:
        return StaleRecord(code)
    if code in _FOREIGN_KEY:
        return UnknownRecord(code)
    if isinstance(error, DataError):
        return BadRequest(_first_line(error), field="value")
    if code == _UNDEFINED_TABLE:
        return RecordsUnavailable("the schema is missing; migrate first")
    if isinstance(error, DBAPIError) and type(error).__name__ not in _FAULTS_OF_THE_PROGRAM:
        return RecordsUnavailable(_first_line(error))
    return None


def _code(error: StatementError) -> str:
    cause = error.orig
    return str(getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None) or "")


def _first_line(error: StatementError) -> str:
    # Later lines may repeat the row, and with it what stands in a document.
    return str(error.orig).partition("\n")[0]
