"""The rules that turn what was measured of a signature into a reason, in the order in which they count."""

from dataclasses import dataclass
from datetime import datetime

from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate, AdESSubIndic

from signing.report import Changes, Reason

_TRUST_PROBLEMS: dict[AdESSubIndic, Reason] = {
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
    # What the library says when a list or a responder is missing; the chain itself was found by then.
    AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE: Reason.REVOCATION_UNKNOWN,
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: Reason.UNFIT_CERTIFICATE,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: Reason.WEAK_ALGORITHM,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: Reason.WEAK_ALGORITHM,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was measured of one readable signature.

    ``covers_revision``: the signed range is everything up to the end of its revision, save the signature itself.
    ``oddly_encoded``: the value was made by the key, though not in the standard's form, so ``made_by_key`` is False.
    ``trusted_when_stamped``: a sound timestamp stands in it, and the certificate held at that time.
    ``timestamp_sound`` is None where there is no timestamp.
    """

    intact: bool
    made_by_key: bool
    oddly_encoded: bool
    covers_revision: bool
    changes: Changes
    keeps_field_rules: bool
    trusted: bool
    trust_problem: AdESSubIndic | None
    trusted_when_stamped: bool
    timestamp_sound: bool | None
    revoked_at: datetime | None
    signed_at: datetime | None


def judge(evidence: Evidence) -> Reason:  # noqa: PLR0911 - one line per rule reads best
    """The first rule that speaks decides.

    1. The signed bytes are the ones in the file. 2. The value was made by the certificate's key. 3. The range has no
    holes in which content could hide. 4. Nothing but further signing happened after. 5. The value has the standard's
    form. 6. The certificate was not revoked before it signed. 7. The chain is trusted now, or was when an authority
    stamped the time. 8. The timestamp, if there is one, holds. 9. The conditions of the field are kept.
    """
    if not evidence.intact:
        return Reason.CONTENT_CHANGED
    if not (evidence.made_by_key or evidence.oddly_encoded):
        return Reason.SIGNATURE_MISMATCH
    if not evidence.covers_revision:
        return Reason.NOT_COVERED
    if evidence.changes is Changes.OTHER:
        return Reason.CHANGED_AFTER
    if evidence.oddly_encoded:
        return Reason.ODD_ENCODING
    if _signed_after_revocation(evidence):
        return Reason.REVOKED
    if not (evidence.trusted or evidence.trusted_when_stamped):
        return trust_problem(evidence.trust_problem)
    if evidence.timestamp_sound is False:
        return Reason.TIMESTAMP_UNSOUND
    if not evidence.keeps_field_rules:
        return Reason.FIELD_RULES
    return Reason.SOUND if evidence.trusted else Reason.SOUND_WHEN_SIGNED


def trust_problem(problem: AdESSubIndic | None) -> Reason:
    """The reason for a sub-indication of ETSI EN 319 102-1."""
    return _TRUST_PROBLEMS.get(problem, Reason.UNREADABLE) if problem else Reason.UNREADABLE


def _signed_after_revocation(evidence: Evidence) -> bool:
    revoked, signed = evidence.revoked_at, evidence.signed_at
    return revoked is not None and signed is not None and signed >= revoked
