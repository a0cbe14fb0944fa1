"""Whatever a broker loses, repeats or keeps to itself, each job is done, and done once."""

import threading
import time
from datetime import timedelta

import pytest
from dramatiq import Worker
from structlog.testing import capture_logs

from domain.errors import BadSettings, BrokerUnavailable
from domain.model import JobId
from tests.integration.workers.outages import OwnRabbitMq, OwnRedis, started
from tests.integration.workers.work import NEVER, due, refused, rounds
from tests.waiting import until
from workers.broker import open_bell
from workers.host import QUIET_S


def test_an_id_that_is_rung_is_answered(bell, running, desk, stores, tmp_path):
    document_id = refused(desk, tmp_path)
    job = due(desk, stores, document_id)
    with running(bell, ring_again_after=NEVER):
        bell.ring("intake", job)
        until(lambda: rounds(desk, document_id) == 2, 10)
    assert desk.status().jobs == {}


def test_the_relay_rings_what_is_due(bell, running, desk, tmp_path):
    documents = [refused(desk, tmp_path, number) for number in range(3)]
    with running(bell, ring_again_after=NEVER, threads=2):
        for document_id in documents:
            desk.retry(document_id, actor="test")
        until(lambda: [rounds(desk, document_id) for document_id in documents] == [2, 2, 2], 15)


def test_an_id_delivered_many_times_is_done_once(bell, running, desk, stores, tmp_path):
    document_id = refused(desk, tmp_path)
    job = due(desk, stores, document_id)
    with running(bell, threads=2, ring_again_after=NEVER):
        for _ in range(10):
            bell.ring("intake", job)
        until(lambda: rounds(desk, document_id) == 2, 10)
        another = refused(desk, tmp_path, 1)
        desk.retry(another, actor="test")
        until(lambda: rounds(desk, another) == 2, 10)
    assert rounds(desk, document_id) == 2


def test_what_the_broker_lost_is_rung_again(opened_bell, running, desk, stores, tmp_path):
    document_id = refused(desk, tmp_path)
    job = due(desk, stores, document_id)
    before = opened_bell()
    before.answer(lambda _: None)
    before.ring("intake", job)
    before.broker.flush_all()

    with running(opened_bell(), ring_again_after=NEVER):
        time.sleep(2 * QUIET_S)
        assert rounds(desk, document_id) == 1, "nothing was lost"
    with running(opened_bell()):
        until(lambda: rounds(desk, document_id) == 2, 10)


@pytest.mark.parametrize("broker_url", ["redis", "rabbitmq"], indirect=True)
def test_what_a_busy_worker_has_read_ahead_is_done_by_an_idle_one(opened_bell, running, desk, stores, tmp_path):
    documents = [refused(desk, tmp_path, number) for number in range(4)]
    busy_bell = opened_bell()
    busy, go_on = threading.Event(), threading.Event()

    def take_long(_: JobId) -> None:
        busy.set()
        go_on.wait()

    busy_bell.answer(take_long)
    for document_id in documents:
        busy_bell.ring("intake", due(desk, stores, document_id))
    worker = Worker(busy_bell.broker, worker_threads=1)
    worker.start()
    assert busy.wait(10)
    with running(opened_bell()):
        until(lambda: all(rounds(desk, document_id) == 2 for document_id in documents), 20)
    go_on.set()
    worker.stop()


def test_an_address_of_no_broker_is_refused():
    with pytest.raises(BadSettings):
        open_bell("kafka://127.0.0.1")


def test_a_backlog_is_not_rung_again_and_again_while_hands_are_busy(running, desk, tmp_path):
    bell = open_bell("memory:")
    rung = []
    ring = bell.ring
    bell.ring = lambda queue, job: (rung.append(job), ring(queue, job))
    documents = [refused(desk, tmp_path, number) for number in range(30)]
    for document_id in documents:
        desk.retry(document_id, actor="test")
    with running(bell, threads=2, ring_again_after=timedelta(seconds=0.1)):
        until(lambda: all(rounds(desk, document_id) == 2 for document_id in documents), 60)
    assert len(rung) == len(set(rung)) == len(documents)


# --- brokers that go away -------------------------------------------------------------------------------------------


@pytest.fixture(params=[OwnRedis, OwnRabbitMq], ids=["redis", "rabbitmq"], scope="module")
def own_server(request):
    running = started(request.param)
    yield running
    running.stop()


@pytest.fixture
def server(own_server):
    """A broker that answers when the test begins."""
    if not own_server.answers():
        own_server.come_back()
    return own_server


@pytest.fixture
def own_bell(server):
    opened = open_bell(f"{server.url}/main" if isinstance(server, OwnRabbitMq) else f"{server.url}/0")
    yield opened
    opened.close()


def test_a_broker_that_goes_away_is_waited_for_and_loses_nothing(server, own_bell, running, desk, tmp_path):
    document_id = refused(desk, tmp_path)
    with capture_logs() as logs, running(own_bell):
        own_bell.check()
        desk.retry(document_id, actor="test")
        until(lambda: rounds(desk, document_id) == 2, 10)

        server.go_away()
        with pytest.raises(BrokerUnavailable):
            own_bell.check()
        desk.retry(document_id, actor="test")
        until(lambda: _told(logs, "relay_waits"), 20)
        assert rounds(desk, document_id) == 2

        server.come_back()
        until(lambda: rounds(desk, document_id) == 3, 30)
    assert set(_told(logs, "relay_waits")) == {"broker_unavailable"}


def test_a_worker_may_start_before_its_broker_and_stop_after_it(server, own_bell, running, desk, tmp_path):
    document_id = refused(desk, tmp_path)
    server.go_away()
    with running(own_bell):
        desk.retry(document_id, actor="test")
        server.come_back()
        until(lambda: rounds(desk, document_id) == 2, 30)
        server.go_away()
        told_at = time.monotonic()
    assert time.monotonic() - told_at < 20


def _told(logs, event):
    return [entry["code"] for entry in logs if entry["event"] == event]
