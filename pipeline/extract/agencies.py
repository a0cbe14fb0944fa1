"""Who issued the paper, and the agency above it: the capitals left of the motto (Decree 30/2020, Annex I, ô 2).

The lines are repaired with the vocabulary, since bold capitals lose their marks; what it does not know stays as read.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from domain.model import Field
from domain.vietnamese import capital_share, comparison_key, fold, same_text
from domain.vocabulary import Province, agencies, agency_heads, provinces, territorial_heads
from pipeline.extract.evidence import Rule, field
from pipeline.extract.header import Header
from pipeline.extract.lines import Line

_LEAST_CONFIDENCE = 0.4
_KINDS = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "thị trấn", "xã", "phường", "đặc khu")
_EXPANDED = {"ubnd": "Ủy ban nhân dân", "hdnd": "Hội đồng nhân dân"}
_CITY = re.compile(r"\b(?:tp|t\.p)\.?\s?(?=\w)", re.IGNORECASE)
_ENDS_OPEN = re.compile(r"(?:[-–,&]|\b(?:và|VÀ))\s*$")
_PROVINCE_CUTOFF = 84.0
_PROVINCE_MARGIN = 5.0
_MOST_WORDS = 40
_EDGES = ".,;:'\"_|~"
_DASHES = ("-", "–", "—", "&")


@dataclass(frozen=True, slots=True)
class AgencyName:
    """An agency in its canonical writing.

    ``known``: every part but the territory stands in the vocabulary; ``listed``: so does the territory; ``guessed``:
    the territory was taken from there although the reading differed in more than marks.
    """

    text: str
    known: bool
    guessed: bool
    territory: str | None
    listed: bool = True


def read_agencies(header: Header) -> tuple[tuple[AgencyName, tuple[Line, ...]], ...]:
    """The agencies of the head from the highest to the one that issued the paper, each with its lines."""
    groups: list[list[Line]] = []
    for line in _name_lines(header):
        open_end = bool(groups) and _ENDS_OPEN.search(groups[-1][-1].text) is not None
        if not groups or (_begins_agency(line) and not open_end):
            groups.append([line])
        else:
            groups[-1].append(line)
    return tuple((canonical_name(" ".join(line.text for line in group)), tuple(group)) for group in groups)


def agency_fields(found: Sequence[tuple[AgencyName, tuple[Line, ...]]], place: str | None) -> Iterator[Field]:
    """``issuing_agency`` and ``parent_agency``; the place beside the date is a second witness of a territory."""
    if not found:
        return
    (issuer, lines), parent = found[-1], found[-2][0] if len(found) > 1 else None
    borrowed = full_name(issuer, parent) != issuer.text
    named = [issuer, parent] if borrowed and parent is not None else [issuer]
    yield field(
        "issuing_agency",
        full_name(issuer, parent),
        lines,
        rules=(
            *_witness_rules(named, place),
            Rule("agency_has_territory", _is_whole(issuer, parent), required=True),
        ),
        confirmed=issuer.known,
    )
    if parent is not None:
        yield field(
            "parent_agency", parent.text, found[-2][1], rules=_witness_rules([parent], place), confirmed=parent.known
        )


def _witness_rules(names: Sequence[AgencyName], place: str | None) -> tuple[Rule, ...]:
    return (
        Rule("agency_in_vocabulary", all(name.known for name in names), required=True),
        Rule("agency_read_exactly", not any(name.guessed for name in names), weight=0.05),
        Rule("agency_sure_of_territory", all(_is_sure(name, place) for name in names), required=True),
    )


def full_name(issuer: AgencyName, parent: AgencyName | None) -> str:
    """The issuer's name, with the territory of the agency above where its own name needs one (Sở Y tế tỉnh …)."""
    if parent is None or parent.territory is None or issuer.territory is not None or not issuer.known:
        return issuer.text
    head_takes_territory = any(comparison_key(issuer.text).startswith(comparison_key(h)) for h in territorial_heads())
    return f"{issuer.text} {parent.territory}" if head_takes_territory else issuer.text


def _is_sure(name: AgencyName, place: str | None) -> bool:
    """A territory that no list holds, or whose letters were guessed, must be the one the paper was dated in."""
    if name.territory is None or (name.listed and not name.guessed):
        return True
    return place is not None and same_text(_proper_name(name.territory), place)


def _is_whole(issuer: AgencyName, parent: AgencyName | None) -> bool:
    """A people's committee or a department without a territory is half a name."""
    territorial = comparison_key(issuer.text).startswith(tuple(comparison_key(h) for h in ("Ủy ban nhân dân", "Sở")))
    return not territorial or issuer.territory is not None or (parent is not None and parent.territory is not None)


def _name_lines(header: Header) -> Iterator[Line]:
    for line in header.agencies:
        kept = _without_dirt(line)
        if kept is None or capital_share(kept.text) < 0.7 or sum(character.isalpha() for character in kept.text) < 3:
            continue
        # A stamp over the line takes the recogniser's confidence and often leaves the words.
        if kept.confidence >= _LEAST_CONFIDENCE or _begins_agency(kept):
            yield kept


def _without_dirt(line: Line) -> Line | None:
    kept = line.where(lambda word: any(character.isalpha() for character in word.text) or word.text in _DASHES)
    while kept is not None and kept.words[0].text in _DASHES:
        kept = Line(kept.page, kept.words[1:]) if len(kept.words) > 1 else None
    return kept


def _begins_agency(line: Line) -> bool:
    folded = line.folded
    return any(folded == head or folded.startswith(f"{head} ") for head in _folded_heads())


@cache
def _folded_heads() -> tuple[str, ...]:
    return tuple(fold(head) for head in agency_heads())


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
    return AgencyName(_capitalised(" ".join(parts)), known, guessed, territory, listed)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def places_of(names: Iterable[AgencyName]) -> frozenset[str]:
    """The proper names of the agencies' territories: ``Kiên Giang`` of ``tỉnh Kiên Giang``."""
    return frozenset(_proper_name(name.territory) for name in names if name.territory is not None)


def _proper_name(territory: str) -> str:
    kind = next((kind for kind in _KINDS if territory.startswith(f"{kind} ")), "")
    return territory.removeprefix(kind).strip()


def _longest_phrase(folded: Sequence[str], at: int) -> tuple[str | None, int]:
    for length in range(min(_longest_key(), len(folded) - at), 0, -1):
        phrase = _phrases().get(tuple(folded[at : at + length]))
        if phrase is not None:
            return phrase, length
    return None, 0


@cache
def _phrases() -> dict[tuple[str, ...], str]:
    """Folded words to the name they spell: agencies, and heads of more than one word."""
    names = [*(agency.name for agency in agencies()), *(head for head in agency_heads() if " " in head)]
    names += [province.name for province in provinces() if " " in province.name]
    table = {tuple(fold(word).strip(",") for word in name.split()): name for name in names}
    return table | {(short,): name for short, name in _EXPANDED.items()}


@cache
def _single_heads() -> dict[str, str]:
    return {fold(head): head for head in agency_heads() if " " not in head}


@cache
def _longest_key() -> int:
    return max(len(key) for key in _phrases())


def _kind_at(folded: Sequence[str], at: int) -> tuple[str | None, int]:
    for kind in _KINDS:
        words = fold(kind).split()
        if list(folded[at : at + len(words)]) == words and at > 0 and len(folded) > at + len(words):
            return kind, len(words)
    return None, 0


def _place_after(kind: str, words: Sequence[str]) -> tuple[str, bool, bool]:
    """The place's name, whether the letters agree, and whether the vocabulary lists it."""
    read = " ".join(words)
    if kind not in ("tỉnh", "thành phố"):
        return read.title(), True, False
    province, exact = nearest_province(read)
    if province is None:
        return read.title(), True, False
    return province.name, exact, True


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
