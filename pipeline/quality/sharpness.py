"""How sharp and how dark the ink is, measured at the edges of letters in the pixels as they were scanned.

An edge's width is its rise divided by its steepest slope: a physical length on paper that neither contrast nor the
amount of text changes. A handful of tiles with the most structure stands for the page.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

_TILE_MM = 10.0
_TILES = 10
_REACH_MM = 0.5
"""How far to either side of an edge its paper and its ink are looked for: the width of a letter's stroke."""
_STRONG = 0.6
"""Share of the strongest edges' rise from which an edge counts; fainter ones are bleed-through and noise."""
_LEAST_EDGES = 200
_LEAST_RISE = 16.0
_COARSE = 8

Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Sharpness:
    """``edge_width_um``: micrometres on paper from ink to paper. ``contrast``: 100 is black ink on the paper's tone."""

    edge_width_um: float
    contrast: float


def sharpness(pixels: NDArray[np.uint8], dpi: float) -> Sharpness | None:
    """Width and rise of the edges of ink, medians over the page; None for a page with hardly any.

    Args:
        pixels: the page as scanned, grey (height, width) or RGB (height, width, 3), 0 is black.
        dpi: its resolution.
    """
    # Green is where the eye is sharpest and cameras are too; red stamps and black ink are dark in it alike.
    tiles = _busiest_tiles(pixels if pixels.ndim == 2 else pixels[:, :, 1], max(16, round(_TILE_MM / 25.4 * dpi)))
    if tiles is None:
        return None
    reach = np.ones((1, 2 * round(_REACH_MM / 2 / 25.4 * dpi) + 3), np.uint8)
    paper = cv2.dilate(tiles, reach)[:, 1:]
    rise = cv2.subtract(paper, cv2.erode(tiles, reach)[:, 1:])
    slope = cv2.absdiff(tiles[:, 1:], tiles[:, :-1])
    strong = max(_LEAST_RISE, _STRONG * float(np.percentile(rise[::2, ::2], 95)))
    edge = (slope > 0) & (slope == cv2.dilate(slope, reach)) & (rise >= strong)
    if np.count_nonzero(edge) < _LEAST_EDGES:
        return None
    rises = rise[edge].astype(np.float64)
    width_px = float(np.median(rises / slope[edge]))
    return Sharpness(width_px * 25_400 / dpi, float(np.median(100 * rises / paper[edge])))


def _busiest_tiles(grey: Grey, side: int) -> Grey | None:
    """Squares with much structure, spread over the busier quarter of the page, one beneath the other."""
    height, width = grey.shape
    rows, columns = height // side, width // side
    if not rows or not columns:
        return None
    # The variance of single pixels: averaging would take the letters away that are looked for.
    coarse = max(1, min(_COARSE, side // 8))
    picked = grey[: rows * side : coarse, : columns * side : coarse].astype(np.float32)
    grid = (np.arange(rows) * side // coarse, np.arange(columns) * side // coarse)
    sums = (np.add.reduceat(np.add.reduceat(values, grid[0]), grid[1], axis=1) for values in (picked, picked**2))
    mean, square = (total * (coarse / side) ** 2 for total in sums)
    busiest = np.argsort(-(square - mean**2).ravel(), kind="stable")[: max(_TILES, rows * columns // 4)]
    chosen = busiest[:: max(1, busiest.size // _TILES)][:_TILES]
    corners = (divmod(int(place), columns) for place in chosen)
    return np.vstack(
        [grey[row * side : (row + 1) * side, column * side : (column + 1) * side] for row, column in corners]
    )
