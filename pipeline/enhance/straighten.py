"""Which way the text of a page runs: the quarter turn and the skew that bring its lines level.

Both are read from projection profiles. Ink of the size of letters is thrown onto the axis across the lines; the
sharper the profile, the better the angle. Where the profiles do not tell which way the lines run, the letters do: most
of them are taller than wide. Work is done on a page reduced to 75 dpi, where it costs some 30 ms.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

WORKING_DPI = 75.0

_RANGE_DEG, _COARSE_DEG, _FINE_DEG = 15.0, 0.5, 0.05
_LEAST_LETTERS = 40
"""Letter-sized spots below which an angle means nothing: a blank back, a stamp, a photo."""
_LEAST_SKEW_DEG = 0.1
"""Lines this level are read as well as level ones, and the page stays exactly as it was scanned."""
_LEAST_GAIN = 1.05
"""How much sharper the profile must become before a page is turned."""
_LEAST_PEAK = 3.0
"""How far the best angle must stand out of all angles: text does by 20 and more, a photo does not."""
_CLEAR_MAJORITY = 1.3
"""Of pages that stand, at least 1.6 times as many letters are tall as wide, unless they are blurred into words."""
_CLEARLY_SHARPER = 2.0
"""Profiles that need no second witness; those of narrow columns of a table reach 1.3 the wrong way round."""
_AXIS_MARGIN = 1.2
"""How much sharper lines must be down the page than across it before the page counts as lying on its side."""


@dataclass(frozen=True, slots=True)
class Slope:
    """How the lines of a page run.

    ``sideways``: along its height. ``skew_deg`` is counter-clockwise, after the quarter turn a sideways page needs.
    ``letters`` counts the letter-sized spots this rests on.
    """

    sideways: bool
    skew_deg: float
    letters: int


def slope(grey: NDArray[np.uint8], dpi: float) -> Slope:
    """Estimate how the lines of a page run.

    Args:
        grey: page, shape (height, width), 0 is black.
        dpi: its resolution.

    Returns:
        Skew in [-15, 15] degrees, 0.0 for pages without enough text or whose lines are level within 0.1°.
        When ``sideways``, the skew is that of the page after a clockwise quarter turn.
    """
    letters = _letters(_reduced(grey, dpi))
    if letters.count < _LEAST_LETTERS:
        return Slope(False, 0.0, letters.count)
    upright, sideways = _Profiles(letters.ink), _Profiles(np.rot90(letters.ink, -1))
    sharper = sideways.best_sharpness / max(upright.best_sharpness, 1.0)
    lying = sharper > _AXIS_MARGIN
    if 1 / _CLEARLY_SHARPER < sharper < _CLEARLY_SHARPER:
        lying = letters.lie(otherwise=lying)
    return Slope(lying, (sideways if lying else upright).skew(), letters.count)


def _reduced(grey: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    scale = WORKING_DPI / dpi
    size = max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class _Letters:
    """The ``ink`` of spots as large as letters or words, how many they are, how many are tall and how many wide."""

    ink: NDArray[np.bool_]
    count: int
    tall: int
    wide: int

    def lie(self, *, otherwise: bool) -> bool:
        """Whether the letters lie on their side, where they tell."""
        more, fewer = max(self.tall, self.wide), min(self.tall, self.wide)
        clear = more >= _LEAST_LETTERS and more >= _CLEAR_MAJORITY * fewer
        return self.wide > self.tall if clear else otherwise


def _letters(small: NDArray[np.uint8]) -> _Letters:
    """The letters of a page at 75 dpi, without stamps, photos, frames and dust."""
    darkness = cv2.subtract(_paper(small), small)
    threshold, _ = cv2.threshold(darkness, 0, 255, cv2.THRESH_OTSU)
    ink = (darkness > max(threshold, 20)).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    width, height, area = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_AREA]
    longest = max(small.shape) // 3
    # Letters of a line hang together at this resolution, along the line whichever way it runs.
    small_side, long_side = np.minimum(width, height), np.maximum(width, height)
    wanted = (small_side >= 2) & (small_side <= 40) & (long_side >= 3) & (long_side <= longest) & (area >= 5)
    wanted[0] = False
    oblong = wanted & (small_side <= 20) & (long_side >= 1.5 * small_side)
    tall = int((oblong & (height > width)).sum())
    return _Letters(np.asarray(wanted[labels]), int(wanted.sum()), tall, int(oblong.sum()) - tall)


def _paper(small: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The local tone of the paper. The median is taken at half the size, where it costs an eighth."""
    bright = cv2.dilate(small, np.ones((5, 5), np.uint8))
    tone = cv2.medianBlur(cv2.resize(bright, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), 7)
    return np.asarray(cv2.resize(tone, (small.shape[1], small.shape[0])), dtype=np.uint8)


class _Profiles:
    """Sharpness of the projection of ink across lines, by the angle of the lines."""

    def __init__(self, ink: NDArray[np.bool_]) -> None:
        rows, columns = np.nonzero(ink)
        # A third of the pixels gives the same angle.
        step = max(1, rows.size // 30_000)
        self._y = rows[::step].astype(np.float32)
        self._x = columns[::step].astype(np.float32) - ink.shape[1] / 2
        self._reach = int(np.hypot(*ink.shape)) + 2
        self._angles = np.arange(-_RANGE_DEG, _RANGE_DEG + _COARSE_DEG / 2, _COARSE_DEG)
        self._sharpness = np.array([self._sharp(angle) for angle in self._angles])
        self.best_sharpness = float(self._sharpness.max())

    def _sharp(self, angle_deg: float) -> float:
        angle = np.radians(angle_deg)
        across = self._y * np.float32(np.cos(angle)) + self._x * np.float32(np.sin(angle)) + np.float32(self._reach / 2)
        counts = np.bincount(across.astype(np.int32), minlength=2 * self._reach).astype(np.float64)
        return float(np.square(np.diff(counts)).sum())

    def skew(self) -> float:
        """Degrees counter-clockwise by which the lines are turned; 0.0 when turning gains nothing."""
        coarse = self._angles[int(self._sharpness.argmax())]
        fine = coarse + np.arange(-_COARSE_DEG, _COARSE_DEG + _FINE_DEG / 2, _FINE_DEG)
        sharpness = np.array([self._sharp(angle) for angle in fine])
        best = float(np.clip(fine[int(sharpness.argmax())], -_RANGE_DEG, _RANGE_DEG))
        stands_out = sharpness.max() >= _LEAST_PEAK * float(np.median(self._sharpness))
        gains = sharpness.max() >= _LEAST_GAIN * self._sharp(0.0)
        return round(best, 2) if stands_out and gains and abs(best) >= _LEAST_SKEW_DEG else 0.0
