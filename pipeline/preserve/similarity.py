"""How similar two pictures of a page are to the eye."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

VIEWING_DPI: Final = 100.0
"""A page read at arm's length on a screen."""

_LINEAR_BELOW_DPI: Final = 1.4 * VIEWING_DPI
"""Coarser steps need the mean of an area, which takes four times as long: grain would come through otherwise."""

_WINDOW: Final = (7, 7)
_C1: Final = (0.01 * 255) ** 2
_C2: Final = (0.03 * 255) ** 2


def structural_similarity(one: Pixels, other: Pixels) -> NDArray[np.float32]:
    """SSIM of every pixel after Wang et al. (2004) in windows of 7 pixels, 1.0 where the pictures are equal.

    Args:
        one: grey, shape (height, width).
        other: of the same shape.
    """
    mean_a, mean_b = _mean(one), _mean(other)
    means = mean_a * mean_b
    squares = mean_a * mean_a + mean_b * mean_b
    spreads = _mean_of_squares(one) + _mean_of_squares(other) - squares
    products = np.asarray(cv2.multiply(one, other, dtype=cv2.CV_32F), dtype=np.float32)
    together = _mean(products) - means
    alike = (2 * means + _C1) * (2 * together + _C2)
    return np.asarray(alike / ((squares + _C1) * (spreads + _C2)), dtype=np.float32)


def seen(page: Pixels, dpi: float) -> Pixels:
    """A page at 100 dpi, grey (height, width) or RGB (height, width, 3)."""
    while dpi >= 2 * VIEWING_DPI:
        page, dpi = halved(page), dpi / 2
    height, width = (max(1, round(side * VIEWING_DPI / dpi)) for side in page.shape[:2])
    method = cv2.INTER_LINEAR if dpi < _LINEAR_BELOW_DPI else cv2.INTER_AREA
    return np.asarray(cv2.resize(page, (width, height), interpolation=method), dtype=np.uint8)


def halved(page: Pixels) -> Pixels:
    """Each pixel the mean of four. An odd last row or column is left out: exact halves are made ten times as fast."""
    height, width = (max(1, side // 2) for side in page.shape[:2])
    even = page[: 2 * height, : 2 * width]
    return np.asarray(cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _mean(values: NDArray[np.uint8] | NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(cv2.boxFilter(values, cv2.CV_32F, _WINDOW), dtype=np.float32)


def _mean_of_squares(values: Pixels) -> NDArray[np.float32]:
    return np.asarray(cv2.sqrBoxFilter(values, cv2.CV_32F, _WINDOW), dtype=np.float32)
