"""Trusted roots and revocation lists from folders."""

from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from domain.errors import BadSettings
from signing.devpki import DevelopmentPki
from signing.keys import open_key
from signing.trust import Trust


def _root(development: DevelopmentPki) -> x509.Certificate:
    return x509.load_pem_x509_certificate((development.roots / "root.pem").read_bytes())


def test_a_root_is_read_with_where_it_came_from(development: DevelopmentPki) -> None:
    (root,) = development.trust().anchors

    assert root.is_root
    assert "TEST ONLY" in root.provenance
    assert "CA GỐC THỬ NGHIỆM" in root.subject
    assert len(root.sha256) == 64


def test_certificates_may_be_der_or_pem_bundles(development: DevelopmentPki, tmp_path: Path) -> None:
    root = _root(development)
    (tmp_path / "one.crt").write_bytes(root.public_bytes(Encoding.DER))
    (tmp_path / "two.pem").write_bytes(root.public_bytes(Encoding.PEM) * 2)
    (tmp_path / "note.md").write_text("not a certificate")

    assert len(Trust.from_folder(tmp_path).anchors) == 3


@pytest.mark.parametrize("content", [None, b"", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_a_folder_without_a_readable_root_is_refused(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "root.pem").write_bytes(content)

    with pytest.raises(BadSettings) as refusal:
        Trust.from_folder(tmp_path)

    assert refusal.value.params == {"setting": "trust_roots"}


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSettings):
        Trust.from_folder(tmp_path / "nowhere")


def test_an_authority_below_a_root_is_no_root(development: DevelopmentPki, tmp_path: Path) -> None:
    issuing = open_key(development.address("officer"), development.secrets).chain[0]
    (tmp_path / "issuing.der").write_bytes(issuing)

    with pytest.raises(BadSettings):
        Trust.from_folder(tmp_path)


def test_lists_are_read_anew_each_time(development: DevelopmentPki, tmp_path: Path) -> None:
    trust = Trust.from_folder(development.roots, revocation_lists=tmp_path)
    assert trust.crls() == []

    (tmp_path / "issuing.crl").write_bytes((development.revocation_lists / "issuing.crl").read_bytes())

    assert len(trust.crls()) == 1


def test_a_file_that_is_no_list_is_named(development: DevelopmentPki, tmp_path: Path) -> None:
    (tmp_path / "bad.crl").write_bytes(b"no list")

    with pytest.raises(BadSettings, match=r"bad\.crl"):
        Trust.from_folder(development.roots, revocation_lists=tmp_path).crls()
