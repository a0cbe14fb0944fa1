"""A store that goes away in the middle of the work: documents wait, none is set aside, all arrive."""

import shutil

import pytest
from structlog.testing import capture_logs

from domain.model import DocumentState
from sohoa.settings import load_settings
from sohoa.stores import opened_stores
from tests.integration.workers.conftest import SAMPLES
from tests.integration.workers.outages import OwnMinio, OwnPostgres, started
from tests.waiting import until
from workers.broker import open_bell
from workers.desk import Desk

DOCUMENTS = 3


@pytest.fixture
def minio():
    running = started(OwnMinio)
    yield running
    running.stop()


@pytest.fixture
def postgres():
    running = started(OwnPostgres)
    yield running
    running.stop()


@pytest.fixture
def stores(settings):
    with opened_stores(settings) as opened:
        opened.records.migrate()
        yield opened


@pytest.fixture
def batch(tmp_path):
    """Scans of one page."""
    scans = sorted((SAMPLES / "dossiers").rglob("*.png"), key=lambda file: file.stat().st_size)
    folder = tmp_path / "batch"
    folder.mkdir()
    for number in range(DOCUMENTS):
        # Bytes after the end of the image make another document of the same page.
        copy = shutil.copy(scans[0], folder / f"{number}.png")
        with copy.open("ab") as file:
            file.write(b"%d" % number)
    return sorted(folder.iterdir())


class Story:
    """A batch that is worked on while its stores come and go."""

    def __init__(self, desk, batch):
        self._desk = desk
        self._documents = [desk.ingest(path, actor="test").document.id for path in batch]

    def states(self):
        return [self._desk.document(document_id).document.state for document_id in self._documents]

    def is_in_the_middle(self):
        return any(state not in {DocumentState.RECEIVED, DocumentState.SEPARATED} for state in self.states())

    def is_over(self):
        return set(self.states()) == {DocumentState.PUBLISHED}

    def published(self):
        histories = [self._desk.document(document_id).history for document_id in self._documents]
        return [[entry.action for entry in history].count("published") for history in histories]


class TestObjects:
    @pytest.fixture
    def settings(self, minio, tmp_path):
        return load_settings(home=tmp_path / "home", objects_url=f"{minio.url}/sohoa?secure=false")

    def test_documents_wait_for_the_object_store(self, minio, settings, stores, running, batch):
        desk = Desk(stores, settings.limits)
        story = Story(desk, batch)
        with capture_logs() as logs, running(open_bell("memory:"), threads=2):
            until(story.is_in_the_middle, 60)
            minio.go_away()
            until(lambda: len(_codes(logs, "step_postponed")) >= DOCUMENTS, 60)
            assert DocumentState.QUARANTINED not in story.states()
            minio.come_back()
            until(story.is_over, 120)
        assert set(_codes(logs, "step_postponed")) == {"objects_unavailable"}
        assert _codes(logs, "record_set_aside") == []
        assert story.published() == [1] * DOCUMENTS


class TestRecords:
    @pytest.fixture
    def settings(self, postgres, tmp_path):
        return load_settings(home=tmp_path / "home", database_url=postgres.url)

    def test_finished_steps_wait_for_the_database(self, postgres, settings, stores, running, batch):
        desk = Desk(stores, settings.limits)
        story = Story(desk, batch)
        with capture_logs() as logs, running(open_bell("memory:"), threads=2):
            until(story.is_in_the_middle, 60)
            postgres.go_away()
            until(lambda: any(entry["event"] == "records_awaited" for entry in logs), 60)
            postgres.come_back()
            until(story.is_over, 120)
        assert _codes(logs, "record_set_aside") == []
        assert story.published() == [1] * DOCUMENTS


def _codes(logs, event):
    return [entry["code"] for entry in logs if entry["event"] == event]
