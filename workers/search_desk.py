"""Search as people see it: each page that matched, with the line around the hit and the boxes to mark on the image."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import DigestMismatch, MissingObject, UnknownRecord
from domain.model import Box, Digest, Document, DocumentId, Field, Outcome, OutcomeId, PageFrame, PageReading
from pipeline.reading import reading_from_json
from storage.records.port import UnitOfWork
from storage.search.port import Hit
from workers.stores import Stores

CONTEXT_WORDS = 9
"""Words shown on each side of the first match."""


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page that matched.

    ``excerpt`` is cut into pieces of (text, whether it matched); ``boxes`` lie in ``frame``. Both are empty for
    outcomes, whose pages are shown by the PDF itself, and where only a field matched.
    """

    record: Document | Outcome
    page: int
    score: float
    fields: Sequence[Field]
    excerpt: tuple[tuple[str, bool], ...]
    boxes: tuple[Box, ...]
    frame: PageFrame | None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of an answer; ``total`` counts all that match."""

    query: str
    total: int
    found: tuple[FoundPage, ...]


def find(stores: Stores, query: str, *, limit: int, offset: int) -> SearchPage:
    """Search, and put the records' side to each hit. Hits whose record is gone are left out."""
    answer = stores.search.search(query, limit=limit, offset=offset)
    found = (_found(stores, hit) for hit in answer.hits)
    return SearchPage(query, answer.total, tuple(page for page in found if page is not None))


def _found(stores: Stores, hit: Hit) -> FoundPage | None:
    try:
        with stores.records.transaction() as tx:
            if hit.kind == "outcome":
                return FoundPage(tx.outcomes.get(OutcomeId(hit.record_id)), hit.page, hit.score, (), (), (), None)
            document = tx.documents.get(DocumentId(hit.record_id))
            fields = tx.documents.fields(document.id)
            digest = _reading_digest(tx, document, hit.page)
        reading = reading_from_json(stores.objects.get(digest))
    except (UnknownRecord, MissingObject, DigestMismatch):
        # The index is a copy: it may name what is gone since. A store that is away is another matter, and is said.
        return None
    # Nor need the words it counted be those of a page that was read again.
    words = tuple(number for number in hit.words if number < len(reading.words))
    boxes = tuple(reading.words[number].box for number in words)
    return FoundPage(document, hit.page, hit.score, fields, excerpt(reading, words), boxes, reading.frame)


def _reading_digest(tx: UnitOfWork, document: Document, number: int) -> Digest:
    for page in tx.documents.pages(document.id):
        if page.number == number and page.reading is not None:
            return page.reading
    raise UnknownRecord(id=f"{document.id}/{number}")


def excerpt(reading: PageReading, matches: Sequence[int]) -> tuple[tuple[str, bool], ...]:
    """The words around the first match, in runs of matching and other words."""
    if not matches:
        return ()
    first, last = max(0, matches[0] - CONTEXT_WORDS), matches[0] + CONTEXT_WORDS + 1
    wanted = set(matches)
    runs: list[tuple[str, bool]] = []
    for number, word in enumerate(reading.words[first:last], start=first):
        matched = number in wanted
        if runs and runs[-1][1] == matched:
            runs[-1] = (f"{runs[-1][0]} {word.text}", matched)
        else:
            runs.append((word.text, matched))
    return tuple(runs)
