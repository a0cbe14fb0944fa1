"""Patch codes: the four heavy bars by which scanners and scanning programs know a separator sheet.

Dimensions after Kodak's "Patch Code Information" (A-61599): two wide bars of 0.20 inch, two narrow ones and three
spaces of 0.08 inch, 0.80 inch in all, bars at least 2 inches long (0.75 on some scanners), at least 0.25 inch from
other print, in the outer 3.75 inches of the sheet.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.separate.grey import averaged

_LEAST_DPI = 75.0
"""A narrow bar is 6 pixels, enough to tell it from a wide one of 15."""
_CODE_IN = 0.8
_SIZE_TOLERANCE = 0.12
"""Printers fit the sheet to their margins (some 95 %), and skew makes bars seem wider."""
_NARROW, _WIDE = 0.1, 0.25
"""Shares of the whole code."""
_BAR_TOLERANCE = 0.05
_QUIET_IN = 0.065
_LEAST_LENGTH_IN = 0.7
_STEP_PX = 4
_SMOOTHED_IN = 0.09
"""Along the bars: closes the holes of faint toner and drops the specks of photocopies."""
_STEEPEST = 0.2
"""How far bars may lean, as a slope."""
_BARS = 4
_EDGES = 2 * _BARS


class PatchCode(StrEnum):
    """The six codes, by the name they have among scanner makers."""

    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"
    SIX = "6"
    TRANSFER = "T"


PATTERNS = {
    PatchCode.ONE: "WWNN",
    PatchCode.TWO: "WNNW",
    PatchCode.THREE: "WNWN",
    PatchCode.FOUR: "NWWN",
    PatchCode.SIX: "NNWW",
    PatchCode.TRANSFER: "NWNW",
}
"""Bars from the edge of the sheet inwards, W wide and N narrow."""
_CODES = {pattern: code for code, pattern in PATTERNS.items()}


def find_patch(grey: NDArray[np.uint8], dpi: float) -> PatchCode | None:
    """The patch code on a page, at whichever of its edges; None when there is none.

    Code 3 is code T read backwards, as 6 is 1. So bars are read from the nearer edge of the page inwards, which is how
    they are printed: a sheet that lies upside down or sideways tells the same code.

    Args:
        grey: page, shape (height, width), 0 is black.
        dpi: its resolution.
    """
    small, small_dpi = averaged(grey, dpi, _LEAST_DPI)
    longest: _Run | None = None
    for lying in (small, small.T):
        for run in _runs(_ink(np.ascontiguousarray(lying), small_dpi), small_dpi):
            if run.length_px >= _LEAST_LENGTH_IN * small_dpi and (longest is None or run.length_px > longest.length_px):
                longest = run
    return longest.code if longest else None


@dataclass(slots=True)
class _Run:
    """Neighbouring columns that show one code at one height."""

    code: PatchCode
    first: int
    last: int
    centre: float

    @property
    def length_px(self) -> int:
        return (self.last - self.first) * _STEP_PX

    def continues(self, code: PatchCode, column: int, centre: float) -> bool:
        missed = column - self.last
        return (
            code is self.code and 0 < missed <= 3 and abs(centre - self.centre) <= 1.5 + _STEEPEST * _STEP_PX * missed
        )


def _ink(small: NDArray[np.uint8], dpi: float) -> NDArray[np.bool_]:
    """Where bars that run along the rows are black, in every few columns: shape (columns, height)."""
    smooth = cv2.blur(small, (round(_SMOOTHED_IN * dpi), 1))
    threshold, _ = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    columns = smooth[:, ::_STEP_PX].T
    return np.asarray(columns <= threshold)


def _runs(ink: NDArray[np.bool_], dpi: float) -> list[_Run]:
    runs: list[_Run] = []
    for code, column, centre in _sightings(ink, dpi):
        run = next((one for one in reversed(runs) if one.continues(code, column, centre)), None)
        if run is None:
            runs.append(_Run(code, column, column, centre))
        else:
            run.last, run.centre = column, centre
    return runs


def _sightings(ink: NDArray[np.bool_], dpi: float) -> Iterator[tuple[PatchCode, int, float]]:
    """Each code that a single column shows: code, column, height of its middle; columns in order."""
    height = ink.shape[1]
    size_px = _CODE_IN * dpi
    margin = int(size_px)
    # All columns in one row, with paper between them: no code can reach from one into the next.
    row = np.pad(ink, ((0, 0), (margin, margin))).ravel()
    edges = np.flatnonzero(row[1:] != row[:-1]) + 1
    if len(edges) < _EDGES:
        return
    padded = np.concatenate(([edges[0] - margin], edges, [edges[-1] + margin]))
    windows = np.lib.stride_tricks.sliding_window_view(padded, _EDGES + 2)[::2]
    widths = np.diff(windows, axis=1)
    total = windows[:, -2] - windows[:, 1]
    bars, spaces = widths[:, 1::2] / total[:, None], widths[:, 2:-1:2] / total[:, None]
    wide = bars > (_NARROW + _WIDE) / 2
    fits = (
        (np.abs(total - size_px) <= _SIZE_TOLERANCE * size_px)
        & (np.minimum(widths[:, 0], widths[:, -1]) >= _QUIET_IN * dpi)
        & (wide.sum(axis=1) == 2)
        & (np.abs(bars - np.where(wide, _WIDE, _NARROW)).max(axis=1) <= _BAR_TOLERANCE)
        & (np.abs(spaces - _NARROW).max(axis=1) <= _BAR_TOLERANCE)
    )
    for window, pattern in zip(windows[fits], wide[fits], strict=True):
        column, top = divmod(int(window[1]), height + 2 * margin)
        centre = top - margin + (window[-2] - window[1]) / 2
        inwards = pattern if centre < height / 2 else pattern[::-1]
        yield _CODES["".join("W" if bar else "N" for bar in inwards)], column, float(centre)
