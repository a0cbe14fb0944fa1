"""The bell: Dramatiq carries job ids from the relay to whichever worker is free. It may lose or repeat any of them.

Retries, time limits and results of Dramatiq are left out on purpose: attempts are counted in the database, and no
middleware can interrupt a program that hangs (each has its own timeout).
"""

from collections.abc import Callable
from urllib.parse import urlsplit

import dramatiq
from dramatiq.broker import Broker
from dramatiq.brokers.rabbitmq import RabbitmqBroker
from dramatiq.brokers.redis import RedisBroker
from dramatiq.brokers.stub import StubBroker
from dramatiq.errors import BrokerConnectionError
from dramatiq.middleware import Callbacks, Middleware, Pipelines, ShutdownNotifications

from domain.errors import BadSettings, BrokerUnavailable
from domain.model import JobId
from workers.route import QUEUES

REDIS_HEARTBEAT_MS = 10_000


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
            self._actors[queue] = dramatiq.actor(take, actor_name=f"{queue}.step", queue_name=queue, broker=self.broker)

    def ring(self, queue: str, job_id: JobId) -> None:
        """Send a job's id.

        Raises:
            BrokerUnavailable: the broker does not take it; the relay rings again later.
        """
        try:
            self._actors[queue].send(job_id)
        except (BrokerConnectionError, OSError) as error:
            raise BrokerUnavailable(type(error).__name__) from error

    def close(self) -> None:
        """Give back the broker's connections."""
        self.broker.close()


def open_bell(url: str) -> Bell:
    """A bell for ``memory:`` (in this process), ``redis://…`` or ``amqp://…``.

    Raises:
        BadSettings: another scheme.
    """
    middleware: list[Middleware] = [Callbacks(), Pipelines(), ShutdownNotifications()]
    match urlsplit(url).scheme:
        case "memory":
            return Bell(StubBroker(middleware=middleware))
        case "redis" | "rediss":
            # A killed worker's unacknowledged messages come back after the heartbeat; the database decides anyway.
            return Bell(
                RedisBroker(
                    url=url,
                    middleware=middleware,
                    namespace="sohoa",
                    heartbeat_timeout=REDIS_HEARTBEAT_MS,
                    maintenance_chance=100_000,
                )
            )
        case "amqp" | "amqps":
            return Bell(RabbitmqBroker(url=url, middleware=middleware, confirm_delivery=True))
        case scheme:
            raise BadSettings(f"broker scheme {scheme!r}", setting="SOHOA_BROKER_URL")
