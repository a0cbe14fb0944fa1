"""What is written by hand into the head of a document: its frames found, cut out and read."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from domain.model import HandwrittenKind, HandwrittenPart, PageFrame, PageReading
from pipeline.handwriting.digits import read_digits
from pipeline.handwriting.frames import Frame, find_frames
from pipeline.handwriting.slash import without_slash
from pipeline.handwriting.zones import cut_zone

_MOST_DIGITS = {HandwrittenKind.NUMBER: 5, HandwrittenKind.DAY: 2, HandwrittenKind.MONTH: 2, HandwrittenKind.YEAR: 4}
_ROOM_FOR_SLASH = 0.5
"""In units of the type size: right of a number, so that its slash is seen."""


def read_handwriting(reading: PageReading, pixels: NDArray[np.uint8]) -> tuple[HandwrittenPart, ...]:
    """The filled gaps of the head on a page; none on a page without a head.

    Args:
        reading: the words of the page, which tell where the gaps are.
        pixels: the page as scanned, grey (height, width) or RGB (height, width, 3), 0 is black.
    """
    return tuple(_read(pixels, reading.frame, frame) for frame in find_frames(reading))


def _read(pixels: NDArray[np.uint8], page: PageFrame, frame: Frame) -> HandwrittenPart:
    guesses = read_digits(strip_of(pixels, page, frame), most_digits=_MOST_DIGITS[frame.kind])
    return HandwrittenPart(frame.kind, frame.box, tuple((guess.text, guess.probability) for guess in guesses))


def strip_of(pixels: NDArray[np.uint8], page: PageFrame, frame: Frame) -> NDArray[np.uint8]:
    """The writing of a frame as a grey strip, without the slash that follows a number."""
    if frame.kind is not HandwrittenKind.NUMBER:
        return cut_zone(pixels, page, frame.box)
    x1 = min(float(page.width_px), frame.box.x1 + frame.reach + _ROOM_FOR_SLASH * frame.type_size)
    box = replace(frame.box, x1=x1)
    strip = cut_zone(pixels, page, box)
    scale = strip.shape[1] / box.width
    return without_slash(
        strip,
        expected_x=frame.box.width * scale,
        reach=frame.reach * scale,
        baseline_y=(frame.baseline - box.y0) * scale,
        size=frame.type_size * scale,
    )
