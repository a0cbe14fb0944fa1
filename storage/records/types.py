"""Column types that behave alike on SQLite and PostgreSQL."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

from domain.errors import BadRequest


class UtcTime(TypeDecorator[datetime]):
    """A moment: aware on both ways, stored as UTC. SQLite keeps text without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class PlainText(TypeDecorator[str]):
    """Text that both databases can hold: PostgreSQL takes no NUL, and neither takes half a character."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """To the database.

        Raises:
            BadRequest: the text holds a NUL or a lone surrogate.
        """
        return None if value is None else storable(value)


def storable(text: str) -> str:
    """The text itself.

    Raises:
        BadRequest: it holds a NUL or a lone surrogate.
    """
    if "\x00" in text:
        raise BadRequest("NUL in a text", field="text")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise BadRequest("lone surrogate in a text", field="text") from error
    return text


def dump_json(value: Any) -> str:
    """JSON text for a column. What JSON does not know (times, paths) becomes its text form.

    Raises:
        BadRequest: a text in it cannot be stored.
        ValueError: a number is infinite or not a number.
    """
    return storable(json.dumps(value, ensure_ascii=False, allow_nan=False, default=str))
