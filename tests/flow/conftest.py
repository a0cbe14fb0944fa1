"""Whole stories on the embedded adapters: SQLite, a directory, an in-process broker."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from domain.model import RepresentationKind
from pipeline.check import VeraPdf
from sohoa.bootstrap import opened_host, rules_of
from sohoa.keys import open_signer
from sohoa.settings import Settings, load_settings
from sohoa.stores import opened_stores
from tests.waiting import until
from workers.desk import Desk
from workers.services import Services
from workers.stores import Stores

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
    return Desk(stores, settings.limits)


@pytest.fixture
def work(settings: Settings, stores: Stores, desk: Desk) -> Callable[[], None]:
    """Work until nothing is due."""

    def until_idle(limit_s: float = 180) -> None:
        with opened_host(settings, stores) as host, host.running():
            until(lambda: not desk.status().busy, limit_s)

    return until_idle


@pytest.fixture
def services(settings: Settings, stores: Stores) -> Iterator[Services]:
    """What a worker has in hand, for steps taken one by one."""
    with VeraPdf() as validator:
        yield Services("worker", stores, rules_of(settings), validator, open_signer(settings))


@pytest.fixture
def content(desk: Desk) -> Callable[[str, RepresentationKind], bytes]:
    """Reads a stored form of a record."""

    def read(record_id: str, kind: RepresentationKind) -> bytes:
        with desk.content(record_id, kind)[1] as reader:
            return reader.read()

    return read


@pytest.fixture
def scan() -> Path:
    """The smallest committed sample scan of one document."""
    files = (f for f in (SAMPLES / "dossiers").rglob("*") if f.suffix.lower() in {".pdf", ".jpg", ".png", ".tif"})
    return min(files, key=lambda file: file.stat().st_size)


@pytest.fixture
def draft() -> Path:
    """A committed draft result."""
    return _drafts()[0]


@pytest.fixture
def other_draft() -> Path:
    """A committed draft of another result."""
    return _drafts()[1]


def _drafts() -> list[Path]:
    return sorted((SAMPLES / "outcomes").glob("*.pdf"))
