"""Zones are cut out of the scan as the frame shows it, and a number's slash is cut away."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.model import Box, PageFrame
from pipeline.enhance.clean_page import straightened
from pipeline.handwriting.slash import without_slash
from pipeline.handwriting.zones import cut_zone
from tests.unit.pipeline.drawn import written_page

SIZE, BASE = 40.0, 80.0


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("skew", [0.0, -3.5, 2.0])
def test_a_zone_shows_what_the_levelled_page_shows(rotation: int, skew: float) -> None:
    scan = written_page()
    level = straightened(scan, rotation, skew)
    height, width = level.shape
    left, top = width // 3, height // 3

    zone = cut_zone(scan, PageFrame(width, height, 200.0, rotation, skew), Box(left, top, left + 400, top + 120))

    assert (zone < 100).any()
    assert np.abs(zone.astype(int) - level[top : top + 120, left : left + 400]).max() <= 2


def test_a_coarse_scan_is_enlarged_and_a_fine_one_is_not() -> None:
    scan = np.full((1170, 827), 255, np.uint8)

    assert cut_zone(scan, PageFrame(827, 1170, 100.0), Box(10, 10, 110, 60)).shape == (100, 200)
    assert cut_zone(scan, PageFrame(827, 1170, 300.0), Box(10, 10, 110, 60)).shape == (50, 100)


def test_red_ink_over_writing_is_dropped() -> None:
    scan = np.full((200, 200, 3), 255, np.uint8)
    scan[90:110, 20:180] = (30, 40, 120)
    scan[20:180, 90:110] = (230, 40, 40)

    zone = cut_zone(scan, PageFrame(200, 200, 200.0), Box(0, 0, 200, 200))

    assert zone[30, 100] > 200
    assert zone[100, 40] < 80


@settings(max_examples=60, deadline=None)
@given(
    st.floats(-300, 1000),
    st.floats(-300, 1000),
    st.floats(0.5, 600),
    st.floats(0.5, 300),
    st.sampled_from([0, 90, 180, 270]),
    st.floats(-15, 15),
    st.sampled_from([72.0, 200.0, 600.0]),
)
def test_any_zone_gives_a_strip(
    x: float, y: float, width: float, height: float, rotation: int, skew: float, dpi: float
) -> None:
    scan = np.full((400, 600, 3), 200, np.uint8)
    frame = PageFrame(*((600, 400) if rotation % 180 == 0 else (400, 600)), dpi, rotation, skew)

    zone = cut_zone(scan, frame, Box(x, y, x + width, y + height))

    assert zone.ndim == 2
    assert zone.size >= 1


def _number(foot_x: int, *, lean: float = 0.42, letter: bool = True) -> np.ndarray:
    """A strip with a written stroke at 20 to 60 px, a slash whose foot stands at ``foot_x``, and a printed stem."""
    strip = np.full((120, 240), 245, np.uint8)
    cv2.ellipse(strip, (40, 60), (18, 28), 0, 0, 360, 40, 5)
    cv2.line(strip, (foot_x, int(BASE)), (foot_x + int(lean * 27), int(BASE) - 27), 30, 3)
    if letter:
        cv2.rectangle(strip, (foot_x + 16, int(BASE) - 27), (foot_x + 22, int(BASE)), 30, -1)
    return strip


def _cut(strip: np.ndarray, expected_x: float = 100.0, reach: float = 36.0) -> np.ndarray:
    return without_slash(strip, expected_x=expected_x, reach=reach, baseline_y=BASE, size=SIZE)


@pytest.mark.parametrize("foot_x", [90, 100, 112, 126])
def test_a_slash_is_cut_away_where_it_stands(foot_x: int) -> None:
    cut = _cut(_number(foot_x))

    assert (cut[:, 65:] > 200).mean() > 0.99
    assert (cut[:, :65] < 100).any()
    assert cut.shape[1] > foot_x - 10


def test_writing_that_leans_over_the_slash_stays() -> None:
    strip = _number(100)
    strip[20:45, 90:104] = 40

    assert (_cut(strip)[20:45, 92:103] < 60).all()


def test_without_a_slash_the_strip_ends_where_print_should_begin() -> None:
    strip = np.full((120, 240), 245, np.uint8)
    cv2.ellipse(strip, (40, 60), (18, 28), 0, 0, 360, 40, 5)

    assert _cut(strip).shape == (120, 100)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 90), st.integers(1, 300), st.floats(0, 300), st.floats(-50, 150), st.floats(8, 90))
def test_any_strip_stays_a_strip(height: int, width: int, expected: float, baseline: float, size: float) -> None:
    strip = np.random.default_rng(width).integers(0, 256, (height, width), np.uint8)

    cut = without_slash(strip, expected_x=expected, reach=0.9 * size, baseline_y=baseline, size=size)

    assert cut.shape[0] == height
    assert 1 <= cut.shape[1] <= width
