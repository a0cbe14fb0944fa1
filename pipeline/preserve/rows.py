"""The rows of ruled tables, put together from their cells.

A reading lists a table cell by cell. In the text layer its rows stay whole: poppler sorts by where words lie and
scatters cells that are lines of their own, and whoever selects a table on the screen expects its rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.model import Word

_SAME_ROW = 0.5
"""Share of the flatter line's height that two lines side by side have in common."""
_FEWEST_IN_ROW = 3
"""Two side by side may be columns, which are read one after the other."""

_Line = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class _Extent:
    """A line and the heights between which its words stand, in pixels from the top."""

    line: _Line
    top: float
    bottom: float

    @property
    def height(self) -> float:
        """From its highest to its lowest word."""
        return self.bottom - self.top

    def is_beside(self, other: "_Extent") -> bool:
        """Whether the two stand on one row."""
        common = min(self.bottom, other.bottom) - max(self.top, other.top)
        return common > _SAME_ROW * min(self.height, other.height)


def in_rows(block: Sequence[_Line]) -> list[_Line]:
    """The lines of a block; those of a table joined to rows, from top to bottom and from left to right."""
    rows: list[list[_Extent]] = []
    for found in sorted(map(_extent, block), key=lambda extent: extent.top + extent.bottom):
        # Compared with the flattest: what is tall stands beside several rows and would chain them together.
        if rows and found.is_beside(min(rows[-1], key=lambda extent: extent.height)):
            rows[-1].append(found)
        else:
            rows.append([found])
    if all(len(row) < _FEWEST_IN_ROW for row in rows):
        return list(block)
    return [_joined(row) for row in rows]


def _extent(line: _Line) -> _Extent:
    return _Extent(line, min(word.box.y0 for word in line), max(word.box.y1 for word in line))


def _joined(row: Sequence[_Extent]) -> _Line:
    lines = sorted((extent.line for extent in row), key=lambda line: line[0].box.x0)
    return tuple(word for line in lines for word in line)
