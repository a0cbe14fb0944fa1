"""What speaks for a value of a form, and whether it may pass without a person.

A form is printed and filled in by a program, a typewriter or a pen. What looks written by hand is marked and left to a
person; print passes only when every word was read surely and the rules of its kind hold.
"""

from collections.abc import Iterator, Sequence
from statistics import median

from domain.model import Field, RuleVerdict, Word
from domain.templates import TemplateField, ValueKind
from domain.vietnamese import same_text
from pipeline.extract.evidence import Rule
from pipeline.extract.labelled_numbers import NAMES_OLD_CARD
from pipeline.extract.lines import Line, confidence_of, union
from pipeline.extract.template_values import Normal, normalised

_PRINTED = 0.72
"""Handwriting is read with less confidence."""

_HEIGHTS = (0.6, 1.7)
"""Print is as high as that of its caption, within these."""

_SURE_WORD = 90.0
_SURE_WORD_OF = {ValueKind.PERSON_NAME: 95.0, ValueKind.DATE_IN_WORDS: 80.0}
"""No list holds given names, and a lost mark makes another one; a misread word of a date seldom makes another date."""

_DIGITS = frozenset({ValueKind.NUMBER, ValueKind.AREA, ValueKind.MONEY, ValueKind.PERSONAL_ID, ValueKind.TAX_CODE})
"""Of these the words that hold digits are judged: a unit that was misread changes nothing."""

_OLD_CARD_DIGITS = 9
_FLOOR = 0.93
_CONFIRMED_SHARE = 0.25
"""What a list's or a check's confirmation leaves of the doubt."""

_NEVER = frozenset({ValueKind.TEXT, ValueKind.CODE, ValueKind.PHONE})
"""Nothing but the reading itself vouches for these, and a lost mark in an address is easily overlooked."""

_MOST_ALTERNATIVES = 3

Found = tuple[Line, tuple[Line, ...]]
"""The caption and the rows of what stands beside it."""


def template_field(wanted: TemplateField, found: Sequence[Found]) -> Field | None:
    """The field from the places where its caption stands, best first; None when none holds such a value."""
    readings = [
        (caption, lines, normal)
        for caption, lines in found
        if (normal := normalised(wanted, " ".join(line.text for line in lines))) is not None
    ]
    if not readings:
        return None
    # A caption may come again in a note to the form; the first value of its kind that breaks no rule counts.
    caption, lines, normal = min(readings, key=lambda reading: sum(not rule.passed for rule in reading[2].rules))
    others = [other.value for _, _, other in readings if not same_text(other.value, normal.value)]
    judged = _judged(wanted.kind, lines)
    surely = min(word.confidence for word in judged) >= _SURE_WORD_OF.get(wanted.kind, _SURE_WORD)
    rules = (
        Rule("printed", _looks_printed(caption, lines), required=True, weight=0.3),
        Rule("only_value_in_place", not others, required=True),
        Rule("every_word_read_surely", surely, required=True, weight=0.05),
        *normal.rules,
        *_old_card_named(normal.value, " ".join(line.folded for line in (caption, *lines)), wanted.kind),
    )
    return _field(wanted, normal, lines, rules, others=others, certainty=confidence_of(judged))


def _field(
    wanted: TemplateField,
    normal: Normal,
    lines: Sequence[Line],
    rules: Sequence[Rule],
    *,
    others: Sequence[str],
    certainty: float,
) -> Field:
    confidence = 1.0 - (1.0 - certainty) * (_CONFIRMED_SHARE if normal.confirmed else 1.0)
    for rule in rules:
        if not rule.passed:
            confidence *= 1.0 - rule.weight
    barred = wanted.kind in _NEVER or any(rule.required and not rule.passed for rule in rules)
    return Field(
        name=wanted.id,
        value=normal.value,
        raw="\n".join(line.text for line in lines),
        page=lines[0].page,
        box=union(line.box for line in lines),
        confidence=round(confidence, 4),
        accepted=not barred and confidence >= _FLOOR,
        rules=tuple(RuleVerdict(rule.name, rule.passed) for rule in rules),
        alternatives=tuple(dict.fromkeys((*normal.alternatives, *others)))[:_MOST_ALTERNATIVES],
    )


def _old_card_named(value: str, folded: str, kind: ValueKind) -> Iterator[Rule]:
    """Nine digits of which nobody says that an old card bears them may be the beginning of twelve."""
    if kind in (ValueKind.PERSONAL_ID, ValueKind.TAX_CODE) and len(value) == _OLD_CARD_DIGITS:
        yield Rule("old_card_named", NAMES_OLD_CARD.search(folded) is not None, required=True)


def _looks_printed(caption: Line, lines: Sequence[Line]) -> bool:
    words = [word for line in lines for word in line.words]
    if confidence_of(words) < _PRINTED:
        return False
    ratio = median(word.box.height for word in words) / max(caption.height, 1.0)
    return _HEIGHTS[0] <= ratio <= _HEIGHTS[1]


def _judged(kind: ValueKind, lines: Sequence[Line]) -> tuple[Word, ...]:
    """The words whose reading decides the value; never none."""
    words = tuple(word for line in lines for word in line.words)
    if kind not in _DIGITS:
        return words
    return tuple(word for word in words if 2 * sum(c.isdigit() for c in word.text) > len(word.text)) or words
