"""The ring of a round stamp, found by its shape alone: photocopies and grey scans know no red."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

RING_DPI = 50.0
"""The resolution of the map to search; a ring's line of half a millimetre is one pixel there."""

_PX_PER_MM = RING_DPI / 25.4
_LEAST_RADIUS_PX, _LARGEST_RADIUS_PX = 15.0 * _PX_PER_MM, 21.0 * _PX_PER_MM
"""Seals of agencies measure 30 to 42 mm across."""
_RADIUS_STEP_PX = 2.0
_OUTSIDE_PX = 4
_MOST_EDGES = 12_000
_STEEP = 0.25
"""Share of the steepest slope from which a pixel is an edge."""
_DARK = 0.35
_CANDIDATES = 3
_DIRECTIONS = 180


@dataclass(frozen=True, slots=True)
class Ring:
    """Centre and radius in pixels at 50 dpi; ``closed`` is the share of the circle, in [0, 1], that is drawn."""

    x: float
    y: float
    radius: float
    closed: float


def best_ring(marks: NDArray[np.float32]) -> Ring:
    """The circle the size of a seal that is drawn most completely.

    Args:
        marks: how strongly each point is inked, in [0, 1], shape (height, width), at 50 dpi.

    Every edge votes for the points that lie a seal's radius before and behind it; around the points with most votes
    the page is unrolled and searched for the radius at which it is dark all around.
    """
    soft = np.asarray(cv2.GaussianBlur(marks, (3, 3), 0.8), dtype=np.float32)
    votes = _votes(soft)
    best = Ring(0.0, 0.0, 0.0, 0.0)
    for _ in range(_CANDIDATES):
        x, y = cv2.minMaxLoc(votes)[3]
        for off_x, off_y in ((0, 0), (-1, 0), (1, 0), (0, -1), (0, 1)):
            ring = _around(soft, x + off_x, y + off_y)
            best = max(best, ring, key=lambda one: one.closed)
        cv2.circle(votes, (x, y), int(_LEAST_RADIUS_PX / 3), 0, -1)
    return best


def _votes(soft: NDArray[np.float32]) -> NDArray[np.float32]:
    """How many edges have each point at a seal's radius in front of or behind them."""
    down, across = cv2.Sobel(soft, cv2.CV_32F, 0, 1), cv2.Sobel(soft, cv2.CV_32F, 1, 0)
    slope = cv2.magnitude(across, down)
    places = np.flatnonzero(slope > max(_STEEP * float(slope.max()), 1e-3))
    places = places[:: max(1, places.size // _MOST_EDGES)]
    height, width = soft.shape
    y, x = np.divmod(places.astype(np.int32), width)
    steep = slope.ravel()[places]
    to_x, to_y = across.ravel()[places] / steep, down.ravel()[places] / steep
    votes = np.zeros(height * width, dtype=np.int64)
    for radius in np.arange(_LEAST_RADIUS_PX, _LARGEST_RADIUS_PX, _RADIUS_STEP_PX):
        for reach in (radius, -radius):
            at_x, at_y = np.rint(x + reach * to_x).astype(np.int32), np.rint(y + reach * to_y).astype(np.int32)
            inside = (at_x >= 0) & (at_x < width) & (at_y >= 0) & (at_y < height)
            votes += np.bincount(at_y[inside] * width + at_x[inside], minlength=votes.size)
    return np.asarray(cv2.GaussianBlur(votes.reshape(height, width).astype(np.float32), (5, 5), 1.2), dtype=np.float32)


def _around(soft: NDArray[np.float32], x: int, y: int) -> Ring:
    """The most complete circle about a point."""
    reach = int(_LARGEST_RADIUS_PX) + _OUTSIDE_PX + 2
    # Without the filling, what lies beyond the page is whatever stood in memory.
    how = cv2.WARP_POLAR_LINEAR | cv2.WARP_FILL_OUTLIERS
    unrolled = cv2.warpPolar(soft, (reach, _DIRECTIONS), (float(x), float(y)), reach, how)
    # A ring drawn by hand presses paper and rubber out of round by a pixel.
    line = cv2.dilate(unrolled, np.ones((1, 3), np.uint8))
    closed = (line > _DARK).mean(axis=0)
    first, last = int(_LEAST_RADIUS_PX), int(_LARGEST_RADIUS_PX) + 1
    radius = first + int(closed[first:last].argmax())
    return Ring(float(x), float(y), float(radius), float(closed[radius]))
