"""Strings out of a network that names one sign, or none, for each column: prefix beam search after Graves (2012)."""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

BLANK = 0
_LEAST_SIGN = 1e-4
"""Less likely signs of a column are not followed; at ten digits they cannot change the order of the best."""

_Scores = dict[tuple[int, ...], tuple[float, float]]


def best_strings(
    columns: NDArray[np.float64], *, most_signs: int, width: int = 12
) -> list[tuple[tuple[int, ...], float]]:
    """The likeliest strings of at most ``most_signs`` signs with their probabilities, best first.

    Args:
        columns: probabilities, shape (columns, signs); sign 0 is "none".
        most_signs: longer strings are not followed, and what they would have had is not given to others.
        width: prefixes that are kept from column to column.
    """
    beams: _Scores = {(): (1.0, 0.0)}
    for column in columns:
        signs = [sign for sign in np.flatnonzero(column > _LEAST_SIGN).tolist() if sign != BLANK]
        beams = _kept(_stepped(beams, column.tolist(), signs, most_signs), width)
    scored = [(prefix, ended_blank + ended_sign) for prefix, (ended_blank, ended_sign) in beams.items()]
    return sorted(scored, key=lambda one: (-one[1], one[0]))


def _stepped(beams: _Scores, column: list[float], signs: list[int], most_signs: int) -> _Scores:
    """Every prefix after one more column: (probability that it ended on "none", that it ended on its last sign)."""
    blank: defaultdict[tuple[int, ...], float] = defaultdict(float)
    sign_last: defaultdict[tuple[int, ...], float] = defaultdict(float)
    for prefix, (ended_blank, ended_sign) in beams.items():
        both = ended_blank + ended_sign
        blank[prefix] += both * column[BLANK]
        if prefix:
            sign_last[prefix] += ended_sign * column[prefix[-1]]
        if len(prefix) == most_signs:
            continue
        for sign in signs:
            before = ended_blank if prefix and sign == prefix[-1] else both
            if before:
                sign_last[(*prefix, sign)] += before * column[sign]
    return {prefix: (blank[prefix], sign_last[prefix]) for prefix in blank.keys() | sign_last.keys()}


def _kept(beams: _Scores, width: int) -> _Scores:
    best = sorted(beams.items(), key=lambda one: (-(one[1][0] + one[1][1]), one[0]))[:width]
    return dict(best)
