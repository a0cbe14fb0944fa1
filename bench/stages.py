"""Where our processor time goes: each stage called in this process, one after the other, on the same pages.

Ours runs them in child processes; here they run without, so that each can be timed alone. What starting costs (Python,
loading the model, Java) has no share in the figures: the first page is gone through once before, unmeasured.
"""

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import numpy as np
from numpy.typing import NDArray
from rich.table import Table

from bench.pages import Document, Level
from bench.processes import cpu_of_descendants_s
from domain.model import PageReading, Word
from pipeline.check import VeraPdf
from pipeline.enhance.clean_page import enhance
from pipeline.extract import extract
from pipeline.intake import inspect
from pipeline.intake.images import page_image
from pipeline.intake.source import kind_of
from pipeline.limits import Limits
from pipeline.ocr_engine import Layout, OcrEngine
from pipeline.preserve import ArchiveMetadata
from pipeline.preserve.archival import ArchivalOrder, write_archival
from pipeline.reading_settings import ReadingSettings
from pipeline.recognise.recognition import recognise

INSPECT, DECODE, ENHANCE, ENGINE, WORDS = "inspect", "decode", "enhance", "engine", "words and order"
FIELDS, ASSEMBLE, VALIDATE = "fields", "assemble", "validate"
STAGES = (INSPECT, DECODE, ENHANCE, ENGINE, WORDS, FIELDS, ASSEMBLE, VALIDATE)


@dataclass(frozen=True, slots=True)
class Stages:
    """Processor seconds per page of each stage, over the pages of a level."""

    level: str
    pages: int
    cpu_s: dict[str, float]


class _Stopwatch:
    """Adds up the processor time of stages, including that of processes they start."""

    def __init__(self) -> None:
        self.spent = dict.fromkeys(STAGES, 0.0)

    @contextmanager
    def timing(self, stage: str) -> Iterator[None]:
        elsewhere, here = _elsewhere_s(), time.process_time()
        yield
        here = time.process_time() - here
        self.spent[stage] += here + _elsewhere_s() - elsewhere


def _elsewhere_s() -> float:
    ended = getrusage(RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime + cpu_of_descendants_s(os.getpid())


@dataclass(frozen=True, slots=True)
class _TimedEngine:
    """The engine, with its time taken."""

    engine: OcrEngine
    watch: _Stopwatch

    @property
    def name(self) -> str:
        return self.engine.name

    def read(self, pixels: NDArray[np.uint8], dpi: float, layout: Layout = Layout.PAGE) -> tuple[Word, ...]:
        with self.watch.timing(ENGINE):
            return self.engine.read(pixels, dpi, layout)

    def read_parts(
        self, parts: Sequence[NDArray[np.uint8]], dpi: float, layout: Layout = Layout.BLOCK
    ) -> list[tuple[Word, ...]]:
        with self.watch.timing(ENGINE):
            return self.engine.read_parts(parts, dpi, layout)


def measure(level: Level) -> Stages:
    """Time every stage over the documents of a level, all pages of each."""
    watch, pages = _Stopwatch(), 0
    with VeraPdf() as validator, tempfile.TemporaryDirectory() as folder:
        _through(level.documents[0], validator, Path(folder), _Stopwatch(), pages_at_most=1)
        for document in level.documents:
            pages += _through(document, validator, Path(folder), watch)
    spent = watch.spent
    spent[WORDS] -= spent[ENGINE]
    return Stages(level.name, pages, {stage: seconds / pages for stage, seconds in spent.items()})


def table(stages: Stages) -> Table:
    """The stages with their shares."""
    whole = sum(stages.cpu_s.values())
    shown = Table(title=f"{stages.level}: where the time goes, processor seconds per page ({stages.pages} pages)")
    shown.add_column("stage")
    shown.add_column("CPU s", justify="right")
    shown.add_column("share", justify="right")
    for stage, seconds in stages.cpu_s.items():
        shown.add_row(stage, f"{seconds:.3f}", f"{seconds / whole:.0%}")
    shown.add_row("all", f"{whole:.3f}", "", style="bold")
    return shown


def _through(
    document: Document, validator: VeraPdf, folder: Path, watch: _Stopwatch, *, pages_at_most: int | None = None
) -> int:
    """Bring a document from file to proved archival copy; the number of its pages."""
    limits, settings = Limits(), ReadingSettings()
    engine = _TimedEngine(settings.open_engine(limits.page_timeout_s), watch)
    with watch.timing(INSPECT):
        found = inspect(document.path, document.path.name, limits)
    kind = kind_of(found.media_type)
    readings = []
    for number in range(1, min(found.page_count, pages_at_most or found.page_count) + 1):
        with watch.timing(DECODE):
            image = page_image(document.path, kind, number, limits)
        with watch.timing(ENHANCE):
            clean = enhance(image.pixels, image.dpi)
        with watch.timing(WORDS):
            read = recognise(clean, engine)
        readings.append(PageReading(number, read.frame, read.words, engine.name, read.measures, read.warnings))
    with watch.timing(FIELDS):
        fields = extract(readings)
    metadata = ArchiveMetadata.of_fields(fields, source="0" * 64, created=datetime.now(UTC))
    target = folder / "archival.pdf"
    with watch.timing(ASSEMBLE):
        write_archival(ArchivalOrder(document.path, kind, tuple(readings), metadata, limits), target)
    with watch.timing(VALIDATE):
        validator.validate(target)
    return len(readings)
