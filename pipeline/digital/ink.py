"""Text against the page as it is drawn: which words are really seen, and how much of the writing they account for."""

from dataclasses import dataclass
from math import sqrt
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.model import Box, Word
from pipeline.digital.drawing import drawn_grey
from pipeline.digital.geometry import ShownPage
from pipeline.limits import Limits

_DRAWN_DPI = 100.0
_MOST_PIXELS = 20_000_000
_MIN_CONTRAST = 40
"""Grey levels between the darkest and the lightest point of a word that is seen, of 255."""
_MIN_DARKER = 40
_PAPER_WINDOW_PX = 31
"""Wider than a stroke of any heading, so that a closing leaves the paper alone."""
_LETTER_HEIGHTS = (4, 40)
_LETTER_WIDTHS = (2, 60)
"""Sides of a letter at 100 dpi: 1 to 10 mm high, single or run together."""
_MARGIN_PX = 2


@dataclass(frozen=True, slots=True)
class Seen:
    """``words`` are those that are seen; letters are shapes of a letter's size, within their boxes and elsewhere."""

    words: tuple[Word, ...]
    letters_within: int
    letters_elsewhere: int

    @property
    def share_elsewhere(self) -> float:
        """Share of the page's writing that its words do not account for."""
        return self.letters_elsewhere / max(self.letters_within + self.letters_elsewhere, 1)


def seen_words(path: Path, number: int, page: ShownPage, words: tuple[Word, ...], limits: Limits) -> Seen:
    """Draw a page and look where its words stand. Their boxes are in the page's own units.

    Raises:
        UnreadableScan: poppler draws nothing.
        FileOverwhelmsTools, ProgramMissing: see ``run_program``.
    """
    grey = _drawn(path, number, page, limits)
    scale = grey.shape[1] / page.width
    places = [_place(word.box, scale, grey.shape) for word in words]
    seen = [index for index, place in enumerate(places) if _has_contrast(grey[place])]
    within, elsewhere = _letters(grey, [places[index] for index in seen])
    return Seen(tuple(words[index] for index in seen), within, elsewhere)


def _drawn(path: Path, number: int, page: ShownPage, limits: Limits) -> NDArray[np.uint8]:
    dpi = min(_DRAWN_DPI, 72 * sqrt(_MOST_PIXELS / max(page.width * page.height, 1.0)))
    return drawn_grey(path, number, dpi, limits)


def _place(box: Box, scale: float, shape: tuple[int, ...]) -> tuple[slice, slice]:
    height, width = shape[:2]
    top, bottom = (min(max(round(y * scale), 0), height) for y in (box.y0, box.y1))
    left, right = (min(max(round(x * scale), 0), width) for x in (box.x0, box.x1))
    return slice(top, max(bottom, top + 1)), slice(left, max(right, left + 1))


def _has_contrast(patch: NDArray[np.uint8]) -> bool:
    return patch.size > 0 and int(patch.max()) - int(patch.min()) >= _MIN_CONTRAST


def _letters(grey: NDArray[np.uint8], places: list[tuple[slice, slice]]) -> tuple[int, int]:
    """How many shapes of a letter's size lie within the places, and how many elsewhere."""
    window = cv2.getStructuringElement(cv2.MORPH_RECT, (_PAPER_WINDOW_PX, _PAPER_WINDOW_PX))
    paper = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, window)
    ink = (paper.astype(np.int16) - grey >= _MIN_DARKER).astype(np.uint8)
    _, _, stats, middles = cv2.connectedComponentsWithStats(ink, connectivity=8)
    heights, widths = stats[1:, cv2.CC_STAT_HEIGHT], stats[1:, cv2.CC_STAT_WIDTH]
    (lowest, highest), (narrowest, widest) = _LETTER_HEIGHTS, _LETTER_WIDTHS
    of_size = (heights >= lowest) & (heights <= highest) & (widths >= narrowest) & (widths <= widest)
    covered = np.zeros(grey.shape, dtype=np.bool_)
    for rows, columns in places:
        covered[max(rows.start - _MARGIN_PX, 0) : rows.stop + _MARGIN_PX, columns] = True
    columns_of, rows_of = middles[1:][of_size].astype(int).T
    within = int(np.count_nonzero(covered[rows_of, columns_of]))
    return within, int(np.count_nonzero(of_size)) - within
