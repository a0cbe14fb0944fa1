"""The threads of a worker process: they outlive what goes wrong, and finish what they began."""

import threading
import time
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from domain.model import DocumentState
from tests.flow.faults import FalteringRecords, IntrudedObjects
from tests.waiting import until
from workers import host as host_module
from workers.broker import open_bell
from workers.host import WorkerHost
from workers.workspace import Workspace


@pytest.fixture
def bell():
    opened = open_bell("memory:")
    yield opened
    opened.close()


@pytest.fixture
def received(desk, scan):
    return desk.ingest(scan, actor="test").document.id


def separated(desk, document_id):
    return desk.document(document_id).document.state is not DocumentState.RECEIVED


def test_a_step_at_hand_is_finished_before_the_worker_stops(
    services, settings, desk, bell, received, tmp_path, monkeypatch
):
    monkeypatch.setattr(host_module, "SHUTDOWN_MS", 100)
    objects = IntrudedObjects(settings.home / "objects")
    begun = threading.Event()

    def take_time():
        begun.set()
        time.sleep(1)

    objects.intrude = take_time
    stores = replace(services.stores, objects=objects, workspace=Workspace(tmp_path / "another", objects))
    with WorkerHost(replace(services, stores=stores), bell, threads=1).running():
        assert begun.wait(10)
        assert not separated(desk, received)
    assert separated(desk, received)
    assert "intake" not in desk.status().jobs


def test_the_relay_waits_for_the_database_and_says_so_once(services, desk, bell, received, monkeypatch):
    monkeypatch.setattr(host_module, "AWAY_PERIOD_S", 0.1)
    faltering = FalteringRecords(services.stores.records, unanswered=range(1, 6))
    stores = replace(services.stores, records=faltering)
    with capture_logs() as logs, WorkerHost(replace(services, stores=stores), bell, threads=1).running():
        until(lambda: separated(desk, received), 10)
    told = [(entry["event"], entry["code"]) for entry in logs if entry["event"] == "relay_waits"]
    assert told == [("relay_waits", "records_unavailable")]
    assert [entry["after"] for entry in logs if entry["event"] == "relay_goes_on"] == ["records_unavailable"]


def test_the_relay_outlives_a_fault(services, desk, bell, received, monkeypatch):
    monkeypatch.setattr(host_module, "AWAY_PERIOD_S", 0.1)
    ring, faults = bell.ring, [ZeroDivisionError()]

    def fail_once(queue, job_id):
        if faults:
            raise faults.pop()
        ring(queue, job_id)

    monkeypatch.setattr(bell, "ring", fail_once)
    with WorkerHost(services, bell, threads=1, ring_again_after=0 * host_module.RING_AGAIN_AFTER).running():
        until(lambda: separated(desk, received), 10)
