"""Cleaning a page for the recogniser."""

import numpy as np

from pipeline.enhance.cleaning import on_white_paper, stretched, without_dark_edges, without_stamps
from tests.unit.pipeline.drawn import written_page


def test_a_red_stamp_fades_and_the_black_text_under_it_stays():
    page = np.full((100, 300, 3), 255, np.uint8)
    page[20:80, 50:250] = (225, 40, 50)
    page[40:50, 100:200] = (20, 20, 20)
    grey = without_stamps(page)
    assert grey[30, 60] >= 225
    assert grey[45, 150] <= 20


def test_blue_ink_stays():
    page = np.full((10, 10, 3), 255, np.uint8)
    page[5] = (30, 40, 160)
    assert without_stamps(page)[5, 5] < 80


def test_the_shadow_beside_the_sheet_turns_white_and_the_text_does_not():
    page = written_page()
    shadowed = page.copy()
    shadowed[:, :40] = 25
    shadowed[-30:] = 10
    assert without_dark_edges(shadowed, 200)[:, :36].min() == 255
    assert without_dark_edges(shadowed, 200)[-26:].min() == 255
    assert np.array_equal(without_dark_edges(shadowed, 200)[100:2200, 100:1500], page[100:2200, 100:1500])


def test_a_page_without_dark_edges_is_not_touched():
    page = written_page()
    assert without_dark_edges(page, 200) is page


def test_uneven_paper_becomes_white_and_its_ink_dark():
    page = written_page()
    shade = np.linspace(0.45, 1.0, page.shape[1])
    clean = stretched(on_white_paper((page * shade).astype(np.uint8), 200))
    assert np.median(clean) == 255
    ink = clean[page == 0]
    assert np.median(ink) < 40


def test_few_grey_levels_are_left():
    noisy = np.random.default_rng(2).integers(0, 256, (400, 400), dtype=np.uint8)
    assert len(np.unique(stretched(noisy))) <= 16
