"""Printed phrases that every document bears, found although their marks, letters or neighbours were misread."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from rapidfuzz import fuzz

from domain.vietnamese import fold
from domain.vocabulary import agency_heads
from pipeline.extract.lines import Line

COUNTRY = fold("Cộng hòa xã hội chủ nghĩa Việt Nam")
MOTTO = fold("Độc lập - Tự do - Hạnh phúc")
RECIPIENTS = fold("Nơi nhận")
ADDRESSEES = fold("Kính gửi")

_EDGES = " .,;:_'`\"|~*-–—“”‘’"
_BODY = re.compile(
    r"^\W{0,4}(?:can cu\b|dieu [0-9]|chuong (?:[0-9]|[ivx]+\b)|phan (?:thu|[ivx]+\b)|[ivx]{1,4}\s?[./)-]\s|"
    r"[0-9]{1,2}\s?[./)-]\s|xet (?:de nghi|to trinh|bao cao)|theo de nghi|hom nay)"
)
# A line of two columns has a hundred characters; fuzzy search over more is only a way to waste time.
_LONGEST_LINE = 400


def find_phrase(line: Line, phrase: str, cutoff: float = 80.0) -> Line | None:
    """The words of a line that read like a folded phrase, or None.

    ``cutoff`` is the least similarity in percent. A line shorter than the phrase counts when it is nearly as long.
    """
    folded = line.folded
    if not 0.75 * len(phrase) <= len(folded) <= _LONGEST_LINE:
        return None
    if len(folded) <= len(phrase):
        return line if fuzz.ratio(phrase, folded) >= cutoff else None
    hit = fuzz.partial_ratio_alignment(phrase, folded, score_cutoff=cutoff)
    return line.part(hit.dest_start, hit.dest_end) if hit else None


def lines_with(lines: Iterable[Line], phrase: str, cutoff: float = 80.0) -> Iterator[tuple[Line, Line]]:
    """Each line that holds the phrase, with the words that read like it."""
    for line in lines:
        words = find_phrase(line, phrase, cutoff)
        if words is not None:
            yield line, words


def begins_addressees(line: Line) -> bool:
    """Whether a line begins the list of those a letter goes to (Kính gửi)."""
    return line.folded.strip(_EDGES).startswith(ADDRESSEES)


def begins_body(line: Line) -> bool:
    """Whether a line begins as only the body of a document does: addressees, legal bases, numbered parts."""
    return begins_addressees(line) or _BODY.match(line.folded) is not None


def begins_agency(text: str) -> bool:
    """Whether a text begins like the name of an agency, its marks lost or not."""
    folded = fold(text).strip(_EDGES)
    return any(folded == head or folded.startswith(f"{head} ") for head in _agency_beginnings())


@cache
def _agency_beginnings() -> tuple[str, ...]:
    return tuple(fold(head) for head in agency_heads())
