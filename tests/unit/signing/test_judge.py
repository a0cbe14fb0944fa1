"""The order in which the rules of a verdict count."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from signing.judge import Evidence, judge
from signing.report import Changes, Reason

SIGNED = datetime(2026, 5, 1, 8, tzinfo=UTC)
SOUND = Evidence(
    intact=True,
    made_by_key=True,
    oddly_encoded=False,
    covers_revision=True,
    changes=Changes.NONE,
    keeps_field_rules=True,
    distrust=None,
    trusted_when_stamped=False,
    timestamp_sound=True,
    revoked_at=None,
    signed_at=SIGNED,
)
UNTRUSTED = {"distrust": Reason.UNTRUSTED}
REVOKED = {"distrust": Reason.REVOKED_WITHOUT_PROOF}
EXPIRED = {"distrust": Reason.EXPIRED}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, Reason.SOUND),
        ({"changes": Changes.ALLOWED}, Reason.SOUND),
        ({"timestamp_sound": None}, Reason.SOUND),
        ({"intact": False}, Reason.CONTENT_CHANGED),
        ({"made_by_key": False}, Reason.SIGNATURE_MISMATCH),
        ({"made_by_key": False, "oddly_encoded": True}, Reason.ODD_ENCODING),
        ({"covers_revision": False}, Reason.NOT_COVERED),
        ({"changes": Changes.OTHER}, Reason.CHANGED_AFTER),
        ({"timestamp_sound": False}, Reason.TIMESTAMP_UNSOUND),
        ({"keeps_field_rules": False}, Reason.FIELD_RULES),
        (UNTRUSTED, Reason.UNTRUSTED),
        (EXPIRED, Reason.EXPIRED),
        ({**EXPIRED, "trusted_when_stamped": True}, Reason.SOUND_WHEN_SIGNED),
        ({**REVOKED, "revoked_at": SIGNED - timedelta(days=1)}, Reason.REVOKED),
        ({**REVOKED, "revoked_at": SIGNED + timedelta(days=1)}, Reason.REVOKED_WITHOUT_PROOF),
        ({**REVOKED, "revoked_at": SIGNED + timedelta(days=1), "trusted_when_stamped": True}, Reason.SOUND_WHEN_SIGNED),
    ],
)
def test_each_fault_alone_has_its_reason(changes: dict[str, object], reason: Reason) -> None:
    assert judge(replace(SOUND, **changes)) is reason  # type: ignore[arg-type]  # a table of fields


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"intact": False, **UNTRUSTED}, Reason.CONTENT_CHANGED),
        ({"changes": Changes.OTHER, **UNTRUSTED}, Reason.CHANGED_AFTER),
        ({"changes": Changes.OTHER, "made_by_key": False, "oddly_encoded": True}, Reason.CHANGED_AFTER),
        ({"timestamp_sound": False, **UNTRUSTED}, Reason.UNTRUSTED),
    ],
)
def test_what_is_proved_false_counts_before_what_is_unknown(changes: dict[str, object], reason: Reason) -> None:
    assert judge(replace(SOUND, **changes)) is reason  # type: ignore[arg-type]  # a table of fields
