"""From a case to files: scans, their truth, and the draft outcome."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path

from PIL import Image

from samples.generator.canvas import RasterCanvas
from samples.generator.cases import Case, invent_case
from samples.generator.chance import choices_for, noise_for
from samples.generator.containers import Container, write
from samples.generator.flow import SetPage
from samples.generator.ink import add_hand, add_incoming_stamp, add_seal, add_signature
from samples.generator.paper import Paper
from samples.generator.scanner import Level, scan, shine_through, wear_for
from samples.generator.text_pdf import TextPage, write_text_pdf
from samples.generator.truth import ScanFacts, document_truth, write_truth
from samples.generator.typesetting import set_paper

SINGLE = (Container.JPEG, Container.HEIC, Container.PNG, Container.COLOUR_PDF)
SEVERAL = (Container.COLOUR_PDF, Container.BITONAL_TIFF, Container.GREY_PDF)
DPI = 200
QUALITY = 58


@dataclass(frozen=True, slots=True)
class _FinishedPage:
    image: Image.Image
    text: str
    landscape: bool = False
    blank: bool = False


def make_dossiers(
    out_dir: Path, *, seed: int, dossiers: int, documents: int, level: Level | None = None
) -> Iterator[Path]:
    """Write dossiers with at most ``documents`` papers each, and yield every file of paper or outcome.

    Scans go to ``dossiers/<code>/``, draft outcomes to ``outcomes/<code>.pdf``, the truth to ``truth/``. Without a
    level, papers of former years are photocopies and the others office scans.

    Raises:
        FontsMissingError: fonts-liberation2 is not installed.
    """
    single, several = cycle(SINGLE), cycle(SEVERAL)
    for sequence in range(dossiers):
        case = invent_case(choices_for(seed, "case", sequence), sequence)
        for place, paper in enumerate(case.papers[:documents], start=1):
            pages = finished_pages(paper, seed, case.dossier_code)
            container = next(single if len(pages) == 1 else several)
            stem = f"{case.dossier_code[-4:]}-{place:02d}-{paper.slug}"
            yield _write_scan(out_dir, case, paper, pages=pages, container=container, stem=stem, seed=seed, level=level)
        yield _write_outcome(out_dir, case)


def finished_pages(paper: Paper, seed: int, dossier_code: str) -> list[_FinishedPage]:
    """The sheets of a paper as they lie on the scanner: printed, filled in, signed, sealed and stamped."""
    rng = choices_for(seed, dossier_code, paper.slug, "ink")
    finished = []
    for number, page in enumerate(set_paper(paper, RasterCanvas)):
        image = add_hand(page.canvas.image, page.marks, rng)
        signatures = [mark for mark in page.marks if mark.kind == "signature"]
        for mark in signatures:
            image = add_signature(image, mark, rng)
        if paper.agency and signatures:
            image = add_seal(image, signatures[-1], paper.agency, rng)
        if paper.incoming and number == 0:
            image = add_incoming_stamp(image, paper.incoming, rng)
        landscape = image.width > image.height
        if landscape:
            image = image.transpose(Image.Transpose.ROTATE_90)
        finished.append(_FinishedPage(image, page_text(page), landscape=landscape))
    if paper.two_sided:
        finished.append(_FinishedPage(shine_through(finished[-1].image), "", blank=True))
    return finished


def page_text(page: SetPage[RasterCanvas] | SetPage[TextPage]) -> str:
    """A page's printed and filled-in text in reading order, without stamps and signatures."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(page.lines)).strip() + "\n" if page.lines else ""


def _write_scan(
    out_dir: Path,
    case: Case,
    paper: Paper,
    *,
    pages: list[_FinishedPage],
    container: Container,
    stem: str,
    seed: int,
    level: Level | None,
) -> Path:
    level = level or (Level.PHOTOCOPY if paper.old else Level.OFFICE)
    rng = choices_for(seed, stem, "wear")
    noise = noise_for(seed, stem, "wear")
    wears = [wear_for(level, rng) for _ in pages]
    if paper.old:
        # The dossier holds a black and white copy of it, so its seal has lost its colour.
        pages = [replace(page, image=page.image.convert("L").convert("RGB")) for page in pages]
    scans = [
        scan(page.image, wear, noise, dpi=DPI, tone=container.tone) for page, wear in zip(pages, wears, strict=True)
    ]
    folder = out_dir / "dossiers" / case.dossier_code
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{stem}{container.extension}"
    write(container, scans, file, dpi=DPI, quality=QUALITY)
    facts = ScanFacts(
        coding=container.coding,
        dpi=DPI,
        skew_deg=tuple(wear.skew_deg for wear in wears),
        landscape_pages=_numbers(pages, lambda page: page.landscape),
        blank_pages=_numbers(pages, lambda page: page.blank),
        signature_page=max(_numbers(pages, lambda page: not page.blank and not page.landscape)),
        level=level.value,
    )
    truth = document_truth(paper, file.name, case.dossier_code, facts)
    write_truth(out_dir / "truth", stem, truth, [page.text for page in pages])
    return file


def _numbers(pages: list[_FinishedPage], holds: Callable[[_FinishedPage], bool]) -> tuple[int, ...]:
    return tuple(number for number, page in enumerate(pages, start=1) if holds(page))


def _write_outcome(out_dir: Path, case: Case) -> Path:
    pages = set_paper(case.outcome, TextPage)
    file = out_dir / "outcomes" / f"{case.dossier_code}.pdf"
    file.parent.mkdir(parents=True, exist_ok=True)
    write_text_pdf([page.canvas for page in pages], file, title=f"{case.outcome.type_name} {case.outcome.code}")
    facts = ScanFacts("text", 0, (0.0,) * len(pages), (), (), len(pages), "born digital")
    truth = document_truth(case.outcome, file.name, case.dossier_code, facts)
    write_truth(out_dir / "truth" / "outcomes", case.dossier_code, truth, [page_text(page) for page in pages])
    return file
