"""The rules that turn what was measured of a signature into a reason, in the order in which they count."""

from dataclasses import dataclass
from datetime import datetime

from signing.report import Changes, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was measured of one readable signature.

    ``covers_revision``: the signed range is everything up to the end of its revision, save the signature itself.
    ``oddly_encoded``: the value was made by the key, though not in the standard's form, so ``made_by_key`` is False.
    ``distrust`` is why the certificate is not trusted now, None when it is; ``trusted_when_stamped``: a sound timestamp
    stands in the signature, and the certificate held at that time. ``timestamp_sound`` is None without a timestamp.
    """

    intact: bool
    made_by_key: bool
    oddly_encoded: bool
    covers_revision: bool
    changes: Changes
    keeps_field_rules: bool
    distrust: Reason | None
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
    if evidence.distrust and not evidence.trusted_when_stamped:
        return evidence.distrust
    if evidence.timestamp_sound is False:
        return Reason.TIMESTAMP_UNSOUND
    if not evidence.keeps_field_rules:
        return Reason.FIELD_RULES
    return Reason.SOUND_WHEN_SIGNED if evidence.distrust else Reason.SOUND


def _signed_after_revocation(evidence: Evidence) -> bool:
    revoked, signed = evidence.revoked_at, evidence.signed_at
    return revoked is not None and signed is not None and signed >= revoked
