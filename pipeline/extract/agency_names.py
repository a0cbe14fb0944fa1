"""Names of agencies: capitals as they were read made what the gazette writes.

Bold capitals lose their marks; the vocabulary brings them back, and says how much of a name it vouches for.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from rapidfuzz import fuzz

from domain.territories import KINDS, spellings
from domain.vietnamese import fold, same_text
from domain.vocabulary import Province, agencies, agency_heads, provinces

_KINDS = ("tỉnh", *KINDS)
_EXPANDED = {"ubnd": "Ủy ban nhân dân", "hdnd": "Hội đồng nhân dân"}
_CITY = re.compile(r"\b(?:tp|t\.p)\.?\s?(?=\w)", re.IGNORECASE)
_PROVINCE_CUTOFF = 84.0
_PROVINCE_MARGIN = 5.0
_MOST_WORDS = 40
_MOST_PHRASE_WORDS = 12
_EDGES = ".,;:'\"_|~"


@dataclass(frozen=True, slots=True)
class AgencyName:
    """An agency in its canonical writing.

    ``known``: every part but the territory stands in the vocabulary; ``listed``: so does the territory; ``guessed``:
    the territory was taken from there, or from the body, although the reading differed; ``disputed``: two readings of
    it differ and nothing decides.
    """

    text: str
    known: bool
    guessed: bool
    territory: str | None
    listed: bool = True
    disputed: bool = False


def canonical_name(text: str) -> AgencyName:
    """An agency's name in capitals as the gazette writes it.

    ``ỦY BAN NHÂN DÂN TÍNH PHỦ THỌ`` gives ``Ủy ban nhân dân tỉnh Phú Thọ``; unknown words keep their reading.
    """
    words = _CITY.sub("thành phố ", text).split()[:_MOST_WORDS]
    folded = [fold(word).strip(_EDGES) for word in words]
    parts: list[str] = []
    known, guessed, listed, territory = bool(words), False, True, None
    at = 0
    while at < len(words):
        phrase, length = _longest_phrase(folded, at)
        if phrase is not None:
            parts.append(phrase)
            at += length
            continue
        kind, length = _kind_at(folded, at)
        if kind is None:
            head = _single_heads().get(folded[at]) if not parts else None
            parts.append(head or (words[at].lower() if parts else words[at].capitalize()))
            known, at = known and head is not None, at + 1
            continue
        name, exact, listed = _place_after(kind, words[at + length :])
        territory, guessed = f"{kind} {name}", not exact
        parts.append(territory)
        at = len(words)
    # A lone head ("Trường") is the rest of a name, or its beginning.
    known = known and not (len(words) == 1 and parts[0] in _single_heads().values())
    return AgencyName(_capitalised(" ".join(parts)), known, guessed, territory, listed)


def completes_name(begun: str, rest: str) -> bool:
    """Whether two parts are one name of the vocabulary, of which the first alone is none."""
    one, other = (_squeezed(text.split()) for text in (begun, rest))
    return one not in _phrases() and one + other in _phrases()


def _squeezed(words: Iterable[str]) -> str:
    return "".join(fold(word).strip(_EDGES) for word in words)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def places_of(names: Iterable[AgencyName]) -> frozenset[str]:
    """The proper names of the agencies' territories: ``Kiên Giang`` of ``tỉnh Kiên Giang``."""
    return frozenset(proper_name(name.territory) for name in names if name.territory is not None)


def proper_name(territory: str) -> str:
    """The place without its kind: ``Kiên Giang`` of ``tỉnh Kiên Giang``."""
    kind = next((kind for kind in _KINDS if territory.startswith(f"{kind} ")), "")
    return territory.removeprefix(kind).strip()


def respelled(agency: AgencyName, place: str) -> AgencyName:
    """The agency with the proper name of its territory in another spelling of the same letters; a guess."""
    if agency.territory is None:
        return agency
    territory = agency.territory.removesuffix(proper_name(agency.territory)) + place
    return replace(
        agency, text=agency.text.removesuffix(agency.territory) + territory, territory=territory, guessed=True
    )


def _longest_phrase(folded: Sequence[str], at: int) -> tuple[str | None, int]:
    for length in range(min(_MOST_PHRASE_WORDS, len(folded) - at), 0, -1):
        phrase = _phrases().get("".join(folded[at : at + length]))
        if phrase is not None:
            return phrase, length
    return None, 0


@cache
def _phrases() -> dict[str, str]:
    """Folded words without spaces to the name they spell: agencies, and heads of more than one word.

    A recogniser loses spaces between bold capitals (``NHÂNDÂN``).
    """
    names = [*(agency.name for agency in agencies()), *(head for head in agency_heads() if " " in head)]
    names += [province.name for province in provinces() if " " in province.name]
    return {"".join(fold(word).strip(",") for word in name.split()): name for name in names} | _EXPANDED


@cache
def _single_heads() -> dict[str, str]:
    return {fold(head): head for head in agency_heads() if " " not in head}


def _kind_at(folded: Sequence[str], at: int) -> tuple[str | None, int]:
    for kind in _KINDS:
        words = fold(kind).split()
        if list(folded[at : at + len(words)]) == words and at > 0 and len(folded) > at + len(words):
            return kind, len(words)
    return None, 0


def _place_after(kind: str, words: Sequence[str]) -> tuple[str, bool, bool]:
    """The place's name, whether the letters agree, and whether the vocabulary lists it."""
    read = " ".join(words)
    province, exact = nearest_province(read) if kind in ("tỉnh", "thành phố") else (None, False)
    if province is not None:
        return province.name, exact, True
    names = spellings(kind, read.strip(_EDGES))
    if len(names) != 1:  # where units of several spellings exist, the reading alone does not tell which
        return read.title(), True, False
    return names[0], same_text(names[0], read.strip(_EDGES)), True


def nearest_province(text: str) -> tuple[Province | None, bool]:
    """The province a reading means, and whether it differs in marks and case only; None when two are as near."""
    read = fold(text).strip(" .,;:-'\"")
    scored = sorted(
        (
            (fuzz.ratio(read, fold(name)), province.name, province)
            for province in provinces()
            for name in _names(province)
        ),
        reverse=True,
        key=lambda entry: entry[:2],
    )
    (best, _, province), *others = scored
    runner_up = next((score for score, name, _ in others if name != province.name), 0.0)
    if best < _PROVINCE_CUTOFF or best - runner_up < _PROVINCE_MARGIN:
        return None, False
    return province, best == 100.0


def _names(province: Province) -> tuple[str, ...]:
    return (province.name, *province.aliases)


def abbreviates(short: str, name: str) -> bool:
    """Whether a part of a symbol can abbreviate an agency's name: its letters are initials, in order (SYT, VKSTC)."""
    if any(same_text(agency.name, name[: len(agency.name)]) for agency in agencies() if agency.abbreviation == short):
        return True
    initials = iter(_initial(word) for word in re.findall(r"\w+", name))
    return len(short) > 1 and all(letter in initials for letter in short)


def _initial(word: str) -> str:
    return "Đ" if word[0] in "Đđ" else fold(word[0]).upper()
