"""Jobs that come twice, late, or after a crash do no harm; what fails waits, or is set aside for its reason."""

import contextlib
import errno
import sqlite3
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from domain.errors import NoPages, ObjectsUnavailable, RecordsUnavailable
from domain.model import DocumentState
from storage.objects import open_objects
from storage.records import open_records
from tests.contract.adapters import Clock
from tests.flow.faults import FalteringRecords, IntrudedObjects
from workers.advance import DocumentAdvance
from workers.desk import Desk
from workers.lease import LEASE
from workers.moves import move_document
from workers.runner import MAX_BACK_OFF, MAX_FAULTS, MAX_LAPSES, run_job
from workers.workspace import Workspace

FOR_EVER = range(2, 1_000)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def services(services, settings, clock):
    """On a clock that is put forward by hand."""
    records = open_records(settings.database, clock=clock)
    yield replace(services, stores=replace(services.stores, records=records))
    records.close()


@pytest.fixture
def desk(services):
    return Desk(services.stores, services.rules.limits)


@pytest.fixture
def intruded(services, settings, tmp_path):
    """The same with an object store in which something happens."""
    objects = IntrudedObjects(settings.home / "objects")
    stores = replace(services.stores, objects=objects, workspace=Workspace(tmp_path / "another", objects))
    return replace(services, stores=stores)


def due(services):
    with services.stores.records.transaction() as tx:
        return [job.id for job in tx.jobs.to_ring(again_after=timedelta(0))]


def only_job(services):
    [job] = due(services)
    return job


def work(services):
    """Do what is due until nothing is."""
    while jobs := due(services):
        for job in jobs:
            run_job(services, job)


def kill_workers(services, job):
    """Leave behind what workers leave that were killed while they held the job."""
    for number in range(MAX_LAPSES):
        with services.stores.records.transaction() as tx:
            tx.jobs.claim(job, f"killed {number}", timedelta(0))


def actions(desk, document_id):
    return [entry.action for entry in desk.document(document_id).history]


def state(desk, document_id):
    return desk.document(document_id).document.state


def test_a_message_delivered_twice_takes_the_step_once(services, desk, scan):
    document_id = desk.ingest(scan, actor="test").document.id
    job = only_job(services)
    run_job(services, job)
    run_job(services, job)
    assert actions(desk, document_id) == ["received", "separated"]


def test_a_job_held_by_a_living_worker_is_left_alone(services, desk, scan):
    document_id = desk.ingest(scan, actor="test").document.id
    job = only_job(services)
    with services.stores.records.transaction() as tx:
        tx.jobs.claim(job, "another", timedelta(minutes=1))
    run_job(services, job)
    assert state(desk, document_id) is DocumentState.RECEIVED


def test_work_whose_lease_was_lost_is_not_saved(services, intruded, desk, settings, clock, scan):
    document_id = desk.ingest(scan, actor="test").document.id
    job = only_job(services)

    def another_worker_takes_over():
        intruded.stores.objects.intrude = lambda: None
        clock.forward(LEASE)
        run_job(services, job)

    intruded.stores.objects.intrude = another_worker_takes_over
    with capture_logs() as logs:
        run_job(intruded, job)
    assert [entry["event"] for entry in logs] == ["step_done", "lease_lost"]
    assert actions(desk, document_id) == ["received", "separated"]


def test_each_try_holds_its_job_under_a_name_of_its_own(services, intruded, desk, settings, clock, scan):
    """So that no other try of the process keeps alive what this one could not give back."""
    desk.ingest(scan, actor="test")
    owners = []

    def note_the_owner():
        with contextlib.closing(sqlite3.connect(settings.home / "records.db")) as connection:
            owners.extend(connection.execute("SELECT owner FROM jobs").fetchone())
        raise ObjectsUnavailable

    intruded.stores.objects.intrude = note_the_owner
    for _ in range(2):
        run_job(intruded, only_job(services))
        clock.forward(MAX_BACK_OFF)
    assert len(set(owners)) == 2
    assert all(owner.startswith(f"{services.name}/") for owner in owners)


def test_a_job_that_took_its_workers_down_is_set_aside_with_the_reason(services, desk, scan):
    document_id = desk.ingest(scan, actor="test").document.id
    job = only_job(services)
    kill_workers(services, job)
    run_job(services, job)
    document = desk.document(document_id).document
    assert document.state is DocumentState.QUARANTINED
    assert document.reason == "too_many_attempts"


def test_a_job_whose_document_is_gone_on_is_dropped(services, desk, scan):
    document_id = desk.ingest(scan, actor="test").document.id
    run_job(services, only_job(services))
    with services.stores.records.transaction() as tx:
        late = tx.jobs.add("document", document_id, "intake")
    run_job(services, late)
    assert state(desk, document_id) is DocumentState.SEPARATED
    assert "intake" not in desk.status().jobs


def test_a_document_without_a_page_is_set_aside_and_not_left_waiting_for_one(services, desk, scan):
    document = desk.ingest(scan, actor="test").document
    advance = DocumentAdvance(DocumentState.SEPARATED, lambda tx: tx.documents.set_page_count(document.id, 0))
    with pytest.raises(NoPages), services.stores.records.transaction() as tx:
        move_document(tx, "test", document, advance)


# --- services that go away ------------------------------------------------------------------------------------------


def test_a_step_done_while_the_database_was_away_is_saved_when_it_is_back(services, desk, scan):
    document_id = desk.ingest(scan, actor="test").document.id
    job = only_job(services)
    faltering = FalteringRecords(services.stores.records, unanswered=(2, 3))
    run_job(replace(services, stores=replace(services.stores, records=faltering)), job)
    assert faltering.asked == 4
    assert actions(desk, document_id) == ["received", "separated"]


def test_what_a_stopping_worker_cannot_save_is_free_when_its_lease_ends(services, desk, clock, scan):
    document_id = desk.ingest(scan, actor="test").document.id
    job = only_job(services)
    stopping = threading.Event()
    stopping.set()
    faltering = FalteringRecords(services.stores.records, unanswered=FOR_EVER)
    with pytest.raises(RecordsUnavailable):
        run_job(replace(services, stores=replace(services.stores, records=faltering)), job, stopping=stopping)
    assert due(services) == []
    clock.forward(LEASE)
    run_job(services, only_job(services))
    assert state(desk, document_id) is DocumentState.SEPARATED


def test_an_object_store_that_is_away_postpones_ever_longer_and_quarantines_nothing(
    services, intruded, desk, clock, scan
):
    document_id = desk.ingest(scan, actor="test").document.id

    def away():
        raise ObjectsUnavailable

    intruded.stores.objects.intrude = away
    with capture_logs() as logs:
        for _ in range(12):
            run_job(intruded, only_job(services))
            assert due(services) == []
            clock.forward(MAX_BACK_OFF)
    delays = [entry["delay_s"] for entry in logs if entry["event"] == "step_postponed"]
    assert delays == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]
    assert state(desk, document_id) is DocumentState.RECEIVED

    intruded.stores.objects.intrude = lambda: None
    run_job(intruded, only_job(services))
    assert state(desk, document_id) is DocumentState.SEPARATED


def test_a_full_disk_postpones(services, intruded, desk, scan):
    document_id = desk.ingest(scan, actor="test").document.id

    def full():
        raise OSError(errno.ENOSPC, "No space left on device")

    intruded.stores.objects.intrude = full
    with capture_logs() as logs:
        run_job(intruded, only_job(services))
    assert [(entry["event"], entry["code"]) for entry in logs] == [("step_postponed", "disk_full")]
    assert state(desk, document_id) is DocumentState.RECEIVED


def test_a_fault_of_the_program_is_tried_again_and_then_set_aside(services, intruded, desk, clock, scan):
    document_id = desk.ingest(scan, actor="test").document.id

    def fault():
        raise ZeroDivisionError

    intruded.stores.objects.intrude = fault
    for _ in range(MAX_FAULTS):
        assert state(desk, document_id) is DocumentState.RECEIVED
        run_job(intruded, only_job(services))
        clock.forward(MAX_BACK_OFF)
    assert desk.document(document_id).document.reason == "unexpected_failure"


def test_a_fault_after_many_postponements_is_tried_again(services, intruded, desk, clock, scan):
    document_id = desk.ingest(scan, actor="test").document.id
    failures = [ObjectsUnavailable()] * MAX_FAULTS + [ZeroDivisionError(), ZeroDivisionError()]

    def fail():
        raise failures.pop(0)

    intruded.stores.objects.intrude = fail
    while failures:
        assert state(desk, document_id) is DocumentState.RECEIVED
        run_job(intruded, only_job(services))
        clock.forward(MAX_BACK_OFF)
    assert desk.document(document_id).document.reason == "unexpected_failure"


def test_a_validator_that_is_missing_postpones_and_nothing_is_archived_unproved(
    services, desk, scan, monkeypatch, tmp_path
):
    monkeypatch.setenv("SOHOA_VERAPDF_JAR", str(tmp_path / "missing.jar"))
    document_id = desk.ingest(scan, actor="test").document.id
    with capture_logs() as logs:
        work(services)
    assert [entry["code"] for entry in logs if entry["event"] == "step_postponed"] == ["validator_missing"]
    view = desk.document(document_id)
    assert view.document.state is DocumentState.VERIFIED
    assert [form.kind for form in view.representations] == ["original"]


# --- going round again ----------------------------------------------------------------------------------------------


@pytest.fixture
def set_aside(services, desk, scan, monkeypatch, tmp_path):
    """A document whose pages are read and whose archiving took its workers down."""
    monkeypatch.setenv("SOHOA_VERAPDF_JAR", str(tmp_path / "missing.jar"))
    document_id = desk.ingest(scan, actor="test").document.id
    while state(desk, document_id) is not DocumentState.VERIFIED:
        run_job(services, only_job(services))
    kill_workers(services, only_job(services))
    run_job(services, only_job(services))
    assert state(desk, document_id) is DocumentState.QUARANTINED
    return document_id


def test_a_document_sent_round_again_goes_on_with_the_pages_it_has(services, desk, set_aside):
    before = desk.document(set_aside).pages
    desk.retry(set_aside, actor="test")
    work(services)
    assert state(desk, set_aside) is DocumentState.VERIFIED
    assert desk.document(set_aside).pages == before
    assert desk.document(set_aside).document.page_count == len(before)
    assert actions(desk, set_aside)[-4:] == ["retried", "separated", "recognised", "verified"]


def test_pages_whose_readings_the_store_lost_are_read_again(services, desk, set_aside, settings):
    [page] = desk.document(set_aside).pages
    stored = settings.home / "objects" / page.reading[:2] / page.reading[2:4] / page.reading
    stored.unlink()
    desk.retry(set_aside, actor="test")
    work(services)
    assert desk.document(set_aside).document.reason == "missing_object"

    desk.retry(set_aside, actor="test")
    work(services)

    assert state(desk, set_aside) is DocumentState.VERIFIED
    assert open_objects(str(settings.home / "objects")).holds(desk.document(set_aside).pages[0].reading)
