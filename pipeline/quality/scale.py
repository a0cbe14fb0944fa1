"""Smaller copies of a page, cheaply: halving exactly costs a tenth of averaging over any other area."""

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


def halved(pixels: Pixels) -> Pixels:
    """Half as wide and high; an odd last row or column is left out."""
    height, width = max(1, pixels.shape[0] // 2), max(1, pixels.shape[1] // 2)
    even = pixels[: 2 * height, : 2 * width]
    return np.asarray(cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def reduced(pixels: Pixels, dpi: float, target_dpi: float) -> Pixels:
    """The page at another resolution, averaged as far as it goes by halving.

    Args:
        pixels: grey (height, width) or RGB (height, width, 3).
        dpi: their resolution.
        target_dpi: the wanted one; where it is higher, pixels are interpolated.
    """
    while dpi >= 2 * target_dpi and min(pixels.shape[:2]) > 1:
        pixels, dpi = halved(pixels), dpi / 2
    return resized(pixels, round(pixels.shape[1] * target_dpi / dpi), round(pixels.shape[0] * target_dpi / dpi))


def resized(pixels: Pixels, width: int, height: int) -> Pixels:
    """The page in so many pixels, at least one; the very same image when it has them already."""
    size = max(1, width), max(1, height)
    if pixels.shape[1::-1] == size:
        return pixels
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR), dtype=np.uint8)
