"""Who issued the paper, and the agency above it: the capitals left of the motto (Decree 30/2020, Annex I, ô 2).

The lines are repaired with the vocabulary, since bold capitals lose their marks; what it does not know stays as read.
"""

import re
from collections.abc import Iterator, Sequence
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
_DASHES = ("-", "–", "—", "&")


@dataclass(frozen=True, slots=True)
class AgencyName:
    """An agency in its canonical writing. ``known``: every part stands in the vocabulary; ``guessed``: a part was
    taken from it although the reading differed in more than marks.
    """

    text: str
    known: bool
    guessed: bool
    territory: str | None


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


def agency_fields(header: Header) -> Iterator[Field]:
    """``issuing_agency`` and ``parent_agency``."""
    found = read_agencies(header)
    if not found:
        return
    issuer, lines = found[-1]
    parent = found[-2] if len(found) > 1 else None
    name = full_name(issuer, parent[0] if parent else None)
    yield field(
        "issuing_agency",
        name,
        lines,
        rules=(
            Rule("agency_in_vocabulary", issuer.known, required=True),
            Rule("agency_read_exactly", not issuer.guessed, required=True),
            Rule("agency_has_territory", _is_whole(issuer, parent[0] if parent else None), required=True),
        ),
        confirmed=issuer.known,
    )
    if parent is not None:
        yield field(
            "parent_agency",
            parent[0].text,
            parent[1],
            rules=(
                Rule("agency_in_vocabulary", parent[0].known, required=True),
                Rule("agency_read_exactly", not parent[0].guessed, required=True),
            ),
            confirmed=parent[0].known,
        )


def full_name(issuer: AgencyName, parent: AgencyName | None) -> str:
    """The issuer's name, with the territory of the agency above where its own name needs one (Sở Y tế tỉnh …)."""
    if parent is None or parent.territory is None or issuer.territory is not None or not issuer.known:
        return issuer.text
    head_takes_territory = any(comparison_key(issuer.text).startswith(comparison_key(h)) for h in territorial_heads())
    return f"{issuer.text} {parent.territory}" if head_takes_territory else issuer.text


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
    folded = [fold(word).strip(".,;:'\"") for word in words]
    parts: list[str] = []
    known, guessed, territory = bool(words), False, None
    at = 0
    while at < len(words):
        phrase, length = _longest_phrase(folded, at)
        if phrase is not None:
            parts.append(phrase)
            at += length
            continue
        kind, length = _kind_at(folded, at)
        if kind is None:
            parts.append(words[at].capitalize() if not parts else words[at].lower())
            known, at = False, at + 1
            continue
        name, exact, is_listed = _place_after(kind, words[at + length :])
        territory = f"{kind} {name}"
        parts.append(territory)
        known, guessed = known and is_listed, guessed or not exact
        at = len(words)
    return AgencyName(_capitalised(" ".join(parts)), known, guessed, territory)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


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
    table = {tuple(fold(word).strip(",") for word in name.split()): name for name in names}
    return table | {(short,): name for short, name in _EXPANDED.items()}


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
