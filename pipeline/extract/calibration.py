"""How likely a value is right: its evidence weighed by what documents of known truth taught.

The log-odds of a value are an intercept less a sum of weighted doubts, no weight negative: more doubt never makes a
value likelier. Weights and thresholds stand in ``calibration.toml`` with what they were made from; ``bench.calibrate``
makes them. A rule that a model does not know costs ``UNKNOWN_RULE``. A field without a model keeps its plain score and
what was decided by its floor.
"""

import math
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from domain.model import Box, Field, PageReading, Word

NEVER = 1.01
"""A threshold that no probability reaches: the field always waits for a person."""

HANDWRITTEN = ", handwritten"
"""Ends the name of the model that judges what a field has in handwriting."""

UNKNOWN_RULE = 2.0
"""What a failed rule costs before documents taught otherwise, in log-odds."""

_PRINTED = "_printed"
_MOST_ODDS = 30.0


@dataclass(frozen=True, slots=True)
class Model:
    """What turns the doubts about a field into a probability, and from which probability on the field may pass."""

    intercept: float
    weights: Mapping[str, float]
    threshold: float

    def probability(self, doubts: Mapping[str, float]) -> float:
        """That a value with these doubts is right, in (0, 1)."""
        odds = self.intercept - sum(self.weights.get(name, _unlearned(name)) * doubt for name, doubt in doubts.items())
        return _probability(odds)


def _probability(odds: float) -> float:
    """Of log-odds; 0.0 where they are no number, which would pass for the highest ones."""
    return 0.0 if math.isnan(odds) else 1.0 / (1.0 + math.exp(-max(-_MOST_ODDS, min(_MOST_ODDS, odds))))


def _unlearned(doubt: str) -> float:
    return UNKNOWN_RULE if doubt.startswith("rule:") else 0.0


def calibrated(found: Field, page: PageReading | None) -> Field:
    """The field with a probability for its confidence, accepted only where nothing bars it and its threshold is met.

    A field that no model judges is left as it is; where only print is judged, handwriting waits for a person.

    Args:
        found: its confidence is the plain score of ``evidence.field``; ``accepted`` says that no required rule failed.
        page: the page it stands on, if any.
    """
    model = models().get(model_name(found))
    if model is None:
        return replace(found, accepted=False) if is_modelled(found.name) else found
    probability = round(model.probability(doubts_about(found, page)), 4)
    return replace(found, confidence=probability, accepted=found.accepted and probability >= model.threshold)


def judged_without(found: Field, answered: Collection[str]) -> Field:
    """The field as likely as if those of its rules that something else answers had held, and accepted by that.

    One that no model judges stays as it is.

    Args:
        found: its confidence is the probability of ``calibrated``.
        answered: names of rules; a failed one beside them goes on to bar the field.
    """
    model = models().get(model_name(found))
    if model is None or not 0.0 < found.confidence < 1.0:
        return found
    failed = {verdict.rule for verdict in found.rules if not verdict.passed}
    names = (f"rule:{rule}" for rule in sorted(failed.intersection(answered)))
    odds = math.log(found.confidence / (1.0 - found.confidence))
    probability = round(_probability(odds + sum(model.weights.get(name, _unlearned(name)) for name in names)), 4)
    return replace(found, confidence=probability, accepted=failed.issubset(answered) and probability >= model.threshold)


def is_modelled(name: str) -> bool:
    """Whether documents taught how likely a field of this name is right."""
    return name in models() or name + HANDWRITTEN in models()


def model_name(found: Field) -> str:
    """Under which name a field is judged: what was written by hand errs otherwise than print."""
    by_hand = any(verdict.rule.endswith(_PRINTED) and not verdict.passed for verdict in found.rules)
    return found.name + HANDWRITTEN if by_hand else found.name


def doubts_about(found: Field, page: PageReading | None) -> dict[str, float]:
    """What speaks against a value, each at least 0; nothing does where it is 0.

    ``score`` and ``weakest`` are roots of the doubt of all its words and of the least sure one, ``page`` that of all
    words on its page; ``length`` is the logarithm of its number of words, ``brevity`` one by that number: a long text
    is right with a letter wrong, a short one is not; ``rule:…`` is 1 where the rule failed.
    """
    words, length = _words_in(found.box, page), max(1, len(found.value.split()))
    return {
        "score": math.sqrt(max(1.0 - found.confidence, 0.0)),
        "weakest": math.sqrt(1.0 - min((_sure(word) for word in words), default=1.0)),
        "page": math.sqrt(1.0 - _mean_confidence(page)),
        "length": math.log(length),
        "brevity": 1.0 / length,
        **{f"rule:{verdict.rule}": 1.0 for verdict in found.rules if not verdict.passed},
    }


def _words_in(box: Box | None, page: PageReading | None) -> list[Word]:
    if box is None or page is None:
        return []
    return [
        word
        for word in page.words
        if box.x0 <= (word.box.x0 + word.box.x1) / 2 <= box.x1
        and box.y0 <= (word.box.y0 + word.box.y1) / 2 <= box.y1
        and any(character.isalnum() for character in word.text)
    ]


def _sure(word: Word) -> float:
    return min(max(word.confidence, 0.0), 100.0) / 100.0


def _mean_confidence(page: PageReading | None) -> float:
    """Of all words of a page, in [0, 1]; 1.0 where nobody measured it."""
    measured = 100.0 if page is None else page.measures.get("mean_confidence", 100.0)
    return min(max(measured, 0.0), 100.0) / 100.0


@cache
def models() -> Mapping[str, Model]:
    """The models by the name of the field they judge."""
    return {
        name: Model(float(row["intercept"]), dict(row["weights"]), float(row["threshold"]))
        for name, row in calibration_file().get("field", {}).items()
    }


def floor_of(name: str) -> float:
    """The least score with which a field that has no model may pass; ``NEVER`` where the file names none."""
    return _floors().get(name, NEVER)


@cache
def _floors() -> Mapping[str, float]:
    return dict(calibration_file().get("floors", {}))


def calibration_file() -> dict[str, Any]:
    """The file as it stands: floors, models, and what these were made from."""
    source = resources.files("pipeline.extract") / "calibration.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))
