"""A writer of our own: keeps one hand over a number, as people do, and draws its digits with a pen."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from training.skeletons import HABITS, Stroke

_STEPS = 8
"""Points drawn between two points of a skeleton."""
_FINE = 2
"""Strokes are drawn at twice the size and made smaller, for soft edges."""


@dataclass(frozen=True, slots=True)
class Hand:
    """What stays the same in one number: habits, slant, proportions, the pen; lengths in digit heights."""

    habits: dict[str, int]
    slant: float
    wide: float
    unsteady: float
    pen: float
    pressure: float
    breaks: float

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> "Hand":
        """Some hand."""
        return cls(
            habits={digit: int(rng.integers(len(paths))) for digit, paths in HABITS.items()},
            slant=float(rng.normal(0.14, 0.16)),
            wide=float(rng.uniform(0.65, 1.35)),
            unsteady=float(rng.uniform(0.012, 0.05)),
            pen=float(np.exp(rng.uniform(np.log(0.04), np.log(0.16)))),
            pressure=float(rng.uniform(0.0, 0.35)),
            breaks=float(rng.choice([0.0, 0.0, 0.0, 0.03, 0.08])),
        )


def written(hand: Hand, digit: str, height_px: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """One digit in a hand: coverage between 0 and 1, cut to its ink."""
    habit = hand.habits[digit] if rng.random() < 0.85 else int(rng.integers(len(HABITS[digit])))
    strokes = [_swung(_moved(stroke, hand, rng)) for stroke in HABITS[digit][habit]]
    scale = height_px * _FINE
    every = np.concatenate(strokes)
    margin = hand.pen * 1.2 + 0.03
    low = every.min(axis=0) - margin
    size = np.ceil((every.max(axis=0) + margin - low) * scale).astype(int)
    canvas = np.zeros((max(int(size[1]), 2), max(int(size[0]), 2)), np.uint8)
    for stroke in strokes:
        _draw(canvas, (stroke - low) * scale, hand, scale, rng)
    small = (max(canvas.shape[1] // _FINE, 1), max(canvas.shape[0] // _FINE, 1))
    return cut(cv2.resize(canvas, small, interpolation=cv2.INTER_AREA).astype(np.float32) / 255)


def cut(ink: NDArray[np.float32]) -> NDArray[np.float32]:
    """The smallest part that holds all ink."""
    seen = ink > 0.1
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    if not rows.size:
        return ink
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _moved(stroke: Stroke, hand: Hand, rng: np.random.Generator) -> NDArray[np.float64]:
    """The points of a skeleton as this hand puts them: each a little beside, all wider, taller, slanted, turned."""
    points = np.array(stroke)
    doubled = np.flatnonzero((points[1:] == points[:-1]).all(axis=1)) + 1
    points = points + rng.normal(0, hand.unsteady, points.shape)
    points[doubled] = points[doubled - 1]
    turn = rng.normal(0, 0.06)
    x, y = (points[:, 0] - 0.3) * hand.wide * rng.uniform(0.88, 1.14), points[:, 1] - 0.5
    bow = rng.normal(0, 0.06) * (4 * y**2 - 0.5)
    return np.stack([x - (hand.slant + turn) * y + bow, y + turn * x], axis=1)


def _swung(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """A Catmull-Rom curve through the points; corners stay corners."""
    padded = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    before, start, end, after = padded[:-3], padded[1:-2], padded[2:-1], padded[3:]
    t = np.linspace(0, 1, _STEPS, endpoint=False)[None, :, None]
    p0, p1, p2, p3 = (part[:, None, :] for part in (before, start, end, after))
    curve = 0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3)
    return np.concatenate([curve.reshape(-1, 2), points[-1:]])


def _draw(
    canvas: NDArray[np.uint8], points: NDArray[np.float64], hand: Hand, scale: float, rng: np.random.Generator
) -> None:
    thick = hand.pen * scale
    if hand.pressure < 0.12 and not hand.breaks:
        fixed = np.round(points * 8).astype(np.int32)
        cv2.polylines(canvas, [fixed[:, None, :]], False, 255, max(round(thick), 1), cv2.LINE_AA, 3)
        return
    phase, speed = rng.uniform(0, 6), rng.uniform(0.1, 0.5)
    fixed = np.round(points * 8).astype(int)
    for index in range(len(fixed) - 1):
        if hand.breaks and rng.random() < hand.breaks:
            continue
        width = thick * (1 + hand.pressure * np.sin(phase + speed * index))
        start, end = fixed[index], fixed[index + 1]
        cv2.line(
            canvas,
            (int(start[0]), int(start[1])),
            (int(end[0]), int(end[1])),
            255,
            max(round(width), 1),
            cv2.LINE_AA,
            3,
        )
