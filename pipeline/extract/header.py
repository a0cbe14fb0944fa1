"""The head of a document: the national motto, and what stands left and right of it.

Decree 30/2020, Annex I: the agencies and the number stand left (ô 2, 3), the motto and the date right (ô 1, 4). The
motto is the anchor: it says which page is the first, where the columns part and how large the print is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.extract.anchors import COUNTRY, MOTTO, lines_with
from pipeline.extract.lines import Line

# The line with the country's name is that much wider than the motto under it, on either side.
_COUNTRY_OVERHANG = 0.27
_HEADER_DEPTH = 0.6
_COLUMN_TOLERANCE = 0.1
_COLUMN_GAP = 0.8
"""The least gap between the columns, in line heights."""

# The number stands at most so many line heights under the motto.
_NUMBER_REACH = 9.0

_DATE = re.compile(r"g?a[yuvw].{0,10}t?hang.{0,8}nam")
# Not "SỞ Y TẾ": after the label comes a colon, or the number itself.
_NUMBER_LABEL = re.compile(r"^\W{0,4}[s5][o06]\s{0,2}(?:[:;.,£]|\W{0,3}[0-9/])")
_SYMBOL = re.compile(r"[/1|l7]\s{0,3}[A-ZĐ][\w&]{1,9}\s?-\s?[A-ZĐ]")
# "(Kèm theo Quyết định số 12/QĐ-UBND ngày 15 tháng 6 năm 2020 của …)": what stands before another paper's date.
_CITING = re.compile(r"[0-9]\s?/|\b(?:so|can cu|kem theo|ban hanh|luat|nghi dinh|nghi quyet|quyet dinh|thong tu|v/v)\b")
_MOST_WORDS_AFTER_DATE = 3
_MOST_WORDS_BEFORE_SYMBOL = 2


@dataclass(frozen=True, slots=True)
class Header:
    """The head of a document. ``split_x`` parts the columns; ``bottom`` is where the head ends, px."""

    page: int
    page_width: int
    page_height: int
    split_x: float
    top: float
    line_height: float
    agencies: tuple[Line, ...]
    number: Line | None
    date: Line | None
    bottom: float
    below: tuple[Line, ...]
    """The lines under the motto in both columns and the body, top to bottom; number and date among them."""


def find_header(page: int, size: tuple[int, int], lines: Sequence[Line]) -> Header | None:
    """The head on a page of ``size`` (width, height) px, or None when it has neither motto nor country nor date."""
    width, height = size
    upper = [line for line in lines if line.middle_y < _HEADER_DEPTH * height]
    anchor = _anchor(upper) or _anchor_by_date(upper, width)
    if anchor is None:
        return None
    split_x, top, motto_bottom, line_height = anchor
    reach = motto_bottom + _NUMBER_REACH * line_height
    under = [line for line in upper if motto_bottom - 0.3 * line_height < line.middle_y < reach]
    date = _date_line(under, split_x, width)
    number = _number_line(under, split_x, width, date)
    # Not the boxes' own bottom: one stroke of a pen read as a letter reaches far down.
    ends = [median(word.box.y1 for word in line.words) for line in (number, date) if line is not None]
    agencies_end = number.box.y0 if number else min(ends, default=motto_bottom + 2 * line_height)
    left = (_left_of(line, split_x, width) for line in upper)
    agencies = tuple(
        line
        for line in left
        if line is not None
        and top - 0.7 * line_height < line.middle_y
        and line.box.y1 < agencies_end + 0.3 * line_height
    )
    bottom = max(ends, default=motto_bottom + line_height)
    return Header(
        page=page,
        page_width=width,
        page_height=height,
        split_x=split_x,
        top=top,
        line_height=line_height,
        agencies=agencies,
        number=number,
        date=date,
        bottom=bottom,
        below=tuple(line for line in lines if line.middle_y > bottom),
    )


def cut(line: Line, x: float, page_width: int) -> tuple[Line | None, Line | None]:
    """The line's words left and right of a column border near ``x``: at the widest gap close to it.

    A line without such a gap is one text and belongs to the column that holds its middle.
    """
    if line.box.x1 < x:
        return line, None
    reach = _COLUMN_TOLERANCE * page_width
    gaps = [
        (right.box.x0 - left.box.x1, (left.box.x1 + right.box.x0) / 2)
        for left, right in pairwise(line.words)
        if left.box.x1 < x + reach and right.box.x0 > x - reach
    ]
    width, border = max(gaps, default=(0.0, x))
    if width <= _COLUMN_GAP * line.height:
        return (line, None) if line.middle_x < x else (None, line)
    return (
        line.where(lambda word: (word.box.x0 + word.box.x1) / 2 < border),
        line.where(lambda word: (word.box.x0 + word.box.x1) / 2 >= border),
    )


def _left_of(line: Line, x: float, page_width: int) -> Line | None:
    return cut(line, x, page_width)[0]


def _anchor(lines: Sequence[Line]) -> tuple[float, float, float, float] | None:
    """``split_x``, top of the country line, bottom of the motto and line height."""
    country = next((words for _, words in lines_with(lines, COUNTRY)), None)
    below = [line for line in lines if country is None or 0 <= line.middle_y - country.middle_y < 4 * country.height]
    motto = next((words for _, words in lines_with(below, MOTTO)), None)
    if country is not None:
        bottom = motto.box.y1 if motto else country.box.y1 + 1.3 * country.height
        return country.box.x0 - 0.3 * country.height, country.box.y0, bottom, country.height
    if motto is None:
        return None
    split_x = motto.box.x0 - _COUNTRY_OVERHANG * motto.box.width
    return split_x, motto.box.y0 - 1.5 * motto.height, motto.box.y1, motto.height


def _anchor_by_date(lines: Sequence[Line], width: int) -> tuple[float, float, float, float] | None:
    """The same guessed from number and date side by side, on a page whose motto was not read."""
    for date in lines:
        if date.middle_x < width / 2 or not _DATE.search(date.folded):
            continue
        beside = (
            line for line in lines if abs(line.middle_y - date.middle_y) < date.height and line.box.x1 < date.box.x0
        )
        number = next((line for line in beside if _NUMBER_LABEL.match(line.folded)), None)
        if number is not None:
            height = date.height
            return (number.box.x1 + date.box.x0) / 2, date.box.y0 - 5 * height, date.box.y0 - 2 * height, height
    return None


def _date_line(lines: Sequence[Line], split_x: float, width: int) -> Line | None:
    right = [piece for line in lines if (piece := cut(line, split_x, width)[1]) is not None]
    torn = (_row_of(line, right) for line in right if "hang" in line.folded)
    return next((line for line in (*right, *torn) if _dates_the_paper(line)), None)


def _row_of(line: Line, others: Sequence[Line]) -> Line:
    """A line with what stands beside it: it is torn apart where something was written into a wide gap."""
    row = [other for other in others if abs(other.middle_y - line.middle_y) < 0.6 * line.height]
    words = sorted((word for piece in row for word in piece.words), key=lambda word: word.box.x0)
    return Line(line.page, tuple(words))


def _dates_the_paper(line: Line) -> bool:
    """Whether a line holds a date that is not a part of a sentence about another paper."""
    match = _DATE.search(line.folded)
    if match is None or _CITING.search(line.folded[: match.start()]):
        return False
    after = re.findall(r"[^\W\d_]{2,}", line.folded[match.end() :])
    return len(after) <= _MOST_WORDS_AFTER_DATE


def _number_line(lines: Sequence[Line], split_x: float, width: int, date: Line | None) -> Line | None:
    left = [piece for line in lines if (piece := _left_of(line, split_x, width)) is not None]
    beside = [line for line in left if date is not None and abs(line.middle_y - date.middle_y) < date.height]
    # On the row of the date first: a stamp of arrival bears a number as well.
    found = next((line for line in (*beside, *left) if _NUMBER_LABEL.match(line.folded)), None)
    found = found or next((line for line in left if _bears_symbol(line)), None)
    found = found or next((line for line in beside if "/" in line.text), None)
    return _row_of(found, left) if found is not None else None


def _bears_symbol(line: Line) -> bool:
    """Whether a symbol stands near the beginning of a line, not in a sentence that quotes another paper."""
    match = _SYMBOL.search(line.text)
    return (
        match is not None and len(re.findall(r"[^\W\d_]{2,}", line.text[: match.start()])) <= _MOST_WORDS_BEFORE_SYMBOL
    )
