"""The search port on tantivy: an index in a directory, used by the processes of one machine.

The index is disposable. It is made when it is missing at the first use; when it vanishes later, breaks, or was written
by another version, every call says so until ``clear`` has made it anew. A writer is open only while it writes, one at
a time; every search sees what was committed before it.
"""

import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tantivy import Document, Index, Searcher
from typing_extensions import override

from domain.errors import SearchUnavailable
from storage.search.locking import exclusive
from storage.search.plan import SCHEMA, SCHEMA_VERSION, document_of, page_of, plan_of
from storage.search.port import Hit, PageEntry, SearchAnswer, SearchIndex
from storage.search.query import Clause, clauses_of, words_meant

WRITER_HEAP_BYTES = 50_000_000
WRITER_TIMEOUT_S = 60.0
VERSION_FILE = "schema-version"
REBUILD = "if this stays, run `sohoa search --rebuild`"


class TantivySearch(SearchIndex):
    """The index below one directory, which may be the root of a volume. Safe to share between threads."""

    def __init__(self, directory: Path, *, writer_timeout_s: float = WRITER_TIMEOUT_S) -> None:
        self._directory = directory.absolute()
        self._place = self._directory / "index"
        self._writer_timeout_s = writer_timeout_s
        self._stood_once = False
        self._reader: Index | None = None
        self._opening = threading.Lock()

    def __repr__(self) -> str:
        return f"TantivySearch({str(self._directory)!r})"

    @override
    def put(self, record_id: str, entries: Sequence[PageEntry]) -> None:
        documents = [document_of(record_id, entry) for entry in entries]
        self._replace(record_id, documents)

    @override
    def remove(self, record_id: str) -> None:
        self._replace(record_id, [])

    @override
    def search(self, query: str, *, limit: int = 20, offset: int = 0) -> SearchAnswer:
        with self._sound():
            reader = self._open_reader()
            clauses = clauses_of(query)
            if not clauses:
                return SearchAnswer(query, 0, ())
            reader.reload()
            return _answer(reader.searcher(), query, clauses, max(limit, 0), max(offset, 0))

    @override
    def clear(self) -> None:
        with self._locked(), self._sound():
            self._make_anew()
        with self._opening:
            self._reader, self._stood_once = None, True

    def _replace(self, record_id: str, documents: Sequence[Document]) -> None:
        self._make_if_missing()
        with self._locked(), self._sound():
            self._require_own_version()
            # Opened anew each time: an index object remembers which files are its own, and would never collect those
            # that other processes wrote.
            writer = Index.open(str(self._place)).writer(WRITER_HEAP_BYTES, 1)
            try:
                writer.delete_documents_by_term("record", record_id)
                for document in documents:
                    writer.add_document(document)
                writer.commit()
            finally:
                # Ends the writer, drops what was not committed, and frees tantivy's own lock.
                writer.wait_merging_threads()

    def _open_reader(self) -> Index:
        self._make_if_missing()
        self._require_own_version()
        with self._opening:
            if self._reader is None:
                self._reader = Index.open(str(self._place))
                self._reader.config_reader("manual")
            return self._reader

    def _make_if_missing(self) -> None:
        # Only once: an index that vanishes later held something, and an empty one in its place would deny it.
        if self._stood_once:
            return
        if not self._place.exists():
            with self._locked(), self._sound():
                if not self._place.exists():
                    self._make_anew()
        self._stood_once = True

    def _make_anew(self) -> None:
        # Made aside, then renamed: whoever finds the place finds a whole index.
        made, replaced = (self._place.with_suffix(suffix) for suffix in (".new", ".old"))
        for leftover in (made, replaced):
            shutil.rmtree(leftover, ignore_errors=True)
        made.mkdir()
        Index(SCHEMA, path=str(made), reuse=False)
        (made / VERSION_FILE).write_text(SCHEMA_VERSION, encoding="utf-8")
        if self._place.exists():
            self._place.rename(replaced)
        made.rename(self._place)
        shutil.rmtree(replaced, ignore_errors=True)

    def _require_own_version(self) -> None:
        found = (self._place / VERSION_FILE).read_text(encoding="utf-8")
        if found != SCHEMA_VERSION:
            raise SearchUnavailable(f"the index has schema {found[:20]!r}, not {SCHEMA_VERSION!r}; {REBUILD}")

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self._directory.mkdir(parents=True, exist_ok=True)
            with exclusive(self._directory / "lock", self._writer_timeout_s):
                yield
        except OSError as error:
            raise SearchUnavailable(str(error)) from error

    @contextmanager
    def _sound(self) -> Iterator[None]:
        try:
            yield
        except (OSError, ValueError) as error:
            self._reader = None
            raise SearchUnavailable(f"the index cannot be used ({error}); {REBUILD}") from error
        except BaseException as error:
            # What tantivy does not expect of a damaged file it says by a panic, which is no Exception.
            if type(error).__name__ != "PanicException":
                raise
            self._reader = None
            raise SearchUnavailable(f"the index is damaged ({error}); {REBUILD}") from error


def _answer(searcher: Searcher, query: str, clauses: Sequence[Clause], limit: int, offset: int) -> SearchAnswer:
    # tantivy sets a heap of limit + offset aside, whatever the index holds, and takes no limit of 0.
    wanted = min(limit, searcher.num_docs - offset)
    found = searcher.search(plan_of(clauses), max(wanted, 1), offset=offset if wanted > 0 else 0)
    total: int = found.count  # type: ignore[attr-defined]  # the stubs leave it out
    hits = found.hits if wanted > 0 else []
    return SearchAnswer(query, total, tuple(_hit(searcher.doc(address), score, clauses) for score, address in hits))


def _hit(document: Document, score: float, clauses: Sequence[Clause]) -> Hit:
    stored: dict[str, Any] = {name: values[0] for name, values in document.to_dict().items()}
    words = words_meant(clauses, page_of(stored["keys"]))
    return Hit(stored["kind"], stored["record"], stored["page"], score, words)
