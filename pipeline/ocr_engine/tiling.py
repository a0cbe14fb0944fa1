"""Sheets too large to be read at once: cut into overlapping tiles, and the words of the tiles put together again.

A tile is about an A3 sheet. Tiles overlap by more than a word, so that each word stands whole in at least one of them;
of the readings of one word that counts which is farther from the cut.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil, inf

import numpy as np
from numpy.typing import NDArray

from domain.model import Box, Word

_TILE_IN = 17.5
"""A3 is 16.5 inches long; scans of it are a little larger and need no cut. An A0 sheet makes six tiles."""
OVERLAP_IN = 1.5
"""Words up to that long, three times what a syllable takes in a heading, are never cut in every tile."""
_SAME_PLACE = 0.5
"""Share of the smaller of two boxes that lies within the other when both are readings of one word."""


@dataclass(frozen=True, slots=True)
class TileReading:
    """The words that were read on one tile, in pixels of the tile."""

    tile: Box
    words: tuple[Word, ...]


def tiles(width_px: int, height_px: int, dpi: float) -> tuple[Box, ...]:
    """Cut a page of that size into tiles, row by row from the top left; up to A3 it stays whole.

    Their sides are whole pixels, neighbours overlap by at least ``OVERLAP_IN``, and together they cover the page.
    """
    columns, rows = _cuts(width_px, dpi), _cuts(height_px, dpi)
    return tuple(Box(left, top, right, bottom) for top, bottom in rows for left, right in columns)


def merged(readings: Sequence[TileReading], width_px: int, height_px: int) -> tuple[Word, ...]:
    """The words of a page from those of its tiles: each once, in pixels of the page.

    A word that several tiles hold is taken from the one in which it stands farthest from the cut. Lines that run on
    from tile to tile become one line. Lines and blocks are numbered through the page, tile by tile.

    Args:
        readings: in the order of ``tiles``.
        width_px: of the page.
        height_px: of the page.
    """
    found = [
        _Candidate(number, _moved(word, reading.tile), _distance_to_cut(word.box, reading.tile, width_px, height_px))
        for number, reading in enumerate(readings)
        for word in reading.words
    ]
    chosen = _without_repeats(found)
    return tuple(_numbered(found, chosen))


def _cuts(length_px: int, dpi: float) -> tuple[tuple[int, int], ...]:
    """Where the tiles along one side begin and end."""
    if length_px <= _TILE_IN * dpi:
        return ((0, length_px),)
    side, overlap = round(_TILE_IN * dpi), ceil(OVERLAP_IN * dpi)
    count = ceil((length_px - overlap) / (side - overlap))
    starts = [index * (length_px - side) // (count - 1) for index in range(count)]
    return tuple((start, start + side) for start in starts)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A word as one tile has it. ``distance``: pixels from the nearest cut, infinite on a page without cuts."""

    tile: int
    word: Word
    distance: float


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The candidates that stay, by their places, and the pairs of lines that one word showed to be the same."""

    places: list[int]
    same_lines: list[tuple[int, int]]


def _moved(word: Word, tile: Box) -> Word:
    box = word.box
    moved = Box(box.x0 + tile.x0, box.y0 + tile.y0, box.x1 + tile.x0, box.y1 + tile.y0)
    return replace(word, box=moved, baseline=None if word.baseline is None else word.baseline + tile.y0)


def _distance_to_cut(box: Box, tile: Box, width_px: int, height_px: int) -> float:
    """How far a word, in pixels of the tile, is from the sides of the tile that are no sides of the page."""
    return min(
        box.x0 if tile.x0 > 0 else inf,
        box.y0 if tile.y0 > 0 else inf,
        tile.width - box.x1 if tile.x1 < width_px else inf,
        tile.height - box.y1 if tile.y1 < height_px else inf,
    )


def _without_repeats(found: Sequence[_Candidate]) -> _Chosen:
    """Choose among readings of the same place, the farthest from a cut first."""
    order = sorted(range(len(found)), key=lambda place: (-found[place].distance, found[place].tile, place))
    boxes = np.empty((len(found), 4), dtype=np.float64)
    owners = np.empty(len(found), dtype=np.int64)
    places: list[int] = []
    same_lines: list[tuple[int, int]] = []
    for place in order:
        box, count = found[place].word.box, len(places)
        shared = _shared(boxes[:count], box) * (owners[:count] != found[place].tile)
        if count and shared.max() >= _SAME_PLACE:
            same_lines.append((place, places[int(shared.argmax())]))
            continue
        boxes[count], owners[count] = (box.x0, box.y0, box.x1, box.y1), found[place].tile
        places.append(place)
    return _Chosen(sorted(places), same_lines)


def _shared(boxes: NDArray[np.float64], box: Box) -> NDArray[np.float64]:
    """Share of the smaller of two boxes that lies within the other, for each box of shape (n, 4)."""
    across = np.minimum(boxes[:, 2], box.x1) - np.maximum(boxes[:, 0], box.x0)
    down = np.minimum(boxes[:, 3], box.y1) - np.maximum(boxes[:, 1], box.y0)
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    smaller = np.maximum(np.minimum(areas, box.width * box.height), 1e-9)
    return np.asarray(across.clip(0) * down.clip(0) / smaller, dtype=np.float64)


def _numbered(found: Sequence[_Candidate], chosen: _Chosen) -> Iterator[Word]:
    """The chosen words line by line, each line from left to right, with lines and blocks numbered anew."""
    lines = _Groups([(candidate.tile, candidate.word.line) for candidate in found], chosen.same_lines)
    blocks = _Groups([(candidate.tile, candidate.word.block) for candidate in found], chosen.same_lines)
    line_numbers, block_numbers = lines.numbers(chosen.places), blocks.numbers(chosen.places)
    ordered = sorted(chosen.places, key=lambda place: (line_numbers[place], found[place].word.box.x0, place))
    for place in ordered:
        yield replace(found[place].word, line=line_numbers[place], block=block_numbers[place])


class _Groups:
    """Lines (or blocks) of single tiles joined to those of the page: disjoint sets."""

    def __init__(self, keys: Sequence[tuple[int, int]], same: Sequence[tuple[int, int]]) -> None:
        self._keys = keys
        self._parents = {key: key for key in keys}
        for one, other in same:
            first, second = sorted((self._root(keys[one]), self._root(keys[other])))
            self._parents[second] = first

    def numbers(self, places: Sequence[int]) -> dict[int, int]:
        """The number of the group of each place, counted in the order of first members."""
        roots = {place: self._root(self._keys[place]) for place in places}
        ranks = {root: rank for rank, root in enumerate(sorted(set(roots.values())))}
        return {place: ranks[root] for place, root in roots.items()}

    def _root(self, key: tuple[int, int]) -> tuple[int, int]:
        while self._parents[key] != key:
            self._parents[key] = self._parents[self._parents[key]]
            key = self._parents[key]
        return key
