"""Photographs of pages."""

import numpy as np
import pytest

from bench.phone import Pixels, draw_shot, photograph


@pytest.fixture(scope="module")
def lined() -> Pixels:
    """A small master page with black lines."""
    page = np.full((1000, 700, 3), 255, np.uint8)
    page[100:900:40, 80:620] = 0
    return page


def _taken(master: Pixels, seed: int) -> Pixels:
    rng = np.random.default_rng(seed)
    return photograph(master, draw_shot(rng, (800, 600)), rng)


def test_the_same_seed_takes_the_same_photograph(lined: Pixels) -> None:
    assert np.array_equal(_taken(lined, 7), _taken(lined, 7))


def test_another_seed_takes_another(lined: Pixels) -> None:
    assert not np.array_equal(_taken(lined, 7), _taken(lined, 8))


def test_the_sheet_lies_on_a_darker_table(lined: Pixels) -> None:
    photo = _taken(lined, 8)
    table, sheet = photo[:10], photo[250:550, 150:450]
    assert np.percentile(sheet, 90) > 1.3 * np.percentile(table, 90)


@pytest.mark.parametrize("seed", range(5))
def test_light_falls_unevenly_on_white_paper(seed: int) -> None:
    blank = np.full((100, 70, 3), 255, np.uint8)
    brightness = [
        part.mean() for half in np.split(_taken(blank, seed)[200:600, 100:500], 2) for part in np.split(half, 2, 1)
    ]
    assert max(brightness) / min(brightness) > 1.05
