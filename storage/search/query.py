"""What a person typed, as clauses that must all hold, and which words of a page they mean.

Any text is a query: quotes make a phrase, an unclosed quote is passed over, and every other symbol only separates.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storage.search.tokens import Token, tokens_of

MAX_WORDS = 200
"""A query of more words is no question any more; it finds nothing."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂", '"'))

Spelling = tuple[str, ...]
"""One index term per word: its exact key, or ``~`` and its folded key."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One word, or several that follow each other.

    ``among_marks`` says that some word of the query has diacritics: who typed them there left them out elsewhere
    because the word has none, or out of haste.
    """

    tokens: tuple[Token, ...]
    among_marks: bool

    @property
    def folded(self) -> Spelling:
        """What the index must hold: the words in any spelling."""
        return tuple(token.folded_term for token in self.tokens)

    @property
    def preferred(self) -> tuple[Spelling, ...]:
        """What ranks higher, best first: spelled as typed throughout, then where diacritics were typed."""
        if not self.among_marks:
            return ()
        throughout = tuple(token.exact for token in self.tokens)
        where_marked = tuple(token.exact if token.marked else token.folded_term for token in self.tokens)
        return tuple(each for each in dict.fromkeys((throughout, where_marked)) if each != self.folded)


def clauses_of(query: str) -> tuple[Clause, ...]:
    """The clauses of a query, each once, in order; empty for one that is empty or unusable."""
    sequences = tuple(dict.fromkeys(_sequences(query)))
    tokens = [token for sequence in sequences for token in sequence]
    if len(tokens) > MAX_WORDS:
        return ()
    among_marks = any(token.marked for token in tokens)
    return tuple(Clause(sequence, among_marks) for sequence in sequences)


def _sequences(query: str) -> Iterator[tuple[Token, ...]]:
    pieces = query.translate(_QUOTES).split('"')
    for number, piece in enumerate(pieces):
        closed = number + 1 < len(pieces)
        tokens = tuple(tokens_of(piece))
        if number % 2 and closed and tokens:
            yield tokens
        else:
            yield from ((token,) for token in tokens)


def words_meant(clauses: Sequence[Clause], page: Sequence[Token | None]) -> tuple[int, ...]:
    """The numbers of a page's words that the clauses match, sorted.

    Args:
        clauses: what was asked for.
        page: the token of each word; ``None`` for a word without letters and digits, which no phrase is broken by.
    """
    spoken = [number for number, token in enumerate(page) if token is not None]
    tokens = [token for token in page if token is not None]
    found = {position for clause in clauses for position in _positions(clause, tokens)}
    return tuple(spoken[position] for position in sorted(found))


def _positions(clause: Clause, page: Sequence[Token]) -> set[int]:
    # Where a better spelling stands on the page, lesser ones are not meant.
    spellings = (*clause.preferred, clause.folded)
    found = next((places for spelling in spellings if (places := _places(spelling, page))), set[int]())
    if len(clause.tokens) == 1:
        asked = clause.tokens[0].folded
        found.update(position for position, token in enumerate(page) if asked in token.parts)
    return found


def _places(spelling: Spelling, page: Sequence[Token]) -> set[int]:
    width = len(spelling)
    starts = (
        start
        for start in range(len(page) - width + 1)
        if all(page[start + offset].is_indexed_as(term) for offset, term in enumerate(spelling))
    )
    return {start + offset for start in starts for offset in range(width)}
