"""From a scanned page to the clean page and the frame of the archived one."""

import cv2
import numpy as np
import pytest

from domain.model import Box, Word
from pipeline.enhance.clean_page import RECOGNITION_DPI, enhance, straightened
from tests.unit.pipeline.drawn import written_page


@pytest.mark.parametrize(("dpi", "skew"), [(100, 0.0), (300, 2.5), (200, -6.0)])
def test_the_frame_has_the_pixels_of_the_scan_and_the_clean_page_shows_the_same(dpi, skew):
    page = written_page(dpi=dpi, skew_deg=skew)
    clean = enhance(page, dpi)
    assert (clean.frame.width_px, clean.frame.height_px) == (page.shape[1], page.shape[0])
    level = straightened(page, clean.frame.rotation, clean.frame.skew_deg)
    shown = cv2.resize(level, clean.pixels.shape[::-1], interpolation=cv2.INTER_AREA)
    coarse_shown, coarse_clean = (
        cv2.resize(one, None, fx=0.1, fy=0.1, interpolation=cv2.INTER_AREA) for one in (shown, clean.pixels)
    )
    assert np.corrcoef(coarse_shown.ravel(), coarse_clean.ravel())[0, 1] > 0.97


def test_a_word_of_the_clean_page_is_told_in_pixels_of_the_frame():
    clean = enhance(written_page(dpi=300), 300)
    word = clean.in_frame(Word("văn", Box(20, 40, 60, 80), 95.0, 0, 0, baseline=70))
    assert clean.dpi == pytest.approx(RECOGNITION_DPI)
    assert (word.box.x0, word.box.y0, word.box.x1, word.box.y1) == pytest.approx((30, 60, 90, 120), rel=0.001)
    assert word.baseline == pytest.approx(105, rel=0.001)
    assert clean.in_frame(Word("văn", Box(20, 40, 60, 80), 95.0, 0, 0)).baseline is None


@pytest.mark.parametrize("dpi", [196, 204])
def test_a_scan_near_the_recogniser_s_resolution_is_not_resampled(dpi):
    clean = enhance(written_page(dpi=dpi), dpi)
    assert clean.dpi == dpi
    assert clean.pixels.shape == (clean.frame.height_px, clean.frame.width_px)


def test_a_clean_level_page_gets_no_step_it_does_not_need():
    assert enhance(written_page(), 200).steps == ("paper_whitened",)


def test_what_was_done_and_why_is_told():
    page = written_page(skew_deg=3.0)
    page[:, :60] = 20
    noise = np.random.default_rng(5)
    page[noise.integers(0, 2338, 3000), noise.integers(70, 1654, 3000)] = 60
    clean = enhance(page, 200)
    assert clean.steps == ("deskewed", "edges_removed", "paper_whitened", "despeckled")
    assert clean.measures["specks"] > 1000
    assert clean.measures["paper_tone"] > 240


def test_a_page_on_its_side_gets_an_upright_frame():
    page = np.ascontiguousarray(np.rot90(written_page()))
    clean = enhance(page, 200)
    assert clean.sideways
    assert clean.frame.rotation == 90
    assert (clean.frame.width_px, clean.frame.height_px) == page.shape


def test_turning_upside_down_twice_changes_nothing():
    clean = enhance(written_page(), 200)
    twice = clean.upside_down().upside_down()
    assert clean.upside_down().frame.rotation == 180
    assert twice.frame == clean.frame
    assert np.array_equal(twice.pixels, clean.pixels)


def test_an_image_too_small_for_a_page_is_only_scaled():
    snippet = written_page()[200:500, 200:900].copy()
    snippet[snippet == 255] = 180
    assert np.median(enhance(snippet, 200).pixels) == 180


def test_a_blank_page_has_hardly_any_ink():
    assert enhance(np.full((2338, 1654), 250, np.uint8), 200).ink_share == 0.0


def test_a_page_with_nothing_of_a_letter_s_size_is_blank_and_one_with_a_page_number_is_not():
    page = np.full((2338, 1654), 245, np.uint8)
    assert enhance(page, 200).is_blank
    page[100:135, 800:840] = written_page()[200:235, 205:245]
    assert not enhance(page, 200).is_blank
