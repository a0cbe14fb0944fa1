"""The order in which a person reads the words of an administrative page.

The head and the foot of such a page have two columns (agency and motto, recipients and signer), the text between has
one. A recogniser tends to read a head straight across. Here two columns are read one after the other where a gutter
runs between them for several lines, a ruled table cell by cell, and everything else row by row, which is also right
for tables without rules.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import groupby, pairwise
from statistics import median

from domain.model import Box, Word
from pipeline.recognise.tables import Table

# In units of the height of a line.
_WIDEST_SPACE = 1.2
_UNUSUAL_SPACE = 0.7
_UNUSUAL_FACTOR = 2.2
"""The columns of a crowded head stand less than a line's height apart, yet far wider than the spaces of their line."""
_BACK = 2.0
_NARROWEST_GUTTER = 0.4
_OPENING_GUTTER = 1.0
_NEXT_BLOCK = 1.4
_OTHER_LINE = 5.0
"""A gap left for the pen is narrower."""
_LONGEST_PAUSE = 9.0
"""Between the signer's post and name there is room for a signature and a stamp."""

_NEAR = 2.5
"""Below the other column, a line still belongs to its own when it follows this closely and keeps within it."""

_BELIEVED = 30.0
_TALLEST = 2.5
_SAME_ROW = 0.5
_LEAST_ROWS = 2
_MOST_IN_ROW = 3
"""A number left open for the pen makes two pieces of one; more side by side are a table."""
_NEIGHBOURS = 6
_MOST_PIECES = 3_000
"""Real pages have some hundred pieces; above this it is a picture of noise, and order means nothing."""


_Line = tuple[Word, ...]
_Block = list[_Line]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words that stand side by side without a wide gap, or all that stands in a table."""

    words: tuple[Word, ...]
    box: Box
    believed: bool
    """Whether it is text, as far as one can tell, and not a stroke of a pen or a stamp."""
    cell_lines: tuple[_Line, ...] = ()


def in_reading_order(words: Sequence[Word], tables: Sequence[Table] = ()) -> tuple[Word, ...]:
    """The same words as a person reads them, with ``line`` and ``block`` counted anew from 0.

    A line stands on one height in one column, or is the row of a table that has no rules. A ruled table is a block,
    its lines are those of one cell after the other.
    """
    if not words:
        return ()
    height = median(word.box.height for word in words)
    within, outside = _in_tables(words, tables)
    pieces = _pieces(outside, height)
    if len(pieces) > _MOST_PIECES:
        return tuple(_numbered(_as_recognised(words)))
    pieces += [_table_piece(table, found, height) for table, found in within]
    pieces.sort(key=_middle)
    blocks = [block for region in _regions(pieces, height) for block in _blocks(_rows(region), height)]
    return tuple(_numbered(blocks))


def _as_recognised(words: Sequence[Word]) -> list[_Block]:
    """The blocks and lines of the recogniser, in its order."""
    return [
        [tuple(line) for _, line in groupby(block, key=lambda word: word.line)]
        for _, block in groupby(words, key=lambda word: word.block)
    ]


def _in_tables(
    words: Sequence[Word], tables: Sequence[Table]
) -> tuple[list[tuple[Table, list[list[Word]]]], list[Word]]:
    """For each table that holds words the words of its cells, and the words outside all tables."""
    within: list[tuple[Table, list[list[Word]]]] = [(table, [[] for _ in table.cells]) for table in tables]
    outside: list[Word] = []
    for word in words:
        home = next(((table, found) for table, found in within if _holds(table.box, word.box)), None)
        if home is None:
            outside.append(word)
        else:
            table, found = home
            found[min(range(len(table.cells)), key=lambda at: _distance(table.cells[at], word.box))].append(word)
    return [(table, found) for table, found in within if any(found)], outside


def _holds(table: Box, box: Box) -> bool:
    return table.x0 <= (box.x0 + box.x1) / 2 <= table.x1 and table.y0 <= (box.y0 + box.y1) / 2 <= table.y1


def _distance(cell: Box, box: Box) -> float:
    """From the middle of a box to a cell; 0 within."""
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return max(cell.x0 - x, x - cell.x1, 0.0) + max(cell.y0 - y, y - cell.y1, 0.0)


def _table_piece(table: Table, found: list[list[Word]], height: float) -> _Piece:
    """A table that is read as one, its cells one after the other."""
    lines = tuple(_joined(row) for words in found for row in _rows(_pieces(words, height)))
    return _Piece(tuple(word for line in lines for word in line), table.box, True, lines)


def _pieces(words: Sequence[Word], height: float) -> list[_Piece]:
    """Lines of the recogniser, cut where a gap is too wide; from top to bottom."""
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    pieces: list[_Piece] = []
    for line in lines.values():
        spaces = [right.box.x0 - left.box.x1 for left, right in pairwise(line)]
        widest = _widest_space(spaces, median(word.box.height for word in line))
        # A space that leads back begins another line: around stamps two lines come as one.
        ends = [at for at, space in enumerate(spaces, start=1) if space > widest or space < -_BACK * widest]
        pieces += [_piece(line[start:end], height) for start, end in pairwise([0, *ends, len(line)])]
    return sorted(pieces, key=_middle)


def _middle(piece: _Piece) -> tuple[float, float]:
    return piece.box.y0 + piece.box.y1, piece.box.x0


def _widest_space(spaces: Sequence[float], height: float) -> float:
    """The space that still belongs within a piece: justified lines have wide spaces, but all alike."""
    usual = median(spaces) if len(spaces) > 2 else height
    return min(_WIDEST_SPACE * height, max(_UNUSUAL_SPACE * height, _UNUSUAL_FACTOR * usual))


def _piece(words: Sequence[Word], height: float) -> _Piece:
    believed = any(
        word.confidence >= _BELIEVED and len(word.text) > 1 and word.box.height <= _TALLEST * height for word in words
    )
    return _Piece(tuple(words), _around([word.box for word in words]), believed)


def _around(boxes: Sequence[Box]) -> Box:
    return reduce(Box.union, boxes)


def _regions(pieces: list[_Piece], height: float) -> list[list[_Piece]]:
    """Pieces in groups that are read one after the other: a column, or everything between two pairs of columns."""
    regions: list[list[_Piece]] = [[]]
    at = 0
    while at < len(pieces):
        columns = _columns_from(pieces, at, height)
        if columns is None:
            regions[-1].append(pieces[at])
            at += 1
        else:
            regions += [*columns, []]
            taken = {id(piece) for column in columns for piece in column}
            pieces = pieces[:at] + [piece for piece in pieces[at:] if id(piece) not in taken]
    return [region for region in regions if region]


@dataclass(slots=True)
class _Columns:
    """Two columns while they grow downwards; the gutter between them narrows with each piece."""

    left_end: float
    right_start: float
    lowest: float
    height: float
    left: list[_Piece] = field(default_factory=list)
    right: list[_Piece] = field(default_factory=list)

    def take(self, piece: _Piece) -> bool:
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
            column = _around([other.box for other in beside])
            within = piece.box.x0 >= column.x0 - self.height and piece.box.x1 <= column.x1 + self.height
            if not within or piece.box.y0 - column.y1 > _NEAR * self.height:
                break
            beside.append(piece)
        self.left = beside


def _columns_from(pieces: list[_Piece], first: int, height: float) -> tuple[list[_Piece], list[_Piece]] | None:
    """The left and the right column that begin with this piece, or None when it is not the top of two columns."""
    gutter = _first_gutter(pieces, first, height)
    if gutter is None:
        return None
    columns = _Columns(*gutter, lowest=pieces[first].box.y1, height=height)
    for at in range(first, len(pieces)):
        if _abreast(_row_of(pieces, at)) > _MOST_IN_ROW or not columns.take(pieces[at]):
            break
    columns.give_back_text()
    if min(len(columns.left), len(columns.right)) < _LEAST_ROWS:
        return None
    return columns.left, columns.right


def _first_gutter(pieces: list[_Piece], first: int, height: float) -> tuple[float, float] | None:
    """End of the left and start of the right column, judged from the first piece and its neighbours on its row."""
    row = sorted((piece.box for piece in _row_of(pieces, first)), key=lambda box: box.x0)
    gaps = [(left.x1, right.x0) for left, right in pairwise(row) if right.x0 - left.x1 >= _OPENING_GUTTER * height]
    return max(gaps, key=lambda gap: gap[1] - gap[0], default=None)


def _row_of(pieces: list[_Piece], at: int) -> list[_Piece]:
    """The believed pieces on the row of one, itself included."""
    around = pieces[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS]
    return [piece for piece in around if piece.believed and _overlap(pieces[at].box, piece.box) >= _SAME_ROW]


def _abreast(row: list[_Piece]) -> int:
    """How many pieces of a row stand beside one another, none above another."""
    count, end = 0, float("-inf")
    for box in sorted((piece.box for piece in row), key=lambda box: box.x1):
        if box.x0 >= end:
            count, end = count + 1, box.x1
    return count


def _rows(pieces: list[_Piece]) -> list[list[_Piece]]:
    """Pieces of one height side by side, from left to right; rows from top to bottom."""
    rows: list[list[_Piece]] = []
    for piece in pieces:
        # Compared with the flattest: a stroke of the pen spans several rows and would chain them together.
        if rows and _overlap(min((other.box for other in rows[-1]), key=_height), piece.box) >= _SAME_ROW:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.box.x0) for row in rows]


def _height(box: Box) -> float:
    return box.height


def _overlap(one: Box, other: Box) -> float:
    return max(0.0, min(one.y1, other.y1) - max(one.y0, other.y0)) / min(one.height, other.height)


def _blocks(rows: list[list[_Piece]], height: float) -> list[_Block]:
    """Rows in groups with more than a line's distance between them; a ruled table is a group of its own."""
    blocks: list[_Block] = []
    bottom = None
    for row in rows:
        for table in (piece for piece in row if piece.cell_lines):
            blocks.append(list(table.cell_lines))
            bottom = None
        beside = [piece for piece in row if not piece.cell_lines]
        if not beside:
            continue
        box = _around([piece.box for piece in beside])
        if bottom is None or box.y0 - bottom > _NEXT_BLOCK * height:
            blocks.append([])
        blocks[-1] += _lines(beside, height)
        bottom = box.y1
    return blocks


def _lines(row: list[_Piece], height: float) -> list[_Line]:
    """A row as one line, or as two where two pieces stand so far apart that they have nothing to do with each other."""
    if len(row) == 2 and row[1].box.x0 - row[0].box.x1 > _OTHER_LINE * height:
        return [piece.words for piece in row]
    return [_joined(row)]


def _joined(row: list[_Piece]) -> _Line:
    return tuple(word for piece in row for word in piece.words)


def _numbered(blocks: list[_Block]) -> list[Word]:
    lines = [(line, number) for number, block in enumerate(blocks) for line in block]
    return [replace(word, line=at, block=number) for at, (line, number) in enumerate(lines) for word in line]
