"""Several documents in one file: on which pages another one begins.

A feeder takes what lies in it. Another document shows by a head of its own: the motto near the top of a page, a number
line with its symbol and a date line with its year, and a title, a letter's subject or its addressees under them. Where
one of these was not read, the page before must have ended a document. Annexes bear titles without such a head, forms
annexed to a paper bear one with everything left blank, and both go on with the numbers of the pages.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from domain.model import Field, PageReading, RuleVerdict
from domain.vietnamese import unify_dashes
from pipeline.extract.anchors import COUNTRY, MOTTO, begins_addressees, lines_with
from pipeline.extract.decoys import PageLines
from pipeline.extract.foot import find_foot
from pipeline.extract.header import Header, find_header
from pipeline.extract.lines import Line
from pipeline.extract.subject import find_letter_subject
from pipeline.extract.title import find_title

ANOTHER_BEGINS = "another_document_begins"
"""Warning: another document begins on this page."""

_FIELD = "documents_in_file"
_DEEPEST_HEAD = 0.35
_ANNEX = re.compile(
    r"^\W{0,4}(?:phu luc|phu bieu|bieu (?:mau|so)|mau (?:so|don|phieu|to khai)|mau\W{0,3}[0-9]|kem theo)"
)
_ANNEX_LINES = 12
_YEAR = re.compile(r"nam\W{0,3}(?:19|20)[0-9]{2}(?![0-9])")
_SYMBOL = re.compile(r"/\s{0,3}(?:(?:19|20)[0-9]{2}\s?/\s?)?[A-ZĐ][\w&]{0,9}\s?-\s?[A-ZĐ]")
_LONGEST_LINE = 400
_PAGE_NUMBER = re.compile(r"\W{0,4}([0-9]{1,3})\W{0,4}")
_PAGE_NUMBER_DEPTH = 0.1
_OFF_CENTRE = 0.1
_LIKELY = 0.8


def beginnings(pages: Sequence[PageLines]) -> tuple[int, ...]:
    """The numbers of the pages on which another document begins; never the first.

    Args:
        pages: the pages of a file in order, decoys taken off.
    """
    begun: list[int] = []
    for at in range(1, len(pages)):
        reading, lines = pages[at]
        header = find_header(reading.number, _size(reading), lines)
        if header is None or not _may_begin(header, lines) or _numbering_goes_on(pages[at - 1], pages[at]):
            continue
        signs = _signs(header, lines)
        if signs == 3 or (signs == 2 and _has_year(header) and _ends_document(pages[at - 1])):
            begun.append(reading.number)
    return tuple(begun)


def documents_field(pages: Sequence[PageLines], begun: Sequence[int]) -> Iterator[Field]:
    """``documents_in_file`` where there are several: how many; ``raw`` names their pages (``1, 2-4``)."""
    if not begun:
        return
    first, last = pages[0][0].number, pages[-1][0].number
    begins, ends = (first, *begun), (*(number - 1 for number in begun), last)
    spans = (f"{start}-{end}" if end > start else str(start) for start, end in zip(begins, ends, strict=True))
    yield Field(
        name=_FIELD,
        value=str(len(begins)),
        raw=", ".join(spans),
        page=begun[0],
        box=None,
        confidence=_LIKELY,
        accepted=False,
        rules=(RuleVerdict("one_document_in_file", passed=False),),
    )


def with_beginnings_marked(readings: Sequence[PageReading], fields: Iterable[Field]) -> list[PageReading]:
    """The pages in order, those on which another document begins with the warning ``another_document_begins``.

    Args:
        readings: the pages of a file.
        fields: what was extracted from them; ``documents_in_file`` names the pages of each document.
    """
    spans = next((field.raw.split(", ") for field in fields if field.name == _FIELD), [])
    begun = frozenset(int(span.partition("-")[0]) for span in spans[1:])
    return [
        replace(reading, warnings=tuple(dict.fromkeys((*reading.warnings, ANOTHER_BEGINS))))
        if reading.number in begun
        else reading
        for reading in readings
    ]


def _may_begin(header: Header, lines: Sequence[Line]) -> bool:
    """Whether the head stands on top, of no annex, and over what only the first page of a document bears."""
    if header.top > _DEEPEST_HEAD * header.page_height:
        return False
    if any(_ANNEX.match(line.folded[:_LONGEST_LINE]) for line in lines[:_ANNEX_LINES]):
        return False
    opens = any(begins_addressees(line) for line in header.below)
    return opens or find_title(header) is not None or bool(find_letter_subject(header))


def _signs(header: Header, lines: Sequence[Line]) -> int:
    """How many of motto, symbol and year the head bears."""
    upper = [line for line in lines if line.middle_y < _DEEPEST_HEAD * header.page_height]
    motto = any(next(lines_with(upper, phrase), None) is not None for phrase in (COUNTRY, MOTTO))
    number = unify_dashes(header.number.text[:_LONGEST_LINE]) if header.number is not None else ""
    return motto + (_SYMBOL.search(number) is not None) + _has_year(header)


def _has_year(header: Header) -> bool:
    return header.date is not None and _YEAR.search(header.date.folded[:_LONGEST_LINE]) is not None


def _ends_document(page: PageLines) -> bool:
    reading, lines = page
    foot = find_foot(reading.number, _size(reading), lines)
    return foot is not None and (foot.recipients is not None or bool(foot.authority))


def _numbering_goes_on(before: PageLines, page: PageLines) -> bool:
    """Whether both pages bear printed numbers, the second one more than the first."""
    earlier, later = _page_number(before), _page_number(page)
    return earlier is not None and later == earlier + 1


def _page_number(page: PageLines) -> int | None:
    reading, lines = page
    width, height = _size(reading)
    for line in lines:
        if line.middle_y > _PAGE_NUMBER_DEPTH * height:
            return None
        match = _PAGE_NUMBER.fullmatch(line.text[:_LONGEST_LINE])
        if match is not None and abs(line.middle_x - width / 2) < _OFF_CENTRE * width:
            return int(match[1])
    return None


def _size(reading: PageReading) -> tuple[int, int]:
    return reading.frame.width_px, reading.frame.height_px
