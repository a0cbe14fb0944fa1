"""The development PKI."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from freezegun import freeze_time

from domain.errors import BadSettings, CertificateExpired, CertificateUnfit
from signing.dev_authority import Use, Validity
from signing.devpki import DevelopmentPki, add_holder, make_development_pki
from signing.keys import open_key
from signing.sign import sign_pdf
from signing.timestamps import Timestamps
from tests.pki.papers import make_pdfa


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_second_run_changes_nothing(development: DevelopmentPki) -> None:
    before = _contents(development.folder)

    assert make_development_pki(development.folder) == development
    assert _contents(development.folder) == before


def test_every_name_says_that_it_is_for_tests(development: DevelopmentPki) -> None:
    for name in ("officer", "organisation", "digitiser", "tsa"):
        key = open_key(development.address(name), development.secrets)
        for der in (key.certificate, *key.chain):
            certificate = x509.load_der_x509_certificate(der)
            assert "TEST ONLY" in certificate.subject.rfc4514_string()
            assert "TEST ONLY" in certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value


def test_keys_and_passphrases_are_for_the_owner_alone(development: DevelopmentPki) -> None:
    secret = [path for part in ("keys", "authorities") for path in (development.folder / part).iterdir()]

    assert {stat.S_IMODE(path.stat().st_mode) for path in secret} == {0o600}
    assert len({path.read_bytes() for path in secret}) == len(secret)


def test_an_interrupted_run_is_repeated(tmp_path: Path) -> None:
    (tmp_path / "pki.new" / "keys").mkdir(parents=True)
    (tmp_path / "pki").mkdir()

    assert make_development_pki(tmp_path / "pki").signer().check()[0].problem is None
    assert not (tmp_path / "pki.new").exists()


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "pki").mkdir()
    (tmp_path / "pki" / "thesis.txt").write_text("five years of work")

    with pytest.raises(BadSettings):
        make_development_pki(tmp_path / "pki")

    assert [path.name for path in (tmp_path / "pki").iterdir()] == ["thesis.txt"]


def test_lists_are_renewed_when_they_near_their_end(tmp_path: Path) -> None:
    pki = make_development_pki(tmp_path / "pki")
    lists = pki.revocation_lists
    before = _contents(lists)

    with freeze_time(datetime.now(UTC) + timedelta(days=200)):
        make_development_pki(pki.folder)
        assert _contents(lists) == before
    later = datetime.now(UTC) + timedelta(days=330)
    with freeze_time(later):
        make_development_pki(pki.folder)

    for path in lists.iterdir():
        end = x509.load_der_x509_crl(path.read_bytes()).next_update_utc
        assert end is not None
        assert end > later + timedelta(days=360)


def test_signers_of_other_kinds_can_be_made_for_tests(tmp_path: Path) -> None:
    pki = make_development_pki(tmp_path / "pki")
    now = datetime.now(UTC).replace(microsecond=0)
    add_holder(pki, "past", validity=Validity(now - timedelta(days=9), now - timedelta(days=1)))
    add_holder(pki, "cipher", use=Use.ENCIPHERMENT)
    paper = make_pdfa(tmp_path / "paper.pdf")
    stamps = Timestamps.from_addresses([pki.timestamp_address], pki.secrets)

    for name, refusal in (("past", CertificateExpired), ("cipher", CertificateUnfit)):
        key = open_key(pki.address(name), pki.secrets)
        with pytest.raises(refusal):
            sign_pdf(paper, tmp_path / "x.pdf", key=key, step="x", trust=pki.trust(), timestamps=stamps)
