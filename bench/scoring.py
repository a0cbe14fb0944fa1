"""Errors of a recognised page against its truth, with the order of reading forgiven.

The **order-free character error rate** used in every table here is defined so, and applied to all ways alike:

1. Truth and recognised text are normalised (NFC, dashes and quotes of one kind, no soft hyphens, runs of blanks as
   one) and cut into their lines.
2. The longest piece of truth that is left looks for the place where it, or the longest part of it, stands with the
   fewest errors in any one piece of the recognised text. That place is taken: its edit distance counts, up to its
   length, and nothing can be matched with it again. What stands before and behind it, on both sides, goes back as
   pieces of its own. So lines may come in any order, be broken, or be joined with a neighbour's column, at no cost.
3. Truth for which no place is left whose errors are fewer than half its characters counts as lost, all of it.
4. The rate is (edits + lost characters) / characters of the truth, summed over pages.

Recognised text that nothing was matched with (specks read as letters, stamps) is no error of this rate, as the truth
leaves out stamps and signatures that may rightly be read; it is reported beside it as ``extra``, in the same unit.
The idea is that of the flexible character accuracy of Clausner, Pletschacher and Antonacopoulos (2020).

A line is **found** when it stands whole, without any error, in the recognised text with its line breaks as blanks:
what somebody gets who searches for a phrase.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

_SAME = (("[‐‑‒–—]", "-"), ("[“”„]", '"'), ("[‘’]", "'"), ("\u00ad", ""), ("Ð", "Đ"))
_MATCHED_FROM = 50.0
"""Likeness in percent below which two pieces have nothing to do with each other."""


@dataclass(frozen=True, slots=True)
class Errors:
    """Counts over some pages. ``characters`` to ``extra`` are characters, ``lines`` and ``found`` lines of truth."""

    characters: int = 0
    edits: int = 0
    lost: int = 0
    extra: int = 0
    lines: int = 0
    found: int = 0

    def __add__(self, other: "Errors") -> "Errors":
        return Errors(
            self.characters + other.characters,
            self.edits + other.edits,
            self.lost + other.lost,
            self.extra + other.extra,
            self.lines + other.lines,
            self.found + other.found,
        )

    @property
    def order_free_cer(self) -> float:
        """Edits and lost characters as a share of the truth."""
        return (self.edits + self.lost) / max(1, self.characters)

    @property
    def extra_share(self) -> float:
        """Characters that stand for nothing in the truth, as a share of it."""
        return self.extra / max(1, self.characters)

    @property
    def found_share(self) -> float:
        """Lines of truth found as a whole phrase, in [0, 1]."""
        return self.found / max(1, self.lines)


def normal(text: str) -> str:
    """Text as it is compared; line breaks are blanks."""
    text = unicodedata.normalize("NFC", text)
    for pattern, letter in _SAME:
        text = re.sub(pattern, letter, text)
    return " ".join(text.split())


def errors_of(truth: str, recognised: str) -> Errors:
    """Compare one page's texts, each with its lines as lines."""
    lines, guesses = _lines(truth), _lines(recognised)
    edits, lost, extra = _matched(lines, guesses)
    phrase = f" {' '.join(guesses)} "
    found = sum(f" {line} " in phrase for line in lines)
    return Errors(sum(map(len, lines)), edits, lost, extra, len(lines), found)


def total(pages: Iterable[Errors]) -> Errors:
    """All pages as one: a page weighs as its text does."""
    return sum(pages, Errors())


def _lines(text: str) -> list[str]:
    return [line for line in map(normal, text.splitlines()) if line]


def _matched(lines: Sequence[str], guesses: Sequence[str]) -> tuple[int, int, int]:
    """Edits, lost characters and extra characters, after each piece of truth took its best place."""
    wanted, given = list(lines), list(guesses)
    edits = lost = 0
    while wanted:
        piece = max(wanted, key=len)
        wanted.remove(piece)
        likenesses = [(fuzz.partial_ratio(piece, other), min(len(other), len(piece)), other) for other in given]
        # A single letter stands somewhere in any text: of equally good places the longest is the right one.
        likeness, _, place = max(likenesses, key=lambda it: (it[0] * it[1], it[0]), default=(0.0, 0, ""))
        if likeness < _MATCHED_FROM:
            lost += len(piece)
            continue
        given.remove(place)
        found = fuzz.partial_ratio_alignment(piece, place)
        assert found is not None
        read = piece[found.src_start : found.src_end]
        edits += min(len(read), Levenshtein.distance(read, place[found.dest_start : found.dest_end]))
        wanted += _rest(piece, found.src_start, found.src_end)
        given += _rest(place, found.dest_start, found.dest_end)
    return edits, lost, sum(map(len, given))


def _rest(piece: str, start: int, end: int) -> list[str]:
    return [part for part in (piece[:start].strip(), piece[end:].strip()) if part]
