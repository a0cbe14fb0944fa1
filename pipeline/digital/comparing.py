"""Whether a converted PDF still shows and says what its source does."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.errors import InputError, NotConvertible, UnreadableScan
from pipeline.digital.drawing import drawn_grey
from pipeline.digital.geometry import shown_pages
from pipeline.digital.words import page_words
from pipeline.limits import Limits

COMPARED_DPI = 60
_BLUR_PX = 3.0
"""A renderer draws thin strokes lighter or darker than another does; over a letter's width that evens out."""

_MAX_APART = 45
"""Grey levels, of 255, that two blurred pages may differ by anywhere. A page of thin strokes drawn as a picture and as
fonts differs by up to 36; one word that is gone by 53."""
_MIN_SAME_WORDS = 0.95


def looks_the_same(one: Path, other: Path, limits: Limits, pages: Sequence[int] | None = None) -> bool:
    """Whether two PDF files show the same pages, by drawing both at 60 dpi, a page at a time.

    Args:
        one: a PDF.
        other: another.
        limits: of the programs that draw them, for each page.
        pages: numbers of the pages of ``one`` that ``other`` shall consist of, in this order; all when None.

    Raises:
        NotConvertible: one of them cannot be drawn.
    """
    numbers = pages if pages is not None else range(1, len(shown_pages(one, limits)) + 1)
    if len(shown_pages(other, limits)) != len(numbers):
        return False
    pairs = enumerate(numbers, start=1)
    return all(_alike(_drawn(one, ours, limits), _drawn(other, theirs, limits)) for theirs, ours in pairs)


def says_the_same(one: Path, other: Path, limits: Limits) -> bool:
    """Whether two PDF files of equally many pages hold the same words on each, order and a few breaks aside."""
    count = len(shown_pages(one, limits))
    for number in range(1, count + 1):
        try:
            (ours,), (theirs,) = (page_words(path, number, number, limits) for path in (one, other))
        except (InputError, ValueError):
            return False
        mine, others = (Counter(word.text for word in words) for words in (ours, theirs))
        if (mine & others).total() < _MIN_SAME_WORDS * max(mine.total(), others.total()):
            return False
    return True


def _drawn(path: Path, number: int, limits: Limits) -> NDArray[np.uint8]:
    """A page as it is shown, grey and blurred."""
    try:
        picture = drawn_grey(path, number, COMPARED_DPI, limits)
    except UnreadableScan as error:
        raise NotConvertible("a page cannot be drawn") from error
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), _BLUR_PX), dtype=np.uint8)


def _alike(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> bool:
    if abs(one.shape[0] - other.shape[0]) > 1 or abs(one.shape[1] - other.shape[1]) > 1:
        return False
    height, width = np.minimum(one.shape, other.shape)
    apart = np.abs(one[:height, :width].astype(np.int16) - other[:height, :width])
    return int(apart.max()) <= _MAX_APART
