"""The pieces of lines that a page is put in order by: words side by side without a wide gap between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from statistics import median

from domain.model import Box, Word

# In units of the height of a line.
_WIDEST_SPACE = 1.2
_UNUSUAL_SPACE = 0.7
_UNUSUAL_FACTOR = 2.2
"""The columns of a crowded head stand less than a line's height apart, yet far wider than the spaces of their line."""
_SENTENCE = 5
_WIDEST_OF_TYPEWRITER = 2.5
"""Its spaces are as wide as its letters, and two stand between sentences. So many spaces on a line tell it."""
_BACK = 2.0

_BELIEVED = 30.0
_TALLEST = 2.5
_SAME_ROW = 0.5
_SAME_PLACE = 0.5
"""Shares of the flatter height and of the narrower width."""

Line = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand side by side without a wide gap, or all that stands in a table.

    ``believed``: it is text, as far as one can tell, and not a stroke of a pen or a stamp. ``line`` is the number of
    the recogniser's line that it comes from; ``cell_lines`` are the lines of a table.
    """

    words: Line
    box: Box
    believed: bool
    line: int
    cell_lines: tuple[Line, ...] = ()

    @property
    def middle(self) -> tuple[float, float]:
        """Sorts from top to bottom, and from left to right on one height."""
        return self.box.y0 + self.box.y1, self.box.x0


def pieces_of(words: Sequence[Word], height: float) -> list[Piece]:
    """Lines of the recogniser, cut where a gap is too wide; from top to bottom. ``height`` is that of a line."""
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    pieces: list[Piece] = []
    for line in lines.values():
        spaces = [right.box.x0 - left.box.x1 for left, right in pairwise(line)]
        widest = _widest_space(spaces, median(word.box.height for word in line))
        # A space that leads back begins another line: around stamps two lines come as one.
        ends = [at for at, space in enumerate(spaces, start=1) if space > widest or space < -_BACK * widest]
        pieces += [_piece(line[start:end], height) for start, end in pairwise([0, *ends, len(line)])]
    return sorted(pieces, key=lambda piece: piece.middle)


def rows_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces of one height side by side, from left to right; rows from top to bottom."""
    rows: list[list[Piece]] = []
    for piece in pieces:
        if rows and _joins(rows[-1], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.box.x0) for row in rows]


def on_one_row(one: Box, other: Box) -> bool:
    """Whether two boxes have at least half the height of the flatter one in common."""
    return min(one.y1, other.y1) - max(one.y0, other.y0) >= _SAME_ROW * min(one.height, other.height)


def joined(row: Sequence[Piece]) -> Line:
    """All words of a row as one line."""
    return tuple(word for piece in row for word in piece.words)


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all of these, at least one."""
    return reduce(Box.union, boxes)


def _joins(row: Sequence[Piece], piece: Piece) -> bool:
    """Whether a piece stands on a row, and not above or below a part of it."""
    # Compared with the flattest: a stroke of the pen spans several rows and would chain them together.
    if not on_one_row(min((other.box for other in row), key=lambda box: box.height), piece.box):
        return False
    return not any(piece.believed and other.believed and _in_one_place(piece.box, other.box) for other in row)


def _in_one_place(one: Box, other: Box) -> bool:
    """Whether two boxes stand above one another: an engine's boxes of blurred words may reach into the next line."""
    return min(one.x1, other.x1) - max(one.x0, other.x0) > _SAME_PLACE * min(one.width, other.width)


def _widest_space(spaces: Sequence[float], height: float) -> float:
    """The space that still belongs within a piece: justified lines have wide spaces, but all alike."""
    usual = median(spaces) if len(spaces) > 2 else height
    widest = _WIDEST_SPACE if len(spaces) < _SENTENCE else _WIDEST_OF_TYPEWRITER
    return min(widest * height, max(_UNUSUAL_SPACE * height, _UNUSUAL_FACTOR * usual))


def _piece(words: Sequence[Word], height: float) -> Piece:
    believed = any(
        word.confidence >= _BELIEVED and len(word.text) > 1 and word.box.height <= _TALLEST * height for word in words
    )
    box = around([word.box for word in words])
    # One tall letter, one stroke read as one, must not tell where the others stand.
    top, bottom = median(word.box.y0 for word in words), median(word.box.y1 for word in words)
    return Piece(tuple(words), Box(box.x0, top, box.x1, bottom), believed, words[0].line)
