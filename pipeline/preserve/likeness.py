"""How alike two pictures of a page are to the eye."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]

LIKENESS_DPI: Final = 100.0
"""A page read at arm's length on a screen."""

_WINDOW: Final = (7, 7)
_C1: Final = (0.01 * 255) ** 2
_C2: Final = (0.03 * 255) ** 2


def structural_similarity(one: Grey, other: Grey) -> NDArray[np.float32]:
    """SSIM of every pixel after Wang et al. (2004) in windows of 7 pixels, 1.0 where the pictures are equal.

    Args:
        one: grey, shape (height, width).
        other: of the same shape.
    """
    a, b = one.astype(np.float32), other.astype(np.float32)
    mean_a, mean_b = _blurred(a), _blurred(b)
    spread_a, spread_b = _blurred(a * a) - mean_a**2, _blurred(b * b) - mean_b**2
    together = _blurred(a * b) - mean_a * mean_b
    alike = (2 * mean_a * mean_b + _C1) * (2 * together + _C2)
    return np.asarray(alike / ((mean_a**2 + mean_b**2 + _C1) * (spread_a + spread_b + _C2)), dtype=np.float32)


def seen(grey: Grey, dpi: float, size: tuple[int, int] | None = None) -> Grey:
    """A grey page at 100 dpi. ``size`` (width, height) overrides the pixels that makes."""
    wanted = size or tuple(max(1, round(side * LIKENESS_DPI / dpi)) for side in grey.shape[::-1])
    return np.asarray(cv2.resize(grey, wanted, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _blurred(values: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(cv2.blur(values, _WINDOW), dtype=np.float32)
