"""From values of known truth to the model of a field: logistic regression that few wrong values cannot fool.

Weights are at least 0 and held near a prior by a ridge. What the threshold and the calibration error are taken from are
judgements of models that had not seen the paper.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.reliability import Judged, calibration_error, likely_threshold_for, most_wrong_share, threshold_for
from pipeline.extract.calibration import UNKNOWN_RULE, Model

MOST_WRONG = 0.01

_Numbers = NDArray[np.float64]
_PRIOR = {"score": 6.0, "weakest": 1.0, "page": 1.0, "length": 0.2, "brevity": 0.2}
_RULE_PRIOR = UNKNOWN_RULE
_RIDGE = 0.5
_STEPS = 4_000
_FOLDS = 5
_FEW = 30
"""Fewer values that could pass say nothing of how many are wrong: the field waits until there are more."""

_MOST_SEEN = 2 * MOST_WRONG
"""Of a field whose values are too few to prove its share, no more may be seen wrong; all fields together are proved."""

_NEVER = 1.0
_LIKELY = 0.95
"""A value that is wrong in more than one of twenty such cases never passes, however few such cases there are."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One value of known truth: the doubts, and whether it is right. Scans of one ``paper`` stay together."""

    paper: int
    doubts: Mapping[str, float]
    right: bool
    barred: bool


@dataclass(frozen=True, slots=True)
class Learned:
    """A field's model and how it judged values that it had not seen.

    ``proved``: these are enough to say that among accepted values fewer than ``MOST_WRONG`` are wrong.
    """

    model: Model
    judged: tuple[Judged, ...]
    proved: bool

    @property
    def accepted(self) -> list[Judged]:
        """The unseen values that would have passed."""
        return [value for value in self.judged if not value.barred and value.confidence >= self.model.threshold]

    @property
    def figures(self) -> dict[str, float]:
        """What the file and the table say of it."""
        passed = self.accepted
        wrong = sum(not value.right for value in passed)
        return {
            "values": len(self.judged),
            "wrong": sum(not value.right for value in self.judged),
            "ece": round(calibration_error(self.judged), 4),
            "accepted": len(passed),
            "accepted_wrong": wrong,
            "at_most_wrong": round(most_wrong_share(wrong, len(passed)), 4),
            "threshold": round(self.model.threshold, 4),
        }


def learn(lessons: Sequence[Lesson]) -> Learned:
    """The model of a field, with its threshold from values that folds of it had not seen."""
    unseen: list[Judged] = []
    for fold in range(_FOLDS):
        model = fit([lesson for lesson in lessons if lesson.paper % _FOLDS != fold])
        unseen += [
            Judged(round(model.probability(lesson.doubts), 4), lesson.right, lesson.barred)
            for lesson in lessons
            if lesson.paper % _FOLDS == fold
        ]
    proved = threshold_for(unseen, MOST_WRONG)
    whole = fit(lessons)
    likely = likely_threshold_for(unseen, _MOST_SEEN, _FEW)
    found = next((found for found in (proved, likely) if found is not None), _NEVER)
    if all(value.barred or value.confidence >= found for value in unseen):
        # Nothing was turned away, so that a little less may pass as well.
        found = min(found, 1.0 - MOST_WRONG)
    threshold = max(found, _LIKELY)
    return Learned(Model(whole.intercept, whole.weights, threshold), tuple(unseen), proved is not None)


def fit(lessons: Sequence[Lesson]) -> Model:
    """Logistic regression with weights at least 0 and a ridge around the prior, by accelerated projected gradient."""
    names = sorted({name for lesson in lessons for name in lesson.doubts})
    doubts = np.array([[lesson.doubts.get(name, 0.0) for name in names] for lesson in lessons], dtype=float)
    right = np.array([lesson.right for lesson in lessons], dtype=float)
    prior = np.array([_PRIOR.get(name, _RULE_PRIOR) for name in names])
    design = np.hstack([np.ones((len(lessons), 1)), -doubts])
    weights = _descend(design, right, np.concatenate([[2.0], prior]))
    return Model(
        round(float(weights[0]), 3),
        {name: round(float(weight), 3) for name, weight in zip(names, weights[1:], strict=True)},
        1.0,
    )


def _descend(
    design: NDArray[np.float64], right: NDArray[np.float64], prior: NDArray[np.float64]
) -> NDArray[np.float64]:
    ridge = np.full(len(prior), _RIDGE)
    ridge[0] = 0.01
    step = 1.0 / (0.25 * np.linalg.norm(design, 2) ** 2 + _RIDGE)
    weights, ahead, pace = prior.copy(), prior.copy(), 1.0
    for _ in range(_STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(design @ ahead, -30.0, 30.0)))
        following = ahead - step * (design.T @ (chance - right) + ridge * (ahead - prior))
        following[1:] = np.maximum(following[1:], 0.0)
        faster = (1.0 + np.sqrt(1.0 + 4.0 * pace**2)) / 2.0
        ahead = following + (pace - 1.0) / faster * (following - weights)
        weights, pace = following, faster
    return weights
