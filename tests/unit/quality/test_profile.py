"""Verdicts of a profile, and the words for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.warnings import warning_catalogue, warning_for
from pipeline.quality import MEASURES, OFFICE_SCAN, PROFILES, Level, PageQuality, judge, warnings_of
from pipeline.quality.profile import Limit
from tests.unit.quality.pages import measured, written

GOOD = {"content": 900.0, "resolution": 300.0, "edge_width": 150.0, "contrast": 95.0, "skew": 0.2, "cut_words": 0.0}


def _codes(**values):
    return warnings_of(judge(PageQuality(GOOD | values, None), OFFICE_SCAN))


def _level(measure, value):
    return next(verdict.level for verdict in judge(PageQuality({measure: value}, None)) if verdict.measure == measure)


def test_a_good_page_passes():
    assert _codes() == ()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"resolution": 150.0}, "low_resolution"),
        ({"edge_width": 420.0}, "blurred"),
        ({"contrast": 31.0}, "low_contrast"),
        ({"skew": 4.0}, "skewed"),
        ({"cut_words": 5.0}, "cut_edge"),
        ({"overlength": 20.0}, "double_feed"),
        ({"content": 0.3}, "blank"),
        ({"handwriting": 40.0}, "handwritten"),
    ],
)
def test_each_fault_has_its_warning(values, code):
    assert _codes(**values) == (code,)


def test_two_hundred_dpi_pass_and_less_does_not():
    assert [_level("resolution", dpi) for dpi in (200.0, 199.7, 190.0, 100.0)] == [
        Level.OK, Level.OK, Level.WARN, Level.FAIL,
    ]  # fmt: skip


def test_drawings_need_more():
    quality = PageQuality(GOOD | {"resolution": 250.0}, None)
    assert warnings_of(judge(quality, PROFILES["drawing"])) == ("low_resolution",)


def test_what_was_not_measured_is_not_judged():
    assert [verdict.measure for verdict in judge(PageQuality({"skew": 1.0}, None))] == ["skew"]


def test_a_verdict_carries_value_and_unit():
    verdict = judge(PageQuality({"overlength": 12.5}, None))[0]
    assert (verdict.value, verdict.unit, verdict.level) == (12.5, "mm", Level.WARN)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_a_worse_value_never_gets_a_better_level(warn, fail, value, worse_by):
    limit = Limit("skew", "skewed", warn, fail)
    worse = value - worse_by if fail < warn else value + worse_by
    order = [Level.OK, Level.WARN, Level.FAIL]
    assert order.index(limit.level(worse)) >= order.index(limit.level(value))


def test_every_measure_of_a_page_is_declared_and_every_limit_is_on_one():
    declared = {measure.name for measure in MEASURES}
    assert set(measured(*written()).values) == declared
    assert {limit.measure for profile in PROFILES.values() for limit in profile.limits} <= declared


def test_measures_are_explained_in_both_languages():
    assert len({measure.name for measure in MEASURES}) == len(MEASURES)
    assert all(measure.unit and measure.vi and measure.en for measure in MEASURES)


def test_every_warning_of_a_profile_says_what_to_do():
    codes = {limit.code for profile in PROFILES.values() for limit in profile.limits}
    assert codes <= set(warning_catalogue("vi"))
    assert warning_for("blurred", "en") != "blurred"
    assert warning_for("never_heard_of") == "never_heard_of"
