"""Fields against one another and against the text: what two places of a paper say must agree.

A check that fails bars all fields concerned from passing unseen, as nobody knows which of them is wrong; one that holds
stands with them as evidence. A check whose parts were not read, or that no list decides, is not made.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from domain.dates import find_date
from domain.errors import BadIdentifier
from domain.identifiers import PersonalNumber
from domain.model import Field, RuleVerdict
from domain.offices import heads_agency, speaks_for
from domain.vietnamese import comparison_key, fold, unify_dashes
from domain.vocabulary import agencies, document_types
from pipeline.extract.foot import Foot
from pipeline.extract.lines import Line

_CODE_YEAR = re.compile(r"[0-9]{0,5}[a-z]?/(?P<year>(?:19|20)[0-9]{2})/", re.IGNORECASE)
_ON_BEHALF = re.compile(r"^\W{0,3}t\.?m\s?[.,:;]\s?")
_BIRTH = re.compile(r"(?<![^\W_])(?:ngay,? thang,? nam sinh|ngay sinh|sinh ngay|nam sinh|sinh nam)\W{0,4}")
_SEX = re.compile(r"(?<![^\W_])gioi tinh\W{0,4}(?P<sex>nam|nu)(?![^\W_])")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_AFTER_LABEL = 40
_LONGEST_LINE = 600


@dataclass(frozen=True, slots=True)
class Check:
    """What came of comparing: the rule's name, whether it holds, and the fields it concerns."""

    rule: str
    passed: bool
    names: tuple[str, ...]


def cross_checked(fields: Iterable[Field], text: Sequence[Line], foot: Foot | None) -> tuple[Field, ...]:
    """The fields in their order, each with the verdicts of the checks that concern it.

    Args:
        fields: at most one of each name.
        text: the document's lines.
        foot: where it was signed, if that was found.
    """
    found = tuple(fields)
    named = {field.name: field for field in found}
    return with_checks(
        found,
        (
            *_year_of_symbol(named),
            *_symbol_of_agency(named),
            *_office_of_signer(named, foot),
            *_person(named, text),
            *_digital_signature(named),
        ),
    )


def with_checks(fields: Iterable[Field], checks: Sequence[Check]) -> tuple[Field, ...]:
    """The fields with the verdicts of checks that name them; a failed one bars a field."""
    return tuple(_with(field, [check for check in checks if field.name in check.names]) for field in fields)


def with_codes(fields: Iterable[Field], coded: Sequence[Field]) -> tuple[Field, ...]:
    """The fields, those that bar codes name as well by what the codes say, checked against the text.

    A code proves itself, so a text that was read doubtfully says nothing against it; a sure one does.
    """
    found = tuple(fields)
    read = {field.name: field for field in found}
    names = {field.name for field in coded}
    return (
        *(field for field in found if field.name not in names),
        *(_against_text(field, read.get(field.name)) for field in coded),
    )


def _against_text(coded: Field, read: Field | None) -> Field:
    if read is None:
        return coded
    agrees = read.value in (coded.value, *coded.alternatives)
    if not agrees and not read.accepted:
        return coded
    checked = _with(coded, [Check("code_agrees_with_text", agrees, (coded.name,))])
    return checked if agrees else replace(checked, alternatives=(*coded.alternatives, read.value))


def _with(field: Field, checks: Sequence[Check]) -> Field:
    if not checks:
        return field
    return replace(
        field,
        accepted=field.accepted and all(check.passed for check in checks),
        rules=(*field.rules, *(RuleVerdict(check.rule, check.passed) for check in checks)),
    )


def _year_of_symbol(named: Mapping[str, Field]) -> Iterator[Check]:
    """A normative document bears its year in the symbol (12/2024/TT-BTC): the year of its date."""
    code, issued = named.get("code"), named.get("issued_date")
    match = _CODE_YEAR.match(code.value) if code is not None else None
    if match is not None and issued is not None:
        yield Check("symbol_year_is_the_dates", match["year"] == issued.value[:4], ("code", "issued_date"))


def _symbol_of_agency(named: Mapping[str, Field]) -> Iterator[Check]:
    """A symbol that was read as it stands and names another agency of the list contradicts the head."""
    code = named.get("code")
    if code is None or "issuing_agency" not in named:
        return
    verdicts = {verdict.rule: verdict.passed for verdict in code.rules}
    fits = verdicts.get("symbol_fits_agency", False)
    if fits or (verdicts.get("symbol_as_read", False) and _organisation(code.value) in _outer_agencies()):
        yield Check("agency_fits_symbol", fits, ("issuing_agency",))


def _organisation(code: str) -> str:
    """The part of a symbol that abbreviates the agency, after that of the type where it bears one."""
    parts = code.rpartition("/")[2].split("-")
    typed = len(parts) > 1 and parts[0] in {kind.abbreviation for kind in document_types()}
    return parts[1] if typed else parts[0]


@cache
def _outer_agencies() -> frozenset[str]:
    """Abbreviations of agencies that are no unit within another (VP, BGH)."""
    return frozenset(agency.abbreviation for agency in agencies() if agency.level != "unit")


def _office_of_signer(named: Mapping[str, Field], foot: Foot | None) -> Iterator[Check]:
    """Who signs, or for whom he signs, heads the agency of the head, or the one above it."""
    agency, parent = named.get("issuing_agency"), named.get("parent_agency")
    if agency is None or foot is None or not foot.authority:
        return
    judged = [fits for name in _names_in(agency.value) if (fits := _fits(foot, name)) is not None]
    if not judged:
        return
    fits = any(judged)
    if not fits and parent is not None and _fits(foot, parent.value) is not False:
        return
    yield Check("signer_heads_agency", fits, ("issuing_agency", "signer_position"))


def _names_in(agency: str) -> list[str]:
    """The agencies of a joint paper, which stand in one line with dashes between."""
    return [name.strip() for name in unify_dashes(agency).split(" - ")]


def _fits(foot: Foot, agency: str) -> bool | None:
    """What the first line of authority that any list knows says of an agency; None where none is known."""
    for line in foot.authority:
        if line.damaged or not line.exact:
            continue
        if line.position is None and line.capacity == "TM.":
            fits = speaks_for(_ON_BEHALF.sub("", line.line.folded), agency)
        else:
            fits = heads_agency(line.position, agency) if line.position is not None else None
        if fits is not None:
            return fits
    return None


def _person(named: Mapping[str, Field], text: Sequence[Line]) -> Iterator[Check]:
    """The one personal number of a paper against the one birthday and the one sex in its text."""
    number = named.get("personal_id")
    if number is None or number.alternatives:
        return
    years = {year for line in text for year in _birth_years(line.folded[:_LONGEST_LINE])}
    sexes = {match["sex"] for line in text for match in _SEX.finditer(line.folded[:_LONGEST_LINE])}
    yield from person_checks(
        number.value,
        years.pop() if len(years) == 1 else None,
        sexes.pop() if len(sexes) == 1 else None,
        names=("personal_id",),
    )


def person_checks(number: str, birth: int | None, sex: str | None, *, names: tuple[str, ...]) -> Iterator[Check]:
    """A personal number against the year of birth and the sex (``Nam``, ``Nữ``) of its bearer.

    Nothing comes of an old card's number, or of one that is not well formed: that is a rule of its own.
    """
    try:
        person = PersonalNumber.parse(number)
    except BadIdentifier:
        return
    if birth is not None:
        yield Check("number_fits_birth_year", person.birth_year == birth, names)
    if sex is not None and fold(sex) in ("nam", "nu"):
        yield Check("number_fits_sex", person.sex == ("male" if fold(sex) == "nam" else "female"), names)


def _birth_years(folded: str) -> Iterator[int]:
    for match in _BIRTH.finditer(folded):
        after = folded[match.end() : match.end() + _AFTER_LABEL]
        day: date | None = find_date(after) or find_date(f"ngay {after}")
        year = _YEAR.search(after)
        if day is not None or year is not None:
            yield day.year if day is not None else int(year[0]) if year is not None else 0


def _digital_signature(named: Mapping[str, Field]) -> Iterator[Check]:
    """A box of a digital signature that names the same agency or person is a witness; another may be a copy's."""
    for ours, theirs in (("issuing_agency", "esign_agency"), ("signer", "esign_signer")):
        one, other = named.get(ours), named.get(theirs)
        if one is not None and other is not None and comparison_key(one.value) == comparison_key(other.value):
            yield Check("digital_signature_agrees", True, (ours, theirs))
