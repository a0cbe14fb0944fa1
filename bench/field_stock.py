"""Documents of known truth for measuring fields: invented, made of many types, and real scans; read once and kept.

Reading costs a second a page, extraction some milliseconds. What was read is kept under ``folder``, so that a change to
extraction is measured in seconds; ``fresh`` reads again.
"""

import json
import random
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from PIL import Image

from bench.field_scoring import Truth, truth_of
from bench.invented import invented_paper
from bench.pages import SHARED, Skipped
from domain.model import PageReading
from pipeline.intake import inspect
from pipeline.limits import Limits
from pipeline.page import read_words
from pipeline.reading import reading_from_json, reading_to_json
from pipeline.reading_settings import ReadingSettings
from samples.generator.canvas import RasterCanvas
from samples.generator.chance import choices_for, noise_for
from samples.generator.ink import add_hand, add_seal, add_signature
from samples.generator.kinds import KINDS, damaged, make
from samples.generator.paper import Paper
from samples.generator.scanner import Level, Tone, Wear, scan, wear_for
from samples.generator.truth import ScanFacts, document_truth
from samples.generator.typesetting import set_paper

DPI = 200
_QUALITY = 75
_WORN_DPI = 150
_SEALED = 0.5
_FACTS = ScanFacts("jpeg", DPI, (), (), (), 1, "invented")


class Damage(StrEnum):
    """How a paper came to be an image. ``WORN`` is a pale copy of a copy, worse than what an office hands in."""

    CLEAN = "clean"
    OFFICE = "office"
    PHOTOCOPY = "photocopy"
    WORN = "worn"


@dataclass(frozen=True, slots=True)
class Sample:
    """A document of known truth, read. ``kind`` is its type, ``level`` how it was scanned.

    ``by_hand`` names the fields that are written by hand; ``ocr_cpu_s`` are processor seconds of reading its pages, 0.0
    where nobody measured them.
    """

    name: str
    kind: str
    level: str
    truth: Truth
    by_hand: frozenset[str]
    pages: tuple[PageReading, ...]
    ocr_cpu_s: float


@dataclass(frozen=True, slots=True)
class FieldStock:
    """Makes and reads documents, and keeps in ``folder`` what was read."""

    folder: Path
    fresh: bool = False

    def invented(self, seed: int, numbers: Sequence[int], damage: Damage) -> Iterator[Sample]:
        """Papers of ``bench.invented``, one page each or two."""
        for number in numbers:
            paper = invented_paper(seed, number)
            name = f"invented-{seed}-{damage}/{number:04d}"
            truth = document_truth(paper, f"{number:04d}.jpg", "", _FACTS)
            sheets = enumerate(_sheets(paper, seed))
            images = (_scanned(sheet, damage, seed, f"{number}-{at}") for at, sheet in sheets)
            pages, seconds = self._read_images(name, images)
            yield Sample(name, paper.type_name, damage, truth_of(truth), _by_hand(truth), pages, seconds)

    def made(self, seed: int, level: Level) -> Iterator[Sample]:
        """Papers of the samples' generator, one of every kind."""
        for kind in KINDS:
            made = make(kind, seed)
            name = f"made-{seed}-{level}/{kind.replace('/', '-')}"
            images = (damaged(page, level, seed + at) for at, page in enumerate(made.pages))
            pages, seconds = self._read_images(name, images)
            truth = {field: (value,) for field, value in made.truth.items() if value}
            yield Sample(name, kind, level, truth, made.handwritten, pages, seconds)

    def real(self, only: Collection[str] = ()) -> Iterator[Sample]:
        """The public real scans, or those of these names.

        Raises:
            Skipped: they are not here.
        """
        folder = SHARED / "data" / "vn_scans"
        if not (folder / "meta").is_dir():
            raise Skipped(f"no data/vn_scans in {SHARED}; SOHOA_SHARED may name another folder")
        for file in sorted((folder / "meta").glob("*.json")):
            if only and file.stem not in only:
                continue
            document = json.loads(file.read_text(encoding="utf-8"))
            pages, seconds = self._read_file(f"real/{file.stem}", folder / "docs" / document["file"])
            truth = truth_of(document)
            yield Sample(file.stem, document["type"], "real", truth, _by_hand(document), pages, seconds)

    def _read_file(self, name: str, path: Path) -> tuple[tuple[PageReading, ...], float]:
        kept = self._kept(name)
        if kept is not None:
            return kept
        limits = Limits()
        found = inspect(path, path.name, limits)
        settings, pages, seconds = ReadingSettings(), [], 0.0
        for number in range(1, found.page_count + 1):
            started = time.process_time()
            pages.append(read_words(path, found.media_type, number, settings, limits).reading)
            seconds += time.process_time() - started
        return self._keep(name, pages, seconds)

    def _read_images(self, name: str, images: Iterator[Image.Image]) -> tuple[tuple[PageReading, ...], float]:
        kept = self._kept(name)
        if kept is not None:
            return kept
        path = self.folder / f"{name}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        pages, seconds = [], 0.0
        for number, image in enumerate(images, start=1):
            image.save(path, quality=_QUALITY, dpi=image.info.get("dpi", (DPI, DPI)))
            started = time.process_time()
            reading = read_words(path, "image/jpeg", 1, ReadingSettings(), Limits()).reading
            seconds += time.process_time() - started
            pages.append(replace(reading, number=number))
        path.unlink()
        return self._keep(name, pages, seconds)

    def _kept(self, name: str) -> tuple[tuple[PageReading, ...], float] | None:
        folder = self.folder / name
        files = sorted(folder.glob("p*.json"), key=lambda file: int(file.stem[1:]))
        if self.fresh or not files:
            return None
        timed = folder / "cpu_s"
        seconds = float(timed.read_text()) if timed.exists() else 0.0
        return tuple(reading_from_json(file.read_bytes()) for file in files), seconds

    def _keep(self, name: str, pages: Sequence[PageReading], seconds: float) -> tuple[tuple[PageReading, ...], float]:
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        for page in pages:
            (folder / f"p{page.number}.json").write_bytes(reading_to_json(page))
        (folder / "cpu_s").write_text(f"{seconds:.3f}")
        return tuple(pages), seconds


def _by_hand(document: Mapping[str, object]) -> frozenset[str]:
    """The fields that a description says were written by hand."""
    parts = {"number": "code", "day": "issued_date", "signer": "signer"}
    told = document.get("handwritten")
    return frozenset(field for part, field in parts.items() if isinstance(told, list) and part in told)


def _sheets(paper: Paper, seed: int) -> Iterator[Image.Image]:
    """The paper printed, filled in and signed; one in two bears the seal upon the name, as seals come to lie."""
    rng = choices_for(seed, paper.slug, "ink")
    for page in set_paper(paper, RasterCanvas):
        image = add_hand(page.canvas.image, page.marks, rng)
        signatures = [mark for mark in page.marks if mark.kind == "signature"]
        for mark in signatures:
            image = add_signature(image, mark, rng)
        if paper.agency and signatures and rng.random() < _SEALED:
            image = add_seal(image, signatures[-1], paper.agency, rng)
        yield image


def _scanned(page: Image.Image, damage: Damage, seed: int, purpose: str) -> Image.Image:
    rng, noise = choices_for(seed, damage, purpose), noise_for(seed, damage, purpose)
    if damage is not Damage.WORN:
        return scan(page, wear_for(Level(damage.value), rng), noise, dpi=DPI, tone=Tone.GREY)
    worn = scan(page, _worn(rng), noise, dpi=_WORN_DPI, tone=Tone.GREY)
    worn.info["dpi"] = (_WORN_DPI, _WORN_DPI)
    return worn


def _worn(rng: random.Random) -> Wear:
    skew = rng.choice((-1, 1)) * rng.uniform(0.3, 2.5)
    return Wear(skew, rng.randint(205, 235), rng.randint(60, 115), rng.uniform(0.05, 0.15), 10.0, 0.8, 1500, 60)
