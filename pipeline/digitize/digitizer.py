"""A run over many sources.

For each source ``<stem>`` the output folder gets ``<stem>.p<N>.txt`` (the words of page N) as pages are done, then
``<stem>.pdf`` (proved PDF/A) and, last, ``<stem>.json`` (fields with evidence, pages, verdict). A source that is
refused is copied to ``quarantine/`` with its reason beside it, and never stops the others. A run that was stopped is
taken up where it stood: no finished page is read again, no finished file touched.
"""

import errno
import time
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import structlog

from domain.errors import DiskFull, FileNotReadable, InputError, SohoaError, UnavailableError, UnexpectedFailure
from domain.model import Digest, Field, PageReading
from pipeline.archive import archive
from pipeline.check import PdfaValidator, PdfaVerdict
from pipeline.describe import describe
from pipeline.digitize.digitized import Digitized, Made, as_json, kept_result, set_aside, take_back
from pipeline.digitize.outputs import Outputs, with_stems
from pipeline.digitize.progress import Progress, Tally
from pipeline.digitize.resume import FinishedPages, finished, key_of
from pipeline.extract.bundles import with_beginnings_marked
from pipeline.files import sha256_of, write_whole
from pipeline.intake import Source, inspect
from pipeline.limits import Limits
from pipeline.page import ReadWords, read_words, unread_page
from pipeline.preserve import ArchiveMetadata, PdfaLevel, PreservationProfile
from pipeline.quality import with_duplicates_marked
from pipeline.reading_settings import ReadingSettings
from pipeline.tools.child import in_child

log = structlog.get_logger(__name__)

_MADE_BY = 3
"""Grows when equal sources and settings give other results than before."""

_OUT_OF_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


@dataclass(frozen=True, slots=True)
class Digitizer:
    """How a run is done.

    Args:
        out_dir: where results go; made if need be.
        validator: proves each PDF.
        jobs: pages that are read at once, each in a child process of its own.
        settings: how pages are read.
        limits: how much a source may ask for.
        profile: how page images are kept.
        level: part and conformance level of PDF/A.
        pages: numbers of the pages to read; the others are archived without text. All when None.
        alto: write ``<stem>.p<N>.alto.xml`` as well.
        resume: take up what an earlier run with the same settings finished.
        signatures: asked for the signatures of a signed source; what it says is kept with the facts.
    """

    out_dir: Path
    validator: PdfaValidator
    jobs: int = 1
    settings: ReadingSettings = field(default_factory=ReadingSettings)
    limits: Limits = field(default_factory=Limits)
    profile: PreservationProfile = PreservationProfile.FAITHFUL
    level: PdfaLevel = PdfaLevel.PDFA_2U
    pages: frozenset[int] | None = None
    alto: bool = False
    resume: bool = True
    signatures: Callable[[Path], object] | None = None

    def run(self, sources: Sequence[Path], progress: Callable[[Progress], None]) -> list[Digitized]:
        """Digitise every source; the results come in the order of the sources.

        Several sources are under way at once, so that single pages keep all jobs as busy as one long document does.
        ``progress`` is called from one thread at a time. When this is interrupted, the pages under way are finished
        and kept.

        Raises:
            UnavailableError: a program is missing or does not work; that is nothing a source can be blamed for.
        """
        self.out_dir.mkdir(parents=True, exist_ok=True)
        tally = Tally(len(sources), progress)
        with (
            ThreadPoolExecutor(self.jobs, thread_name_prefix="page") as pages,
            ThreadPoolExecutor(self.jobs + 1, thread_name_prefix="document") as documents,
        ):
            waiting = [
                documents.submit(self._digitize, *named, pages, tally) for named in with_stems(sources, self.out_dir)
            ]
            try:
                return [future.result() for future in waiting]
            except BaseException:
                documents.shutdown(wait=False, cancel_futures=True)
                pages.shutdown(wait=False, cancel_futures=True)
                raise

    def _digitize(self, source: Path, stem: str, pool: ThreadPoolExecutor, tally: Tally) -> Digitized:
        started = time.monotonic()
        try:
            work = self._work(source, stem)
            if self.resume and (facts := finished(work.outputs, work.result_key)):
                result = kept_result(source, stem, facts)
                take_back(self.out_dir / "quarantine", source, stem)
                tally.document_kept(result.pages)
                return result
            return self._digitize_anew(work, pool, tally, started)
        except (UnavailableError, CancelledError):
            raise
        except SohoaError as refusal:
            return self._refused(source, stem, refusal, started, tally)
        except OSError as error:
            if error.errno in _OUT_OF_ROOM:
                raise DiskFull(str(error)) from error
            return self._refused(source, stem, FileNotReadable(str(error)), started, tally)
        except Exception as fault:  # a fault of ours on one file must not cost the others
            log.exception("source_failed", suffix=source.suffix)
            unexpected = UnexpectedFailure(type(fault).__name__, step="digitize")
            return self._refused(source, stem, unexpected, started, tally)

    def _digitize_anew(self, work: "_Work", pool: ThreadPoolExecutor, tally: Tally, started: float) -> Digitized:
        source, stem = work.source, work.stem
        found = inspect(source, source.name, self.limits)
        kept = FinishedPages(self.out_dir, work.pages_key)
        if not self.resume:
            kept.drop()
        work.outputs.clear()
        try:
            read = self._read_pages(work, found, kept, pool, tally)
            fields = describe([page.reading for page in read])
            readings = with_beginnings_marked(with_duplicates_marked([page.reading for page in read]), fields)
            verdict = self._preserve(work, found, readings, fields, kept.scratch())
        except InputError:  # as it will be the next time
            kept.drop()
            raise
        doubts = tuple((reading.number, code) for reading in readings for code in reading.warnings)
        result = Digitized(source, stem, len(read), time.monotonic() - started, fields, verdict, doubts=doubts)
        made = Made(work.result_key, sha256_of(work.outputs.pdf))
        signatures = self.signatures(source) if found.signed and self.signatures else None
        write_whole(
            work.outputs.facts,
            as_json(result, found, _with(read, readings), digest=work.digest, made=made, signatures=signatures),
        )
        take_back(self.out_dir / "quarantine", source, stem)
        kept.drop()
        tally.document_done()
        return result

    def _work(self, source: Path, stem: str) -> "_Work":
        if not source.is_file():  # a folder, a device, a pipe that nobody fills
            raise FileNotReadable("no regular file")
        digest = sha256_of(source)
        engine = self.settings.open_engine(self.limits.page_timeout_s).name
        chosen = sorted(self.pages) if self.pages is not None else "all"
        reading = (_MADE_BY, engine, self.settings, self.limits, chosen)
        return _Work(
            source,
            stem,
            digest,
            Outputs(self.out_dir, stem, alto=self.alto),
            key_of(digest, stem, reading),
            key_of(digest, stem, (*reading, self.profile, self.level, self.alto)),
        )

    def _refused(self, source: Path, stem: str, refusal: SohoaError, started: float, tally: Tally) -> Digitized:
        set_aside(self.out_dir / "quarantine", source, stem, refusal)
        tally.document_done()
        return Digitized(source, stem, 0, time.monotonic() - started, refusal=refusal)

    def _read_pages(
        self, work: "_Work", found: Source, kept: FinishedPages, pool: ThreadPoolExecutor, tally: Tally
    ) -> list[ReadWords]:
        numbers = range(1, found.page_count + 1)
        tally.pages_found(len(numbers))
        waiting: list[ReadWords | Future[ReadWords]] = [
            kept.get(number) or pool.submit(self._read_page, work, found.media_type, number, kept) for number in numbers
        ]
        try:
            read = []
            for number, page in zip(numbers, waiting, strict=True):
                done = page.result() if isinstance(page, Future) else page
                work.outputs.write_page(number, done.reading)
                tally.page_done(kept=not isinstance(page, Future))
                read.append(done)
            return read
        finally:
            futures = [page for page in waiting if isinstance(page, Future)]
            # Those under way cannot be cancelled and still write what they find: nobody may tidy up before them.
            wait([future for future in futures if not future.cancel()])

    def _read_page(self, work: "_Work", media_type: str, number: int, kept: FinishedPages) -> ReadWords:
        timeout_s, memory_mb = self.limits.page_timeout_s, self.limits.child_memory_mb
        if self.pages is not None and number not in self.pages:
            reading = in_child(
                unread_page,
                work.source,
                media_type,
                number,
                self.settings,
                self.limits,
                timeout_s=timeout_s,
                memory_mb=memory_mb,
            )
            return ReadWords(reading, 0.0)
        page = in_child(
            read_words,
            work.source,
            media_type,
            number,
            self.settings,
            self.limits,
            timeout_s=timeout_s,
            memory_mb=memory_mb,
            warm=self.settings.warm_engine,
        )
        return kept.put(number, page)

    def _preserve(
        self,
        work: "_Work",
        found: Source,
        readings: Sequence[PageReading],
        fields: Sequence[Field],
        scratch: Path,
    ) -> PdfaVerdict:
        created = datetime.fromtimestamp(work.source.stat().st_mtime, UTC)
        metadata = ArchiveMetadata.of_fields(fields, source=work.digest, created=created)
        target = scratch / "archival.pdf"
        verdict = archive(
            work.source,
            found.media_type,
            readings,
            metadata,
            target,
            validator=self.validator,
            profile=self.profile,
            level=self.level,
            limits=self.limits,
        )
        target.replace(work.outputs.pdf)
        return verdict


@dataclass(frozen=True, slots=True)
class _Work:
    """One source under way: the stem of its outputs, its digest, and what its pages and its results depend on."""

    source: Path
    stem: str
    digest: Digest
    outputs: Outputs
    pages_key: str
    result_key: str


def _with(read: Sequence[ReadWords], readings: Sequence[PageReading]) -> list[ReadWords]:
    return [replace(page, reading=reading) for page, reading in zip(read, readings, strict=True)]
