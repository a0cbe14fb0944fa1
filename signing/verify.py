"""Verifying the signatures in a PDF, ours or foreign.

A signature whose data cannot be read is indeterminate, with a reason, and not called forged: many genuine ones are odd.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import (
    EmbeddedPdfSignature,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import (
    DocumentTimestampStatus,
    ModificationInfo,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    TimestampSignatureStatus,
)

from signing.certificates import SIGNING_USES, CertificateFacts
from signing.judge import Evidence, judge, trust_problem
from signing.oddities import lacks_digest_parameters
from signing.reading import SignatureField, open_leniently, signature_fields
from signing.report import Changes, Kind, Reason, SignatureReport, Verdict, VerificationReport
from signing.trust import Trust
from signing.validation import Validation, open_validation

_USES = KeyUsageConstraints(key_usage=SIGNING_USES)
_SIGNATURE_KINDS = frozenset({"/ETSI.CAdES.detached", "/adbe.pkcs7.detached"})
_TIMESTAMP_KIND = "/ETSI.RFC3161"


def verify_pdf(path: Path, trust: Trust) -> VerificationReport:
    """Verify every signature of a file.

    Raises:
        EmptyFile, DamagedFile, EncryptedFile: the file itself cannot be opened as PDF.
    """
    return asyncio.run(_verify_file(path, trust))


async def verify_stream(stream: BinaryIO, validation: Validation) -> VerificationReport:
    """Verify an open file within a running signing or verification."""
    reader = open_leniently(stream)
    examined = [await _examine(reader, field, validation) for field in signature_fields(reader)]
    examined.sort(key=lambda one: one[0])
    reports = [report for _revision, report in examined]
    return VerificationReport(datetime.now(UTC), tuple(_weigh_later_ones(reports)))


async def _verify_file(path: Path, trust: Trust) -> VerificationReport:
    with path.open("rb") as stream:
        async with open_validation(trust) as validation:
            return await verify_stream(stream, validation)


async def _examine(reader: PdfFileReader, field: SignatureField, validation: Validation) -> tuple[int, SignatureReport]:
    """One field's revision, by which signatures are ordered, and its report."""
    last = reader.xrefs.total_revisions
    if field.is_zeroed:
        return last, SignatureReport(field=field.name, reason=Reason.UNFINISHED)
    try:
        embedded = EmbeddedPdfSignature(reader, field.dictionary, field.name)
    except Exception as error:
        # Foreign ASN.1 and hostile dictionaries fail in the libraries with errors of every kind.
        return last, SignatureReport(field=field.name, reason=Reason.UNREADABLE, detail=type(error).__name__)
    report = _who(field, embedded)
    try:
        report = await _check(embedded, report, field, validation)
    except SignatureValidationError as error:
        report = replace(report, reason=trust_problem(error.ades_subindication), detail=type(error).__name__)
    except Exception as error:
        report = replace(report, reason=Reason.UNREADABLE, detail=type(error).__name__)
    return embedded.signed_revision, report


def _who(field: SignatureField, embedded: EmbeddedPdfSignature) -> SignatureReport:
    """What the field says about itself, before anything is believed."""
    report = SignatureReport(field=field.name, reason=Reason.UNREADABLE)
    try:
        certificate = embedded.signer_cert
        facts = CertificateFacts.of(certificate)
        claimed = embedded.self_reported_timestamp
    except Exception as error:
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


async def _check(
    embedded: EmbeddedPdfSignature, report: SignatureReport, field: SignatureField, validation: Validation
) -> SignatureReport:
    if field.subfilter == _TIMESTAMP_KIND:
        stamp = await async_validate_pdf_timestamp(embedded, validation.now)
        return _with_document_timestamp(report, stamp)
    if field.subfilter not in _SIGNATURE_KINDS:
        return replace(report, reason=Reason.UNKNOWN_KIND, detail=field.subfilter or "")
    # Many timestamps come without the authorities above them, which are often those above the signer.
    validation.now.certificate_registry.register_multiple(embedded.other_embedded_certs)
    status = await async_validate_pdf_signature(embedded, validation.now, key_usage_settings=_USES)
    stamped = status.timestamp_validity
    trusted_then = await _trusted_when_stamped(embedded, status, validation)
    evidence = _evidence(status, report, trusted_then, _is_oddly_encoded(embedded, status))
    return replace(
        report,
        reason=judge(evidence),
        level=_level(field, stamped),
        timestamp_at=_utc(stamped.timestamp) if stamped else None,
        timestamp_authority=_name(stamped.signing_cert) if stamped else None,
        intact=status.intact and (status.valid or evidence.oddly_encoded),
        covers_whole_file=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        changes=evidence.changes,
        trusted=status.trusted or trusted_then,
        # No chain is trusted without it, see signing.validation.
        revocation_checked=status.trusted or trusted_then,
        detail="" if status.trust_problem_indic is None else str(status.trust_problem_indic.standard_name),
    )


def _is_oddly_encoded(embedded: EmbeddedPdfSignature, status: PdfSignatureStatus) -> bool:
    public_key = embedded.signer_cert.public_key.dump()
    return status.intact and not status.valid and lacks_digest_parameters(embedded.signer_info, public_key)


def _evidence(status: PdfSignatureStatus, report: SignatureReport, trusted_then: bool, odd: bool) -> Evidence:
    stamped, revocation = status.timestamp_validity, status.revocation_details
    sound = None if stamped is None else _holds(stamped)
    return Evidence(
        intact=status.intact,
        made_by_key=status.valid,
        oddly_encoded=odd,
        covers_revision=_covers_revision(status),
        changes=_changes(status, allowed=bool(status.docmdp_ok)),
        keeps_field_rules=status.seed_value_ok,
        trusted=status.trusted,
        trust_problem=status.trust_problem_indic,
        trusted_when_stamped=trusted_then,
        timestamp_sound=sound,
        revoked_at=_utc(revocation.revocation_date) if revocation else None,
        signed_at=_utc(stamped.timestamp) if stamped and sound else report.claimed_at,
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


def _with_document_timestamp(report: SignatureReport, status: DocumentTimestampStatus) -> SignatureReport:
    allowed = not (status.modification_level is None or status.modification_level.name == "OTHER")
    evidence = Evidence(
        intact=status.intact,
        made_by_key=status.valid,
        oddly_encoded=False,
        covers_revision=_covers_revision(status),
        changes=_changes(status, allowed=allowed),
        keeps_field_rules=True,
        trusted=status.trusted,
        trust_problem=status.trust_problem_indic,
        trusted_when_stamped=False,
        timestamp_sound=None,
        revoked_at=None,
        signed_at=None,
    )
    return replace(
        report,
        kind=Kind.DOCUMENT_TIMESTAMP,
        reason=judge(evidence),
        timestamp_at=_utc(status.timestamp),
        timestamp_authority=report.signer,
        intact=status.intact and status.valid,
        covers_whole_file=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        changes=evidence.changes,
        trusted=status.trusted,
        revocation_checked=status.trusted,
    )


def _weigh_later_ones(reports: Sequence[SignatureReport]) -> list[SignatureReport]:
    """A change after one signature that a later sound one covers is that signer's deed, not proof of forgery.

    Document systems print number, date and stamps on the page after the leader has signed, and the office then signs
    the whole. The first signature cannot be called valid then, but the file was not tampered with either.
    """
    weighed = []
    for position, report in enumerate(reports):
        vouched = any(_vouches(later) for later in reports[position + 1 :])
        changed = report.reason is Reason.CHANGED_AFTER and vouched
        weighed.append(replace(report, reason=Reason.CHANGED_BEFORE_LATER_SIGNATURE) if changed else report)
    return weighed


def _vouches(later: SignatureReport) -> bool:
    # Whether its signer is trusted is that signature's own verdict.
    return later.kind is Kind.SIGNATURE and bool(later.intact) and later.verdict is not Verdict.INVALID


def _covers_revision(info: ModificationInfo) -> bool:
    return info.coverage in {SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION}


def _changes(info: ModificationInfo, *, allowed: bool) -> Changes:
    if info.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return Changes.NONE
    return Changes.ALLOWED if allowed else Changes.OTHER


def _level(field: SignatureField, stamped: TimestampSignatureStatus | None) -> str | None:
    if field.subfilter != "/ETSI.CAdES.detached":
        return None
    return "B-T" if stamped and _holds(stamped) else "B-B"


def _holds(stamp: TimestampSignatureStatus) -> bool:
    return stamp.intact and stamp.valid and stamp.trusted


def _name(certificate: x509.Certificate) -> str:
    return CertificateFacts.of(certificate).subject


def _utc(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
