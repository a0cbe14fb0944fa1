"""Specks of a photocopy."""

import cv2
import numpy as np

from pipeline.enhance.specks import SPECKLED, specks, without
from tests.unit.pipeline.drawn import written_page


def peppered(page, count=3000):
    grains = np.zeros_like(page)
    grains.flat[np.random.default_rng(3).integers(0, page.size, count)] = 1
    return np.where(cv2.dilate(grains, np.ones((2, 2), np.uint8)) > 0, np.minimum(page, 40), page)


def test_a_clean_page_has_few_specks_and_keeps_every_dot_and_mark():
    page = written_page()
    found = specks(page, 200)
    assert found.per_page < SPECKLED
    assert np.array_equal(without(page, found), page)


def test_pepper_is_noticed_and_goes_while_the_letters_stay():
    page = written_page()
    speckled = peppered(page)
    found = specks(speckled, 200)
    cleaned = without(speckled, found)
    assert found.per_page > SPECKLED
    margin = slice(0, 180)
    assert np.count_nonzero(cleaned[margin] < 128) < 0.05 * np.count_nonzero(speckled[margin] < 128)
    assert np.array_equal(cleaned[page < 128], speckled[page < 128])
