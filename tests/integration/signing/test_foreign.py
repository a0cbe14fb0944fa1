"""Public files, signed by others."""

import json
import pickle
from pathlib import Path

import pytest

from domain.errors import SohoaError
from signing.report import Reason, Verdict, VerificationReport
from signing.trust import Trust
from signing.verify import verify_pdf

NOBODY = Trust((), online=False)


def _report(path: Path) -> VerificationReport:
    return verify_pdf(path, NOBODY)


@pytest.fixture
def state_documents(shared_data: Path) -> Path:
    return shared_data / "data" / "vn_born_digital"


def test_no_genuine_state_document_is_called_invalid(state_documents: Path) -> None:
    """They have garbage before the header, hybrid tables, SHA-1, odd encodings and stamps printed after signing."""
    verdicts = {path.name: _report(path).verdict for path in sorted(state_documents.glob("*.pdf"))}

    assert set(verdicts.values()) == {Verdict.INDETERMINATE, None}
    assert list(verdicts.values()).count(None) == 1


def test_a_report_can_be_handed_from_process_to_process(state_documents: Path) -> None:
    for path in state_documents.glob("*.pdf"):
        report = _report(path)
        assert pickle.loads(pickle.dumps(report)) == report


def test_their_signers_and_times_are_read(state_documents: Path) -> None:
    signatures = _report(state_documents / "bd_af536c4a.pdf").signatures

    assert [one.organisation is not None and one.timestamp_at is not None for one in signatures] == [True, True]
    assert signatures[1].signer == "Bộ Tư pháp"


@pytest.mark.parametrize(
    ("name", "reasons"),
    [
        ("pyhanko__tail-uncovered.pdf", [Reason.NOT_COVERED]),
        ("dss__pdf-with-empty-sig.pdf", [Reason.UNFINISHED]),
        ("dss__pdf-byterange-overlap.pdf", [Reason.UNTRUSTED, Reason.CONTENT_CHANGED]),
        ("dss__hello_signed_INCSAVE_signed_EDITED.pdf", [Reason.WEAK_ALGORITHM, Reason.CONTENT_CHANGED]),
        ("dss__pades-bes.pdf", [Reason.UNTRUSTED]),
        ("dss__hide.pdf", [Reason.UNREADABLE]),
        ("signserver-c__sample-certified-nochangesallowed.pdf", [Reason.WEAK_ALGORITHM]),
    ],
)
def test_known_attacks_and_oddities_are_named(shared_data: Path, name: str, reasons: list[Reason]) -> None:
    report = _report(shared_data / "data" / "bad_input" / name)

    assert [one.reason for one in report.signatures] == reasons


def test_an_encrypted_file_that_needs_no_password_is_verified(shared_data: Path) -> None:
    report = _report(shared_data / "data" / "bad_input" / "paperless-ng__signed.pdf")

    assert len(report.signatures) == 1
    assert report.verdict is not Verdict.VALID


def test_every_hostile_file_ends_in_a_report_or_a_named_error(shared_data: Path) -> None:
    for path in sorted((shared_data / "data" / "bad_input").iterdir()):
        try:
            report = _report(path)
        except SohoaError as error:
            assert error.message("vi")
        else:
            assert report.verdict is not Verdict.VALID
            json.dumps(report.as_dict())
