"""Wiring: from settings to stores, services and a bell. The only place that knows every adapter."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from uuid import uuid4

from pipeline.check import VeraPdf
from pipeline.limits import Limits
from pipeline.page import ReadingSettings
from sohoa.keys import open_signer
from sohoa.settings import Settings
from storage.objects import open_objects
from storage.records import open_records
from storage.search import open_search
from workers.broker import open_bell
from workers.desk import Desk
from workers.host import WorkerHost
from workers.services import Rules, Services, Stores
from workers.workspace import Workspace


@contextmanager
def opened_stores(settings: Settings) -> Iterator[Stores]:
    """The stores the settings name, closed after the block.

    An SQLite file is brought to the newest schema at once: it belongs to this one machine. A PostgreSQL database is
    migrated by ``sohoa migrate`` only, so that no worker changes a schema others are using.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    records = open_records(settings.database)
    try:
        if settings.database.startswith("sqlite"):
            records.migrate()
        objects = open_objects(settings.objects)
        workspace = Workspace(settings.home / "workspace", objects)
        yield Stores(records, objects, open_search(settings.search), workspace)
    finally:
        records.close()


@contextmanager
def opened_desk(settings: Settings) -> Iterator[Desk]:
    """A desk over the stores the settings name."""
    with opened_stores(settings) as stores:
        yield Desk(stores, limits_of(settings))


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


def limits_of(settings: Settings) -> Limits:
    """How much a file may ask for."""
    return Limits(max_file_mb=settings.max_file_mb, max_pages=settings.max_pages)


def rules_of(settings: Settings) -> Rules:
    """The house rules of the workers."""
    return Rules(limits_of(settings), ReadingSettings(language=settings.ocr_language), settings.review)


def process_name() -> str:
    """A name no other process has: machine, process id, and a random part, as ids are reused."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:6]}"
