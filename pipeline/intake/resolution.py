"""How many pixels of an image make an inch of paper, when what the file says cannot be trusted."""

from math import isfinite

import cv2
import numpy as np
from numpy.typing import NDArray

ASSUMED = "resolution_assumed"
"""Warning: the file says nothing believable, so the page is taken to be as tall as A4."""

_A4_LONG_SIDE_IN = 11.69
_TALLEST_SMALL_PAGE_IN = 12.0
_LOWEST, _HIGHEST = 70.0, 600.0
_BELIEVABLE = (60.0, 2400.0)
_SCREEN_DPI = 100.0
"""Cameras and converters write 72 or 96 when they know nothing; so do PDFs in which one pixel is one point."""
_SQUARE_TOLERANCE = 0.02


def settle(declared: float | None, long_side_px: int) -> tuple[float, tuple[str, ...]]:
    """The resolution to work with, and the warning when it had to be assumed.

    Args:
        declared: dots per inch as the file has it; None, zero or nonsense when it does not say.
        long_side_px: the longer side of the image.

    Returns:
        Dots per inch: the declared one when it is plausible; else that of an A4 page of this height, in [70, 600].
    """
    if declared is not None and _is_plausible(declared, long_side_px):
        return declared, ()
    return min(max(long_side_px / _A4_LONG_SIDE_IN, _LOWEST), _HIGHEST), (ASSUMED,)


def _is_plausible(dpi: float, long_side_px: int) -> bool:
    if not isfinite(dpi) or not _BELIEVABLE[0] <= dpi <= _BELIEVABLE[1]:
        return False
    return dpi > _SCREEN_DPI or long_side_px / dpi <= _TALLEST_SMALL_PAGE_IN


def square_pixels(pixels: NDArray[np.uint8], dpi: tuple[float, float]) -> tuple[NDArray[np.uint8], float]:
    """Stretch the coarser direction of a fax-like image (204 × 98 dpi) so that letters keep their shape.

    Args:
        pixels: shape (height, width) or (height, width, 3).
        dpi: along x and along y.

    Returns:
        The image and its resolution in both directions; the very same image when it was square within 2 %.
    """
    height, width = pixels.shape[:2]
    size, settled = square_size(width, height, dpi)
    if size == (width, height):
        return pixels, settled
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR), dtype=np.uint8), settled


def square_size(width_px: int, height_px: int, dpi: tuple[float, float]) -> tuple[tuple[int, int], float]:
    """Width and height of an image once its pixels are square, and its resolution then; see ``square_pixels``."""
    along_x, along_y = dpi
    if abs(along_x - along_y) <= _SQUARE_TOLERANCE * max(dpi):
        return (width_px, height_px), (along_x + along_y) / 2
    finest = max(dpi)
    return (round(width_px * finest / along_x), round(height_px * finest / along_y)), finest
