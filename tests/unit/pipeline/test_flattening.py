"""Bent pages made flat, and words put back where they stand on the paper."""

from dataclasses import replace
from math import pi

import cv2
import numpy as np
import pytest

from pipeline.enhance.clean_page import enhance
from pipeline.recognise.flattening import bent_back, flattened, read_flat
from pipeline.recognise.levelling import bend_of, foot_of
from tests.unit.pipeline.drawn import written_page
from tests.unit.pipeline.test_levelling import bent, flat_page


def wave(x, y):
    """Paper that bulges by 40 px in the middle of 1500, and lies flatter further down."""
    return 40 * np.sin(pi * x / 1500) * (1 - y / 4000)


def test_pixels_go_where_the_words_go():
    page = np.full((1700, 1500), 255, np.uint8)
    words = bent(flat_page(), lambda x, y: float(wave(x, y)))
    for word in words:
        foot = round(foot_of(word))
        page[foot - 3 : foot + 3, round(word.box.x0) : round(word.box.x1)] = 0
    flat = flattened(page, bend_of(words))
    rows = np.count_nonzero(flat < 128, axis=1)
    # Thirty lines of 6 px, where before they were smeared over all heights.
    assert np.count_nonzero(rows > 400) == pytest.approx(180, abs=30)
    assert np.count_nonzero(np.count_nonzero(page < 128, axis=1) > 400) < 90


def test_words_of_the_flat_page_go_back_to_where_they_stood():
    words = bent(flat_page(), lambda x, y: float(wave(x, y)))
    bend = bend_of(words)
    flat = bent(words, lambda x, y: float(bend.shifts(np.array([[x, y + 15]]))[0]))
    assert [word.box.y0 for word in bent_back(flat, bend)] == pytest.approx([word.box.y0 for word in words], abs=0.5)
    assert bent_back([], bend) == []


class Reader:
    """An engine that finds the lines it is told of, one more at each look."""

    name = "reader"

    def __init__(self, *looks):
        self.looks = list(looks)

    def read(self, pixels, dpi, layout=None):
        return tuple(self.looks.pop(0))


def test_a_flat_page_is_not_read_again():
    page = enhance(written_page(), 200)
    flat = read_flat(page, flat_page(), Reader())
    assert flat.page is page
    assert flat.bends == ()


def test_a_bent_page_is_read_again_until_it_is_flat():
    page = enhance(written_page(), 200)
    first = bent(flat_page(20), lambda x, y: float(wave(x, y)))
    flat = read_flat(page, first, Reader(flat_page(30)))
    assert len(flat.words) == len(flat_page(30))
    assert len(flat.bends) == 1
    assert not np.array_equal(flat.page.pixels, page.pixels)


def test_what_was_read_better_on_the_bent_page_stays():
    page = enhance(written_page(), 200)
    first = bent(flat_page(20), lambda x, y: float(wave(x, y)))
    flat = read_flat(page, first, Reader(flat_page(10)))
    assert flat.page is page
    assert flat.bent_back(flat.words) == tuple(first)


def test_the_looks_are_limited():
    page = enhance(written_page(), 200)
    looks = [bent(flat_page(lines), lambda x, y: float(wave(x, y))) for lines in (12, 16, 20, 24)]
    reader = Reader(*looks[1:])
    assert len(read_flat(page, looks[0], reader).bends) == 2
    assert len(reader.looks) == 1


def test_a_drawn_page_bends_and_flattens_without_loss_of_ink():
    page = written_page()
    height, width = page.shape
    across, down = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    shift = np.asarray(wave(across, down), dtype=np.float32)
    warped = np.asarray(cv2.remap(page, across, down - shift, cv2.INTER_LINEAR, borderValue=255), dtype=np.uint8)
    bend = bend_of(bent(flat_page(), lambda x, y: float(wave(x, y))))
    ink = [np.count_nonzero(pixels < 128) for pixels in (page, flattened(warped, bend))]
    assert ink[1] == pytest.approx(ink[0], rel=0.1)


def test_a_strip_longer_than_can_be_moved_is_read_as_it_is():
    page = replace(enhance(written_page(), 200), pixels=np.full((33_000, 1500), 255, np.uint8))
    words = bent(flat_page(), lambda x, y: float(wave(x, y)))
    assert read_flat(page, words, Reader()).bends == ()
