"""The symbol of a document (QĐ-UBND, TB-SYT, UBND-KSTTHC) corrected against its closed vocabulary.

A part that the vocabulary or the header's agency explains stays as read. Another becomes the one entry that a
recogniser's usual confusions lead to; when there is none, or two, it stays and is marked.
"""

import re
from dataclasses import dataclass
from functools import cache

from domain.vietnamese import nfc, unify_dashes
from domain.vocabulary import agencies, document_types
from pipeline.extract.agency_names import abbreviates

# Letters that are taken for one another in print of this size; a pair costs little, any other change a whole step.
_PAIRS = "ĐD ĐO ĐB DO D0 Đ0 O0 QO QG Q0 UL UƯ UV HN HM B8 B3 5S G6 GC TI TY Ir rR Tr I1 Il VY YÝ Z2 PF Đd Đb"
_CONFUSED = frozenset(frozenset(pair) for pair in _PAIRS.split())
_CONFUSION_COST = 0.3
_DOUBLED_COST = 0.3
_COST_PER_LETTER = 0.2


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol with its parts judged. ``type_name`` is what its first part abbreviates; None for a letter's symbol."""

    text: str
    type_name: str | None
    known: bool
    corrected: bool
    fits_agency: bool

    @property
    def parts(self) -> tuple[str, ...]:
        """The symbol cut at its hyphens."""
        return tuple(self.text.split("-"))


def judge_symbol(read: str, agency: str | None) -> Symbol:
    """The symbol behind a reading, given the name of the agency in the header."""
    raw_parts = [part for part in re.sub(r"\s", "", unify_dashes(nfc(read))).strip("-.,&").split("-") if part]
    if not raw_parts:
        return Symbol("", None, known=False, corrected=False, fits_agency=False)
    first = _nearest(raw_parts[0], (*_type_abbreviations(), *_agency_abbreviations()), agency)
    if len(raw_parts) == 1:
        parts = [first]
    else:
        # The second part of a letter names a unit of the agency's own making: no list holds it.
        is_letter = _type_name(first) is None
        second = raw_parts[1] if is_letter else _nearest(raw_parts[1], _agency_abbreviations(), agency)
        parts = [first, second, *raw_parts[2:]]
    type_name = _type_name(parts[0])
    organisation = parts[0] if type_name is None else parts[1] if len(parts) > 1 else ""
    fits = agency is not None and abbreviates(organisation, agency)
    known = fits or organisation in _agency_abbreviations()
    # Cục Thuế signs its letters CT-…, which is also the abbreviation of a directive.
    if type_name is not None and not fits and agency is not None and abbreviates(parts[0], agency):
        return Symbol("-".join(parts), None, known=True, corrected=parts != raw_parts, fits_agency=True)
    return Symbol("-".join(parts), type_name, known, parts != raw_parts, fits)


def _type_name(part: str) -> str | None:
    return _type_abbreviations().get(part)


@cache
def _type_abbreviations() -> dict[str, str]:
    return {kind.abbreviation: kind.name for kind in document_types() if kind.abbreviation}


@cache
def _agency_abbreviations() -> tuple[str, ...]:
    return tuple(dict.fromkeys(agency.abbreviation for agency in agencies()))


def _nearest(part: str, entries: tuple[str, ...], agency: str | None) -> str:
    if part in entries or (agency is not None and abbreviates(part, agency)):
        return part
    same_letters = [entry for entry in entries if entry.casefold() == part.casefold()]
    if len(same_letters) == 1:
        return same_letters[0]
    allowed = max(_CONFUSION_COST, _COST_PER_LETTER * len(part))
    scored = sorted(
        (confusion_distance(part, entry), entry) for entry in set(entries) if abs(len(entry) - len(part)) <= 1
    )
    near = [(cost, entry) for cost, entry in scored if cost <= allowed]
    if not near or (len(near) > 1 and near[0][0] == near[1][0]):
        return part
    return near[0][1]


def confusion_distance(read: str, meant: str) -> float:
    """Edit distance where usual confusions and doubled look-alikes cost little. Both are short: symbols, not texts."""
    previous = [float(i) for i in range(len(meant) + 1)]
    for row, got in enumerate(read, start=1):
        current = [float(row)]
        for column, wanted in enumerate(meant, start=1):
            doubled = row > 1 and _looks_like(got, read[row - 2])
            current.append(
                min(
                    previous[column - 1] + _exchange_cost(got, wanted),
                    previous[column] + (_DOUBLED_COST if doubled else 1.0),
                    current[column - 1] + 1.0,
                )
            )
        previous = current
    return previous[-1]


def _exchange_cost(got: str, wanted: str) -> float:
    if got == wanted:
        return 0.0
    return _CONFUSION_COST if _looks_like(got, wanted) else 1.0


def _looks_like(one: str, other: str) -> bool:
    return one == other or frozenset((one, other)) in _CONFUSED
