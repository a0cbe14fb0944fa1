"""Digits as a recogniser gives them, and whether they were printed or written by hand.

Numbers and days are filled in by hand on nine of ten papers. What was read there may be proposed; it is never accepted.
"""

from collections.abc import Sequence
from statistics import median

from domain.model import Word
from pipeline.extract.lines import Line

_MEANT = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1", "Š": "8"})
_AROUND = " .,:;_'`\"-“”‘’·…[]()"
_PRINTED_CONFIDENCE = 85.0
_HEIGHT_TOLERANCE = 0.18
_TOLD = 100.0
"""A word that the file itself holds as text has this confidence; what a recogniser reads stays below it."""


def digits_in(text: str) -> str | None:
    """The digits a reading means, or None when something else stands there. ``4l6`` means ``416``."""
    read = text.strip(_AROUND).translate(_MEANT)
    return read if read.isascii() and read.isdigit() else None


def looks_printed(words: Sequence[Word], neighbours: Line) -> bool:
    """Whether digits stand like the print beside them: sure, pure, and of one height and base with its digits.

    What a program set was never written by hand: signing portals set number and day in a face of their own.
    """
    if words and all(word.confidence >= _TOLD and word.text.strip(_AROUND).isdigit() for word in words):
        return True
    printed = [
        word for word in neighbours.words if word not in words and any(c.isdigit() or c.isupper() for c in word.text)
    ]
    if not words or not printed:
        return False
    height = median(word.box.height for word in printed)
    base = median(word.box.y1 for word in printed)
    return all(
        read_surely((word,))
        and word.text.isdigit()
        and abs(word.box.height - height) <= _HEIGHT_TOLERANCE * height
        and abs(word.box.y1 - base) <= _HEIGHT_TOLERANCE * height
        for word in words
    )


def read_surely(words: Sequence[Word]) -> bool:
    """Whether no word of at least one was read with less confidence than print is."""
    return bool(words) and all(word.confidence >= _PRINTED_CONFIDENCE for word in words)
