"""Lines rebuilt from words by geometry.

A recogniser joins the two columns of a header into one line and tears a dotted line apart; here a line ends where a gap
is too wide, and pieces that stand side by side become one again. Pixels of the page frame, origin top left.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import pairwise
from statistics import median

from domain.model import Box, PageReading, Word
from domain.vietnamese import fold, nfc

# In units of the line's height. Justified text stays under 1.5; columns of a header stand 2 and more apart.
_WIDEST_GAP = 2.2
_SAME_ROW_OVERLAP = 0.5
_ROW_STEP = 0.4
# What a recogniser makes of dirt and pen strokes.
_DIRT_CONFIDENCE = 60.0
# A page of real paper has two hundred pieces; joining compares pairs, so a hostile one is left in pieces.
_MOST_PIECES = 2_000
_PUNCTUATION = frozenset("-–—+.,;:()/\"“”'&%")


@dataclass(frozen=True)
class Line:
    """Words of one page side by side, from left to right; never empty. Without slots, for the sake of its caches."""

    page: int
    words: tuple[Word, ...]

    @cached_property
    def box(self) -> Box:
        """The box around all words."""
        return union(word.box for word in self.words)

    @cached_property
    def text(self) -> str:
        """The words with single spaces between, composed."""
        return " ".join(nfc(word.text) for word in self.words)

    @cached_property
    def folded(self) -> str:
        """``text`` in lower case without marks, character for character."""
        return fold(self.text)

    @cached_property
    def height(self) -> float:
        """The median height of its words, px."""
        return median(word.box.height for word in self.words)

    @cached_property
    def confidence(self) -> float:
        """Mean word confidence weighted by length, in [0, 1]."""
        return confidence_of(self.words)

    @property
    def middle_y(self) -> float:
        """Half way between top and bottom, px."""
        return (self.box.y0 + self.box.y1) / 2

    @property
    def middle_x(self) -> float:
        """Half way between left and right, px."""
        return (self.box.x0 + self.box.x1) / 2

    def part(self, start: int, end: int) -> "Line | None":
        """The words that the characters ``text[start:end]`` touch; None when they touch none."""
        kept, at = [], 0
        for word in self.words:
            stop = at + len(nfc(word.text))
            if at < end and stop > start:
                kept.append(word)
            at = stop + 1
        return Line(self.page, tuple(kept)) if kept else None

    def where(self, keep: Callable[[Word], bool]) -> "Line | None":
        """The line with the words that pass only; None when none does."""
        kept = tuple(word for word in self.words if keep(word))
        return Line(self.page, kept) if kept else None


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around all of at least one."""
    return reduce(Box.union, boxes)


def confidence_of(words: Sequence[Word]) -> float:
    """Mean confidence of words weighted by their length, in [0, 1]; 0.0 for none."""
    letters = sum(len(word.text) for word in words)
    weighted = sum(len(word.text) * min(max(word.confidence, 0.0), 100.0) for word in words)
    return weighted / letters / 100 if letters else 0.0


def lines_of(page: PageReading) -> tuple[Line, ...]:
    """The page's lines from top to bottom, those on one height from left to right."""
    groups: dict[int, list[Word]] = {}
    for word in page.words:
        if not is_dirt(word):
            groups.setdefault(word.line, []).append(word)
    rows = [row for words in groups.values() for row in _rows(words)]
    pieces = [piece for row in rows for piece in _cut_at_gaps(page.number, row)]
    return tuple(sorted(_joined(pieces), key=lambda line: (line.middle_y, line.box.x0)))


def is_dirt(word: Word) -> bool:
    """Whether a word is no text: empty, or a lone sign read with little confidence."""
    text = word.text.strip()
    if not text or word.box.width <= 0 or word.box.height <= 0:
        return True
    sign_only = not any(character.isalnum() for character in text)
    return sign_only and word.confidence < _DIRT_CONFIDENCE and not _PUNCTUATION.issuperset(text)


def _rows(words: list[Word]) -> list[list[Word]]:
    """The words of one recognised line, parted into rows where some stand over one another."""
    across = sorted(words, key=lambda word: word.box.x0)
    if not any(_stacked(left.box, right.box) for left, right in pairwise(across)):
        return [across]
    down = sorted(words, key=_middle_y)
    step = _ROW_STEP * median(word.box.height for word in words)
    rows = [[down[0]]]
    for upper, lower in pairwise(down):
        if _middle_y(lower) - _middle_y(upper) > step:
            rows.append([])
        rows[-1].append(lower)
    return rows


def _middle_y(word: Word) -> float:
    return (word.box.y0 + word.box.y1) / 2


def _stacked(one: Box, other: Box) -> bool:
    shared = min(one.x1, other.x1) - max(one.x0, other.x0)
    return shared > 0.5 * min(one.width, other.width) and vertical_overlap(one, other) < _SAME_ROW_OVERLAP


def _cut_at_gaps(page: int, words: list[Word]) -> list[Line]:
    ordered = sorted(words, key=lambda word: word.box.x0)
    widest = _WIDEST_GAP * median(word.box.height for word in ordered)
    pieces, current = [], [ordered[0]]
    for left, right in pairwise(ordered):
        if right.box.x0 - left.box.x1 > widest:
            pieces.append(Line(page, tuple(current)))
            current = []
        current.append(right)
    pieces.append(Line(page, tuple(current)))
    return pieces


def _joined(pieces: list[Line]) -> list[Line]:
    """Pieces that stand on one row with a narrow gap between, made one line."""
    if len(pieces) > _MOST_PIECES:
        return pieces
    rows: list[Line] = []
    for piece in sorted(pieces, key=lambda line: line.box.x0):
        neighbour = next((i for i in range(len(rows) - 1, -1, -1) if _adjoin(rows[i], piece)), None)
        if neighbour is None:
            rows.append(piece)
        else:
            rows[neighbour] = Line(piece.page, (*rows[neighbour].words, *piece.words))
    return rows


def _adjoin(left: Line, right: Line) -> bool:
    gap = right.box.x0 - left.box.x1
    height = min(left.height, right.height)
    return -0.5 * height <= gap <= _WIDEST_GAP * height and vertical_overlap(left.box, right.box) >= _SAME_ROW_OVERLAP


def vertical_overlap(one: Box, other: Box) -> float:
    """The shared height as a share of the lower of two boxes, in [0, 1]."""
    shared = min(one.y1, other.y1) - max(one.y0, other.y0)
    return max(0.0, shared / min(one.height, other.height))
