"""Whether a document's number continues its agency's series, as the documents of the days around it have it."""

from collections.abc import Sequence
from dataclasses import replace

from domain.model import Field, RuleVerdict
from domain.numbering import CONTINUES, Code, Numbered, Series


def in_series(fields: Sequence[Field], series: Series) -> tuple[Field, ...]:
    """The fields of a document with its number held against the series.

    Out of line, it waits for an officer; an alternative that is in line takes its place, and waits as well.
    """
    return tuple(_weighed(found, fields, series) if found.name == "code" else found for found in fields)


def _weighed(code: Field, fields: Sequence[Field], series: Series) -> Field:
    continues = _continues(code, fields, series)
    if continues is None:
        return code
    if continues:
        return _with_verdict(code, passed=True)
    for other in code.alternatives:
        if Code.of(other).symbol != Code.of(code.value).symbol:
            continue
        proposed = replace(
            code, value=other, alternatives=(code.value, *(each for each in code.alternatives if each != other))
        )
        if _continues(proposed, fields, series):
            return replace(_with_verdict(proposed, passed=True), accepted=False)
    return replace(_with_verdict(code, passed=False), accepted=False)


def _continues(code: Field, fields: Sequence[Field], series: Series) -> bool | None:
    numbered = Numbered.of([code, *(found for found in fields if found.name != "code")])
    if numbered is None or numbered.issued_on is None:
        return None
    return series.continued_by(numbered.number, numbered.issued_on)


def _with_verdict(code: Field, *, passed: bool) -> Field:
    return replace(code, rules=(*code.rules, RuleVerdict(CONTINUES, passed)))
