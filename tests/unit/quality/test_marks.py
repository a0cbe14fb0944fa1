"""Stamps, signatures and handwriting."""

import cv2
import numpy as np
import pytest

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
    with_signature,
    written,
)

PAGE, WORDS = written()


def test_a_page_of_text_has_no_stamp_and_no_signature():
    values = measured(PAGE, WORDS).values
    assert values["stamp"] == values["signature"] == values["signature_span"] == 0
    assert values["handwriting"] < 1


@pytest.mark.parametrize("ink", [RED, (230, 120, 130), (150, 90, 110)])
def test_a_red_seal_is_found_fresh_or_faded(ink):
    values = measured(with_seal(PAGE, ink), WORDS).values
    assert values["stamp"] == 1
    assert values["stamp_ring"] > 90


def test_a_seal_is_found_on_a_photocopy_by_its_ring():
    copied = cv2.cvtColor(with_seal(PAGE, BLACK), cv2.COLOR_RGB2GRAY)
    black_and_white = np.where(copied < 150, 0, 255).astype(np.uint8)
    assert measured(black_and_white, WORDS).values["stamp"] == 1


def test_a_seal_is_no_signature():
    assert measured(with_seal(PAGE, BLACK), WORDS).values["signature"] == 0


def test_a_box_stamp_is_found_by_its_red():
    page = PAGE.copy()
    cv2.rectangle(page, (round(20 * MM), round(15 * MM)), (round(70 * MM), round(35 * MM)), RED, round(0.8 * MM))
    page = with_note(page, "CÔNG VĂN ĐẾN", RED, height_pt=30)
    assert measured(page, WORDS).values["stamp"] == 1


def test_what_a_seal_left_on_the_next_sheet_is_no_stamp():
    trace = with_seal(paper(), PALE_RED)
    trace[:, : round(128 * MM)] = 250
    assert measured(trace).values["stamp"] == 0


@pytest.mark.parametrize("ink", [BLUE, BLACK])
def test_a_signature_is_found_in_any_ink(ink):
    values = measured(with_signature(PAGE, ink), WORDS).values
    assert values["signature"] == 1
    assert 30 < values["signature_span"] < 60


@pytest.mark.parametrize("ink", [RED, BLACK])
def test_a_signature_that_runs_over_a_seal_is_found(ink):
    values = measured(with_signature(with_seal(PAGE, ink), BLUE), WORDS).values
    assert values["stamp"] == values["signature"] == 1


def test_handwriting_is_the_ink_that_nobody_read():
    lines_read = tuple(word for word in WORDS if word.line % 2)
    half = measured(PAGE, lines_read).values["handwriting"]
    assert 30 < half < 60
    assert measured(PAGE, WORDS).values["handwriting"] < half / 10


def test_rules_of_a_table_are_no_handwriting():
    page = PAGE.copy()
    for row in range(5):
        y = round((190 + 18 * row) * MM)
        cv2.line(page, (round(30 * MM), y), (FRAME.width_px - round(20 * MM), y), BLACK, 2)
        cv2.line(page, (round((30 + 35 * row) * MM), round(190 * MM)), (round((30 + 35 * row) * MM), y), BLACK, 2)
    values = measured(page, WORDS).values
    assert values["signature"] == 0
    assert values["handwriting"] < 2
