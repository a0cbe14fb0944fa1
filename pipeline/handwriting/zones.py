"""A zone of the page as it was scanned, cut out for a recogniser: level, in full resolution, without red ink."""

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.model import Box, PageFrame
from pipeline.enhance.cleaning import without_stamps

LEAST_DPI = 200.0
"""Coarser scans are enlarged to it."""

_ROUND_PX = 2
"""Pixels about the zone that the turning draws from."""


def cut_zone(pixels: NDArray[np.uint8], frame: PageFrame, box: Box) -> NDArray[np.uint8]:
    """The zone of a page as a grey strip.

    Args:
        pixels: the page as scanned, grey (height, width) or RGB (height, width, 3), 0 is black.
        frame: what was made of it.
        box: in pixels of the frame.

    Returns:
        Shape (height, width), at least 1 by 1; at ``LEAST_DPI`` or finer. What comes from outside the scan is white.
    """
    scale = max(1.0, LEAST_DPI / frame.dpi)
    size = max(1, round(box.width * scale)), max(1, round(box.height * scale))
    turned = np.rot90(pixels, -frame.rotation // 90)
    to_scan = _from_frame(frame) @ _from_strip(box, scale)
    left, top, right, bottom = _reach(to_scan, size, turned.shape[:2])
    if left >= right or top >= bottom:
        return np.full((size[1], size[0]), 255, np.uint8)
    part = without_stamps(np.ascontiguousarray(turned[top:bottom, left:right]))
    to_part = np.array([[1.0, 0.0, -left], [0.0, 1.0, -top], [0.0, 0.0, 1.0]]) @ to_scan
    how = (cv2.INTER_CUBIC if scale > 1 else cv2.INTER_LINEAR) | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(part, to_part[:2], size, flags=how, borderValue=(255,)), dtype=np.uint8)


def _from_frame(frame: PageFrame) -> NDArray[np.float64]:
    """From the frame to the page as it lay before it was levelled, centres of pixels."""
    middle = (frame.width_px - 1) / 2, (frame.height_px - 1) / 2
    return np.vstack([cv2.getRotationMatrix2D(middle, frame.skew_deg, 1.0), [0.0, 0.0, 1.0]])


def _from_strip(box: Box, scale: float) -> NDArray[np.float64]:
    """From the strip to the frame, centres of pixels."""
    middle = (1 / scale - 1) / 2
    return np.array([[1 / scale, 0.0, box.x0 + middle], [0.0, 1 / scale, box.y0 + middle], [0.0, 0.0, 1.0]])


def _reach(to_scan: NDArray[np.float64], size: tuple[int, int], shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    """The part of the scan that the strip shows: left, top, right, bottom, within the scan."""
    width, height = size
    corners = to_scan @ np.array([[0, width, 0, width], [0, 0, height, height], [1, 1, 1, 1]], dtype=float)
    low, high = corners[:2].min(axis=1) - _ROUND_PX, corners[:2].max(axis=1) + _ROUND_PX + 1
    left, top = (max(0, int(side)) for side in low)
    right, bottom = min(shape[1], int(high[0])), min(shape[0], int(high[1]))
    return left, top, right, bottom
