"""Printed phrases that every document bears, found although their marks, letters or neighbours were misread."""

from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz

from domain.vietnamese import fold
from pipeline.extract.lines import Line

COUNTRY = fold("Cộng hòa xã hội chủ nghĩa Việt Nam")
MOTTO = fold("Độc lập - Tự do - Hạnh phúc")
RECIPIENTS = fold("Nơi nhận")
ADDRESSEES = fold("Kính gửi")

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
