"""Strips as the network takes them, many of one width at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.handwriting.ink import HEIGHT_PX, MOST_WIDTH_PX, prepared
from training.network import COLUMN_PX
from training.strips import Hands, Strip, some_strip

_WIDTHS_PX = (48, 80, 112, 160, 224, MOST_WIDTH_PX)
"""The network is compiled once for each."""
MOST_DIGITS = 5
OPEN = -1
_MIDDLE, _EDGE = 0.2, 0.38
"""Of a digit's width, from its middle: nearer than the first a column is the digit, farther than the second none."""


class Batch(NamedTuple):
    """Strips of one width.

    ``ink``: (strips, 32, width). ``signs``: (strips, MOST_DIGITS), 1 to 10, 0 after the last. ``columns``: (strips,
    width / 4), the sign that stands there, 0 for none, OPEN where either would be right.
    """

    ink: NDArray[np.float32]
    signs: NDArray[np.int32]
    columns: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Ready:
    """A strip as the recogniser prepares it, in 256 steps to save memory, with the columns of ``Batch``."""

    ink: NDArray[np.uint8]
    text: str
    columns: NDArray[np.int32]


def drawn(hands: Hands, count: int, rng: np.random.Generator) -> list[Ready]:
    """So many strips."""
    return [_ready(some_strip(hands, rng)) for _ in range(count)]


def batches(strips: list[Ready], size: int, rng: np.random.Generator) -> Iterator[Batch]:
    """All strips once in random order, ``size`` of similar width together; an incomplete batch is left out."""
    waiting: dict[int, list[Ready]] = {width: [] for width in _WIDTHS_PX}
    for index in rng.permutation(len(strips)):
        strip = strips[index]
        width = next(width for width in _WIDTHS_PX if width >= strip.ink.shape[1])
        waiting[width].append(strip)
        if len(waiting[width]) == size:
            yield _together(waiting[width], width, rng)
            waiting[width] = []


def count(strips: list[Ready], size: int) -> int:
    """How many batches one pass has."""
    widths = [next(width for width in _WIDTHS_PX if width >= strip.ink.shape[1]) for strip in strips]
    return sum(widths.count(width) // size for width in _WIDTHS_PX)


def _ready(strip: Strip) -> Ready:
    seen = prepared(strip.grey)
    middles = (np.arange(seen.ink.shape[1] // COLUMN_PX) + 0.5) * COLUMN_PX
    columns = np.zeros(middles.size, np.int32)
    for digit, place in zip(strip.text, strip.places, strict=True):
        away = np.abs(middles - ((place.x0 + place.x1) / 2 * seen.scale + seen.shift_px))
        width = (place.x1 - place.x0) * seen.scale
        columns[(away <= _EDGE * width) & (columns == 0)] = OPEN
        columns[(away <= _MIDDLE * width) | (away == away.min())] = int(digit) + 1
    return Ready(np.round(seen.ink * 255).astype(np.uint8), strip.text, columns)


def _together(strips: list[Ready], width: int, rng: np.random.Generator) -> Batch:
    ink = np.zeros((len(strips), HEIGHT_PX, width), np.float32)
    signs = np.zeros((len(strips), MOST_DIGITS), np.int32)
    columns = np.zeros((len(strips), width // COLUMN_PX), np.int32)
    for index, strip in enumerate(strips):
        first = int(rng.integers(columns.shape[1] - strip.columns.size + 1))
        left = first * COLUMN_PX
        columns[index, first : first + strip.columns.size] = strip.columns
        ink[index, :, left : left + strip.ink.shape[1]] = strip.ink * np.float32(rng.uniform(0.8, 1.0) / 255)
        signs[index, : len(strip.text)] = [int(digit) + 1 for digit in strip.text]
    return Batch(ink, signs, columns)
