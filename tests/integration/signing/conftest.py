"""One running PKI and one sheet of paper for all tests of signing."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from signing.keys import SigningKey, open_key
from signing.order import SignedFile
from signing.sign import sign_pdf
from signing.timestamps import Timestamps
from tests.pki.papers import make_pdfa
from tests.pki.server import TestPki, running_pki, secrets

Sign = Callable[..., SignedFile]


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestPki]:
    with running_pki(tmp_path_factory.mktemp("pki")) as pki:
        yield pki


@pytest.fixture
def pki(running: TestPki) -> Iterator[TestPki]:
    """The running PKI, with every service working."""
    running.requests.clear()
    yield running
    running.broken.clear()


@pytest.fixture(scope="session")
def keys(running: TestPki) -> Callable[[str], SigningKey]:
    """Somebody's key, opened once for all tests."""
    opened: dict[str, SigningKey] = {}

    def key(name: str) -> SigningKey:
        return opened.setdefault(name, open_key(running.key(name), secrets))

    return key


@pytest.fixture(scope="session")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_pdfa(tmp_path_factory.mktemp("paper") / "paper.pdf")


@pytest.fixture
def sign(pki: TestPki, keys: Callable[[str], SigningKey]) -> Sign:
    """Sign as the officer, stamped by the province's authority, unless told otherwise."""

    def signed(source: Path, target: Path, *, by: str = "officer", **changes: object) -> SignedFile:
        order: dict[str, object] = {
            "key": keys(by),
            "step": "officer",
            "trust": pki.trust(),
            "timestamps": stamps(pki.tsa),
            **changes,
        }
        return sign_pdf(source, target, **order)  # type: ignore[arg-type]  # tests pass what the signature names

    return signed


def stamps(*addresses: str, timeout_s: float = 30.0) -> Timestamps:
    """Timestamp authorities in this order. Patient, because the machine of the tests may be busy."""
    return Timestamps.from_addresses(addresses, secrets, timeout_s=timeout_s)
