"""Errors of a recognised page against its truth, with the order of reading forgiven.

The **order-free character error rate** used in every table here is defined so, and applied to all ways alike:

1. Truth and recognised text are normalised (NFC, dashes and quotes of one kind, no soft hyphens, runs of blanks as
   one) and cut into their lines.
2. The longest piece of truth that is left looks for the longest place where it, or a part of it, stands almost
   without errors in any one piece of the recognised text. That place is taken: its edit distance counts, up to its
   length, and nothing can be matched with it again. What stands before and behind it, on both sides, goes back as
   pieces of its own. So lines may come in any order, be broken, or be joined with a neighbour's column, at no cost.
   When nothing fits any more, the same goes on with less and less likeness, and at last with shreds of a few letters.
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
_LIKENESS = (95.0, 85.0, 75.0, 65.0, 50.0)
"""In percent. Good matches go first, so that a long bad one cannot take a piece that fits well elsewhere."""
_SHRED = 4
"""Fewer characters stand somewhere in any text; they are matched last."""


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
    edits = 0
    for least in _LIKENESS:
        waiting, wanted = wanted, []
        while waiting:
            piece = max(waiting, key=len)
            waiting.remove(piece)
            place = _best_place(piece, given, least)
            if place is None:
                wanted.append(piece)
                continue
            given.remove(place)
            found = fuzz.partial_ratio_alignment(piece, place)
            assert found is not None
            read = piece[found.src_start : found.src_end]
            edits += min(len(read), Levenshtein.distance(read, place[found.dest_start : found.dest_end]))
            waiting += _rest(piece, found.src_start, found.src_end)
            given += _rest(place, found.dest_start, found.dest_end)
    return edits, sum(map(len, wanted)), sum(map(len, given))


def _best_place(piece: str, given: Sequence[str], least: float) -> str | None:
    """The recognised piece with the longest match of at least this likeness."""
    shortest = 1 if least == _LIKENESS[-1] else _SHRED
    long_enough = (other for other in given if min(len(other), len(piece)) >= shortest)
    likely = ((min(len(other), len(piece)), fuzz.partial_ratio(piece, other), other) for other in long_enough)
    _, _, place = max((match for match in likely if match[1] >= least), default=(0, 0.0, None))
    return place


def _rest(piece: str, start: int, end: int) -> list[str]:
    return [part for part in (piece[:start].strip(), piece[end:].strip()) if part]
