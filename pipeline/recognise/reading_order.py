"""The order in which a person reads the words of an administrative page.

The head and the foot of such a page have two columns (agency and motto, recipients and signer), the text between has
one. A recogniser tends to read a head straight across. Here two columns are read one after the other where a gutter
runs between them for several lines, running text in columns as the recogniser's blocks tell, a ruled table cell by
cell, and everything else row by row, which is also right for tables without rules. All of it as if the paper lay flat.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from statistics import median

from domain.model import Box, Word
from pipeline.recognise.column_pairs import columns_from, heads_column
from pipeline.recognise.levelling import levelled
from pipeline.recognise.pieces import Line, Piece, around, joined, pieces_of, rows_of
from pipeline.recognise.tables import Table
from pipeline.recognise.text_columns import TextColumns, text_columns

# In units of the height of a line.
_NEXT_BLOCK = 1.4
_OTHER_LINE = 5.0
"""A gap left for the pen is narrower."""

_MOST_PIECES = 3_000
"""Real pages have some hundred pieces; above this it is a picture of noise, and order means nothing."""

_Block = list[Line]


def in_reading_order(words: Sequence[Word], tables: Sequence[Table] = ()) -> tuple[Word, ...]:
    """The same words as a person reads them, with ``line`` and ``block`` counted anew from 0.

    A line stands on one height in one column, or is the row of a table that has no rules. A ruled table is a block,
    its lines are those of one cell after the other.
    """
    if not words:
        return ()
    level = levelled(words)
    flat, as_read = dict(zip(map(id, words), level, strict=True)), dict(zip(map(id, level), words, strict=True))
    height = median(word.box.height for word in words)
    # The rules of a bent table are bent like its words.
    within, beyond = _in_tables(words, tables)
    outside = [flat[id(word)] for word in beyond]
    pieces = pieces_of(outside, height)
    if len(pieces) > _MOST_PIECES:
        return tuple(_numbered(_as_recognised(words)))
    for table, found in within:
        pieces.append(_table_piece(table, [[flat[id(word)] for word in cell] for cell in found], height))
    pieces.sort(key=lambda piece: piece.middle)
    blocks = [
        block
        for region in _regions(pieces, text_columns(outside, height), height)
        for block in _blocks(rows_of(region), height)
    ]
    return tuple(_numbered([[tuple(as_read[id(word)] for word in line) for line in block] for block in blocks]))


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


def _table_piece(table: Table, found: list[list[Word]], height: float) -> Piece:
    """A table that is read as one, its cells one after the other."""
    lines = tuple(joined(row) for words in found for row in rows_of(pieces_of(words, height)))
    return Piece(tuple(word for line in lines for word in line), table.box, True, -1, lines)


def _regions(pieces: Sequence[Piece], columned: Sequence[TextColumns], height: float) -> Iterator[list[Piece]]:
    """Pieces in groups that are read one after the other: a column, or everything between two sets of columns."""
    below = list(pieces)
    for columns in columned:
        above, within, below = columns.parted(below)
        yield from _with_pairs(above, height)
        yield from columns.in_order(within)
    yield from _with_pairs(below, height)


def _with_pairs(pieces: list[Piece], height: float) -> list[list[Piece]]:
    """Pieces in groups where no text runs in columns: each of a pair of columns, or everything between two pairs."""
    regions: list[list[Piece]] = [[]]
    at = 0
    while at < len(pieces):
        columns = columns_from(pieces, at, height)
        if columns is None:
            regions[-1].append(pieces[at])
            at += 1
        else:
            left, right = columns
            while regions[-1] and heads_column(regions[-1], left, right, height):
                right = [regions[-1].pop(), *right]
            regions += [left, right, []]
            taken = {id(piece) for column in columns for piece in column}
            pieces = pieces[:at] + [piece for piece in pieces[at:] if id(piece) not in taken]
    return [region for region in regions if region]


def _blocks(rows: list[list[Piece]], height: float) -> list[_Block]:
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
        box = around([word.box for word in joined(beside)])
        if bottom is None or box.y0 - bottom > _NEXT_BLOCK * height:
            blocks.append([])
        blocks[-1] += _lines(beside, height)
        bottom = box.y1
    return blocks


def _lines(row: list[Piece], height: float) -> list[Line]:
    """A row as one line, or as two where two pieces stand so far apart that they have nothing to do with each other."""
    if len(row) == 2 and row[1].box.x0 - row[0].box.x1 > _OTHER_LINE * height:
        return [piece.words for piece in row]
    return [joined(row)]


def _numbered(blocks: list[_Block]) -> list[Word]:
    lines = [(line, number) for number, block in enumerate(blocks) for line in block]
    return [replace(word, line=at, block=number) for at, (line, number) in enumerate(lines) for word in line]
