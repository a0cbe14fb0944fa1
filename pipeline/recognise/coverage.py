"""Text that the recogniser passed over: ink like that of lines which lies in no word.

Layout analysis drops whole paragraphs without a word on slightly turned or crowded pages; only the ink tells.
"""

from collections.abc import Sequence
from functools import reduce

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.model import Box, Word

_WORKING_DPI = 100.0
_INK = 128

# At 100 dpi, where letters of 12 points are some 10 px high.
_LETTER_PX = (4, 24)
_SPACE_PX = 14
_LEAST_LINE_PX = 50
_LEAST_LETTERS = 6
_LINE_HEIGHT_PX = (6, 36)
_NEXT_LINE_PX = 16
_MARGIN_PX = 4


def lost_areas(pixels: NDArray[np.uint8], dpi: float, words: Sequence[Word]) -> tuple[Box, ...]:
    """Where lines seem to stand that none of the words covers, from top to bottom.

    Args:
        pixels: clean grey page, shape (height, width), 0 is black.
        dpi: its resolution.
        words: what was found, boxes in pixels of the page.
    """
    scale = _WORKING_DPI / dpi
    ink = _letters(pixels, scale, words)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, _SPACE_PX), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    letters = _letters_in(ink, labels, count)
    lines = [
        Box(float(x), float(y), float(x + width), float(y + height))
        for (x, y, width, height, _), within in zip(stats[1:].tolist(), letters[1:], strict=True)
        if width >= _LEAST_LINE_PX and _LINE_HEIGHT_PX[0] <= height <= _LINE_HEIGHT_PX[1] and within >= _LEAST_LETTERS
    ]
    height, width = pixels.shape
    return tuple(_grown(area, scale, width, height) for area in _merged(lines))


def _letters(pixels: NDArray[np.uint8], scale: float, words: Sequence[Word]) -> NDArray[np.uint8]:
    """Spots the size of letters outside all words, 1 where there is ink."""
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = (small < _INK).astype(np.uint8)
    for word in words:
        rows = slice(max(0, int(word.box.y0 * scale) - 1), int(word.box.y1 * scale) + 2)
        ink[rows, max(0, int(word.box.x0 * scale) - 1) : int(word.box.x1 * scale) + 2] = 0
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    height = stats[:, cv2.CC_STAT_HEIGHT]
    wanted = (height >= _LETTER_PX[0]) & (height <= _LETTER_PX[1]) & (stats[:, cv2.CC_STAT_WIDTH] <= 4 * _LETTER_PX[1])
    wanted[0] = False
    return np.asarray(wanted[labels], dtype=np.uint8)


def _letters_in(ink: NDArray[np.uint8], lines: cv2.typing.MatLike, count: int) -> NDArray[np.int64]:
    """How many spots each of the joined lines holds."""
    _, spots = cv2.connectedComponents(ink, connectivity=8)
    first = np.zeros(int(spots.max()) + 1, dtype=np.int32)
    first[spots.ravel()] = lines.ravel()
    return np.bincount(first[1:], minlength=count)


def _merged(lines: list[Box]) -> list[Box]:
    """Lines that lie close together, as one area each."""
    areas: list[Box] = []
    for line in sorted(lines, key=lambda box: box.y0):
        touching = [area for area in areas if _near(area, line)]
        areas = [area for area in areas if area not in touching] + [reduce(Box.union, touching, line)]
    return sorted(areas, key=lambda box: box.y0)


def _near(area: Box, line: Box) -> bool:
    apart = max(line.y0 - area.y1, area.y0 - line.y1)
    beside = min(area.x1, line.x1) - max(area.x0, line.x0)
    return apart <= _NEXT_LINE_PX and beside > 0


def _grown(area: Box, scale: float, width: int, height: int) -> Box:
    return Box(
        max(0.0, (area.x0 - _MARGIN_PX) / scale),
        max(0.0, (area.y0 - _MARGIN_PX) / scale),
        min(float(width), (area.x1 + _MARGIN_PX) / scale),
        min(float(height), (area.y1 + _MARGIN_PX) / scale),
    )
