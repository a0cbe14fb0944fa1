"""The signer of a running system."""

import threading
from pathlib import Path

import pytest

from domain.errors import BadSettings, KeyUnavailable, TimestampUnavailable, WrongSecret
from signing.devpki import DevelopmentPki
from signing.order import SignedFile
from signing.signer import Role, Signer
from signing.timestamps import Timestamps
from tests.pki.papers import make_pdfa


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_pdfa(tmp_path_factory.mktemp("paper") / "paper.pdf")


def test_each_role_signs_with_its_own_key(development: DevelopmentPki, paper: Path, tmp_path: Path) -> None:
    signer = development.signer()

    signers = {signer.sign(role, paper, tmp_path / f"{role}.pdf", step=role).signer for role in Role}

    assert len(signers) == 3


def test_facts_of_a_signature_are_plain_values(development: DevelopmentPki, paper: Path, tmp_path: Path) -> None:
    facts = development.signer().sign("officer", paper, tmp_path / "x.pdf", step="officer").as_facts()

    assert facts["level"] == "B-T"
    assert facts["verdict"] == "valid"
    assert all(isinstance(value, str | None) for value in facts.values())


def test_a_role_without_a_key_is_named(development: DevelopmentPki, paper: Path, tmp_path: Path) -> None:
    with pytest.raises(BadSettings) as refusal:
        development.signer().sign("notary", paper, tmp_path / "x.pdf", step="notary")

    assert refusal.value.params == {"setting": "key_notary"}


def test_a_secret_that_was_wrong_is_not_tried_again(development: DevelopmentPki) -> None:
    asked: list[str] = []

    def wrong(name: str) -> bytes:
        asked.append(name)
        return b"wrong"

    signer = Signer(keys=development.keys, secrets=wrong, trust=development.trust(), timestamps=Timestamps(()))
    for _ in range(3):
        with pytest.raises(WrongSecret):
            signer.key("officer")

    assert asked == ["officer"]


def test_the_state_of_every_key_is_told(development: DevelopmentPki, tmp_path: Path) -> None:
    keys = {**development.keys, "digitiser": f"p12:{tmp_path}/missing.p12"}
    signer = Signer(keys=keys, secrets=development.secrets, trust=development.trust(), timestamps=Timestamps(()))

    digitiser, organisation, _officer = signer.check()

    assert isinstance(digitiser.problem, KeyUnavailable)
    assert organisation.problem is None
    assert organisation.days_left is not None
    assert 1090 < organisation.days_left <= 1095
    assert (organisation.key, organisation.padding) == ("rsa-2048", "pss")


def test_the_state_of_every_timestamp_authority_is_told(development: DevelopmentPki) -> None:
    # A unit test reaches nobody, which is what a dead authority looks like.
    addresses = ["http://tsa.example.test/", development.timestamp_address]
    timestamps = Timestamps.from_addresses(addresses, development.secrets, timeout_s=5)
    signer = Signer(
        keys=development.keys, secrets=development.secrets, trust=development.trust(), timestamps=timestamps
    )

    dead, local = signer.check_timestamps()

    assert isinstance(dead.problem, TimestampUnavailable)
    assert (local.authority, local.problem) == ("tsa", None)


def test_threads_may_share_a_signer(development: DevelopmentPki, paper: Path, tmp_path: Path) -> None:
    signer = development.signer()
    signed: list[SignedFile] = []

    def sign(number: int) -> None:
        signed.append(signer.sign("officer", paper, tmp_path / f"{number}.pdf", step="officer"))

    threads = [threading.Thread(target=sign, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(one.path.name for one in signed) == ["0.pdf", "1.pdf", "2.pdf", "3.pdf"]
    assert {signer.verify(one.path).verdict for one in signed} == {"valid"}
