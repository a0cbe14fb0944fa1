"""The number of a document within its agency's year, and whether it continues the series of its neighbours.

An agency numbers its documents of one symbol from 1 each year, in the order in which they are issued (Decree 30/2020,
Article 15). So a number lies between those of earlier and of later days, and no two documents share one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low
from typing import Self

from domain.model import Field
from domain.vietnamese import comparison_key, nfc, unify_dashes

CONTINUES = "number_continues_series"
"""Rule: the number lies where its neighbours in the agency's series leave room."""

NUMBER_REPEATED = "number_repeated"
"""Warning: another document of the agency bears the number in the same year."""

NEIGHBOURS = 5
"""So many documents on each side are asked; their middle one speaks, as one mistyped number shall not bar a year."""

_NUMBER = re.compile(r"[0-9]{1,9}")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_KEPT_FREE = 3
"""Numbers that a clerk leaves open for papers of the day before."""

_LEAST_REACH = 30
_PACE_TOLERANCE = 3.0
"""A series runs at most so many times faster than it did since the first of January."""


@dataclass(frozen=True, slots=True)
class Code:
    """Number and symbol as the field ``code`` holds them: ``123/QĐ-SYT``, ``12/2024/TT-BTC``, ``/QĐ-SYT`` unread."""

    number: str
    year: int | None
    symbol: str

    @classmethod
    def of(cls, value: str) -> Self:
        """Take a value apart; anything may stand in it, as officers type it. No slash: all of it is the number."""
        number, *between = (part.strip() for part in unify_dashes(nfc(value)).split("/"))
        symbol = between.pop() if between else ""
        year = int(between[0]) if len(between) == 1 and _YEAR.fullmatch(between[0]) else None
        return cls(number, year, re.sub(r"\s", "", symbol))

    def with_symbol(self, symbol: str) -> str:
        """The value with another symbol."""
        return "/".join((self.number, *([str(self.year)] if self.year else []), symbol))


@dataclass(frozen=True, slots=True)
class Numbered:
    """Where a document stands in its agency's register. Agencies and symbol are keys to compare by, not to show.

    ``sure``: number, date and agency were each accepted, by the machine's rules or by an officer.
    """

    agency: str
    parent: str | None
    symbol: str
    year: int
    number: int
    issued_on: date | None
    sure: bool

    @classmethod
    def of(cls, fields: Sequence[Field]) -> Self | None:
        """What the fields of a document say; None without a number, a symbol, an agency or a year."""
        known = {field.name: field for field in fields}
        if "code" not in known or "issuing_agency" not in known:
            return None
        code, issued_on = Code.of(known["code"].value), _day(known.get("issued_date"))
        year = code.year or (issued_on.year if issued_on else None)
        agency = comparison_key(known["issuing_agency"].value)
        if year is None or not code.symbol or not agency or not _NUMBER.fullmatch(code.number):
            return None
        return cls(
            agency=agency,
            parent=comparison_key(known["parent_agency"].value) if "parent_agency" in known else None,
            symbol=comparison_key(code.symbol),
            year=year,
            number=int(code.number),
            issued_on=issued_on,
            sure=all(known[name].accepted for name in ("code", "issuing_agency", "issued_date") if name in known),
        )


def _day(field: Field | None) -> date | None:
    try:
        return date.fromisoformat(field.value) if field is not None else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Entry:
    """A sure number of a series and its day."""

    number: int
    issued_on: date


@dataclass(frozen=True, slots=True)
class Series:
    """The nearest entries of one series before and after a day, the day itself left out; nearest first."""

    before: tuple[Entry, ...] = ()
    after: tuple[Entry, ...] = ()

    def continued_by(self, number: int, on: date) -> bool | None:
        """Whether a number of that day lies where the neighbours leave room; None when there are none to ask."""
        earlier = _middle(self.before)
        later = _middle(self.after)
        if earlier is None and later is None:
            return None
        if earlier is not None and number < earlier.number - _KEPT_FREE:
            return False
        if later is not None:
            return number <= later.number + _KEPT_FREE
        return earlier is None or number <= _furthest(earlier, on)


def _middle(entries: Sequence[Entry]) -> Entry | None:
    if not entries:
        return None
    number = median_low(entry.number for entry in entries)
    return next(entry for entry in entries if entry.number == number)


def _furthest(last: Entry, on: date) -> float:
    """How far a series can have come since its last entry, at the pace it had since the year began."""
    pace = last.number / last.issued_on.timetuple().tm_yday
    return last.number + max(_LEAST_REACH, _PACE_TOLERANCE * pace * (on - last.issued_on).days)
