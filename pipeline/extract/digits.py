"""Digits as recognisers give them: whether they were printed or written by hand, and what two readings make together.

Numbers and days are filled in by hand on nine of ten papers. The recogniser of pages reads print, the one of digits
reads writing; what only one of them says is proposed and never accepted.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from domain.model import HandwrittenKind, HandwrittenPart, Word
from pipeline.extract.lines import Line

_MEANT = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1", "Š": "8"})
_AROUND = " .,:;_'`\"-“”‘’·…[]()"
_PRINTED_CONFIDENCE = 85.0
_HEIGHT_TOLERANCE = 0.18
_TOLD = 100.0
"""A word that the file itself holds as text has this confidence; what a recogniser reads stays below it."""

_LEAST_LIKELY = 0.02
"""Guesses below it are no alternatives worth showing."""
_READ_SURELY, _READ_POORLY = 0.5, 0.1
_LEAST_CERTAIN = 0.05
"""What is less certain is not proposed: an empty field is filled in sooner than a wrong one is seen."""
_SURE_TOGETHER = 0.98
_MOST_OTHERS = 3


@dataclass(frozen=True, slots=True)
class SettledDigits:
    """The likeliest digits of a gap with their share of all that is possible there, and what else is.

    ``agreed``: both readings say so, the recogniser of digits beyond doubt.
    """

    digits: str
    certainty: float
    agreed: bool
    others: tuple[str, ...]


def guesses_of(parts: Iterable[HandwrittenPart], kind: HandwrittenKind) -> tuple[tuple[str, float], ...]:
    """What the recogniser of digits says of a kind of gap; nothing where it was not asked."""
    return next((part.guesses for part in parts if part.kind is kind), ())


def weight_of(words: Sequence[Word]) -> float:
    """How much digits count that the recogniser of pages read in a gap for writing: it is seldom right there."""
    return _READ_SURELY if read_surely(words) else _READ_POORLY


def settled(
    read: str | None, weight: float, guesses: Sequence[tuple[str, float]], likely: Callable[[str], float]
) -> SettledDigits | None:
    """The digits that two readings and what is plausible make together; None when nothing likely was read.

    Args:
        read: what the recogniser of pages made of the gap.
        weight: how certain that is alone, and how much it counts beside the guesses' probabilities.
        guesses: of the recogniser of digits, with probabilities.
        likely: how plausible a string of digits is there; 0.0 is impossible.
    """
    if not guesses:
        return SettledDigits(read, weight, agreed=False, others=()) if read and likely(read) > 0.0 else None
    scores: dict[str, float] = {text: probability for text, probability in guesses if text}
    sure = {text for text, probability in scores.items() if probability >= _SURE_TOGETHER}
    if read:
        scores[read] = scores.get(read, 0.0) + weight
    scores = {text: score * likely(text) for text, score in scores.items()}
    possible = sorted(((score, text) for text, score in scores.items() if score > 0.0), reverse=True)
    if not possible:
        return None
    # What no guess covers may be anything: it takes its share of the certainty.
    unknown = max(0.0, 1.0 - sum(probability for _, probability in guesses))
    total = sum(score for score, _ in possible) + unknown
    best, digits = possible[0]
    if best / total < _LEAST_CERTAIN:
        return None
    others = tuple(text for score, text in possible[1:] if score / total >= _LEAST_LIKELY)[:_MOST_OTHERS]
    return SettledDigits(digits, best / total, digits == read and digits in sure, others)


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
