"""Timestamp authorities and revocation services that are down, slow or lying."""

from pathlib import Path

import pytest

from domain.errors import RevocationUnknown, TimestampUnavailable
from signing.report import Reason, Verdict
from signing.trust import Trust
from signing.verify import verify_pdf
from tests.integration.signing.conftest import Sign, stamps
from tests.pki.server import TestPki


def test_without_a_timestamp_authority_nothing_is_signed(pki: TestPki, sign: Sign, paper: Path, tmp_path: Path) -> None:
    pki.broken.add("tsa")
    before = paper.read_bytes()

    with pytest.raises(TimestampUnavailable):
        sign(paper, tmp_path / "signed.pdf")

    assert paper.read_bytes() == before
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("fault", ["hang", "nonsense", "nonce", "digest"])
def test_the_next_authority_takes_over_from_one_that_fails(
    pki: TestPki, sign: Sign, paper: Path, tmp_path: Path, fault: str
) -> None:
    addresses = (pki.bad_tsa(fault), pki.tsa)

    sign(paper, tmp_path / "signed.pdf", timestamps=stamps(*addresses, timeout_s=0.5))

    assert f"/bad/{fault}" in pki.requests
    assert verify_pdf(tmp_path / "signed.pdf", pki.trust()).verdict is Verdict.VALID


def test_an_authority_that_nobody_trusts_counts_as_failed(
    pki: TestPki, sign: Sign, paper: Path, tmp_path: Path
) -> None:
    with pytest.raises(TimestampUnavailable):
        sign(paper, tmp_path / "signed.pdf", timestamps=stamps(pki.foreign_tsa))


def test_an_address_without_a_server_counts_as_failed(pki: TestPki, sign: Sign, paper: Path, tmp_path: Path) -> None:
    sign(paper, tmp_path / "signed.pdf", timestamps=stamps("http://127.0.0.1:9/tsa", pki.tsa))

    assert (tmp_path / "signed.pdf").exists()


def test_without_ocsp_the_list_decides(pki: TestPki, sign: Sign, paper: Path, tmp_path: Path) -> None:
    pki.broken.add("ocsp")

    sign(paper, tmp_path / "signed.pdf")

    assert "/province/crls/issuing/latest.crl" in pki.requests


def test_when_nobody_tells_of_revocation_nothing_is_signed(
    pki: TestPki, sign: Sign, paper: Path, tmp_path: Path
) -> None:
    pki.broken.update({"ocsp", "crls"})

    with pytest.raises(RevocationUnknown):
        sign(paper, tmp_path / "signed.pdf")

    assert list(tmp_path.iterdir()) == []


def test_offline_without_lists_nothing_is_signed(pki: TestPki, sign: Sign, paper: Path, tmp_path: Path) -> None:
    with pytest.raises(RevocationUnknown):
        sign(paper, tmp_path / "signed.pdf", trust=pki.trust(online=False))

    assert pki.requests == []


def test_lists_in_a_folder_serve_offline(pki: TestPki, sign: Sign, paper: Path, tmp_path: Path) -> None:
    lists = tmp_path / "lists"
    lists.mkdir()
    for name in ("root", "issuing"):
        (lists / f"{name}.crl").write_bytes(pki.crl(name))

    sign(paper, tmp_path / "signed.pdf", trust=pki.trust(online=False, lists=lists))

    assert pki.requests == ["/province/tsa/tsa"]


def test_a_file_is_undecided_while_nobody_tells_of_revocation(
    pki: TestPki, sign: Sign, paper: Path, tmp_path: Path
) -> None:
    sign(paper, tmp_path / "signed.pdf")
    pki.broken.update({"ocsp", "crls"})

    report = verify_pdf(tmp_path / "signed.pdf", pki.trust()).signatures[0]

    assert (report.verdict, report.reason) == (Verdict.INDETERMINATE, Reason.REVOCATION_UNKNOWN)
    assert report.intact


def test_verifying_asks_nobody_on_behalf_of_an_untrusted_signature(
    pki: TestPki, sign: Sign, paper: Path, tmp_path: Path
) -> None:
    sign(paper, tmp_path / "signed.pdf")
    pki.requests.clear()

    report = verify_pdf(tmp_path / "signed.pdf", Trust((), online=True)).signatures[0]

    assert report.reason is Reason.UNTRUSTED
    assert pki.requests == []
