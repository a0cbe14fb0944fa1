"""What the outline of a page tells: text that runs out of the image, a sheet longer than its paper size."""

from collections.abc import Iterable

import cv2
import numpy as np

from domain.model import PageFrame, Word

_SURE = 50.0
_LEAST_LETTERS = 2
_AT_EDGE_MM = 2.5
"""A letter cut in two is not read, and its word ends before it; printers leave at least 4 mm of paper."""
_SIZES_MM = ((148, 210), (210, 297), (210, 330), (216, 279), (216, 330), (216, 356), (297, 420))
"""A5, A4, F4, Letter, Folio, Legal, A3, upright. B5 is as wide as a badly cropped A4 and not used for records."""
_WIDTH_TOLERANCE_MM, _LENGTH_TOLERANCE_MM = 4.0, 5.0
"""Scanners crop and stretch a sheet by one or two percent."""


def cut_words(words: Iterable[Word], frame: PageFrame) -> int:
    """Count the words that stand so near to the edge of the scan that something of their lines is probably cut off.

    The frame is level and the scan was not, so the corners of each word are turned back into the scan first.
    """
    boxes = [word.box for word in words if word.confidence >= _SURE and _letters(word.text) >= _LEAST_LETTERS]
    if not boxes:
        return 0
    centre = (frame.width_px - 1) / 2, (frame.height_px - 1) / 2
    matrix = cv2.getRotationMatrix2D(centre, frame.skew_deg, 1.0)
    corners = np.array([[(x, y, 1.0) for x in (box.x0, box.x1) for y in (box.y0, box.y1)] for box in boxes])
    in_scan = corners @ matrix.T
    to_far_side = np.array([frame.width_px, frame.height_px]) - in_scan
    nearest = np.minimum(in_scan, to_far_side).min(axis=(1, 2))
    return int(np.count_nonzero(nearest <= _AT_EDGE_MM / 25.4 * frame.dpi))


def overlength_mm(frame: PageFrame) -> float:
    """How much longer a sheet is than a paper size of its width; 0.0 for known sizes and for unknown widths.

    The length is that along which a feeder draws the sheet. Two sheets drawn in together come out as one image that is
    longer than either. When they lie exactly upon each other, or on their side, no image can tell.
    """
    sides = frame.width_px / frame.dpi * 25.4, frame.height_px / frame.dpi * 25.4
    across, along = sides if frame.rotation % 180 == 0 else sides[::-1]
    lengths = [length for width, length in _SIZES_MM if abs(width - across) <= _WIDTH_TOLERANCE_MM]
    if any(abs(along - length) <= _LENGTH_TOLERANCE_MM for length in lengths):
        return 0.0
    return min((along - length for length in lengths if length < along), default=0.0)


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))
