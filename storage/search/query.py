"""What a person typed, as clauses that must all hold, and which words of a page they mean.

Any text is a query: quotes make a phrase, an unclosed quote is passed over, and every other symbol only separates.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storage.search.tokens import Token, tokens_of

MAX_WORDS = 200
"""A query of more words is no question any more; it finds nothing."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂", '"'))


@dataclass(frozen=True, slots=True)
class Clause:
    """One word, or several that follow each other."""

    tokens: tuple[Token, ...]


def clauses_of(query: str) -> tuple[Clause, ...]:
    """The clauses of a query, each once, in order; empty for one that is empty or unusable."""
    clauses = tuple(dict.fromkeys(_clauses(query)))
    return clauses if sum(len(clause.tokens) for clause in clauses) <= MAX_WORDS else ()


def _clauses(query: str) -> Iterator[Clause]:
    pieces = query.translate(_QUOTES).split('"')
    for number, piece in enumerate(pieces):
        closed = number + 1 < len(pieces)
        tokens = tuple(tokens_of(piece))
        if number % 2 and closed and tokens:
            yield Clause(tokens)
        else:
            yield from (Clause((token,)) for token in tokens)


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
    width = len(clause.tokens)
    starts = [start for start in range(len(page) - width + 1) if _matches(clause, page[start : start + width])]
    # Where the spelling that was typed stands on the page, other spellings of it are not meant.
    exact = [start for start in starts if _matches_exactly(clause, page[start : start + width])]
    found = {start + offset for start in exact or starts for offset in range(width)}
    if width == 1:
        asked = clause.tokens[0].folded
        found.update(position for position, token in enumerate(page) if asked in token.parts)
    return found


def _matches(clause: Clause, words: Sequence[Token]) -> bool:
    return all(asked.folded == word.folded for asked, word in zip(clause.tokens, words, strict=True))


def _matches_exactly(clause: Clause, words: Sequence[Token]) -> bool:
    """Compare with marks where they were typed; a word typed without them stands for every spelling."""
    return all(
        asked.exact == word.exact or (not asked.marked and asked.folded == word.folded)
        for asked, word in zip(clause.tokens, words, strict=True)
    )
