"""The search port: one entry per page; a hit names the words it matched, so that they can be marked on the image."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

RecordKind = Literal["document", "outcome"]


@dataclass(frozen=True, slots=True)
class PageEntry:
    """What is indexed of one page. The position of a word here is its number in the page's reading.

    ``fields`` holds the record's field values by name (``code``, ``subject``, …); they are searched too, without
    positions on the page.
    """

    kind: RecordKind
    record_id: str
    page: int
    words: tuple[str, ...]
    dossier_code: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that matched; ``words`` are the numbers of the matching words, empty when only a field matched."""

    kind: RecordKind
    record_id: str
    page: int
    score: float
    words: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """Hits, best first; ``total`` counts all that match, not only those returned."""

    query: str
    total: int
    hits: tuple[Hit, ...]


class SearchIndex(Protocol):
    """A disposable index over page texts; it can always be rebuilt from the stored readings.

    Every method raises ``SearchUnavailable`` when the index cannot be opened or written now.
    """

    def put(self, record_id: str, entries: Sequence[PageEntry]) -> None:
        """Replace everything indexed for a record; durable and visible to new searches when this returns."""
        ...

    def remove(self, record_id: str) -> None:
        """Forget a record; unknown records are no error."""
        ...

    def search(self, query: str, *, limit: int = 20, offset: int = 0) -> SearchAnswer:
        """Pages that hold every word of the query.

        Words typed with diacritics prefer exact matches, words without find all spellings; ``"…"`` is a phrase;
        identifiers such as ``123/QĐ-UBND`` are found as a whole. No input raises a syntax error; an empty or
        unusable query finds nothing.
        """
        ...

    def clear(self) -> None:
        """Empty the index, before a rebuild."""
        ...
