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

from domain.vietnamese import is_syllable
from pipeline.digital.legacy import LegacyEncoding, decoded

_LETTERS = re.compile(r"[^\W\d_]{2,}")
_FEWEST_WORDS = 20
_MIN_MARKED = 0.4
"""Share of words with Vietnamese marks: 0.77 to 0.9 in papers, 0 to 0.12 in layers of programs that know none."""
_MIN_FOREIGN = 0.1
"""Share of words without which no English sentence is written: 0.2 to 0.4 in English papers, 0 to 0.06 in rubbish."""
_UNMARKED = (0.25, 0.85)
"""Share of syllables among text without marks: 0.1 to 0.2 in English by chance, 0.3 to 0.6 in misread Vietnamese,
nearly 1 where a typist left the marks out."""
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
    return not fewest <= _share(shapes, _Shape.UNMARKED) < most


def _share(shapes: Counter[_Shape], shape: _Shape) -> float:
    return shapes[shape] / max(shapes.total(), 1)


def _shapes(text: str) -> Counter[_Shape]:
    return Counter(map(_shape, _LETTERS.findall(unicodedata.normalize("NFC", text))))


def _shape(token: str) -> _Shape:
    short_capitals = token.isupper() and len(token) <= _LONGEST_ABBREVIATION
    if not token.isascii() and is_syllable(token):
        return _Shape.MARKED
    if not token.isascii() or not (token.islower() or token.istitle() or token.isupper()):
        return _Shape.ABBREVIATION if short_capitals else _Shape.MISSHAPEN
    if is_syllable(token):
        return _Shape.UNMARKED
    if short_capitals:
        return _Shape.ABBREVIATION
    is_word = len(token) <= _LONGEST_WORD and (len(token) == 2 or bool(_VOWELS & set(token.lower())))
    return _Shape.LATIN if is_word else _Shape.MISSHAPEN
