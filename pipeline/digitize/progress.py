"""How far a run is."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is, over all sources whose pages are counted so far. ``pages_kept`` were done by an earlier run."""

    documents_done: int
    documents: int
    pages_done: int
    pages: int
    pages_kept: int = 0


class Tally:
    """Counts what is done, and tells it to one watcher from one thread at a time."""

    def __init__(self, documents: int, watcher: Callable[[Progress], None]) -> None:
        self._lock = threading.Lock()
        self._now = Progress(0, documents, 0, 0)
        self._watcher = watcher

    def pages_found(self, count: int) -> None:
        """A source has so many pages."""
        self._advance(pages=count)

    def page_done(self, *, kept: bool) -> None:
        """A page was read, or had been by an earlier run."""
        self._advance(pages_done=1, pages_kept=int(kept))

    def document_done(self) -> None:
        """A source is finished or refused."""
        self._advance(documents_done=1)

    def document_kept(self, pages: int) -> None:
        """A source had been finished by an earlier run."""
        self._advance(documents_done=1, pages=pages, pages_done=pages, pages_kept=pages)

    def _advance(self, *, documents_done: int = 0, pages_done: int = 0, pages: int = 0, pages_kept: int = 0) -> None:
        with self._lock:
            now = self._now
            self._now = replace(
                now,
                documents_done=now.documents_done + documents_done,
                pages_done=now.pages_done + pages_done,
                pages=now.pages + pages,
                pages_kept=now.pages_kept + pages_kept,
            )
            self._watcher(self._now)
