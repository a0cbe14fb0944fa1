"""Wiring of what works: from settings to the services and the bell of a worker process."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from uuid import uuid4

from pipeline.check import VeraPdf
from pipeline.preserve import PreservationProfile
from sohoa.keys import open_signer
from sohoa.settings import Settings
from workers.broker import open_bell
from workers.host import WorkerHost
from workers.services import Rules, Services
from workers.stores import Stores


@contextmanager
def opened_host(settings: Settings, stores: Stores, *, threads: int | None = None) -> Iterator[WorkerHost]:
    """A worker process over the stores; the caller runs it."""
    with VeraPdf() as validator:
        services = Services(process_name(), stores, rules_of(settings), validator, open_signer(settings))
        bell = open_bell(settings.broker_url.get_secret_value())
        try:
            yield WorkerHost(services, bell, threads=threads or settings.worker_threads)
        finally:
            with suppress(OSError):
                bell.close()


def rules_of(settings: Settings) -> Rules:
    """The house rules of the workers."""
    return Rules(settings.limits, settings.reading, PreservationProfile(settings.archive_profile), settings.review)


def process_name() -> str:
    """A name no other process has: machine, process id, and a random part, as ids are reused."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:6]}"
