"""Measuring one signature field: what pyHanko says of it, turned into the evidence that is judged."""

from dataclasses import replace
from datetime import UTC, datetime

from asn1crypto import x509
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate, AdESSubIndic
from pyhanko.sign.validation.pdf_embedded import (
    EmbeddedPdfSignature,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import (
    ModificationInfo,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    SignatureStatus,
    TimestampSignatureStatus,
)
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.errors import InsufficientRevinfoError, ValidationError

from signing.certificates import SIGNING_USES, CertificateFacts
from signing.judge import Evidence, judge
from signing.oddities import lacks_digest_parameters
from signing.reading import SignatureField
from signing.report import Changes, Kind, Reason, SignatureReport
from signing.validation import Validation

_USES = KeyUsageConstraints(key_usage=SIGNING_USES)
_PADES = "/ETSI.CAdES.detached"
_SIGNATURES = frozenset({_PADES, "/adbe.pkcs7.detached"})
_TIMESTAMP = "/ETSI.RFC3161"

# The sub-indications of ETSI EN 319 102-1 that the library gives.
_DISTRUST: dict[AdESSubIndic, Reason] = {
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: Reason.UNTRUSTED,
    AdESIndeterminate.NO_SIGNING_CERTIFICATE_FOUND: Reason.CERTIFICATE_MISMATCH,
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: Reason.EXPIRED,
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED: Reason.EXPIRED,
    AdESIndeterminate.EXPIRED: Reason.EXPIRED,
    AdESIndeterminate.NOT_YET_VALID: Reason.NOT_YET_VALID,
    AdESFailure.NOT_YET_VALID: Reason.NOT_YET_VALID,
    AdESIndeterminate.REVOKED_NO_POE: Reason.REVOKED_WITHOUT_PROOF,
    AdESIndeterminate.REVOKED_CA_NO_POE: Reason.REVOKED_WITHOUT_PROOF,
    AdESIndeterminate.TRY_LATER: Reason.REVOCATION_UNKNOWN,
    AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE: Reason.CHAIN_BROKEN,
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: Reason.UNFIT_CERTIFICATE,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: Reason.WEAK_ALGORITHM,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: Reason.WEAK_ALGORITHM,
}


def reason_for(problem: AdESSubIndic | None) -> Reason:
    """The reason that a sub-indication stands for."""
    return _DISTRUST.get(problem, Reason.UNREADABLE) if problem else Reason.UNREADABLE


def claims(field: SignatureField, embedded: EmbeddedPdfSignature) -> SignatureReport:
    """What a field says about itself, before anything is believed."""
    report = SignatureReport(field=field.name, reason=Reason.UNREADABLE)
    try:
        certificate = embedded.signer_cert
        facts = CertificateFacts.of(certificate)
        claimed = embedded.self_reported_timestamp
    except Exception as error:
        # Foreign ASN.1 fails in the library with errors of every kind.
        return replace(report, detail=type(error).__name__)
    return replace(
        report,
        signer=facts.subject,
        organisation=facts.organisation,
        issuer=facts.issuer,
        certificate_sha256=certificate.sha256.hex(),
        certificate_not_after=facts.not_after,
        claimed_at=_utc(claimed),
    )


async def measure(
    embedded: EmbeddedPdfSignature, claimed: SignatureReport, field: SignatureField, validation: Validation
) -> SignatureReport:
    """Check a field and complete the report of what it claims."""
    # Many timestamps come without the authorities above them, which are often those above the signer.
    validation.now.certificate_registry.register_multiple(embedded.other_embedded_certs)
    if field.subfilter == _TIMESTAMP:
        return await _measure_timestamp(embedded, claimed, validation)
    if field.subfilter in _SIGNATURES:
        return await _measure_signature(embedded, claimed, field, validation)
    return replace(claimed, reason=Reason.UNKNOWN_KIND, detail=field.subfilter or "")


async def _measure_signature(
    embedded: EmbeddedPdfSignature, claimed: SignatureReport, field: SignatureField, validation: Validation
) -> SignatureReport:
    status = await async_validate_pdf_signature(embedded, validation.now, key_usage_settings=_USES)
    stamped, revocation = status.timestamp_validity, status.revocation_details
    sound = None if stamped is None else _holds(stamped)
    trusted_then = await _trusted_when_stamped(embedded, status, validation)
    evidence = Evidence(
        intact=status.intact,
        made_by_key=status.valid,
        oddly_encoded=_is_oddly_encoded(embedded, status),
        covers_revision=_covers_revision(status),
        changes=_changes(status, allowed=bool(status.docmdp_ok)),
        keeps_field_rules=status.seed_value_ok,
        distrust=await _distrust(embedded, status, validation),
        trusted_when_stamped=trusted_then,
        timestamp_sound=sound,
        revoked_at=_utc(revocation.revocation_date) if revocation else None,
        signed_at=_utc(stamped.timestamp) if stamped and sound else claimed.claimed_at,
    )
    report = _concluded(claimed, evidence, status, status, trusted=status.trusted or trusted_then)
    return replace(
        report,
        level=("B-T" if sound else "B-B") if field.subfilter == _PADES else None,
        timestamp_at=_utc(stamped.timestamp) if stamped else None,
        timestamp_authority=_name(stamped.signing_cert) if stamped else None,
    )


async def _measure_timestamp(
    embedded: EmbeddedPdfSignature, claimed: SignatureReport, validation: Validation
) -> SignatureReport:
    status = await async_validate_pdf_timestamp(embedded, validation.now)
    level = status.modification_level
    evidence = Evidence(
        intact=status.intact,
        made_by_key=status.valid,
        oddly_encoded=False,
        covers_revision=_covers_revision(status),
        changes=_changes(status, allowed=level is not None and level.name != "OTHER"),
        keeps_field_rules=True,
        distrust=await _distrust(embedded, status, validation),
        trusted_when_stamped=False,
        timestamp_sound=None,
        revoked_at=None,
        signed_at=None,
    )
    report = _concluded(claimed, evidence, status, status, trusted=status.trusted)
    return replace(
        report,
        kind=Kind.DOCUMENT_TIMESTAMP,
        timestamp_at=_utc(status.timestamp),
        timestamp_authority=claimed.signer,
    )


def _concluded(
    claimed: SignatureReport, evidence: Evidence, status: SignatureStatus, info: ModificationInfo, *, trusted: bool
) -> SignatureReport:
    return replace(
        claimed,
        reason=judge(evidence),
        intact=evidence.intact and (evidence.made_by_key or evidence.oddly_encoded),
        covers_whole_file=info.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        changes=evidence.changes,
        trusted=trusted,
        # No chain is trusted without it, see signing.validation.
        revocation_checked=trusted,
        detail="" if status.trust_problem_indic is None else str(status.trust_problem_indic.standard_name),
    )


async def _trusted_when_stamped(
    embedded: EmbeddedPdfSignature, status: PdfSignatureStatus, validation: Validation
) -> bool:
    """Whether an authority's time stamp proves that the certificate, which does not hold now, held when it signed."""
    stamped = status.timestamp_validity
    if status.trusted or stamped is None or not _holds(stamped) or not (status.intact and status.valid):
        return False
    past = await async_validate_pdf_signature(
        embedded,
        validation.at(stamped.timestamp),
        ts_validation_context=validation.now,
        key_usage_settings=_USES,
        skip_diff=True,
    )
    return past.trusted


async def _distrust(embedded: EmbeddedPdfSignature, status: SignatureStatus, validation: Validation) -> Reason | None:
    """Why the certificate is not trusted now. The library has one name for a missing list and for a broken chain."""
    if status.trusted:
        return None
    reason = reason_for(status.trust_problem_indic)
    if reason is Reason.CHAIN_BROKEN:
        try:
            await CertificateValidator(embedded.signer_cert, (), validation.now).async_validate_path()
        except InsufficientRevinfoError:
            return Reason.REVOCATION_UNKNOWN
        except ValidationError:
            return reason
    return reason


def _is_oddly_encoded(embedded: EmbeddedPdfSignature, status: PdfSignatureStatus) -> bool:
    public_key = embedded.signer_cert.public_key.dump()
    return status.intact and not status.valid and lacks_digest_parameters(embedded.signer_info, public_key)


def _covers_revision(info: ModificationInfo) -> bool:
    return info.coverage in {SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION}


def _changes(info: ModificationInfo, *, allowed: bool) -> Changes:
    if info.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return Changes.NONE
    return Changes.ALLOWED if allowed else Changes.OTHER


def _holds(stamp: TimestampSignatureStatus) -> bool:
    return stamp.intact and stamp.valid and stamp.trusted


def _name(certificate: x509.Certificate) -> str:
    return CertificateFacts.of(certificate).subject


def _utc(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
