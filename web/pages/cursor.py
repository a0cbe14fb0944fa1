"""Where a record stands in the answer it was opened from: what to mark on it, and which hits come before and after.

The place travels in the address (``q`` and ``i``), so that going back, sharing and bookmarking keep it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.model import Box, DocumentId
from web.links import record_path
from workers.desk import Desk

NEAR = 20
"""Hits looked through for a page that was not opened from one of them, such as the next page of the same record."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in an answer. ``position`` counts from 1 and is ``None`` where the page is no hit that is known."""

    query: str
    boxes: Sequence[Box] = ()
    position: int | None = None
    total: int = 0
    previous: str | None = None
    following: str | None = None


def cursor_at(desk: Desk, query: str, position: int | None, document_id: DocumentId, page: int) -> Cursor:
    """Look a page up in the answer of a query: near ``position`` when it is given, else among the first hits."""
    if not query:
        return Cursor("")
    offset = 0 if position is None else max(position - 2, 0)
    answer = desk.search(query, limit=NEAR if position is None else 3, offset=offset)
    places = ((found.record.id, found.page) for found in answer.found)
    index = next((index for index, place in enumerate(places) if place == (document_id, page)), None)
    if index is None:
        return Cursor(query)

    def link(other: int) -> str | None:
        if not 0 <= other < len(answer.found):
            return None
        found = answer.found[other]
        return record_path(found.record, page=found.page, query=query, position=offset + other + 1)

    boxes = answer.found[index].boxes
    return Cursor(query, boxes, offset + index + 1, answer.total, link(index - 1), link(index + 1))
