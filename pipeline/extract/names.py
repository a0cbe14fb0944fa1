"""Names of persons as they stand under a signature."""

import re
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from domain.model import Word
from domain.vietnamese import canonical_tones, fold, is_syllable, nfc
from domain.vocabulary import family_names, given_names
from pipeline.extract.lines import Line

_DEGREES = re.compile(r"^(?:(?:pgs|gs|tskh|ts|ths|bscki{1,2}|bs|ks|cn|ls|dr|tien si|thac si|bac si)\b[.,]?\s?){1,4}")
_EDGES = " .,;:_'`\"|~*-–—“”‘’„^°=<>()[]{}/\\"
_INITIAL = re.compile(r"^[bcdđghklmnpqrstvx]{1,3}")
_NEAR_FAMILY = 75.0
_SURE_LETTER = 80.0
_FAINT = 50.0
_MIDDLE_NAMES = ("Thị", "Văn")
_OFTEN_MIDDLE = ("thi", "van", "ba")
_MOST_ALTERNATIVES = 3


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name. ``listed``: its family name is in the vocabulary; ``repaired``: after a change to its letters;
    ``remarked``: after a change to its marks only; ``pure``: nothing had to be left out between the words;
    ``unlisted``: the other words that are not in the vocabulary, as they were read; ``whole``: its family name
    cannot be the rest of another, or a middle name.
    """

    text: str
    line: Line
    listed: bool
    repaired: bool
    pure: bool
    spelled: bool
    remarked: bool = False
    unlisted: tuple[str, ...] = ()
    whole: bool = True
    alternatives: tuple[str, ...] = ()


def read_name(line: Line) -> PersonName | None:
    """The line as a name: two to five words with capital initials, degrees before it dropped; else None."""
    sure = line.where(lambda word: not _is_stroke(word))
    if sure is None:
        return None
    degrees = _DEGREES.match(sure.folded)
    words = [word.strip(_EDGES) for word in (sure.text[degrees.end() :] if degrees else sure.text).split()]
    words = [word for word in words if word]
    if not 2 <= len(words) <= 5 or not all(_has_capital_initial(word) for word in words[1:]):
        return None
    pure = len(sure.words) == len(line.words)
    families = _families(words[0])
    # Where something before it was lost, "Thị Lê Vân" and "Tuyết Mai" are names without their beginning.
    begins_whole = words[0] in family_names() and words[0] not in _MIDDLE_NAMES
    if not families and not _has_capital_initial(words[0]):
        return None
    if not begins_whole and (not pure or len(words) == 2):
        return None
    readings = tuple(" ".join((family, *words[1:])) for family in families) or (" ".join(words),)
    as_read = not families or families[0] == words[0].capitalize()
    # The letters of "Trân" are those of one family name only; "lạm" is what is left of "Phạm".
    only_marks = len(families) == 1 and fold(families[0]) == fold(words[0]) and words[0][0].isupper()
    return PersonName(
        text=readings[0],
        line=line,
        listed=bool(families),
        repaired=not as_read and not only_marks,
        pure=pure,
        spelled=all(is_syllable(word) for word in readings[0].split()),
        remarked=not as_read and only_marks,
        whole=_is_whole_family(readings[0].partition(" ")[0]),
        unlisted=tuple(word for word in words[1:] if canonical_tones(word) not in given_names()),
        alternatives=readings[1 : 1 + _MOST_ALTERNATIVES],
    )


def _is_stroke(word: Word) -> bool:
    """A stroke of the pen or the stamp read as a sign, as a lone letter or as a faint word in lower case."""
    letters = [character for character in word.text if character.isalpha()]
    lone = len(letters) == 1 and word.confidence < _SURE_LETTER
    faint = word.text.strip(_EDGES).islower() and word.confidence < _FAINT
    return not letters or lone or faint


def _has_capital_initial(word: str) -> bool:
    return len(word) > 1 and word.isalpha() and word[0].isupper() and word[1:].islower()


@cache
def _families(read: str) -> tuple[str, ...]:
    """The family names a word can mean, likeliest first: itself, its letters with other marks, or one letter away."""
    if read.capitalize() in family_names():
        return (read.capitalize(),)
    folded = fold(read)
    if not read.isalpha():
        return ()
    same = tuple(name for name in family_names() if fold(name) == folded)
    if same or (_has_capital_initial(read) and is_syllable(read)):
        return same
    near = tuple(name for name in family_names() if len(name) > 3 and fuzz.ratio(fold(name), folded) >= _NEAR_FAMILY)
    return near or _family_with_rhyme(read)


def _is_whole_family(name: str) -> bool:
    """Whether a family name is no other one's end, as "An" is of "Phan", and no usual middle name."""
    return fold(name) not in _OFTEN_MIDDLE and _INITIAL.match(nfc(name).lower()) is not None


def _family_with_rhyme(read: str) -> tuple[str, ...]:
    """The only family name with this rhyme, marks and all: a stroke through the initial leaves ``pỗ`` of ``Đỗ``."""
    rhyme = _rhyme(read)
    named = tuple(name for name in family_names() if _rhyme(name) == rhyme) if rhyme and not rhyme.isascii() else ()
    return named if len(named) == 1 else ()


def _rhyme(name: str) -> str:
    return _INITIAL.sub("", nfc(name).lower())
