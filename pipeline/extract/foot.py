"""The foot of a document: recipients left, authority and signature right (Decree 30/2020, Annex I, ô 7, 9b).

It stands on the last page of the document's own text, not of the file: annexes follow it. Papers of several agencies
bear their signatures side by side, and the recipients below them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from pipeline.extract.anchors import RECIPIENTS, find_phrase
from pipeline.extract.authority import AuthorityLine, read_authority
from pipeline.extract.lines import Line

_EDGES = " .,;:_'`\"|~*-–—“”‘’„^°=<>()[]{}/\\"
_ABOVE = 4.0
"""Lines of authority begin at most so many line heights above "Nơi nhận"."""

_COLUMN_GAP = 1.2
"""The least gap between the columns, in line heights."""

_BORDER_REACH = 0.2
_LEFT_EDGE = 0.4
_RIGHT_CENTRE = 0.55
_BLOCK_GAP = 3.0
_SIGNATURES_ABOVE = 0.3
"""Signatures side by side stand at most so far above "Nơi nhận", as a share of the page's height."""

_BODY_WIDTH = 0.5


@dataclass(frozen=True, slots=True)
class Foot:
    """The foot of a document. ``recipients`` is the line of the words "Nơi nhận"; px of its page.

    ``left`` holds the lines under it, ``right`` those from the first line of authority down, ``above`` those between
    the body and the recipients where no authority stands beside them.
    """

    page: int
    page_width: int
    page_height: int
    recipients: Line | None
    left: tuple[Line, ...]
    authority: tuple[AuthorityLine, ...]
    right: tuple[Line, ...]
    above: tuple[Line, ...] = ()


def find_foot(page: int, size: tuple[int, int], lines: Sequence[Line], top: float = 0.0) -> Foot | None:
    """The foot on a page, below ``top`` px; None when the page has neither recipients nor lines of authority."""
    width, height = size
    below = [line for line in lines if line.middle_y > top]
    anchor = next((words for line in below if (words := _recipients_in(line, width)) is not None), None)
    start = anchor.box.y0 - _ABOVE * anchor.height if anchor is not None else top
    columns = [_columns(line, width) for line in below if line.middle_y > start]
    right = [line for _, line in columns if line is not None]
    authority = _first_block([found for line in right if (found := _authority_in(line, width)) is not None])
    if anchor is None and not authority:
        return None
    right_from = authority[0].line.box.y0 if authority else start
    return Foot(
        page=page,
        page_width=width,
        page_height=height,
        recipients=anchor,
        left=tuple(line for line, _ in columns if line is not None and anchor and line.middle_y > anchor.box.y1),
        authority=authority,
        right=tuple(line for line in right if line.middle_y >= right_from),
        above=_above(anchor, below, size) if anchor is not None and not authority else (),
    )


def _above(recipients: Line, lines: Sequence[Line], size: tuple[int, int]) -> tuple[Line, ...]:
    """The narrow lines between the last full line of the body and the recipients."""
    width, height = size
    near = [line for line in lines if 0 < recipients.middle_y - line.middle_y < _SIGNATURES_ABOVE * height]
    body_end = max((line.middle_y for line in near if line.box.width > _BODY_WIDTH * width), default=0.0)
    return tuple(line for line in near if line.middle_y > body_end)


def _columns(line: Line, page_width: int) -> tuple[Line | None, Line | None]:
    """The line parted between the two columns; a line without a gap belongs where it begins."""
    if line.box.x0 >= (1 - _RIGHT_CENTRE) * page_width:
        return None, line
    gaps = [
        (after.box.x0 - before.box.x1, (before.box.x1 + after.box.x0) / 2) for before, after in pairwise(line.words)
    ]
    near = [gap for gap in gaps if abs(gap[1] - page_width / 2) < _BORDER_REACH * page_width]
    width, border = max(near, default=(0.0, 0.0))
    if width > _COLUMN_GAP * line.height:
        return line.where(lambda word: word.box.x0 < border), line.where(lambda word: word.box.x0 >= border)
    return (line, None) if line.box.x0 < _LEFT_EDGE * page_width else (None, line)


def _recipients_in(line: Line, page_width: int) -> Line | None:
    """The words "Nơi nhận" at the beginning of a line in the left half, not within a sentence."""
    begin = line.folded.strip(_EDGES)
    follower = begin[len(RECIPIENTS) :].strip()[:1]
    if line.box.x0 > _LEFT_EDGE * page_width or follower.isalpha():
        return None
    if fuzz.ratio(begin[: len(RECIPIENTS)], RECIPIENTS) < 85.0:
        return None
    return find_phrase(line, RECIPIENTS)


def _authority_in(line: Line, page_width: int) -> AuthorityLine | None:
    return read_authority(line) if line.middle_x > _RIGHT_CENTRE * page_width else None


def _first_block(authority: Sequence[AuthorityLine]) -> tuple[AuthorityLine, ...]:
    """The lines of authority that follow one another without the room of a signature between."""
    block = list(authority[:1])
    for found in authority[1:]:
        if found.line.middle_y - block[-1].line.middle_y > _BLOCK_GAP * block[-1].line.height:
            break
        block.append(found)
    return tuple(block)
