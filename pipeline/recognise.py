"""From a clean page to its words: one look at the whole page, and a second one only where the first failed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from domain.model import Box, PageFrame, Word
from pipeline.coverage import lost_areas
from pipeline.enhance import CleanPage
from pipeline.ocr_engine import Layout, OcrEngine
from pipeline.reading_order import in_reading_order
from pipeline.tables import ruled_tables
from pipeline.words import legible_letters, mean_confidence, tidied

BLANK = "blank"
LOW_CONFIDENCE = "low_confidence"
TEXT_RECOVERED = "text_recovered"

_UPSIDE_DOWN_BELOW = 60.0
"""Mean confidence: upright pages give 82 to 96, pages on their head 29 to 45."""
_DOUBTFUL_BELOW = 75.0
_RECOVERED_FROM = 65.0
"""Mean confidence from which what a lost area gave is text and no signature."""
_MOST_AREAS = 12
_BLANK_INK = 0.005
"""Ink share of a page without words up to which it is blank and no picture."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """The words of a page in reading order, boxes in pixels of ``frame``, and how well it went.

    ``steps`` are codes of what was done to the page before and while it was read.
    """

    words: tuple[Word, ...]
    frame: PageFrame
    measures: dict[str, float]
    warnings: tuple[str, ...]
    steps: tuple[str, ...] = ()


def recognise(page: CleanPage, engine: OcrEngine) -> Recognition:
    """Read a page.

    A page that makes no sense is tried on its head, and the better reading wins. Lines that the engine's layout
    analysis lost (names beneath a stamp, paragraphs of a warped page) are looked for by their ink and read alone.

    Raises:
        FileOverwhelmsTools, ProgramFailed, ProgramMissing: see ``OcrEngine.read``.
    """
    words = tidied(engine.read(page.pixels, page.dpi))
    if page.letters and mean_confidence(words) < _UPSIDE_DOWN_BELOW:
        turned = page.upside_down()
        words_turned = tidied(engine.read(turned.pixels, turned.dpi))
        if legible_letters(words_turned) > legible_letters(words):
            page, words = turned, words_turned
    recovered = _recovered(page, words, engine)
    ordered = in_reading_order((*words, *recovered), ruled_tables(page.pixels, page.dpi))
    confidence = mean_confidence(ordered)
    return Recognition(
        tuple(page.in_frame(word) for word in ordered),
        page.frame,
        {"mean_confidence": round(confidence, 2), "ink_share": round(page.ink_share, 5)},
        tuple(_warnings(page, ordered, confidence, recovered)),
    )


def _recovered(page: CleanPage, words: Sequence[Word], engine: OcrEngine) -> list[Word]:
    """Words of the areas that the first look left out, on lines of their own."""
    areas = lost_areas(page.pixels, page.dpi, words)
    found: list[Word] = []
    for area in areas if len(areas) <= _MOST_AREAS else ():
        part = np.ascontiguousarray(page.pixels[int(area.y0) : int(area.y1), int(area.x0) : int(area.x1)])
        read = tidied(engine.read(part, page.dpi, Layout.BLOCK))
        if mean_confidence(read) >= _RECOVERED_FROM:
            first_line = 1 + max((word.line for word in (*words, *found)), default=-1)
            found += [replace(_moved(word, area), line=first_line + word.line) for word in read]
    return found


def _moved(word: Word, area: Box) -> Word:
    left, top = int(area.x0), int(area.y0)
    box = Box(word.box.x0 + left, word.box.y0 + top, word.box.x1 + left, word.box.y1 + top)
    return replace(word, box=box)


def _warnings(page: CleanPage, words: Sequence[Word], confidence: float, recovered: Sequence[Word]) -> list[str]:
    if not words:
        return [BLANK] if page.ink_share <= _BLANK_INK else [LOW_CONFIDENCE]
    warnings = [LOW_CONFIDENCE] if confidence < _DOUBTFUL_BELOW else []
    return [*warnings, TEXT_RECOVERED] if recovered else warnings
