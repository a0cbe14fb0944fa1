"""The lines of the text layer: baseline and size of each, so chosen that extractors keep our reading order.

Poppler (``pdftotext``, Evince, Okular) ignores the order of the content. It grows blocks from words of like size whose
baselines lie within 1.5 font sizes of one another and whose gaps are below one font size, and sorts the blocks by
where they lie. Nothing of the text layer is seen, so its sizes are free: lines of a column get one size, large enough
that the column becomes one block, too small to reach across the gutter, and unlike that of the text below.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

from domain.model import Word
from pipeline.preserve.rows import in_rows
from pipeline.recognise.levelling import foot_of, levelled

_CAPITAL_SHARE = 0.7
"""Height of capitals in font sizes."""

# Poppler's own limits in font sizes (1.5, 0.5, 1.0, 0.7) and as ratios of sizes (1.05, 1.2, 1.6), with some room.
_LINE_REACH = 1.44
_ROW_REACH = 0.58
_SIDE_REACH = 1.05
_GUTTER_REACH = 0.75
_UNLIKE_BELOW = 1.08
_UNLIKE_BESIDE = 1.27
_UNLIKE_INTERLOCKED = 1.65

_LARGEST = 2.0
"""In natural sizes: a selection in a viewer is as tall as the font says."""
_LIFT = 0.5
"""How far up, in font sizes, the next line must lie to be the head of another column."""
_CELLS = 3
_CELL_GAP = 1.5
"""So many pieces with gaps of so many sizes are the row of a table, and narrower ones a justified line."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words side by side on one baseline. ``baseline`` and ``size`` (of the font) are in pixels of the frame."""

    words: tuple[Word, ...]
    baseline: float
    size: float

    @property
    def top(self) -> float:
        """Where its capitals end."""
        return self.baseline - _CAPITAL_SHARE * self.size

    @property
    def left(self) -> float:
        """Where its first word begins."""
        return min(word.box.x0 for word in self.words)

    @property
    def right(self) -> float:
        """Where its last word ends."""
        return max(word.box.x1 for word in self.words)


@dataclass(frozen=True, slots=True)
class _Column:
    """Lines beside another column. ``gutter`` is the distance to it in pixels, below zero when they overlap."""

    lines: range
    gutter: float


def text_lines(words: Sequence[Word]) -> list[TextLine]:
    """The lines of a page in reading order, each in the size it shall have in the text layer."""
    flat = levelled(words)
    originals = dict(zip(map(id, flat), words, strict=True))
    rows = (row for _, block in groupby(flat, key=lambda word: word.block) for row in in_rows(_runs_of(block)))
    lines = _in_block_sizes([_line(tuple(originals[id(word)] for word in row)) for row in rows])
    pairs = _column_pairs(lines)
    within = {at for pair in pairs for column in pair for at in column}
    beyond = [line for at, line in enumerate(lines) if at not in within]
    for left, right in pairs:
        _resize(lines, left, right, beyond)
    return lines


def _runs_of(block: Iterable[Word]) -> list[tuple[Word, ...]]:
    """Its lines, cut where one leads back to the left: there two lines of the paper were taken for one."""
    runs = []
    for _, words in groupby(block, key=lambda word: word.line):
        line = tuple(words)
        backs = [at for at, (one, other) in enumerate(pairwise(line), start=1) if other.box.x0 < one.box.x0]
        runs += [line[start:end] for start, end in pairwise([0, *backs, len(line)])]
    return runs


def _line(words: tuple[Word, ...]) -> TextLine:
    known = [word.baseline for word in words if word.baseline is not None]
    baseline = median(known) if known else median(foot_of(word) for word in words)
    height = median(max(baseline - word.box.y0, 0.5 * word.box.height) for word in words)
    return TextLine(words, baseline, height / _CAPITAL_SHARE)


def _in_block_sizes(lines: Sequence[TextLine]) -> list[TextLine]:
    """One size for the lines of a block, so that it stays one; in turn two sizes for the rows of a table.

    Cells that are blocks of their own are what poppler knows a table by, and reads it row by row.
    """
    sized: list[TextLine] = []
    for _, block in groupby(lines, key=lambda line: line.words[0].block):
        members = list(block)
        natural = median(line.size for line in members)
        gaps = [[right.box.x0 - left.box.x1 for left, right in pairwise(line.words)] for line in members]
        spaces = [gap for line in gaps for gap in line if gap <= _CELL_GAP * natural]
        size = max([natural, *(space * _SIDE_REACH for space in spaces)])
        rows = 0
        for line, found in zip(members, gaps, strict=True):
            rows += sum(gap > _CELL_GAP * natural for gap in found) + 1 >= _CELLS
            sized.append(replace(line, size=size / (_UNLIKE_BELOW if rows % 2 else 1.0)))
    return sized


def _column_pairs(lines: Sequence[TextLine]) -> list[tuple[range, range]]:
    """Lines that stand side by side as columns, the left and the right, by their places in the order.

    They show where the order leads up again: from the foot of one column to the head of the next.
    """
    pairs = []
    for at, (foot, head) in enumerate(pairwise(lines), start=1):
        if head.baseline > foot.baseline - _LIFT * min(foot.size, head.size):
            continue
        left, right = at - 1, at + 1
        while left > 0 and head.top < lines[left - 1].baseline <= lines[left].baseline:
            left -= 1
        edge = median(line.right for line in lines[left:at])
        while right < len(lines) and _continues(lines[right - 1], lines[right], foot, edge):
            right += 1
        pairs.append((range(left, at), range(at, right)))
    return _without_rows_of_columns(pairs)


def _without_rows_of_columns(pairs: Sequence[tuple[range, range]]) -> list[tuple[range, range]]:
    """The pairs that stand alone. Three columns and more are running text, whose gutters poppler knows by itself."""
    feet = Counter(at for pair in pairs for column in pair for at in column)
    return [pair for pair in pairs if all(feet[at] == 1 for column in pair for at in column)]


def _continues(upper: TextLine, lower: TextLine, foot: TextLine, edge: float) -> bool:
    """Whether the right column goes on with ``lower``: further down, right of the left column, not below its foot."""
    return upper.baseline <= lower.baseline and lower.top < foot.baseline and lower.left >= edge


def _resize(lines: list[TextLine], left: range, right: range, beyond: Sequence[TextLine]) -> None:
    """Give two columns sizes by which each becomes one block and neither takes in the other or what is around them."""
    columns = [lines[column.start : column.stop] for column in (left, right)]
    gutter = min(line.left for line in columns[1]) - max(line.right for line in columns[0])
    wanted = [_uniting_size(column) for column in columns]
    # Poppler begins with the block that is higher, and of two equally high ones with the left.
    first = 1 if columns[1][0].baseline < columns[0][0].baseline - wanted[0] else 0
    ratio = _needed_ratio(gutter, max(wanted))
    if ratio < _UNLIKE_INTERLOCKED:
        first = int(wanted[0] > wanted[1])
    sizes = wanted[:]
    sizes[1 - first] = min(max(wanted[1 - first], ratio * wanted[first]), _largest_size(columns[1 - first], beyond))
    sizes[first] = min(wanted[first], sizes[1 - first] / ratio)
    for column, size in zip((left, right), sizes, strict=True):
        for at in column:
            lines[at] = replace(lines[at], size=size)


def _needed_ratio(gutter: float, size: float) -> float:
    """How unlike the sizes of two columns must be for poppler not to reach from one into the other."""
    if gutter >= _SIDE_REACH * size:
        return 1.0
    return _UNLIKE_BESIDE if gutter >= _GUTTER_REACH * _UNLIKE_BESIDE * size else _UNLIKE_INTERLOCKED


def _uniting_size(column: Sequence[TextLine]) -> float:
    """The least size from the natural one on by which a column becomes one block, as far as sense allows."""
    natural = median(line.size for line in column)
    pitches = [(lower.baseline - upper.baseline) / _LINE_REACH for upper, lower in pairwise(column)]
    return max([natural, *(size for size in pitches if size <= _LARGEST * natural)])


def _largest_size(column: Sequence[TextLine], beyond: Sequence[TextLine]) -> float:
    """The size from which on a column would take in the line above or below it."""
    first, last = column[0].baseline, column[-1].baseline
    distances = [max(first - line.baseline, line.baseline - last) for line in beyond]
    natural = median(line.size for line in column)
    return min([_LARGEST * natural, *(distance / _ROW_REACH for distance in distances if distance > 0)])
