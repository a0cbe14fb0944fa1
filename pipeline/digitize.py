"""The pipeline alone, from files to files: what ``sohoa scan digitize`` does, without any service or database.

For each source ``<stem>`` the output folder gets ``<stem>.pdf`` (proved PDF/A), ``<stem>.p<N>.txt`` (the words of page
N) and, last, ``<stem>.json`` (fields with evidence, pages, verdict). A source that is refused is copied to
``quarantine/`` with its reason beside it, and never stops the others.
"""

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from domain.errors import SohoaError, UnsafeName
from domain.model import Digest, Field, PageReading
from pipeline.check import PdfaValidator, PdfaVerdict, require_conformant
from pipeline.extract import extract
from pipeline.intake import Source, inspect
from pipeline.limits import Limits
from pipeline.names import safe_stem
from pipeline.page import ReadingSettings, ReadPage, read_page
from pipeline.preserve import ArchiveMetadata, build_archival
from pipeline.reading import plain_text
from pipeline.tools.child import in_child


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is, over all sources whose pages are counted so far."""

    documents_done: int
    documents: int
    pages_done: int
    pages: int


@dataclass(frozen=True, slots=True)
class Digitized:
    """What became of one source: its fields and verdict, or the refusal. ``seconds`` is wall time."""

    source: Path
    stem: str
    pages: int
    seconds: float
    fields: tuple[Field, ...] = ()
    verdict: PdfaVerdict | None = None
    refusal: SohoaError | None = None


@dataclass(frozen=True, slots=True)
class Digitizer:
    """How a run is done. ``jobs`` pages are read at once, each in a child process of its own."""

    out_dir: Path
    validator: PdfaValidator
    jobs: int = 1
    settings: ReadingSettings = field(default_factory=ReadingSettings)
    limits: Limits = field(default_factory=Limits)

    def run(self, sources: Sequence[Path], progress: Callable[[Progress], None]) -> list[Digitized]:
        """Digitise every source, in order; pages of a long one keep all jobs busy."""
        self.out_dir.mkdir(parents=True, exist_ok=True)
        results: list[Digitized] = []
        pages_done = 0
        with ThreadPoolExecutor(self.jobs, thread_name_prefix="page") as pool:
            for source, stem in _with_stems(sources):

                def page_done(number: int, count: int, *, before: int = pages_done) -> None:
                    progress(Progress(len(results), len(sources), before + number, before + count))

                result = self._digitize(source, stem, pool, page_done)
                results.append(result)
                pages_done += result.pages
                progress(Progress(len(results), len(sources), pages_done, pages_done))
        return results

    def _digitize(
        self, source: Path, stem: str, pool: ThreadPoolExecutor, page_done: Callable[[int, int], None]
    ) -> Digitized:
        started = time.monotonic()
        try:
            found = inspect(source, source.name, self.limits)
            read = self._read_pages(source, found, pool, page_done)
            readings = [page.reading for page in read]
            fields = extract(readings)
            verdict = self._preserve(source, stem, found, readings, fields)
        except SohoaError as refusal:
            self._set_aside(source, refusal)
            return Digitized(source, stem, 0, time.monotonic() - started, refusal=refusal)
        result = Digitized(source, stem, len(read), time.monotonic() - started, fields, verdict)
        for reading in readings:
            _write(self.out_dir / f"{stem}.p{reading.number}.txt", plain_text(reading))
        _write(self.out_dir / f"{stem}.json", _as_json(result, found, read))
        return result

    def _read_pages(
        self, source: Path, found: Source, pool: ThreadPoolExecutor, page_done: Callable[[int, int], None]
    ) -> list[ReadPage]:
        waiting: list[Future[ReadPage]] = [
            pool.submit(self._read_page, source, found.media_type, number) for number in range(1, found.page_count + 1)
        ]
        try:
            read = []
            for future in waiting:
                read.append(future.result())
                page_done(len(read), len(waiting))
            return read
        finally:
            for future in waiting:
                future.cancel()

    def _read_page(self, source: Path, media_type: str, number: int) -> ReadPage:
        return in_child(
            read_page,
            source,
            media_type,
            number,
            self.settings,
            self.limits,
            timeout_s=self.limits.page_timeout_s,
            memory_mb=self.limits.child_memory_mb,
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
        metadata = ArchiveMetadata.of_fields(fields, source=_sha256(source), created=created)
        with tempfile.TemporaryDirectory(dir=self.out_dir, prefix=".part-") as scratch:
            target = Path(scratch) / "archival.pdf"
            build_archival(source, found.media_type, readings, metadata, target, limits=self.limits)
            verdict = require_conformant(self.validator, target)
            target.replace(self.out_dir / f"{stem}.pdf")
        return verdict

    def _set_aside(self, source: Path, refusal: SohoaError) -> None:
        folder = self.out_dir / "quarantine"
        folder.mkdir(exist_ok=True)
        name = source.name if not isinstance(refusal, UnsafeName) else safe_stem(source.name)
        shutil.copyfile(source, folder / name)
        reason = {"code": refusal.code, "vi": refusal.message("vi"), "en": refusal.message("en")}
        _write(folder / f"{name}.json", json.dumps(reason, ensure_ascii=False, indent=1))


def _with_stems(sources: Iterable[Path]) -> list[tuple[Path, str]]:
    """Each source with the stem of its outputs: its own, numbered where an earlier one of this run has the same."""
    taken: dict[str, int] = {}
    named = []
    for source in sources:
        taken[source.stem] = taken.get(source.stem, 0) + 1
        count = taken[source.stem]
        named.append((source, source.stem if count == 1 else f"{source.stem}~{count}"))
    return named


def _as_json(result: Digitized, found: Source, read: Sequence[ReadPage]) -> str:
    verdict = result.verdict
    return json.dumps(
        {
            "source": {
                "name": result.source.name,
                "sha256": _sha256(result.source),
                "media_type": found.media_type,
                "signed": found.signed,
                "warnings": list(found.warnings),
            },
            "fields": {one.name: _field_json(one) for one in result.fields},
            "pages": [_page_json(page) for page in read],
            "pdfa": {"conformant": verdict.compliant, "flavour": verdict.flavour} if verdict else None,
            "seconds": round(result.seconds, 3),
        },
        ensure_ascii=False,
        indent=1,
    )


def _field_json(one: Field) -> dict[str, object]:
    box = one.box
    return {
        "value": one.value,
        "raw": one.raw,
        "confidence": round(one.confidence, 3),
        "accepted": one.accepted,
        "page": one.page,
        "box": [round(side, 1) for side in (box.x0, box.y0, box.x1, box.y1)] if box else None,
        "source": one.source,
        "alternatives": list(one.alternatives),
        "rules": {verdict.rule: verdict.passed for verdict in one.rules},
    }


def _page_json(page: ReadPage) -> dict[str, object]:
    reading, frame = page.reading, page.reading.frame
    return {
        "number": reading.number,
        "width_px": frame.width_px,
        "height_px": frame.height_px,
        "dpi": round(frame.dpi, 1),
        "rotation": frame.rotation,
        "skew_deg": round(frame.skew_deg, 2),
        "words": len(reading.words),
        "measures": {name: round(value, 4) for name, value in reading.measures.items()},
        "warnings": list(reading.warnings),
        "engine": reading.engine,
        "seconds": round(page.seconds, 3),
    }


def _sha256(path: Path) -> Digest:
    with path.open("rb") as file:
        return Digest(hashlib.file_digest(file, "sha256").hexdigest())


def _write(path: Path, text: str) -> None:
    """Write a whole file or nothing."""
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
