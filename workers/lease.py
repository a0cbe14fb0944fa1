"""How long a job stays with who took it, and how it is kept while the work goes on."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import structlog

from domain.errors import SohoaError
from storage.records.port import Records

LEASE = timedelta(seconds=20)
"""How long a job stays with somebody who no longer says that he is alive; he says so every quarter of this."""

LONGEST_STEP = timedelta(hours=1)
"""Every program a step calls has its own time limit; a step that hangs all the same is given to another after this."""

log = structlog.get_logger()


@contextmanager
def kept(records: Records, owner: str) -> Iterator[None]:
    """Lengthen the lease of what ``owner`` holds while the block runs, and not a moment longer.

    An owner is one try at one job: what could not be given back, because the database was away, is then held by nobody
    and becomes free, although its process lives.
    """
    over = threading.Event()
    threading.Thread(target=_keep, args=(records, owner, over), name="heartbeat", daemon=True).start()
    try:
        yield
    finally:
        over.set()


def _keep(records: Records, owner: str, over: threading.Event) -> None:
    given_up = time.monotonic() + LONGEST_STEP.total_seconds()
    while not over.wait(LEASE.total_seconds() / 4):
        if time.monotonic() > given_up:
            log.error("step_hangs", owner=owner)
            return
        try:
            with records.transaction() as tx:
                tx.jobs.extend(owner, LEASE)
        except SohoaError as error:
            log.warning("lease_not_lengthened", owner=owner, code=error.code)
