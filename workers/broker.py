"""The bell: Dramatiq carries job ids from the relay to whichever worker is free. It may lose or repeat any of them.

None of Dramatiq's middleware is used: attempts are counted in the database, and no time limit of a thread can interrupt
a program that hangs (each has its own timeout).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import dramatiq
from dramatiq.broker import Broker
from dramatiq.brokers.rabbitmq import RabbitmqBroker
from dramatiq.brokers.redis import RedisBroker
from dramatiq.brokers.stub import StubBroker
from dramatiq.errors import BrokerError
from pika.exceptions import AMQPError  # type: ignore[import-untyped]  # its authors ship no types
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from domain.errors import BadSettings, BrokerUnavailable
from domain.model import JobId
from workers.route import QUEUES

REDIS_HEARTBEAT_MS = 10_000
ANSWER_TIMEOUT_S = 10.0
"""A broker that takes longer to answer counts as away; neither client sets a limit by itself."""


class Bell:
    """A broker with one actor per queue. ``ring`` sends a job's id; a started worker calls ``answer`` with it."""

    def __init__(self, broker: Broker) -> None:
        self.broker = broker
        self._actors: dict[str, dramatiq.Actor[[str], None]] = {}

    def answer(self, run: Callable[[JobId], None]) -> None:
        """Declare what is called with each job id, once, before a worker starts or anything is rung."""

        def take(job_id: str) -> None:
            run(JobId(job_id))

        for queue in QUEUES:
            declared = dramatiq.actor(actor_name=f"{queue}.step", queue_name=queue, broker=self.broker)
            self._actors[queue] = declared(take)

    def ring(self, queue: str, job_id: JobId) -> None:
        """Send a job's id.

        Raises:
            BrokerUnavailable: the broker does not take it; the relay rings again later.
        """
        with _translated():
            self._actors[queue].send(job_id)

    def check(self) -> None:
        """Prove that the broker answers.

        Raises:
            BrokerUnavailable: it does not.
        """
        with _translated():
            if isinstance(self.broker, RedisBroker):
                self.broker.client.ping()
            elif isinstance(self.broker, RabbitmqBroker):
                self.broker.connection.process_data_events()

    def close(self) -> None:
        """Give back the broker's connections. A broker that is away is no hindrance."""
        self.broker.close()
        if isinstance(self.broker, RedisBroker):
            self.broker.client.close()


def open_bell(url: str) -> Bell:
    """A bell for ``memory:`` (in this process), ``redis://…`` or ``amqp://…``. Nothing is sent before the first use.

    Raises:
        BadSettings: another scheme.
    """
    match urlsplit(url).scheme:
        case "memory":
            return Bell(StubBroker(middleware=[]))
        case "redis" | "rediss":
            return Bell(_redis(url))
        case "amqp" | "amqps":
            return Bell(_rabbitmq(url))
        case scheme:
            raise BadSettings(f"broker scheme {scheme!r}", setting="SOHOA_BROKER_URL")


def _redis(url: str) -> RedisBroker:
    # Tried once more at once, for a connection the server closed while it was idle; the caller does the waiting.
    client = Redis.from_url(
        url,
        socket_timeout=ANSWER_TIMEOUT_S,
        socket_connect_timeout=ANSWER_TIMEOUT_S,
        retry=Retry(NoBackoff(), 1),
    )
    return RedisBroker(  # type: ignore[no-untyped-call]  # Dramatiq types the others only
        client=client,
        middleware=[],
        namespace="sohoa",
        # A killed worker's unacknowledged messages come back after the heartbeat; the database decides anyway.
        heartbeat_timeout=REDIS_HEARTBEAT_MS,
        maintenance_chance=100_000,
    )


def _rabbitmq(url: str) -> RabbitmqBroker:
    broker = RabbitmqBroker(url=url, middleware=[], confirm_delivery=True)
    several = broker.parameters if isinstance(broker.parameters, list) else [broker.parameters]
    for parameters in several:
        # A server that runs out of disk or memory stops reading from those who publish, without a word.
        parameters.blocked_connection_timeout = ANSWER_TIMEOUT_S
    return broker


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (BrokerError, RedisError, AMQPError, OSError) as error:
        raise BrokerUnavailable(type(error).__name__) from error
