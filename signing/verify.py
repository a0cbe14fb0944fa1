"""Verifying the signatures in a PDF, ours or foreign.

A signature whose data cannot be read is indeterminate, with a reason, and not called forged: many genuine ones are odd.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from signing.measure import claims, measure, reason_for
from signing.reading import SignatureField, open_leniently, signature_fields
from signing.report import Kind, Reason, SignatureReport, Verdict, VerificationReport
from signing.trust import Trust
from signing.validation import Validation, open_validation


def verify_pdf(path: Path, trust: Trust) -> VerificationReport:
    """Verify every signature of a file.

    Raises:
        EmptyFile, NoPages, DamagedFile, EncryptedFile: the file itself cannot be opened as PDF.
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
    report = claims(field, embedded)
    try:
        report = await measure(embedded, report, field, validation)
    except SignatureValidationError as error:
        report = replace(report, reason=reason_for(error.ades_subindication), detail=type(error).__name__)
    except Exception as error:
        report = replace(report, reason=Reason.UNREADABLE, detail=type(error).__name__)
    return embedded.signed_revision, report


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
