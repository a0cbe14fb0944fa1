"""The pipeline alone, from files to files: what ``sohoa scan digitize`` does, without any service or database.

For each source ``<stem>`` the output folder gets ``<stem>.pdf`` (proved PDF/A), ``<stem>.p<N>.txt`` (the words of page
N) and, last, ``<stem>.json`` (fields with evidence, pages, verdict). A source that is refused is copied to
``quarantine/`` with its reason beside it, and never stops the others.
"""

import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import structlog

from domain.errors import SohoaError, UnavailableError, UnexpectedFailure
from domain.model import Field, PageReading
from pipeline.check import PdfaValidator, PdfaVerdict, require_conformant
from pipeline.digitized import Digitized, as_json, set_aside, sha256_of, write_whole
from pipeline.extract import extract
from pipeline.intake import Source, inspect
from pipeline.limits import Limits
from pipeline.page import ReadWords, read_words
from pipeline.reading_settings import ReadingSettings
from pipeline.preserve import ArchiveMetadata, build_archival
from pipeline.reading import plain_text
from pipeline.tools.child import in_child

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is, over all sources whose pages are counted so far."""

    documents_done: int
    documents: int
    pages_done: int
    pages: int


@dataclass(frozen=True, slots=True)
class Digitizer:
    """How a run is done. ``jobs`` pages are read at once, each in a child process of its own."""

    out_dir: Path
    validator: PdfaValidator
    jobs: int = 1
    settings: ReadingSettings = field(default_factory=ReadingSettings)
    limits: Limits = field(default_factory=Limits)

    def run(self, sources: Sequence[Path], progress: Callable[[Progress], None]) -> list[Digitized]:
        """Digitise every source; the results come in the order of the sources.

        Several sources are under way at once, so that single pages keep all jobs as busy as one long document does.
        ``progress`` is called from one thread at a time.

        Raises:
            UnavailableError: a program is missing or does not work; that is nothing a source can be blamed for.
        """
        self.out_dir.mkdir(parents=True, exist_ok=True)
        tally = _Tally(len(sources), progress)
        with (
            ThreadPoolExecutor(self.jobs, thread_name_prefix="page") as pages,
            ThreadPoolExecutor(self.jobs + 1, thread_name_prefix="document") as documents,
        ):
            waiting = [documents.submit(self._digitize, *named, pages, tally) for named in _with_stems(sources)]
            try:
                return [future.result() for future in waiting]
            except BaseException:
                documents.shutdown(wait=False, cancel_futures=True)
                pages.shutdown(wait=False, cancel_futures=True)
                raise

    def _digitize(self, source: Path, stem: str, pool: ThreadPoolExecutor, tally: "_Tally") -> Digitized:
        started = time.monotonic()
        try:
            found = inspect(source, source.name, self.limits)
            read = self._read_pages(source, found, pool, tally)
            readings = [page.reading for page in read]
            fields = extract(readings)
            verdict = self._preserve(source, stem, found, readings, fields)
        except UnavailableError:
            raise
        except SohoaError as refusal:
            return self._refused(source, stem, refusal, started, tally)
        except Exception as fault:  # a fault of ours on one file must not cost the others
            log.exception("source_failed", suffix=source.suffix)
            unexpected = UnexpectedFailure(type(fault).__name__, step="digitize")
            return self._refused(source, stem, unexpected, started, tally)
        result = Digitized(source, stem, len(read), time.monotonic() - started, fields, verdict)
        for reading in readings:
            write_whole(self.out_dir / f"{stem}.p{reading.number}.txt", plain_text(reading))
        write_whole(self.out_dir / f"{stem}.json", as_json(result, found, read))
        tally.document_done()
        return result

    def _refused(self, source: Path, stem: str, refusal: SohoaError, started: float, tally: "_Tally") -> Digitized:
        set_aside(self.out_dir / "quarantine", source, stem, refusal)
        tally.document_done()
        return Digitized(source, stem, 0, time.monotonic() - started, refusal=refusal)

    def _read_pages(self, source: Path, found: Source, pool: ThreadPoolExecutor, tally: "_Tally") -> list[ReadWords]:
        numbers = range(1, found.page_count + 1)
        tally.pages_found(len(numbers))
        waiting = [pool.submit(self._read_page, source, found.media_type, number) for number in numbers]
        try:
            read = []
            for future in waiting:
                read.append(future.result())
                tally.page_done()
            return read
        finally:
            for future in waiting:
                future.cancel()

    def _read_page(self, source: Path, media_type: str, number: int) -> ReadWords:
        return in_child(
            read_words,
            source,
            media_type,
            number,
            self.settings,
            self.limits,
            timeout_s=self.limits.page_timeout_s,
            memory_mb=self.limits.child_memory_mb,
            warm=self.settings.warm_engine,
        )

    def _preserve(
        self,
        source: Path,
        stem: str,
        found: Source,
        readings: Sequence[PageReading],
        fields: Sequence[Field],
    ) -> PdfaVerdict:
        created = datetime.fromtimestamp(source.stat().st_mtime, UTC)
        metadata = ArchiveMetadata.of_fields(fields, source=sha256_of(source), created=created)
        with tempfile.TemporaryDirectory(dir=self.out_dir, prefix=".part-") as scratch:
            target = Path(scratch) / "archival.pdf"
            build_archival(source, found.media_type, readings, metadata, target, limits=self.limits)
            verdict = require_conformant(self.validator, target)
            target.replace(self.out_dir / f"{stem}.pdf")
        return verdict


class _Tally:
    """Counts what is done, for the progress bar."""

    def __init__(self, documents: int, progress: Callable[[Progress], None]) -> None:
        self._lock = threading.Lock()
        self._now = Progress(0, documents, 0, 0)
        self._progress = progress

    def pages_found(self, count: int) -> None:
        self._advance(pages=count)

    def page_done(self) -> None:
        self._advance(pages_done=1)

    def document_done(self) -> None:
        self._advance(documents_done=1)

    def _advance(self, *, documents_done: int = 0, pages_done: int = 0, pages: int = 0) -> None:
        with self._lock:
            self._now = replace(
                self._now,
                documents_done=self._now.documents_done + documents_done,
                pages_done=self._now.pages_done + pages_done,
                pages=self._now.pages + pages,
            )
            self._progress(self._now)


def _with_stems(sources: Iterable[Path]) -> list[tuple[Path, str]]:
    """Each source with the stem of its outputs: its own, numbered (``a~2``) where that is taken in this run."""
    sources = list(sources)
    taken: set[str] = set()
    named = []
    for source in sources:
        # A plain stem goes before a numbered one: a source that is really called ``a~2`` keeps its name.
        reserved = taken | {other.stem for other in sources if other.stem != source.stem}
        names = (source.stem, *(f"{source.stem}~{number}" for number in range(2, len(sources) + 2)))
        stem = next(name for name in names if name not in reserved)
        taken.add(stem)
        named.append((source, stem))
    return named
