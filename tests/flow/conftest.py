"""Whole stories on the embedded adapters: SQLite, a directory, an in-process broker."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sohoa.bootstrap import limits_of, opened_host, opened_stores
from sohoa.settings import Settings, load_settings
from workers.desk import Desk
from workers.services import Stores

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path / "home", worker_threads=2)


@pytest.fixture
def stores(settings: Settings) -> Iterator[Stores]:
    with opened_stores(settings) as stores:
        yield stores


@pytest.fixture
def desk(settings: Settings, stores: Stores) -> Desk:
    return Desk(stores, limits_of(settings))


@pytest.fixture
def work(settings: Settings, stores: Stores, desk: Desk) -> Callable[[], None]:
    """Work until nothing is due."""

    def until_idle(timeout_s: float = 180) -> None:
        deadline = time.monotonic() + timeout_s
        with opened_host(settings, stores) as host, host.running():
            while desk.status().busy:
                assert time.monotonic() < deadline, desk.status()
                time.sleep(0.1)

    return until_idle


@pytest.fixture
def scan() -> Path:
    """The smallest committed sample scan of one document."""
    files = (f for f in (SAMPLES / "dossiers").rglob("*") if f.suffix.lower() in {".pdf", ".jpg", ".png", ".tif"})
    return min(files, key=lambda file: file.stat().st_size)


@pytest.fixture
def draft() -> Path:
    """A committed draft result."""
    return sorted((SAMPLES / "outcomes").glob("*.pdf"))[0]
