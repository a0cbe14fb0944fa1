"""Closed lists of the field: types of documents, provinces, agencies, titles, family names.

The lists are files under ``vocabularies/``, each naming its legal source; a new entry needs no code.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A type of document: code of the archive list, name, and abbreviation in the symbol where it has one."""

    code: str
    name: str
    abbreviation: str | None


@dataclass(frozen=True, slots=True)
class Province:
    """A province by one of its names. ``merged_into`` is set where it ended with the reform of 1 July 2025."""

    name: str
    kind: str
    personal_code: str
    aliases: tuple[str, ...] = ()
    unit_code: str | None = None
    valid_to: date | None = None
    merged_into: str | None = None


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency: abbreviation in symbols, name in headers, level. ``valid_to`` is the day it ended."""

    abbreviation: str
    name: str
    level: str
    valid_from: date | None = None
    valid_to: date | None = None


def _table(name: str) -> dict[str, Any]:
    source = resources.files("domain") / "vocabularies" / f"{name}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def document_types() -> tuple[DocumentType, ...]:
    """All types of documents, those of the archive list first."""
    rows = _table("document_types")["type"]
    return tuple(DocumentType(row["code"], row["name"], row.get("abbreviation")) for row in rows)


@cache
def provinces() -> tuple[Province, ...]:
    """The 63 provinces that stand on papers, 34 of them still in being."""
    return tuple(
        Province(
            name=row["name"],
            kind=row["kind"],
            personal_code=row["personal_code"],
            aliases=tuple(row.get("aliases", ())),
            unit_code=row.get("unit_code"),
            valid_to=row.get("valid_to"),
            merged_into=row.get("merged_into"),
        )
        for row in _table("provinces")["province"]
    )


@cache
def province_of_personal_code(code: str) -> Province | None:
    """The province whose code begins a personal number (``001`` is Hà Nội)."""
    return next((province for province in provinces() if province.personal_code == code), None)


@cache
def agencies() -> tuple[Agency, ...]:
    """The agencies whose abbreviations are known."""
    return tuple(
        Agency(row["abbreviation"], row["name"], row["level"], row.get("valid_from"), row.get("valid_to"))
        for row in _table("agencies")["agency"]
    )


@cache
def agency_heads() -> tuple[str, ...]:
    """Words that an agency's name begins with."""
    return tuple(_table("agencies")["heads"])


@cache
def territorial_heads() -> tuple[str, ...]:
    """Heads of units whose full name ends with the territory of the agency above them."""
    return tuple(_table("agencies")["territorial_heads"])


@cache
def capacities() -> tuple[str, ...]:
    """In what capacity a person signs: ``TM.``, ``KT.``, ``TL.``, ``TUQ.``, ``Q.``."""
    return tuple(row["abbreviation"] for row in _table("titles")["capacity"])


@cache
def positions() -> tuple[str, ...]:
    """Positions of those who sign."""
    return tuple(_table("titles")["positions"])


@cache
def signing_bodies() -> tuple[str, ...]:
    """Bodies a head signs on behalf of (after ``TM.``)."""
    return tuple(_table("titles")["bodies"])


@cache
def family_names() -> tuple[str, ...]:
    """Family names, the most common first."""
    return tuple(dict.fromkeys(_table("family_names")["names"]))


@cache
def given_names() -> frozenset[str]:
    """Syllables that middle and given names are made of."""
    return frozenset(_table("given_names")["syllables"])


@cache
def listed_names(vocabulary: str) -> tuple[str, ...]:
    """The names of a plain list among the vocabularies, such as ``ethnic_groups``; none of one that is not there."""
    try:
        return tuple(dict.fromkeys(_table(vocabulary)["names"]))
    except (FileNotFoundError, KeyError):
        return ()


def names_by_kind(vocabulary: str, kind: str) -> tuple[str, ...]:
    """The names of one kind of unit, in all provinces, of ``territories`` or ``territories_until_2025``."""
    return tuple(name for province in _provinces_of(vocabulary) for name in province.get(kind, ()))


@cache
def _provinces_of(vocabulary: str) -> list[dict[str, Any]]:
    provinces: list[dict[str, Any]] = _table(vocabulary)["province"]
    return provinces
