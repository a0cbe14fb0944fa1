"""What speaks for a value: how surely its words were read and which rules it passed.

The plain score made here is the words' confidence lowered by each failed rule, raised when a closed vocabulary confirms
the value. It orders values honestly; ``calibration`` makes a probability of it where documents taught one. A value is
accepted only when no required rule failed, and then from its field's threshold or floor on: a wrong accepted value is
seen by nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.model import Field, RuleVerdict, Word
from pipeline.extract.calibration import floor_of, is_modelled
from pipeline.extract.lines import Line, confidence_of, union

_CONFIRMED_SHARE = 0.25
"""What a vocabulary's confirmation leaves of the doubt."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that was asked. Failing, it bars acceptance when ``required`` and costs ``weight`` of the confidence."""

    name: str
    passed: bool
    required: bool = False
    weight: float = 0.15


def field(
    name: str,
    value: str,
    lines: Sequence[Line],
    *,
    rules: Sequence[Rule] = (),
    confirmed: bool = False,
    raw: str | None = None,
    alternatives: Sequence[str] = (),
    certainty: float | None = None,
) -> Field:
    """A field read from at least one line. ``confirmed`` says that a closed vocabulary holds the value.

    ``certainty`` in [0, 1] is that of a recogniser of its own, and stands for the words' confidence where there is one.
    """
    words: tuple[Word, ...] = tuple(word for line in lines for word in line.words)
    doubt = 1.0 - (confidence_of(words) if certainty is None else certainty)
    confidence = 1.0 - doubt * (_CONFIRMED_SHARE if confirmed else 1.0)
    for rule in rules:
        if not rule.passed:
            confidence *= 1.0 - rule.weight
    barred = any(rule.required and not rule.passed for rule in rules)
    return Field(
        name=name,
        value=value,
        raw=raw if raw is not None else "\n".join(line.text for line in lines),
        page=lines[0].page,
        box=union(line.box for line in lines if line.page == lines[0].page),
        confidence=round(confidence, 4),
        accepted=not barred and (is_modelled(name) or confidence >= floor_of(name)),
        rules=tuple(RuleVerdict(rule.name, rule.passed) for rule in rules),
        alternatives=tuple(alternatives),
    )
