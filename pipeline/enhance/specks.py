"""Specks of a photocopy: small spots of ink that stand alone, unlike dots and marks, which keep to a letter.

A recogniser makes full stops, commas and accents of them. Work is done at half the recogniser's resolution.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

SPECKLED = 400
"""Specks on a page above which they are removed: office scans have up to 300, bad photocopies over 1,000. Fewer make
no words, and removing them costs a dot here and there."""

_WORKING_DPI = 100.0
_INK = 240
_LETTER_AREA_PX = 10
"""At 100 dpi; a full stop of 12 points covers 4, a dash 10, an i 18."""
_REACH_PX = 4
"""1 mm: dots, marks and signs of 8 to 20 points stand nearer to their letter."""


@dataclass(frozen=True, slots=True)
class Specks:
    """``mask`` is 1 on specks, at 100 dpi; ``per_page`` counts them."""

    mask: NDArray[np.uint8]
    per_page: int


def specks(grey: NDArray[np.uint8], dpi: float) -> Specks:
    """Find the small spots that stand alone on a clean page.

    Args:
        grey: shape (height, width), 0 is black, paper white.
        dpi: its resolution.
    """
    scale = _WORKING_DPI / dpi
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = (small < _INK).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    letter = stats[:, cv2.CC_STAT_AREA] >= _LETTER_AREA_PX
    letter[0] = False
    letters = letter.astype(np.uint8)[labels]
    around = cv2.dilate(letters, np.ones((2 * _REACH_PX + 1, 2 * _REACH_PX + 1), np.uint8))
    alone = np.ones(letter.size, dtype=np.uint8)
    alone[labels[around > 0]] = 0
    alone[0] = 0
    return Specks(alone[labels], int(alone.sum()))


def without(grey: NDArray[np.uint8], found: Specks) -> NDArray[np.uint8]:
    """The page with white paper where its specks were."""
    grown = cv2.dilate(found.mask, np.ones((3, 3), np.uint8))
    mask = cv2.resize(grown, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_NEAREST)
    return np.where(mask > 0, np.uint8(255), grey)
