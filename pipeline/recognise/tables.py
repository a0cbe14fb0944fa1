"""Tables with rules: where they stand on a page, and their cells in the order of reading.

Rules tell cells apart where gaps between words cannot: in narrow columns, and where a cell holds several lines.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.model import Box

_WORKING_DPI = 100.0
_INK = 235

# At 100 dpi, where 4 px are a millimetre.
_SHORTEST_RULE_PX = 24
"""6 mm: longer than a stroke of any letter, shorter than the side of any row."""
_BREAK_PX = 30
"""Pale rules break; so long a gap is closed."""
_SMALLEST_TABLE_PX = (120, 40)
_SMALLEST_CELL_PX = (14, 12)
_SAME_ROW_PX = 8
_FEWEST_CELLS = 4
_LEAST_FILLED = 0.4
"""Share of a table that lies in its cells: mostly over seven tenths. In the grain of the desk around a photographed
sheet, and in a frame with a few boxes in a corner, it is next to nothing."""


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table. ``cells`` come row by row, each from left to right; boxes in pixels of the page."""

    box: Box
    cells: tuple[Box, ...]


def ruled_tables(pixels: NDArray[np.uint8], dpi: float) -> tuple[Table, ...]:
    """The tables of a page, from top to bottom.

    Args:
        pixels: clean grey page, level, shape (height, width), 0 is black.
        dpi: its resolution.
    """
    scale = _WORKING_DPI / dpi
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    rules = _rules((small < _INK).astype(np.uint8))
    if rules is None:
        return ()
    count, labels, stats, _ = cv2.connectedComponentsWithStats(rules, connectivity=8)
    found = [
        _table(labels[y : y + height, x : x + width] == number, x, y)
        for number, (x, y, width, height, _) in enumerate(stats[1:count].tolist(), start=1)
        if width >= _SMALLEST_TABLE_PX[0] and height >= _SMALLEST_TABLE_PX[1]
    ]
    tables = sorted((table for table in found if table is not None), key=lambda table: table.box.y0)
    return tuple(_scaled(table, 1 / scale) for table in tables)


def _rules(ink: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """Lines down and across, their breaks closed; None when there are none down or none across."""
    down = _long(ink, (2, 1), (1, _SHORTEST_RULE_PX), (1, _BREAK_PX))
    if not down.any():
        return None
    across = _long(ink, (1, 2), (_SHORTEST_RULE_PX, 1), (_BREAK_PX, 1))
    if not across.any():
        return None
    return np.asarray(cv2.dilate(cv2.bitwise_or(down, across), np.ones((3, 3), np.uint8)), dtype=np.uint8)


def _long(
    ink: NDArray[np.uint8], spread: tuple[int, int], line: tuple[int, int], gap: tuple[int, int]
) -> NDArray[np.uint8]:
    """What is left of the ink when only long straight lines are kept; sizes are (width, height)."""
    # A rule that is not quite level steps from one row of pixels to the next; made thicker, it stays in one piece.
    thick = cv2.dilate(ink, np.ones(spread[::-1], np.uint8))
    long = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones(line[::-1], np.uint8))
    return np.asarray(cv2.morphologyEx(long, cv2.MORPH_CLOSE, np.ones(gap[::-1], np.uint8)), dtype=np.uint8)


def _table(rules: NDArray[np.bool_], left: int, top: int) -> Table | None:
    """The table these rules make; None when they enclose too few cells, or little of what they reach across."""
    height, width = rules.shape
    _, _, stats, _ = cv2.connectedComponentsWithStats((~rules).astype(np.uint8), connectivity=4)
    cells = [
        Box(left + x, top + y, left + x + wide, top + y + high)
        for x, y, wide, high, _ in stats[1:].tolist()
        if x > 0 and y > 0 and x + wide < width and y + high < height
        if wide >= _SMALLEST_CELL_PX[0] and high >= _SMALLEST_CELL_PX[1]
    ]
    if len(cells) < _FEWEST_CELLS or sum(cell.width * cell.height for cell in cells) < _LEAST_FILLED * width * height:
        return None
    return Table(Box(left, top, left + width, top + height), tuple(_row_by_row(cells)))


def _row_by_row(cells: list[Box]) -> list[Box]:
    rows: list[list[Box]] = []
    going_on: list[list[Box]] = []
    for cell in sorted(cells, key=lambda box: box.y0):
        # Those that end higher up take no cell any more: graph paper has thousands.
        going_on = [row for row in going_on if cell.y0 - row[-1].y0 <= _SAME_ROW_PX]
        # On a photograph a row climbs by more than its height; only its neighbours tell where a cell belongs.
        row = next((row for row in going_on if _continues(row, cell)), None)
        if row is None:
            rows.append([cell])
            going_on.append(rows[-1])
        else:
            row.append(cell)
    return [cell for row in rows for cell in sorted(row, key=lambda box: box.x0)]


def _continues(row: list[Box], cell: Box) -> bool:
    """Whether the nearest cell of a row begins at the height of this one, and none lies above or below it."""
    nearest = min(row, key=lambda other: max(other.x0 - cell.x1, cell.x0 - other.x1))
    beside = nearest.x1 <= cell.x0 or cell.x1 <= nearest.x0
    return beside and abs(nearest.y0 - cell.y0) <= _SAME_ROW_PX


def _scaled(table: Table, factor: float) -> Table:
    box, *cells = (
        Box(one.x0 * factor, one.y0 * factor, one.x1 * factor, one.y1 * factor) for one in (table.box, *table.cells)
    )
    return Table(box, tuple(cells))
