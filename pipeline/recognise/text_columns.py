"""Running text set in columns, as in newspapers, leaflets and texts in two languages.

Whether a gap is a gutter or chance cannot be told from few lines, but the recogniser's layout analysis looks at all the
white of a page. Where it found blocks of running text side by side, their columns are read one after the other; lines
that came by another way join the column they stand in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from domain.model import Box, Word
from pipeline.recognise.pieces import Piece, around

_LEAST_LINES = 4
_FULL = 0.8
_MOSTLY = 0.6
"""Running text fills so much of its width on so many of its lines; lists, heads and cells of tables do not."""
_NARROWEST = 8.0
_BESIDE = 0.5
"""Share of the height of the lower block that two blocks side by side have in common."""
_ACROSS = 1.0
"""In heights of a line: what reaches so far into two columns stands above or below them."""
_NEAR = 2.5
"""In heights of a line: what follows a column so closely is its next line."""


@dataclass(frozen=True, slots=True)
class TextColumns:
    """Columns between two heights. ``columns`` are the places from where to where each reaches, from left to right."""

    top: float
    bottom: float
    columns: tuple[tuple[float, float], ...]
    height: float
    """Of a line."""

    def parted(self, pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece], list[Piece]]:
        """What stands above the columns, within their heights, and below, each in the order given."""
        within = [piece for piece in pieces if self.top <= _centre(piece.box) <= self.bottom]
        above = [piece for piece in pieces if _centre(piece.box) < self.top]
        below = [piece for piece in pieces if _centre(piece.box) > self.bottom]
        while below and self._continues(below[0], within):
            within.append(below.pop(0))
        return above, within, below

    def in_order(self, pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
        """The pieces within, column after column; what stands across them comes between what is above and below it."""
        columns: list[list[Piece]] = [[] for _ in self.columns]
        for piece in pieces:
            entered = self._entered(piece.box)
            if piece.believed and len(entered) > 1:
                yield from filter(None, columns)
                yield [piece]
                columns = [[] for _ in self.columns]
            else:
                columns[self._nearest(piece.box)].append(piece)
        yield from filter(None, columns)

    def _continues(self, piece: Piece, within: Sequence[Piece]) -> bool:
        """Whether a piece below is the next line of a column."""
        at = self._nearest(piece.box)
        ends = [other.box.y1 for other in within if self._nearest(other.box) == at]
        near = piece.box.y0 - max(ends, default=self.bottom) <= _NEAR * self.height
        return near and self._entered(piece.box) == [at]

    def _entered(self, box: Box) -> list[int]:
        reach = _ACROSS * self.height
        return [at for at, (start, end) in enumerate(self.columns) if min(box.x1, end) - max(box.x0, start) > reach]

    def _nearest(self, box: Box) -> int:
        middle = (box.x0 + box.x1) / 2
        return min(
            range(len(self.columns)), key=lambda at: max(self.columns[at][0] - middle, middle - self.columns[at][1])
        )


def text_columns(words: Sequence[Word], height: float) -> list[TextColumns]:
    """The places of a page where running text stands in columns, from top to bottom.

    Args:
        words: in the recogniser's order, with its lines and blocks.
        height: of a line of the page.
    """
    groups: list[list[Box]] = []
    for block in _running_texts(words, height):
        near = [group for group in groups if any(_are_beside(block, other) for other in group)]
        groups = [group for group in groups if group not in near] + [[block, *(box for group in near for box in group)]]
    found = []
    for group in groups:
        columns = _columns(group)
        if len(columns) > 1:
            box = around(group)
            found.append(TextColumns(box.y0, box.y1, columns, height))
    return sorted(found, key=lambda columns: columns.top)


def _running_texts(words: Sequence[Word], height: float) -> Iterator[Box]:
    """The boxes of the recogniser's blocks that hold running text."""
    for _, block in groupby(words, key=lambda word: word.block):
        lines = [around([word.box for word in line]) for _, line in groupby(block, key=lambda word: word.line)]
        box = around(lines)
        full = sum(line.width >= _FULL * box.width for line in lines)
        if len(lines) >= _LEAST_LINES and full >= _MOSTLY * len(lines) and box.width >= _NARROWEST * height:
            yield box


def _are_beside(one: Box, other: Box) -> bool:
    common = min(one.y1, other.y1) - max(one.y0, other.y0)
    apart = one.x1 <= other.x0 or other.x1 <= one.x0
    return apart and common >= _BESIDE * min(one.height, other.height)


def _columns(blocks: Sequence[Box]) -> tuple[tuple[float, float], ...]:
    """From where to where the columns reach that these blocks make; blocks above one another are of one column."""
    columns: list[tuple[float, float]] = []
    for start, end in sorted((block.x0, block.x1) for block in blocks):
        if columns and start < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], end))
        else:
            columns.append((start, end))
    return tuple(columns)


def _centre(box: Box) -> float:
    return (box.y0 + box.y1) / 2
