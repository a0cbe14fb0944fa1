"""A batch through Redis, PostgreSQL and MinIO by two workers, one of which is killed in the middle.

The suite runs the short form; ``make chaos`` runs thirty documents.
"""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from domain.model import DocumentState, RepresentationKind
from sohoa.settings import load_settings
from sohoa.stores import opened_stores
from tests.waiting import until
from workers.desk import Desk

DOCUMENTS = int(os.environ.get("SOHOA_CHAOS_DOCUMENTS", "6"))
SOHOA = [sys.executable, "-c", "from sohoa.cli import main; main()"]
REPOSITORY = Path(__file__).resolve().parents[2]
LIMIT_S = 60 + 40 * DOCUMENTS
ACTIONS = ("received", "separated", "recognised", "verified", "preserved", "signed", "published")


@pytest.fixture
def environment(tmp_path, postgres_database, redis_url, minio_server, minio_bucket, monkeypatch):
    settings = {
        "SOHOA_HOME": str(tmp_path / "home"),
        "SOHOA_DATABASE_URL": postgres_database,
        "SOHOA_BROKER_URL": redis_url,
        "SOHOA_OBJECTS_URL": f"{minio_server.url}/{minio_bucket}?secure=false",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    return os.environ | settings


@pytest.fixture
def batch(tmp_path):
    """Different scans."""
    folder = tmp_path / "batch"
    wanted = ["--seed", "2611", "--dossiers", str((DOCUMENTS + 2) // 3), "--documents", "3"]
    subprocess.run(
        [sys.executable, "-m", "samples.generator", str(folder), *wanted], cwd=REPOSITORY, check=True, timeout=600
    )
    scans = sorted(file for file in (folder / "dossiers").rglob("*") if file.is_file())
    for spare in scans[DOCUMENTS:]:
        spare.unlink()
    return folder / "dossiers"


@pytest.mark.timeout(1500)
def test_every_document_is_published_once_though_a_worker_is_killed(environment, batch, tmp_path):
    run = {"env": environment, "cwd": REPOSITORY}
    subprocess.run([*SOHOA, "migrate"], check=True, timeout=60, **run)
    with (tmp_path / "one.log").open("wb") as one, (tmp_path / "two.log").open("wb") as two:
        workers = [
            subprocess.Popen([*SOHOA, "worker", "--threads", "1"], stderr=log, start_new_session=True, **run)
            for log in (one, two)
        ]
        try:
            subprocess.run([*SOHOA, "ingest", str(batch), "--no-wait"], check=True, timeout=300, **run)
            with opened_stores(load_settings()) as stores:
                desk = Desk(stores, load_settings().limits)
                until(lambda: desk.status().documents[DocumentState.PUBLISHED] >= 1, LIMIT_S)
                _kill_one_at_work(environment["SOHOA_DATABASE_URL"], workers)
                # Neither what waits for its next try nor what a dead worker holds is due: the states say it all.
                until(lambda: _moving(desk) == 0, LIMIT_S)
                _check(desk, stores)
        finally:
            for worker in workers:
                worker.terminate()
                worker.wait(timeout=60)


def _kill_one_at_work(database_url, workers):
    """Kill a worker that holds a job, so that the kill interrupts something."""
    engine = create_engine(database_url)
    try:
        until(lambda: any(_killed_at_work(engine, worker) for worker in workers), 60)
    finally:
        engine.dispose()


def _killed_at_work(engine, worker):
    # Stopped first, so that it cannot finish between the look and the kill.
    os.kill(worker.pid, signal.SIGSTOP)
    time.sleep(0.1)
    with engine.connect() as connection:
        owners = connection.scalars(text("SELECT owner FROM jobs WHERE owner IS NOT NULL")).all()
    at_work = any(owner.split(":")[1] == str(worker.pid) for owner in owners)
    os.kill(worker.pid, signal.SIGKILL if at_work else signal.SIGCONT)
    return at_work


def _moving(desk):
    documents = desk.status().documents
    assert documents[DocumentState.QUARANTINED] == 0
    return sum(documents.values()) - documents[DocumentState.PUBLISHED]


def _check(desk, stores):
    assert desk.status().jobs == {}
    documents = desk.documents(limit=1000)
    assert Counter(document.state for document in documents) == {DocumentState.PUBLISHED: DOCUMENTS}
    assert len({document.original for document in documents}) == DOCUMENTS
    for document in documents:
        view = desk.document(document.id)
        assert [form.kind for form in view.representations] == [
            RepresentationKind.ORIGINAL,
            RepresentationKind.ARCHIVAL,
            RepresentationKind.SIGNED,
        ]
        assert Counter(entry.action for entry in view.history) == dict.fromkeys(ACTIONS, 1)
        assert len(view.pages) == view.document.page_count > 0
        assert any(hit.record.id == document.id for hit in desk.search(_longest_word(desk, document), limit=1000).found)
    with stores.records.transaction() as tx:
        named = tx.documents.digests()
    stored = set(stores.objects.names())
    assert named <= stored, "a record names an object that is not there"
    print(f"{DOCUMENTS} published, {len(named)} objects named by records, {len(stored - named)} orphan objects")


def _longest_word(desk, document):
    return max((word.text for word in desk.reading(document.id, 1).words if word.text.isalpha()), key=len)
