"""How wide print of the usual face is: what tells print from writing that a recogniser took for one word.

Decree 30/2020 (Annex I) sets documents in Times New Roman; its advances, in units of the type size (em).
"""

import unicodedata
from collections.abc import Iterable
from statistics import median

from domain.model import Word

_BY_ADVANCE = {
    0.25: ".,'",
    0.278: "ijlt/:;",
    0.333: "rfI-()",
    0.389: "sJ",
    0.444: "acez",
    0.556: "FPS",
    0.611: "ELTZ",
    0.667: "BCR",
    0.722: "ADGHKNOQUVXYw",
    0.778: "m",
    0.889: "M",
    0.944: "W",
}
_ADVANCES = {letter: advance for advance, letters in _BY_ADVANCE.items() for letter in letters}
_USUAL_ADVANCE = 0.5
_SURELY_PRINT = 80.0
_LEAST_LETTERS = 4


def advance(text: str) -> float:
    """The width of a text in em. Marks take no room."""
    return sum(_ADVANCES.get(_base(character), _USUAL_ADVANCE) for character in text)


def type_size(words: Iterable[Word]) -> float | None:
    """The size of type, in pixels, that makes sure words as wide as they are; None without such words."""
    sizes = [
        word.box.width / advance(word.text)
        for word in words
        if word.confidence >= _SURELY_PRINT and len(word.text) >= _LEAST_LETTERS and word.text.strip(",.").isalpha()
    ]
    return median(sizes) if sizes else None


def _base(character: str) -> str:
    return {"đ": "d", "Đ": "D"}.get(character) or unicodedata.normalize("NFD", character)[0]
