"""Signing with keys, timestamps and revocation from real servers."""

import hashlib
import subprocess
from pathlib import Path

import pytest

from domain.errors import (
    BadRequest,
    CertificateExpired,
    CertificateNotYetValid,
    CertificateRevoked,
    CertificateUnfit,
    JobTaken,
    SigningForbidden,
)
from signing.keys import open_key
from signing.order import Level
from signing.part import part_of
from signing.report import Changes, Reason, Verdict
from signing.verify import verify_pdf
from tests.integration.signing.conftest import Sign, stamps
from tests.pki.papers import make_pdfa
from tests.pki.server import TestPki, secrets


def pdfsig(path: Path) -> str:
    """What poppler, through NSS, says of the integrity of each signature."""
    return subprocess.run(["pdfsig", "-nocert", path], check=True, capture_output=True, text=True, timeout=20).stdout


def test_a_signed_file_is_valid_at_b_t_for_us_and_for_poppler(
    pki: TestPki, sign: Sign, paper: Path, tmp_path: Path
) -> None:
    signed = sign(paper, tmp_path / "signed.pdf", reason="Phê duyệt", location="Lạng Sơn")

    assert signed.level is Level.B_T
    assert (signed.field, signed.signer, signed.already_signed) == ("sohoa-officer", "Nguyễn Thị Thử", False)
    assert signed.sha256 == hashlib.sha256(signed.path.read_bytes()).hexdigest()
    report = verify_pdf(signed.path, pki.trust()).signatures[0]
    assert (report.verdict, report.reason, report.level) == (Verdict.VALID, Reason.SOUND, "B-T")
    assert report.covers_whole_file
    assert report.revocation_checked
    assert report.timestamp_authority == "Máy chủ dấu thời gian thử nghiệm"
    assert "Signature is Valid" in pdfsig(signed.path)


@pytest.mark.parametrize(
    ("name", "parameters"), [("officer", "?padding=pkcs1v15"), ("officer", "?padding=pss"), ("curved", "")]
)
def test_every_kind_of_key_makes_a_signature_that_poppler_accepts(
    pki: TestPki, sign: Sign, paper: Path, tmp_path: Path, name: str, parameters: str
) -> None:
    signed = sign(paper, tmp_path / "signed.pdf", key=open_key(pki.key(name, parameters=parameters), secrets))

    assert verify_pdf(signed.path, pki.trust()).verdict is Verdict.VALID
    assert "Signature is Valid" in pdfsig(signed.path)


def test_the_original_is_an_exact_prefix_and_stays_as_it_was(sign: Sign, paper: Path, tmp_path: Path) -> None:
    before = paper.read_bytes()

    signed = sign(paper, tmp_path / "signed.pdf")

    assert paper.read_bytes() == before
    assert signed.path.read_bytes().startswith(before)
    assert [file.name for file in tmp_path.iterdir()] == ["signed.pdf"]


def test_officer_then_seal_are_both_valid(pki: TestPki, sign: Sign, paper: Path, tmp_path: Path) -> None:
    sign(paper, tmp_path / "signed.pdf")
    sealed = sign(tmp_path / "signed.pdf", tmp_path / "sealed.pdf", by="organisation", step="organisation")

    report = verify_pdf(sealed.path, pki.trust())
    assert [one.signer for one in report.signatures] == ["Nguyễn Thị Thử", "Sở Thử nghiệm"]
    assert [one.changes for one in report.signatures] == [Changes.ALLOWED, Changes.NONE]
    assert report.verdict is Verdict.VALID
    assert pdfsig(sealed.path).count("Signature is Valid") == 2


def test_a_file_with_compressed_objects_is_signed(pki: TestPki, sign: Sign, tmp_path: Path) -> None:
    packed = make_pdfa(tmp_path / "packed.pdf", pages=3, object_streams=True)

    sign(packed, tmp_path / "signed.pdf")

    assert verify_pdf(tmp_path / "signed.pdf", pki.trust()).verdict is Verdict.VALID


def test_a_second_run_finds_the_finished_signature(pki: TestPki, sign: Sign, paper: Path, tmp_path: Path) -> None:
    first = sign(paper, tmp_path / "signed.pdf")
    pki.broken.add("tsa")

    second = sign(paper, tmp_path / "signed.pdf")

    assert second.already_signed
    assert (second.sha256, second.timestamp_at) == (first.sha256, first.timestamp_at)


def test_a_source_that_bears_the_signature_is_passed_on_unchanged(sign: Sign, paper: Path, tmp_path: Path) -> None:
    first = sign(paper, tmp_path / "signed.pdf")

    again = sign(first.path, tmp_path / "again.pdf")

    assert again.already_signed
    assert again.path.read_bytes() == first.path.read_bytes()


def test_the_field_of_a_step_is_not_given_to_another_key(sign: Sign, paper: Path, tmp_path: Path) -> None:
    sign(paper, tmp_path / "signed.pdf")

    with pytest.raises(SigningForbidden):
        sign(tmp_path / "signed.pdf", tmp_path / "other.pdf", by="organisation", step="officer")


def test_a_b_b_signature_is_not_taken_for_the_b_t_that_is_asked_for(sign: Sign, paper: Path, tmp_path: Path) -> None:
    assert sign(paper, tmp_path / "signed.pdf", level=Level.B_B).timestamp_at is None

    signed = sign(paper, tmp_path / "signed.pdf")

    assert not signed.already_signed
    assert signed.timestamp_at is not None


@pytest.mark.parametrize(
    ("holder", "refusal"),
    [
        ("expired", CertificateExpired),
        ("future", CertificateNotYetValid),
        ("revoked", CertificateRevoked),
        ("cipher", CertificateUnfit),
        ("issuing", CertificateUnfit),
        ("tsa", CertificateUnfit),
    ],
)
def test_a_certificate_that_may_not_sign_is_refused(
    sign: Sign, paper: Path, tmp_path: Path, holder: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        sign(paper, tmp_path / "signed.pdf", by=holder)

    assert list(tmp_path.iterdir()) == []


def test_a_certificate_under_an_unknown_root_is_refused(pki: TestPki, sign: Sign, paper: Path, tmp_path: Path) -> None:
    with pytest.raises(CertificateUnfit):
        sign(paper, tmp_path / "signed.pdf", key=open_key(pki.key("person", arch="elsewhere"), secrets))


def test_the_refusal_names_the_day_the_certificate_ended(sign: Sign, paper: Path, tmp_path: Path) -> None:
    with pytest.raises(CertificateExpired) as refusal:
        sign(paper, tmp_path / "signed.pdf", by="expired")

    assert "2022-01-01" in refusal.value.message("en")


def test_another_process_on_the_same_target_is_not_disturbed(sign: Sign, paper: Path, tmp_path: Path) -> None:
    target = tmp_path / "signed.pdf"

    with part_of(target), pytest.raises(JobTaken):
        sign(paper, target)


def test_the_source_is_never_the_target(sign: Sign, paper: Path) -> None:
    with pytest.raises(BadRequest):
        sign(paper, paper)


def test_a_step_that_is_no_plain_word_is_refused(sign: Sign, paper: Path, tmp_path: Path) -> None:
    with pytest.raises(BadRequest):
        sign(paper, tmp_path / "signed.pdf", step="a.b/../c")


def test_an_unusually_long_timestamp_is_given_more_room(
    sign: Sign, paper: Path, tmp_path: Path, pki: TestPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signing.embed._TIMESTAMP_BYTES", 100)

    sign(paper, tmp_path / "signed.pdf")

    assert verify_pdf(tmp_path / "signed.pdf", pki.trust()).verdict is Verdict.VALID
    assert pki.requests.count("/province/tsa/tsa") == 2


def test_no_name_of_a_person_reaches_the_log(
    sign: Sign, paper: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CertificateRevoked):
        sign(paper, tmp_path / "signed.pdf", by="revoked")

    assert "Đỗ Thu Hồi" not in caplog.text + "".join(capsys.readouterr())


def test_stamps_and_keys_do_not_show_secrets(pki: TestPki) -> None:
    key = open_key(pki.key("officer"), secrets)

    assert "sign_message" not in repr(key)
    assert secrets("officer").decode() not in repr((key, stamps(pki.tsa)))
