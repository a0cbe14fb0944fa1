"""Where a page is signed, and whether a name was read there.

The signer's name lies under the stamp and beside the strokes of the pen, where layout analysis sees a picture.
"""

from collections.abc import Sequence
from itertools import groupby, pairwise, takewhile

from domain.model import Box, Word
from domain.vietnamese import fold

_ANCHOR = ("noi", "nhan")
"""The list of recipients stands left of the signature, on a paper's last page and nowhere else."""
_LEFT_SHARE = 0.42
_ABOVE_IN, _BELOW_IN = 0.2, 3.4
"""Inches about the top of the anchor: the signer's office begins on its height or a line above."""
_MOST_WORDS = 6
_NAME_CONFIDENCE = 65.0
_LEAST_CONFIDENCE = 40.0


def signature_area(words: Sequence[Word], width_px: float, height_px: float, dpi: float) -> Box | None:
    """The right side of the page beside and below the list of recipients; None when there is no such list.

    Args:
        words: as they were read, boxes in pixels of a page of this size.
    """
    anchors = [first for first, second in pairwise(words) if (_letters(first), _letters(second)) == _ANCHOR]
    if not anchors:
        return None
    top = max(anchors, key=lambda word: word.box.y0).box.y0
    bottom = min(height_px, top + _BELOW_IN * dpi)
    area = Box(_LEFT_SHARE * width_px, max(0.0, top - _ABOVE_IN * dpi), width_px, bottom)
    return area if area.height > dpi / 2 else None


def names(words: Sequence[Word], *, least_words: int) -> list[list[Word]]:
    """The lines that end like a person's name: few words, each with a capital first, not all in capitals."""
    found = []
    for _, line in groupby(words, key=lambda word: word.line):
        name = _capitalised_tail(list(line))
        if least_words <= len(name) <= _MOST_WORDS and any(word.text.istitle() for word in name):
            confidence = sum(word.confidence for word in name) / len(name)
            found += [name] if confidence >= _NAME_CONFIDENCE else []
    return found


def _capitalised_tail(line: list[Word]) -> list[Word]:
    """The last words of a line as far back as they are capitalised: before them may be a stroke of the pen."""

    def is_capitalised(word: Word) -> bool:
        return word.text.isalpha() and word.text[0].isupper() and word.confidence >= _LEAST_CONFIDENCE

    return list(takewhile(is_capitalised, reversed(line)))[::-1]


def _letters(word: Word) -> str:
    return "".join(filter(str.isalpha, fold(word.text)))
