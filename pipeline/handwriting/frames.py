"""The frames of a document's head that are filled in by hand: ``Số: … /``, ``ngày … tháng … năm …``.

The printed words are found as extraction finds them; the gap between two of them is where somebody wrote. Writing
touches its frame, and a recogniser makes one word of both: print is then told by how wide it must be.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from domain.model import Box, HandwrittenKind, PageFrame, PageReading, Word
from domain.vietnamese import nfc
from pipeline.extract.dateline import find_date_frame
from pipeline.extract.header import Header, find_header
from pipeline.extract.lines import Line, lines_of
from pipeline.extract.number import find_number_frame
from pipeline.handwriting.type_width import advance, type_size

# In units of the type size, about the line that the print stands on: writing is taller than print and hangs below.
_ABOVE, _BELOW = 1.4, 0.6
_PRINT_ABOVE, _PRINT_BELOW = 0.75, 0.25
_TYPE_PER_LINE_HEIGHT = 1.15
_SMALLEST_PT, _LARGEST_PT = 8.0, 24.0
_WIDER_THAN_PRINT = 1.25
"""A word that much wider than its letters holds writing as well."""
_SURE_REACH, _GLUED_REACH = 0.2, 0.9
_UPRIGHT = 1.04
"""The number's type is that much wider than the date's italics."""
_LEAST_WIDTH = 0.9
"""Two digits; where print seems to leave less, it is their letters that are cut instead."""
_LABEL = "Số:"
_WIDEST_NUMBER, _YEAR_WIDTH = 6.0, 2.7
_NEIGHBOUR_CONFIDENCE = 50.0


@dataclass(frozen=True, slots=True)
class Frame:
    """A gap between printed words, in pixels of the page's frame.

    ``box`` is where its writing lies, ``reach`` how much further right that may end; ``baseline`` is the height where
    the print beside it stands, ``type_size`` the size of that print.
    """

    kind: HandwrittenKind
    box: Box
    reach: float
    baseline: float
    type_size: float


@dataclass(frozen=True, slots=True)
class _Gap:
    """Between two printed words of a line, px; its end may be ``reach`` type sizes further right."""

    kind: HandwrittenKind
    line: Line
    x0: float
    x1: float
    reach: float = 0.0


@dataclass(frozen=True, slots=True)
class _LeftEdge:
    """Where print begins; ``glued`` says that its word has other things before it, so that it was reckoned."""

    x: float
    glued: bool


def find_frames(reading: PageReading) -> tuple[Frame, ...]:
    """The frames of the head that stands on a page, none on a page without one; each lies on the page."""
    lines = lines_of(reading)
    header = find_header(reading.number, (reading.frame.width_px, reading.frame.height_px), lines)
    if header is None:
        return ()
    return tuple(_framed(reading, lines, header))


def _framed(reading: PageReading, lines: Sequence[Line], header: Header) -> Iterator[Frame]:
    size = _type_size(header, reading.frame.dpi)
    for gap in (*_number_gap(header, size), *_date_gaps(header, size)):
        baseline = _baseline(gap.line)
        others = (line for line in lines if not set(line.words) & set(gap.line.words))
        box = _box(gap, baseline, others, size, reading.frame)
        if box is not None:
            yield Frame(gap.kind, box, gap.reach * size, baseline, size)


def _type_size(header: Header, dpi: float) -> float:
    """The size of the date's type, px; the number has it as well (13 points, 13 to 14)."""
    size = type_size(header.date.words) if header.date is not None else None
    size = size or _TYPE_PER_LINE_HEIGHT * header.line_height
    return min(max(size, _SMALLEST_PT * dpi / 72), _LARGEST_PT * dpi / 72)


def _number_gap(header: Header, size: float) -> Iterator[_Gap]:
    line = header.number
    found = find_number_frame(line) if line is not None else None
    if line is None or found is None:
        return
    end = _left_edge(line, found.end, type_size(line.words) or _UPRIGHT * size)
    if found.label_end is not None:
        begin = _right_edge(line, found.label_end, size, whole=_LABEL)
    else:
        # The line is centred under the agency, so that its end tells where it begins.
        middle = median(agency.middle_x for agency in header.agencies) if header.agencies else header.split_x / 2
        begin = 2 * middle - line.box.x1 + advance(_LABEL) * size
        begin = min(max(begin, end.x - _WIDEST_NUMBER * size), end.x - size)
    yield _Gap(HandwrittenKind.NUMBER, line, begin, end.x, _GLUED_REACH if end.glued else _SURE_REACH)


def _date_gaps(header: Header, size: float) -> Iterator[_Gap]:
    line = header.date
    found = find_date_frame(line) if line is not None else None
    if line is None or found is None:
        return
    for kind, (begin, end) in ((HandwrittenKind.DAY, found.day), (HandwrittenKind.MONTH, found.month)):
        yield _Gap(kind, line, _right_edge(line, begin, size), _left_edge(line, end, size).x)
    begin_x = _right_edge(line, found.year, size)
    yield _Gap(HandwrittenKind.YEAR, line, begin_x, begin_x + _YEAR_WIDTH * size)


def _right_edge(line: Line, end: int, size: float, *, whole: str = "") -> float:
    """Where print that ends before the character at ``end`` of the line's text ends, px; ``whole`` is what it reads."""
    word, start = _word_at(line, end - 1)
    print_width = max(advance(nfc(word.text)[: end - start]), advance(whole)) * size
    glued = end - start < len(nfc(word.text)) or word.box.width > _WIDER_THAN_PRINT * print_width
    return min(word.box.x1, word.box.x0 + print_width) if glued else word.box.x1


def _left_edge(line: Line, begin: int, size: float) -> _LeftEdge:
    """Where print that begins with the character at ``begin`` of the line's text begins."""
    word, start = _word_at(line, begin)
    print_width = advance(nfc(word.text)[begin - start :]) * size
    glued = begin > start or word.box.width > _WIDER_THAN_PRINT * print_width
    return _LeftEdge(max(word.box.x0, word.box.x1 - print_width) if glued else word.box.x0, glued)


def _word_at(line: Line, at: int) -> tuple[Word, int]:
    """The word that holds a character of the line's text, or the next one, and where in the text it starts."""
    start = 0
    for word in line.words:
        end = start + len(nfc(word.text))
        if at < end:
            return word, start
        start = end + 1
    last = line.words[-1]
    return last, start - 1 - len(nfc(last.text))


def _box(gap: _Gap, baseline: float, others: Iterable[Line], size: float, frame: PageFrame) -> Box | None:
    """The gap with the room above and below that belongs to no other line."""
    narrow = max(0.0, _LEAST_WIDTH * size - (gap.x1 - gap.x0)) / 2
    x0, x1 = max(0.0, gap.x0 - narrow), min(float(frame.width_px), gap.x1 + narrow)
    top, bottom = max(0.0, baseline - _ABOVE * size), min(float(frame.height_px), baseline + _BELOW * size)
    for word in (word for line in others for word in line.words):
        if word.confidence < _NEIGHBOUR_CONFIDENCE or word.box.x1 <= x0 or word.box.x0 >= x1:
            continue
        if word.box.y1 <= baseline - _PRINT_ABOVE * size:
            top = max(top, word.box.y1)
        elif word.box.y0 >= baseline + _PRINT_BELOW * size:
            bottom = min(bottom, word.box.y0)
    return Box(x0, top, x1, bottom) if x1 - x0 >= 1.0 and bottom - top >= 1.0 else None


def _baseline(line: Line) -> float:
    """The height on which a line stands; an engine that is led astray by writing puts it below its words."""
    return median(min(word.box.y1, word.baseline or word.box.y1) for word in line.words)
