"""Which offices head which agencies: a director signs for a department, a chairman for a people's committee."""

import tomllib
from functools import cache
from importlib import resources

from domain.vietnamese import fold


def heads_agency(position: str, agency: str) -> bool | None:
    """Whether the holder of a position can be the head of an agency; None where the list does not tell.

    Both are compared without marks and case: bold capitals lose them.
    """
    return _leads(_offices().get(fold(position)), agency)


def speaks_for(body: str, agency: str) -> bool | None:
    """Whether what is signed on behalf of a body (``TM. ỦY BAN NHÂN DÂN``) can be an agency's; None when not listed."""
    known = next((agencies for name, agencies in _bodies().items() if _begins(fold(body), name)), None)
    return _leads(known, agency)


def _leads(agencies: frozenset[str] | None, agency: str) -> bool | None:
    folded = fold(agency)
    if agencies is None or not any(_begins(folded, head) for head in _heads()):
        return None
    return any(_begins(folded, head) for head in agencies)


def _begins(text: str, phrase: str) -> bool:
    return text == phrase or text.startswith(f"{phrase} ")


@cache
def _offices() -> dict[str, frozenset[str]]:
    return _listed("office", "positions")


@cache
def _bodies() -> dict[str, frozenset[str]]:
    return _listed("body", "names")


@cache
def _heads() -> frozenset[str]:
    return frozenset().union(*_offices().values(), *_bodies().values())


def _listed(table: str, key: str) -> dict[str, frozenset[str]]:
    source = resources.files("domain") / "vocabularies" / "offices.toml"
    rows = tomllib.loads(source.read_text(encoding="utf-8"))[table]
    return {fold(name): frozenset(fold(head) for head in row["agencies"]) for row in rows for name in row[key]}
