"""Where the ink is: letters, strokes, stamps, every colour of it, as black and white at the page's own resolution."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

_COARSE_DPI: Final = 100.0
_PAPER_INCH: Final = 0.15
"""Wider than the thickest stroke of a stamp's rim or a heading."""
_NEAR_INCH: Final = 0.05
_LEAST_CONTRAST: Final = 22.0
_OVER_GRAIN: Final = 5.0
_EDGE: Final = 0.45
"""Where between paper and the darkest ink nearby a stroke ends; the middle would thin strokes that the scan blurred."""


def ink_of(pixels: Pixels, dpi: float) -> NDArray[np.uint8]:
    """255 on ink, 0 on paper, shape (height, width).

    Args:
        pixels: grey (height, width) or RGB (height, width, 3), 0 is black.
        dpi: resolution.

    Each pixel is judged against the paper and the ink around it, so that pale stamps and pencil stay whole beside
    black print. The darkest of the three colours counts: red and blue ink are dark in one of them.
    """
    dark = pixels if pixels.ndim == 2 else _darkest(pixels)
    dark = np.asarray(cv2.GaussianBlur(dark, (3, 3), 0), dtype=np.uint8)
    scale = min(1.0, _COARSE_DPI / dpi)
    coarse = np.asarray(cv2.resize(dark, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    paper = cv2.medianBlur(cv2.morphologyEx(coarse, cv2.MORPH_CLOSE, _disc(_PAPER_INCH)), 5)
    inked = cv2.erode(coarse, _disc(_NEAR_INCH))
    contrast = cv2.subtract(paper, inked)
    # A threshold no pixel is below, where there is nothing but paper.
    least = max(_LEAST_CONTRAST, _OVER_GRAIN * _grain(coarse))
    edge = np.where(contrast >= least, paper - _EDGE * contrast, 0).astype(np.uint8)
    fine = cv2.resize(edge, dark.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.compare(dark, fine, cv2.CMP_LT), dtype=np.uint8)


def _darkest(pixels: Pixels) -> Pixels:
    red, green, blue = cv2.split(pixels)
    return np.asarray(cv2.min(cv2.min(red, green), blue), dtype=np.uint8)


def _disc(inches: float) -> NDArray[np.uint8]:
    side = 2 * round(inches * _COARSE_DPI / 2) + 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)), dtype=np.uint8)


def _grain(grey: Pixels) -> float:
    apart = cv2.absdiff(grey, cv2.medianBlur(grey, 5))
    return 1.4826 * float(np.median(apart[::3, ::3]))
