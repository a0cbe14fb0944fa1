"""Whether a page is blank, for cutting: quick, and in doubt it is not.

Every page of a batch is looked at before any is read, and what is taken for a blank sheet is left out; so any mark
counts. The warning ``blank`` of a page that was read comes from the area of its content instead: see
``pipeline.quality.profile``.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.separate.grey import averaged

_LEAST_DPI = 75.0
_MARGIN_IN = 0.25
"""Shadows of the sheet's edge and of the lid."""
_PAPER_IN = 0.4
"""Wider than any stroke and narrower than the changes of the paper's tone."""
_INK = 0.75
"""Share of the paper's tone. Print of the other side that shines through stays lighter."""
_LEAST_MARK_IN = 0.06
"""Height or width of a mark that counts: pepper is smaller, the smallest page number is twice as high."""
_HOLE_IN = (0.15, 0.35)
_HOLE_ROUNDNESS = 0.6
_HOLE_ZONE_IN = 0.8
"""Punch holes lie near the edge."""
_STREAK_SHARE = 0.6
"""A line over most of the page is dust in the feeder."""


def is_blank(grey: NDArray[np.uint8], dpi: float) -> bool:
    """Tell whether nothing is written, printed or stamped on a page.

    Args:
        grey: page, shape (height, width), 0 is black.
        dpi: its resolution.
    """
    small, dpi = averaged(grey, dpi, _LEAST_DPI)
    window = round(_PAPER_IN * dpi) | 1
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((window, window), np.uint8))
    ink = (small < _INK * cv2.blur(paper, (window, window))).astype(np.uint8)
    margin = round(_MARGIN_IN * dpi)
    inner = ink[margin:-margin, margin:-margin]
    if inner.size == 0:
        return not ink.any()
    _, _, spots, _ = cv2.connectedComponentsWithStats(inner, connectivity=8)
    return not any(_is_mark(spot, inner.shape, dpi) for spot in spots[1:])


def _is_mark(spot: NDArray[np.int32], shape: tuple[int, ...], dpi: float) -> bool:
    left, top, width, height, area = (int(value) for value in spot)
    if max(width, height) < _LEAST_MARK_IN * dpi:
        return False
    if width >= _STREAK_SHARE * shape[1] or height >= _STREAK_SHARE * shape[0]:
        return min(width, height) > _LEAST_MARK_IN * dpi
    nearest_edge = min(left, top, shape[1] - left - width, shape[0] - top - height)
    sizes = [side / dpi for side in (width, height)]
    hole = (
        min(sizes) >= _HOLE_IN[0] and max(sizes) <= _HOLE_IN[1] and area >= _HOLE_ROUNDNESS * width * height
    ) and nearest_edge <= _HOLE_ZONE_IN * dpi
    return not hole
