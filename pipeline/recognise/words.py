"""What a recogniser says in words, freed from what dirt, rules and stamps made it say."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median

from domain.model import Word

_SIGNS_THAT_STAND_ALONE = {"-", "–", "—", "+", "/", "&"}
_SURE = 40.0
"""Confidence from which a lone sign is believed."""
_FLATTEST, _THINNEST = 0.35, 0.3
"""In heights of a word of the page."""
_STROKES = frozenset("IÍÌỈĨỊiíìỉĩịlLjJ1![](){}|/.,:;'")
_SURE_OF_STROKE = 80.0

_NOISE_BEFORE = re.compile(r"^[|_~¬^ˆ`´'‘’=*<>{}«»•°\\.,:;]+(?=\w)")
_NOISE_AFTER = re.compile(r"(?<=\w)[|_~¬^ˆ`´=*<>{}«»•\\]+$")


def tidied(words: Iterable[Word]) -> tuple[Word, ...]:
    """Words without lone punctuation, specks and rules taken for letters, and without noise at their edges.

    Everything else stays as it was read: a floor on confidence would cost more right words than it saves wrong ones.
    """
    words = [word for word in words if _says_something(word)]
    height = median([word.box.height for word in words]) if words else 0.0
    return tuple(_stripped(word) for word in words if not _is_speck(word, height) and not _is_rule(word, height))


def mean_confidence(words: Sequence[Word]) -> float:
    """Mean confidence weighted by length, in [0, 100]; 0.0 for no words."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def legible_letters(words: Iterable[Word]) -> float:
    """How much was read that can be believed: letters weighted by confidence above 50. For comparing two readings."""
    return sum(max(0.0, word.confidence - 50) / 50 * sum(map(str.isalnum, word.text)) for word in words)


def _says_something(word: Word) -> bool:
    if any(map(_is_written, word.text)):
        return True
    return word.text in _SIGNS_THAT_STAND_ALONE and word.confidence >= _SURE


def _is_speck(word: Word, height: float) -> bool:
    """Whether letters were read from something far flatter than a line of the page is high."""
    return word.box.height < _FLATTEST * height and word.text not in _SIGNS_THAT_STAND_ALONE


def _is_rule(word: Word, height: float) -> bool:
    """Whether a piece of a table's rule or the edge of the sheet was read as one of the letters made of a stroke."""
    thin = word.box.width < _THINNEST * height
    return thin and word.confidence < _SURE_OF_STROKE and set(word.text) <= _STROKES


def _is_written(character: str) -> bool:
    """Whether it is a letter or digit; a lone circumflex counts as a letter to Unicode, and is dirt on paper."""
    return character.isalnum() and unicodedata.category(character) != "Lm"


def _stripped(word: Word) -> Word:
    text = _NOISE_AFTER.sub("", _NOISE_BEFORE.sub("", word.text))
    return word if text == word.text else replace(word, text=text)
