"""From words to what is compared: one key with marks, one without, and the parts of identifiers.

Vietnamese is typed with and without diacritics, composed and decomposed, with two placements of the tone mark; a word
has one *exact* key over all of these spellings that mean the same, and one *folded* key that forgets the marks too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from domain.vietnamese import comparison_key, fold

MAX_KEY_CHARS = 80
"""Longer words are rules and noise; they are cut alike when indexed and when asked for."""

MAX_RUN_PIECES = 8
"""An identifier of more pieces gives its single pieces only; the number of runs grows with the square."""

_OUTER_SYMBOLS = re.compile(r"^[\W_]+|[\W_]+$")
_PIECE = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Token:
    """One word as it is compared. ``parts`` are folded runs of an identifier: ``qd-ubnd`` of ``123/qđ-ubnd``."""

    exact: str
    folded: str
    parts: frozenset[str]

    @property
    def marked(self) -> bool:
        """Whether it has diacritics, so that its exact spelling means more than its folded one."""
        return self.exact != self.folded

    @property
    def folded_term(self) -> str:
        """The folded key as an index term. The sign keeps the two kinds of term apart: ``an`` is not ``ăn`` folded."""
        return "~" + self.folded

    def is_indexed_as(self, term: str) -> bool:
        """Whether the word stands in the index under a term, exact or folded."""
        return term in (self.exact, self.folded_term)

    @property
    def identifier(self) -> bool:
        """Whether it is a number, a code or a symbol rather than a word of the language."""
        return bool(self.parts) or any(character.isdigit() for character in self.folded)


@lru_cache(maxsize=1 << 16)
def key_of(word: str) -> str:
    """The exact key of a word as it stands on a page or in a query; empty for one without letters and digits."""
    text = word.encode("utf-8", "ignore").decode()
    return _OUTER_SYMBOLS.sub("", _OUTER_SYMBOLS.sub("", comparison_key(text))[:MAX_KEY_CHARS])


@lru_cache(maxsize=1 << 16)
def token_from(key: str) -> Token:
    """The token of an exact key."""
    folded = fold(key)
    return Token(key, folded, frozenset(_runs(folded)) - {folded})


def tokens_of(text: str) -> list[Token]:
    """The words of a text in order, those without letters and digits left out."""
    return [token_from(key) for word in text.split() if (key := key_of(word))]


def _runs(folded: str) -> Iterator[str]:
    pieces = list(_PIECE.finditer(folded))
    longest = len(pieces) if len(pieces) <= MAX_RUN_PIECES else 1
    for first, piece in enumerate(pieces):
        for last in pieces[first : first + longest]:
            yield folded[piece.start() : last.end()]
