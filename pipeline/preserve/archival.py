"""Putting an archival copy together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import structlog
from pikepdf import Dictionary, Name, pdfa

from domain.errors import NotConformant
from domain.model import PageReading
from pipeline.intake.source import SourceKind
from pipeline.limits import Limits
from pipeline.page import kind_of
from pipeline.preserve.colour import add_output_intent
from pipeline.preserve.font import InvisibleFont
from pipeline.preserve.guard import guard
from pipeline.preserve.images import PictureSource
from pipeline.preserve.metadata import PRODUCER, ArchiveMetadata
from pipeline.preserve.placing import on_page, operands, page_size
from pipeline.preserve.text import FONT_NAME, characters_of, text_layer
from pipeline.preserve.xmp import packet
from pipeline.tools.child import in_child

log = structlog.get_logger(__name__)

_SECONDS_PER_PAGE = 10.0
"""Most pages take a hundredth of one; a drawn page or a colour TIFF takes two."""


def build_archival(
    path: Path,
    media_type: str,
    readings: Sequence[PageReading],
    metadata: ArchiveMetadata,
    target: Path,
    *,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> None:
    """Write the archival copy of a source: PDF/A-2u, equal bytes for equal arguments.

    The image of a page is the source's own, turned and levelled by the page's matrix; a page that is not one image is
    drawn. ``target`` appears only when it passed the first check; veraPDF is for the caller (``pipeline.check``).
    The work is done in a child process.

    Args:
        path: a file that ``inspect`` let pass.
        media_type: what ``inspect`` said it is.
        readings: its pages in the order they shall have.
        metadata: what the copy says about itself.
        target: written anew; its folder exists.

    Raises:
        NotConformant: what was written breaks PDF/A, also with every image compressed anew.
        UnreadableScan, PageTooLarge, FileOverwhelmsTools, ProgramMissing: see ``page_image``.
    """
    order = ArchivalOrder(path, kind_of(media_type), tuple(readings), metadata, limits)
    kept = in_child(
        write_archival,
        order,
        target,
        timeout_s=limits.page_timeout_s + _SECONDS_PER_PAGE * len(readings),
        memory_mb=limits.child_memory_mb,
    )
    if not kept:
        log.warning("images_compressed_anew", pages=len(readings), media_type=media_type)


@dataclass(frozen=True, slots=True)
class ArchivalOrder:
    """Everything an archival copy is made of."""

    path: Path
    kind: SourceKind
    readings: tuple[PageReading, ...]
    metadata: ArchiveMetadata
    limits: Limits


def write_archival(order: ArchivalOrder, target: Path) -> bool:
    """``build_archival`` in this process. False when the source's own image data had to be left out."""
    draft = target.with_name(f".{target.name}.part")
    try:
        kept = True
        try:
            _write(order, draft, as_it_came=True)
            guard(draft)
        except NotConformant:
            kept = False
            _write(order, draft, as_it_came=False)
            guard(draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return kept


def _write(order: ArchivalOrder, target: Path, *, as_it_came: bool) -> None:
    font = InvisibleFont(characters_of(order.readings))
    source = PictureSource(order.path, order.kind, order.limits, as_it_came=as_it_came)
    with source as pictures, pikepdf.new() as pdf:
        font_object = font.added_to(pdf)
        for reading in order.readings:
            _add_page(pdf, reading, pictures, font, font_object)
        add_output_intent(pdf)
        describe(pdf, order.metadata)
        pdf.save(target, **pdfa.resolve_save_kwargs("2b", deterministic_id=True, min_version="1.7"))


def _add_page(
    pdf: pikepdf.Pdf,
    reading: PageReading,
    pictures: PictureSource,
    font: InvisibleFont,
    font_object: pikepdf.Object,
) -> None:
    picture = pictures.page(pdf, reading.number)
    width, height = page_size(reading.frame)
    matrix = operands(on_page(picture.turn, reading.frame))
    content = f"q {matrix} cm /Im0 Do Q\n".encode() + text_layer(reading, font)
    page = Dictionary(
        Type=Name.Page,
        MediaBox=[0, 0, round(width, 3), round(height, 3)],
        Resources=Dictionary(
            XObject=Dictionary(Im0=pdf.make_indirect(picture.stream)), Font=Dictionary({FONT_NAME: font_object})
        ),
        Contents=pdf.make_stream(content),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))


def describe(pdf: pikepdf.Pdf, metadata: ArchiveMetadata) -> None:
    """Say in the file what it is: XMP packet, document information, language, page labels."""
    pdf.Root.Metadata = pdf.make_stream(packet(metadata), Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Lang = "vi"
    pdf.Root.PageLabels = Dictionary(Nums=[0, Dictionary(S=Name.D)])
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    moment = _pdf_date(metadata.created)
    information = {
        "/Title": metadata.title,
        "/Author": metadata.issuing_agency,
        "/Subject": metadata.subject,
        "/Creator": PRODUCER,
        "/Producer": PRODUCER,
        "/CreationDate": moment,
        "/ModDate": moment,
    }
    pdf.trailer.Info = pdf.make_indirect(Dictionary({key: value for key, value in information.items() if value}))


def _pdf_date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("D:%Y%m%d%H%M%S+00'00'")
