"""Strokes of a pen: a signature, and how much of a page is written by hand.

Pen strokes are what was not read as words, is no rule and no seal, and is as high as handwriting. Print that was read
badly looks the same, so the share is an upper bound; a signature is long, open and loose as print never is.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.quality.ink import PX_PER_MM, Ink
from pipeline.quality.scale import halved
from pipeline.quality.stamps import Stamp

_PX_PER_MM = PX_PER_MM / 2
_SEAL_MARGIN_PX = 2
_LEAST_HEIGHT_MM, _LEAST_LENGTH_MM = 2.5, 3.0
"""Handwriting; residues of words and dirt are smaller."""
_SIGNATURE_LONG_MM, _SIGNATURE_SHORT_MM = 15.0, 5.0
_SIGNATURE_FILL = 0.18
"""Ink in a signature's rectangle; lines of print that were not read have 0.2 and more."""
_SIGNATURE_FROM_LEFT = 0.45
"""Signatures stand on the right half of Vietnamese papers; incoming stamps and initials of clerks on the left."""
_EDGE_PX = 2


@dataclass(frozen=True, slots=True)
class Pen:
    """``signature_mm``: the longer side of the largest signature, 0 for none. ``share``: percent of all ink."""

    signature_mm: float
    share: float


def pen_strokes(ink: Ink, stamp: Stamp) -> Pen:
    """Find what was written by hand."""
    total = np.count_nonzero(ink.mask)
    strokes = halved(ink.strokes * np.uint8(255))
    if stamp.radius:
        centre = round(stamp.x / 2), round(stamp.y / 2)
        cv2.circle(strokes, centre, round(stamp.radius / 2) + _SEAL_MARGIN_PX, 0, -1)
    drawn = strokes > 0
    if not drawn.any():
        return Pen(0.0, 0.0)
    count, labels, spots, centres = cv2.connectedComponentsWithStats(drawn.astype(np.uint8), connectivity=8)
    weights = strokes[drawn] / 255.0
    inked = np.asarray(np.bincount(labels[drawn], weights=weights, minlength=count), dtype=np.float64)
    width, height = spots[:, cv2.CC_STAT_WIDTH] / _PX_PER_MM, spots[:, cv2.CC_STAT_HEIGHT] / _PX_PER_MM
    written = (height >= _LEAST_HEIGHT_MM) & (np.maximum(width, height) >= _LEAST_LENGTH_MM)
    signatures = _are_signatures(spots, inked, centres[:, 0], (strokes.shape[0], strokes.shape[1]))
    longest = float(np.maximum(width, height)[signatures].max(initial=0.0))
    return Pen(longest, min(100.0, 400.0 * float(inked[written].sum()) / total))


def _are_signatures(
    spots: cv2.typing.MatLike, inked: NDArray[np.float64], centre_x: cv2.typing.MatLike, shape: tuple[int, int]
) -> NDArray[np.bool_]:
    left, top, width, height = (spots[:, column] for column in range(4))
    longer, shorter = np.maximum(width, height) / _PX_PER_MM, np.minimum(width, height) / _PX_PER_MM
    large = (longer >= _SIGNATURE_LONG_MM) & (shorter >= _SIGNATURE_SHORT_MM)
    open_ = inked <= _SIGNATURE_FILL * width * height
    inside = (np.minimum(left, top) > _EDGE_PX) & (left + width < shape[1] - _EDGE_PX)
    inside &= top + height < shape[0] - _EDGE_PX
    right = centre_x >= _SIGNATURE_FROM_LEFT * shape[1]
    found = large & open_ & inside & right & (inked > 0)
    return np.asarray(found, dtype=np.bool_)
