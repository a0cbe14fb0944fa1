"""What officers taught, as evidence for the fields of the next document. Nothing is replaced without saying so.

A reading that the desk always made one other value of becomes that value; the machine's own stays as ``raw`` and as
first alternative. A reading that was corrected in two ways is proposed in both and accepted in none. Whatever the desk
confirmed on enough documents is an entry of a closed vocabulary and answers the doubts that only a list can answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from domain.learned import (
    ENOUGH_DOCUMENTS,
    KNOWN_SIGNER,
    KNOWN_SYMBOL,
    LEARNED,
    NEAR_KNOWN_SIGNER,
    TEACHING_FIELDS,
    Known,
    LessonKind,
)
from domain.model import Field, RuleVerdict
from domain.numbering import Code
from domain.vietnamese import fold, same_text, squeeze
from pipeline.extract.calibration import judged_without

_ANSWERED: Mapping[LessonKind, frozenset[str]] = {
    LessonKind.AGENCY: frozenset({"agency_in_vocabulary", "agency_read_exactly", "agency_sure_of_territory"}),
    LessonKind.SIGNER: frozenset(
        {
            "family_name_as_read",
            "marks_of_family_name_as_read",
            "family_name_whole",
            "name_spelled_as_vietnamese",
            "more_than_two_words",
            "nothing_between_the_words",
            "every_word_read_surely",
            "unsure_words_in_vocabulary",
        }
    ),
    LessonKind.SYMBOL: frozenset({"symbol_in_vocabulary", "symbol_as_read", "symbol_fits_agency"}),
}
"""The rules that ask for a list; a value on the desk's own list passes without them. Others ask for place and page."""

_LETTERS_PER_CHANGE = 6
"""A name may be one letter away from a known one for so many letters that it has: ``Lê An`` is near nobody."""

_MOST_CHANGES = 2
_MOST_ALTERNATIVES = 3
_ODDS_OF_KNOWN = 50.0
"""By so much a value on the desk's list gains in odds: a misreading that is another entry of it is rarer than that."""

_OF_TWO_CORRECTIONS = 0.5
_FLOOR = 0.97
"""Confidence that a value of the desk's list needs to pass unseen."""

_NOT_BY_LETTERS = frozenset({"qr", "database", "person"})
"""Sources of values that no recogniser read, so that none was misread."""


def weighed(fields: Sequence[Field], known: Known) -> tuple[Field, ...]:
    """The fields of a document, in their order, with what the desk taught weighed in."""
    if not known.taught:
        return tuple(fields)
    settled = {found.name: _agency(found, known) for found in fields if _kind(found) is LessonKind.AGENCY}
    issuer = settled.get("issuing_agency")
    return tuple(settled.get(found.name) or _of_agency(found, known, issuer) for found in fields)


def _kind(found: Field) -> LessonKind | None:
    return None if found.source in _NOT_BY_LETTERS else TEACHING_FIELDS.get(found.name)


def _agency(found: Field, known: Known) -> Field:
    made = _made_of(found, found.value, known, LessonKind.AGENCY, "")
    settled = _corrected(found, made)
    return _vouched_for(settled, LessonKind.AGENCY, made.documents(settled, found))


def _of_agency(found: Field, known: Known, issuer: Field | None) -> Field:
    kind = _kind(found)
    if issuer is None or kind is None:
        return found
    return _signer(found, known, issuer.value) if kind is LessonKind.SIGNER else _code(found, known, issuer.value)


def _signer(found: Field, known: Known, agency: str) -> Field:
    made = _made_of(found, found.value, known, LessonKind.SIGNER, agency)
    if not made.values and not made.known:
        return _nearest_signer(found, tuple(known.values(LessonKind.SIGNER, agency)))
    settled = _corrected(found, made)
    times = made.documents(settled, found)
    if _is_disputed(settled) or not times:
        return settled
    return _vouched_for(_with_rule(settled, KNOWN_SIGNER, passed=True), LessonKind.SIGNER, times)


def _code(found: Field, known: Known, agency: str) -> Field:
    code = Code.of(found.value)
    if not code.symbol:
        return found
    read = _made_of(found, code.symbol, known, LessonKind.SYMBOL, agency)
    made = replace(read, values={code.with_symbol(symbol): times for symbol, times in read.values.items()})
    settled = _corrected(found, made)
    times = made.documents(settled, found)
    if _is_disputed(settled) or not times:
        return settled
    return _vouched_for(_with_rule(settled, KNOWN_SYMBOL, passed=True), LessonKind.SYMBOL, times)


@dataclass(frozen=True, slots=True)
class _Made:
    """What the desk made of a reading: values with their documents. ``known``: documents the reading itself was right
    on; ``alike``: the desk saw only readings with other marks, which speaks to doubtful ones and settles nothing.
    """

    values: Mapping[str, int]
    known: int
    alike: bool

    def documents(self, settled: Field, found: Field) -> int:
        """The documents that vouch for the settled value; a correction must itself have been made on so many.

        None vouches against a reading that would have passed by itself: machine and desk disagree.
        """
        if settled.value == found.value:
            return self.known
        return 0 if self.alike or found.accepted else self.values.get(settled.value, 0)


def _made_of(found: Field, read: str, known: Known, kind: LessonKind, agency: str) -> _Made:
    times = known.times(kind, agency, read)
    made = known.made_of(kind, agency, read)
    if made or times or found.accepted:
        return _Made(made, times, alike=False)
    return _Made(known.made_of_alike(kind, agency, read), 0, alike=True)


def _corrected(found: Field, made: _Made) -> Field:
    """The field with the one other value that the desk made of it; several, its own among them, cancel out."""
    others = [value for value in made.values if not same_text(value, found.value)]
    if not others:
        return found
    if len(made.values) > 1:
        proposed = _proposed(found.value, (*others, *found.alternatives))
        doubted = replace(found, alternatives=proposed, confidence=min(found.confidence, _OF_TWO_CORRECTIONS))
        return replace(_with_rule(doubted, LEARNED, passed=False), accepted=False)
    return _with_rule(_replaced(found, others[0]), LEARNED, passed=True)


def _nearest_signer(found: Field, signers: Sequence[str]) -> Field:
    """The one signer of the agency that a doubtful reading is a letter or two away from; a sure one stays."""
    if found.accepted:
        return found
    read = fold(squeeze(found.value))
    allowed = min(_MOST_CHANGES, len(read) // _LETTERS_PER_CHANGE)
    distances = {name: Levenshtein.distance(fold(name), read, score_cutoff=allowed) for name in signers}
    least = min(distances.values(), default=allowed + 1)
    nearest = [name for name, distance in distances.items() if distance == least <= allowed]
    if len(nearest) == 1:
        return _with_rule(_replaced(found, nearest[0]), NEAR_KNOWN_SIGNER, passed=True)
    return replace(found, alternatives=_proposed(found.value, (*nearest, *found.alternatives)))


def _replaced(found: Field, value: str) -> Field:
    """Another value in the field, to be looked at; the machine's own is the first alternative."""
    others = (other for other in found.alternatives if other != value)
    return replace(found, value=value, alternatives=_proposed(value, (found.value, *others)), accepted=False)


def _proposed(value: str, alternatives: Sequence[str]) -> tuple[str, ...]:
    others = dict.fromkeys(other for other in alternatives if other != value)
    return tuple(others)[:_MOST_ALTERNATIVES]


def _vouched_for(found: Field, kind: LessonKind, documents: int) -> Field:
    """The field accepted where the desk's list holds its value and nothing but the want of a list speaks against it."""
    if found.accepted or documents < ENOUGH_DOCUMENTS or _is_disputed(found):
        return found
    if kind is LessonKind.SYMBOL:
        # The list holds the symbol; of the number before it, it knows nothing.
        return judged_without(found, _ANSWERED[kind])
    odds_against = (1.0 - found.confidence) / _ODDS_OF_KNOWN
    confidence = round(found.confidence / (found.confidence + odds_against), 4)
    failed = {rule.rule for rule in found.rules if not rule.passed}
    return replace(found, confidence=confidence, accepted=failed <= _ANSWERED[kind] and confidence >= _FLOOR)


def _is_disputed(found: Field) -> bool:
    return any(rule.rule == LEARNED and not rule.passed for rule in found.rules)


def _with_rule(found: Field, rule: str, *, passed: bool) -> Field:
    return replace(found, rules=(*found.rules, RuleVerdict(rule, passed)))
