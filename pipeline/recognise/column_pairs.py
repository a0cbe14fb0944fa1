"""Two columns beside each other for some lines, as in the head and at the foot of an administrative page.

A recogniser tends to read such a head straight across. Here the columns grow downwards from the first row with a gap
that may be the gutter between them, for as long as what follows fits beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.recognise.pieces import Piece, around, on_one_row

# In units of the height of a line.
_NARROWEST_GUTTER = 0.4
_OPENING_GUTTER = 1.0
_CLEAR_GUTTER = 2.5
"""No space within a sentence is as wide, and only few between the sentences of a typewriter."""
_LONGEST_PAUSE = 9.0
"""Between the signer's post and name there is room for a signature and a stamp."""
_NEAR = 2.5
"""Below the other column, a line still belongs to its own when it follows this closely and keeps within it."""

_LEAST_ROWS = 2
_MOST_IN_ROW = 3
"""A number left open for the pen makes two pieces of one; more side by side are a table."""
_NEIGHBOURS = 6


@dataclass(slots=True)
class _Columns:
    """Two columns while they grow downwards; the gutter between them narrows with each piece."""

    left_end: float
    right_start: float
    lowest: float
    height: float
    left: list[Piece] = field(default_factory=list)
    right: list[Piece] = field(default_factory=list)

    def take(self, piece: Piece) -> bool:
        """Add a piece to its column; False when it does not fit beside the gutter, or comes much later."""
        box, least = piece.box, _NARROWEST_GUTTER * self.height
        if box.y0 - self.lowest > _LONGEST_PAUSE * self.height:
            return False
        is_left, is_right = box.x1 + least <= self.right_start, box.x0 >= self.left_end + least
        if is_left == is_right:
            if piece.believed:
                return False
            is_left = box.x0 + box.x1 < self.left_end + self.right_start
        elif is_left:
            self.left_end = max(self.left_end, box.x1)
        else:
            self.right_start = min(self.right_start, box.x0)
        (self.left if is_left else self.right).append(piece)
        self.lowest = max(self.lowest, box.y1)
        return True

    def give_back_text(self) -> None:
        """Drop from the left what is no column any more but the text of the page below the columns."""
        bottom = max((piece.box.y1 for piece in self.right), default=0.0)
        beside = [piece for piece in self.left if piece.box.y0 < bottom]
        below = [piece for piece in self.left if piece.box.y0 >= bottom]
        for piece in below if beside else ():
            column = around([other.box for other in beside])
            within = piece.box.x0 >= column.x0 - self.height and piece.box.x1 <= column.x1 + self.height
            if not within or piece.box.y0 - column.y1 > _NEAR * self.height:
                break
            beside.append(piece)
        self.left = beside

    def are_sentences(self) -> bool:
        """Whether lines of running text only chance to have wide spaces one above another.

        The recogniser then took both sides for one line, as in a crowded head; but there some row has a clear gutter.
        """
        lines = {piece.line: piece.box.x1 for piece in self.left}
        gaps = [piece.box.x0 - lines[piece.line] for piece in self.right if piece.line in lines]
        return 2 * len(gaps) >= len(self.right) and max(gaps) < _CLEAR_GUTTER * self.height


def columns_from(pieces: Sequence[Piece], first: int, height: float) -> tuple[list[Piece], list[Piece]] | None:
    """The left and the right column that begin with a piece, or None when it is not the top of two columns.

    ``pieces`` come from top to bottom; ``height`` is that of a line.
    """
    gutter = _first_gutter(pieces, first, height)
    if gutter is None:
        return None
    columns = _Columns(*gutter, lowest=pieces[first].box.y1, height=height)
    for at in range(first, len(pieces)):
        if _abreast(_row_of(pieces, at)) > _MOST_IN_ROW or not columns.take(pieces[at]):
            break
    columns.give_back_text()
    if min(len(columns.left), len(columns.right)) < _LEAST_ROWS or columns.are_sentences():
        return None
    return columns.left, columns.right


def heads_column(above: Sequence[Piece], left: Sequence[Piece], right: Sequence[Piece], height: float) -> bool:
    """Whether the last piece above two columns begins the right one, with nothing to its left on its row."""
    last = above[-1]
    gutter = max(piece.box.x1 for piece in left)
    near = min(piece.box.y0 for piece in right) - last.box.y1 <= _NEAR * height
    alone = not any(on_one_row(other.box, last.box) for other in above[:-1] if other.believed)
    return last.believed and alone and near and last.box.x0 >= gutter + _NARROWEST_GUTTER * height


def _first_gutter(pieces: Sequence[Piece], first: int, height: float) -> tuple[float, float] | None:
    """End of the left and start of the right column, judged from the first piece and its neighbours on its row."""
    row = sorted((piece.box for piece in _row_of(pieces, first)), key=lambda box: box.x0)
    gaps = [(left.x1, right.x0) for left, right in pairwise(row) if right.x0 - left.x1 >= _OPENING_GUTTER * height]
    return max(gaps, key=lambda gap: gap[1] - gap[0], default=None)


def _row_of(pieces: Sequence[Piece], at: int) -> list[Piece]:
    """The believed pieces on the row of one, itself included."""
    around = pieces[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS]
    return [piece for piece in around if piece.believed and on_one_row(pieces[at].box, piece.box)]


def _abreast(row: list[Piece]) -> int:
    """How many pieces of a row stand beside one another, none above another."""
    count, end = 0, float("-inf")
    for box in sorted((piece.box for piece in row), key=lambda box: box.x1):
        if box.x0 >= end:
            count, end = count + 1, box.x1
    return count
