"""Whether text can be what stands on an administrative paper, or is rubbish that only looks like text.

Vietnamese is easy to tell: its syllables follow narrow rules. What gives a bad earlier recognition away is Vietnamese
without its marks, half of it misspelt ("CONG Hcok xA HQI CHiJ NGHiA"). Words of other languages, abbreviations and
numbers are no offence, and of few words nothing is said.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from itertools import product

from domain.vietnamese import is_syllable
from pipeline.digital.legacy import LegacyEncoding, decoded

_LETTERS = re.compile(r"[^\W\d_]{2,}")
_FEWEST_WORDS = 20
_MIN_MARKED = 0.4
"""Share of words with Vietnamese marks: 0.77 to 0.9 in papers, 0 to 0.12 in layers of programs that know none."""
_MIN_FOREIGN = 0.1
"""Share of words without which no English sentence is written: 0.2 to 0.4 in English papers, 0 to 0.06 in rubbish."""
_UNMARKED = (0.28, 0.9)
"""Share of words that only lack marks, in text without any: 0.1 to 0.25 in English by chance, 0.33 to 0.81 in misread
Vietnamese, nearly 1 where a typist left the marks out."""
_MAX_MISSHAPEN = 0.25
_MAX_BROKEN = 0.02
_LONGEST_ABBREVIATION = 8
_LONGEST_WORD = 25
_ENGLISH = frozenset(
    {"the", "of", "and", "to", "in", "is", "for", "that", "by", "with", "as", "this", "or", "be", "are", "at", "from"}
    | {"which", "not", "shall", "will", "any", "has", "have", "was", "under", "all", "its", "their", "other", "may"}
    | {"you", "your", "if", "we", "can"}
)
_VOWELS = frozenset("aeiouy")
_MIN_VOWELS = 0.28
"""0.35 to 0.5 in any language of Latin letters, 0.23 where letters were exchanged for others."""
_MARKED_LETTERS = {"a": "aăâ", "e": "eê", "o": "oôơ", "u": "uư"}
_LONGEST_SYLLABLE = 7
_ACUTE = "\u0301"
_AFTER_LATIN = 0x370
_VIETNAMESE_BLOCK = frozenset(map(chr, range(0x1E00, 0x1F00)))


class Flaw(StrEnum):
    """What is wrong with text."""

    NO_UNICODE_MAP = "no_unicode_map"
    TCVN3 = "legacy_encoding_tcvn3"
    VNI = "legacy_encoding_vni"
    IMPLAUSIBLE = "implausible_text"


_LEGACY_FLAWS = {LegacyEncoding.TCVN3: Flaw.TCVN3, LegacyEncoding.VNI: Flaw.VNI}


class _Shape(StrEnum):
    MARKED = "a Vietnamese syllable with a mark"
    UNMARKED = "a syllable without marks"
    ABBREVIATION = "capitals"
    LATIN = "a word of another language"
    OTHER_SCRIPT = "letters that are not Latin"
    MISSHAPEN = "no word"


def flaw_of(words: Sequence[str]) -> Flaw | None:
    """The first flaw that the words of one page show, None when they may be believed."""
    text = " ".join(words)
    if _broken_share(text) > _MAX_BROKEN:
        return Flaw.NO_UNICODE_MAP
    for encoding, flaw in _LEGACY_FLAWS.items():
        if _reads_better(text, encoding):
            return flaw
    return None if _is_plausible(text) else Flaw.IMPLAUSIBLE


def is_meaningless(letter: str) -> bool:
    """Whether a character stands for a glyph nobody gave a meaning: controls, private use, U+FFFD, lone surrogates."""
    return letter == "\ufffd" or unicodedata.category(letter) in {"Cc", "Co", "Cs", "Cn"}


def _broken_share(text: str) -> float:
    letters = [letter for letter in text if not letter.isspace()]
    return sum(map(is_meaningless, letters)) / len(letters) if letters else 0.0


def _reads_better(text: str, encoding: LegacyEncoding) -> bool:
    """Whether the text turns into Vietnamese when its letters are taken for those of the encoding."""
    read = decoded(text, encoding)
    if read == unicodedata.normalize("NFC", text):
        return False
    before, after = _shapes(text), _shapes(read)
    return _share(after, _Shape.MARKED) >= _MIN_MARKED > 2 * _share(before, _Shape.MARKED)


def _is_plausible(text: str) -> bool:
    shapes = _shapes(text)
    count = shapes.total()
    if count < _FEWEST_WORDS:
        return True
    if _share(shapes, _Shape.MISSHAPEN) > _MAX_MISSHAPEN:
        return False
    if _share(shapes, _Shape.MARKED) >= _MIN_MARKED:
        return True
    english = sum(token.lower() in _ENGLISH for token in _LETTERS.findall(text))
    if english >= _MIN_FOREIGN * count:
        return True
    fewest, most = _UNMARKED
    if fewest <= _share(shapes, _Shape.UNMARKED) < most:
        return False
    return shapes[_Shape.LATIN] < _FEWEST_WORDS or _vowel_share(text) >= _MIN_VOWELS


def _vowel_share(text: str) -> float:
    """Share of vowels among the small letters of plain Latin words."""
    letters = [letter for letter in text if letter.isascii() and letter.islower()]
    return sum(letter in _VOWELS for letter in letters) / max(len(letters), 1)


def _share(shapes: Counter[_Shape], shape: _Shape) -> float:
    return shapes[shape] / max(shapes.total(), 1)


def _shapes(text: str) -> Counter[_Shape]:
    return Counter(map(_shape, _LETTERS.findall(unicodedata.normalize("NFC", text))))


@cache
def _lacks_only_marks(token: str) -> bool:
    """Whether a plain word is a syllable as soon as its letters get their marks: ``quyet`` is ``quyết``."""
    if len(token) > _LONGEST_SYLLABLE:
        return False
    spellings = map("".join, product(*(_MARKED_LETTERS.get(letter, letter) for letter in token)))
    # Syllables that end in c, ch, p or t have a tone.
    return any(is_syllable(spelling) or is_syllable(spelling + _ACUTE) for spelling in spellings)


def _is_latin(letter: str) -> bool:
    return ord(letter) < _AFTER_LATIN or letter in _VIETNAMESE_BLOCK


def _shape(token: str) -> _Shape:
    if any(not _is_latin(letter) for letter in token):
        return _Shape.OTHER_SCRIPT
    short_capitals = token.isupper() and len(token) <= _LONGEST_ABBREVIATION
    if not token.isascii() and is_syllable(token):
        return _Shape.MARKED
    if not token.isascii() or not (token.islower() or token.istitle() or token.isupper()):
        return _Shape.ABBREVIATION if short_capitals else _Shape.MISSHAPEN
    if _lacks_only_marks(token.lower()):
        return _Shape.UNMARKED
    if short_capitals:
        return _Shape.ABBREVIATION
    is_word = len(token) <= _LONGEST_WORD and (len(token) == 2 or bool(_VOWELS & set(token.lower())))
    return _Shape.LATIN if is_word else _Shape.MISSHAPEN
