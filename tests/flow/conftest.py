"""Whole stories on the embedded adapters: SQLite, a directory, an in-process broker."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sohoa.bootstrap import limits_of, opened_stores
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
