"""Text that runs out of the image, and sheets longer than paper is."""

from math import radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model import Box, PageFrame, Word
from pipeline.quality.paper import cut_words, overlength_mm
from tests.unit.quality.pages import FRAME


def _frame_mm(width, height, rotation=0, dpi=300.0):
    return PageFrame(round(width / 25.4 * dpi), round(height / 25.4 * dpi), dpi, rotation)


def _word(x0, y0, x1, y1, text="sửa", confidence=90.0):
    return Word(text, Box(x0, y0, x1, y1), confidence, 0, 0)


@pytest.mark.parametrize(
    "box",
    [(0, 500, 60, 530), (FRAME.width_px - 60, 500, FRAME.width_px, 530), (500, 1, 560, 30)],
)
def test_a_word_at_the_edge_of_the_image_is_cut(box):
    assert cut_words([_word(*box), _word(300, 300, 360, 330)], FRAME) == 1


def test_noise_at_the_edge_is_no_word():
    words = [_word(0, 500, 60, 530, "|"), _word(0, 600, 60, 630, "i"), _word(0, 700, 60, 730, "Ab", 20.0)]
    assert cut_words(words, FRAME) == 0
    assert cut_words([], FRAME) == 0


def test_the_edge_is_that_of_the_scan_which_was_not_level():
    skewed = PageFrame(FRAME.width_px, FRAME.height_px, FRAME.dpi, 0, 2.0)
    # Turning the page level pushed its left edge inwards at the top by the sine of the angle.
    inwards = FRAME.height_px / 2 * sin(radians(2.0))
    top_left, bottom_left = _word(inwards, 140, inwards + 60, 160), _word(inwards, 2150, inwards + 60, 2180)
    cut = [cut_words([word], skewed) for word in (top_left, bottom_left)]
    assert sorted(cut) == [0, 1]
    assert cut_words([top_left, bottom_left], FRAME) == 0


@pytest.mark.parametrize("size", [(210, 297), (216, 356), (210, 330), (148, 210), (297, 420), (208, 294), (167, 242)])
def test_known_sizes_and_unknown_widths_are_not_too_long(size):
    assert overlength_mm(_frame_mm(*size)) == 0


@pytest.mark.parametrize(("size", "excess"), [((210, 318), 21), ((148, 290), 80), ((210, 550), 220)])
def test_a_page_longer_than_its_paper_is_told_by_how_much(size, excess):
    assert overlength_mm(_frame_mm(*size)) == pytest.approx(excess, abs=0.2)


def test_the_length_is_that_of_the_sheet_in_the_feeder():
    assert overlength_mm(_frame_mm(318, 210, rotation=90)) == pytest.approx(21, abs=0.2)
    assert overlength_mm(_frame_mm(318, 210)) == 0


@given(st.floats(50, 600), st.floats(50, 1200))
def test_the_excess_is_never_longer_than_the_page(width, height):
    assert 0 <= overlength_mm(_frame_mm(width, height)) < height
