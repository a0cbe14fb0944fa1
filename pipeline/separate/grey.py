"""A page in grey at the resolution that a detector wants."""

import cv2
import numpy as np
from numpy.typing import NDArray


def grey_of(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The page in grey: shape (height, width), of pixels of that shape or (height, width, 3) in RGB."""
    return pixels if pixels.ndim == 2 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def reduced(grey: NDArray[np.uint8], dpi: float, wanted_dpi: float) -> NDArray[np.uint8]:
    """The page at ``wanted_dpi``.

    Averaging by a factor that is no whole number costs eight times as much as interpolation, and below a factor of two
    interpolation leaves no pixel out.
    """
    scale = wanted_dpi / dpi
    how = cv2.INTER_AREA if scale <= 0.5 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=how), dtype=np.uint8)


def averaged(grey: NDArray[np.uint8], dpi: float, least_dpi: float) -> tuple[NDArray[np.uint8], float]:
    """The page reduced by a whole factor, which is quick, to ``least_dpi`` or somewhat more; and that resolution.

    A coarser page comes back as it is. Up to a factor less one of the last rows and columns is left out.
    """
    factor = int(dpi / least_dpi + 0.01)
    height, width = (side // max(factor, 1) for side in grey.shape)
    if factor < 2 or not (height and width):
        return grey, dpi
    whole = grey[: height * factor, : width * factor]
    return np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8), dpi / factor
