"""Blank pages: dirt of paper and scanner is no content, whatever somebody put on the page is."""

import cv2
import numpy as np
import pytest

from pipeline.quality import OFFICE_SCAN, judge, warnings_of
from tests.unit.quality.pages import (
    BLACK,
    BLUE,
    FRAME,
    MM,
    PALE_RED,
    RED,
    measured,
    paper,
    with_note,
    with_seal,
    written,
)


def _is_blank(page):
    return "blank" in warnings_of(judge(measured(page), OFFICE_SCAN))


def _dark_edges(page):
    page[:, : round(4 * MM)] = 30
    page[-round(3 * MM) :] = 60


def _punch_holes(page):
    for y_mm in (108, 188):
        cv2.circle(page, (round(12 * MM), round(y_mm * MM)), round(3 * MM), (40, 40, 40), -1)


def _dust(page):
    generator = np.random.default_rng(5)
    for _ in range(150):
        x, y = generator.integers((20, 20), (FRAME.width_px - 20, FRAME.height_px - 20))
        page[y : y + 3, x : x + 3] = 0


def _streak(page):
    page[:, round(140 * MM) : round(140.3 * MM)] = 60


def _print_of_the_other_side(page):
    back = written()[0][:, ::-1]
    page[:] = 250 - (250 - back.astype(np.int32)) // 6


def _trace_of_a_seal(page):
    page[:] = with_seal(paper(), PALE_RED)
    page[:, : round(128 * MM)] = 250


@pytest.mark.parametrize(
    "dirt", [_dark_edges, _punch_holes, _dust, _streak, _print_of_the_other_side, _trace_of_a_seal]
)
def test_dirt_is_no_content(dirt):
    page = paper()
    dirt(page)
    assert _is_blank(page)


def test_an_empty_page_is_blank_and_nothing_else_is_said_of_it():
    assert warnings_of(judge(measured(paper()))) == ("blank",)


@pytest.mark.parametrize(
    "page",
    [
        with_note(paper(), "2"),
        with_note(paper(), "Đã nhận", BLUE, height_pt=16),
        with_note(paper(), "Đã nhận đủ", RED, height_pt=20),
        with_seal(paper(), RED),
        with_seal(paper(), BLACK),
    ],
    ids=["page number", "note", "note in red", "seal", "copied seal"],
)
def test_a_back_with_anything_on_it_is_kept(page):
    assert not _is_blank(page)
