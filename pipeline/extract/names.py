"""Names of persons as they stand under a signature."""

import re
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from domain.vietnamese import fold, is_syllable
from domain.vocabulary import family_names
from pipeline.extract.lines import Line

_DEGREES = re.compile(r"^(?:(?:pgs|gs|tskh|ts|ths|bscki{1,2}|bs|ks|cn|ls|dr|tien si|thac si|bac si)\b[.,]?\s?){1,4}")
_EDGES = " .,;:_'`\"|~*-–—“”‘’„^°=<>()[]{}/\\"
_NEAR_FAMILY = 75.0
_MOST_ALTERNATIVES = 3


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name. ``listed``: its family name is in the vocabulary; ``repaired``: after a change to the reading."""

    text: str
    line: Line
    listed: bool
    repaired: bool
    spelled: bool
    alternatives: tuple[str, ...] = ()


def read_name(line: Line) -> PersonName | None:
    """The line as a name: two to five words with capital initials, degrees before it dropped; else None."""
    degrees = _DEGREES.match(line.folded)
    words = _without_dirt((line.text[degrees.end() :] if degrees else line.text).split())
    if not 2 <= len(words) <= 5 or not all(_has_capital_initial(word) for word in words[1:]):
        return None
    families = _families(words[0])
    if not families and not _has_capital_initial(words[0]):
        return None
    given = words[1:]
    readings = tuple(" ".join((family, *given)) for family in families) or (" ".join(words),)
    return PersonName(
        text=readings[0],
        line=line,
        listed=bool(families),
        repaired=bool(families) and families[0] != words[0],
        spelled=all(is_syllable(word) for word in readings[0].split()),
        alternatives=readings[1 : 1 + _MOST_ALTERNATIVES],
    )


def _without_dirt(words: list[str]) -> list[str]:
    """Lone letters and signs at both ends are strokes of the pen or the stamp."""
    kept = [word for word in (word.strip(_EDGES) for word in words) if word]
    while kept and not kept[0].isalpha():
        kept = kept[1:]
    while kept and (not kept[-1].isalpha() or len(kept[-1]) < 2):
        kept = kept[:-1]
    return kept


def _has_capital_initial(word: str) -> bool:
    return len(word) > 1 and word.isalpha() and word[0].isupper() and word[1:].islower()


@cache
def _families(read: str) -> tuple[str, ...]:
    """The family names a word can mean, likeliest first: itself, its letters with other marks, or one letter away."""
    if read in family_names():
        return (read,)
    folded = fold(read)
    same = tuple(name for name in family_names() if fold(name) == folded)
    if same:
        return same
    return tuple(name for name in family_names() if len(name) > 3 and fuzz.ratio(fold(name), folded) >= _NEAR_FAMILY)
