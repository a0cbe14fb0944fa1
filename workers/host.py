"""A process that works: it takes job ids from the broker, and rings those that are due."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import structlog
from dramatiq import Worker

from domain.errors import SohoaError
from domain.model import JobId
from workers.broker import Bell
from workers.runner import run_job
from workers.services import Services

RELAY_PERIOD_S = 0.25
AWAY_PERIOD_S = 2.0
"""How long the relay waits where the database or the broker did not answer."""

RING_AGAIN_AFTER = timedelta(seconds=5)
"""A job rung this long ago that nobody holds is rung again by a process that has nothing to do."""

RING_AGAIN_WHEN_BUSY = timedelta(minutes=10)
"""The same where all hands are busy: the job probably waits its turn in the broker, and copies would pile up there."""

QUIET_S = 1.0
"""A process with a free hand that heard nothing from the broker for so long has nothing to do."""

SHUTDOWN_MS = 5_000
"""How long a broker may take to let go of a worker that finished its steps."""

log = structlog.get_logger()


class WorkerHost:
    """The threads of a worker process. ``threads`` steps run at once; page steps compute in child processes."""

    def __init__(
        self, services: Services, bell: Bell, *, threads: int, ring_again_after: timedelta = RING_AGAIN_AFTER
    ) -> None:
        self._services = services
        self._bell = bell
        self._threads = threads
        self._ring_again_after = ring_again_after
        self._stopping = threading.Event()
        self._job_ended = threading.Event()
        self._busy: set[int] = set()
        self._heard_at = time.monotonic()
        bell.answer(self._run)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Work while the block runs; on leaving, finish the steps at hand and stop."""
        worker = Worker(self._bell.broker, worker_threads=self._threads, worker_timeout=200)
        # Dramatiq reads two messages per thread ahead; a page takes seconds, and what is read ahead waits.
        worker.queue_prefetch = self._threads
        relay = threading.Thread(target=self._relay, name="relay", daemon=True)
        worker.start()
        relay.start()
        try:
            yield
        finally:
            self._stopping.set()
            self._job_ended.set()
            relay.join()
            self._stop(worker)

    def _run(self, job_id: JobId) -> None:
        self._heard_at = time.monotonic()
        self._busy.add(threading.get_ident())
        try:
            if not self._stopping.is_set():
                run_job(self._services, job_id, stopping=self._stopping)
        except SohoaError as error:
            log.warning("job_dropped", job=job_id, code=error.code, detail=error.detail)
        finally:
            self._busy.discard(threading.get_ident())
            self._heard_at = time.monotonic()
            # What follows from this job rings at once.
            self._job_ended.set()

    def _relay(self) -> None:
        trouble: str | None = None
        while not self._stopping.is_set():
            found: str | None = None
            try:
                self._ring_what_is_due()
            except SohoaError as error:
                found = error.code
                if found != trouble:
                    log.warning("relay_waits", code=error.code, detail=error.detail)
            except Exception:
                # The thread that rings must outlive whatever a driver comes up with.
                found = "unexpected"
                log.exception("relay_failed")
            if trouble and not found:
                log.info("relay_goes_on", after=trouble)
            trouble = found
            self._pause(AWAY_PERIOD_S if trouble else RELAY_PERIOD_S)

    def _ring_what_is_due(self) -> None:
        again_after = self._ring_again_after if self._has_nothing_to_do() else RING_AGAIN_WHEN_BUSY
        with self._services.stores.records.transaction() as tx:
            due = tx.jobs.to_ring(again_after=again_after)
        for job in due:
            self._bell.ring(job.queue, job.id)

    def _has_nothing_to_do(self) -> bool:
        return len(self._busy) < self._threads and time.monotonic() - self._heard_at > QUIET_S

    def _pause(self, seconds: float) -> None:
        self._job_ended.wait(seconds)
        if not self._stopping.is_set():
            self._job_ended.clear()

    def _stop(self, worker: Worker) -> None:
        for thread in worker.workers:
            thread.stop()
        # Not the worker's own waiting, which hangs where a broker that is away cannot be told that a message is done.
        while self._busy:
            time.sleep(0.05)
        try:
            worker.stop(timeout=SHUTDOWN_MS)
        except Exception:
            log.warning("broker_left_behind", exc_info=True)
