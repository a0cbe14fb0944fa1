"""The printed slash after a number: found by its slant, so that writing is cut where the slash stands and as it leans.

A slash that is left in a strip is taken for a 1, and a straight cut takes the end of writing that leans over it.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

_TYPE_PX = 32.0
"""The size of type at which a slash is looked for; strokes are three pixels wide."""
_LENGTH = 0.58
"""Of the slash that is looked for, in units of the type size as all that follows; it is 0.69 high."""
_LIFTS = (-0.06, 0.0, 0.06, 0.12, 0.18, 0.24, 0.3, 0.36)
"""How high it begins over the line, whose height is not known well beside writing."""
_SLANTS = (0.26, 0.32, 0.38, 0.44, 0.5)
"""Pixels to the right per pixel upwards; Times has 0.43."""
_LEFT_OF_EXPECTED = 0.35

_INK = 0.35
_LEAST_DRAWN = 0.9
"""Share of the slash's height at which ink must lie."""
_BESIDE, _MOST_BESIDE = 0.12, 0.5
"""Right of a slash is paper: other strokes of that slant are thick or belong to a letter."""
_LEFT_COST, _RIGHT_COST, _DISTANCE_COST = 0.3, 0.5, 0.25
_NEARLY_AS_GOOD = 0.12
_HALF_STROKE = 0.08

_Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Slash:
    """A straight stroke: where it crosses a height, and how far it runs to the right per pixel upwards."""

    x: float
    y: float
    slant: float


def without_slash(
    strip: NDArray[np.uint8], *, expected_x: float, reach: float, baseline_y: float, size: float
) -> NDArray[np.uint8]:
    """The strip without the slash and all that follows it; cut straight at ``expected_x`` where none is seen.

    Args:
        strip: grey, shape (height, width), 0 is black, holding some room right of ``expected_x``.
        expected_x: where the foot of the slash should be, px.
        reach: how far right of that it may be, px.
        baseline_y: where print stands, px.
        size: of the type, px.
    """
    scale = _TYPE_PX / size
    height, width = (max(1, round(side * scale)) for side in strip.shape)
    small = cv2.resize(strip, (width, height), interpolation=cv2.INTER_AREA)
    found = _find(np.asarray(small, dtype=np.uint8), expected_x * scale, reach * scale, baseline_y * scale)
    if found is None:
        return strip[:, : max(1, round(expected_x))]
    rows = np.arange(strip.shape[0])
    rise = np.clip(found.y / scale - rows, -0.1 * size, 0.8 * size)
    edge = found.x / scale + found.slant * rise - _HALF_STROKE * size
    paper = np.uint8(_paper(strip))
    cut = np.where(np.arange(strip.shape[1])[None, :] >= edge[:, None], paper, strip)
    return cut[:, : max(1, min(strip.shape[1], int(edge.max()) + 1))]


def _find(strip: NDArray[np.uint8], expected_x: float, reach: float, baseline_y: float) -> _Slash | None:
    """The rightmost of the strokes that are most like the slash."""
    ink = _ink(strip)
    feet = expected_x + np.arange(-_LEFT_OF_EXPECTED * _TYPE_PX, max(reach, 1.0))
    middle_y = baseline_y - _TYPE_PX / 3
    strokes: list[tuple[float, float, tuple[float, float, float]]] = []
    for lift in _LIFTS:
        foot_y = baseline_y - lift * _TYPE_PX
        rows = np.arange(round(foot_y - _LENGTH * _TYPE_PX), round(foot_y))
        if rows[0] < 0 or rows[-1] >= strip.shape[0]:
            continue
        for slant in _SLANTS:
            scores = _scores(ink, rows, feet, np.asarray(slant * (foot_y - rows)), expected_x)
            rise = slant * (foot_y - middle_y)
            strokes += [
                (float(scores[at]), float(feet[at]) + rise, (float(feet[at]), foot_y, slant))
                for at in np.flatnonzero(scores > 0.0)
            ]
    if not strokes:
        return None
    enough = max(score for score, _, _ in strokes) - _NEARLY_AS_GOOD
    _, _, found = max((middle_x, score, stroke) for score, middle_x, stroke in strokes if score >= enough)
    return _Slash(*found)


def _scores(
    ink: NDArray[np.bool_], rows: NDArray[np.int_], feet: _Shares, along: _Shares, expected_x: float
) -> _Shares:
    """How much the lines with these feet are like a slash; 0.0 where they are none."""
    drawn = _share(ink, rows, feet, along)
    left = _share(ink, rows, feet - _BESIDE * _TYPE_PX, along)
    right = _share(ink, rows, feet + _BESIDE * _TYPE_PX, along)
    distance = np.abs(feet - expected_x) / _TYPE_PX
    scores = drawn - _LEFT_COST * left - _RIGHT_COST * right - _DISTANCE_COST * distance
    scores[(drawn < _LEAST_DRAWN) | (right > _MOST_BESIDE)] = 0.0
    return scores


def _share(ink: NDArray[np.bool_], rows: NDArray[np.int_], feet: _Shares, along: _Shares) -> _Shares:
    """Of slanted lines with these feet, the share of rows in which they run over ink."""
    columns = np.rint(feet[:, None] + along[None, :]).astype(int)
    inside = (columns >= 0) & (columns < ink.shape[1])
    hit = ink[rows[None, :], np.clip(columns, 0, ink.shape[1] - 1)] & inside
    return np.asarray(hit.mean(axis=1), dtype=np.float64)


def _ink(strip: NDArray[np.uint8]) -> NDArray[np.bool_]:
    paper, darkest = _paper(strip), float(np.percentile(strip, 1))
    return np.asarray(paper - strip > _INK * max(paper - darkest, 1.0))


def _paper(strip: NDArray[np.uint8]) -> float:
    return float(np.percentile(strip, 80))
