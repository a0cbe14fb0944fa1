"""One sheet scanned twice is found, different sheets of one kind are told apart."""

from itertools import combinations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.quality import duplicates, likeness_distance
from pipeline.quality.likeness import SAME_SHEET_BITS
from tests.unit.quality.pages import MM, RED, TEXT, measured, paper, with_seal, written

hashes = st.integers(0, 2**255 - 1).map(lambda number: f"{number:064x}")
PAGE = with_seal(written()[0], RED)


def _shifted(page, x_mm, y_mm, angle_deg=0.0):
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle_deg, 1.0)
    matrix[:, 2] += x_mm * MM, y_mm * MM
    return cv2.warpAffine(page, matrix, (width, height), borderValue=(250, 250, 250))


def _noisy(page):
    noise = np.random.default_rng(3).normal(0, 12, page.shape)
    return np.clip(page * 0.85 + noise, 0, 255).astype(np.uint8)


def _black_and_white(page):
    return np.where(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY) < 150, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(
    "again",
    [
        _noisy(PAGE),
        _black_and_white(PAGE),
        _shifted(PAGE, 3, -4),
        _noisy(_shifted(PAGE, -2, 3, 1.5)),
        cv2.cvtColor(PAGE, cv2.COLOR_RGB2GRAY),
    ],
    ids=["noisy", "black and white", "shifted", "turned", "grey"],
)
def test_a_second_scan_of_the_sheet_is_alike(again):
    one, other = measured(PAGE).likeness, measured(np.asarray(again)).likeness
    assert likeness_distance(one, other) <= SAME_SHEET_BITS
    assert duplicates([None, one, other]) == ((1, 2),)


def _letter(seed):
    """Lines of the usual words, the last of each paragraph shorter."""
    generator = np.random.default_rng(seed)
    words = " ".join(TEXT).split()
    lines = []
    for _ in range(int(generator.integers(3, 7))):
        lines += [" ".join(generator.choice(words, 14)) for _ in range(int(generator.integers(1, 5)))]
        lines.append(" ".join(generator.choice(words, int(generator.integers(2, 11)))))
    return tuple(lines)


def test_letters_of_one_office_are_different_sheets():
    found = [measured(with_seal(written(_letter(seed))[0], RED)).likeness for seed in range(6)]
    assert duplicates(found) == ()


def test_blank_pages_are_not_alike():
    assert measured(paper()).likeness is None
    assert duplicates([None, None]) == ()
    assert duplicates([]) == ()


@given(hashes, hashes)
def test_distance_is_symmetric_and_zero_only_for_equals(one, other):
    assert likeness_distance(one, other) == likeness_distance(other, one)
    assert (likeness_distance(one, other) == 0) == (one == other)


@given(st.lists(st.none() | st.sampled_from(["00" * 32, "00" * 31 + "ff", "0f" * 32, "1f" * 32]), max_size=8))
def test_duplicates_are_the_pairs_that_lie_close(likenesses):
    pairs = [
        (place, later)
        for place, later in combinations(range(len(likenesses)), 2)
        if likenesses[place]
        and likenesses[later]
        and likeness_distance(likenesses[place], likenesses[later]) <= SAME_SHEET_BITS
    ]
    assert duplicates(likenesses) == tuple(pairs)
