"""From a scanned page to the level, clean, grey page the recogniser sees, and to the frame of the archived page."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.model import Box, PageFrame
from pipeline.cleaning import on_white_paper, smoothed, stretched, without_dark_edges, without_stamps
from pipeline.straighten import slope

RECOGNITION_DPI = 200.0
"""Enough for the marks of 12-point Vietnamese letters; 300 costs half as much again and reads no better."""

_SNIPPET_PX = 700
"""An image smaller than this is no page; cleaning it does harm."""
_INK = 128

# One page is one job; threads inside would only fight with the other jobs.
cv2.setNumThreads(1)


@dataclass(frozen=True, slots=True)
class CleanPage:
    """A page as the recogniser gets it.

    ``pixels`` is grey, level and clean, at ``dpi``. It shows exactly the frame, at another scale. ``sideways`` says
    that the page was given a quarter turn of which only the axis is known, not the direction.
    """

    pixels: NDArray[np.uint8]
    dpi: float
    frame: PageFrame
    sideways: bool
    letters: int

    @property
    def ink_share(self) -> float:
        """Dark pixels as a share of the page, in [0, 1]."""
        return float(np.count_nonzero(self.pixels < _INK)) / self.pixels.size

    def in_frame(self, box: Box) -> Box:
        """A box of the clean image in pixels of the frame."""
        across = self.frame.width_px / self.pixels.shape[1]
        down = self.frame.height_px / self.pixels.shape[0]
        return Box(box.x0 * across, box.y0 * down, box.x1 * across, box.y1 * down)

    def upside_down(self) -> "CleanPage":
        """The same page turned by 180°."""
        frame = replace(self.frame, rotation=(self.frame.rotation + 180) % 360)
        return replace(self, pixels=np.ascontiguousarray(self.pixels[::-1, ::-1]), frame=frame)


def enhance(pixels: NDArray[np.uint8], dpi: float) -> CleanPage:
    """Bring a page's lines level and clean it for recognition.

    Args:
        pixels: grey (height, width) or RGB (height, width, 3), 0 is black.
        dpi: resolution of the page.

    Returns:
        The clean page. A page lying on its side is turned clockwise; whether it now stands on its head is for the
        recogniser to find out.
    """
    grey = without_stamps(pixels)
    is_page = min(grey.shape) >= _SNIPPET_PX
    if is_page:
        grey = smoothed(grey)
    found = slope(grey, dpi)
    rotation = 90 if found.sideways else 0
    height, width = grey.shape[::-1] if found.sideways else grey.shape
    frame = PageFrame(width, height, dpi, rotation, found.skew_deg)
    level = straightened(_scaled(grey, RECOGNITION_DPI / dpi), rotation, found.skew_deg)
    if is_page:
        level = stretched(on_white_paper(without_dark_edges(level, RECOGNITION_DPI), RECOGNITION_DPI))
    return CleanPage(level, RECOGNITION_DPI, frame, found.sideways, found.letters)


def straightened(pixels: NDArray[np.uint8], rotation: int, skew_deg: float) -> NDArray[np.uint8]:
    """Turn a page into its frame: clockwise by ``rotation``, then clockwise by ``skew_deg`` about the centre.

    What comes from outside the scan is white.
    """
    turned = np.ascontiguousarray(np.rot90(pixels, -rotation // 90))
    if skew_deg == 0.0:
        return turned
    height, width = turned.shape[:2]
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -skew_deg, 1.0)
    level = cv2.warpAffine(turned, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255))
    return np.asarray(level, dtype=np.uint8)


def _scaled(grey: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    size = max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale))
    return np.asarray(cv2.resize(grey, size, interpolation=how), dtype=np.uint8)
