"""The words beside captions: without what leaders were read as, and parted where other things begin."""

from collections.abc import Iterable, Iterator, Sequence

from domain.model import Word
from domain.templates import TemplateField
from domain.vietnamese import capital_share
from pipeline.extract.captions import Token, key_of
from pipeline.extract.template_values import normalised

_ALONE_GAP = 2.0
"""What stands alone is parted from the rest of its row by so many heights of its words."""

_LONGEST_ALONE = 40


def words_of(tokens: Iterable[Token]) -> tuple[Word, ...]:
    """The words of tokens without what leaders and strokes were read as, from the first letter or digit to the last."""
    words = [token.word for token in tokens if not _is_leader(token.word)]
    written = [at for at, word in enumerate(words) if any(character.isalnum() for character in word.text)]
    return tuple(words[written[0] : written[-1] + 1]) if written else ()


def parted(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The tokens of a row between its wide gaps."""
    begin = 0
    for at in range(1, len(tokens)):
        before, after = tokens[at - 1].word.box, tokens[at].word.box
        if after.x0 - before.x1 > _ALONE_GAP * after.height:
            yield tokens[begin:at]
            begin = at
    yield tokens[begin:]


def is_all_of(wanted: TemplateField, words: Sequence[Word]) -> bool:
    """Whether words are a value of the field's kind and nothing else."""
    text = " ".join(word.text for word in words)
    if len(text) > _LONGEST_ALONE:
        return False
    found = normalised(wanted, text)
    return found is not None and key_of(found.value) == key_of(text)


def in_capitals(words: Iterable[Word]) -> bool:
    """Whether nearly all letters are capitals."""
    return capital_share(" ".join(word.text for word in words)) > 0.8


def _is_leader(word: Word) -> bool:
    """Whether a word is what a recogniser makes of dots: one sign over and over, or read with no confidence."""
    text = word.text.strip()
    signs = set(text.lower())
    nothing = not any(character.isalnum() for character in text) and len(text) > 1 and len(signs) <= 2
    return nothing or (len(text) > 3 and len(signs) <= 2 and not text.isdigit() and word.confidence < 70.0)
