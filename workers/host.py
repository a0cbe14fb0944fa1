"""A process that works: it takes job ids from the broker, rings what is due, and says that it is alive."""

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import structlog
from dramatiq import Worker

from domain.errors import SohoaError
from domain.model import JobId
from workers.broker import Bell
from workers.runner import LEASE, run_job
from workers.services import Services

RELAY_PERIOD_S = 0.25
RING_AGAIN_AFTER = timedelta(seconds=60)
"""A job rung this long ago and held by nobody is rung again: its message was lost, or its worker."""

# Dramatiq reads two messages per thread ahead by default; a page takes seconds, and what is read ahead waits.
os.environ.setdefault("dramatiq_queue_prefetch", "1")

log = structlog.get_logger()


class WorkerHost:
    """The threads of a worker process. ``threads`` steps run at once; page steps compute in child processes."""

    def __init__(self, services: Services, bell: Bell, *, threads: int) -> None:
        self._services = services
        self._bell = bell
        self._threads = threads
        self._stopping = threading.Event()
        bell.answer(self._run)

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Work while the block runs; on leaving, finish the steps at hand and stop."""
        worker = Worker(self._bell.broker, worker_threads=self._threads, worker_timeout=200)
        loops = [
            threading.Thread(target=self._every, args=(period, act), name=name, daemon=True)
            for name, period, act in (
                ("relay", RELAY_PERIOD_S, self._relay),
                ("heartbeat", LEASE.total_seconds() / 4, self._stay_alive),
            )
        ]
        worker.start()
        for loop in loops:
            loop.start()
        try:
            yield
        finally:
            self._stopping.set()
            worker.stop()
            for loop in loops:
                loop.join()

    def _run(self, job_id: JobId) -> None:
        try:
            run_job(self._services, job_id)
        except SohoaError as error:
            # The database is away. The lease runs out and the relay rings again.
            log.warning("job_dropped", code=error.code, detail=error.detail)

    def _relay(self) -> None:
        with self._services.stores.records.transaction() as tx:
            due = tx.jobs.to_ring(again_after=RING_AGAIN_AFTER)
        for job in due:
            self._bell.ring(job.queue, job.id)

    def _stay_alive(self) -> None:
        with self._services.stores.records.transaction() as tx:
            tx.jobs.extend(self._services.name, LEASE)

    def _every(self, period_s: float, act: Callable[[], None]) -> None:
        while not self._stopping.wait(period_s):
            try:
                act()
            except SohoaError as error:
                log.warning("service_away", code=error.code, detail=error.detail)
