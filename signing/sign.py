"""Signing a PDF as PAdES, so that a crash, a dead service or a bad certificate never harms or half-signs a file."""

import asyncio
import hashlib
import re
from datetime import UTC
from pathlib import Path
from typing import BinaryIO

from domain.errors import BadRequest, InputError, SignatureInvalid, SigningForbidden
from signing.appearance import CopyMark
from signing.certificates import check_may_sign
from signing.embed import sign_copy
from signing.keys import SigningKey
from signing.order import Level, Order, SignedFile
from signing.part import part_of, starts_with
from signing.reading import field_names, open_strictly
from signing.report import Changes, SignatureReport, Verdict, VerificationReport
from signing.timestamps import Timestamps
from signing.trust import Trust
from signing.validation import Validation, open_validation
from signing.verify import verify_stream

_STEP = re.compile(r"[a-z][a-z0-9-]{0,40}")
_FIELD_PREFIX = "sohoa-"


def sign_pdf(
    source: Path,
    target: Path,
    *,
    key: SigningKey,
    step: str,
    trust: Trust,
    timestamps: Timestamps,
    level: Level = Level.B_T,
    reason: str | None = None,
    location: str | None = None,
    appearance: CopyMark | None = None,
) -> SignedFile:
    """Write a signed copy of ``source`` to ``target``; the source is never touched.

    The signature's field is named by ``step``. Running the same step again finds the finished signature, in the target
    or in the source, and adds none. The target appears whole or not at all. Without ``appearance`` the signature is
    invisible.

    Raises:
        BadRequest: the step's name is not usable, or the target is the source.
        EmptyFile, NoPages, DamagedFile, EncryptedFile: the source cannot be signed as it is.
        SigningForbidden: the source is certified against changes, holds a broken signature, or another in the field.
        CertificateUnfit, CertificateExpired, CertificateNotYetValid, CertificateRevoked: the key may not sign now.
        RevocationUnknown, TimestampUnavailable: a service does not answer; the level is never lowered.
        SignatureInvalid: the result did not verify, and was thrown away.
        JobTaken: another process is writing the same target.
    """
    if not _STEP.fullmatch(step):
        raise BadRequest(f"step {step!r}", field="step")
    if target.exists() and target.samefile(source):
        raise BadRequest("the target is the source", field="target")
    field = _FIELD_PREFIX + step
    order = Order(source, target, key, field, trust, timestamps, level, reason, location, appearance)
    return asyncio.run(_sign(order))


async def _sign(order: Order) -> SignedFile:
    async with open_validation(order.trust) as validation:
        with part_of(order.target) as part:
            # 1. Is it done already?
            if finished := await _finished_target(order, validation):
                return _signed_file(order, finished, _digest(order.target), already=True)
            # 2. May this file be signed, and is what was signed before in order?
            before = await _inspect(order, validation)
            if finished := _own_signature(before, order):
                part.fill_from(order.source)
                part.publish()
                return _signed_file(order, finished, _digest(order.target), already=True)
            # 3. May this key sign now?
            await check_may_sign(order.key.certificate, order.key.chain, validation)
            # 4. Sign a copy.
            await sign_copy(part, order, validation)
            # 5. Prove it, then give it its name.
            made = await _prove(part.stream, order, before, validation)
            digest = _digest(part.path)
            part.publish()
            return _signed_file(order, made, digest, already=False)


async def _finished_target(order: Order, validation: Validation) -> SignatureReport | None:
    """The signature of an earlier run, when the target is that run's whole result."""
    try:
        with order.target.open("rb") as stream:
            if not starts_with(stream, order.source):
                return None
            return _own_signature(await verify_stream(stream, validation), order)
    except (FileNotFoundError, InputError):
        return None


def _own_signature(report: VerificationReport, order: Order) -> SignatureReport | None:
    """The finished signature of this step by this key, at least at the level asked for."""
    found = report.find(order.field)
    ours = (
        found is not None
        and found.certificate_sha256 == hashlib.sha256(order.key.certificate).hexdigest()
        and found.verdict is not Verdict.INVALID
        and found.changes in {Changes.NONE, Changes.ALLOWED}
        and found.level in {order.level, Level.B_T}
    )
    return found if ours else None


async def _inspect(order: Order, validation: Validation) -> VerificationReport:
    """Refuse what cannot be signed; else report on the signatures that are there."""
    with order.source.open("rb") as stream:
        reader = open_strictly(stream)
        if reader.xrefs.hybrid_xrefs_present:
            raise SigningForbidden("hybrid cross-references: programs disagree on what such a file shows")
        report = await verify_stream(stream, validation)
        if report.verdict is Verdict.INVALID:
            raise SigningForbidden("an earlier signature does not hold")
        if order.field in field_names(reader) and _own_signature(report, order) is None:
            raise SigningForbidden("the field of this step is taken")
        return report


async def _prove(stream: BinaryIO, order: Order, before: VerificationReport, validation: Validation) -> SignatureReport:
    """The finished signature, after checking that the result is what was asked for.

    1. The original is an exact prefix. 2. The signature is valid, covers the whole file and has the level asked for.
    3. No earlier signature is worse off than before.
    """
    if not starts_with(stream, order.source):
        raise SignatureInvalid("the original is not a prefix of the result")
    after = await verify_stream(stream, validation)
    made = after.find(order.field)
    if made is None or made.verdict is not Verdict.VALID:
        raise SignatureInvalid(f"verdict on the new signature: {made and made.reason}")
    if not made.covers_whole_file or made.level != order.level:
        raise SignatureInvalid(f"level {made.level}, covers the whole file: {made.covers_whole_file}")
    for earlier in before.signatures:
        now = after.find(earlier.field)
        if now is None or now.verdict is not earlier.verdict:
            raise SigningForbidden("an earlier signature allows no further one")
    return made


def _signed_file(order: Order, signature: SignatureReport, sha256: str, *, already: bool) -> SignedFile:
    return SignedFile(
        path=order.target,
        field=order.field,
        signer=signature.signer or "",
        organisation=signature.organisation,
        signed_at=signature.claimed_at and signature.claimed_at.astimezone(UTC),
        timestamp_at=signature.timestamp_at,
        level=Level(signature.level or order.level),
        verdict=signature.verdict,
        sha256=sha256,
        already_signed=already,
    )


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
