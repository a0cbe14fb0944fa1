"""The schema of the tantivy index, a page as its document, and a query as its plan.

Every word stands at its position twice: as its exact key and as its folded key. Pairs of neighbours are terms of their
own: a phrase looks them up first and counts positions only on the pages they leave, with the same result for a fraction
of the work. Positions count the words with letters or digits; a dash between two words breaks no phrase.
"""

from collections.abc import Iterable, Sequence
from itertools import chain, pairwise

from tantivy import Document, Occur, PreTokenizedString, Query, Schema, SchemaBuilder
from tantivy import Token as IndexToken

from storage.search.port import PageEntry
from storage.search.query import Clause, Spelling
from storage.search.tokens import Token, key_of, token_from, tokens_of

SCHEMA_VERSION = "1"
"""Grows with every change of this module or of ``tokens`` that an index already written does not fit."""

FIELD_GAP = 100
"""Positions between two field values, so that no phrase reaches over."""

# A word spelled as it was typed, with marks, outranks whatever folded ones add up to: BM25 gives a word at most
# 2.2 · ln(pages + 1). One typed without marks beside them may have been meant either way.
MARKED_WORD = 40.0
UNMARKED_WORD = 10.0
FIELD_BOOST = 1.5
IDENTIFIER_BOOST = 8.0
NEIGHBOURS_BOOST = 2.0


def _schema() -> Schema:
    builder = SchemaBuilder()
    builder.add_text_field("record", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("page", stored=True)
    builder.add_bytes_field("keys", stored=True)
    builder.add_text_field("words", tokenizer_name="raw", index_option="position")
    builder.add_text_field("pairs", tokenizer_name="raw", index_option="freq")
    builder.add_text_field("identifiers", tokenizer_name="raw", index_option="freq")
    builder.add_text_field("fields", tokenizer_name="raw", index_option="position")
    return builder.build()


SCHEMA = _schema()


def document_of(record_id: str, entry: PageEntry) -> Document:
    """A page as it is indexed; its keys are stored to tell afterwards which words were meant."""
    keys = [key_of(word) for word in entry.words]
    page = [token_from(key) for key in keys if key]
    values = [tokens_of(value) for value in (*entry.fields.values(), entry.dossier_code or "")]
    document = Document()
    document.add_text("record", record_id)
    document.add_text("kind", entry.kind)
    document.add_unsigned("page", entry.page)
    document.add_bytes("keys", "\n".join(keys).encode())
    document.add_pre_tokenized_text("words", _twice(enumerate(page)))
    document.add_pre_tokenized_text("pairs", _terms(_pair(*neighbours) for neighbours in pairwise(page)))
    document.add_pre_tokenized_text("identifiers", _terms(_identifier_terms(chain(page, *values))))
    document.add_pre_tokenized_text("fields", _twice(_spaced(values)))
    return document


def page_of(keys: bytes) -> list[Token | None]:
    """The token of each word of a stored page."""
    return [token_from(key) if key else None for key in keys.decode().split("\n")]


def plan_of(clauses: Sequence[Clause]) -> Query:
    """All clauses must hold; better spellings, identifiers and neighbours rank higher."""
    required = [(Occur.Must, _required(clause)) for clause in clauses]
    preferred = [(Occur.Should, _spelled(clause, each)) for clause in clauses for each in clause.preferred]
    near = [
        (Occur.Should, Query.boost_query(_term("pairs", _pair(one.tokens[-1], following.tokens[0])), NEIGHBOURS_BOOST))
        for one, following in pairwise(clauses)
    ]
    return Query.boolean_query([*required, *preferred, *near])


def _required(clause: Clause) -> Query:
    on_page = _sequence("words", clause.folded)
    in_fields = Query.boost_query(_sequence("fields", clause.folded), FIELD_BOOST)
    if len(clause.tokens) == 1:
        token = clause.tokens[0]
        boost = IDENTIFIER_BOOST if token.identifier else 1.0
        return _any([on_page, Query.boost_query(_term("identifiers", token.folded), boost), in_fields])
    pairs = [_term("pairs", _pair(*neighbours)) for neighbours in pairwise(clause.tokens)]
    return _any([Query.boolean_query([(Occur.Must, each) for each in (*pairs, on_page)]), in_fields])


def _spelled(clause: Clause, spelling: Spelling) -> Query:
    exact = [token for token, term in zip(clause.tokens, spelling, strict=True) if term == token.exact]
    worth = sum(MARKED_WORD if token.marked else UNMARKED_WORD for token in exact)
    return Query.const_score_query(_any([_sequence("words", spelling), _sequence("fields", spelling)]), worth)


def _sequence(field: str, terms: Spelling) -> Query:
    return _term(field, terms[0]) if len(terms) == 1 else Query.phrase_query(SCHEMA, field, list(terms))


def _term(field: str, term: str) -> Query:
    return Query.term_query(SCHEMA, field, term)


def _any(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _twice(placed: Iterable[tuple[int, Token]]) -> PreTokenizedString:
    return PreTokenizedString(
        "",
        [IndexToken(term, position, 0, 0) for position, token in placed for term in (token.exact, token.folded_term)],
    )


def _terms(terms: Iterable[str]) -> PreTokenizedString:
    return PreTokenizedString("", [IndexToken(term, position, 0, 0) for position, term in enumerate(terms)])


def _pair(one: Token, following: Token) -> str:
    return f"{one.folded} {following.folded}"


def _identifier_terms(tokens: Iterable[Token]) -> list[str]:
    return [term for token in tokens if token.identifier for term in (token.folded, *sorted(token.parts))]


def _spaced(values: Iterable[Sequence[Token]]) -> list[tuple[int, Token]]:
    placed: list[tuple[int, Token]] = []
    start = 0
    for value in values:
        placed.extend(enumerate(value, start))
        start += len(value) + FIELD_GAP
    return placed
