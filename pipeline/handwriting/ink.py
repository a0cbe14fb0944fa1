"""A cut strip as the recogniser of digits wants it: ink on paper, one height, cut down to what is written.

The training sees its strips through the same function, so that both agree on size, polarity and contrast.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

HEIGHT_PX = 32
WIDTH_STEP_PX = 16
MOST_WIDTH_PX = 352
"""Eleven heights: five wide digits between long dot leaders are nine."""

_LEAST_CONTRAST = 40.0
"""Grey levels between paper and the darkest ink that still count as full ink: noise on an empty strip stays pale."""
_INK = 0.35
_LEAST_SPOT = 0.12
"""Of the strip's height: what is smaller both ways is a dot of a leader or a speck."""
_FLAT = 0.1
"""Of the strip's height: what is lower and wide is a rule."""
_AROUND = 0.08


@dataclass(frozen=True, slots=True)
class _Box:
    x0: int
    y0: int
    x1: int
    y1: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """Ink between 0 (paper) and 1, shape (HEIGHT_PX, a multiple of WIDTH_STEP_PX up to MOST_WIDTH_PX).

    What lay at ``x`` in the strip now lies at ``x * scale + shift_px``.
    """

    ink: NDArray[np.float32]
    scale: float
    shift_px: float


def prepared(strip: NDArray[np.uint8]) -> Prepared:
    """Cut a strip down to what may be a digit and bring it to the network's height.

    Args:
        strip: grey, shape (height, width), 0 is black; light writing on a dark ground is turned round.

    Returns:
        The ink, with paper added evenly on both sides.
    """
    ink = _ink(strip)
    box = _written(ink)
    ink = ink[box.y0 : box.y1, box.x0 : box.x1]
    height, width = ink.shape
    width_px = min(max(round(width * HEIGHT_PX / height), 1), MOST_WIDTH_PX)
    small = cv2.resize(ink, (width_px, HEIGHT_PX), interpolation=cv2.INTER_AREA)
    full = max(-(-width_px // WIDTH_STEP_PX), 2) * WIDTH_STEP_PX
    page = np.zeros((HEIGHT_PX, full), np.float32)
    left = (full - width_px) // 2
    page[:, left : left + width_px] = small
    scale = width_px / width
    return Prepared(page, scale, left - box.x0 * scale)


def _ink(strip: NDArray[np.uint8]) -> NDArray[np.float32]:
    grey = strip.astype(np.float32)
    if np.median(grey) < 0.5 * (float(grey.min()) + float(grey.max())) and np.mean(grey) < 128:
        grey = 255.0 - grey
    paper = float(np.percentile(grey, 80))
    darkest = float(np.percentile(grey, 1))
    ink: NDArray[np.float32] = np.clip((paper - grey) / max(paper - darkest, _LEAST_CONTRAST), 0.0, 1.0)
    return ink


def _written(ink: NDArray[np.float32]) -> _Box:
    """The box around what may be a digit; the whole strip when there is nothing but dots and rules."""
    height, width = ink.shape
    whole = _Box(0, 0, width, height)
    count, _, stats, _ = cv2.connectedComponentsWithStats((ink > _INK).astype(np.uint8), connectivity=8)
    if count < 2:
        return whole
    found = stats[1:]
    wide, high = found[:, cv2.CC_STAT_WIDTH], found[:, cv2.CC_STAT_HEIGHT]
    dot = np.maximum(wide, high) < _LEAST_SPOT * height
    rule = (high < _FLAT * height) & (wide > 3 * high)
    kept = found[~(dot | rule)]
    if not len(kept):
        return whole
    around = max(round(_AROUND * height), 1)
    left, top = kept[:, cv2.CC_STAT_LEFT], kept[:, cv2.CC_STAT_TOP]
    return _Box(
        max(int(left.min()) - around, 0),
        max(int(top.min()) - around, 0),
        min(int((left + kept[:, cv2.CC_STAT_WIDTH]).max()) + around, width),
        min(int((top + kept[:, cv2.CC_STAT_HEIGHT]).max()) + around, height),
    )
