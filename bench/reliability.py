"""Whether a confidence of 0.9 means that nine of ten values are right."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.98, 1.0)
"""Borders of confidence; finer where it is decided what passes."""

SURETY = 0.95
_HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Judged:
    """A value's confidence and whether the value is right. ``barred``: a required rule keeps it from passing."""

    confidence: float
    right: bool
    barred: bool = False


@dataclass(frozen=True, slots=True)
class Bin:
    """The values whose confidence lies in [low, high), the last bin's up to 1 and with it."""

    low: float
    high: float
    count: int
    mean_confidence: float
    right_share: float


def reliability(values: Sequence[Judged]) -> tuple[Bin, ...]:
    """The bins that hold values."""
    bins = []
    for low, high in pairwise(BINS):
        inside = [value for value in values if low <= value.confidence < high or value.confidence == high == BINS[-1]]
        if inside:
            mean = sum(value.confidence for value in inside) / len(inside)
            bins.append(Bin(low, high, len(inside), mean, sum(value.right for value in inside) / len(inside)))
    return tuple(bins)


def calibration_error(values: Sequence[Judged]) -> float:
    """Expected calibration error: how far confidence and share of right ones lie apart, mean over values, in [0, 1]."""
    gaps = (entry.count * abs(entry.mean_confidence - entry.right_share) for entry in reliability(values))
    return sum(gaps) / max(1, len(values))


def most_wrong_share(wrong: int, count: int, surety: float = SURETY) -> float:
    """The share of wrong values that ``wrong`` among ``count`` seen leave possible (Clopper and Pearson, one-sided).

    With none wrong it falls under 1 % from 299 values on.
    """
    if wrong >= count:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(wrong, count, middle) > 1.0 - surety else (low, middle)
    return high


def _at_most(wrong: int, count: int, share: float) -> float:
    """The probability of at most ``wrong`` among ``count`` when each is wrong with this probability."""
    if share <= 0.0 or share >= 1.0:
        return 1.0 if share <= 0.0 else 0.0
    return sum(
        math.exp(
            math.lgamma(count + 1)
            - math.lgamma(k + 1)
            - math.lgamma(count - k + 1)
            + k * math.log(share)
            + (count - k) * math.log1p(-share)
        )
        for k in range(wrong + 1)
    )


def threshold_for(values: Sequence[Judged], most_wrong: float, surety: float = SURETY) -> float | None:
    """The least confidence from which on fewer than ``most_wrong`` of the values that nothing bars are wrong, surely.

    Going down from the most confident value, it stops before the first group that breaks the bound once it was kept:
    so looking at many thresholds spoils no surety. None where there are too few values to be sure.
    """
    kept = None
    for confidence, wrong, count in _passing(values):
        if most_wrong_share(wrong, count, surety) < most_wrong:
            kept = confidence
        elif kept is not None:
            break
    return kept


def likely_threshold_for(values: Sequence[Judged], most_wrong: float, least: int) -> float | None:
    """The least confidence from which on at most this share of at least ``least`` values was seen wrong.

    Below the least confident value nothing was seen, so nothing passes there either.
    """
    kept = (at for at, wrong, count in _passing(values) if count >= least and wrong <= most_wrong * count)
    return min(kept, default=None)


def _passing(values: Sequence[Judged]) -> Iterator[tuple[float, int, int]]:
    """Each confidence that could be a threshold, from the highest down, with wrong and all values that would pass."""
    passing = sorted((value for value in values if not value.barred), key=lambda value: -value.confidence)
    wrong = 0
    for count, value in enumerate(passing, start=1):
        wrong += not value.right
        if count == len(passing) or passing[count].confidence != value.confidence:
            yield value.confidence, wrong, count
