"""What time does to signatures: certificates expire and are revoked after they signed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from freezegun import freeze_time

from domain.errors import CertificateRevoked
from signing.dev_authority import Validity
from signing.devpki import DevelopmentPki, add_holder, make_development_pki, revoke
from signing.keys import open_key
from signing.order import Level, SignedFile
from signing.report import Reason, Verdict
from signing.sign import sign_pdf
from signing.timestamps import Timestamps
from signing.verify import verify_pdf


@pytest.fixture
def development(tmp_path: Path) -> DevelopmentPki:
    return make_development_pki(tmp_path / "pki")


def _sign(pki: DevelopmentPki, paper: Path, target: Path, name: str, level: Level = Level.B_T) -> SignedFile:
    return sign_pdf(
        paper,
        target,
        key=open_key(pki.address(name), pki.secrets),
        step="officer",
        trust=pki.trust(),
        timestamps=Timestamps.from_addresses([pki.timestamp_address], pki.secrets),
        level=level,
    )


def test_a_stamped_signature_outlives_the_revocation_of_its_certificate(
    development: DevelopmentPki, paper: Path, tmp_path: Path
) -> None:
    signed = _sign(development, paper, tmp_path / "signed.pdf", "officer")

    revoke(development, "officer", at=datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=2))

    report = verify_pdf(signed.path, development.trust()).signatures[0]
    assert (report.verdict, report.reason) == (Verdict.VALID, Reason.SOUND_WHEN_SIGNED)
    assert "+07:00" in report.sentence("vi")
    with pytest.raises(CertificateRevoked):
        _sign(development, paper, tmp_path / "again.pdf", "officer")


def test_a_signature_made_after_the_revocation_is_invalid(
    development: DevelopmentPki, paper: Path, tmp_path: Path
) -> None:
    signed = _sign(development, paper, tmp_path / "signed.pdf", "officer")

    revoke(development, "officer", at=datetime.now(UTC).replace(microsecond=0) - timedelta(days=1))

    report = verify_pdf(signed.path, development.trust()).signatures[0]
    assert (report.verdict, report.reason) == (Verdict.INVALID, Reason.REVOKED)


def test_without_a_stamp_nothing_proves_that_it_was_made_before_the_revocation(
    development: DevelopmentPki, paper: Path, tmp_path: Path
) -> None:
    signed = _sign(development, paper, tmp_path / "signed.pdf", "officer", Level.B_B)

    revoke(development, "officer", at=datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=2))

    report = verify_pdf(signed.path, development.trust()).signatures[0]
    assert (report.verdict, report.reason) == (Verdict.INDETERMINATE, Reason.REVOKED_WITHOUT_PROOF)


@pytest.mark.parametrize(("level", "reason"), [(Level.B_T, Reason.SOUND_WHEN_SIGNED), (Level.B_B, Reason.EXPIRED)])
def test_only_a_stamped_signature_outlives_its_certificate(
    development: DevelopmentPki, paper: Path, tmp_path: Path, level: Level, reason: Reason
) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    add_holder(development, "brief", validity=Validity(now - timedelta(hours=1), now + timedelta(hours=1)))
    signed = _sign(development, paper, tmp_path / "signed.pdf", "brief", level)

    with freeze_time(now + timedelta(days=2), real_asyncio=True):
        report = verify_pdf(signed.path, development.trust()).signatures[0]

    assert report.reason is reason
