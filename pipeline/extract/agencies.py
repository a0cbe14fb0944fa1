"""Who issued the paper, and the agency above it: the capitals left of the motto (Decree 30/2020, Annex I, ô 2)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from domain.model import Field
from domain.vietnamese import capital_share, comparison_key, fold, same_text
from domain.vocabulary import agency_heads, territorial_heads
from pipeline.extract.agency_names import AgencyName, canonical_name, completes_name, proper_name, respelled
from pipeline.extract.evidence import Rule, field
from pipeline.extract.header import Header
from pipeline.extract.lines import Line
from pipeline.extract.rereading import marks_of, spelling_elsewhere

_LEAST_CONFIDENCE = 0.4
_ENDS_OPEN = re.compile(r"(?:[-–,&]|\b(?:và|VÀ))\s*$")
_DASHES = ("-", "–", "—", "&")


Agencies = tuple[tuple[AgencyName, tuple[Line, ...]], ...]
"""Agencies from the highest to the one that issued the paper, each with its lines."""


def read_agencies(header: Header) -> Agencies:
    """The agencies of the head from the highest to the one that issued the paper, each with its lines."""
    groups: list[list[Line]] = []
    for line in _name_lines(header):
        if not groups or (_begins_agency(line) and not _goes_on(groups[-1], line)):
            groups.append([line])
        else:
            groups[-1].append(line)
    return tuple((canonical_name(" ".join(line.text for line in group)), tuple(group)) for group in groups)


def _goes_on(group: Sequence[Line], line: Line) -> bool:
    """Whether a name that was begun ends with this line, though agencies' names begin so (… VÀ MÔI / TRƯỜNG)."""
    begun = " ".join(part.text for part in group)
    return _ENDS_OPEN.search(begun) is not None or completes_name(begun, line.text)


def with_territories_settled(found: Agencies, place: str | None, body: Sequence[Line]) -> Agencies:
    """The agencies, a territory that no list holds spelled as the text spells it: bold capitals lose their marks.

    ``place`` is that of the date line, ``body`` the text under the head. The body settles it; where it is silent and
    the place bears other marks, or the body fewer, the reading with most of them is taken and stays disputed.
    """
    return tuple((_settled(agency, place, body), lines) for agency, lines in found)


def _settled(agency: AgencyName, place: str | None, body: Sequence[Line]) -> AgencyName:
    if agency.listed or agency.territory is None:
        return agency
    name = proper_name(agency.territory)
    spelling = spelling_elsewhere(name, body)
    other = spelling or (place if place is not None and fold(place) == fold(name) else None)
    if other is None or same_text(other, name):
        return agency
    # Recognition loses marks, and the same ones in capitals, date and body; it seldom invents any.
    richer = max(other, name, key=marks_of)
    return replace(respelled(agency, richer), disputed=richer != spelling)


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
    return not name.disputed and place is not None and same_text(proper_name(name.territory), place)


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
