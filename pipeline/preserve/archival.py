"""Putting an archival copy together."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pikepdf
import structlog
from pikepdf import Dictionary, Name, pdfa

from domain.errors import NotConformant
from domain.model import PageReading
from pipeline.intake.source import SourceKind, kind_of
from pipeline.limits import Limits
from pipeline.preserve.colour import add_output_intent
from pipeline.preserve.describing import describe
from pipeline.preserve.font import InvisibleFont
from pipeline.preserve.guard import guard
from pipeline.preserve.images import PictureSource, Treatment
from pipeline.preserve.kept_pages import KeptPages, make_self_contained
from pipeline.preserve.metadata import ArchiveMetadata
from pipeline.preserve.navigation import Section, add_navigation
from pipeline.preserve.placing import on_page, operands, page_size
from pipeline.preserve.profile import PdfaLevel, PreservationProfile
from pipeline.preserve.text import FONT_NAME, characters_of, text_layer
from pipeline.tools.child import in_child

log = structlog.get_logger(__name__)

_SECONDS_PER_PAGE = 10.0
"""Most pages take a hundredth of one; a drawn page or a colour TIFF takes two."""
_PAGES_PER_PART = 32
"""So many pages are held in memory; then they wait in a file of their own until the copy is saved."""

_CATALOGUE = {"/Type", "/Pages"}
"""Of the catalogue of joined files only this is wanted; forms, outlines and names of kept pages are not."""


@dataclass(frozen=True, slots=True)
class ArchivalOrder:
    """Everything an archival copy is made of; see ``build_archival``."""

    path: Path
    kind: SourceKind
    readings: tuple[PageReading, ...]
    metadata: ArchiveMetadata
    limits: Limits
    profile: PreservationProfile = PreservationProfile.FAITHFUL
    level: PdfaLevel = PdfaLevel.PDFA_2U
    sections: tuple[Section, ...] = ()
    kept: KeptPages | None = None

    @property
    def scanned(self) -> tuple[PageReading, ...]:
        """The pages that become a picture with text above it."""
        digital = set(self.kept.numbers) if self.kept is not None else set()
        return tuple(reading for reading in self.readings if reading.number not in digital)


def build_archival(
    path: Path,
    media_type: str,
    readings: Sequence[PageReading],
    metadata: ArchiveMetadata,
    target: Path,
    *,
    profile: PreservationProfile = PreservationProfile.FAITHFUL,
    level: PdfaLevel = PdfaLevel.PDFA_2U,
    sections: Sequence[Section] = (),
    kept: KeptPages | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> None:
    """Write the archival copy of a source: PDF/A, equal bytes for equal arguments.

    The image of a page is turned and levelled by the page's matrix, never by its pixels; a page that is not one image
    is drawn. ``target`` appears only when it passed the first check; veraPDF is for the caller (``pipeline.check``),
    and alone judges pages that are kept as they are. The work is done in a child process.

    Args:
        path: a file that ``inspect`` let pass.
        media_type: what ``inspect`` said it is.
        readings: its pages in the order they shall have.
        metadata: what the copy says about itself.
        target: written anew; its folder exists and has room for the copy twice.
        profile: how page images are kept.
        level: part and conformance level of PDF/A.
        sections: the documents within the copy, in order, for its outline.
        kept: pages that are taken over from a PDF/A file instead of pictured; their readings give them their place.
        limits: of the programs used.

    Raises:
        NotConformant: what was written breaks PDF/A, also with every image compressed anew.
        UnreadableScan, PageTooLarge, FileOverwhelmsTools, ProgramMissing: see ``page_image``.
        ValueError: sections that are not in order, or begin on no page.
    """
    order = ArchivalOrder(
        path, kind_of(media_type), tuple(readings), metadata, limits, profile, level, tuple(sections), kept
    )
    as_it_came = in_child(
        write_archival,
        order,
        target,
        timeout_s=limits.page_timeout_s + _SECONDS_PER_PAGE * len(readings),
        memory_mb=limits.child_memory_mb,
    )
    if not as_it_came:
        log.warning("images_compressed_anew", pages=len(readings), media_type=media_type)


def write_archival(order: ArchivalOrder, target: Path) -> bool:
    """``build_archival`` in this process. False when the source's own image data had to be left out."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".part-") as folder:
        draft = Path(folder) / "draft.pdf"
        as_it_came = True
        try:
            treatments = _write_guarded(order, draft, as_it_came=True)
        except NotConformant:
            as_it_came = False
            treatments = _write_guarded(order, draft, as_it_came=False)
        if order.kept is not None:
            draft = _with_kept_pages(order, order.kept, draft, treatments)
        draft.replace(target)
    return as_it_came


def _write_guarded(order: ArchivalOrder, target: Path, *, as_it_came: bool) -> list[Treatment]:
    """The copy without its kept pages, of which the first check knows too little to pass them."""
    font = InvisibleFont(characters_of(order.scanned))
    treatments: list[Treatment] = []
    if not order.scanned:
        return treatments
    parts: list[tuple[Path, str]] = []
    scanned = order.scanned
    with PictureSource(order.path, order.kind, order.limits, order.profile, as_it_came=as_it_came) as pictures:
        for start in range(0, len(scanned), _PAGES_PER_PART):
            parts.append((target.with_name(f"{start}.pdf"), "1-z"))
            treatments += _write_part(parts[-1][0], scanned[start : start + _PAGES_PER_PART], pictures, font)
    with _joined(parts, target.with_name("joined.pdf")) as pdf:
        font_object = font.added_to(pdf)
        for page in pdf.pages:
            page.obj.Resources.Font = Dictionary({FONT_NAME: font_object})
        _save(pdf, order, target, treatments if order.kept is None else None)
    guard(target, order.level)
    return treatments


@contextmanager
def _joined(parts: Sequence[tuple[Path, str]], into: Path) -> Iterator[pikepdf.Pdf]:
    """Page ranges of several files as one. qpdf itself passes the data on; pikepdf would hold all of it in memory."""
    if len(parts) == 1 and parts[0][1] == "1-z":
        into = parts[0][0]
    elif parts:
        pages = [word for path, pages in parts for word in (str(path), pages)]
        options = ["--stream-data=preserve", "--object-streams=disable", "--keep-files-open=n"]
        pikepdf.Job(["qpdf", "--empty", *options, "--pages", *pages, "--", str(into)]).run()
    with pikepdf.open(into) if parts else pikepdf.new() as pdf:
        yield pdf


def _write_part(
    part: Path, readings: Sequence[PageReading], pictures: PictureSource, font: InvisibleFont
) -> list[Treatment]:
    treatments = []
    with pikepdf.new() as pdf:
        for reading in readings:
            picture = pictures.page(pdf, reading.number, reading.frame.dpi)
            layers = {f"/Im{at}": pdf.make_indirect(layer) for at, layer in enumerate(picture.layers)}
            width, height = page_size(reading.frame)
            painted = " ".join(f"{name} Do" for name in layers)
            image = f"q {operands(on_page(picture.turn, reading.frame))} cm {painted} Q\n"
            page = Dictionary(
                Type=Name.Page,
                MediaBox=[0, 0, round(width, 3), round(height, 3)],
                Resources=Dictionary(XObject=Dictionary(layers)),
                Contents=pdf.make_stream(image.encode() + text_layer(reading, font)),
            )
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
            treatments.append(picture.treatment)
        pdf.save(part, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return treatments


def _with_kept_pages(order: ArchivalOrder, kept: KeptPages, draft: Path, treatments: Sequence[Treatment]) -> Path:
    """Scanned and kept pages in the order of the readings, in a file beside the draft."""
    target = draft.with_name("mixed.pdf")
    places = {number: at for at, number in enumerate(kept.numbers, start=1)}
    done = enumerate(treatments, start=1)
    pages: list[tuple[Path, str]] = []
    everything: list[Treatment] = []
    for reading in order.readings:
        if reading.number in places:
            pages.append((kept.path, str(places[reading.number])))
            everything.append(Treatment.DIGITAL)
        else:
            at, treatment = next(done)
            pages.append((draft, str(at)))
            everything.append(treatment)
    with _joined(pages, draft.with_name("joined-mixed.pdf")) as pdf:
        for page, treatment in zip(pdf.pages, everything, strict=True):
            if treatment is Treatment.DIGITAL:
                make_self_contained(page)
        _save(pdf, order, target, everything)
    return target


def _save(pdf: pikepdf.Pdf, order: ArchivalOrder, target: Path, treatments: Sequence[Treatment] | None) -> None:
    """Give the pages all that makes them PDF/A. ``treatments`` is None when more pages are to come."""
    for key in sorted(_CATALOGUE.symmetric_difference(pdf.Root.keys())):
        del pdf.Root[Name(key)]
    if "/ID" in pdf.trailer:
        # That of the parts is drawn by lot, and qpdf would carry it on.
        del pdf.trailer["/ID"]
    add_output_intent(pdf)
    making = {"profile": order.profile.value, "pageImages": "; ".join(_history(treatments or ()))}
    describe(pdf, order.metadata, level=order.level, making=making)
    add_navigation(pdf, order.sections if treatments is not None else ())
    flavour = f"{order.level.part}b"
    pdf.save(target, **pdfa.resolve_save_kwargs(flavour, deterministic_id=True, min_version="1.7"))


def _history(treatments: Sequence[Treatment]) -> Iterator[str]:
    """Such as ``1-3 kept``, ``4 recompressed``."""
    first = 1
    for treatment, run in groupby(treatments):
        last = first + len(list(run)) - 1
        yield f"{first}-{last} {treatment.value}" if last > first else f"{first} {treatment.value}"
        first = last + 1
