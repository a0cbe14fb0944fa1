"""Where the words of a page would stand if its paper lay flat before the lens.

A photographed sheet bulges and is seen aslant. Its lines wander up and down by more than the distance to the next one,
and boxes no longer tell what stands on one row. The lines the recogniser found tell how they wander: one smooth shift
is sought that makes all of them level at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median

import numpy as np
from numpy.typing import NDArray

from domain.model import Box, Word

_POWERS = tuple((across, down) for across in (1, 2, 3) for down in (0, 1, 2))
"""Of the place on the page, in the polynomial that is the shift. One that is the same all across moves no row."""
_STIFFNESS = 0.3
"""Draws the shift towards none where few words tell; in words."""
_ROUNDS = 5
_STRAY = 0.15
"""In heights of a word: what lies further off counts less, as strokes of a pen and lines run together do."""

_BELIEVED = 50.0
_LEAST_IN_LINE = 5
_FEWEST_LINES = 4
_NOTICEABLE = 0.35
"""In heights of a word. Below it rows stand apart by themselves, and the page is taken for flat."""

_BETTER = 0.6
"""Share of the words' distances from the heights of their lines that is left on a page that was bent: at most half.
On flat pages chance is fitted, and two thirds and more are left."""

_DESCENDING = frozenset("gjpqyQạặậẹệịọộợụựỵẠẶẬẸỆỊỌỘỢỤỰỴ,;()[]{}|/")
_DESCENT_SHARE = 0.22
"""How much of the height of a word with letters below the line lies below it."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bend:
    """How the lines of a page wander: a polynomial between the corners ``low`` and ``high`` (x, y) of what tells it."""

    factors: Floats
    low: Floats
    high: Floats

    def shifts(self, places: Floats) -> Floats:
        """How far down places move when the page is made flat, in pixels; places have shape (places, 2), x before y."""
        return np.asarray(_terms(places, self.low, self.high) @ self.factors)


def levelled(words: Sequence[Word]) -> list[Word]:
    """The words in their order, boxes and baselines as on a flat page; as they are where the page is flat."""
    bend = bend_of(words)
    if bend is None:
        return list(words)
    return [moved(word, float(by)) for word, by in zip(words, bend.shifts(places_of(words)), strict=True)]


def bend_of(words: Sequence[Word]) -> Bend | None:
    """The bend that the lines of a page tell, or None where the page is flat or tells too little."""
    telling, lines = _telling(words)
    if lines.size == 0 or lines[-1] + 1 < _FEWEST_LINES:
        return None
    height = median(word.box.height for word in words)
    if height <= 0.0:
        return None
    places = places_of(telling)
    low, high = places.min(axis=0), places.max(axis=0)
    # The engine's own baselines are straight, however much a line bends.
    stands = np.array([foot_of(word) for word in telling])
    bend = Bend(_factors(_terms(places, low, high), stands, lines, _STRAY * height), low, high)
    shifts = bend.shifts(places)
    if np.ptp(shifts) < _NOTICEABLE * height or _off(stands + shifts, lines) > _BETTER * _off(stands, lines):
        return None
    return bend


def foot_of(word: Word) -> float:
    """The height on which the letters of a word stand, judged by its box and by which letters reach below."""
    below = _DESCENT_SHARE if not _DESCENDING.isdisjoint(word.text) else 0.0
    return word.box.y1 - below * word.box.height


def _telling(words: Sequence[Word]) -> tuple[list[Word], NDArray[np.intp]]:
    """The words of long lines and for each the number of its line, from 0."""
    told: list[Word] = []
    numbers: list[int] = []
    found = 0
    for _, group in groupby(words, key=lambda word: word.line):
        line = [word for word in group if word.confidence >= _BELIEVED]
        if len(line) >= _LEAST_IN_LINE:
            told += line
            numbers += [found] * len(line)
            found += 1
    return told, np.array(numbers, dtype=np.intp)


def places_of(words: Sequence[Word]) -> Floats:
    """The middle of each word, shape (words, 2)."""
    return np.array([((word.box.x0 + word.box.x1) / 2, (word.box.y0 + word.box.y1) / 2) for word in words])


def _terms(places: Floats, low: Floats, high: Floats) -> Floats:
    """The terms of the polynomial at each place, shape (places, terms)."""
    # Beyond the lines that tell, the shift stays what it is at their ends: a polynomial would run away.
    across, down = (2 * (np.clip(places, low, high) - low) / np.maximum(high - low, 1.0) - 1).T
    return np.stack([across**i * down**j for i, j in _POWERS], axis=1)


def _factors(terms: Floats, stands: Floats, lines: NDArray[np.intp], stray: float) -> Floats:
    """The factors of the terms with which the words of each line come to stand on one height."""
    weights: Floats = np.ones_like(stands)
    factors: Floats = np.zeros(terms.shape[1])
    for _ in range(_ROUNDS):
        bent = _within_lines(terms, weights, lines)
        off = _within_lines(stands[:, None], weights, lines)[:, 0]
        weighted = bent * weights[:, None]
        stiff = bent.T @ weighted + _STIFFNESS * np.eye(bent.shape[1])
        factors = np.asarray(np.linalg.solve(stiff, -weighted.T @ off), dtype=np.float64)
        weights = 1 / (1 + ((off + bent @ factors) / stray) ** 2)
    return factors


def _within_lines(values: Floats, weights: Floats, lines: NDArray[np.intp]) -> Floats:
    """Values less the mean of their line."""
    total = np.bincount(lines, weights)
    means = np.stack([np.bincount(lines, weights * column) / total for column in values.T], axis=1)
    return np.asarray(values - means[lines])


def _off(stands: Floats, lines: NDArray[np.intp]) -> float:
    """How far the words stand from the heights of their lines, in the middle."""
    return float(np.median(np.abs(_within_lines(stands[:, None], np.ones_like(stands), lines))))


def moved(word: Word, shift: float) -> Word:
    """A word so many pixels further down."""
    box = Box(word.box.x0, word.box.y0 + shift, word.box.x1, word.box.y1 + shift)
    return replace(word, box=box, baseline=None if word.baseline is None else word.baseline + shift)
