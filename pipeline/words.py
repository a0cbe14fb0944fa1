"""What a recogniser says in words, freed from what dirt, rules and stamps made it say."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from domain.model import Word

_SIGNS_THAT_STAND_ALONE = {"-", "–", "—", "+", "/", "&"}
_SURE = 40.0
"""Confidence from which a lone sign is believed."""

_NOISE_BEFORE = re.compile(r"^[|_~¬^`´'‘’=*<>{}«»•°\\.,:;]+(?=\w)")
_NOISE_AFTER = re.compile(r"(?<=\w)[|_~¬^`´=*<>{}«»•\\]+$")


def tidied(words: Iterable[Word]) -> tuple[Word, ...]:
    """Words without lone punctuation and without noise at their edges; everything else as it was read.

    A floor on confidence would cost more right words than it saves wrong ones.
    """
    return tuple(_stripped(word) for word in words if _says_something(word))


def mean_confidence(words: Sequence[Word]) -> float:
    """Mean confidence weighted by length, in [0, 100]; 0.0 for no words."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def legible_letters(words: Iterable[Word]) -> float:
    """How much was read that can be believed: letters weighted by confidence above 50. For comparing two readings."""
    return sum(max(0.0, word.confidence - 50) / 50 * sum(map(str.isalnum, word.text)) for word in words)


def _says_something(word: Word) -> bool:
    if any(character.isalnum() for character in word.text):
        return True
    return word.text in _SIGNS_THAT_STAND_ALONE and word.confidence >= _SURE


def _stripped(word: Word) -> Word:
    text = _NOISE_AFTER.sub("", _NOISE_BEFORE.sub("", word.text))
    return word if text == word.text else replace(word, text=text)
