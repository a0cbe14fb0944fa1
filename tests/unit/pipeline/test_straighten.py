"""How the lines of a page run."""

import cv2
import numpy as np
import pytest

from pipeline.enhance.clean_page import straightened
from pipeline.enhance.straighten import slope
from tests.unit.pipeline.drawn import written_page


@pytest.mark.parametrize("skew", [-12.0, -3.4, -0.6, 0.4, 2.0, 7.5, 14.0])
def test_the_skew_of_lines_is_found_to_a_tenth_of_a_degree(skew):
    assert slope(written_page(skew_deg=skew), 200).skew_deg == pytest.approx(skew, abs=0.1)


@pytest.mark.parametrize("dpi", [100, 150, 300])
def test_the_resolution_of_the_scan_does_not_matter(dpi):
    assert slope(written_page(dpi=dpi, skew_deg=2.0), dpi).skew_deg == pytest.approx(2.0, abs=0.15)


def test_a_level_page_is_left_exactly_as_it_is():
    assert slope(written_page(), 200).skew_deg == 0.0
    assert slope(written_page(skew_deg=0.05), 200).skew_deg == 0.0


@pytest.mark.parametrize("quarter", [1, 3])
def test_a_page_on_its_side_is_noticed_with_its_skew(quarter):
    found = slope(np.ascontiguousarray(np.rot90(written_page(skew_deg=1.5), quarter)), 200)
    assert found.sideways
    assert found.skew_deg == pytest.approx(1.5, abs=0.1)


@pytest.mark.parametrize("turns", [0, 2])
def test_a_page_upright_or_on_its_head_is_not_on_its_side(turns):
    assert not slope(np.ascontiguousarray(np.rot90(written_page(), turns)), 200).sideways


def narrow_columns():
    """A page of a table whose columns hold a word or two on each line."""
    page = np.full((2338, 1654), 255, np.uint8)
    strip = written_page()[180:1500, 200:330]
    for column in range(4):
        page[400:1720, 200 + 330 * column : 330 + 330 * column] = strip
        page[380:1740, 180 + 330 * column : 183 + 330 * column] = 0
    return page


@pytest.mark.parametrize(("turns", "sideways"), [(0, False), (1, True), (2, False), (3, True)])
def test_narrow_columns_do_not_lay_a_page_on_its_side(turns, sideways):
    assert slope(np.ascontiguousarray(np.rot90(narrow_columns(), turns)), 200).sideways is sideways


def test_a_blank_page_has_no_skew():
    noise = np.random.default_rng(1).normal(245, 6, (2338, 1654)).clip(0, 255).astype(np.uint8)
    assert slope(noise, 200).skew_deg == 0.0


def test_a_drawing_without_text_has_no_skew():
    drawing = np.full((2338, 1654), 255, np.uint8)
    cv2.line(drawing, (100, 300), (1500, 700), 0, 9)
    cv2.circle(drawing, (800, 1200), 350, 0, 12)
    assert slope(drawing, 200).skew_deg == 0.0


def test_straightening_a_skewed_page_leaves_it_level():
    level = straightened(written_page(skew_deg=-4.0), 0, -4.0)
    assert slope(level, 200).skew_deg == 0.0
