"""A field's confidence is the probability that its value is right, and decides what passes."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model import Box, Field, RuleVerdict
from pipeline.extract import calibration
from pipeline.extract.calibration import HANDWRITTEN, Model, calibrated, doubts_about, judged_without, model_name
from tests.unit.extract.typeset import MIDDLE, decision, fields, page

MODEL = Model(4.0, {"score": 3.0, "rule:whole": 2.5}, 0.9)


def _field(name: str = "subject", *, confidence: float = 0.96, accepted: bool = True, failed: str = "") -> Field:
    rules = (RuleVerdict(failed, passed=False),) if failed else ()
    return Field(name, "Về việc họp", "Về việc họp", 1, Box(0, 0, 10, 10), confidence, accepted, rules)


def test_a_failed_rule_costs_what_it_weighs() -> None:
    passed, failed = MODEL.probability({"rule:whole": 0.0}), MODEL.probability({"rule:whole": 1.0})

    assert math.log(passed / (1 - passed)) - math.log(failed / (1 - failed)) == pytest.approx(2.5)


def test_a_rule_the_model_never_saw_fail_costs_something_all_the_same() -> None:
    assert MODEL.probability({"rule:new": 1.0}) < MODEL.probability({})


@given(st.dictionaries(st.sampled_from(["score", "weakest", "rule:whole", "rule:new"]), st.floats(0, 1e6)))
def test_a_probability_lies_between_never_and_always(doubts: dict[str, float]) -> None:
    assert 0.0 < MODEL.probability(doubts) < 1.0


def test_what_is_no_number_is_sure_of_nothing() -> None:
    assert MODEL.probability({"score": math.nan}) == 0.0
    assert math.isnan(doubts_about(_field(confidence=math.nan), None)["score"])


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only subjects are judged, by the model above."""
    monkeypatch.setattr(calibration, "models", lambda: {"subject": MODEL})


@pytest.mark.usefixtures("judged")
def test_what_a_rule_bars_stays_barred_however_likely_it_is() -> None:
    assert calibrated(_field(), None).accepted
    assert not calibrated(_field(accepted=False), None).accepted


@pytest.mark.usefixtures("judged")
def test_a_rule_that_something_else_answers_costs_nothing() -> None:
    whole, failed = calibrated(_field(), None), calibrated(_field(failed="whole", accepted=False), None)

    assert judged_without(failed, {"whole"}).confidence == pytest.approx(whole.confidence, abs=1e-3)
    assert judged_without(failed, {"whole"}).accepted
    assert judged_without(failed, {"other"}) == failed


@pytest.mark.usefixtures("judged")
def test_a_value_under_its_threshold_waits_for_a_person() -> None:
    doubtful = calibrated(_field(failed="whole"), None)

    assert not doubtful.accepted
    assert doubtful.confidence == pytest.approx(
        MODEL.probability({"score": math.sqrt(0.04), "rule:whole": 1.0}), abs=1e-4
    )


@pytest.mark.usefixtures("judged")
def test_a_field_without_a_model_keeps_its_score_and_its_verdict() -> None:
    assert calibrated(_field("so_thua"), None) == _field("so_thua")


@pytest.mark.usefixtures("judged")
def test_handwriting_waits_where_only_print_is_judged() -> None:
    by_hand = _field(failed="number_printed")

    assert model_name(by_hand) == "subject" + HANDWRITTEN
    assert not calibrated(by_hand, None).accepted


def test_the_least_sure_word_of_a_value_casts_its_doubt() -> None:
    reading = page(*decision(title=("QUYẾT ĐỊNH", "Về việc tổng~64 kết công tác")))
    found = fields(reading)["subject"]

    assert doubts_about(found, reading)["weakest"] == pytest.approx(0.6)


def test_every_confidence_of_a_clean_page_is_a_probability() -> None:
    assert all(0.0 <= field.confidence <= 1.0 for field in fields(page(*decision())).values())


def test_the_models_in_use_say_what_they_were_made_from() -> None:
    content = calibration.calibration_file()

    assert content["provenance"]["pages"] >= 300
    for name, row in content["field"].items():
        assert row["values"] >= row["wrong"], name
        assert row["ece"] <= 0.06, name
        assert all(weight >= 0.0 for weight in row["weights"].values()), name
        assert 0.5 <= row["threshold"] <= 1.0, name
        assert row["accepted_wrong"] <= 0.01 * max(100, row["accepted"]), name


def test_words_far_from_the_value_are_no_witnesses() -> None:
    reading = page(*decision(), (MIDDLE, 1150.0, "mờ~5"))

    assert doubts_about(fields(reading)["subject"], reading)["weakest"] == pytest.approx(0.2)
