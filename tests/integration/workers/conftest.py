"""A worker over real stores whose bell is the broker under test."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.check import VeraPdf
from sohoa.bootstrap import rules_of
from sohoa.keys import open_signer
from sohoa.settings import Settings, load_settings
from sohoa.stores import opened_stores
from workers.broker import Bell, open_bell
from workers.desk import Desk
from workers.host import WorkerHost
from workers.services import Services
from workers.stores import Stores

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
AT_ONCE = timedelta(seconds=0.5)

Running = Callable[..., AbstractContextManager[WorkerHost]]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path / "home")


@pytest.fixture
def stores(settings: Settings) -> Iterator[Stores]:
    with opened_stores(settings) as opened:
        yield opened


@pytest.fixture
def desk(settings: Settings, stores: Stores) -> Desk:
    return Desk(stores, settings.limits)


@pytest.fixture(params=["memory", "redis", "rabbitmq"])
def broker_url(request: pytest.FixtureRequest) -> str:
    """Each broker in turn."""
    return "memory:" if request.param == "memory" else str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def opened_bell(broker_url: str) -> Iterator[Callable[[], Bell]]:
    """Opens bells on the broker, each as a process of its own would; what they leave in it is wiped out."""
    opened: list[Bell] = []

    def once_more() -> Bell:
        opened.append(open_bell(broker_url))
        return opened[-1]

    yield once_more
    for bell in opened:
        bell.broker.flush_all()
        bell.close()


@pytest.fixture
def bell(opened_bell: Callable[[], Bell]) -> Bell:
    return opened_bell()


@pytest.fixture
def running(settings: Settings, stores: Stores) -> Iterator[Running]:
    """A context manager that works while its block runs."""
    with VeraPdf() as validator:

        @contextmanager
        def at_work(bell: Bell, *, threads: int = 1, ring_again_after: timedelta = AT_ONCE) -> Iterator[WorkerHost]:
            services = Services("worker", stores, rules_of(settings), validator, open_signer(settings))
            host = WorkerHost(services, bell, threads=threads, ring_again_after=ring_again_after)
            with host.running():
                yield host

        yield at_work
