"""Blank for cutting: scanning's own traces do not count, anything written does."""

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.separate.blank import is_blank
from tests.unit.pipeline.drawn import written_page
from tests.unit.separate.pages import a4, noisy


def paper() -> NDArray[np.uint8]:
    """An empty page of a real tone: uneven, noisy, with the sheet's shadow at one edge."""
    page = a4(tone=240)
    page = (page - np.linspace(0, 40, page.shape[1])[None, :]).astype(np.uint8)
    page[:, :20] = 90
    return noisy(page, 8)


def test_empty_paper_is_blank_at_any_tone() -> None:
    assert is_blank(paper(), 200)
    assert is_blank(a4(), 200)
    assert is_blank(a4(300, 200), 300)


def test_punch_holes_pepper_streaks_and_the_other_side_shining_through_are_blank() -> None:
    page = paper()
    for height in (800, 1400):
        cv2.circle(page, (100, height), 24, 60, -1)
    for x, y in np.random.default_rng(1).integers(100, 1500, (40, 2)):
        page[y : y + 3, x : x + 3] = 80
    page[:, 900:903] = 120
    through = written_page()[:, ::-1] < 128
    page[through] = (page[through] * 0.85).astype(np.uint8)
    assert is_blank(page, 200)


def test_one_page_number_a_signature_or_a_faint_stamp_is_not_blank() -> None:
    number, pen, stamp = paper(), paper(), paper()
    cv2.putText(number, "2", (830, 120), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 60, 2)
    cv2.line(pen, (600, 1500), (800, 1450), 90, 3)
    cv2.circle(stamp, (700, 700), 140, 130, 4)
    assert not any(is_blank(page, 200) for page in (number, pen, stamp, written_page()))


def test_a_page_smaller_than_its_margins_is_judged_too() -> None:
    assert is_blank(np.full((10, 10), 255, np.uint8), 200)
