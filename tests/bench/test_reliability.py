"""Confidence against truth, and thresholds that can be relied on."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.learning import Lesson, fit, learn
from bench.reliability import (
    Judged,
    calibration_error,
    likely_threshold_for,
    most_wrong_share,
    reliability,
    threshold_for,
)

JUDGED = st.builds(Judged, st.floats(0.0, 1.0), st.booleans(), st.booleans())


def test_confidence_that_keeps_its_word_has_no_error() -> None:
    values = [Judged(0.75, right=number % 4 != 0) for number in range(400)]

    assert calibration_error(values) == pytest.approx(0.0)


def test_confidence_that_promises_too_much_is_told_by_how_much() -> None:
    assert calibration_error([Judged(0.9, right=number % 2 == 0) for number in range(100)]) == pytest.approx(0.4)


@given(st.lists(JUDGED, max_size=50))
def test_every_value_lies_in_one_bin(values: list[Judged]) -> None:
    assert sum(entry.count for entry in reliability(values)) == len(values)


def test_three_hundred_right_values_in_a_row_prove_one_percent_and_two_hundred_do_not() -> None:
    assert most_wrong_share(0, 299) < 0.01 < most_wrong_share(0, 200)
    assert most_wrong_share(3, 100) == pytest.approx(0.0757, abs=0.001)


def test_a_threshold_leaves_out_the_wrong_values() -> None:
    good = [Judged(0.99, right=True) for _ in range(400)]
    poor = [Judged(0.9, right=number % 10 != 0) for number in range(100)]

    assert threshold_for([*good, *poor], 0.01) == 0.99


def test_too_few_values_prove_no_threshold() -> None:
    assert threshold_for([Judged(0.99, right=True) for _ in range(100)], 0.01) is None


def test_where_proof_needs_more_values_none_wrong_is_seen_above_the_threshold() -> None:
    values = [*(Judged(0.97, right=True) for _ in range(100)), Judged(0.96, right=False), Judged(0.95, right=False)]

    assert likely_threshold_for(values, 0.01, least=30) == 0.96
    assert likely_threshold_for(values[:20], 0.01, least=30) is None


def test_barred_values_say_nothing_of_a_threshold() -> None:
    good = [Judged(0.99, right=True) for _ in range(400)]
    barred = [Judged(1.0, right=False, barred=True) for _ in range(100)]

    assert threshold_for([*good, *barred], 0.01) == 0.99


def _lessons(wrong_where_failed: float) -> list[Lesson]:
    """A hundred values that pass a rule and are right, a hundred that fail it and are wrong in so many cases."""
    passed = [Lesson(number, {"score": 0.2}, right=True, barred=False) for number in range(100)]
    failed = [
        Lesson(number, {"score": 0.2, "rule:whole": 1.0}, right=number >= 100 * wrong_where_failed, barred=False)
        for number in range(100)
    ]
    return [*passed, *failed]


def test_a_rule_whose_failure_goes_with_errors_weighs_more() -> None:
    harmless, telling = fit(_lessons(0.02)), fit(_lessons(0.8))

    assert telling.weights["rule:whole"] > harmless.weights["rule:whole"] >= 0.0
    assert telling.probability({"score": 0.2, "rule:whole": 1.0}) == pytest.approx(0.2, abs=0.1)


@settings(max_examples=8)
@given(st.lists(st.tuples(st.floats(0.0, 1.0), st.booleans()), min_size=5, max_size=30))
def test_more_doubt_never_makes_a_value_likelier(values: list[tuple[float, bool]]) -> None:
    model = fit([Lesson(n, {"score": doubt}, right, barred=False) for n, (doubt, right) in enumerate(values)])

    assert model.probability({"score": 0.1}) >= model.probability({"score": 0.6})


def test_scans_of_one_paper_are_judged_by_a_model_that_saw_none_of_them() -> None:
    lessons = _lessons(0.5)

    assert len(learn(lessons).judged) == len(lessons)
