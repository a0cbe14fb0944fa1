"""What a paper shows of its class: capitals by themselves, the phrases of its text, the place of its motto."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import fuzz

from domain.model import PageReading
from domain.templates import Motto
from domain.vietnamese import capital_share, fold
from pipeline.extract.anchors import COUNTRY, MOTTO, lines_with
from pipeline.extract.captions import key_of
from pipeline.extract.header import Header
from pipeline.extract.lines import Line

_MOST_PAGES = 3
"""The title stands on the first page with content; a cover or a blank may lie before it."""

_MOST_LINES = 120
_MOST_CAPITALS = 40
_TITLE_ROWS = 4
_TITLE_GAP = 3.0
"""Rows of one title stand at most so far apart, in line heights."""

_OFF_CENTRE = 0.17
_ALIKE = 86.0
_BEGINS = 0.92
"""What a title is worth when more capitals follow it in its row, as a share of a whole one."""

_PHRASE = 88.0
_LONGEST_TEXT = 12_000


@dataclass(frozen=True, slots=True)
class Heading:
    """Capitals that stand by themselves: rows of one title, joined. ``centred``: near the middle of the page."""

    page: int
    centred: bool
    lines: tuple[Line, ...]
    key: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """What classes are asked about."""

    pages: Sequence[tuple[PageReading, Sequence[Line]]]
    headings: tuple[Heading, ...]
    text: str
    motto: Motto


def paper_of(pages: Sequence[tuple[PageReading, Sequence[Line]]], header: Header | None) -> Paper:
    """What the first pages of a document show."""
    first = [(at, reading, lines[:_MOST_LINES]) for at, (reading, lines) in enumerate(pages[:_MOST_PAGES])]
    headings = [heading for at, reading, lines in first for heading in _headings(at, reading, lines)]
    text = "".join(key_of(line.text) for _, _, lines in first for line in lines)[:_LONGEST_TEXT]
    return Paper(pages, tuple(headings), text, _motto_of(first, header))


def _motto_of(first: Sequence[tuple[int, PageReading, Sequence[Line]]], header: Header | None) -> Motto:
    for _, reading, lines in first:
        anchor = next((words for phrase in (COUNTRY, MOTTO) for _, words in lines_with(lines, phrase)), None)
        if anchor is not None:
            off = abs(anchor.middle_x - reading.frame.width_px / 2)
            return Motto.CENTRED if off < 0.08 * reading.frame.width_px else Motto.COLUMNS
    return Motto.NONE if header is None else Motto.COLUMNS


def _headings(at: int, reading: PageReading, lines: Sequence[Line]) -> Iterator[Heading]:
    """Rows of capitals, each with those right below it."""
    width = reading.frame.width_px
    rows = [
        line
        for line in lines
        if capital_share(line.text) >= 0.7 and sum(character.isalpha() for character in line.text) >= 3
    ][:_MOST_CAPITALS]
    for start in range(len(rows)):
        joined = [rows[start]]
        yield _heading(at, joined, width)
        below = (line for line in rows[start + 1 :] if _stands_under(joined[0], line))
        for following in islice(below, _TITLE_ROWS - 1):
            if following.middle_y - joined[-1].middle_y > _TITLE_GAP * joined[-1].height:
                break
            joined.append(following)
            yield _heading(at, joined, width)


def _stands_under(upper: Line, lower: Line) -> bool:
    return lower.middle_y > upper.middle_y + 0.5 * upper.height and lower.box.x0 < upper.middle_x < lower.box.x1


def _heading(at: int, lines: Sequence[Line], width: int) -> Heading:
    text = " ".join(line.text for line in lines)
    centred = all(abs(line.middle_x - width / 2) <= _OFF_CENTRE * width for line in lines)
    return Heading(at, centred, tuple(lines), key_of(text), tuple(re.findall(r"[^\W_]+", fold(text))))


def title_on(paper: Paper, titles: Sequence[str], *, anywhere: bool) -> tuple[Heading | None, float, str]:
    """The heading likest to one of the titles, how like it is, in [0, 1], and the letters of that title."""
    best: tuple[float, Heading | None, str] = (0.0, None, "")
    for title in titles:
        key, words = key_of(title), tuple(fold(title).split())
        for heading in (heading for heading in paper.headings if anywhere or heading.centred):
            likeness = _likeness(key, words, heading)
            if likeness > best[0]:
                best = (likeness, heading, key)
    return best[1], best[0], best[2]


def _likeness(key: str, words: tuple[str, ...], heading: Heading) -> float:
    whole = fuzz.ratio(key, heading.key)
    # One wrong letter of a short title makes another word of it.
    if whole >= max(_ALIKE, 100.0 - 130.0 / max(len(key), 1)):
        return whole / 100.0
    # One word begins too much: ĐƠN is a title, ĐƠN VỊ heads a column.
    return _BEGINS if len(words) > 1 and heading.words[: len(words)] == words else 0.0


def stands(phrase: str, paper: Paper) -> bool:
    """Whether a phrase stands on the paper; of a long one some letters may be misread."""
    key = key_of(phrase)
    if key in paper.text:
        return True
    return len(key) >= 12 and fuzz.partial_ratio(key, paper.text, score_cutoff=_PHRASE) > 0


def first_with(phrases: Sequence[str], paper: Paper) -> tuple[int, tuple[Line, ...]]:
    """The place of the first page with one of the phrases, and the line that holds it; no line where none does."""
    keys = [key_of(phrase) for phrase in phrases]
    for at, (_, lines) in enumerate(paper.pages[:_MOST_PAGES]):
        for line in lines:
            if any(key in key_of(line.text) for key in keys):
                return at, (line,)
    return 0, ()
