"""Files changed after they were signed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from domain.errors import SigningForbidden
from signing.keys import SigningKey
from signing.report import Changes, Reason, Verdict
from signing.verify import verify_pdf
from tests.integration.signing.conftest import Sign
from tests.pki.papers import change_page, flip_byte, sign_plainly
from tests.pki.server import TestPki


@pytest.fixture
def signed(sign: Sign, paper: Path, tmp_path: Path) -> Path:
    return sign(paper, tmp_path / "signed.pdf").path


def test_a_byte_flipped_in_the_page_is_found(pki: TestPki, signed: Path, tmp_path: Path) -> None:
    at = signed.read_bytes().index("Giấy tờ".encode())

    report = verify_pdf(flip_byte(signed, tmp_path / "bad.pdf", at), pki.trust()).signatures[0]

    assert (report.verdict, report.reason) == (Verdict.INVALID, Reason.CONTENT_CHANGED)
    assert report.intact is False


def test_a_byte_flipped_in_the_certificate_is_found(pki: TestPki, signed: Path, tmp_path: Path) -> None:
    """Programs that check integrity alone accept such a file."""
    content = signed.read_bytes()
    name = "Nguyễn Thị Thử".encode().hex().upper().encode()
    at = content.index(name)

    report = verify_pdf(flip_byte(signed, tmp_path / "bad.pdf", at), pki.trust())

    assert report.verdict is not Verdict.VALID


def test_a_byte_flipped_in_the_signature_value_is_found(pki: TestPki, signed: Path, tmp_path: Path) -> None:
    content = signed.read_bytes()
    # The raw value follows the algorithm's name, id-RSASSA-PSS, whose last use in the container is the signature's.
    at = content.rindex(b"2A864886F70D01010A") + 200

    report = verify_pdf(flip_byte(signed, tmp_path / "bad.pdf", at), pki.trust())

    assert report.verdict is not Verdict.VALID


def test_a_page_painted_over_in_an_update_is_found(pki: TestPki, signed: Path, tmp_path: Path) -> None:
    report = verify_pdf(change_page(signed, tmp_path / "bad.pdf"), pki.trust()).signatures[0]

    assert (report.verdict, report.reason) == (Verdict.INVALID, Reason.CHANGED_AFTER)
    assert (report.intact, report.changes) == (True, Changes.OTHER)


def test_a_tampered_file_gets_no_further_signature(sign: Sign, signed: Path, tmp_path: Path) -> None:
    bad = change_page(signed, tmp_path / "bad.pdf")

    with pytest.raises(SigningForbidden):
        sign(bad, tmp_path / "sealed.pdf", by="organisation", step="organisation")

    assert not (tmp_path / "sealed.pdf").exists()


def test_what_a_later_signature_covers_is_not_called_forged(
    pki: TestPki, keys: Callable[[str], SigningKey], signed: Path, tmp_path: Path
) -> None:
    """Document systems print the number on the page after the leader has signed, and the office signs the whole."""
    stamped = change_page(signed, tmp_path / "stamped.pdf")
    sealed = sign_plainly(stamped, tmp_path / "sealed.pdf", keys("organisation"))

    first, second = verify_pdf(sealed, pki.trust()).signatures

    assert (first.verdict, first.reason) == (Verdict.INDETERMINATE, Reason.CHANGED_BEFORE_LATER_SIGNATURE)
    assert second.verdict is Verdict.VALID


def test_a_signature_cut_off_by_its_update_leaves_an_unsigned_file(pki: TestPki, signed: Path, paper: Path) -> None:
    signed.write_bytes(signed.read_bytes()[: paper.stat().st_size])

    report = verify_pdf(signed, pki.trust())

    assert report.signatures == ()
    assert report.verdict is None
