"""A second look at the parts of a page that the first one left out or made no sense of.

Only such parts are read again, so that a page which was read well costs nothing more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from domain.model import Box, Word
from pipeline.enhance.clean_page import CleanPage
from pipeline.ocr_engine import Layout, OcrEngine
from pipeline.recognise.coverage import lost_areas
from pipeline.recognise.signature_area import names, signature_area
from pipeline.recognise.tables import Table
from pipeline.recognise.words import legible_letters, mean_confidence, tidied

_BELIEVED_FROM = 65.0
"""Mean confidence from which what was lost is text and no signature."""
_DOUBTFUL_CELL_BELOW = 80.0
_MOST_PARTS = 12
"""A page with more lost areas is a drawing or a photo, and a table with more weak cells is beyond help."""
_CELL_MARGIN_PX = 3
_WHOLE_NAME, _PART_OF_NAME = 3, 2
"""Words: few names have less than three, and of a name half hidden two are worth having."""


@dataclass(frozen=True, slots=True)
class SecondLook:
    """All words of a page after the second look, and how many of its parts gained by it."""

    words: tuple[Word, ...]
    recovered: int = 0
    reread: int = 0


def second_look(page: CleanPage, words: Sequence[Word], tables: Sequence[Table], engine: OcrEngine) -> SecondLook:
    """Read weak cells of tables, lost areas and names under a stamp once more, and keep what is better than before.

    Raises:
        FileOverwhelmsTools, ProgramFailed, ProgramMissing: see ``OcrEngine.read``.
    """
    look = _cells_reread(page, words, tables, engine)
    look = _lost_recovered(page, look, engine)
    return _signer_found(page, look, engine)


def _cells_reread(page: CleanPage, words: Sequence[Word], tables: Sequence[Table], engine: OcrEngine) -> SecondLook:
    """Layout analysis reads across narrow columns; a cell alone is read without its neighbours and its rules."""
    look = SecondLook(tuple(words))
    cells = _weak_cells(words, tables)[:_MOST_PARTS]
    for cell, now in zip(cells, _read_parts(page, [_inside(cell) for cell in cells], engine), strict=True):
        before = [word for word in look.words if _within(word, cell)]
        if legible_letters(now) > legible_letters(before):
            others = [word for word in look.words if not _within(word, cell)]
            look = SecondLook((*others, *_on_own_lines(now, others)), reread=look.reread + 1)
    return look


def _weak_cells(words: Sequence[Word], tables: Sequence[Table]) -> list[Box]:
    """The cells whose words make little sense, the weakest first."""
    weak = []
    for cell in (cell for table in tables for cell in table.cells):
        confidence = mean_confidence([word for word in words if _within(word, cell)])
        if 0.0 < confidence < _DOUBTFUL_CELL_BELOW:
            weak.append((confidence, cell))
    return [cell for _, cell in sorted(weak, key=lambda found: found[0])]


def _lost_recovered(page: CleanPage, look: SecondLook, engine: OcrEngine) -> SecondLook:
    areas = lost_areas(page.pixels, page.dpi, look.words)
    for found in _read_parts(page, areas, engine) if len(areas) <= _MOST_PARTS else ():
        if mean_confidence(found) >= _BELIEVED_FROM:
            words = (*look.words, *_on_own_lines(found, look.words))
            look = replace(look, words=words, recovered=look.recovered + 1)
    return look


def _signer_found(page: CleanPage, look: SecondLook, engine: OcrEngine) -> SecondLook:
    """Where a page is signed and no name was read, names are looked for among scattered words."""
    height, width = page.pixels.shape
    area = signature_area(look.words, width, height, page.dpi)
    within = [word for word in look.words if area is not None and _within(word, area)]
    if area is None or names(within, least_words=_WHOLE_NAME):
        return look
    (scattered,) = _read_parts(page, [area], engine, Layout.SPARSE)
    for name in names(scattered, least_words=_PART_OF_NAME):
        place = reduce(Box.union, (word.box for word in name))
        others = [word for word in look.words if not _within(word, place)]
        look = replace(look, words=(*others, *_on_own_lines(name, others)), recovered=look.recovered + 1)
    return look


def _read_parts(
    page: CleanPage, parts: Sequence[Box], engine: OcrEngine, layout: Layout = Layout.BLOCK
) -> list[list[Word]]:
    read = engine.read_parts([_cut(page, part) for part in parts], page.dpi, layout)
    return [
        [_moved(word, int(part.x0), int(part.y0)) for word in tidied(words)]
        for part, words in zip(parts, read, strict=True)
    ]


def _cut(page: CleanPage, part: Box) -> NDArray[np.uint8]:
    return np.ascontiguousarray(page.pixels[int(part.y0) : int(part.y1), int(part.x0) : int(part.x1)])


def _moved(word: Word, left: int, top: int) -> Word:
    box = Box(word.box.x0 + left, word.box.y0 + top, word.box.x1 + left, word.box.y1 + top)
    return replace(word, box=box, baseline=None if word.baseline is None else word.baseline + top)


def _within(word: Word, part: Box) -> bool:
    x, y = (word.box.x0 + word.box.x1) / 2, (word.box.y0 + word.box.y1) / 2
    return part.x0 <= x <= part.x1 and part.y0 <= y <= part.y1


def _inside(cell: Box) -> Box:
    return Box(
        cell.x0 + _CELL_MARGIN_PX, cell.y0 + _CELL_MARGIN_PX, cell.x1 - _CELL_MARGIN_PX, cell.y1 - _CELL_MARGIN_PX
    )


def _on_own_lines(found: Sequence[Word], others: Sequence[Word]) -> list[Word]:
    """What was found on lines and in blocks of its own, numbered after those of all others."""
    line = 1 + max((word.line for word in others), default=-1)
    block = 1 + max((word.block for word in others), default=-1)
    return [replace(word, line=line + word.line, block=block + word.block) for word in found]
