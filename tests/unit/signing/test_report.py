"""Reports: verdicts, sentences, JSON."""

import json
from datetime import UTC, datetime

import pytest

from domain.errors import Language
from signing.report import Reason, SignatureReport, Verdict, VerificationReport, catalogue

NOW = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)


def _report(*reasons: Reason) -> VerificationReport:
    return VerificationReport(NOW, tuple(SignatureReport(field=reason.value, reason=reason) for reason in reasons))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_reason_has_a_sentence_and_no_sentence_is_left_over(language: Language) -> None:
    assert set(catalogue(language)) == {reason.value for reason in Reason}


def test_both_languages_fill_the_same_places() -> None:
    def places(sentence: str) -> set[str]:
        return {place for place in ("{signer}", "{time}") if place in sentence}

    for reason in Reason:
        assert places(catalogue("vi")[reason]) == places(catalogue("en")[reason]), reason


def test_the_worst_signature_decides() -> None:
    assert _report(Reason.SOUND, Reason.SOUND_WHEN_SIGNED).verdict is Verdict.VALID
    assert _report(Reason.SOUND, Reason.UNTRUSTED).verdict is Verdict.INDETERMINATE
    assert _report(Reason.UNTRUSTED, Reason.CONTENT_CHANGED, Reason.SOUND).verdict is Verdict.INVALID


def test_a_file_without_signatures_has_no_verdict() -> None:
    assert _report().verdict is None
    assert _report().as_dict()["verdict"] is None


def test_a_report_is_json_with_sentences_in_both_languages() -> None:
    report = VerificationReport(
        NOW,
        (
            SignatureReport(
                field="f", reason=Reason.SOUND_WHEN_SIGNED, signer="Nguyễn {0} Thử", timestamp_at=NOW, intact=True
            ),
        ),
    )

    (signature,) = json.loads(json.dumps(report.as_dict()))["signatures"]

    assert signature["verdict"] == "valid"
    assert signature["timestamp_at"] == "2026-11-22T19:30:00+00:00"
    assert "2026-11-23T02:30:00+07:00" in signature["sentence"]["vi"]
    assert "Nguyễn {0} Thử" in signature["sentence"]["en"]
