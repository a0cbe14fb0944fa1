"""Strips of digits: what is read in them, and that nothing a page can hold upsets the reader.

The strips beside this file are drawn by ``python -m training.samples``, with faces and seeds the network never saw,
and spoilt more than most scans are: the floors tell when a change makes reading worse, not how well papers are read.
"""

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from pipeline.handwriting.beam import best_strings
from pipeline.handwriting.digits import load, read_digits
from pipeline.handwriting.ink import HEIGHT_PX, MOST_WIDTH_PX, WIDTH_STEP_PX, prepared

STRIPS = sorted((Path(__file__).parent / "strips").iterdir())
SIZES = st.tuples(st.integers(1, 200), st.integers(1, 800))


def truth(path: Path) -> str:
    return path.stem.split("_")[1]


def opened(path: Path) -> NDArray[np.uint8]:
    return np.asarray(cv2.imread(str(path), cv2.IMREAD_GRAYSCALE), np.uint8)


def best(strip: NDArray[np.uint8], most_digits: int = 5) -> str:
    return read_digits(strip, most_digits=most_digits)[0].text


def filled() -> list[Path]:
    return [path for path in STRIPS if truth(path)]


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    load()


def test_most_strips_are_read_whole() -> None:
    right = [best(opened(path)) == truth(path) for path in filled()]

    assert len(right) == 30
    assert np.mean(right) >= 0.6


def test_the_truth_is_mostly_among_the_guesses() -> None:
    proposed = [truth(path) in [guess.text for guess in read_digits(opened(path), most_digits=5)] for path in filled()]

    assert np.mean(proposed) >= 0.8


def test_a_strip_without_digits_says_nothing() -> None:
    empty = [path for path in STRIPS if not truth(path)]

    assert len(empty) == 6
    assert [best(opened(path)) for path in empty].count("") >= 5


def test_dots_alone_say_nothing() -> None:
    strip = np.full((70, 160), 255, np.uint8)
    for x in range(5, 160, 9):
        cv2.circle(strip, (x, 50), 1, 0, -1)

    assert best(strip) == ""


@pytest.mark.parametrize("value", [0, 128, 255])
def test_an_even_strip_says_nothing(value: int) -> None:
    assert best(np.full((60, 120), value, np.uint8)) == ""


def test_no_guess_is_longer_than_asked() -> None:
    for path in filled():
        assert all(len(guess.text) <= 2 for guess in read_digits(opened(path), most_digits=2))


def test_light_digits_on_a_dark_ground_are_read_alike() -> None:
    strip = opened(filled()[1])

    assert best(255 - strip) == best(strip)


def test_the_same_strip_is_read_the_same() -> None:
    strip = opened(filled()[0])

    assert read_digits(strip, most_digits=5) == read_digits(strip.copy(), most_digits=5)


def assert_orderly(strip: NDArray[np.uint8], most_digits: int) -> None:
    guesses = read_digits(strip, most_digits=most_digits)
    shares = [guess.probability for guess in guesses]

    assert 1 <= len(guesses) <= 5
    assert len({guess.text for guess in guesses}) == len(guesses)
    assert all(guess.text == "" or (guess.text.isascii() and guess.text.isdigit()) for guess in guesses)
    assert shares == sorted(shares, reverse=True)
    assert min(shares) >= 0
    assert sum(shares) <= 1 + 1e-9


@given(SIZES, st.integers(0, 255), st.integers(1, 6))
def test_any_even_strip_gives_orderly_guesses(size: tuple[int, int], value: int, most_digits: int) -> None:
    assert_orderly(np.full(size, value, np.uint8), most_digits)


@given(SIZES, st.integers(0, 2**32 - 1), st.sampled_from((2, 5)))
def test_any_noise_gives_orderly_guesses(size: tuple[int, int], seed: int, most_digits: int) -> None:
    assert_orderly(np.random.default_rng(seed).integers(0, 256, size, dtype=np.uint8), most_digits)


@given(arrays.arrays(np.uint8, st.tuples(st.integers(1, 12), st.integers(1, 30))))
def test_any_small_picture_gives_orderly_guesses(strip: NDArray[np.uint8]) -> None:
    assert_orderly(strip, 5)


@given(SIZES)
def test_a_prepared_strip_has_one_height_and_even_widths(size: tuple[int, int]) -> None:
    ink = prepared(np.full(size, 255, np.uint8)).ink

    assert ink.shape[0] == HEIGHT_PX
    assert ink.shape[1] % WIDTH_STEP_PX == 0
    assert ink.shape[1] <= MOST_WIDTH_PX


def test_a_sign_on_neighbouring_columns_is_one_and_after_none_another() -> None:
    one, none = [0.1, 0.9], [0.9, 0.1]

    assert best_strings(np.array([one, one]), most_signs=5)[0][0] == (1,)
    assert best_strings(np.array([one, none, one]), most_signs=5)[0][0] == (1, 1)


@given(arrays.arrays(float, (4, 3), elements=st.floats(0.01, 1)))
def test_a_wide_search_finds_every_string_with_its_whole_probability(raw: NDArray[np.float64]) -> None:
    columns = raw / raw.sum(axis=1, keepdims=True)
    paths: dict[tuple[int, ...], float] = {}
    for path in np.ndindex(3, 3, 3, 3):
        signs = tuple(sign for index, sign in enumerate(path) if sign and (index == 0 or path[index - 1] != sign))
        share = float(np.prod([columns[index, sign] for index, sign in enumerate(path)], dtype=float))
        paths[signs] = paths.get(signs, 0.0) + share

    found = dict(best_strings(columns, most_signs=4, width=1000))

    assert found.keys() == paths.keys()
    assert all(found[signs] == pytest.approx(paths[signs], rel=1e-4) for signs in found)
