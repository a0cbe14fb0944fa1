"""Edges of ink: their width on paper and their contrast."""

import cv2
import numpy as np
import pytest

from pipeline.quality.sharpness import sharpness
from tests.unit.pipeline.drawn import written_page


def _blurred(page, sigma_mm, dpi):
    return np.asarray(cv2.GaussianBlur(page, (0, 0), sigma_mm / 25.4 * dpi), dtype=np.uint8)


def test_the_width_of_an_edge_grows_with_the_blur():
    page = written_page(dpi=300)
    widths = [sharpness(_blurred(page, sigma, 300), 300).edge_width_um for sigma in (0.05, 0.1, 0.2, 0.3)]
    assert widths == sorted(widths)
    assert widths[-1] > 2 * widths[0]


@pytest.mark.parametrize("sigma_mm", [0.1, 0.15, 0.2])
def test_the_same_blur_on_paper_has_the_same_width_at_any_resolution(sigma_mm):
    coarse, fine = (sharpness(_blurred(written_page(dpi=dpi), sigma_mm, dpi), dpi).edge_width_um for dpi in (200, 400))
    assert coarse == pytest.approx(fine, rel=0.2)


def test_a_step_without_grey_is_one_pixel_wide():
    page = np.where(written_page(dpi=200) < 128, 0, 255).astype(np.uint8)
    found = sharpness(page, 200)
    assert found.edge_width_um == pytest.approx(127)
    assert found.contrast == 100


@pytest.mark.parametrize(("ink", "contrast"), [(0, 100), (100, 50), (160, 20)])
def test_contrast_is_ink_against_the_tone_of_its_paper(ink, contrast):
    page = written_page(dpi=300).astype(np.float32)
    toned = (ink + (200 - ink) * page / 255).astype(np.uint8)
    assert sharpness(toned, 300).contrast == pytest.approx(contrast, abs=4)


def test_contrast_does_not_change_the_width():
    page = _blurred(written_page(dpi=300), 0.1, 300)
    pale = (150 + page.astype(np.float32) * 0.4).astype(np.uint8)
    assert sharpness(pale, 300).edge_width_um == pytest.approx(sharpness(page, 300).edge_width_um, rel=0.1)


@pytest.mark.parametrize("shape", [(3508, 2480), (40, 40), (1, 1), (2000, 3)])
def test_a_page_without_ink_has_no_sharpness(shape):
    assert sharpness(np.full(shape, 250, np.uint8), 300) is None
