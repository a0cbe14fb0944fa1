"""Made papers as a recogniser that makes no mistakes would read them: every word where it is printed."""

from collections.abc import Mapping
from itertools import count

from domain.model import Box, PageFrame, PageReading, Word
from samples.generator.kinds import typed
from samples.generator.text_pdf import TextPage

DPI = 200.0
_PX = DPI / 25.4
_POINT = 25.4 / 72


def paper(kind: str, seed: int) -> tuple[list[PageReading], Mapping[str, str]]:
    """The readings of a made paper, and its truth."""
    pages, truth = typed(kind, seed)
    return [reading_of(page, number) for number, page in enumerate(pages, start=1)], truth


def reading_of(page: TextPage, number: int = 1) -> PageReading:
    """The words of a page of text, at 200 dpi."""
    words, lines = [], count()
    for x, baseline, text, face, size_pt in page.texts:
        line, left, height = next(lines), x, size_pt * _POINT
        for piece in text.split(" "):
            right = left + page.measure(piece, face, size_pt)
            if piece:
                box = Box(left * _PX, (baseline - 0.75 * height) * _PX, right * _PX, (baseline + 0.2 * height) * _PX)
                words.append(Word(piece, box, 96.0, line, line))
            left = right + page.measure(" ", face, size_pt)
    frame = PageFrame(round(page.width_mm * _PX), round(page.height_mm * _PX), DPI)
    return PageReading(number, frame, tuple(words), "typed")
