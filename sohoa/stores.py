"""Wiring of what is kept: from settings to stores and a desk. Loads neither OCR nor signing."""

from collections.abc import Iterator
from contextlib import contextmanager

from sohoa.settings import Settings
from storage.objects import open_objects
from storage.records import open_records
from storage.search import open_search
from workers.desk import Desk
from workers.stores import Stores
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
        yield Desk(stores, settings.limits)
