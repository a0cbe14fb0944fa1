"""Stamps: red ink where there is colour, the ring of a seal where there is none.

Ink of a wet stamp goes through thin paper and comes off on the sheet that lay on it. Such a trace is red as well, but
pale and broken: a real seal is drawn all around.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.quality.ink import PX_PER_MM
from pipeline.quality.rings import best_ring
from pipeline.quality.scale import halved

_FAINT_RED, _RED = 20, 40
"""Red above green by this many levels: faded stamps and traces still are, fresh ink is by far."""
_PURPLE = 10
_FULL_RED = 30.0
_JOIN_PX = 13
_LEAST_TRACE_MM2 = 15.0
_STAMP_MM2 = 130.0
"""Red ink within one mark that is a stamp whatever its shape: traces of seals have 90, pale seals 120 to 270."""
_CLOSED_RED, _CLOSED_INK = 0.88, 0.75
"""Share of a ring: seals have 0.9 and more, traces up to 0.85, text that happens to lie in a round 0.52."""
_PALE = 55.0
"""Median redness of traces: 32 to 49; of fresh stamps and red pens 57 to 150."""
_FULL_INK = 160.0

Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What was seen of stamps.

    ``ring_share`` is the share of a seal's ring that is drawn, in [0, 1]; ``red_mm2`` the red ink of the page;
    ``trace`` says that it only came through or off from another page. ``x``, ``y`` and ``radius`` tell a black ring,
    in pixels of ``Ink``.
    """

    present: bool
    ring_share: float
    red_mm2: float
    trace: bool = False
    x: float = 0.0
    y: float = 0.0
    radius: float = 0.0


def find_stamp(small: Grey, unread: Grey) -> Stamp:
    """Look for a stamp.

    Args:
        small: the page at 100 dpi, grey (height, width) or RGB (height, width, 3), whichever way it lies.
        unread: darkness of its ink outside words, 0 is paper, at 100 dpi; need not lie the same way.
    """
    red = find_red(small) if small.ndim == 3 else Stamp(False, 0.0, 0.0)
    if red.present:
        return red
    ring = best_ring(_shares(unread, _FULL_INK))
    if ring.closed < _CLOSED_INK:
        return replace(red, ring_share=max(red.ring_share, ring.closed))
    return Stamp(True, ring.closed, red.red_mm2, red.trace, 2 * ring.x, 2 * ring.y, 2 * ring.radius)


def find_red(small: Grey) -> Stamp:
    """Look for a red stamp in an RGB page of 100 dpi."""
    redness = _redness(small)
    red_mm2 = np.count_nonzero(redness > _RED) / PX_PER_MM**2
    reddish = redness[redness > _FAINT_RED]
    if reddish.size < _LEAST_TRACE_MM2 * PX_PER_MM**2:
        return Stamp(False, 0.0, red_mm2)
    ring = best_ring(_shares(redness, _FULL_RED))
    present = ring.closed >= _CLOSED_RED or _largest_mark_mm2(redness > _RED) >= _STAMP_MM2
    return Stamp(present, ring.closed, red_mm2, trace=not present and float(np.median(reddish)) < _PALE)


def traces(small: Grey) -> Grey:
    """Where a trace of a stamp lies on an RGB page of 100 dpi, its dark grains included: 255, elsewhere 0."""
    faint = np.where(_redness(small) > _FAINT_RED, np.uint8(255), np.uint8(0))
    return np.asarray(cv2.dilate(faint, np.ones((_JOIN_PX, _JOIN_PX), np.uint8)), dtype=np.uint8)


def _redness(small: Grey) -> Grey:
    """How far red stands above green, 0 for bluish colours."""
    red, green, blue = cv2.split(small)
    redness = cv2.subtract(red, green)
    redness[cv2.subtract(blue, red) > _PURPLE] = 0
    return np.asarray(redness, dtype=np.uint8)


def _largest_mark_mm2(red: NDArray[np.bool_]) -> float:
    if not red.any():
        return 0.0
    joined = cv2.morphologyEx(red.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((_JOIN_PX, _JOIN_PX), np.uint8))
    _, marks = cv2.connectedComponents(joined, connectivity=8)
    return float(np.bincount(marks[red])[1:].max(initial=0)) / PX_PER_MM**2


def _shares(plane: Grey, full: float) -> NDArray[np.float32]:
    """At 50 dpi, in [0, 1], where ``full`` and more is 1."""
    return np.minimum(halved(plane) / np.float32(full), np.float32(1))
