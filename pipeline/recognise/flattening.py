"""A bent page made flat, so that the recogniser finds its lines; and back to where its words stand on the paper.

What a first look finds tells how the page is bent. Flat pages, which most are, are not looked at again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.model import Word
from pipeline.enhance.clean_page import CleanPage
from pipeline.ocr_engine import OcrEngine
from pipeline.recognise.levelling import Bend, Floats, bend_of, moved, places_of
from pipeline.recognise.words import legible_letters, tidied

_GRID_PX = 16
"""The bend of paper is smooth: between places so far apart it is as good as straight."""
_STRIP_PX = 512
"""Where each pixel comes from takes eight times the page's memory; of a drawing that would be more than there is."""
_LONGEST_PX = 32_766
"""OpenCV moves the pixels of no longer page."""
_ROUNDS = 3
_MOST_LOOKS = 2
"""What is bent most is read in parts only, and its bend is known only when more of it was read."""


@dataclass(frozen=True, slots=True)
class FlatPage:
    """A page without the ``bends`` that were taken out of it, one after the other, and the words read on it."""

    page: CleanPage
    words: tuple[Word, ...]
    bends: tuple[Bend, ...] = ()

    def bent_back(self, words: Sequence[Word]) -> tuple[Word, ...]:
        """Words of the flat page where they stand on the page as it was."""
        for bend in reversed(self.bends):
            words = bent_back(words, bend)
        return tuple(words)


def read_flat(page: CleanPage, words: Sequence[Word], engine: OcrEngine) -> FlatPage:
    """The page without the bend that its words tell, read anew as long as that finds more.

    Raises:
        FileOverwhelmsTools, ProgramFailed, ProgramMissing: see ``OcrEngine.read``.
    """
    flat = FlatPage(page, tuple(words))
    if max(page.pixels.shape) > _LONGEST_PX:
        return flat
    for _ in range(_MOST_LOOKS):
        bend = bend_of(flat.words)
        if bend is None:
            break
        tried = replace(flat.page, pixels=flattened(flat.page.pixels, bend))
        found = tidied(engine.read(tried.pixels, tried.dpi))
        if legible_letters(found) <= legible_letters(flat.words):
            break
        flat = FlatPage(tried, found, (*flat.bends, bend))
    return flat


def flattened(pixels: NDArray[np.uint8], bend: Bend) -> NDArray[np.uint8]:
    """The page with each of its columns of pixels moved up and down until lines are level.

    Args:
        pixels: grey page, shape (height, width), 0 is black.
        bend: told by words in these pixels.
    """
    height, width = pixels.shape
    across, down = np.meshgrid(np.arange(0, width + _GRID_PX, _GRID_PX), np.arange(0, height + _GRID_PX, _GRID_PX))
    places = np.stack([across.ravel(), down.ravel()], axis=1).astype(np.float64)
    rise = _rise(places, bend).reshape(across.shape).astype(np.float32)
    # Values stand on the corners of the grid, so that it is stretched from corner to corner.
    grid = np.array([[1 / _GRID_PX, 0, 0], [0, 1 / _GRID_PX, 0]], np.float32)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    fine = cv2.warpAffine(rise, grid, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    columns = np.broadcast_to(np.arange(width, dtype=np.float32), (_STRIP_PX, width))
    flat = np.empty_like(pixels)
    for top in range(0, height, _STRIP_PX):
        rows = np.arange(top, min(top + _STRIP_PX, height), dtype=np.float32)[:, None] + fine[top : top + _STRIP_PX]
        source = columns[: len(rows)], np.asarray(rows, dtype=np.float32)
        flat[top : top + len(rows)] = cv2.remap(pixels, *source, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return flat


def bent_back(words: Sequence[Word], bend: Bend) -> list[Word]:
    """Words of the flattened page where they stand on the page as it was."""
    if not words:
        return []
    rises = _rise(places_of(words), bend)
    return [moved(word, float(rise)) for word, rise in zip(words, rises, strict=True)]


def _rise(places: Floats, bend: Bend) -> Floats:
    """How far down the places of the flat page stood before, in pixels; less than zero: further up."""
    rise = np.zeros(len(places))
    for _ in range(_ROUNDS):
        rise = -bend.shifts(places + np.stack([np.zeros_like(rise), rise], axis=1))
    return rise
