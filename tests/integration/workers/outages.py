"""Servers of a test's own that go away and come back: same port, same data."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import pytest
from typing_extensions import override

from tests.services.minio import MinioServer
from tests.services.postgres import PostgresServer
from tests.services.rabbitmq import RabbitMqServer
from tests.services.redis import RedisServer
from tests.services.server import STOP_LIMIT_S, MissingServerError, Server

S = TypeVar("S", bound="Outage")


class Outage(Server):
    """A server that can be away for a while."""

    def __init__(self) -> None:
        super().__init__()
        self._started: list[tuple[Sequence[str | Path], Mapping[str, str] | None, str | None]] = []

    @override
    def spawn(
        self, command: Sequence[str | Path], env: Mapping[str, str] | None = None, user: str | None = None
    ) -> None:
        self._started.append((command, env, user))
        super().spawn(command, env, user)

    def go_away(self) -> None:
        """End its programs, as a restart of the machine does."""
        while self._programs:
            leader = self._programs.pop()
            leader.send_signal(self.stop_signal)
            leader.wait(STOP_LIMIT_S)
        # Whether it is ready again must not be read from what it said before.
        self._log.write_bytes(b"")

    def come_back(self) -> None:
        """Start the same programs again; return when the server answers."""
        for command, env, user in self._started:
            super().spawn(command, env, user)
        self._wait_until_it_answers()


class OwnMinio(Outage, MinioServer):
    """A MinIO of a test's own."""


class OwnPostgres(Outage, PostgresServer):
    """A PostgreSQL of a test's own."""


class OwnRabbitMq(Outage, RabbitMqServer):
    """A RabbitMQ of a test's own."""


class OwnRedis(Outage, RedisServer):
    """A Redis of a test's own."""


def started(kind: type[S]) -> S:
    """A running server; the test is skipped where its program is missing."""
    try:
        return kind().start()
    except MissingServerError as reason:
        pytest.skip(str(reason))
