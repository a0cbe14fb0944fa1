"""Files that cannot or may not be signed."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pyhanko.sign.fields import MDPPerm

from domain.errors import DamagedFile, EmptyFile, EncryptedFile, SigningForbidden
from signing.keys import SigningKey
from signing.report import Reason, Verdict
from signing.verify import verify_pdf
from tests.integration.signing.conftest import Sign
from tests.pki.papers import sign_plainly, zero_signature
from tests.pki.server import TestPki

Keys = Callable[[str], SigningKey]


def _encrypted(paper: Path, target: Path, user: str) -> Path:
    with pikepdf.open(paper) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(user=user, owner="chu"))
    return target


def _written(target: Path, content: bytes) -> Path:
    target.write_bytes(content)
    return target


def _refused(sign: Sign, source: Path, error: type[Exception]) -> None:
    before = source.read_bytes()
    target = source.with_name("signed.pdf")

    with pytest.raises(error):
        sign(source, target)

    assert source.read_bytes() == before
    assert not target.exists()
    assert not target.with_name("signed.pdf.part").exists()


@pytest.mark.parametrize("user", ["mat khau", ""])
def test_an_encrypted_file_is_refused_even_if_no_password_is_needed(
    sign: Sign, paper: Path, tmp_path: Path, user: str
) -> None:
    _refused(sign, _encrypted(paper, tmp_path / "encrypted.pdf", user), EncryptedFile)


def test_an_empty_file_is_refused(sign: Sign, tmp_path: Path) -> None:
    _refused(sign, _written(tmp_path / "empty.pdf", b""), EmptyFile)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.97])
def test_a_truncated_file_is_refused(sign: Sign, paper: Path, tmp_path: Path, share: float) -> None:
    content = paper.read_bytes()
    _refused(sign, _written(tmp_path / "cut.pdf", content[: int(len(content) * share)]), DamagedFile)


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a PDF", b"%PDF-1.7\n" + b"\x00" * 4096 + b"\n%%EOF\n"])
def test_something_else_is_refused(sign: Sign, tmp_path: Path, content: bytes) -> None:
    _refused(sign, _written(tmp_path / "other.pdf", content), DamagedFile)


def test_a_file_without_pages_is_refused(sign: Sign, tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.save(tmp_path / "none.pdf")

    with pytest.raises(Exception, match="no_pages"):
        sign(tmp_path / "none.pdf", tmp_path / "signed.pdf")


def test_a_field_that_a_crash_left_full_of_zeros_is_refused(
    pki: TestPki, sign: Sign, paper: Path, tmp_path: Path
) -> None:
    (tmp_path / "before").mkdir()
    signed = sign(paper, tmp_path / "before" / "signed.pdf").path
    half = zero_signature(signed, tmp_path / "half.pdf")

    report = verify_pdf(half, pki.trust()).signatures[0]
    assert (report.verdict, report.reason) == (Verdict.INVALID, Reason.UNFINISHED)
    _refused(sign, half, SigningForbidden)


def test_a_file_certified_against_changes_is_refused(sign: Sign, keys: Keys, paper: Path, tmp_path: Path) -> None:
    certified = sign_plainly(
        paper,
        tmp_path / "certified.pdf",
        keys("organisation"),
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    _refused(sign, certified, SigningForbidden)


def test_a_file_certified_for_signing_is_signed(
    pki: TestPki, sign: Sign, keys: Keys, paper: Path, tmp_path: Path
) -> None:
    certified = sign_plainly(
        paper,
        tmp_path / "certified.pdf",
        keys("organisation"),
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )

    sign(certified, tmp_path / "signed.pdf")

    assert verify_pdf(tmp_path / "signed.pdf", pki.trust()).verdict is Verdict.VALID
